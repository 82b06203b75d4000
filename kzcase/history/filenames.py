"""Takes the name of somebody who was erased out of the names of files that imports are remembered by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from kzcase.history.tables import many, rows_in, run
from kzcase.names.folding import fold, words

BETWEEN_FILES = ", "
UNNAMED = "…"
"""What stands for a file whose name is forgotten."""

SHORTEST_WITHIN = 4
"""A name this long is found within a word too; a shorter one only as a whole word."""

BATCHES = "SELECT id, label FROM batch"
OTHERS = (
    "SELECT 1 FROM batch_item AS i JOIN revision AS v ON v.id = i.revision "
    "JOIN record AS r ON r.id = v.record WHERE i.batch = ? AND r.status <> 'erased' LIMIT 1"
)
BROUGHT_BY = "SELECT DISTINCT i.batch FROM revision AS v JOIN batch_item AS i ON i.revision = v.id"


def forget_file_names(
    connection: Connection, erased: Sequence[str], names: Iterable[tuple[str, str]]
) -> None:
    """Forget the names of files in which an erased name (family, given) stands, or which brought nobody else.

    `erased` are the records just erased. How many files an import had stays known.
    """
    parts = {fold(part) for name in names for part in name if part}
    only = _of_nobody_else(connection, erased)
    changed = []
    for batch, label in run(connection, BATCHES).fetchall():
        kept = BETWEEN_FILES.join(
            UNNAMED if batch in only or says(file, parts) else file for file in label.split(BETWEEN_FILES)
        )
        if kept != label:
            changed.append((kept, batch))
    many(connection, "UPDATE batch SET label = ? WHERE id = ?", changed)


def says(file: str, names: Collection[str]) -> bool:
    """Whether one of these folded names stands in a file's name, in whatever script."""
    folded = fold(file)
    whole = set(words(folded))
    return any(name in whole or (len(name) >= SHORTEST_WITHIN and name in folded) for name in names if name)


def _of_nobody_else(connection: Connection, erased: Sequence[str]) -> set[str]:
    """The imports that brought these records and none that is still here."""
    found: set[str] = set()
    for rows in rows_in(connection, BROUGHT_BY, "record", erased):
        found.update(row[0] for row in rows)
    return {one for one in found if run(connection, OTHERS, (one,)).fetchone() is None}
