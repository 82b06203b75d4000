from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.names import sameness
from kzcase.names.sameness import Born, Likely, Profile, Why

Name = tuple[str, str, str]


def person(*names: Name, born: Born | None = None, gender: str | None = None, town: str = "") -> Profile:
    return Profile("", "", tuple(sameness.spellings(names)), born, gender, None, town)


def year(number: int) -> Born:
    return Born(number, number)


def compared(a: Profile, b: Profile, bearers: int = 1, everyone: int = 1_000) -> Likely:
    return sameness.compare(a, b, lambda _word: sameness.rarity(bearers, everyone), everyone)


BOKAYEV = ("Боқаев", "Макс", "Болатұлы")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (("Bokayev", "Maks", ""), Why.ACROSS_SCRIPTS),
        (("Бокаев", "Макс", "Болатович"), Why.OTHER_SPELLING),
        (("Боқаев", "Макс", ""), Why.SAME_NAME),
        (("Макс", "Боқаев", ""), Why.SAME_NAME),
        (("", "Bokayev Maks", ""), Why.ACROSS_SCRIPTS),
        (("Бокаеб", "Макс", ""), Why.ALIKE),
        (("Бокаев", "М.", ""), Why.INITIAL),
    ],
)
def test_names_agree_for_the_reason_one_would_give(other: Name, why: Why) -> None:
    found = compared(person(BOKAYEV, born=year(1973)), person(other, born=year(1973)))
    assert why in found.reasons
    assert found.score > 0.4


def test_a_russian_and_a_kazakh_patronymic_of_one_father_agree() -> None:
    found = compared(person(BOKAYEV), person(("Бокаев", "Макс", "Болатович")))
    assert Why.FATHER in found.reasons
    other = compared(person(BOKAYEV), person(("Бокаев", "Макс", "Серикович")))
    assert Why.OTHER_FATHER in other.reasons
    assert other.score < found.score


def test_a_common_name_alone_says_little_and_a_rare_one_much() -> None:
    rare = compared(person(BOKAYEV), person(("Bokayev", "Maks", "")), 1, 100_000)
    common = compared(person(BOKAYEV), person(("Bokayev", "Maks", "")), 1_000, 100_000)
    assert common.score < 0.1 < 0.9 < rare.score


def test_what_is_known_of_a_birth_speaks_for_and_against() -> None:
    day = Born(1973, 1973, date(1973, 3, 12))
    births = [
        (day, Why.DAY),
        (Born(1973, 1973, date(1973, 12, 3)), Why.SWAPPED),
        (year(1973), Why.YEAR),
        (year(1974), Why.BESIDE),
        (Born(1973, 1973, date(1973, 5, 30)), Why.OTHER_DAY),
        (year(1990), Why.OTHER_YEAR),
    ]
    found = [compared(person(BOKAYEV, born=day), person(BOKAYEV, born=born), 40, 9_000) for born, _ in births]
    assert [one.reasons[-1] for one in found] == [why for _, why in births]
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.99
    assert scores[-1] < 0.05


def test_years_that_may_be_the_same_speak_neither_for_nor_against() -> None:
    about = compared(person(BOKAYEV, born=Born(1970, 1979)), person(BOKAYEV, born=year(1973)))
    silent = compared(person(BOKAYEV), person(BOKAYEV, born=year(1973)))
    assert about == silent


def test_a_surname_changed_needs_the_same_father_and_day_of_birth() -> None:
    day = Born(1980, 1980, date(1980, 4, 9))
    before, after = ("Серікқызы", "Айгерим", "Болатқызы"), ("Омарова", "Айгерим", "Болатқызы")
    found = compared(person(before, born=day), person(after, born=day))
    assert Why.OTHER_SURNAME in found.reasons
    assert found.score > 0.9
    assert compared(person(before, born=year(1980)), person(after, born=year(1980))).score == 0.0


def test_people_who_share_one_word_only_are_not_one() -> None:
    assert compared(person(BOKAYEV), person(("Боқаев", "Серік", ""))).score == 0.0
    assert compared(person(BOKAYEV), person()).score == 0.0


def test_gender_and_place_count() -> None:
    woman = compared(person(BOKAYEV, gender="male"), person(BOKAYEV, gender="female"), 40, 9_000)
    same = compared(person(BOKAYEV, gender="male"), person(BOKAYEV, gender="male"), 40, 9_000)
    town = compared(person(BOKAYEV, town="Атырау"), person(BOKAYEV, town="Atyrau"), 40, 9_000)
    assert woman.score < same.score < town.score
    assert (Why.OTHER_GENDER in woman.reasons, Why.TOWN in town.reasons) == (True, True)


names = st.tuples(*[st.text("абвгдежзиқәabcdeki. -", max_size=12)] * 3)
births = st.none() | st.integers(1900, 2020).map(year)


@given(st.lists(names, max_size=3), st.lists(names, max_size=3), births, births)
def test_it_does_not_matter_who_comes_first(
    ours: list[Name], theirs: list[Name], one: Born | None, other: Born | None
) -> None:
    a, b = person(*ours, born=one), person(*theirs, born=other)
    forth, back = compared(a, b), compared(b, a)
    assert forth.score == back.score
    assert 0.0 <= forth.score <= 1.0
