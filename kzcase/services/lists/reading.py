"""Lists of any kind: one hand-written SELECT a page, by key and never by OFFSET.

A page is the rows after a key in the chosen order. Rows without the sorted
value come last, in the order of their ids. Cost depends on the page, not on
the size of the vault; where thousands of records were found, the order of the
whole list (`kzcase.search.order`) says which of them are on it.

Statements go over the driver's connection: putting one together and reading
its rows through SQLAlchemy took several times what the page itself takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

import orjson
from sqlalchemy.orm import Session

from kzcase.history.tables import quoted, single
from kzcase.models.base import kinds
from kzcase.search.filters.answers import Answer
from kzcase.search.filters.ground import (
    MOST_FOUND,
    MOST_LOOKED_AT,
    Ground,
    asked,
    conditions,
    ground,
    named,
    understood,
)
from kzcase.search.order import TITLE as ORDERED_BY_TITLE
from kzcase.search.order import KnownOrders
from kzcase.services.lists.columns import TITLE
from kzcase.services.lists.filters import chosen
from kzcase.services.lists.paint import painted, recorded
from kzcase.services.lists.query import ListQuery, ListRow, Page
from kzcase.services.office import Office

COUNT_LIMIT = MOST_FOUND
MOST_COUNTED = 500
LOOKED_AT_ONCE = 500
GIVEN = "SELECT value AS seq FROM json_each(:driven)"
LARGE = f"SELECT 1 FROM record WHERE kind = ? AND status = 'here' LIMIT 1 OFFSET {MOST_LOOKED_AT - 1}"
COUNT = "SELECT count(*) FROM record WHERE kind = ? AND status = 'here'"


def page(office: Office, query: ListQuery) -> Page:
    """Read one page."""
    with _reading(office, query) as session:
        return page_in(session, on_its_day(office, query), office.known_words.orders)


def _reading(office: Office, query: ListQuery) -> AbstractContextManager[Session]:
    """A unit for a list: only what is asked for must be found by its words."""
    return office.searching() if query.filter or query.only else office.read()


def on_its_day(office: Office, query: ListQuery) -> ListQuery:
    """The query with the day it means."""
    return query if query.day is not None else replace(query, day=office.today())


def page_in(session: Session, query: ListQuery, orders: KnownOrders | None = None) -> Page:
    """The same inside a unit that is already open; derived columns and quick filters need `query.day`."""
    ground = _ground(session, query, by_title=query.sort == TITLE)
    if ground.among:
        return _among(session, query, ground, orders or KnownOrders())
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


def _among(session: Session, query: ListQuery, ground: Ground, orders: KnownOrders) -> Page:
    """A page of many that were found, in the order of the list.

    Of those for which something else must hold, too, some thousands are looked at.
    """
    connection = session.connection()
    column = ORDERED_BY_TITLE if query.sort == TITLE else kinds()[query.kind].fields[query.sort].key
    order = orders.of(connection, query.kind, column)
    rows: list[tuple[Any, ...]] = []
    looked_at = 0
    for valued, come in order.after(connection, query.after, descending=query.descending):
        left = filter(ground.among.__contains__, come)
        while some := list(islice(left, query.limit + 1 if not looked_at else LOOKED_AT_ONCE)):
            these = replace(
                ground, found=GIVEN, values={**ground.values, "driven": orjson.dumps(some).decode()}
            )
            rows += _rows(session, query, these, None, query.limit + 1 - len(rows), valued=valued)
            looked_at += len(some)
            if len(rows) > query.limit:
                return _finished(session, query, rows[: query.limit], more=True)
            if looked_at >= MOST_LOOKED_AT:
                key = _key(session, query, some[-1])
                return replace(_finished(session, query, rows, more=True), after=key)
    return _finished(session, query, rows, more=False)


def _key(session: Session, query: ListQuery, seq: int) -> tuple[Any, ...]:
    """The place in the list's order of the record that the registry numbers so."""
    value = "r.sort" if query.sort == TITLE else f"k.{_column(query.kind, query.sort)}"
    statement = (
        f"SELECT {value}, r.id FROM record AS r CROSS JOIN {quoted(query.kind)} AS k ON k.id = r.id "
        "WHERE r.seq = :seq"
    )
    place, one = _first(session, statement, {"seq": seq})
    return (place is not None, place, one)


