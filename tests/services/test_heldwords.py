"""Words the vault could not take are held encrypted while it is locked, and are drafts afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.services import drafts, erasures, heldwords, records
from kzcase.services.office import Office
from kzcase.vault.failures import VaultVanished
from kzcase.vault.vault import Vault
from tests.conftest import KEY

WORD = "ЕшкімБілмейтінСөз"


def typed(office: Office, words: str, person: str = "") -> None:
    drafts.keep(
        office,
        "form 1",
        "person",
        person or records.new_id(),
        b"h" * 32,
        {"remarks": words, "roles": {"blogger"}},
    )


def without_place(office: Office) -> Path:
    """Type something after the vault's place has vanished; where the file waits to be put back."""
    pulled = office.path.rename(office.path.with_name("pulled"))
    with pytest.raises(VaultVanished):
        typed(office, WORD)
    return pulled


def test_nothing_is_held_of_what_the_vault_took(office: Office) -> None:
    typed(office, WORD)
    assert heldwords.hold(office) is None


def test_words_that_could_not_be_written_are_drafts_once_the_vault_is_back_and_unlocked(
    office: Office,
) -> None:
    typed(office, "older")
    path, pulled = office.path, without_place(office)
    held = heldwords.hold(office)
    office.close()
    assert held is not None
    assert WORD.encode() not in held.data
    assert office.unkept == {}
    pulled.rename(path)
    again = Office(Vault.open_raw(path, KEY))
    assert heldwords.give_back(again, held) == 1
    (kept,) = drafts.kept(again)
    assert (kept.values["remarks"], kept.values["roles"]) == (WORD, frozenset({"blogger"}))
    assert kept.heads == b"h" * 32
    assert heldwords.hold(again) is None
    again.close()


def test_held_words_are_given_to_no_other_vault_and_under_no_other_key(
    office: Office, tmp_path: Path
) -> None:
    pulled = without_place(office)
    held = heldwords.hold(office)
    office.close()
    assert held is not None
    other = Office.begin(Vault.create_raw(tmp_path / "other.kzvault", KEY), "Айгерім")
    assert heldwords.give_back(other, held) == 0
    strange = heldwords.Held(other.vault.uuid, held.nonce, held.data)
    assert heldwords.give_back(other, strange) == 0
    assert drafts.kept(other) == ()
    other.close()
    assert pulled.exists()


def test_a_draft_that_is_kept_later_or_let_go_is_held_no_more(office: Office) -> None:
    path, pulled = office.path, without_place(office)
    pulled.rename(path)
    typed(office, "newer")
    assert heldwords.hold(office) is None
    path.rename(pulled)
    with pytest.raises(VaultVanished):
        typed(office, WORD)
    pulled.rename(path)
    drafts.discard(office, "form 1")
    assert heldwords.hold(office) is None


def test_what_cannot_be_given_back_is_held_again(office: Office) -> None:
    path, pulled = office.path, without_place(office)
    held = heldwords.hold(office)
    assert held is not None
    with pytest.raises(VaultVanished):
        heldwords.give_back(office, held)
    pulled.rename(path)
    again = heldwords.hold(office)
    assert again is not None
    assert heldwords.give_back(office, again) == 1


def test_words_typed_of_somebody_who_was_erased_meanwhile_do_not_come_back(office: Office) -> None:
    person, other = records.new_id(), records.new_id()
    records.save_all(office, [records.Draft("person", one, {}) for one in (person, other)])
    path, pulled = office.path, office.path.rename(office.path.with_name("pulled"))
    forms = [
        ("form 1", "person", person, {"remarks": WORD}),
        ("form 2", "restriction", None, {"person": person, "remarks": WORD}),
        ("form 3", "event", None, {"persons": {other, person}, "title": WORD}),
        ("form 4", "person", other, {"remarks": "stays"}),
    ]
    for key, kind, record, values in forms:
        with pytest.raises(VaultVanished):
            drafts.keep(office, key, kind, record, b"", values)
    held = heldwords.hold(office)
    office.close()
    assert held is not None
    pulled.rename(path)
    again = Office(Vault.open_raw(path, KEY))
    erasures.erase(again, person)
    assert heldwords.give_back(again, held) == 1
    assert [one.key for one in drafts.kept(again)] == ["form 4"]
    # Nor from a form that was open all the while.
    drafts.keep(again, "form 1", "person", person, b"", {"remarks": WORD})
    assert [one.key for one in drafts.kept(again)] == ["form 4"]
    assert again.unkept == {}
    again.close()
