"""Marks that say by a revision's local number how far somebody has seen, or was sent, what came.

Numbers of revisions that left are given again: a mark above the last of those that stay would take what is
written next for seen or sent.
"""

from __future__ import annotations

from sqlalchemy import Connection

from kzcase.history.store import last_seq
from kzcase.history.tables import run

LAST_VISIT = "last visit of "
"""Begins the local keys under which a writer's last look at Today is kept."""

LOWER = (
    "UPDATE sync_contact SET last_seq = ?1 WHERE last_seq > ?1",
    "UPDATE export_item SET last_seq = ?1 WHERE last_seq > ?1",
)
LOWER_VISITS = (
    "UPDATE local_value SET value = json_set(value, '$.seq', ?1) "
    "WHERE substr(key, 1, length(?2)) = ?2 AND json_extract(value, '$.seq') > ?1"
)


def lower(connection: Connection) -> None:
    """Bring every mark down to the last revision there is; to be called after some left."""
    last = last_seq(connection)
    for statement in LOWER:
        run(connection, statement, (last,))
    run(connection, LOWER_VISITS, (last, LAST_VISIT))
