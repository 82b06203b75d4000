from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.names.keyboard import mistyped


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<jrftd", "Бокаев"),
        ("vfrc ,jrftd", "макс бокаев"),
        ("Ищлфум", "Bokaev"),
        ("[fqhekkf", "хайрулла"),
        ("@kmzc", "Әльяс"),
        ("0fyfn", "қанат"),
    ],
)
def test_the_keys_are_read_in_the_other_layouts(typed: str, meant: str) -> None:
    assert meant in mistyped(typed)


@pytest.mark.parametrize("typed", ["", "jr", "№ 5", "2026", "Бокаев", "Bokаев"])
def test_what_cannot_be_a_name_in_another_layout_is_left_alone(typed: str) -> None:
    # "Бокаев" would be "<jrftd": nobody is called so.
    assert mistyped(typed) == ()


@given(st.text(max_size=200))
def test_any_text_may_be_given(text: str) -> None:
    for one in mistyped(text):
        assert one
        assert one != text.strip()
        assert len(one) == len(text.strip())


@given(st.text(st.sampled_from("бкаевсртмдопгн"), min_size=3, max_size=12))
def test_a_russian_word_typed_on_the_english_layout_comes_back(word: str) -> None:
    from kzcase.names.keyboard import _tables

    english = word.translate(_tables()[2])
    if any("a" <= letter <= "z" for letter in english):
        assert word in mistyped(english)
