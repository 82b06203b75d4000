"""Judges the log that a killed program left beside a vault, before anything of it is used.

SQLite replays whatever log has the file's name. If a backup was copied over
the vault meanwhile, or the log came from elsewhere, that would mix two files
into one; so it is made sure that the two belong together before a connection
that could write is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.progress import Progress
from kzcase.vault import lineage, meta
from kzcase.vault.connection import Connector, Mode, translated
from kzcase.vault.failures import Damaged, NotAVault


def check_log(connector: Connector, progress: Progress) -> None:
    """See that a vault and its log make one whole; raises `Damaged`, having changed nothing.

    The marks of both say so at once, whatever the size. Only where they cannot
    be read (a vault of an earlier version, a page half written when the power
    went) is everything read instead.
    """
    progress.step("Checking the vault after an interruption")
    alone = _alone(connector)
    if alone.root is not None:
        with translated(connector.path):
            fit = lineage.fit(connector.path, connector.secret, alone.root)
        if fit is lineage.Fit.TWO:
            raise _does_not_fit(connector)
        if fit is lineage.Fit.ONE:
            return
    try:
        with translated(connector.path):
            driver = connector.connect(Mode.READ)
            try:
                whole = driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                whole = whole and (meta.commits_seen(driver) or 0) >= (alone.commits or 0)
            finally:
                driver.close()
    except (Damaged, NotAVault) as error:
        raise _does_not_fit(connector) from error
    if not whole:
        raise _does_not_fit(connector)


@dataclass(frozen=True, slots=True)
class _Alone:
    """What the file says without its log, where it can be read at all."""

    root: int | None = None
    commits: int | None = None


def _alone(connector: Connector) -> _Alone:
    try:
        with translated(connector.path):
            driver = connector.connect(Mode.WHOLE)
            try:
                return _Alone(lineage.root_page(driver), meta.commits_seen(driver))
            finally:
                driver.close()
    except (Damaged, NotAVault):
        return _Alone()


def _does_not_fit(connector: Connector) -> Damaged:
    name = connector.path.name
    return Damaged(
        f"The vault was not closed in order, and the log beside it ({name}-wal) does not fit it.",
        remedy=(
            f"Copy both files to a safe place. If a backup was put in the place of the vault meanwhile, move "
            f"{name}-wal away and open the vault again; otherwise restore the latest backup."
        ),
    )
