"""Lists of any kind: one hand-written SELECT a page, by key and never by OFFSET.

A page is the rows after a key in the chosen order. Rows without the sorted
value come last, in the order of their ids. Cost depends on the page, not on
the size of the vault: so a filter text that finds more than a thousand rows
lists some hundreds of them, first those whose title begins so.

Statements go over the driver's connection: putting one together and reading
its rows through SQLAlchemy took several times what the page itself takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.tables import quoted, run, single
from kzcase.models.base import kinds
from kzcase.search import query as searching
from kzcase.services.lists import filters
from kzcase.services.lists.columns import TITLE
from kzcase.services.lists.paint import painted, recorded
from kzcase.services.lists.query import ListQuery, ListRow, Page
from kzcase.services.office import Office

COUNT_LIMIT = searching.MOST_LISTED
COUNT = "SELECT count(*) FROM record WHERE kind = ? AND status = 'here'"
MOST_LOOKED_AT = 4_000
"""Rows that one page of a quick filter looks at; then it says where to go on."""


def page(office: Office, query: ListQuery) -> Page:
    """Read one page."""
    with office.read() as session:
        return page_in(session, on_its_day(office, query))


def on_its_day(office: Office, query: ListQuery) -> ListQuery:
    """The query with the day it means."""
    return query if query.day is not None else replace(query, day=office.today())


def page_in(session: Session, query: ListQuery) -> Page:
    """The same inside a unit that is already open; derived columns and quick filters need `query.day`."""
    ground = _ground(session, query)
    rows: list[tuple[Any, ...]] = []
    after = query.after
    for valued in (True, False):
        if valued and after is not None and not after[0]:
            continue  # the page before was among those that lack the sorted value
        if not valued and query.sort == TITLE:
            continue  # every record has a place among titles
        here = after if after is not None and bool(after[0]) is valued else None
        wanted = query.limit + 1 - len(rows)
        rows += _rows(session, query, ground, here, wanted, valued=valued)
        if len(rows) > query.limit:
            return _finished(session, query, rows[: query.limit], more=True)
        if ground.looks and (stopped := _stopped(session, query, here, valued=valued)) is not None:
            return replace(_finished(session, query, rows, more=True), after=stopped)
    return _finished(session, query, rows, more=False)


def _finished(session: Session, query: ListQuery, rows: Sequence[tuple[Any, ...]], *, more: bool) -> Page:
    said = painted(session, query, rows)
    return Page(said, more, said[-1].key if said else query.after)


def rows(office: Office, query: ListQuery, ids: Sequence[str]) -> tuple[ListRow, ...]:
    """The rows of these records as the list would show them, in no order; those it would not are left out."""
    query = on_its_day(office, query)
    marks = ", ".join(f":id{number}" for number in range(len(ids)))
    ground = _Ground(f"SELECT seq FROM record WHERE id IN ({marks})", _conditions(query), looks=False)
    ground.values.update(_values(query), **{f"id{number}": one for number, one in enumerate(ids)})
    with office.read() as session:
        found = [
            row
            for valued in ((True,) if query.sort == TITLE else (True, False))
            for row in _rows(session, query, ground, None, len(ids), valued=valued)
        ]
        return painted(session, query, found)


@dataclass(slots=True)
class _Ground:
    """From which records a page is read: a SELECT of their `seq` ("" for all), conditions, their values.

    `looks` says that the page goes through the list in its order and so must
    stop after `MOST_LOOKED_AT` rows.
    """

    found: str
    conditions: tuple[str, ...]
    looks: bool
    many: bool = False
    values: dict[str, Any] = field(default_factory=dict)


def _conditions(query: ListQuery, besides: str = "") -> tuple[str, ...]:
    return tuple(one.condition for one in filters.chosen(query.kind, query.only) if one.key != besides)


def _values(query: ListQuery) -> dict[str, Any]:
    if not query.only:
        return {}
    assert query.day is not None
    return filters.values(query.only, query.day)


def _ground(session: Session, query: ListQuery) -> _Ground:
    """The fewest records among which a page can be looked for."""
    asked = _values(query)
    text = searching.filtered(session.connection(), query.kind, query.filter)
    if text is not None:
        ground = _Ground(_named(text.select), _conditions(query), looks=False, many=text.many, values=asked)
        ground.values.update({f"found{number}": one for number, one in enumerate(text.values)})
        return ground
    many = False
    for one in filters.chosen(query.kind, query.only):
        if not one.found:
            continue
        begun = f"{one.found} LIMIT {MOST_LOOKED_AT + 1}"
        read, distinct = _first(session, f"SELECT count(*), count(DISTINCT id) FROM ({begun})", asked)
        if read <= MOST_LOOKED_AT and distinct <= COUNT_LIMIT:
            each = f"SELECT DISTINCT id FROM ({begun})"
            found = f"SELECT n.seq FROM ({each}) AS d CROSS JOIN record AS n ON n.id = d.id"
            return _Ground(found, _conditions(query, one.key), looks=False, values=asked)
        many = True
    conditions = _conditions(query)
    return _Ground("", conditions, looks=bool(conditions), many=many, values=asked)


@cache
def _named(select: str) -> str:
    """The text search's statement with names for its values, in their order."""
    parts = select.split("?")
    return "".join(chain(*zip(parts, (*(f":found{n}" for n in range(len(parts) - 1)), ""), strict=True)))


