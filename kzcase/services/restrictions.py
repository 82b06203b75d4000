"""What limits a person's freedom on a day, until when, and how that is known.

The dates are computed by `kzcase.dates.restrictions` from what is recorded;
this file only reads the rows and asks. A restriction whose dates are undecided
counts as in force if any of the values says so, and is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.dates.deadlines import milestones
from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions import Ends, InForce, RestrictionFacts, ends, state_on
from kzcase.errors import NotFound
from kzcase.models.base import models
from kzcase.models.ledger import LinkRow
from kzcase.services import belongings
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker, stored_date
from kzcase.services.office import Office, in_groups

DATED = ("kind", "term", "decided", "in_force", "received", "start", "released", "claimed_end", "lifted")
MOST_READINGS = 1_024
MOST_PROTECTIVE = ("yes", "unknown", "not yet", "no")
LASTING = {"en": "until it is lifted", "ru": "до отмены", "kk": "күші жойылғанға дейін"}
UNKNOWN = {"en": "end not known", "ru": "окончание неизвестно", "kk": "аяқталуы белгісіз"}
HOW = {
    "en": {"stated": "stated", "computed": "computed", "inferred": "inferred", "unknown": "not known"},
    "ru": {"stated": "указано", "computed": "вычислено", "inferred": "выведено", "unknown": "неизвестно"},
    "kk": {"stated": "көрсетілген", "computed": "есептелген", "inferred": "болжанған", "unknown": "белгісіз"},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One restriction on one day: what it is, whether it is in force, its ends and how they are known.

    `undecided` marks one that is in force by some of several undecided values.
    """

    id: str
    kind: str
    text: str
    row: Row
    ends: Ends
    state: InForce
    undecided: bool

    @property
    def begins(self) -> Edtf | None:
        """The first day, as far as it is recorded."""
        return next(
            (day for key in ("start", "in_force", "decided") if (day := stored_date(self.row[key]))), None
        )

    def end_text(self, language: str = "en") -> str:
        """The end to show first, in words."""
        shown = self.state.end or self.ends.shown
        if shown is None:
            return LASTING[language]
        return shown.bound.show(language) if shown.bound.known else UNKNOWN[language]

    def how(self, language: str = "en") -> str:
        """How the end shown first is known, in one word."""
        shown = self.state.end or self.ends.shown
        return HOW[language][shown.certainty if shown is not None else "stated"]

    def why(self, language: str = "en") -> str:
        """The whole explanation: the state on the day, then every end."""
        said = [self.state.explain(language), *(end.explain(language) for end in self.ends.all)]
        return " ".join(dict.fromkeys(one for one in said if one))

    def days_left(self, day: date) -> int | None:
        """Days to the end, if it is one day and the restriction is in force."""
        return self.state.days_left(day)


def of_person(session: Session, person: str, day: date, language: str = "en") -> tuple[Standing, ...]:
    """Every restriction of a person as it stands on a day, those in force first, soonest end first."""
    rows = belongings.naming(session, "restriction", (belongings.now_of(session, person),), "person")
    return standings(session, rows, day, language)


def standings(session: Session, rows: Sequence[Row], day: date, language: str = "en") -> tuple[Standing, ...]:
    """Restrictions that were read, as they stand on a day."""
    speaker = Speaker(session, language)
    beside = with_imprisonment(session, rows)
    found = [_standing(speaker, row, day, imprisoned=row["id"] in beside) for row in rows]
    return tuple(sorted(found, key=_order))


def ending(session: Session, rows: Sequence[Row], as_of: date, days: int) -> list[Row]:
    """Those of the rows that end, or may end, in the days looked at by any reading of what is undecided."""
    beside = with_imprisonment(session, rows)
    return [
        row
        for row in rows
        if any(milestones(ends(facts), as_of, days) for facts in _facts(row, imprisoned=row["id"] in beside))
    ]


def _facts(row: Row, *, imprisoned: bool) -> Iterator[RestrictionFacts]:
    """What is recorded of a restriction, by every reading of what is undecided (the first as shown)."""
    for reading in islice(possible_readings(row), MOST_READINGS):
        yield RestrictionFacts.of_fields(reading, with_imprisonment=imprisoned)


def _order(one: Standing) -> tuple[int, date, str]:
    rank = MOST_PROTECTIVE.index(one.state.state)
    end = one.state.end or one.ends.shown
    return rank, (end.latest or end.earliest or date.max) if end is not None else date.max, one.id


def _standing(speaker: Speaker, row: Row, day: date, *, imprisoned: bool) -> Standing:
    readings = list(_facts(row, imprisoned=imprisoned))
    states = [state_on(facts, day) for facts in readings]
    # What is undecided counts as in force if any of its values says so.
    found = min(range(len(states)), key=lambda place: MOST_PROTECTIVE.index(states[place].state))
    return Standing(
        id=row["id"],
        kind=row["kind"] or "",
        text=describe(speaker, row),
        row=row,
        ends=ends(readings[found]),
        state=states[found],
        undecided=len({state.state for state in states}) > 1,
    )


def possible_readings(row: Row) -> Iterator[Mapping[str, Any]]:
    """The row as shown, then every combination of the undecided values of its dates."""
    yield row
    conflicts = row["conflicts"] or {}
    undecided = {key: [c["value"] for c in conflicts[key]] for key in DATED if key in conflicts}
    if undecided:
        for values in product(*undecided.values()):
            yield {**row, **dict(zip(undecided, values, strict=True))}


def with_imprisonment(session: Session, rows: Sequence[Row]) -> frozenset[str]:
    """The restrictions that were imposed beside imprisonment by the same sentence."""
    by_penalty = {row["penalty"]: row["id"] for row in rows if row["penalty"]}
    if not by_penalty:
        return frozenset()
    table = models()["penalty"].__table__
    own = LinkRow.__table__.alias()
    other = LinkRow.__table__.alias()
    found: set[str] = set()
    for group in in_groups(sorted(by_penalty)):
        found |= set(
            session.scalars(
                select(own.c.source)
                .join(
                    other,
                    (other.c.now == own.c.now) & (other.c.field == "sentence") & (other.c.kind == "penalty"),
                )
                .join(table, table.c.id == other.c.source)
                .where(own.c.source.in_(group), own.c.field == "sentence")
                .where(
                    table.c.kind == "imprisonment",
                    table.c.deleted.is_not(True),
                    table.c.conditional.is_not(True),
                )
            )
        )
    return frozenset(by_penalty[penalty] for penalty in found)


def describe(speaker: Speaker, row: Row) -> str:
    """A restriction in a few words: its kind and what it forbids."""
    kind = speaker.label("restriction_kind", row["kind"]) if row["kind"] else ""
    said = (row["translation"] if speaker.language == "en" else row["wording"] or row["translation"]) or ""
    return ": ".join(one for one in (kind, said.partition("\n")[0]) if one)


def ends_of(office: Office, restriction: str) -> Ends:
    """Every end of one restriction that can be told. Raises `NotFound`."""
    with office.read() as session:
        rows = belongings.rows(session, "restriction", (restriction,))
        if not rows:
            raise NotFound("That restriction is not in this vault.")
        beside = with_imprisonment(session, rows)
        return ends(RestrictionFacts.of_fields(rows[0], with_imprisonment=restriction in beside))
