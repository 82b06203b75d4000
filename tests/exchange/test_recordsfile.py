from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzcase import resources
from kzcase.errors import Cancelled, KzcaseError, Unwritable
from kzcase.exchange import recordsfile
from kzcase.exchange.recordsfile import details
from kzcase.history.ledger import PIECE
from kzcase.progress import Progress, quiet
from kzcase.services import records, searching, vaults
from kzcase.services.office import Office

PERSON = {"kind": "person", "id": "p1", "fields": {"region": "KZ-23", "born": "1984~", "health": "asthma"}}
NAME = {"kind": "name", "id": "n1", "fields": {"person": "p1", "parts": {"family": "Бокаев"}}}
BAN = {
    "kind": "restriction",
    "id": "r1",
    "fields": {"person": "p1", "kind": "deprivation_of_right", "term": {"years": 3}},
}


def file(folder: Path, *lines: Any, name: str = "office.jsonl", namespace: str | None = None) -> Path:
    head = [] if namespace is None else [{"namespace": namespace}]
    path = folder / name
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (*head, *lines)))
    return path


def take(office: Office, *paths: Path) -> dict[str, Any]:
    return recordsfile.apply(office, recordsfile.plan(office, paths))


def reasons(office: Office, *paths: Path) -> list[tuple[str, str]]:
    return [(one.where, one.reason) for one in recordsfile.plan(office, paths).refused]


def test_a_file_is_taken_in_and_its_links_hold(office: Office, tmp_path: Path) -> None:
    report = take(office, file(tmp_path, PERSON, NAME, BAN))
    assert {key: report[key] for key in ("new", "same", "changed", "conflict", "refused", "erased")} == {
        "new": 3,
        "same": 0,
        "changed": 0,
        "conflict": 0,
        "refused": [],
        "erased": 0,
    }
    person = searching.find(office, "Bokayev")[0]
    view = records.view(office, person.id)
    assert view.fields == {"region": "KZ-23", "born": "1984~", "health": "asthma"}
    assert {one.kind for one in records.related(office, person.id)} == {"name", "restriction"}


def test_the_same_file_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    path = file(tmp_path, PERSON, NAME, BAN)
    take(office, path)
    state = vaults.check(office)["state"]
    again = take(office, path)
    assert (again["same"], again["new"], again["changed"], again["batch"]) == (3, 0, 0, None)
    assert vaults.check(office)["state"] == state


def test_one_file_of_several_taken_in_before_is_no_other_file(office: Office, tmp_path: Path) -> None:
    first = file(tmp_path, PERSON, name="a.jsonl")
    second = file(tmp_path, NAME, name="b.jsonl")
    take(office, first, second)
    assert take(office, second)["same"] == 1


def test_a_changed_file_changes_what_it_says_otherwise(office: Office, tmp_path: Path) -> None:
    take(office, file(tmp_path, PERSON))
    changed = {**PERSON, "fields": {**PERSON["fields"], "region": "KZ-75"}}  # type: ignore[dict-item]
    assert take(office, file(tmp_path, changed))["changed"] == 1


def test_a_caseworkers_correction_survives_the_same_file(office: Office, tmp_path: Path) -> None:
    path = file(tmp_path, PERSON)
    take(office, path)
    [row] = recordsfile.plan(office, [path]).rows
    view = records.view(office, row.record)
    records.save(office, records.Draft("person", row.record, {"region": "KZ-75"}, view.heads))
    assert take(office, path)["same"] == 1
    assert records.view(office, row.record).fields["region"] == "KZ-75"


def test_two_vaults_that_take_in_the_same_file_have_equal_state(
    new_office: Callable[[], Office], tmp_path: Path
) -> None:
    states = []
    for _ in range(2):
        office = new_office()
        take(office, file(tmp_path, PERSON, NAME, BAN))
        states.append(vaults.check(office)["state"])
    assert states[0] == states[1]


def test_two_vaults_with_the_shipped_sample_have_equal_first_revisions(
    new_office: Callable[..., Office], sample: Office
) -> None:
    other = new_office()
    take(other, *sorted(resources.path("sample").glob("*.jsonl")))
    assert vaults.check(other)["state"] == vaults.check(sample)["state"]


def test_planning_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = office.vault.info().commits
    planned = recordsfile.plan(office, [file(tmp_path, PERSON, NAME)])
    assert planned.new == 2
    assert office.vault.info().commits == before


