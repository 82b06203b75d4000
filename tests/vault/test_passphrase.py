from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.vault import meta, pages, passphrase
from kzcase.vault.check import check_file
from kzcase.vault.failures import AlreadyOpen, WrongPassphrase
from kzcase.vault.keys import PROFILES, Secret
from kzcase.vault.passphrase import STEPS, change_with, strength, suggest_words
from kzcase.vault.vault import Vault

NEW = "жаңа құпия"


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.is_file())


def by_key(key: bytes):  # type: ignore[no-untyped-def]
    return lambda path: pages.unlock_raw(path, key)


def key_of_new(path: Path) -> bytes:
    return pages.unlock(path, NEW).key


def test_a_change_leaves_the_same_vault_with_another_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    with Vault.create(path, "ескі", profile=PROFILES[2]) as vault:
        with vault.write() as session:
            meta.write(session, "a", "1")
        uuid = vault.uuid
    old_salt = path.read_bytes()[:16]
    heard: list[str] = []
    passphrase.change(path, "ескі", NEW, profile=PROFILES[2], at_step=heard.append)
    assert heard == list(STEPS)
    assert path.read_bytes()[:16] != old_salt
    with pytest.raises(WrongPassphrase, match="new one has not been used"):
        Vault.open(path, "ескі")
    assert beside(path) == ["office.kzvault", "office.kzvault-old"]
    with Vault.open(path, NEW) as vault:
        assert beside(path)[0] == "office.kzvault"
        assert "office.kzvault-old" not in beside(path)
        assert vault.uuid == uuid
        assert check_file(vault) == []
        with vault.read() as session:
            assert meta.read(session, "a") == "1"
            assert vault.commit_counter(session) == 1
    assert beside(path) == ["office.kzvault"]
    with pytest.raises(WrongPassphrase):
        Vault.open(path, "ескі")


def test_a_wrong_old_passphrase_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        passphrase.change(path, "not it", NEW)
    assert (path.read_bytes(), beside(path)) == (before, [path.name])


def test_an_empty_new_passphrase_changes_nothing(path: Path, key: bytes) -> None:
    before = path.read_bytes()
    with pytest.raises(KzcaseError, match="empty"):
        change_with(path, by_key(key), "")
    assert (path.read_bytes(), beside(path)) == (before, [path.name])


def test_an_open_vault_is_not_changed_under_its_window(vault: Vault, key: bytes) -> None:
    with pytest.raises(AlreadyOpen):
        change_with(vault.path, by_key(key), NEW)


class Full(Exception):
    pass


@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_change_that_fails_at_any_step_leaves_the_old_passphrase_and_nothing_beside(
    path: Path, key: bytes, step: str
) -> None:
    def fail(done: str) -> None:
        if done == step:
            raise Full

    with pytest.raises(Full):
        change_with(path, by_key(key), NEW, profile=PROFILES[2], at_step=fail)
    assert [name for name in beside(path) if not name.endswith("-old")] == [path.name]
    Vault.open_raw(path, key).close()
    assert beside(path) == [path.name]


def test_a_disk_that_refuses_the_exchange_of_names_leaves_the_old_vault_alone(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Path, target: Path) -> None:
        raise Unwritable(f"The disk reported an error: {target}.")

    monkeypatch.setattr(passphrase.files, "move", refuse)
    with pytest.raises(Unwritable):
        change_with(path, by_key(key), NEW, profile=PROFILES[2])
    assert beside(path) == [path.name]
    Vault.open_raw(path, key).close()


def test_where_no_second_names_exist_the_old_file_is_copied_aside(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", unsupported)
    before = path.read_bytes()
    change_with(path, by_key(key), NEW, profile=PROFILES[2])
    assert path.with_name("office.kzvault-old").read_bytes() == before
    assert beside(path) == ["office.kzvault", "office.kzvault-old"]
    Vault.open(path, NEW).close()
    assert beside(path) == ["office.kzvault"]


def test_a_copy_aside_of_the_same_vault_goes_only_if_it_holds_nothing_newer(path: Path, key: bytes) -> None:
    earlier = path.read_bytes()
    with Vault.open_raw(path, key) as vault, vault.write() as session:
        meta.write(session, "late", "1")
    aside = path.with_name("office.kzvault-old")
    aside.write_bytes(path.read_bytes())
    path.write_bytes(earlier)
    Vault.open_raw(path, key).close()
    assert aside.exists()
    aside.write_bytes(earlier)
    Vault.open_raw(path, key).close()
    assert not aside.exists()


def test_a_foreign_file_of_that_name_stays_and_stops_a_change(path: Path, key: bytes) -> None:
    aside = path.with_name("office.kzvault-old")
    aside.write_bytes(b"something else")
    Vault.open_raw(path, key).close()
    with pytest.raises(KzcaseError, match="earlier copy"):
        change_with(path, by_key(key), NEW, profile=PROFILES[2])
    assert aside.read_bytes() == b"something else"
    assert beside(path) == ["office.kzvault", "office.kzvault-old"]


def test_an_old_log_is_never_left_to_the_new_file(path: Path, key: bytes) -> None:
    with Vault.open_raw(path, key) as vault, vault.write() as session:
        meta.write(session, "late", "1")
    logs: dict[str, bool] = {}

    def watch(done: str) -> None:
        logs[done] = path.with_name("office.kzvault-wal").exists()

    change_with(path, by_key(key), NEW, profile=PROFILES[2], at_step=watch)
    assert not any(logs[step] for step in ("closed", "kept", "swapped"))


def test_a_new_passphrase_forgotten_at_once_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    Vault.create(path, "ескі", profile=PROFILES[2]).close()
    with pytest.raises(NotFound):
        passphrase.take_back(path, "ескі")
    passphrase.change(path, "ескі", NEW, profile=PROFILES[2])
    unopened = passphrase.take_back(path, "ескі")
    assert beside(path) == ["office.kzvault", "office.kzvault-unopened"]
    Vault.open(path, "ескі").close()
    Vault.open(unopened, NEW).close()


def test_the_new_secret_has_nothing_of_the_old(path: Path, key: bytes) -> None:
    old = Secret(key, path.read_bytes()[:16])
    change_with(path, by_key(key), NEW, profile=PROFILES[2])
    new = pages.unlock(path, NEW)
    assert new.key != old.key
    assert new.name != old.name
    assert not pages.fits(path, old)


@pytest.mark.parametrize("weak", ["", "password", "пароль", "йцукен", "Gfhjkm", "12345678", "aigerim1990"])
def test_what_is_tried_first_is_called_weak_also_when_typed_in_cyrillic(weak: str) -> None:
    judged = strength(weak, known=("Aigerim",))
    assert judged.score <= 1
    assert judged.advice


def test_suggested_words_are_strong_and_never_the_same() -> None:
    one, two = suggest_words(), suggest_words()
    assert one != two
    assert len(one.split()) == 6
    assert strength(one) == passphrase.Strength(4, "Strong", "")


def test_a_very_long_passphrase_can_be_judged() -> None:
    assert strength(" ".join(["дом"] * 200)).score <= 4
