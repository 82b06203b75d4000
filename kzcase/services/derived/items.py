"""Tells by which days something is due of a record, whatever day it is today.

A field that is undecided gives an item for every day it may be: missing a
hearing because a colleague wrote another day would be worse than going twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from kzcase.dates.deadlines import milestones
from kzcase.dates.restrictions import RestrictionFacts, ends
from kzcase.services.derived.rows import Row, candidates
from kzcase.services.derived.stretches import Stretch
from kzcase.services.stored import stored_date

UNANSWERED_AFTER = timedelta(days=60)
"""How long after it was sent a letter counts as unanswered if no day for a reply was set: our own habit."""

OPEN_END, OPEN_BEGINNING, OPEN_WAITING = -1, -2, -3
RESTRICTION_ENDS = "restriction_ends"
MOST_REACH = 22
"""No two days of the calendar lie further apart than 2 to this power days."""


class ItemRow(NamedTuple):
    """A row of `agenda_item`."""

    record: str
    item: str
    kind: str
    what: str
    date: str
    earliest: str | None
    latest: str | None
    reach: int
    waits: int
    shown: int
    certainty: str


NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Dated(NamedTuple):
    """A field by whose date something is due.

    It is done once one of `done` is given, or `settled` holds its value; `only`
    gives the values that other fields must have, and `given` those that must be
    given at all. `waits`: it stays due after its day.
    """

    field: str
    what: str
    waits: bool = True
    done: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    only: Mapping[str, tuple[str | None, ...]] = MappingProxyType({})
    settled: Mapping[str, tuple[str, ...]] = NONE
    without: str = ""
    later: timedelta = timedelta(0)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is looked at."""
        found = (self.field, *self.done, *self.given, *self.only, *self.settled)
        return (*found, self.without) if self.without else found


OVER = {"status": ("answered", "no_answer_needed", "closed")}

DATED: Mapping[str, tuple[Dated, ...]] = {
    "hearing": (
        # One that was scheduled stays until what happened there is written down.
        Dated("date", "hearing", done=("outcome",), only={"status": ("scheduled",)}),
        Dated("date", "hearing", waits=False, only={"status": ("held", None)}),
    ),
    "consent": (
        Dated(
            "expires",
            "consent_expires",
            done=("withdrawn",),
            only={"answer": ("given", None)},
        ),
    ),
    "task": (Dated("due", "task", done=("done",)),),
}
"""By kind of record: which fields say by when something is due, and what settles it."""


@cache
def fields_of(kind: str) -> tuple[str, ...]:
    """Every field of a kind that decides what is due by it."""
    return tuple(dict.fromkeys(field for one in DATED[kind] for field in one.fields))


def of_row(kind: str, row: Row) -> Iterator[ItemRow]:
    """What is due by a record that is here; of two readings that give the same item the first counts."""
    found: dict[str, ItemRow] = {}
    for dated in DATED[kind]:
        if applies(dated, row):
            for one in dates(kind, dated, row):
                found.setdefault(one.item, one)
    yield from found.values()


def applies(dated: Dated, row: Row) -> bool:
    """Whether something is due by any reading of what is undecided: one value that says so keeps it due."""

    def may_be(field: str, values: tuple[str | None, ...]) -> bool:
        return any(one in values for one in candidates(row, field))

    if any(not may_be(field, (None,)) for field in dated.done):
        return False
    if any(all(one in values for one in candidates(row, field)) for field, values in dated.settled.items()):
        return False
    if dated.without and not may_be(dated.without, (None,)):
        return False
    if any(candidates(row, field) == (None,) for field in dated.given):
        return False
    return all(may_be(field, values) for field, values in dated.only.items())


def dates(kind: str, dated: Dated, row: Row) -> Iterator[ItemRow]:
    """An item for every day that a field may hold."""
    days = [day for text in candidates(row, dated.field) if (day := stored_date(text)) is not None]
    for place, day in enumerate(days):
        earliest, latest = _moved(day.earliest, dated.later), _moved(day.latest, dated.later)
        if earliest is None and latest is None:
            continue
        certainty = "disputed" if len(days) > 1 else "inferred" if dated.later else "stated"
        said = str(day) if not dated.later else as_edtf(earliest, latest)
        yield item(
            row["id"],
            dated.what if place == 0 else f"{dated.what}:{said}",
            kind,
            dated.what,
            said,
            earliest,
            latest,
            waits=dated.waits,
            shown=place == 0,
            certainty=certainty,
        )


def of_restriction(
    record: str, readings: Sequence[RestrictionFacts], stretches: Sequence[Stretch]
) -> Iterator[ItemRow]:
    """The ends of a restriction, by every way of counting, on whose day it is or may be in force.

    Ways that lead to the same day are one item, named by the first of them.
    """
    told: dict[str, str] = {}
    for place, facts in enumerate(readings):
        found = sorted(milestones(ends(facts), date.min), key=lambda one: not one.shown)
        for one in found:
            day = one.latest or one.earliest
            if day is None or one.date in told or not any(s.holds(day) for s in stretches):
                continue
            first = one.basis not in told.values()
            told[one.date] = one.basis
            yield item(
                record,
                f"{RESTRICTION_ENDS}:{one.basis}" if first else f"{RESTRICTION_ENDS}:{one.basis}:{one.date}",
                "restriction",
                RESTRICTION_ENDS,
                one.date,
                one.earliest,
                one.latest,
                waits=False,
                shown=one.shown and place == 0,
                certainty=one.certainty if len(readings) == 1 else "disputed",
            )


def item(
    record: str,
    name: str,
    kind: str,
    what: str,
    said: str,
    earliest: date | None,
    latest: date | None,
    *,
    waits: bool,
    shown: bool,
    certainty: str,
) -> ItemRow:
    """A row of `agenda_item`; `said` is the date as EDTF."""
    if earliest is None:
        reach = OPEN_BEGINNING
    elif latest is None:
        reach = OPEN_WAITING if waits else OPEN_END
    else:
        reach = (latest - earliest).days.bit_length()
    return ItemRow(
        record,
        name,
        kind,
        what,
        said,
        earliest.isoformat() if earliest else None,
        latest.isoformat() if latest else None,
        reach,
        int(waits),
        int(shown),
        certainty,
    )


def _moved(day: date | None, by: timedelta) -> date | None:
    try:
        return None if day is None else day + by
    except OverflowError:
        return None


def as_edtf(earliest: date | None, latest: date | None) -> str:
    """One day, or an interval whose unknown side is open."""
    first, last = (".." if day is None else day.isoformat() for day in (earliest, latest))
    return first if first == last else f"{first}/{last}"
