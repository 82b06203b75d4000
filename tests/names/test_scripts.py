from __future__ import annotations

import unicodedata

import pytest

from kzcase.names.scripts import Script, mixed_script_words, script_of, unmix, unmix_words


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Боқаев", Script.KAZAKH),
        ("Бокаев", Script.CYRILLIC),
        ("Bokayev", Script.LATIN),
        ("Boqaıev", Script.LATIN),
        ("Şymkent", Script.LATIN),
        ("Бoкаев", Script.MIXED),
        ("Елеусiнов", Script.MIXED),
        ("محمد", Script.OTHER),
        ("274(4)", Script.NONE),
        ("", Script.NONE),
    ],
)
def test_a_word_has_one_script(word: str, script: Script) -> None:
    assert script_of(word) is script


def test_a_decomposed_letter_has_the_script_of_the_composed_one() -> None:
    assert script_of(unicodedata.normalize("NFD", "Йётеñ")) is Script.MIXED
    assert script_of(unicodedata.normalize("NFD", "Ёлкий")) is Script.CYRILLIC
    assert script_of(unicodedata.normalize("NFD", "Tölesova")) is Script.LATIN


def test_only_words_that_mix_scripts_inside_are_flagged_each_once_in_order() -> None:
    text = "Макс Bokayev, Бoкаев; Cерик (Serik) и Бoкаев; Max-Макс"
    assert mixed_script_words(text) == ("Бoкаев", "Cерик")


def test_an_invisible_character_inside_a_word_does_not_hide_the_mixture() -> None:
    assert len(mixed_script_words("Bo\u200bкаев")) == 1


def test_flagging_leaves_nothing_to_flag_in_a_clean_text() -> None:
    assert mixed_script_words("Боқаев Макс Ахметұлы, Max Bokayev, 274(4)") == ()


@pytest.mark.parametrize(
    ("mixed", "clean"),
    [
        ("бoкаев", "бокаев"),
        ("cерик", "серик"),
        ("елеусiнов", "елеусінов"),
        ("bоkаyеv", "bokayev"),
        ("гауhар", "гауһар"),
    ],
)
def test_look_alikes_are_read_in_the_script_of_the_word(mixed: str, clean: str) -> None:
    assert script_of(mixed) is Script.MIXED
    assert unmix(mixed) == clean


def test_a_word_whose_strangers_resemble_nothing_stays_as_it_is() -> None:
    assert unmix("фzлж") == "фzлж"


def test_unmixing_a_text_touches_only_the_mixed_words() -> None:
    assert unmix_words("max бoкаев серик cерик bokayev") == "max бокаев серик серик bokayev"
