"""Boxes on documents: what two colleagues cover is covered, and doubt covers more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.errors import InputRefused, NotFound
from kzcase.history.ledger import Change
from kzcase.services import documents, records, redactions
from kzcase.services.office import Office
from kzcase.services.redactions import EVERY_PAGE, EVERYTHING, Area, Covering

ONE, OTHER = (10, 10, 100, 100), (500, 500, 700, 600)


@pytest.fixture
def document(office: Office, tmp_path: Path) -> str:
    path = tmp_path / "verdict.pdf"
    path.write_bytes(b"%PDF-1.7")
    return documents.add(office, path)


def covering(office: Office, document: str) -> Covering:
    with office.read() as session:
        return redactions.covering(session, document)


def test_a_box_is_kept_with_its_page_its_reason_and_the_file_it_was_drawn_on(
    office: Office, document: str
) -> None:
    box = redactions.add(office, document, 3, ONE, reason="health", note="diagnosis")
    (kept,) = redactions.listed(office, document)
    assert (kept.id, kept.page, kept.area, kept.reason, kept.note) == (box, 3, ONE, "health", "diagnosis")
    assert kept.file == records.view(office, document).fields["file"]
    redactions.change(office, box, area=OTHER, reason="", note=" ")
    (moved,) = redactions.listed(office, document)
    assert (moved.area, moved.reason, moved.note) == (OTHER, "", "")
    redactions.remove(office, box)
    assert redactions.listed(office, document) == ()
    assert covering(office, document).areas == {}


@pytest.mark.parametrize(
    "area", [(0, 0, 0, 10), (10, 10, 5, 20), (0, 0, 1001, 10), (-1, 0, 10, 10), (5, 5, 6, 500)]
)
def test_a_box_that_covers_nothing_is_refused(office: Office, document: str, area: Area) -> None:
    with pytest.raises(InputRefused, match="covers nothing"):
        redactions.add(office, document, 1, area)
    with pytest.raises(InputRefused):
        redactions.add(office, document, 0, ONE)
    assert redactions.listed(office, document) == ()


def test_a_document_must_be_here(office: Office) -> None:
    with pytest.raises(NotFound):
        redactions.add(office, records.new_id(), 1, ONE)


def test_where_colleagues_moved_one_box_to_two_places_both_are_covered(office: Office, document: str) -> None:
    box = redactions.add(office, document, 1, ONE)
    heads = records.view(office, box).heads
    for area in (OTHER, (0, 0, 50, 50)):
        values = {"box": redactions.written(area)}
        office.record([Change("redaction", box, values, parents=heads)])
    assert set(covering(office, document).on(1)) >= {OTHER, (0, 0, 50, 50)}


def test_a_box_that_one_removed_and_another_moved_stays(office: Office, document: str) -> None:
    box = redactions.add(office, document, 1, ONE)
    heads = records.view(office, box).heads
    redactions.remove(office, box)
    office.record([Change("redaction", box, {"box": redactions.written(OTHER)}, parents=heads)])
    assert OTHER in covering(office, document).on(1)


@pytest.mark.parametrize("values", [{"box": "rubbish", "page": 2}, {"page": 2}, {"box": "0 0 5000 9"}])
def test_what_cannot_be_read_covers_the_page(
    office: Office, document: str, values: dict[str, object]
) -> None:
    office.record([Change("redaction", records.new_id(), {"document": document, **values})])
    assert covering(office, document).on(values.get("page", 7)) == (EVERYTHING,)  # type: ignore[arg-type]


def test_a_box_without_a_page_is_on_every_page(office: Office, document: str) -> None:
    office.record(
        [Change("redaction", records.new_id(), {"document": document, "box": redactions.written(ONE)})]
    )
    assert covering(office, document).areas == {EVERY_PAGE: (ONE,)}
    assert covering(office, document).on(9) == (ONE,)


@given(st.tuples(*[st.integers(0, 1000)] * 4))
def test_a_box_is_read_as_it_was_written(area: tuple[int, int, int, int]) -> None:
    try:
        text = redactions.written(area)
    except InputRefused:
        return
    assert redactions.read(text) == area


def test_documents_of_people_are_found_through_what_is_theirs(office: Office, tmp_path: Path) -> None:
    person, other, prosecution, event, picket, case = (records.new_id() for _ in range(6))
    office.record(
        [
            Change("person", person, {"occupation": "nurse"}),
            Change("person", other, {"occupation": "poet"}),
            Change("prosecution", prosecution, {"person": person}),
            Change("event", event, {"persons": frozenset({person, other}), "title": "Raid"}),
            Change("assembly", picket, {"organisers": frozenset({person}), "title": "Picket"}),
            Change("case", case, {"persons": frozenset({person, other}), "title": "Of several"}),
        ]
    )
    made = {}
    for place, owner in enumerate((person, prosecution, event, picket, other, case)):
        path = tmp_path / f"{place}.pdf"
        path.write_bytes(b"%PDF-1.7")
        made[owner] = documents.attach(office, owner, path)
    office.record(
        [Change("document", records.new_id(), {"records": frozenset({person}), "title": "No file"})]
    )
    found = documents.of_people(office, (person,))
    assert {one.id for one in found} == {made[one] for one in (person, prosecution, event, picket)}
    assert [one.title for one in found] == ["0", "1", "2", "3"]
