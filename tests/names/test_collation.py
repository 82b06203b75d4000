from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kzcase.names.collation import KAZAKH_ALPHABET, sort_key, sort_keys

RUSSIAN_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def test_the_kazakh_alphabet_has_42_letters_and_the_russian_order_within() -> None:
    assert len(set(KAZAKH_ALPHABET)) == 42
    assert "".join(letter for letter in KAZAKH_ALPHABET if letter in RUSSIAN_ALPHABET) == RUSSIAN_ALPHABET


def test_names_stand_where_a_reader_of_kazakh_looks_for_them() -> None:
    ordered = (
        "9 Абай Әбдіров Байғали Ғалым Дана Ерлан Ёлкин Жанар Зарина Игорь Йод Кәрім Қайрат Лаура Мұрат "
        "Назым Ңаң Оразов Өмірзақ Парша Рая Сәуле Тоқтар Уәли Ұлжан Үміт Фариза Хадиша Һарун Цой "
        "Чингиз Шолпан Щукин Ыбырай Індира Эльмира Юрий Яна Arman Bokayev Zoya"
    ).split()
    turned = ordered[::-1]
    assert sorted(turned, key=sort_key) == ordered


@given(st.text(alphabet=KAZAKH_ALPHABET, max_size=12), st.text(alphabet=KAZAKH_ALPHABET, max_size=12))
def test_words_compare_letter_by_letter_in_alphabetical_order(one: str, other: str) -> None:
    places_one = [KAZAKH_ALPHABET.index(letter) for letter in one]
    places_other = [KAZAKH_ALPHABET.index(letter) for letter in other]
    assert (sort_key(one) < sort_key(other)) == (places_one < places_other)
    assert (sort_key(one) == sort_key(other)) == (one == other)


@given(st.lists(st.text(max_size=15), max_size=8))
def test_bytes_and_characters_give_the_same_order(texts: list[str]) -> None:
    keys = sort_keys([text.encode("utf-8", "ignore").decode() for text in texts])
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode())


@given(st.text(alphabet=KAZAKH_ALPHABET + "abcxyz- ", max_size=20))
def test_case_and_composition_do_not_count(text: str) -> None:
    assert sort_key(text.upper()) == sort_key(text) == sort_key(unicodedata.normalize("NFD", text))


@given(st.lists(st.text(alphabet=KAZAKH_ALPHABET + "äÄbc'- \n", max_size=12), max_size=6))
def test_many_keys_are_the_keys_of_each(texts: list[str]) -> None:
    assert sort_keys(texts) == [sort_key(text) for text in texts]


def test_a_shorter_name_comes_before_a_longer_one_that_begins_with_it() -> None:
    ordered = ["Ким", "Ким Алла", "Ким-Ли", "Ким Яна", "Кима"]
    turned = ordered[::-1]
    assert sorted(turned, key=sort_key) == ordered


def test_accents_decide_only_between_names_otherwise_equal() -> None:
    ordered = ["Arman", "Ärman", "Arman B", "Ärman C"]
    turned = ordered[::-1]
    assert sorted(turned, key=sort_key) == ordered


def test_cyrillic_comes_before_latin_and_latin_before_other_scripts() -> None:
    assert sort_key("Яя") < sort_key("Aa") < sort_key("Zz") < sort_key("محمد")


def test_a_latin_i_typed_inside_a_kazakh_word_sorts_as_the_kazakh_letter() -> None:
    assert sort_key("Iңкәр") == sort_key("Іңкәр")


def test_apostrophes_and_invisible_characters_do_not_count() -> None:
    assert sort_key("Khar’ko\u200bva") == sort_key("Kharkova") == sort_key("Khar'kova")


def test_nothing_has_an_empty_key() -> None:
    assert sort_keys(["", "  ", "\n"]) == ["", "", ""]
