"""The registry, which knows every id ever named, and the links between records as they resolve today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from kzcase.history.groups import representatives
from kzcase.history.tables import many, rows_in, run

MERGED_INTO = "merged_into"
AWAY = ("absent", "erased")
"""The status of an id of which nothing is here."""


class Entry(NamedTuple):
    """A registry row: what is known of an id, and which id stands for it."""

    kind: str | None
    status: str
    now: str
    conflicts: int | None = None
    waiting: int | None = None


UNKNOWN = Entry(None, "", "")


def registry(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """The registry rows of these ids that are there."""
    found: dict[str, Entry] = {}
    select = "SELECT id, kind, status, now, conflicts, waiting FROM record"
    for rows in rows_in(connection, select, "id", ids):
        found.update((row[0], Entry(*row[1:])) for row in rows)
    return found


def waiting(connection: Connection) -> set[str]:
    """The records that have revisions which wait for others."""
    found = run(connection, "SELECT id FROM record WHERE waiting IS NOT NULL")
    return {row[0] for row in found}


def register(
    connection: Connection,
    entries: Mapping[str, Entry],
    known: Mapping[str, Entry],
) -> None:
    """Write registry rows, where they are to change; the id that stands for one stays (`regroup`)."""
    rows = []
    for one, entry in entries.items():
        if (before := known.get(one)) is not None:
            status = "merged" if before.now != one and entry.status == "here" else entry.status
            entry = entry._replace(status=status, now=before.now)
        if entry != before:
            rows.append((one, entry.kind, entry.status, one, entry.conflicts, entry.waiting))
    many(
        connection,
        "INSERT INTO record (id, kind, status, now, conflicts, waiting) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status, "
        "conflicts = excluded.conflicts, waiting = excluded.waiting",
        rows,
    )


def link(
    connection: Connection,
    links: Mapping[tuple[str, str, str], frozenset[str]],
    *,
    fresh: Iterable[str] = (),
) -> None:
    """Write what (kind, source, field) names; `fresh` sources have no link rows yet."""
    if not links:
        return
    fresh = set(fresh)
    old = [(source, key) for _, source, key in links if source not in fresh]
    many(connection, "DELETE FROM link WHERE source = ? AND field = ?", old)
    targets = sorted({target for named in links.values() for target in named})
    if not targets:
        return
    known = registry(connection, targets)
    many(
        connection,
        "INSERT INTO record (id, status, now) VALUES (?, 'absent', ?)",
        [(target, target) for target in targets if target not in known],
    )
    many(
        connection,
        "INSERT INTO link (source, field, target, now, kind) VALUES (?, ?, ?, ?, ?)",
        [
            (source, key, target, known[target].now if target in known else target, kind)
            for (kind, source, key), named in links.items()
            for target in sorted(named)
        ],
    )


def regroup(connection: Connection, records: Iterable[str]) -> set[str]:
    """Find again which record stands for which, around these; returns the ids that now resolve otherwise.

    A record merged into one that is not here stands for itself until that one arrives, and
    one merged into a record of another kind (nobody here can do that) always does.
    """
    records = set(records)
    if not records:
        return set()
    records = _standing_together(connection, records)
    around = _merged_around(connection, records)
    known = registry(connection, sorted({*around, *around.values(), *records}))
    there = {one for one, entry in known.items() if entry.status not in AWAY}
    stands = representatives(
        {a: b for a, b in around.items() if a in there and b in there and known[a].kind == known[b].kind}
    )
    changed = set()
    for one, entry in known.items():
        status, now = entry.status, entry.now
        representative = stands.get(one, one)
        shown = status
        if status in ("here", "merged"):
            shown = "here" if representative == one else "merged"
        if (shown, representative) == (status, now):
            continue
        run(connection, "UPDATE record SET status = ?, now = ? WHERE id = ?", (shown, representative, one))
        if representative != now:
            changed.add(one)
            run(connection, "UPDATE link SET now = ? WHERE target = ?", (representative, one))
    return changed


def _standing_together(connection: Connection, records: Iterable[str]) -> set[str]:
    """These records, and all for which the same one stood until now: perhaps one that leaves them."""
    found = set(records)
    stood = sorted({entry.now for entry in registry(connection, sorted(found)).values()})
    for rows in rows_in(connection, "SELECT id FROM record", "now", stood):
        found.update(row[0] for row in rows)
    return found


def _merged_around(connection: Connection, records: Iterable[str]) -> dict[str, str]:
    """Every `merged_into` of the groups that these records belong to."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    edge = set(records)
    while edge:
        seen |= edge
        ids = sorted(edge)
        select = "SELECT source, target FROM link"
        pairs = [
            (source, target)
            for column in ("source", "target")
            for rows in rows_in(connection, select, column, ids, extra=f"AND field = '{MERGED_INTO}'")
            for source, target in rows
        ]
        found.update(pairs)
        edge = {one for pair in pairs for one in pair} - seen
    return found
