"""What was erased stands in no page of the vault's file, in no log and in no index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.errors import KzcaseError, NotFound
from kzcase.exchange import recordsfile
from kzcase.history.roots import record_id
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment
from kzcase.names.folding import fold
from kzcase.services import (
    agenda,
    attachedtext,
    documents,
    drafts,
    erasures,
    imports,
    records,
    savedsearches,
)
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import files, pages
from kzcase.vault.keys import Secret
from tests.conftest import KEY
from tests.hostile.filled import fill

MARK = "Qyzylmarka"


def forms(word: str) -> tuple[bytes, ...]:
    """How a word may stand in a page: as typed, in small letters, folded for the index."""
    return tuple({one.encode() for one in (word, word.lower(), word.upper(), fold(word))})


def plain_pages(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every page of a closed vault's file, decrypted."""
    content = path.read_bytes()
    key = pages.PageKey(Secret(KEY, content[:16]))
    for number in range(1, len(content) // pages.PAGE + 1):
        page = key.plain(content[(number - 1) * pages.PAGE : number * pages.PAGE], number)
        assert page is not None
        yield number, page


def standing(path: Path, *words: str) -> dict[str, list[int]]:
    """The pages on which each word still stands; nothing may be left in a log either."""
    assert not files.has_log(path)
    found: dict[str, list[int]] = {}
    for number, page in plain_pages(path):
        for word in words:
            if any(form in page for form in forms(word)):
                found.setdefault(word, []).append(number)
    return found


def traces_of(office: Office, person: str, tmp_path: Path) -> None:
    """What else a name gets into: a paper attached and read, drafts, what was put off."""
    paper = tmp_path / "note.txt"
    paper.write_text(f"The witness is {MARK}. " * 200)
    documents.attach(office, person, paper, title=MARK)
    assert attachedtext.catch_up(office) == 1
    drafts.keep(office, "form", "person", person, b"", {"occupation": MARK})
    drafts.keep(office, "new", "restriction", None, b"", {"person": person, "remarks": MARK})
    drafts.keep(office, drafts.PAPER, drafts.PAPER, None, b"", {"people": [person], "heading": MARK})


def test_the_hunt_would_find_what_was_not_erased(office: Office, tmp_path: Path) -> None:
    ids = fill(office, lambda field: MARK)
    traces_of(office, ids["person"], tmp_path)
    path = office.path
    office.close()
    assert len(standing(path, MARK)[MARK]) > 10


def test_when_every_record_is_erased_no_page_holds_a_word_of_any(office: Office, tmp_path: Path) -> None:
    ids = fill(office, lambda field: MARK)
    traces_of(office, ids["person"], tmp_path)
    ids["another task"] = records.new_id()
    soon = (office.today() + timedelta(3)).isoformat()
    records.save(office, Draft("task", ids["another task"], {"title": MARK, "due": soon}))
    (item,) = (
        one
        for one in agenda.due(office, office.today(), 400).items
        if one.key.startswith(ids["another task"])
    )
    agenda.snooze(office, item.key, office.today() + timedelta(30), MARK)
    for one in (ids["person"], *ids.values()):
        with suppress(NotFound):  # it went with the person
            erasures.erase(office, one)
    with office.read() as session:
        assert session.scalars(text("SELECT DISTINCT status FROM record")).all() == ["erased"]
    path = office.path
    office.close()
    assert standing(path, MARK) == {}


def test_a_file_s_name_that_says_who_was_erased_is_forgotten_and_the_rest_of_a_register_stays_known(
    office: Office, tmp_path: Path
) -> None:
    def rows(file: str, *people: str) -> Path:
        path = tmp_path / file
        lines = [{"kind": "person", "id": one, "fields": {"region": "KZ-23"}} for one in people]
        lines += [
            {"kind": "name", "id": f"{one}/name", "fields": {"person": one, "parts": {"family": one}}}
            for one in people
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return path

    register = rows("register of qyzylmarkas.jsonl", MARK, "Other")
    other, alone = rows("only others.jsonl", "Another"), rows("one case.jsonl", "Somebody")
    for path in (register, other, alone):
        recordsfile.apply(office, recordsfile.plan(office, [path]))
    for one in (MARK, "Somebody"):
        erasures.erase(office, record_id("", "person", one))
    assert sorted(one.label for one in imports.listed(office)) == ["only others.jsonl", "…", "…"]
    again = recordsfile.plan(office, [rows(register.name, MARK, "Other", "Third")])
    assert (again.erased, again.same, again.new, again.refused) == (2, 2, 2, ())
    path = office.path
    office.close()
    assert standing(path, MARK) == {}


@pytest.mark.parametrize("compartment", [one for one in Compartment if one is not Compartment.OPEN])
def test_when_a_compartment_is_erased_no_page_holds_a_word_of_it_and_the_rest_stays(
    office: Office, compartment: Compartment
) -> None:
    words = {one: f"Qyzyl{one.value}marka" for one in Compartment}
    ids = fill(office, lambda field: words[field.compartment])
    holders = {
        kind.key
        for kind in kinds().values()
        if any(field.compartment is compartment for field in kind.fields.values())
    }
    for kind in sorted(holders):
        drafts.keep(office, kind, kind, ids[kind], b"", {"typed": words[compartment]})
    for kind in ("person", *sorted(holders - {"person"})):
        with suppress(KzcaseError):  # it went with the person
            erasures.erase(office, ids[kind], compartment.value)
    path = office.path
    office.close()
    found = standing(path, *words.values())
    assert words[compartment] not in found
    assert words.keys() - {compartment} == {one for one in words if words[one] in found}


def test_a_saved_search_that_names_the_erased_person_is_listed_to_be_removed_by_hand(office: Office) -> None:
    person = records.new_id()
    records.save_all(
        office,
        (
            Draft("person", person, {}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": MARK, "given": "Aidar"}}),
        ),
    )
    saved = savedsearches.save(office, f"About {MARK}", MARK)
    effect = erasures.erase(office, person)
    assert saved in {one.id for one in effect.elsewhere}
    savedsearches.remove(office, saved)
    erasures.erase(office, saved)
    path = office.path
    office.close()
    assert standing(path, MARK) == {}


def test_drafts_of_others_that_say_the_erased_name_are_counted_and_the_last_paper_is_forgotten(
    office: Office,
) -> None:
    person = records.new_id()
    records.save_all(
        office,
        (
            Draft("person", person, {}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": MARK, "given": "Aidar"}}),
        ),
    )
    drafts.keep(office, "of them", "person", person, b"", {"occupation": MARK})
    drafts.keep(office, "free", "task", None, b"", {"title": f"call {MARK.lower()}'s brother"})
    drafts.keep(office, "another", "task", None, b"", {"title": "call the court"})
    drafts.keep(office, drafts.PAPER, drafts.PAPER, None, b"", {"heading": f"For {MARK}"})
    assert erasures.look(office, person).drafts == 1
    assert erasures.erase(office, person).drafts == 1
    assert [one.key for one in drafts.kept(office)] == ["another", "free"]
    assert drafts.paper(office) == {}
    drafts.discard(office, "free")
    path = office.path
    office.close()
    assert standing(path, MARK) == {}


def test_a_name_that_a_past_text_said_in_small_or_large_letters_is_listed(office: Office) -> None:
    person, small, large = (records.new_id() for _ in range(3))
    records.save_all(
        office,
        (
            Draft("person", person, {}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": MARK, "given": "Aidar"}}),
            Draft("task", small, {"title": f"ask {MARK.lower()}"}),
            Draft("task", large, {"title": f"ASK {MARK.upper()}"}),
        ),
    )
    for one in (small, large):
        records.save(office, Draft("task", one, {"title": "ask"}, records.view(office, one).heads))
    effect = erasures.look(office, person)
    assert {(one.id, one.past) for one in effect.elsewhere} == {(small, True), (large, True)}
