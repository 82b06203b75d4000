from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.names.parts import (
    Gender,
    Parts,
    Place,
    Style,
    display,
    ending_of,
    initial,
    suggest_gender,
    take_apart,
)


@pytest.mark.parametrize(
    ("name", "family", "given_name", "patronymic", "certain"),
    [
        ("Боқаев Макс Ахметович", "Боқаев", "Макс", "Ахметович", True),
        ("Max Bokayev", "Bokayev", "Max", "", True),
        ("BOKAYEV Max", "BOKAYEV", "Max", "", True),
        ("Bokayev, Max", "Bokayev", "Max", "", True),
        ("Larisa Nikolayevna Kharkova", "Kharkova", "Larisa", "Nikolayevna", True),
        ("Харькова Лариса Николаевна", "Харькова", "Лариса", "Николаевна", True),
        ("Жұмабек Айжан Қайратқызы", "Жұмабек", "Айжан", "Қайратқызы", True),
        ("Айжан Қайрат қызы Жұмабек", "Жұмабек", "Айжан", "Қайрат қызы", True),
        ("Ким Лев Ильич", "Ким", "Лев", "Ильич", True),
        ("Елеусинов А. Б.", "Елеусинов", "А.", "Б.", True),
        ("Amin Eleusinov", "Eleusinov", "Amin", "", True),
        ("Болатұлы Алмас", "Болатұлы", "Алмас", "", True),
        ("Алмас Болатұлы", "", "Алмас", "Болатұлы", False),
        ("Almas Bolatuly", "Bolatuly", "Almas", "", False),
        ("Балтабай Ерлан", "Балтабай", "Ерлан", "", False),
        ("Erlan Baltabay", "Baltabay", "Erlan", "", False),
        ("Ақын Тау Ерлан Бек", "Ақын", "Тау Ерлан Бек", "", False),
        ("Madina", "", "Madina", "", False),
        ("", "", "", "", False),
        (" , ", "", "", "", False),
    ],
)
def test_a_full_name_is_taken_apart(
    name: str, family: str, given_name: str, patronymic: str, certain: bool
) -> None:
    assert take_apart(name) == Parts(family, given_name, patronymic, certain)


@given(st.text())
def test_taking_apart_loses_no_word(name: str) -> None:
    parts = take_apart(name)
    written = f"{parts.family} {parts.given} {parts.patronymic}"
    typed = unicodedata.normalize("NFC", name).replace(",", " ")
    assert sorted(written.split()) == sorted(typed.split())


@pytest.mark.parametrize(
    ("word", "written", "place", "gender"),
    [
        ("Болатұлы", "-ұлы", Place.EITHER, Gender.MALE),
        ("Bolatuly", "-ұлы", Place.EITHER, Gender.MALE),
        ("Нұрқызы", "-қызы", Place.EITHER, Gender.FEMALE),
        ("Nurkyzy", "-қызы", Place.EITHER, Gender.FEMALE),
        ("Қайрат қызы", "-қызы", Place.EITHER, Gender.FEMALE),
        ("Сергеевич", "-евич", Place.PATRONYMIC, Gender.MALE),
        ("Akhmetovna", "-овна", Place.PATRONYMIC, Gender.FEMALE),
        ("Ильинична", "-инична", Place.PATRONYMIC, Gender.FEMALE),
        ("Кузьмич", "-ич", Place.PATRONYMIC, Gender.MALE),
        ("Боқаев", "-ев", Place.SURNAME, Gender.MALE),
        ("Tölesova", "-ова", Place.SURNAME, Gender.FEMALE),
        ("Квятковская", "-ская", Place.SURNAME, Gender.FEMALE),
        ("Троцкий", "-цкий", Place.SURNAME, Gender.MALE),
    ],
)
def test_an_ending_tells_part_and_gender(word: str, written: str, place: Place, gender: Gender) -> None:
    ending = ending_of(word)
    assert ending is not None
    assert (ending.written, ending.place, ending.gender) == (written, place, gender)


@pytest.mark.parametrize("word", ["Балтабай", "Лев", "Ева", "Ұлы", "Kim", "", "Макс Бокаев"])
def test_a_word_without_an_ending_tells_nothing(word: str) -> None:
    assert ending_of(word) is None


def test_gender_is_suggested_from_endings_only_and_not_when_they_disagree() -> None:
    assert suggest_gender("Тулесова", "Асия") is Gender.FEMALE
    assert suggest_gender("Балтабай", "Ерлан", "Серікұлы") is Gender.MALE
    assert suggest_gender("Балтабай", "Ерлан") is None
    assert suggest_gender("Бокаев", "Айжан", "Қайратқызы") is None
    assert suggest_gender(given="Марина") is None


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (Style.OFFICIAL, "Сериков Алмас Болатұлы"),
        (Style.ENGLISH, "Алмас Сериков"),
        (Style.LISTED, "Сериков, Алмас Болатұлы"),
        (Style.SHORT, "А. Б. Сериков"),
    ],
)
def test_a_name_is_written_out_in_a_style(style: Style, written: str) -> None:
    assert display("Сериков", "Алмас", "Болатұлы", style) == written


@pytest.mark.parametrize("style", Style)
def test_missing_parts_leave_no_gap(style: Style) -> None:
    assert display("", " Madina ", "", style) == "Madina"
    assert display("Kim", "", "", style) == "Kim"
    assert display("", "", "", style) == ""


def test_initials_keep_a_sound_of_two_letters_together() -> None:
    assert [initial(name) for name in ("Алмас", "Zhanar", "Yerlan", "Shchors", "Нұр-Ерлан", "")] == [
        "А.",
        "Zh.",
        "Ye.",
        "Shch.",
        "Н.-Е.",
        "",
    ]
