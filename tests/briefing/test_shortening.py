"""What was typed at length is shortened to its beginning, everywhere in a brief."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzcase.briefing.content import Brief, Dated, Limit
from kzcase.briefing.said import Note, Said
from kzcase.briefing.shortening import ended, longest, shortened


@given(st.text("аб. \n!", max_size=200), st.integers(1, 60))
def test_a_shortened_text_is_the_beginning_of_it(text: str, most: int) -> None:
    short = ended(text, most)
    if len(text) <= most:
        assert short == text
    else:
        assert short.endswith(" …")
        assert text.startswith(short.removesuffix(" …"))
        assert len(short) <= most + 2


def test_whole_sentences_stay_where_one_ends_late_enough() -> None:
    assert ended("One is here. Another is here. A third one.", 32) == "One is here. Another is here. …"
    assert ended("One. Somewhere a sentence that goes on", 30) == "One. Somewhere a sentence …"


def test_no_sentence_is_cut_into_its_contrary_where_one_ended_before() -> None:
    kazakh = "Ол 2024 ж. 5 мамырда ұсталды. Сот оны терроризмге қатысы бар деп кінәлі деп танылған жоқ."
    assert ended(kazakh, 85) == "Ол 2024 ж. 5 мамырда ұсталды. …"
    assert (
        ended("He was released. He was not charged under art. 405 of the Code.", 50) == "He was released. …"
    )
    assert ended("Қамауда отыр. Үкім ҚК-нің 405-б. бойынша шықты.", 40) == "Қамауда отыр. …"


def test_every_text_of_a_brief_is_shortened_and_nothing_else() -> None:
    long = Said("Word. " * 100, ("n1",))
    brief = Brief(
        "p",
        "Title",
        summary=(long, Said("short")),
        limits=(Limit(long, Said("until 2030"), (long,), unsure=True),),
        charges=(Dated("2021", long, 9, (long,)),),
        notes=(Note("n1", "Source. " * 100),),
        region="KZ-23",
    )
    made = shortened(brief, 120)
    assert longest(brief) == 800
    assert longest(made) <= 122
    assert made.summary[1] == Said("short")
    assert made.summary[0].notes == ("n1",)
    assert made.limits[0].unsure
    assert (made.person, made.region, made.charges[0].when) == ("p", "KZ-23", "2021")
