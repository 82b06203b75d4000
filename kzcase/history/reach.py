"""Looks back: which revisions are here, and what a record said at a past point of its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.revision import Revision, join, split
from kzcase.history.tables import run


def parents_here(connection: Connection, record: str, heads: bytes) -> bytes:
    """Those of some heads that are revisions of this record in this vault.

    A form may have been read at a revision that was undone since: what is saved
    then stands on what is left of it.
    """
    found = run(connection, "SELECT id FROM revision WHERE record = ?", (record,))
    here = {row[0] for row in found}
    return join(one for one in split(heads) if one in here)


def up_to(revisions: Iterable[Revision], heads: bytes) -> list[Revision]:
    """Those of a record's revisions that are these heads or their ancestors."""
    by_id = {one.id: one for one in revisions}
    edge = [one for one in split(heads) if one in by_id]
    reached: dict[bytes, Revision] = {}
    while edge:
        one = edge.pop()
        if one not in reached:
            reached[one] = by_id[one]
            edge.extend(parent for parent in split(by_id[one].parents) if parent in by_id)
    return list(reached.values())


def values_at(
    picture: Picture,
    connection: Connection,
    kind: str,
    record: str,
    heads: bytes,
    more: Sequence[Revision] = (),
) -> Mapping[str, Any]:
    """What a record said to someone who had seen these heads; `more` are revisions not stored yet."""
    revisions = [one for _, group in stored_revisions(connection, [record]) for one in group] + list(more)
    erased = accepted_tombstones(connection).get(record, frozenset())
    return picture.fold(kind, up_to(revisions, heads), erased).values
