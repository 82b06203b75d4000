"""What is seen to before a vault's file is opened for writing, and once it was unlocked."""

from __future__ import annotations

from pathlib import Path

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.vault import backup, files, migrate, pages
from kzcase.vault.connection import Connector, identify, translated
from kzcase.vault.keys import Secret
from kzcase.vault.leftover import check_log


def judge(connector: Connector, progress: Progress) -> tuple[bool, str | None]:
    """Whether a vault must be updated, and its schema now; by reading only, since it may be no vault.

    A writing connection would turn any database it meets to a write-ahead log,
    and would copy a log that belongs to another file into this one.
    Raises `NotAVault`, `NewerVault`, `Damaged`.
    """
    path = connector.path
    if files.has_log(path):
        check_log(connector, progress)
    with translated(path):
        driver = connector.connect(backup.reading(path))
        try:
            identify(driver)
            return migrate.needed(driver), migrate.current(driver)
        finally:
            driver.close()


def settle(path: Path, secret: Secret, commits: int, previous_salt: str | None) -> None:
    """Remove what a change of passphrase left beside a vault that has just been unlocked.

    The old file goes only if this vault says that it came out of it, or if it
    opens with the same secret and holds nothing newer; an unfinished new one
    was never anybody's vault.
    """
    files.remove(files.side_file(path, "-new"))
    old = files.side_file(path, "-old")
    if not old.exists():
        return
    if old.samefile(path):  # opening it, even to look, would drop the locks of this open vault
        old.unlink()
        return
    try:
        salt = pages.look(old).salt
    except KzcaseError:
        return
    if salt.hex() == previous_salt or (
        salt == secret.salt and pages.fits(old, secret) and backup.commits(old, secret) <= commits
    ):
        files.remove(old)
