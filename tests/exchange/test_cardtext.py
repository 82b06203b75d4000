"""The contact card as text and as a QR picture."""

from __future__ import annotations

import zlib
from base64 import b32encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.errors import Unwritable
from kzcase.services import cardtext, colleagues
from kzcase.services.colleagues import BadCard
from tests.laptops import Laptop


def test_the_text_of_a_card_adds_the_same_colleague_as_its_file(pair: tuple[Laptop, Laptop]) -> None:
    a, _ = pair
    me = colleagues.identity(a.office)
    card = colleagues.read_card(me.text)
    assert card == colleagues.read_card(me.card)
    torn = "\n".join(me.text.lower()[at : at + 30] for at in range(0, len(me.text), 30))
    assert colleagues.read_card(f"  {torn}\n") == card
    assert colleagues.read_card(me.card.decode()) == card


def test_a_text_that_lost_or_changed_a_letter_is_refused(pair: tuple[Laptop, Laptop]) -> None:
    text = colleagues.identity(pair[0].office).text
    for spoilt in (text[:-3], text[:40] + text[41:], text.replace("A", "B", 1), "KZCARD:", "hello", ""):
        if spoilt != text:
            with pytest.raises(BadCard):
                colleagues.read_card(spoilt)


def test_a_text_that_would_unpack_without_end_is_refused() -> None:
    bomb = cardtext.INTRO + b32encode(zlib.compress(bytes(10_000_000))).decode()
    with pytest.raises(BadCard):
        colleagues.read_card(bomb)


@given(st.binary(max_size=600))
def test_any_bytes_come_back(card: bytes) -> None:
    assert cardtext.bytes_of(cardtext.text_of(card)) == card


@given(st.text(max_size=200))
def test_any_text_is_a_card_or_is_refused(text: str) -> None:
    with pytest.raises(BadCard):
        colleagues.read_card(text)


def test_the_picture_is_small_enough_to_be_read_from_a_screen(
    pair: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    text = colleagues.identity(pair[0].office).text
    found = cardtext.modules(text)
    assert {len(row) for row in found} == {len(found)}
    assert len(found) <= 85
    # The three corners by which a scanner finds the picture.
    corner = tuple(
        (True,) + (edge,) * 5 + (True,) for edge in (True, False, False, False, False, False, True)
    )
    for top, left in ((0, 0), (0, len(found) - 7), (len(found) - 7, 0)):
        seen = tuple(row[left : left + 7] for row in found[top : top + 7])
        assert seen[0] == corner[0]
        assert seen[1] == corner[1]
    cardtext.write_picture(text, tmp_path / "card.png")
    assert (tmp_path / "card.png").read_bytes().startswith(b"\x89PNG")
    cardtext.write_picture(text, tmp_path / "card.svg")
    with pytest.raises(Unwritable):
        cardtext.write_picture(text, tmp_path / "card.docx")
    with pytest.raises(Unwritable):
        cardtext.write_picture(text, tmp_path / "none" / "card.png")
