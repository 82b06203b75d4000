"""Judges the log that a killed program left beside a vault, before anything of it is used.

SQLite replays whatever log has the file's name. If a backup was copied over
the vault meanwhile, or the log came from elsewhere, that would mix two files
into one; so the two are read together, and checked, before a connection that
could write is made.
"""

from __future__ import annotations

from typing import Any

from kzcase.progress import Progress
from kzcase.vault.connection import Connector, Mode, translated
from kzcase.vault.failures import Damaged, NotAVault


def check_log(connector: Connector, progress: Progress) -> None:
    """See that a vault and its log make one whole; raises `Damaged`, having changed nothing."""
    progress.step("Checking the vault after an interruption")
    alone = _commits_without_log(connector)
    try:
        with translated(connector.path):
            driver = connector.connect(Mode.READ)
            try:
                whole = driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                whole = whole and (_commits(driver) or 0) >= (alone or 0)
            finally:
                driver.close()
    except (Damaged, NotAVault) as error:
        raise _does_not_fit(connector) from error
    if not whole:
        raise _does_not_fit(connector)


def _commits_without_log(connector: Connector) -> int | None:
    """The counter of commits in the file alone; None if it cannot be read without its log."""
    try:
        with translated(connector.path):
            driver = connector.connect(Mode.WHOLE)
            try:
                return _commits(driver)
            finally:
                driver.close()
    except (Damaged, NotAVault):
        return None


def _commits(driver: Any) -> int | None:
    if not driver.execute("SELECT 1 FROM sqlite_schema WHERE name = 'vault_meta'").fetchone():
        return None
    row = driver.execute("SELECT value FROM vault_meta WHERE key = 'commits'").fetchone()
    return int(row[0]) if row else None


def _does_not_fit(connector: Connector) -> Damaged:
    name = connector.path.name
    return Damaged(
        f"The vault was not closed in order, and the log beside it ({name}-wal) does not fit it.",
        remedy=(
            f"Copy both files to a safe place. If a backup was put in the place of the vault meanwhile, move "
            f"{name}-wal away and open the vault again; otherwise restore the latest backup."
        ),
    )
