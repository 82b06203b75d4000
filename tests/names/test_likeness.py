from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.names.folding import fold
from kzcase.names.likeness import completeness, likeness, likenesses, word_likeness

NAMES = st.text(alphabet="абеиктлмнорсуАБabekmnoxz. -", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bolatov Erlan", "Болатов Ерлан"),
        ("Max Bokayev", "Боқаев Макс"),
        ("Нур Султан", "Нурсултан"),
        ("Серик Омаров", "Умаров Серік"),
    ],
)
def test_the_same_name_in_another_script_or_order_is_wholly_alike(one: str, other: str) -> None:
    assert likeness(one, other) == 1.0


def test_the_more_is_missing_or_different_the_less_alike() -> None:
    whole = "Боқаев Макс Ахметович"
    others = ["Макс Ахметович Бокаев", "Max Bokayev", "M. Bokayev", "Bokayev", "Max", "Asya Tulesova"]
    found = [likeness(whole, other) for other in others]
    assert found[0] == 1.0
    assert found[-1] == 0.0
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_one_typing_error_keeps_a_name_close() -> None:
    for typed in ("Bokayv Max", "Bokayeev Max", "Boakyev Max", "Bokadev Max"):
        assert likeness(typed, "Боқаев Макс") > 0.85


def test_an_initial_fits_the_name_it_begins_and_no_other() -> None:
    assert likeness("A. Bokayev", "Bokayev Almas") > 0.9
    assert likeness("Ж. Бокаев", "Zhanar Bokayev") > 0.9
    assert likeness("Ye. Bokayev", "Бокаев Ерлан") > 0.9
    assert likeness("B. Bokayev", "Bokayev Almas") < likeness("A. Bokayev", "Bokayev Almas")
    assert word_likeness("b", "almas") == 0.0


def test_people_who_share_only_a_given_name_are_not_alike() -> None:
    assert likeness("Max Bokayev", "Макс Тулесов") < 0.5


def test_a_missing_patronymic_costs_less_than_a_missing_surname() -> None:
    assert likeness("Бокаев Макс", "Бокаев Макс Ахметович") > likeness("Бокаев Макс", "Бокаев Макс Ахметов")


@given(NAMES, NAMES)
def test_likeness_is_between_nothing_and_one_and_the_same_both_ways(one: str, other: str) -> None:
    found = likeness(one, other)
    assert 0.0 <= found <= 1.0
    assert likeness(other, one) == found


@given(NAMES)
def test_a_name_is_wholly_like_itself(name: str) -> None:
    assert likeness(name, name) == (1.0 if fold(name) else 0.0)


@given(
    st.lists(st.sampled_from("Макс Боқаев Ахметович Ж. Ким Yerlan".split()), min_size=1, max_size=7),
    NAMES,
    st.randoms(),
)
def test_the_order_of_the_parts_does_not_count(parts: list[str], other: str, random: Random) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert likeness(" ".join(parts), other) == likeness(" ".join(shuffled), other)


def test_an_empty_name_is_like_nothing() -> None:
    assert likeness("", "") == likeness("", "Bokayev") == likeness("...", "Bokayev") == 0.0


def test_a_pasted_page_is_compared_without_delay_to_speak_of() -> None:
    page = " ".join(f"слово{number}" for number in range(5_000))
    assert likeness(page, "Бокаев Макс") < 0.5
    assert likeness(page, page) == 1.0


@given(NAMES, st.lists(NAMES, max_size=6))
def test_many_names_at_once_are_as_alike_as_each_by_itself(one: str, others: list[str]) -> None:
    typed = fold(one).split()
    assert likenesses(typed, [fold(other).split() for other in others]) == [
        likeness(one, other) for other in others
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("bukaev", "bukaev maks"), ("maks bukaev", "bukaev maks ahmetuli"), ("maks bukaev", "bukaev maks")],
)
def test_words_typed_to_their_end_are_as_complete_as_they_are_alike(typed: str, name: str) -> None:
    assert completeness(typed.split(), name.split()) == pytest.approx(likeness(typed, name))


def test_of_names_that_begin_as_typed_the_shortest_is_the_most_complete() -> None:
    names = ["buka maks", "bukaev maks", "bukaev maks uskenbek"]
    found = [completeness(["buka"], name.split()) or 0.0 for name in names]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("typed", [["bukaev", "ivan"], ["bukaev", "bukaev"], ["aev"]])
def test_a_name_in_which_a_typed_word_begins_none_is_not_completed(typed: list[str]) -> None:
    assert completeness(typed, ["bukaev", "maks"]) is None
