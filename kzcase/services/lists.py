"""Lists of any kind: one hand-written SELECT a page, by key and never by OFFSET.

A page is the rows after a key in the chosen order. Rows without the sorted
value come last, in the order of their ids. Cost depends on the page, not on
the size of the vault: so a filter text that finds more than a thousand rows
lists some hundreds of them, first those whose title begins so.

Statements go over the driver's connection: putting one together and reading
its rows through SQLAlchemy took several times what the page itself takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import Session

from kzcase.history.tables import quoted, run, single
from kzcase.models.base import kinds, models
from kzcase.models.fields import Field, FieldType, Nature
from kzcase.search import query as searching
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.records import shown_title

TITLE = "title"
COUNT_LIMIT = searching.MOST_LISTED
GROUND = 4
"""Every row begins with id, title, status and the sorted value."""

COUNT = "SELECT count(*) FROM record WHERE kind = ? AND status = 'here'"
COUNT_FOUND = (
    "SELECT count(*) FROM ({found}) AS f CROSS JOIN record AS r ON r.seq = f.seq "
    "WHERE r.kind = ? AND r.status = 'here'"
)


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
    wanted = query.limit + 1
    found = searching.filtered(session.connection(), query.kind, query.filter)
    rows = _rows(session, query, found, wanted, valued=True)
    if query.sort != TITLE and len(rows) < wanted:
        rows += _rows(session, query, found, wanted - len(rows), valued=False)
    return Page(_painted(session, query, rows[: query.limit]), len(rows) > query.limit)


def _rows(
    session: Session, query: ListQuery, found: searching.Filtered | None, limit: int, *, valued: bool
) -> list[tuple[Any, ...]]:
    """At most `limit` rows that have the sorted value, or that lack it."""
    after = query.after
    if after is not None and valued and not after[0]:
        return []  # the page before was among those that lack it
    after = after if after is not None and bool(after[0]) is valued else None
    statement = _statement(
        query.kind,
        query.columns,
        query.sort,
        descending=query.descending and valued,
        found=found.select if found else "",
        goes_on=after is not None,
        valued=valued,
    )
    place = () if after is None else after[1:] if valued else after[2:]
    values = (*(found.values if found else ()), query.kind, *place, limit)
    rows: list[tuple[Any, ...]] = run(session.connection(), statement, values).fetchall()
    return rows


@cache
def _statement(
    kind: str,
    columns: tuple[str, ...],
    sort: str,
    *,
    descending: bool,
    found: str,
    goes_on: bool,
    valued: bool,
) -> str:
    """The SELECT of one page; its values are those of `found`, the kind, the key to go on from, the limit."""
    value, tie = ("r.sort", "r.id") if sort == TITLE else (f"k.{_column(kind, sort)}", "k.id")
    ground = f"r.id, r.title, r.status, {value}"
    wanted = ", ".join((ground, *(f"k.{_column(kind, c)}" for c in columns if c != TITLE)))
    registry, table = "record AS r", f"{quoted(kind)} AS k"
    # CROSS JOIN keeps the order written here: it begins where the rows come sorted, or are fewest.
    if found:
        source = f"({found}) AS f CROSS JOIN {registry} ON r.seq = f.seq"
        if sort != TITLE:
            source += f" CROSS JOIN {table} ON k.id = r.id"
    elif sort == TITLE:
        source = f"{registry} CROSS JOIN {table} ON k.id = r.id"
    else:
        source = f"{table} CROSS JOIN {registry} ON r.id = k.id"
    # The sign keeps SQLite from going by status, which nearly all share.
    conditions = ["r.kind = ?", "+r.status = 'here'", f"{value} IS {'NOT ' if valued else ''}NULL"]
    if goes_on:
        key, marks = (f"({value}, {tie})", "(?, ?)") if valued else (tie, "?")
        conditions.append(f"{key} {'<' if descending else '>'} {marks}")
    way = " DESC" if descending else ""
    order = f"{value}{way}, {tie}{way}" if valued else tie
    if found and sort == TITLE:
        # Sorted by the registry alone: the kind's own rows are read for one page, not for all that was found.
        first = f"SELECT {ground} FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"
        return f"SELECT {wanted} FROM ({first}) AS r CROSS JOIN {table} ON k.id = r.id ORDER BY {order}"
    return f"SELECT {wanted} FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"


def _column(kind: str, key: str) -> str:
    """The column of a field, which must be one: a key is no text of ours."""
    return quoted(kinds()[kind].fields[key].key)


@cache
def _readers(kind: str, columns: tuple[str, ...]) -> tuple[tuple[Field, Callable[[Any], Any] | None], ...]:
    """The fields after a row's ground, each with what makes its value out of the driver's, as models do."""
    dialect = SQLiteDialect()
    table = models()[kind].__table__
    return tuple(
        (
            kinds()[kind].fields[key],
            table.c[key].type.dialect_impl(dialect).result_processor(dialect, None),
        )
        for key in columns
        if key != TITLE
    )


def _painted(session: Session, query: ListQuery, rows: Sequence[tuple[Any, ...]]) -> tuple[ListRow, ...]:
    speaker = Speaker(session, query.language)
    columns = list(zip(*rows, strict=True))[GROUND:]
    said = iter(
        [
            _texts(speaker, field, read, column)
            for (field, read), column in zip(_readers(query.kind, query.columns), columns, strict=False)
        ]
    )
    titles = [shown_title(title, status) for _, title, status, *_ in rows]
    cells = list(zip(*(titles if key == TITLE else next(said, ()) for key in query.columns), strict=True))
    return tuple(
        ListRow(row[0], texts, (row[3] is not None, row[3], row[0]))
        for row, texts in zip(rows, cells or [()] * len(rows), strict=True)
    )


def _texts(
    speaker: Speaker, field: Field, read: Callable[[Any], Any] | None, column: Sequence[Any]
) -> list[str]:
    """The cells of a column: each value put into words once, however many rows have it."""
    values = {raw: raw if raw is None or read is None else read(raw) for raw in dict.fromkeys(column)}
    if field.type is FieldType.LINK:
        speaker.remember_titles(one for one in values if one is not None)
    elif field.type is FieldType.LINKS:
        speaker.remember_titles(one for several in values.values() if several for one in several)
    texts = {raw: speaker.text(field, value) for raw, value in values.items()}
    return [texts[raw] for raw in column]


def count(office: Office, kind: str, wanted: str = "") -> tuple[int, bool]:
    """How many rows a list has, and whether that is exact (one of what is `wanted` stops at a thousand)."""
    with office.read() as session:
        connection = session.connection()
        found = searching.filtered(connection, kind, wanted)
        if found is None:
            return int(single(connection, COUNT, (kind,))), True
        if found.many:
            return COUNT_LIMIT, False
        return int(single(connection, COUNT_FOUND.format(found=found.select), (*found.values, kind))), True
