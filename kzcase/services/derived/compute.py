"""Computes what the derived tables must hold for some records, from the records alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from kzcase.search.statements import rows_of
from kzcase.services.derived import awaited, course, items, readings, reckoned, rows, stretches
from kzcase.services.derived.alike import Alike
from kzcase.services.derived.items import ItemRow
from kzcase.services.derived.tally import StretchRow

RESTRICTION = (*readings.DATED, "penalty", "article")
PERSONS = (
    "SELECT l.source, l.now, p.region FROM link AS l LEFT JOIN person AS p ON p.id = l.now "
    "WHERE l.source IN (:ids) AND l.field = 'person'"
)


@dataclass(slots=True)
class Derived:
    """What is derived for some records: their dates, stretches, and on which others they lean."""

    items: set[ItemRow] = field(default_factory=set)
    stretches: set[StretchRow] = field(default_factory=set)
    leans: set[tuple[str, str]] = field(default_factory=set)


def of_kind(connection: Connection, kind: str, ids: Collection[str], alike: Alike | None = None) -> Derived:
    """What must be derived for records of a kind that has dates.

    `alike` remembers from one call to the next; without it each record is computed by itself.
    """
    alike = alike or Alike(most=0)
    if kind == "restriction":
        return _restrictions(connection, ids, alike)
    found = Derived()
    if kind in reckoned.KINDS:
        for one in reckoned.of(connection, kind, ids):
            found.items.update(reckoned.of_reckoning(kind, one))
            found.leans.update((source, one.record) for source in one.leans)
        return found
    if kind == course.KIND:
        for case in course.courses(connection, ids):
            found.items.update(_named(case.id, alike.courses.of(case.said, partial(_next, case))))
            found.leans.update((source, case.id) for source in case.leans)
        return found
    if kind == awaited.KIND:
        for record, due, leans in awaited.of(connection, ids):
            found.items.update(due)
            found.leans.update((source, record) for source in leans)
        return found
    for row in rows.here(connection, kind, items.fields_of(kind), ids):
        found.items.update(items.of_row(kind, row))
    return found


def kinds() -> tuple[str, ...]:
    """The kinds of record for which something is derived."""
    return ("restriction", *items.DATED, *reckoned.KINDS, course.KIND, awaited.KIND)


def _named(record: str, rows: Iterable[ItemRow]) -> Iterator[ItemRow]:
    """Rows that were computed of no record in particular, as rows of this one."""
    return (ItemRow(record, *row[1:]) for row in rows)


def _next(case: course.Case) -> tuple[ItemRow, ...]:
    return tuple(reckoned.of_reckoning(course.KIND, reckoned.Reckoning("", case.steps, case.leans)))


def _of_ground(ground: readings.Ground) -> tuple[tuple[ItemRow, ...], tuple[stretches.Stretch, ...]]:
    facts = ground.facts
    runs = stretches.stretches(facts)
    return (*items.of_restriction("", facts, runs), *reckoned.receipt("", facts)), runs


def _restrictions(connection: Connection, ids: Collection[str], alike: Alike) -> Derived:
    found = Derived()
    here = rows.here(connection, "restriction", RESTRICTION, ids)
    of = {source: (person, region) for source, person, region in rows_of(connection, PERSONS, sorted(ids))}
    for ground in readings.grounds(connection, here):
        row = ground.row
        record = row["id"]
        person, region = of.get(record, (None, None))
        due, runs = alike.restrictions.of(ground.said, partial(_of_ground, ground))
        found.leans.update((one, record) for one in ground.leans)
        found.items.update(_named(record, due))
        found.stretches.update(
            StretchRow(
                record,
                run.begins.isoformat(),
                run.ends.isoformat(),
                run.state,
                person,
                row["kind"],
                region,
                row["article"],
            )
            for run in runs
        )
    return found
