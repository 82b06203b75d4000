"""Reads everything the end of a restriction depends on, and remembers which records that was.

Whoever lets an end depend on one more record reads it here, names it in
`Read.leans`, and says in `follow` how one comes from it to the restriction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.dates.restrictions import RestrictionFacts
from kzcase.search.statements import rows_of

DATED = (
    *("kind", "term", "longest", "credited", "decided", "in_force", "received", "start", "released"),
    *("claimed_end", "lifted"),
)
"""The fields of a restriction its end is told from."""

CHANGED = ("kind", "date", "start", "term", "new_end")
"""The fields of a change of a restriction that its end is told from."""

MOST_READINGS = 1_024

PENALTIES_BESIDE = (
    "SELECT own.source, other.source, p.kind, p.deleted, p.conditional FROM link AS own "
    "JOIN link AS other ON other.now = own.now AND other.kind = 'penalty' AND other.field = 'sentence' "
    "JOIN penalty AS p ON p.id = other.source "
    "WHERE own.source IN (:ids) AND own.field = 'sentence'"
)

CHANGES = (
    f"SELECT l.now, c.id, c.conflicts, {', '.join(f'c.{name}' for name in CHANGED)} FROM link AS l "
    "JOIN restriction_change AS c ON c.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'restriction_change' AND l.field = 'record' "
    "AND c.deleted IS NOT TRUE ORDER BY c.id"
)

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one restriction.

    `facts` by every reading of what is undecided, the first as shown; `leans`
    are the ids of the other records they were read from.
    """

    facts: tuple[RestrictionFacts, ...]
    leans: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the end of one restriction is told from, before it is read: its row and what stands beside it."""

    row: Row
    imprisoned: bool
    changes: tuple[Row, ...]
    leans: frozenset[str]

    @property
    def facts(self) -> tuple[RestrictionFacts, ...]:
        """By every reading of the row and of its changes, each as shown first of all."""
        several = product(
            islice(possible_readings(self.row), MOST_READINGS),
            *(islice(possible_readings(one, CHANGED), MOST_READINGS) for one in self.changes),
        )
        return tuple(
            RestrictionFacts.of_fields(reading, with_imprisonment=self.imprisoned, changes=changed)
            for reading, *changed in islice(several, MOST_READINGS)
        )

    @property
    def said(self) -> bytes:
        """All that the facts follow from: the same bytes give the same facts."""
        own = said([self.row], DATED, self.imprisoned)
        return own + said(self.changes, CHANGED) if self.changes else own


def said(rows: Sequence[Row], fields: Sequence[str], besides: object = None) -> bytes:
    """What rows say in some fields, whatever records they are."""
    return orjson.dumps([besides, [[row["conflicts"], *[row[key] for key in fields]] for row in rows]])


def read(connection: Connection, rows: Sequence[Row]) -> dict[str, Read]:
    """What is recorded of restrictions whose rows were read, by id."""
    return {one.row["id"]: Read(one.facts, one.leans) for one in grounds(connection, rows)}


def grounds(connection: Connection, rows: Sequence[Row]) -> Iterator[Ground]:
    """What stands beside restrictions whose rows were read, in their order."""
    beside = _penalties_beside(connection, {row["penalty"] for row in rows if row["penalty"]})
    changed = changes(connection, [row["id"] for row in rows])
    for row in rows:
        imprisoned, leans = beside.get(row["penalty"], (False, frozenset()))
        later = changed.get(row["id"], {})
        yield Ground(row, imprisoned, tuple(later.values()), leans | later.keys())


def changes(connection: Connection, records: Sequence[str]) -> dict[str, dict[str, Row]]:
    """The later decisions on each restriction or measure, by their ids."""
    found: dict[str, dict[str, Row]] = {}
    for record, change, conflicts, *values in rows_of(connection, CHANGES, sorted(records)):
        row: dict[str, Any] = dict(zip(CHANGED, values, strict=True))
        row["conflicts"] = orjson.loads(conflicts) if conflicts else None
        row["term"] = orjson.loads(row["term"]) if row["term"] else None
        found.setdefault(record, {})[change] = row
    return found


def possible_readings(row: Row, fields: Sequence[str] = DATED) -> Iterator[Mapping[str, Any]]:
    """The row as shown, then every combination of the undecided values of these fields."""
    yield row
    conflicts = row["conflicts"] or {}
    undecided = {key: [c["value"] for c in conflicts[key]] for key in fields if key in conflicts}
    if undecided:
        for values in product(*undecided.values()):
            yield {**row, **dict(zip(undecided, values, strict=True))}


def _penalties_beside(connection: Connection, penalties: set[str]) -> dict[str, tuple[bool, frozenset[str]]]:
    """By penalty: whether its sentence imposed imprisonment, too, and every penalty of that sentence."""
    found: dict[str, tuple[bool, frozenset[str]]] = {}
    for own, other, kind, deleted, conditional in rows_of(connection, PENALTIES_BESIDE, sorted(penalties)):
        imprisoned, leans = found.get(own, (False, frozenset((own,))))
        imprisoned = imprisoned or (kind == "imprisonment" and not deleted and not conditional)
        found[own] = imprisoned, leans | {other}
    return found
