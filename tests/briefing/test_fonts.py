from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.briefing.fonts import BOLD, REGULAR, Unprintable, typeface

KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
LATIN = "AaÁáÄäBbCcDdEeFfGgĞğǴǵHhIiİıJjKkLlMmNnŃńÑñŊŋOoÓóÖöPpQqRrSsŞşTtUuÚúÜüŪūVvWwXxYyÝýZz"
SIGNS = "«»“”„‘’–—…№§%€$₸→←0123456789()[]/&@#+=!?.,:;'\"°·•"


def test_every_kazakh_russian_and_english_letter_is_in_pt_sans_itself() -> None:
    assert [
        c for c in KAZAKH + LATIN.replace("Ŋ", "").replace("ŋ", "") if ord(c) not in typeface().first
    ] == []


def test_signs_that_people_type_have_a_letter_in_one_of_the_fonts() -> None:
    assert typeface().missing(SIGNS + KAZAKH + LATIN) == []


def test_the_tenge_sign_comes_from_the_second_font() -> None:
    assert list(typeface().spans("530 ₸.")) == [(False, "530 "), (True, "₸"), (False, ".")]


@given(st.text("абӘ₸→x", max_size=20))
def test_the_stretches_of_a_text_are_the_text(text: str) -> None:
    spans = list(typeface().spans(text))
    assert "".join(part for _, part in spans) == text
    assert all(part for _, part in spans) or text == ""


def test_a_character_without_a_letter_is_named_with_its_place() -> None:
    with pytest.raises(Unprintable) as raised:
        typeface().check([("“Asya”", "Ол 😀 келді"), ("“Max”", "عربي 漢")])
    assert "U+1F600, grinning face) in “Asya”" in raised.value.sentence
    assert set("😀عربي漢") == set(raised.value.characters)
    assert "No paper was written." in raised.value.sentence


def test_what_cleaning_removes_needs_no_letter() -> None:
    typeface().check([("", "a\u200b\ud800\ufeffb\nc")])


def test_width_counts_both_fonts() -> None:
    width = typeface().width
    assert width("₸1", REGULAR, 10) == pytest.approx(width("₸", REGULAR, 10) + width("1", REGULAR, 10))
    assert width("шы", BOLD, 10) > width("шы", REGULAR, 10)
