"""Compares the tables with history, and paints them anew if they are not its picture."""

from __future__ import annotations

from orjson import loads
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.compare import Rebuilt, check
from kzcase.history.declared import picture as standard
from kzcase.history.guard import materialising
from kzcase.history.picture import Picture
from kzcase.history.registry import regroup
from kzcase.history.tables import quoted, rows_in, run
from kzcase.progress import Progress, quiet

__all__ = ["Rebuilt", "check", "rebuild"]

_GROUP = 500


def rebuild(session: Session, progress: Progress | None = None, *, picture: Picture | None = None) -> int:
    """Write typed tables, registry and links from the revisions alone; returns the number of records.

    What others derive (titles, search indexes) follows in `Ledger.rebuild`.
    """
    progress = progress or quiet()
    picture = picture or standard()
    connection = session.connection()
    with materialising(connection):
        _remove_strays(connection, picture)
        rows = run(connection, "SELECT DISTINCT record FROM revision ORDER BY record").fetchall()
        ids = [row[0] for row in rows]
        for at in range(0, len(ids), _GROUP):
            progress.step("Rebuilding records from their history", at, len(ids))
            refold: list[tuple[str, str]] = []
            for chunk in rows_in(
                connection, "SELECT record, header FROM revision", "record", ids[at : at + _GROUP]
            ):
                refold += sorted({(_kind_in(header), record) for record, header in chunk})
            picture.take(connection, (), refold=refold)
        for kind in picture.tables:
            run(
                connection,
                f"DELETE FROM {quoted(kind)} WHERE id IN (SELECT id FROM record WHERE kind <> ?)",
                (kind,),
            )
        moved = run(connection, "SELECT id FROM record WHERE now <> id").fetchall()
        regroup(connection, {row[0] for row in moved})
    session.expire_all()
    return len(ids)


def _remove_strays(connection: Connection, picture: Picture) -> None:
    """Take away what no revision accounts for; the registry forgets its kinds, which are written anew."""
    for kind in picture.tables:
        run(connection, f"DELETE FROM {quoted(kind)} WHERE id NOT IN (SELECT record FROM revision)")
    run(connection, "DELETE FROM link")
    run(
        connection,
        "UPDATE record SET kind = NULL, status = 'absent', now = id, conflicts = NULL, waiting = NULL",
    )


def _kind_in(header: bytes) -> str:
    return str(loads(header)["kind"])