def _run(session: Session, statement: str, values: Any) -> Any:
    """Run a statement whose values go by their names; it may leave some of them unused."""
    return run(session.connection(), statement, values)


def _first(session: Session, statement: str, values: Mapping[str, Any]) -> Any:
    return _run(session, statement, values).fetchone()


def _rows(
    session: Session,
    query: ListQuery,
    ground: _Ground,
    after: tuple[Any, ...] | None,
    limit: int,
    *,
    valued: bool,
) -> list[tuple[Any, ...]]:
    """At most `limit` rows that have the sorted value, or that lack it."""
    statement = _statement(
        query.kind,
        recorded(query.kind, query.columns),
        query.sort,
        descending=query.descending and valued,
        found=ground.found,
        conditions=ground.conditions,
        looks=ground.looks,
        goes_on=after is not None,
        valued=valued,
    )
    values = {**ground.values, **_place(query, after, valued=valued), "limit": limit}
    rows: list[tuple[Any, ...]] = _run(session, statement, values).fetchall()
    return rows


def _place(query: ListQuery, after: tuple[Any, ...] | None, *, valued: bool) -> dict[str, Any]:
    place: dict[str, Any] = {"kind": query.kind}
    if after is not None:
        place["after_id"] = after[2]
        if valued:
            place["after_value"] = after[1]
    return place


def _stopped(
    session: Session, query: ListQuery, after: tuple[Any, ...] | None, *, valued: bool
) -> tuple[Any, ...] | None:
    """The key of the last row that a page could look at; None if it looked at all."""
    statement = _last_looked_at(
        query.kind,
        query.sort,
        descending=query.descending and valued,
        goes_on=after is not None,
        valued=valued,
    )
    row = _first(session, statement, _place(query, after, valued=valued))
    return None if row is None else (row[1] is not None, row[1], row[0])


@dataclass(frozen=True, slots=True)
class _Order:
    """The words of a statement that say where rows come from and in which order."""

    source: str
    where: str
    order: str
    value: str


def _order(kind: str, sort: str, *, descending: bool, found: str, goes_on: bool, valued: bool) -> _Order:
    value, tie = ("r.sort", "r.id") if sort == TITLE else (f"k.{_column(kind, sort)}", "k.id")
    registry, table = "record AS r", f"{quoted(kind)} AS k"
    # CROSS JOIN keeps the order written here: it begins where the rows come sorted, or are fewest.
    if found:
        source = f"({found}) AS f CROSS JOIN {registry} ON r.seq = f.seq"
        if sort != TITLE:
            source += f" CROSS JOIN {table} ON k.id = r.id"
    elif sort == TITLE:
        source = registry
    else:
        source = f"{table} CROSS JOIN {registry} ON r.id = k.id"
    # The sign keeps SQLite from going by status, which nearly all share.
    conditions = ["r.kind = :kind", "+r.status = 'here'", f"{value} IS {'NOT ' if valued else ''}NULL"]
    if goes_on:
        key, marks = (f"({value}, {tie})", "(:after_value, :after_id)") if valued else (tie, ":after_id")
        conditions.append(f"{key} {'<' if descending else '>'} {marks}")
    way = " DESC" if descending else ""
    order = f"{value}{way}, {tie}{way}" if valued else tie
    return _Order(source, " AND ".join(conditions), order, value)


