from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.errors import KzcaseError, NotFound
from kzcase.services import colleagues
from kzcase.services.colleagues import BadCard, KeyChanged, WordsDiffer
from tests.laptops import Laptop, keys_of

Make = Callable[..., Laptop]


def card_of(one: Laptop) -> colleagues.Card:
    return colleagues.read_card(colleagues.identity(one.office).card)


def test_a_card_goes_to_a_file_and_back_and_holds_nothing_secret(new_laptop: Make, tmp_path: Path) -> None:
    a = new_laptop("Айгерім")
    path = colleagues.write_card(a.office, tmp_path)
    assert path.suffix == ".kzcard"
    card = colleagues.read_card(path)
    me = colleagues.identity(a.office)
    assert (card.key, card.name, card.fingerprint) == (a.key, "Айгерім", me.fingerprint)
    assert len(card.fingerprint.split()) == 12
    keys = keys_of(a.office)
    assert keys.age_secret.encode() not in me.card
    assert keys.sign_secret.hex().encode() not in me.card
    assert len(me.card) < 700  # it fits a QR picture
    assert "secret" not in repr(keys)


@pytest.mark.parametrize("key", ["name", "age", "sign", "signature"])
def test_a_card_that_was_changed_is_refused(new_laptop: Make, key: str) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    mine, other = (orjson.loads(colleagues.identity(one.office).card) for one in (a, b))
    mine[key] = other[key]
    with pytest.raises(BadCard):
        colleagues.read_card(orjson.dumps(mine, option=orjson.OPT_SORT_KEYS))


@given(st.binary(max_size=300))
def test_any_bytes_are_no_card(data: bytes) -> None:
    with pytest.raises(BadCard):
        colleagues.read_card(data)


def test_words_are_compared_however_they_are_typed(new_laptop: Make) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    card = card_of(b)
    assert colleagues.look(a.office, card).state == "new"
    found = colleagues.add(a.office, card, name="Берік")
    assert (found.name, found.verified) == ("Берік", None)
    with pytest.raises(WordsDiffer):
        colleagues.verify(a.office, b.key, "abandon " * 12)
    wrong = card.fingerprint.split()
    with pytest.raises(WordsDiffer):
        colleagues.verify(a.office, b.key, " ".join([wrong[1], wrong[0], *wrong[2:]]))
    assert colleagues.contacts(a.office)[0].verified is None
    typed = card.fingerprint.upper().replace(" ", ", ")
    assert colleagues.verify(a.office, b.key[:8], typed).verified is not None
    assert colleagues.look(a.office, card).state == "same"
    again = colleagues.add(a.office, card, name="Берік")
    assert again.verified is not None


def test_another_key_for_a_known_name_is_a_loud_stop_and_is_never_mixed_up_again(new_laptop: Make) -> None:
    a, b, other = new_laptop("Aigerim"), new_laptop("Berik"), new_laptop("BERIK")
    colleagues.add(a.office, card_of(b))
    colleagues.verify(a.office, "Berik", card_of(b).fingerprint)
    assert colleagues.look(a.office, card_of(other)).state == "changed"
    with pytest.raises(KeyChanged) as told:
        colleagues.add(a.office, card_of(other))
    assert (told.value.old, told.value.new) == (card_of(b).fingerprint, card_of(other).fingerprint)
    assert told.value.what.startswith("STOP.")
    with pytest.raises(KeyChanged):
        colleagues.add(a.office, card_of(other), name="berik")
    assert [one.key for one in colleagues.contacts(a.office)] == [b.key]
    found = colleagues.add(a.office, card_of(other), replaces=b.key)
    assert (found.key, found.verified) == (other.key, None)
    assert [one.key for one in colleagues.contacts(a.office)] == [other.key]
    assert colleagues.look(a.office, card_of(b)).state == "changed"
    with pytest.raises(KeyChanged):
        colleagues.add(a.office, card_of(b))


def test_colleagues_whom_nobody_named_are_not_mistaken_for_each_other(new_laptop: Make) -> None:
    a, *others = (new_laptop("caseworker") for _ in range(3))
    for one in others:
        colleagues.add(a.office, card_of(one))
    assert {one.key for one in colleagues.contacts(a.office)} == {one.key for one in others}


def test_one_s_own_card_and_unknown_contacts_are_told(new_laptop: Make) -> None:
    a = new_laptop("Aigerim")
    assert colleagues.look(a.office, card_of(a)).state == "own"
    with pytest.raises(KzcaseError, match="your own card"):
        colleagues.add(a.office, card_of(a))
    for work in (colleagues.remove, lambda office, who: colleagues.verify(office, who, "x")):
        with pytest.raises(NotFound):
            work(a.office, "Nobody")


def test_a_contact_that_is_removed_is_an_unknown_sender_again(new_laptop: Make) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    colleagues.add(a.office, card_of(b))
    colleagues.verify(a.office, b.key, card_of(b).fingerprint)
    colleagues.remove(a.office, "Berik")
    assert colleagues.contacts(a.office) == ()
    assert colleagues.look(a.office, card_of(b)).state == "new"
    assert colleagues.add(a.office, card_of(b)).verified is None
