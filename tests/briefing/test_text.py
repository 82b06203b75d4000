from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kzcase.briefing.text import LONGEST_PARAGRAPH, LONGEST_WORD, clean, esc, line, pieces, shortened

ANY = st.text(st.characters(exclude_categories=())) | st.text(
    "<>&;a\u00a0 \n\t\u202e\u200b\ud800#x1", max_size=40
)


def test_a_decomposed_letter_is_composed() -> None:
    assert clean("\u0438\u0306") == "й"


def test_a_direction_mark_and_a_soft_hyphen_do_not_reach_paper() -> None:
    assert clean("Бо\u00adка\u202eев\u200b") == "Бокаев"


def test_a_lone_surrogate_and_control_characters_go() -> None:
    assert clean("a\ud800b\x00c\x07") == "abc"


def test_every_kind_of_line_break_is_one() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_no_break_space_stays() -> None:
    assert clean("530\u00a0250") == "530\u00a0250"


def test_markup_is_escaped() -> None:
    assert esc('<b>&"</b>') == '&lt;b&gt;&amp;"&lt;/b&gt;'


@given(ANY)
def test_what_is_escaped_reads_back_as_it_was_cleaned(text: str) -> None:
    assert (ElementTree.fromstring(f"<p>{esc(text)}</p>").text or "") == line(text)


@given(ANY)
def test_cleaning_twice_changes_nothing_and_leaves_nothing_invisible(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not {unicodedata.category(c) for c in once if c != "\n"} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.lists(st.text("аәб \n", max_size=200), max_size=4).map("".join))
def test_pieces_hold_every_word_in_order(text: str) -> None:
    assert " ".join(pieces(text)).split() == clean(text).split()


def test_no_piece_is_longer_than_a_paragraph_may_be() -> None:
    found = list(pieces("слово " * (3 * LONGEST_PARAGRAPH + 1)))
    assert [len(one.split()) for one in found] == [LONGEST_PARAGRAPH] * 3 + [1]


def test_an_endless_word_is_cut_without_losing_a_letter() -> None:
    word = "я" * (3 * LONGEST_WORD + 5)
    found = next(iter(pieces(word))).split()
    assert "".join(found) == word
    assert max(map(len, found)) == LONGEST_WORD


@given(ANY, st.integers(8, 60))
def test_a_shortened_text_is_within_its_limit_and_says_that_it_was_cut(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert cut == line(text) or cut.endswith("…")
