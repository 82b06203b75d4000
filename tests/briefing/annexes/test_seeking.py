"""A document is looked through for what somebody typed, or for a person of the vault under every name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kzcase.briefing.annexes import seeking
from kzcase.errors import KzcaseError
from kzcase.services import redactions, undo
from kzcase.services.office import Office
from tests.briefing.annexes.world import Case, pdf


@pytest.fixture
def case(office: Office, tmp_path: Path) -> Case:
    return Case(office, tmp_path)


def test_what_is_typed_is_found_on_every_page(case: Case) -> None:
    document = case.document(pdf([["Max Bokayev said"], ["Nothing"], ["to Bokaev"]]))
    sought = seeking.seek(case.office, document, said="бокаев")
    assert [(one.page, one.text) for one in sought.places] == [(1, "Bokayev"), (3, "Bokaev")]
    assert (sought.unread, sought.of) == ((), 3)
    assert sought.places[0].around == "Max Bokayev said"


def test_words_that_belong_together_are_found_only_so(case: Case) -> None:
    document = case.document(pdf([["the city court of the city"], ["a city", "court of the city court"]]))
    sought = seeking.seek(case.office, document, said="City  court", together=True)
    assert [(one.page, one.text) for one in sought.places] == [
        (1, "city court"),
        (2, "city court"),
        (2, "city court"),
    ]


def test_a_person_is_found_under_every_name_and_so_are_the_records_joined_with_them(case: Case) -> None:
    person = case.person("Serikova", "Dana")
    case.put("name", {"person": person, "parts": {"family": "Ахметова", "given": "Дана"}, "use": "alias"})
    other = case.person("Omarov", "Erlan")
    document = case.document(pdf([["Akhmetova came", "D. Serikova left", "Omarov stayed"]]))
    said = [one.text for one in seeking.seek(case.office, document, person=person).places]
    assert said == ["Akhmetova", "D. Serikova"]
    case.change(other, "person", {"merged_into": person})
    said = [one.text for one in seeking.seek(case.office, document, person=person).places]
    assert said == ["Akhmetova", "D. Serikova", "Omarov"]


def test_pages_without_words_are_named(case: Case) -> None:
    out = BytesIO()
    pages = [Image.new("L", (100, 140), shade) for shade in (20, 120)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    document = case.document(out.getvalue(), name="scan.tiff")
    sought = seeking.seek(case.office, document, said="Bokayev")
    assert (sought.places, sought.unread, sought.of) == ((), (1, 2), 2)


def test_there_must_be_something_to_look_for(case: Case) -> None:
    document = case.document(pdf([["x"]]))
    nameless = case.put("person", {"occupation": "nurse"})
    with pytest.raises(KzcaseError, match="nothing to look for"):
        seeking.seek(case.office, document, said=" . ")
    with pytest.raises(KzcaseError, match="nothing to look for"):
        seeking.seek(case.office, document, person=nameless)


def test_who_of_the_vault_is_named_in_a_document_is_offered(case: Case) -> None:
    person = case.person("Serikova", "Dana")
    case.person("Omarov", "Erlan")
    document = case.document(pdf([["the accused Dana Serikova", "and Erlan someone"]]))
    assert [one.id for one in seeking.named(case.office, document)] == [person]


def test_all_places_are_covered_in_one_action_and_taken_back_in_one(case: Case) -> None:
    document = case.document(pdf([["Max Bokayev said"], ["to Bokaev, to Bokaev"]]))
    places = seeking.seek(case.office, document, said="Bokaev").places
    some = [(one.page, area) for one in places for area in one.areas]
    made = redactions.add_all(case.office, document, some, reason="third_party")
    assert len(made) == len(some) == 3
    assert {one.reason for one in redactions.listed(case.office, document)} == {"third_party"}
    assert seeking.seek(case.office, document, said="Bokaev").places == ()
    undo.undo(case.office)
    assert redactions.listed(case.office, document) == ()
    assert len(seeking.seek(case.office, document, said="Bokaev").places) == 3