@cache
def _statement(
    kind: str,
    columns: tuple[str, ...],
    sort: str,
    *,
    descending: bool,
    found: str,
    conditions: tuple[str, ...],
    looks: bool,
    goes_on: bool,
    valued: bool,
) -> str:
    """The SELECT of one page: which rows they are, by registry and sort alone, then their fields."""
    by = _order(kind, sort, descending=descending, found=found, goes_on=goes_on, valued=valued)
    ground = f"r.id AS id, r.title AS title, r.status AS status, {by.value} AS place"
    order = by.order.replace(by.value, "r.place").replace("k.id", "r.id")
    if looks:
        looked_at = (
            f"SELECT {ground} FROM {by.source} WHERE {by.where} ORDER BY {by.order} LIMIT {MOST_LOOKED_AT}"
        )
        holds = " AND ".join(conditions)
        first = f"SELECT * FROM ({looked_at}) AS r WHERE {holds} ORDER BY {order} LIMIT :limit"
    else:
        where = " AND ".join((by.where, *conditions))
        first = f"SELECT {ground} FROM {by.source} WHERE {where} ORDER BY {by.order} LIMIT :limit"
    wanted = ", ".join(("r.id, r.title, r.status, r.place", *(f"k.{_column(kind, one)}" for one in columns)))
    return (
        f"SELECT {wanted} FROM ({first}) AS r CROSS JOIN {quoted(kind)} AS k ON k.id = r.id ORDER BY {order}"
    )


@cache
def _last_looked_at(kind: str, sort: str, *, descending: bool, goes_on: bool, valued: bool) -> str:
    by = _order(kind, sort, descending=descending, found="", goes_on=goes_on, valued=valued)
    return (
        f"SELECT r.id, {by.value} FROM {by.source} WHERE {by.where} "
        f"ORDER BY {by.order} LIMIT 1 OFFSET {MOST_LOOKED_AT - 1}"
    )


def _column(kind: str, key: str) -> str:
    """The column of a field, which must be one: a key is no text of ours."""
    return quoted(kinds()[kind].fields[key].key)


def count(
    office: Office, kind: str, wanted: str = "", only: tuple[str, ...] = (), day: date | None = None
) -> tuple[int, bool]:
    """How many rows a list has, and whether that is exact: what is asked for is not counted to the end."""
    query = on_its_day(office, ListQuery(kind, filter=wanted, only=only, day=day))
    with office.read() as session:
        ground = _ground(session, query)
        if not ground.found and not ground.conditions:
            return int(single(session.connection(), COUNT, (kind,))), True
        if ground.many:
            return COUNT_LIMIT, False
        values = {**ground.values, "kind": kind}
        where = " AND ".join(("r.kind = :kind", "+r.status = 'here'", *ground.conditions))
        if not ground.looks:
            counted = f"SELECT count(*) FROM ({ground.found}) AS f CROSS JOIN record AS r ON r.seq = f.seq"
            return int(_first(session, f"{counted} WHERE {where}", values)[0]), True
        looked_at = (
            "SELECT id FROM record WHERE kind = :kind AND +status = 'here' "
            f"ORDER BY sort LIMIT {MOST_LOOKED_AT}"
        )
        seen = f"SELECT count(*), total({' AND '.join(ground.conditions)}) FROM ({looked_at}) AS r"
        number, held = _first(session, seen, values)
        return int(held), number < MOST_LOOKED_AT
