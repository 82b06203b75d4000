from __future__ import annotations

import pytest

from kzcase.names import stock
from kzcase.names.folding import fold
from kzcase.names.parts import Place, ending_of


def test_there_are_enough_names_of_both_traditions() -> None:
    assert len(set(stock.kazakh_surnames()) | set(stock.russian_surnames())) >= 5_000
    assert len(stock.russian_surnames()) >= 1_500
    assert len(set(stock.kazakh_men()) | set(stock.kazakh_women())) >= 1_500
    assert len(set(stock.russian_men()) | set(stock.russian_women())) >= 1_000


def test_the_names_stay_many_when_they_are_folded() -> None:
    for names in (stock.kazakh_surnames(), stock.russian_surnames()):
        assert len(set(map(fold, names))) > 0.8 * len(names)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Иван", "Иванович", "Ивановна"),
        ("Лев", "Львович", "Львовна"),
        ("Алексей", "Алексеевич", "Алексеевна"),
        ("Анатолий", "Анатольевич", "Анатольевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Пётр", "Петрович", "Петровна"),
        ("Илья", "Ильич", "Ильинична"),
    ],
)
def test_a_russian_patronymic_is_made_as_in_life(father: str, son: str, daughter: str) -> None:
    assert stock.russian_patronymic(father, woman=False) == son
    assert stock.russian_patronymic(father, woman=True) == daughter


def test_every_patronymic_is_told_by_its_ending() -> None:
    for father in stock.russian_men():
        for woman in (False, True):
            ending = ending_of(stock.russian_patronymic(father, woman=woman))
            assert ending is not None
            assert ending.place is Place.PATRONYMIC


def test_women_bear_the_family_s_name_in_their_own_form() -> None:
    assert stock.kazakh_family("Нұрбеков", woman=True) == "Нұрбекова"
    assert stock.kazakh_family("Нұрбекұлы", woman=True) == "Нұрбекқызы"
    assert stock.kazakh_family("Нұрбек", woman=True) == "Нұрбек"
    assert stock.russian_family("Лесовский", woman=True) == "Лесовская"
    assert stock.russian_family("Лесов", woman=False) == "Лесов"
