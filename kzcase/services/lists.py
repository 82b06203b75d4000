"""Lists of any kind: one hand-written SELECT a page, by key and never by OFFSET.

A page is the rows after a key in the chosen order. Rows without the sorted
value come last, in the order of their ids. Cost depends on the page, not on
the size of the vault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from kzcase.models.base import kinds, models
from kzcase.models.fields import Field, FieldType, Nature
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.search import query as searching
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.records import shown_title

TITLE = "title"
LISTED_STATUSES = ("here",)
COUNT_LIMIT = 1_000
FIELD = "field_"


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list can show; `sortable` ones have an index."""

    key: str
    label: str
    sortable: bool
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for: kind, order, filter text, columns, and the key after which to go on."""

    kind: str
    sort: str = TITLE
    descending: bool = False
    filter: str = ""
    columns: tuple[str, ...] = ()
    after: tuple[Any, ...] | None = None
    limit: int = 60
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as it is painted: the record's id, its cells, and its key in the list's order."""

    id: str
    cells: tuple[str, ...]
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list and whether there are more after the last one."""

    rows: tuple[ListRow, ...]
    more: bool


def columns(kind: str) -> tuple[Column, ...]:
    """Every column a list of this kind can show, the title first."""
    declared = kinds()[kind]
    title = Column(TITLE, "Name" if kind == "person" else declared.label, sortable=True)
    return (title,) + tuple(
        Column(f.key, f.label, f.listed, f.type in (FieldType.INTEGER, FieldType.DECIMAL))
        for f in declared.fields.values()
        if not f.hidden
        and f.key != TITLE  # the record's title says it already
        and f.nature is Nature.RECORDED
        and f.type is not FieldType.NOTE
    )


def default_columns(kind: str) -> tuple[str, ...]:
    """The columns shown until the user chooses: the title, the owner, and what the list sorts by."""
    declared = kinds()[kind]
    chosen = [
        f.key
        for f in declared.fields.values()
        if (f.owner or f.listed) and not f.hidden and f.key not in (TITLE, *declared.title)
    ]
    if "liberty" in declared.fields:
        chosen.insert(0, "liberty")
    return (TITLE, *chosen)


def page(office: Office, query: ListQuery) -> Page:
    """Read one page."""
    with office.read() as session:
        return page_in(session, query)


def page_in(session: Session, query: ListQuery) -> Page:
    """The same inside a unit that is already open."""
    rows = list(session.execute(_valued(query).limit(query.limit + 1)))
    if query.sort != TITLE and len(rows) <= query.limit:
        rows += session.execute(_unvalued(query).limit(query.limit + 1 - len(rows)))
    more = len(rows) > query.limit
    return Page(_painted(session, query, rows[: query.limit]), more)


def _base(query: ListQuery, value: ColumnElement[Any]) -> Select[Any]:
    table = models()[query.kind].__table__
    # A field may be called as a column of the registry: `status` of a case.
    wanted = [table.c[key].label(FIELD + key) for key in query.columns if key != TITLE]
    statement = (
        select(
            RecordRow.id.label("_id"),
            RecordRow.title.label("_title"),
            RecordRow.status.label("_status"),
            value.label("_value"),
            *wanted,  # a kind's own field may be called title or status
        )
        .join(table, table.c.id == RecordRow.id)
        .where(RecordRow.kind == query.kind, RecordRow.status.in_(LISTED_STATUSES))
    )
    condition = searching.condition(query.filter)
    if condition is not None:
        statement = statement.where(condition)
    return statement


def _column(query: ListQuery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The column a list is sorted by, and the id that breaks ties in the same index."""
    if query.sort == TITLE:
        return RecordRow.sort.expression, RecordRow.id.expression
    table = models()[query.kind].__table__
    return table.c[query.sort], table.c.id


def _valued(query: ListQuery) -> Select[Any]:
    """The rows that have the sorted value."""
    column, tie = _column(query)
    statement = _base(query, column).where(column.is_not(None))
    if query.after is not None:
        has_value, value, last = query.after
        if not has_value:
            return statement.where(literal(False))
        key = tuple_(column, tie)
        statement = statement.where(key < (value, last) if query.descending else key > (value, last))
    if query.descending:
        return statement.order_by(column.desc(), tie.desc())
    return statement.order_by(column, tie)


def _unvalued(query: ListQuery) -> Select[Any]:
    """The rows that lack it: always last."""
    column, tie = _column(query)
    statement = _base(query, column).where(column.is_(None))
    if query.after is not None and not query.after[0]:
        statement = statement.where(tie > query.after[2])
    return statement.order_by(tie)


def _painted(session: Session, query: ListQuery, rows: Sequence[Any]) -> tuple[ListRow, ...]:
    speaker = Speaker(session, query.language)
    fields: list[Field | None] = [
        None if key == TITLE else kinds()[query.kind].fields[key] for key in query.columns
    ]
    if any(field is not None and field.type.is_link for field in fields):
        speaker.remember_titles(_linked_ids(session, [row._id for row in rows]))
    painted = []
    for row in rows:
        values = row._mapping
        cells = tuple(
            shown_title(row._title, row._status)
            if field is None
            else speaker.text(field, values[FIELD + field.key])
            for field in fields
        )
        painted.append(ListRow(row._id, cells, (row._value is not None, row._value, row._id)))
    return tuple(painted)


def _linked_ids(session: Session, ids: Sequence[str]) -> Sequence[str]:
    return session.scalars(select(LinkRow.target).where(LinkRow.source.in_(ids))).all()


def count(office: Office, kind: str, wanted: str = "") -> tuple[int, bool]:
    """How many rows a list has, and whether that is exact (one of what is `wanted` stops at a thousand)."""
    with office.read() as session:
        statement = select(RecordRow.seq).where(
            RecordRow.kind == kind, or_(*(RecordRow.status == status for status in LISTED_STATUSES))
        )
        condition = searching.condition(wanted)
        if condition is not None:
            statement = statement.where(condition).limit(COUNT_LIMIT + 1)
            found = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
            return min(found, COUNT_LIMIT), found <= COUNT_LIMIT
        return session.scalar(select(func.count()).select_from(statement.subquery())) or 0, True
