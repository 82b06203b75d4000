"""Remembers what a field said before, so that what was derived from it then can be derived anew.

A name that is moved to another person, a person who is no longer merged with
another, a term whose key is corrected: the tables no longer say whom they
concerned. History does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import orjson
from sqlalchemy import Connection, func, select

from kzcase.models.ledger import RevisionRow

GROUP = 500


def groups(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into groups small enough for one statement."""
    for start in range(0, len(ids), GROUP):
        yield ids[start : start + GROUP]


def said(connection: Connection, records: Collection[str], fields: Collection[str]) -> set[str]:
    """Every text that one of these fields ever held in records that were changed since they were made."""
    found: set[str] = set()
    for group in groups(sorted(records)):
        changed = (
            select(RevisionRow.record)
            .where(RevisionRow.record.in_(group))
            .group_by(RevisionRow.record)
            .having(func.count() > 1)
        )
        for parts in connection.scalars(select(RevisionRow.parts).where(RevisionRow.record.in_(changed))):
            for part in orjson.loads(parts):
                found.update(
                    value for key, value in part["fields"].items() if key in fields and isinstance(value, str)
                )
    return found
