"""Tells by which days proceedings go on: terms for appeals, ends of remand, measures and custody.

The days are computed by `kzcase.services.procedure` from a record and from the
later decisions on it; here the rows are read, by every reading of what is
undecided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kzcase.dates.restrictions import RestrictionFacts
from kzcase.services.derived import items, readings, rows
from kzcase.services.derived.items import ItemRow

if TYPE_CHECKING:
    from kzcase.services.procedure import Dated

KINDS = ("sentence", "measure", "detention")
MOST_READINGS = 64


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The computed dates of a record, the first as shown; `leans` are the decisions they rest on."""

    record: str
    dates: tuple[Dated, ...]
    leans: frozenset[str]


def fields_of(kind: str) -> tuple[str, ...]:
    """Every field of a kind on which its computed dates depend."""
    from kzcase.services.procedure import READS  # it knows the office, which knows us

    return READS[kind]


def of(connection: Connection, kind: str, ids: Collection[str]) -> Iterator[Reckoning]:
    """The computed dates of those of these records that are here."""
    from kzcase.services.procedure import of_row

    changed = readings.changes(connection, sorted(ids)) if kind == "measure" else {}
    fields = fields_of(kind)
    for row in rows.here(connection, kind, fields, ids):
        changes = changed.get(row["id"], {})
        several = product(
            islice(readings.possible_readings(row, fields), MOST_READINGS),
            *(
                islice(readings.possible_readings(one, readings.CHANGED), MOST_READINGS)
                for one in changes.values()
            ),
        )
        found = {
            (dated.what, dated.date_edtf): dated
            for reading, *later in islice(several, MOST_READINGS)
            for dated in of_row(kind, reading, later)
        }
        yield Reckoning(row["id"], tuple(found.values()), frozenset(changes))


def of_reckoning(kind: str, found: Reckoning) -> Iterator[ItemRow]:
    """What is due by the computed dates of a record."""
    told: set[str] = set()
    several = len({dated.what for dated in found.dates}) < len(found.dates)
    for dated in found.dates:
        first = dated.what not in told
        told.add(dated.what)
        if dated.earliest is None and dated.latest is None:
            continue
        yield items.item(
            found.record,
            dated.what if first else f"{dated.what}:{dated.date_edtf}",
            kind,
            dated.what,
            dated.date_edtf,
            dated.earliest,
            dated.latest,
            waits=_waits(kind, dated),
            shown=first,
            certainty="disputed" if several else dated.certainty,
        )


def receipt(record: str, facts: Sequence[RestrictionFacts]) -> Iterator[ItemRow]:
    """By when one asks whether a judgment was received, if by any reading that is not recorded."""
    from kzcase.services.nextsteps import of_restriction

    found = next((dated for one in facts if (dated := of_restriction(record, one)) is not None), None)
    if found is not None:
        yield from of_reckoning("restriction", Reckoning(record, (found,), frozenset()))


def _waits(kind: str, dated: Dated) -> bool:
    """Whether it stays due after its day; custody that is over by its term does not."""
    return not dated.lapses and (kind != "detention" or dated.certainty == "stated")
