"""Reads prosecutions with what belongs to them, and tells what is expected next in them.

The next step follows from what was recorded last. A day that two people wrote
differently is taken as it is shown: it moves a question, not an appointment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kzcase.history.idset import Gathered, ascending
from kzcase.search.statements import rows_of
from kzcase.services.derived import follow, rows
from kzcase.services.derived.readings import said
from kzcase.services.derived.reckoned import Reckoning
from kzcase.services.derived.rows import Row

if TYPE_CHECKING:
    from kzcase.services.nextsteps import Course
    from kzcase.services.procedure import Dated

KIND = "prosecution"
PARTS = ("step", "hearing", "sentence")
OF_THEM = (
    "SELECT now, source, kind FROM link "
    "WHERE now IN (:ids) AND field = 'prosecution' AND kind IN ('step', 'hearing', 'sentence')"
)
LEANING = (
    # Crossed, so that it begins with the ids and never with all prosecutions of the vault.
    "SELECT l.record FROM agenda_lean AS l CROSS JOIN record AS r ON r.id = l.record "
    "WHERE l.source IN (:ids) AND r.kind = 'prosecution'"
)
BELONGING = "SELECT now FROM link WHERE source IN (:ids) AND field = 'prosecution'"


@dataclass(frozen=True, slots=True)
class Case:
    """A prosecution that is here with what belongs to it; `leans` are the ids of all of that."""

    course: Course
    leans: frozenset[str]

    @property
    def id(self) -> str:
        """The prosecution's id."""
        return _id(self.course.prosecution)

    @property
    def steps(self) -> tuple[Dated, ...]:
        """What is expected next."""
        from kzcase.services.nextsteps import of_course

        return of_course(self.course)

    @property
    def said(self) -> bytes:
        """All that the next step follows from, whatever records they are: the order tells which was first."""
        from kzcase.services.nextsteps import READS

        parts = zip(PARTS, (self.course.steps, self.course.hearings, self.course.sentences), strict=True)
        own = said([self.course.prosecution], READS[KIND])
        return own + b"".join(said(rows, READS[kind], kind) for kind, rows in parts if rows)


def of(connection: Connection, ids: Collection[str]) -> Iterator[Reckoning]:
    """What is expected next in those of these prosecutions that are here, and on what that rests."""
    for case in courses(connection, ids):
        yield Reckoning(case.id, case.steps, case.leans)


def courses(connection: Connection, ids: Collection[str]) -> Iterator[Case]:
    """Those of these prosecutions that are here, with what belongs to them."""
    from kzcase.services.nextsteps import READS, Course  # it knows the office, which knows us

    of_whom: dict[str, str] = {}
    parts: dict[str, dict[str, list[Row]]] = {}
    of_kind: dict[str, list[str]] = {}
    for prosecution, part, kind in rows_of(connection, OF_THEM, sorted(ids)):
        of_whom[part] = prosecution
        of_kind.setdefault(kind, []).append(part)
    for kind, several in of_kind.items():
        for row in rows.here(connection, kind, READS[kind], several):
            parts.setdefault(of_whom[row["id"]], {}).setdefault(kind, []).append(row)
    leans: dict[str, set[str]] = {}
    for part, prosecution in of_whom.items():
        leans.setdefault(prosecution, set()).add(part)
    for row in rows.here(connection, KIND, READS[KIND], ids):
        has = parts.get(row["id"], {})
        course = Course(row, *(sorted(has.get(kind, ()), key=_id) for kind in PARTS))
        yield Case(course, frozenset(leans.get(row["id"], ())))


@cache
def deciding(kind: str) -> frozenset[str]:
    """The fields of a kind on which the next step of a prosecution depends."""
    from kzcase.services.nextsteps import READS

    if kind == KIND:
        return frozenset((*READS[kind], "deleted"))
    return frozenset((*READS[kind], "prosecution", "deleted")) if kind in PARTS else frozenset()


def touched(
    connection: Connection, records: Mapping[str, Collection[str]], fields: Mapping[str, Collection[str]]
) -> AbstractSet[str]:
    """The prosecutions that must be derived anew; the arguments as in `derive`."""
    found = Gathered()
    found.update(follow.concerned(records, fields, KIND, deciding(KIND)))
    for kind in PARTS:
        if changed := follow.concerned(records, fields, kind, deciding(kind)):
            for statement in (LEANING, BELONGING):
                several = rows_of(connection, statement, ascending(changed))
                found.update(one for (one,) in several if one is not None)
    return found.ids()


def _id(row: Row) -> str:
    return str(row["id"])
