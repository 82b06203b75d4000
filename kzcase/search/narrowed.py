"""Finds records of any kind by words and filters together, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.models.base import kinds as all_kinds
from kzcase.search import query as searching
from kzcase.search.filters.answers import Answer, kinds_of, settle
from kzcase.search.filters.ground import MOST_LOOKED_AT, Kept, asked, conditions, ground, named
from kzcase.search.filters.shapes import Key, Query
from kzcase.search.order import KnownOrders, Order
from kzcase.search.query import BY_WORDS, Hit
from kzcase.search.words import KnownWords

USUAL = (
    *("person", "restriction", "prosecution", "letter", "case", "organisation", "event", "assembly"),
    *("hearing", "charge", "detention", "document", "source", "contact", "task"),
)
"""Kinds that are looked through when none is named: what stands in them names the others."""

FEWEST_OF_A_KIND = 4
LOOKED_AT_ONCE = 100
MOST_RANKED = 200
"""Hits by name that are looked at, the likeliest first, before others that hold are added."""


def find(
    session: Session,
    query: Query,
    day: date,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    alike: bool = True,
    known: KnownWords | None = None,
) -> tuple[Hit, ...]:
    """At most `limit` records for which all filters of a query hold, with its words.

    Of several kinds each has its share, if it has so many.
    """
    able = possible(query, kinds)
    query = replace(query, filters=settle(session.connection(), query.filters))
    kept: Kept = {}
    found = [_of_kind(session, query, kind, day, limit, alike, known, kept) for kind in able]
    found = [hits for hits in found if hits]
    if not found or limit <= 0:
        return ()
    share = max(min(FEWEST_OF_A_KIND, limit), limit // len(found))
    first = [hit for hits in found for hit in hits[:share]]
    rest = [hit for hits in found for hit in hits[share:]]
    taken = {hit.id for hit in [*first, *rest][:limit]}
    return tuple(hit for hits in found for hit in hits if hit.id in taken)


def possible(query: Query, kinds: Sequence[str] | None = None) -> tuple[str, ...]:
    """The kinds among those given (the usual ones for None) that a query can be asked of.

    A kind that was only meant, not named, gives way to those that are given.
    """
    wanted = tuple(USUAL if kinds is None else kinds)
    named = frozenset(query.kinds)
    said = any(one.key is Key.KIND and one.end > one.start for one in query.filters)
    if said or not named.isdisjoint(wanted):
        among = all_kinds() if kinds is None else kinds
        wanted = tuple(kind for kind in among if kind in named)
    return kinds_of(query.conditions, wanted)


def _of_kind(
    session: Session,
    query: Query,
    kind: str,
    day: date,
    limit: int,
    alike: bool,
    known: KnownWords | None,
    kept: Kept,
) -> list[Hit]:
    connection = session.connection()
    answers = asked(connection, kind, query.conditions, day)
    hits: list[Hit] = []
    if query.words:
        ranked = searching.find(
            session, query.words, kinds=(kind,), limit=MOST_RANKED, alike=alike, known=known
        )
        held = _holding(connection, kind, [hit.id for hit in ranked], answers)
        hits = [hit for hit in ranked if hit.id in held]
    if len(hits) < limit:
        known_ids = {hit.id for hit in hits}
        hits += [
            Hit(one, kind, title or "", title or "", BY_WORDS)
            for one, title in _rows(connection, query.words, kind, answers, limit, kept, known)
            if one not in known_ids
        ]
    return hits[:limit]


def _holding(
    connection: Connection, kind: str, ids: Sequence[str], answers: Sequence[Answer]
) -> frozenset[str]:
    """Those of these records for which the answers hold."""
    if not answers:
        return frozenset(ids)
    wide = conditions(answers)
    marks = ", ".join(f":id{number}" for number in range(len(ids)))
    statement = f"SELECT r.id FROM record AS r WHERE r.id IN ({marks}) AND {' AND '.join(wide.conditions)}"
    values = {**wide.values, **{f"id{number}": one for number, one in enumerate(ids)}}
    return frozenset(row[0] for row in named(connection, statement, values))


def _among(
    connection: Connection, among: frozenset[int], order: Order, where: str, values: dict[str, Any]
) -> Sequence[tuple[str, str | None]]:
    """The first in the order of titles of so many that not each of them can be looked at."""
    statement = (
        "SELECT r.id, r.title FROM json_each(:driven) AS f CROSS JOIN record AS r ON r.seq = f.value "
        f"WHERE {where} ORDER BY r.sort, r.id LIMIT :limit"
    )
    left = islice(filter(among.__contains__, order.valued), MOST_LOOKED_AT)
    rows: list[tuple[str, str | None]] = []
    while len(rows) < values["limit"] and (some := list(islice(left, LOOKED_AT_ONCE))):
        given = {**values, "driven": str(some), "limit": values["limit"] - len(rows)}
        rows += named(connection, statement, given).fetchall()
    return rows


def _rows(
    connection: Connection,
    words: str,
    kind: str,
    answers: Sequence[Answer],
    limit: int,
    kept: Kept,
    known: KnownWords | None,
) -> Sequence[tuple[str, str | None]]:
    """Records of a kind in the order of their titles; of very many those that come first are looked at."""
    base = ground(connection, kind, words, answers, by_title=True, kept=kept)
    values = {**base.values, "kind": kind, "limit": limit}
    where = " AND ".join(("r.kind = :kind", "+r.status = 'here'", *base.conditions))
    if base.among:
        orders = known.orders if known is not None else KnownOrders()
        return _among(connection, base.among, orders.of(connection, kind), where, values)
    order = "ORDER BY r.sort, r.id"
    if base.looks:
        source = (
            "(SELECT * FROM record WHERE kind = :kind AND +status = 'here' AND sort IS NOT NULL "
            f"ORDER BY sort, id LIMIT {MOST_LOOKED_AT}) AS r"
        )
        order = ""  # they come in their order, and no more are asked than it takes
    elif base.found:
        source = f"({base.found}) AS f CROSS JOIN record AS r ON r.seq = f.seq"
    else:
        source = "record AS r"
        where += " AND r.sort IS NOT NULL"
    statement = f"SELECT r.id, r.title FROM {source} WHERE {where} {order} LIMIT :limit"
    rows: Sequence[tuple[str, str | None]] = named(connection, statement, values).fetchall()
    return rows
