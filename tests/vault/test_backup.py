from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.errors import Cancelled, NotFound, Unwritable
from kzcase.progress import Progress
from kzcase.vault import backup, meta
from kzcase.vault.failures import Damaged, NotAVault, WrongPassphrase
from kzcase.vault.keys import PROFILES
from kzcase.vault.pages import PAGE
from kzcase.vault.vault import Vault


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith(".home"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


class CancelAfter(Progress):
    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def report(self, what: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left <= 0:
            self.cancel()


def test_a_backup_holds_what_is_still_in_the_log_and_opens_alone(
    vault: Vault, stick: Path, key: bytes
) -> None:
    with vault.write() as session:
        meta.write(session, "late", "typed a second ago")
    made = backup.backup(vault, stick)
    assert names(stick) == [made.name]
    assert made.name.startswith("office 20")
    assert made.suffix == ".kzvault"
    with Vault.open_raw(made, key) as copy, copy.read() as session:
        assert meta.read(session, "late") == "typed a second ago"
        assert copy.uuid == vault.uuid


def test_two_backups_of_one_minute_have_two_names_and_are_remembered(vault: Vault, stick: Path) -> None:
    one, two = backup.backup(vault, stick), backup.backup(vault, stick)
    assert one != two
    with vault.read() as session:
        assert [(c.what, c.place) for c in meta.copies(session)] == [
            ("backup", str(one)),
            ("backup", str(two)),
        ]


def test_a_backup_to_a_name_that_is_taken_is_refused(vault: Vault, stick: Path) -> None:
    taken = stick / "taken.kzvault"
    taken.write_bytes(b"other")
    with pytest.raises(Unwritable, match="already a file"):
        backup.backup(vault, taken)
    assert taken.read_bytes() == b"other"


def test_a_backup_to_a_folder_that_is_gone_is_refused(vault: Vault, stick: Path) -> None:
    stick.rmdir()
    with pytest.raises(Unwritable):
        backup.backup(vault, stick / "x.kzvault")


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_cancelled_backup_leaves_nothing(
    vault: Vault, stick: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "STEP", 20)
    (stick / f".{vault.id}.kzvault-part").write_bytes(b"what a kill left")
    with pytest.raises(Cancelled):
        backup.backup(vault, stick, CancelAfter(steps))
    assert names(stick) == []
    with vault.read() as session:
        assert meta.copies(session) == ()


def test_a_backup_of_a_damaged_vault_is_not_called_a_backup(path: Path, key: bytes, stick: Path) -> None:
    content = bytearray(path.read_bytes())
    content[30 * PAGE + 5] ^= 1
    path.write_bytes(content)
    with Vault.open_raw(path, key) as vault, pytest.raises(Damaged):
        backup.backup(vault, stick)
    assert names(stick) == []


def test_a_restored_backup_holds_the_same_and_the_backup_is_untouched(tmp_path: Path, stick: Path) -> None:
    with Vault.create(tmp_path / "a.kzvault", "төрт сөз", profile=PROFILES[2]) as vault:
        made = backup.backup(vault, stick)
        uuid = vault.uuid
    (tmp_path / "a.kzvault").unlink()
    before = made.read_bytes()
    target = backup.restore(made, "төрт сөз", tmp_path / "b.kzvault")
    assert made.read_bytes() == before
    assert names(stick) == [made.name]
    with Vault.open(target, "төрт сөз") as again:
        assert again.uuid == uuid
    with pytest.raises(WrongPassphrase):
        backup.restore(made, "беш сөз", tmp_path / "c.kzvault")
    with pytest.raises(Unwritable, match="already a file"):
        backup.restore(made, "төрт сөз", target)
    assert not (tmp_path / "c.kzvault").exists()


def test_a_damaged_backup_is_refused_before_anything_is_made(path: Path, key: bytes, tmp_path: Path) -> None:
    secret = backup.pages.unlock_raw(path, key)
    content = bytearray(path.read_bytes())
    content[30 * PAGE + 5] ^= 1
    path.write_bytes(content)
    with pytest.raises(Damaged, match="page 31"):
        backup.restore_with(path, secret, tmp_path / "new.kzvault")
    assert names(tmp_path) == ["office.kzvault"]


def test_a_vault_that_was_not_closed_in_order_is_restored_with_its_log(
    vault: Vault, tmp_path: Path, key: bytes
) -> None:
    with vault.write() as session:
        session.execute(text("INSERT INTO vault_meta VALUES ('late', '1')"))
    # what a kill leaves, as it would lie on the disk
    folder = tmp_path / "after the kill"
    folder.mkdir()
    for suffix in ("", "-wal"):
        (folder / f"v.kzvault{suffix}").write_bytes(Path(f"{vault.path}{suffix}").read_bytes())
    source = folder / "v.kzvault"
    target = backup.restore_with(source, vault.secret, tmp_path / "new.kzvault")
    with Vault.open_raw(target, key) as again, again.read() as session:
        assert meta.read(session, "late") == "1"


def test_what_is_no_backup_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        backup.restore(tmp_path / "gone.kzvault", "words", tmp_path / "new.kzvault")
    (tmp_path / "list.kzvault").write_bytes(b"%PDF-1.7")
    with pytest.raises(NotAVault, match="PDF"):
        backup.restore(tmp_path / "list.kzvault", "words", tmp_path / "new.kzvault")
    assert names(tmp_path) == ["list.kzvault"]
