"""What limits a person's freedom on a day, until when, and how that is known.

The dates are computed by `kzcase.dates.restrictions` from what is recorded;
this file only reads the rows and asks. A restriction whose dates are undecided
counts as in force if any of the values says so, and is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions import (
    Ends,
    InForce,
    RestrictionFacts,
    Step,
    ends,
    explain,
    state_on,
    too_long,
)
from kzcase.dates.terms import Term
from kzcase.errors import NotFound
from kzcase.reference import procedure as law
from kzcase.services import belongings, procedure
from kzcase.services.belongings import Row
from kzcase.services.derived import readings
from kzcase.services.derived.stretches import MOST_PROTECTIVE
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

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
    beyond_law: tuple[Step, ...] = ()
    """Why it is longer than the law allows, with the article and how that was checked."""

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
        """The whole explanation: the state on the day, every end, and whether the law allows it so long."""
        state = self.state.explain(language)
        said = [end.explain(language) for end in self.ends.all]
        said.append(explain(self.beyond_law, language))
        # The state on a day tells of the end it was found by in the same words.
        return " ".join(dict.fromkeys((state, *(one for one in said if one and one not in state))))

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
    known = readings.read(session.connection(), rows)
    found = [_standing(speaker, row, known[row["id"]].facts, day) for row in rows]
    return tuple(sorted(found, key=_order))


def _order(one: Standing) -> tuple[int, date, str]:
    rank = MOST_PROTECTIVE.index(one.state.state)
    end = one.state.end or one.ends.shown
    return rank, (end.latest or end.earliest or date.max) if end is not None else date.max, one.id


def _standing(speaker: Speaker, row: Row, read: Sequence[RestrictionFacts], day: date) -> Standing:
    states = [state_on(facts, day) for facts in read]
    # What is undecided counts as in force if any of its values says so.
    found = min(range(len(states)), key=lambda place: MOST_PROTECTIVE.index(states[place].state))
    return Standing(
        id=row["id"],
        kind=row["kind"] or "",
        text=describe(speaker, row),
        row=row,
        ends=ends(read[found]),
        state=states[found],
        undecided=len({state.state for state in states}) > 1,
        beyond_law=_beyond_law(read[found]),
    )


def _beyond_law(facts: RestrictionFacts) -> tuple[Step, ...]:
    """Why a restriction is longer than the law of its day allows, as far as that law was read."""
    day = facts.decided or facts.in_force or facts.start
    limit = law.term_limit(facts.kind, day.earliest or day.latest if day is not None else None)
    found = too_long(facts, Term(**limit.longest)) if limit is not None else ()
    if limit is None or not found:
        return ()
    return (*found, procedure.cited(limit.ground), Step.of("law_then"))


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
        return ends(readings.read(session.connection(), rows)[restriction].facts[0])
