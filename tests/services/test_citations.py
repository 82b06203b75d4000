from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import KzcaseError, NotFound
from kzcase.services import citations, documents, records
from kzcase.services.office import Office
from kzcase.services.records import Draft


@pytest.fixture
def person(office: Office) -> str:
    return records.save(office, Draft("person", records.new_id(), {"occupation": "nurse"})).id


@pytest.fixture
def document(office: Office, person: str, tmp_path: Path) -> str:
    path = tmp_path / "judgment.txt"
    path.write_text("Sentenced.")
    return documents.attach(office, person, path)


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("p. 12", 12),
        ("pp. 3-4", 3),
        ("page 7, second paragraph", 7),
        ("стр. 3, абз. 2", 3),
        ("с. 15", 15),
        ("5-бет", 5),
        ("б. 8", 8),
        (" 4 ", 4),
        ("last paragraph", None),
        ("2017, part 2", None),
        ("map 3", None),
        ("", None),
    ],
)
def test_a_page_is_found_in_the_words_of_a_place(place: str, page: int | None) -> None:
    assert citations.page_in(place) == page


def test_a_page_of_a_document_is_cited_for_a_field_and_the_document_gets_its_source(
    office: Office, person: str, document: str
) -> None:
    first = citations.from_document(office, document, 2, person, "occupation", " worked as a nurse ")
    second = citations.from_document(office, document, 1, person)
    by_record = {one.id: one for one in citations.of_record(office, person)}
    assert set(by_record) == {first, second}
    one = by_record[first]
    assert (one.field, one.page, one.quote, one.document) == (
        "occupation",
        2,
        "worked as a nurse",
        document,
    )
    assert one.title == "judgment"
    assert by_record[second].source == one.source
    assert records.view(office, one.source).fields.get("public") is None
    there = citations.of_document(office, document)
    assert [(found.citation.id, found.kind, found.field_label) for found in there] == [
        (second, "person", ""),
        (first, "person", "Occupation"),
    ]


def test_what_is_not_there_is_not_cited(office: Office, person: str, document: str) -> None:
    with pytest.raises(KzcaseError):
        citations.from_document(office, document, 1, person, "shoe_size")
    with pytest.raises(NotFound):
        citations.from_document(office, document, 1, records.new_id())
    assert citations.of_document(office, document) == ()
