"""Reads the rows that belong to a record: its names, restrictions, prosecutions, what stands below them.

Links are followed through the registry, so that what was written of a person
who was later merged with another is found with both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.history.tables import groups
from kzcase.models.base import kinds, models
from kzcase.models.ledger import LinkRow, RecordRow

Row = Mapping[Any, Any]
CASE = "case"
_NAMED = " named"
"""The column that says what a row names: no field is called so."""


@cache
def of_a_story() -> frozenset[tuple[str, str]]:
    """The links, by kind and field, of what belongs to a record or is about the people it names.

    A case belongs to nobody: it is the story of several, who need not know of each other.
    """
    return frozenset(
        (kind.key, one.key)
        for kind in kinds().values()
        for one in (*kind.owners, *(() if kind.key == CASE else kind.concerned))
    )


def now_of(session: Session, record: str) -> str:
    """The id that stands for a record today (another one after people were merged)."""
    return session.scalar(select(RecordRow.now).where(RecordRow.id == record)) or record


def group_of(session: Session, record: str) -> tuple[str, ...]:
    """Every id that is the same person as this one today, this one included."""
    now = now_of(session, record)
    ids = session.scalars(select(RecordRow.id).where(RecordRow.now == now).order_by(RecordRow.id))
    return tuple(ids) or (record,)


def nows_of(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The same of several records, by the ids asked for."""
    found = {one: one for one in ids}
    for group in groups(list(ids)):
        rows = session.execute(select(RecordRow.id, RecordRow.now).where(RecordRow.id.in_(group)))
        found.update({row.id: row.now or row.id for row in rows})
    return found


def naming(session: Session, kind: str, targets: Sequence[str], field: str | None = None) -> list[Row]:
    """Rows of a kind, not deleted, that name one of `targets` as they stand today, in `field` or anywhere."""
    return list({row["id"]: row for row in _linked(session, kind, targets, field)}.values())


def naming_each(
    session: Session, kind: str, targets: Sequence[str], field: str | None = None
) -> dict[str, list[Row]]:
    """The same rows by which of `targets` they name; what names several stands with each."""
    found: dict[str, dict[str, Row]] = {one: {} for one in targets}
    for row in _linked(session, kind, targets, field):
        found[row[_NAMED]][row["id"]] = row
    return {one: list(rows.values()) for one, rows in found.items()}


def _linked(session: Session, kind: str, targets: Sequence[str], field: str | None) -> Iterator[Row]:
    table = models()[kind].__table__
    for group in groups(list(targets)):
        statement = (
            select(table, LinkRow.now.label(_NAMED))
            .join(LinkRow, LinkRow.source == table.c.id)
            .where(LinkRow.now.in_(group), LinkRow.kind == kind, table.c.deleted.is_not(True))
            .order_by(table.c.id)
        )
        if field is not None:
            statement = statement.where(LinkRow.field == field)
        yield from session.execute(statement).mappings()


def rows(session: Session, kind: str, ids: Sequence[str]) -> list[Row]:
    """The rows of a kind by id."""
    table = models()[kind].__table__
    found: list[Row] = []
    for group in groups(list(ids)):
        found += session.execute(select(table).where(table.c.id.in_(group)).order_by(table.c.id)).mappings()
    return found


def below_prosecutions(session: Session, kind: str, person: str) -> list[Row]:
    """Rows of a kind that belong to the prosecutions of a person (charges, hearings, steps, sentences)."""
    prosecutions = [row["id"] for row in naming(session, "prosecution", (now_of(session, person),), "person")]
    return naming(session, kind, prosecutions, "prosecution")


def own_first(session: Session, now: str) -> list[Row]:
    """The row of a person, then those of whoever was merged with them and is not deleted."""
    found = rows(session, "person", group_of(session, now))
    return sorted(
        (row for row in found if not row["deleted"] or row["id"] == now), key=lambda row: row["id"] != now
    )
