from __future__ import annotations

from typing import Any

from kzcase.history.ledger import Change
from kzcase.services import duplicates, lists, people, records, searching, undo
from kzcase.services.office import Office


def person(office: Office, family: str, given: str, language: str, **fields: Any) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    office.record(
        [
            Change("person", one, fields),
            Change("name", records.new_id(), {"person": one, "parts": parts, "language": language}),
        ]
    )
    return one


def two(office: Office) -> tuple[str, str]:
    first = person(office, "Боқаев", "Макс", "kk", born="1973", occupation="activist")
    second = person(office, "Bokayev", "Maks", "en", born="1974", region="KZ-23", identity_document="N 000")
    return first, second


def test_every_value_and_name_is_shown_with_the_record_that_says_it(office: Office) -> None:
    first, second = two(office)
    letter = records.new_id()
    office.record([Change("letter", letter, {"subject": "Appeal", "persons": frozenset({second})})])
    assert people.joined(office, first) == people.ALONE
    duplicates.merge(office, [(first, second)])
    for asked in (first, second):
        found = people.joined(office, asked)
        assert [(one.id, one.name, one.stands) for one in found.records] == [
            (first, "Боқаев Макс", True),
            (second, "Bokayev Maks", False),
        ]
        rows = {row.field: row.texts for row in found.rows}
        assert rows["name"] == ("Боқаев Макс", "Bokayev Maks")
        assert rows["born"] == ("1973", "1974")
        assert rows["occupation"] == ("activist", "")
        assert rows["identity_document"] == ("", "N 000")
        assert rows["letter"] == ("", "1")
        assert [row.field for row in found.rows if row.differs] == ["name", "born"]
    assert found.records[0].who == ""
    assert found.records[1].who
    assert found.records[1].when


def test_the_header_fills_its_gaps_from_the_other_record_and_says_both_births(office: Office) -> None:
    first, second = two(office)
    duplicates.merge(office, [(first, second)])
    head = people.head(office, first, office.today())
    assert head.joined == 2
    assert head.line == "activist, Atyrau Region, b. 1973 / 1974"
    assert head.other_names == ("Bokayev Maks",)
    undo.undo(office)
    alone = people.head(office, first, office.today())
    assert (alone.joined, alone.line) == (1, "activist, b. 1973")


def test_one_line_stands_for_both_and_either_spelling_finds_it(office: Office) -> None:
    first, second = two(office)
    duplicates.merge(office, [(first, second)])
    page = lists.page(office, lists.ListQuery("person", columns=("title",)))
    assert [row.id for row in page.rows] == [first]
    for typed in ("Боқаев", "Maks Bokayev", "Bokayev"):
        assert [hit.id for hit in searching.find(office, typed, kinds=("person",))] == [first]
    duplicates.separate(office, first, second)
    assert people.joined(office, second) == people.ALONE
    found = searching.find(office, "Maks Bokayev", kinds=("person",))
    assert {hit.id for hit in found} == {first, second}