def test_every_bad_line_is_named_with_its_field_and_reason(office: Office, tmp_path: Path) -> None:
    bad = [
        {"kind": "person", "id": "a", "fields": {"born": "31.02.2020"}},
        {"kind": "prson", "id": "b", "fields": {}},
        {"kind": "person", "id": "c", "fields": {"shoe_size": "41"}},
        {"kind": "name", "id": "d", "fields": {"parts": {"family": "Б"}}},
        {"kind": "person", "id": "e", "fields": {"region": "Atlantis"}},
    ]
    refused = recordsfile.plan(office, [file(tmp_path, PERSON, *bad)]).refused
    assert [(one.where, one.field) for one in refused] == [
        ("line 2", "born"),
        ("line 3", ""),
        ("line 4", "shoe_size"),
        ("line 5", "person"),
        ("line 6", "region"),
    ]
    assert all(one.reason.endswith(".") for one in refused)


def test_a_row_that_names_a_refused_one_is_refused_however_long_the_chain(
    office: Office, tmp_path: Path
) -> None:
    chain = [
        {
            "kind": "organisation",
            "id": f"o{n}",
            "fields": {"name": f"Body {n}", "kind": "court", "part_of": f"o{n + 1}"},
        }
        for n in range(3_000)
    ]
    chain.append({"kind": "organisation", "id": "o3000", "fields": {"name": "Last", "kind": "no such kind"}})
    planned = recordsfile.plan(office, [file(tmp_path, *chain, PERSON)])
    assert planned.new == 1
    assert len(planned.refused) == 3_001
    assert planned.refused[0] == planned.refused[0].__class__(
        "line 1", "It names a record that is refused.", ""
    )


def test_records_that_name_each_other_in_a_ring_are_taken_in(office: Office, tmp_path: Path) -> None:
    ring = [
        {
            "kind": "organisation",
            "id": f"o{n}",
            "fields": {"name": f"B{n}", "kind": "court", "part_of": f"o{(n + 1) % 3}"},
        }
        for n in range(3)
    ]
    assert take(office, file(tmp_path, *ring))["new"] == 3


def test_keys_of_another_file_are_not_borrowed(office: Office, tmp_path: Path) -> None:
    take(office, file(tmp_path, PERSON, name="aktobe.jsonl"))
    with pytest.raises(KzcaseError, match=r"aktobe\.jsonl.*namespace"):
        recordsfile.plan(office, [file(tmp_path, PERSON, name="almaty.jsonl")])


def test_keys_of_different_namespaces_are_different_records(office: Office, tmp_path: Path) -> None:
    take(office, file(tmp_path, PERSON, name="a.jsonl", namespace="aktobe"))
    assert take(office, file(tmp_path, PERSON, name="b.jsonl", namespace="almaty"))["new"] == 1
    assert take(office, file(tmp_path, PERSON, name="c.jsonl", namespace="aktobe"))["same"] == 1


def test_a_repeated_id_is_refused(office: Office, tmp_path: Path) -> None:
    assert reasons(office, file(tmp_path, PERSON, PERSON)) == [("line 2", "The same id stands in line 1.")]


def test_an_id_that_is_another_kind_here_is_refused(office: Office, tmp_path: Path) -> None:
    one = records.new_id()
    take(office, file(tmp_path, {"kind": "person", "id": one, "fields": {}}))
    court = {"kind": "organisation", "id": one, "fields": {"name": "Court", "kind": "court"}}
    assert reasons(office, file(tmp_path, court)) == [
        ("line 1", "That id is already a person in this vault.")
    ]


