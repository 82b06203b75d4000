from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.vault import backup, meta, passphrase, recovery
from kzcase.vault.failures import NotAVault, WrongPassphrase, WrongWords
from kzcase.vault.keys import PROFILES
from kzcase.vault.recovery import RecoverySheet
from kzcase.vault.vault import Vault


@pytest.fixture
def sheet(vault: Vault) -> RecoverySheet:
    made = recovery.sheet(vault)
    vault.close()
    return made


def test_a_sheet_opens_its_vault_and_is_remembered_in_it(path: Path, sheet: RecoverySheet) -> None:
    assert (len(sheet.words), len(sheet.salt_words)) == (24, 12)
    with recovery.open_with(path, " ".join(sheet.words)) as vault:
        assert vault.id == sheet.short_id
        with vault.read() as session:
            assert [(c.what, c.made_on) for c in meta.copies(session)] == [("sheet", sheet.date)]


def test_the_words_may_be_numbered_in_capitals_shortened_and_in_lines(
    path: Path, sheet: RecoverySheet
) -> None:
    typed = "\n".join(f"{n}.  {word.upper()[:4]}" for n, word in enumerate(sheet.words, 1))
    recovery.open_with(path, typed).close()


def test_a_sheet_does_not_show_its_words_by_accident(sheet: RecoverySheet) -> None:
    assert sheet.words[0] not in repr(sheet).replace(sheet.short_id, "")
    assert repr(sheet) == f"RecoverySheet(short_id={sheet.short_id!r}, date={sheet.date!r})"


@pytest.mark.parametrize("first", [1, 2, 3, 0, 0x53, 0x7B])
def test_with_damaged_first_bytes_the_twelve_words_open_and_mend_the_file(
    path: Path, key: bytes, sheet: RecoverySheet, first: int
) -> None:
    whole = path.read_bytes()
    damaged = bytes([first]) + b"\0\xff" * 7 + b"\0" + whole[16:]
    path.write_bytes(damaged)
    with pytest.raises((WrongWords, NotAVault, recovery.pages.NewerVault)):
        recovery.open_with(path, " ".join(sheet.words))
    assert path.read_bytes() == damaged
    recovery.open_with(path, " ".join(sheet.words), " ".join(sheet.salt_words)).close()
    assert path.read_bytes() == whole
    Vault.open_raw(path, key).close()


def test_the_sheet_of_another_vault_opens_nothing_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    with Vault.create_raw(tmp_path / "other.kzvault", bytes(32)) as other:
        sheet = recovery.sheet(other)
    before = path.read_bytes()
    with pytest.raises(WrongWords, match="do not open"):
        recovery.open_with(path, " ".join(sheet.words), " ".join(sheet.salt_words))
    assert path.read_bytes() == before


@given(place=st.integers(0, 23), word=st.sampled_from(["zzzz", "отказ", "ab"]))
def test_a_word_that_is_not_on_the_list_is_named_by_its_place(place: int, word: str) -> None:
    words = ["abandon"] * 24
    words[place] = word
    with pytest.raises(WrongWords, match="23 words" if word == "отказ" else f"Word {place + 1} is"):
        recovery.finder(" ".join(words))


def test_two_words_that_changed_places_are_noticed(sheet: RecoverySheet) -> None:
    words = list(sheet.words)
    other = next(n for n in range(1, 24) if words[n] != words[0])
    changed = 0
    for n in range(other, 24):
        swapped = list(words)
        swapped[0], swapped[n] = swapped[n], swapped[0]
        if swapped == words:
            continue
        try:
            recovery.finder(" ".join(swapped))
        except WrongWords:
            changed += 1
    assert changed >= 15  # eight bits of checksum: one wrong order in 256 passes, and then opens nothing


@pytest.mark.parametrize("count", [0, 12, 23, 25])
def test_a_wrong_number_of_words_is_told(count: int) -> None:
    with pytest.raises(WrongWords, match=f"There are {count} words"):
        recovery.finder(" ".join(["abandon"] * count))


def test_a_forgotten_passphrase_is_replaced_with_the_sheet_and_the_sheet_then_opens_only_old_backups(
    path: Path, sheet: RecoverySheet, tmp_path: Path, key: bytes
) -> None:
    with Vault.open_raw(path, key) as vault:
        old_backup = backup.backup(vault, tmp_path / "old.kzvault")
    find = recovery.finder(" ".join(sheet.words))
    changed = passphrase.change_with(path, find, "жаңа сөз", profile=PROFILES[2])
    assert [(c.what, c.place) for c in changed.old_copies] == [("sheet", None), ("backup", str(old_backup))]
    with pytest.raises(WrongWords):
        recovery.open_with(path, " ".join(sheet.words))
    with pytest.raises(WrongPassphrase):
        Vault.open_raw(path, key)
    Vault.open(path, "жаңа сөз").close()
    recovery.open_with(old_backup, " ".join(sheet.words)).close()


def test_a_damaged_backup_can_be_taken_back_with_both_parts_of_the_sheet_unchanged(
    path: Path, sheet: RecoverySheet, tmp_path: Path, key: bytes
) -> None:
    damaged = b"\x01" + bytes(15) + path.read_bytes()[16:]
    path.write_bytes(damaged)
    find = recovery.finder(" ".join(sheet.words), " ".join(sheet.salt_words), mend=False)
    target = backup.restore_with(path, find(path), tmp_path / "new.kzvault")
    assert path.read_bytes() == damaged
    Vault.open_raw(target, key).close()