def _finished(session: Session, query: ListQuery, rows: Sequence[tuple[Any, ...]], *, more: bool) -> Page:
    said = painted(session, query, rows)
    return Page(said, more, said[-1].key if said else query.after)


def rows(office: Office, query: ListQuery, ids: Sequence[str]) -> tuple[ListRow, ...]:
    """The rows of these records as the list would show them, in no order; those it would not are left out."""
    query = on_its_day(office, query)
    marks = ", ".join(f":id{number}" for number in range(len(ids)))
    with _reading(office, query) as session:
        ground = conditions(_asked(session, query)[1])
        ground.found, ground.looks = f"SELECT seq FROM record WHERE id IN ({marks})", False
        ground.values.update({f"id{number}": one for number, one in enumerate(ids)})
        found = [
            row
            for valued in ((True,) if query.sort == TITLE else (True, False))
            for row in _rows(session, query, ground, None, len(ids), valued=valued)
        ]
        return painted(session, query, found)


def _ground(session: Session, query: ListQuery, *, by_title: bool, counting: bool = False) -> Ground:
    """The fewest records among which a page can be looked for."""
    words, answers = _asked(session, query)
    return ground(session.connection(), query.kind, words, answers, by_title=by_title, counting=counting)


def _asked(session: Session, query: ListQuery) -> tuple[str, tuple[Answer, ...]]:
    """The words that are looked for, and what else is asked: by the filter text and by quick filters."""
    if not query.filter and not query.only:
        return "", ()
    assert query.day is not None
    connection = session.connection()
    read = understood(connection, query.filter, query.day, query.kind)
    wanted = (*read.conditions, *chosen(query.kind, query.only))
    return read.words, asked(connection, query.kind, wanted, query.day)


def _run(session: Session, statement: str, values: Any) -> Any:
    return named(session.connection(), statement, values)


def _first(session: Session, statement: str, values: Mapping[str, Any]) -> Any:
    return _run(session, statement, values).fetchone()


def _rows(
    session: Session,
    query: ListQuery,
    ground: Ground,
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
    ground = f"r.id AS id, r.seq AS seq, r.title AS title, r.status AS status, {by.value} AS place"
    order = by.order.replace(by.value, "r.place").replace("k.id", "r.id")
    if looks:
        looked_at = (
            f"SELECT {ground} FROM {by.source} WHERE {by.where} ORDER BY {by.order} LIMIT {MOST_LOOKED_AT}"
        )
        holds = " AND ".join(conditions)
        # They come in their order, and no more are asked than it takes to fill the page.
        first = f"SELECT * FROM ({looked_at}) AS r WHERE {holds} LIMIT :limit"
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
    with _reading(office, query) as session:
        ground = _ground(session, query, by_title=False, counting=True)
        if ground.many:
            return COUNT_LIMIT, False
        if not ground.found and not ground.conditions:
            return int(single(session.connection(), COUNT, (kind,))), True
        values = {**ground.values, "kind": kind}
        where = " AND ".join(("r.kind = :kind", "+r.status = 'here'", *ground.conditions))
        if not ground.looks:
            counted = f"SELECT count(*) FROM ({ground.found}) AS f CROSS JOIN record AS r ON r.seq = f.seq"
            return int(_first(session, f"{counted} WHERE {where}", values)[0]), True
        # Of a kind that is not looked through to its end in any case, less is enough to say "more than".
        more = single(session.connection(), LARGE, (kind,)) is not None
        most = MOST_COUNTED if more else MOST_LOOKED_AT
        looked_at = (
            f"SELECT id FROM record WHERE kind = :kind AND +status = 'here' ORDER BY sort LIMIT {most}"
        )
        seen = f"SELECT count(*), total({' AND '.join(ground.conditions)}) FROM ({looked_at}) AS r"
        number, held = _first(session, seen, values)
        return int(held), number < most
