from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import NotFound
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


def test_a_document_is_cited_through_its_source_which_is_made_once(
    office: Office, person: str, document: str
) -> None:
    source = citations.source_for(office, document)
    assert citations.source_for(office, document) == source
    fields = records.view(office, source).fields
    assert (fields["title"], fields["document"], fields.get("public")) == ("judgment", document, None)
    ids = [records.new_id() for _ in range(2)]
    for one, field, place in zip(ids, ("occupation", None), ("p. 2", "p. 1"), strict=True):
        values = {"record": person, "source": source, "place": place, "field": field, "quote": "a nurse"}
        records.save(office, Draft("citation", one, values))
    by_record = {one.id: one for one in citations.of_record(office, person)}
    assert set(by_record) == set(ids)
    one = by_record[ids[0]]
    assert (one.field, one.page, one.quote, one.document, one.title) == (
        "occupation",
        2,
        "a nurse",
        document,
        "judgment",
    )
    there = citations.of_document(office, document)
    assert [(found.citation.id, found.kind, found.field_label) for found in there] == [
        (ids[1], "person", ""),
        (ids[0], "person", "Occupation"),
    ]


def test_what_is_not_there_has_no_citations(office: Office, person: str, document: str) -> None:
    assert citations.of_record(office, person) == citations.of_document(office, document) == ()
    with pytest.raises(NotFound):
        citations.source_for(office, records.new_id())