def test_a_link_to_a_record_that_is_nowhere_is_refused(office: Office, tmp_path: Path) -> None:
    assert reasons(office, file(tmp_path, NAME)) == [("line 1", "“Person” names a record that is not here.")]


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_do_no_harm(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "windows.jsonl"
    text = "\r\n".join((json.dumps(PERSON), "", "   ", json.dumps(NAME), ""))
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    planned = recordsfile.plan(office, [path])
    assert (planned.new, planned.refused) == (2, ())


def test_what_is_written_comes_back_the_same(
    sample: Office, new_office: Callable[[], Office], tmp_path: Path
) -> None:
    path = tmp_path / "all.jsonl"
    count = recordsfile.write(sample, path)
    assert json.loads(path.read_text().partition("\n")[0])["note"].endswith("not encrypted")
    other = new_office()
    assert take(other, path)["new"] == count
    again = tmp_path / "again.jsonl"
    recordsfile.write(other, again)
    assert again.read_bytes() == path.read_bytes()


def test_a_place_that_cannot_be_written_leaves_nothing(sample: Office, tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        recordsfile.write(sample, tmp_path / "nowhere" / "all.jsonl")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unwritable):
        recordsfile.write(sample, tmp_path / "folder")
    assert not list(tmp_path.glob(".kzcase-*"))


def test_a_file_that_is_not_there_is_told_so(office: Office, tmp_path: Path) -> None:
    with pytest.raises(KzcaseError, match="cannot be read"):
        recordsfile.plan(office, [tmp_path / "none.jsonl"])


class _Stopped(Progress):
    """Somebody who stops the import when the first records are in."""

    def report(self, what: str, done: int, total: int) -> None:
        if what == "Taking records in" and done:
            self.cancel()


def test_an_import_is_stopped_between_two_pieces_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    lines = [
        f'{{"kind":"organisation","id":"o{n}","fields":{{"name":"Firm {n}"}}}}' for n in range(PIECE + 9)
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    planned = recordsfile.plan(office, [path])
    before = vaults.check(office)
    with pytest.raises(Cancelled):
        recordsfile.apply(office, planned, progress=_Stopped())
    assert vaults.check(office) == before
    report = recordsfile.apply(office, planned, progress=quiet())
    assert report["new"] == PIECE + 9
    after = vaults.check(office, rebuild=True)
    assert after["problems"] == []
    assert recordsfile.plan(office, [path]).same == PIECE + 9


def protective(office: Office, tmp_path: Path) -> str:
    """Somebody here who is protected; the id."""
    hidden = {**PERSON["fields"], "do_not_share": True}
    take(office, file(tmp_path, {**PERSON, "fields": hidden}, NAME))
    return searching.find(office, "Bokayev")[0].id


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ({"kind": "person", "fields": {"do_not_share": False}}, ("do_not_share",)),
        ({"kind": "person", "fields": {"do_not_share": None, "occupation": "poet"}}, ("do_not_share",)),
        (
            {
                "kind": "consent",
                "id": "c1",
                "fields": {
                    "person": None,
                    "scope": "case",
                    "audiences": ["public"],
                    "answer": "given",
                    "date": "2026-01-01",
                },
            },
            ("answer",),
        ),
    ],
)
def test_a_row_that_would_let_more_be_shown_is_told_and_can_be_left_out(
    office: Office, tmp_path: Path, line: dict[str, Any], fields: tuple[str, ...]
) -> None:
    person = protective(office, tmp_path)
    if line["kind"] == "consent":
        line = {**line, "fields": {**line["fields"], "person": person}}
    else:
        line = {**line, "id": person}
    plan = recordsfile.plan(office, [file(tmp_path, line, name="back.jsonl")])
    assert (plan.new + plan.changed, dict(plan.widening)) == (1, {0: fields})
    assert plan.report(None)["widening"] == 1
    narrow = plan.without_widening()
    assert (narrow.rows, narrow.new, narrow.changed, narrow.widening) == ((), 0, 0, {})
    (told,) = details.plan_rows(office, plan, widening=True)
    assert told.widens
    assert details.plan_rows(office, plan, widening=False) == ()
    assert fields[0] in {one.field for one in details.row_fields(office, plan, 0) if one.widens}


def test_a_row_that_protects_more_or_is_of_somebody_new_widens_nothing(
    office: Office, tmp_path: Path
) -> None:
    person = protective(office, tmp_path)
    given = {"person": "p9", "scope": "case", "audiences": ["public"], "answer": "given", "date": "2026"}
    plan = recordsfile.plan(
        office,
        [
            file(
                tmp_path,
                {"kind": "person", "id": person, "fields": {"do_not_share": True, "occupation": "poet"}},
                {"kind": "person", "id": "p9", "fields": {"do_not_share": False}},
                {"kind": "consent", "id": "c9", "fields": given},
                name="back.jsonl",
            )
        ],
    )
    assert (plan.new, plan.changed, dict(plan.widening)) == (2, 1, {})
