"""What a slip, a paste or a handful of letters finds, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.search.expressions import readings
from kzcase.services import records, searching
from kzcase.services.office import Office


def person(office: Office, family: str, given: str) -> str:
    one = records.new_id()
    parts: dict[str, Any] = {"family": family, "given": given}
    office.record(
        [Change("person", one, {}), Change("name", records.new_id(), {"person": one, "parts": parts})]
    )
    return one


def found(office: Office, typed: str) -> list[str]:
    return [hit.id for hit in searching.find(office, typed, kinds=("person",), limit=10)]


@pytest.mark.parametrize(
    ("family", "given", "typed"),
    [
        ("Ясенов", "Лев", "Ясенов Лбв"),
        ("Харочкина", "Нина", "Харочкина Ниа"),
        ("Алар", "Оразым", "Аалр Оразым"),
        ("Садев", "Владижир", "Садев Владиир"),
        ("Морозкова", "Ульяна", "Моозкова Ульяна"),
    ],
)
def test_a_slip_in_a_short_word_or_one_that_folds_into_several_is_forgiven(
    office: Office, family: str, given: str, typed: str
) -> None:
    one = person(office, family, given)
    person(office, "Бокаев", "Макс")
    assert found(office, typed) == [one]


def test_somebody_of_the_name_as_typed_comes_before_those_a_slip_away(office: Office) -> None:
    near = person(office, "Морозкова", "Ульяна")
    exact = person(office, "Моозкова", "Ульяна")
    assert found(office, "Моозкова Ульяна") == [exact, near]


def test_a_lone_short_word_is_taken_as_it_is(office: Office) -> None:
    person(office, "Ким", "Лев")
    assert found(office, "Лбв") == []


def test_a_pasted_text_is_no_name_with_a_slip(office: Office) -> None:
    person(office, "Бокаев", "Макс")
    assert found(office, "Бокаев Макс пришёл в суд города Атырау") == []
    assert len(found(office, "Бокаев Макс " * 500)) == 1


def test_of_many_single_letters_the_last_few_are_looked_for(office: Office) -> None:
    one = person(office, "Бокаев", "Макс")
    assert readings("х у с м б")[0] == ("m", "b")
    assert found(office, "х у с м б") == [one]
    assert found(office, "м. б. бокаев") == [one]


def test_a_word_typed_twice_is_looked_for_once_and_the_last_is_still_being_typed(office: Office) -> None:
    assert readings("Бокаев Макс Бокаев")[0] == ("maks", "bukaev")
    one = person(office, "Бокаев", "Макс")
    assert found(office, "Бокаев Макс Бок") == [one]
