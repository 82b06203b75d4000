"""Finds whom a record concerns, through the records it belongs to if need be."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from kzcase.search.statements import rows_of

FARTHEST = 4
"""A task may be about a penalty of a sentence of a prosecution of a person."""

UPWARDS = (
    "SELECT l.source, l.now, r.kind FROM link AS l JOIN record AS r ON r.id = l.now "
    "WHERE l.source IN (:ids) AND l.field IN ('person', 'persons', 'record', 'prosecution', 'sentence')"
)


def concerned(session: Session, records: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The people each record concerns as they stand today, by record; a judge is none of them."""
    connection = session.connection()
    found: dict[str, set[str]] = {}
    towards = {one: {one} for one in records}
    for _ in range(FARTHEST):
        further: dict[str, set[str]] = {}
        for source, now, kind in rows_of(connection, UPWARDS, sorted(towards)):
            if kind == "person":
                for one in towards[source]:
                    found.setdefault(one, set()).add(now)
            else:
                further.setdefault(now, set()).update(towards[source])
        # Who is found near is not looked for farther away.
        towards = {one: left for one, these in further.items() if (left := these - found.keys())}
        if not towards:
            break
    return {record: tuple(sorted(people)) for record, people in found.items()}
