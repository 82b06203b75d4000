"""A records file's plan opened: what each row is called, and what it would change."""

from __future__ import annotations

from pathlib import Path

from kzcase.exchange import recordsfile
from kzcase.exchange.casefile import Status
from kzcase.exchange.recordsfile.details import plan_rows, row_fields
from kzcase.services.office import Office

FIRST = """\
{"kind": "person", "id": "1", "fields": {"occupation": "blogger", "locality": "Atyrau"}}
{"kind": "name", "id": "n", "fields": {"person": "1", "parts": {"family": "Sampleuly", "given": "Yerlan"}}}
"""
SECOND = """\
{"kind": "person", "id": "1", "fields": {"occupation": "poet", "locality": "Atyrau"}}
{"kind": "person", "id": "2", "fields": {"occupation": "nurse"}}
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_told_as_new_changed_or_the_same_with_their_fields(office: Office, tmp_path: Path) -> None:
    file = write(tmp_path / "register.jsonl", FIRST)
    planned = recordsfile.plan(office, (file,))
    person, name = plan_rows(office, planned)
    assert (person.status, person.kind_words) == (Status.NEW, "Person")
    assert (name.title, name.people) == ("Sampleuly Yerlan", (person.id,))
    recordsfile.apply(office, planned)
    write(file, FIRST.splitlines()[1] + "\n" + SECOND)
    again = recordsfile.plan(office, (file,))
    rows = plan_rows(office, again)
    assert [row.status for row in rows] == [Status.SAME, Status.CHANGED, Status.NEW]
    assert rows[1].title == "Sampleuly Yerlan"
    (changed,) = row_fields(office, again, 1)
    assert (changed.label, changed.before, changed.after) == ("Occupation", "blogger", "poet")
    assert row_fields(office, again, 0) == ()


def test_rows_are_read_page_by_page(office: Office, tmp_path: Path) -> None:
    lines = [f'{{"kind": "person", "id": "{n}", "fields": {{"occupation": "no {n}"}}}}' for n in range(25)]
    planned = recordsfile.plan(office, (write(tmp_path / "many.jsonl", "\n".join(lines) + "\n"),))
    read: list[int] = []
    while some := plan_rows(office, planned, after=read[-1] if read else -1, limit=10):
        assert len(some) <= 10
        read += [one.number for one in some]
    assert read == list(range(25))
