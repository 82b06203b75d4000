from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzcase.history.ledger import Change
from kzcase.names.sameness import spellings
from kzcase.search import namesakes as search
from kzcase.search.words import KnownWords
from kzcase.services import duplicates, lists, records, searching
from kzcase.services.office import Office


def person(office: Office, family: str, given_: str, **fields: Any) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given_}
    office.record(
        [
            Change("person", one, fields),
            Change("name", records.new_id(), {"person": one, "parts": parts}),
        ]
    )
    return one


def meant(office: Office, family: str, given_: str, most: int = 50) -> list[str]:
    [spelled] = spellings([(family, given_, "")])
    with office.read() as session:
        found = search.namesakes(session.connection(), spelled.core, KnownWords(), most)
        return list(dict.fromkeys(found))


@pytest.fixture
def bokayev(office: Office) -> str:
    one = person(office, "Боқаев", "Макс")
    person(office, "Боқаев", "Нұрлан")
    person(office, "Сәрсенов", "Макс")
    return one


@pytest.mark.parametrize(
    ("family", "given_"),
    [
        ("Бокаев", "Макс"),
        ("Bokayev", "Max"),
        ("Макс", "Боқаев"),
        ("Бокаев", "М."),
        ("М.", "Бокаев"),
        ("Бокеав", "Макс"),
        ("Бокаев", "Маск"),
        ("Бакаев", "Макс"),
        ("Боkaeв", "Mакс"),
        (unicodedata.normalize("NFD", "Бокаёв"), "Макс"),
    ],
)
def test_a_name_means_whom_it_could_be_written_for_and_nobody_else(
    office: Office, bokayev: str, family: str, given_: str
) -> None:
    assert meant(office, family, given_) == [bokayev]


def test_a_name_in_full_means_who_is_here_with_an_initial(office: Office) -> None:
    one = person(office, "Боқаев", "М.")
    person(office, "Боқаев", "А.")
    assert meant(office, "Бокаев", "Макс") == [one]


def test_those_of_the_very_name_come_before_those_a_slip_away(office: Office, bokayev: str) -> None:
    near = person(office, "Бокеев", "Макс")
    again = person(office, "Bokayev", "Maks")
    found = meant(office, "Боқаев", "Макс")
    assert set(found[:2]) == {bokayev, again}
    assert found[2:] == [near]


def test_of_very_many_namesakes_only_so_many_are_looked_at(office: Office) -> None:
    for _ in range(9):
        person(office, "Иванов", "Иван")
    assert len(meant(office, "Иванов", "Иван", 5)) == 5


def test_whatever_is_typed_as_a_name_asks_without_failing(office: Office, bokayev: str) -> None:
    any_text = st.text(st.characters(), max_size=40)

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(any_text, any_text)
    @example("\ud800", "\x00")
    @example('"', "* OR a")
    @example("Бокаев " * 300, "М" * 10_000)
    def holds(family: str, given_: str) -> None:
        found = duplicates.of_new(office, [{"family": family, "given": given_}], faint=True)
        assert len(found) <= 5

    holds()


YO_AND_SHORT_I = [("Семёнов", "Андрей"), ("Королёв", "Сергей"), ("Байғали", "Ерсай")]


@pytest.mark.parametrize(("family", "given_"), YO_AND_SHORT_I)
@pytest.mark.parametrize("stored_as", ["NFC", "NFD"])
@pytest.mark.parametrize("typed_as", ["NFC", "NFD"])
def test_tx02_letters_with_marks_apart_or_together_are_found_sorted_and_hinted_alike(
    office: Office, family: str, given_: str, stored_as: Any, typed_as: Any
) -> None:
    stored = [unicodedata.normalize(stored_as, part) for part in (family, given_)]
    one = person(office, *stored, born="1970")
    before, after = person(office, "Аманов", "А"), person(office, "Яковлев", "Я")
    for written in (f"{family} {given_}", f"{family} {given_}".replace("ё", "е")):
        typed = unicodedata.normalize(typed_as, written)
        assert [hit.id for hit in searching.find(office, typed, kinds=("person",))] == [one]
        page = lists.page(office, lists.ListQuery("person", filter=typed, columns=("title",)))
        assert [row.id for row in page.rows] == [one]
        parts = dict(zip(("family", "given"), typed.split(), strict=True))
        [hint] = duplicates.of_new(office, [parts], born="1970")
        assert hint.b.id == one
    order = lists.page(office, lists.ListQuery("person", sort="title", columns=("title",)))
    assert [row.id for row in order.rows] == [before, one, after]
    with office.read() as session:
        texts = session.connection().exec_driver_sql("SELECT parts FROM name WHERE person = ?", (one,))
        kept = texts.scalar_one()
    assert family in kept  # one form is kept, the letters are those that were typed
    assert given_ in kept
