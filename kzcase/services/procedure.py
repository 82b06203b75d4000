"""Dated items that follow from proceedings: terms for appeals, ends of remand, measures and custody.

The rules are rows of law (`kzcase.reference.procedure`), the counting is pure
(`kzcase.dates`); this file reads the records and joins the two. Nothing here
depends on the day of asking, so a derived table may keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import Edtf
from kzcase.dates.procedure import (
    Limit,
    Reckoned,
    TermRule,
    appeal_deadline,
    appeal_of_either,
    law_step,
    level_of,
    remand_limits,
)
from kzcase.dates.restrictions import Change, InWords, RestrictionFacts, Step, ends, explain
from kzcase.dates.terms import Term
from kzcase.reference import procedure
from kzcase.reference.procedure import Ground
from kzcase.reference.shipped import LANGUAGES, Standing
from kzcase.services import belongings
from kzcase.services.belongings import Row
from kzcase.services.stored import stored_date

APPEAL, REMAND_ENDS, MEASURE_ENDS, DETENTION_ENDS = "appeal", "remand_ends", "measure_ends", "detention_ends"
COPY = "copy_received"
DECIDED = ("upheld", "milder", "harsher", "overturned", "returned", "withdrawn", "not_appealed", "pending")
"""The terms of the vocabulary `appeal_outcome` after which the term for an appeal is of no more use."""

READS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sentence": ("kind", "instance", "date", "copy_received", "in_force", "appealed", "appeal_outcome"),
        "measure": ("kind", "decided", "start", "term", "claimed_end", "lifted"),
        "detention": ("kind", "start", "term", "claimed_end", "end"),
    }
)
"""The fields of a record on which its computed dates depend; a measure's also on its changes."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One computed date of a record.

    `what` is "appeal", "remand_ends", "measure_ends", "detention_ends" or one of
    the next steps of `kzcase.services.nextsteps`;
    `certainty` as of every computed end. `lapses` says that nothing waits to be
    done once it has passed: a term for an appeal is then over.
    """

    record: str
    what: str
    earliest: date | None
    latest: date | None
    certainty: str
    steps: tuple[Step, ...]
    lapses: bool = False

    @property
    def date_edtf(self) -> str:
        """The day, or an interval whose unknown side is open."""
        first, last = (".." if day is None else day.isoformat() for day in (self.earliest, self.latest))
        return first if first == last else f"{first}/{last}"

    @property
    def explanation(self) -> str:
        """Why, in English."""
        return explain(self.steps)

    def explain(self, language: str) -> str:
        """Why, in "en", "ru" or "kk"."""
        return explain(self.steps, language)


def computed(session: Session, kind: str, ids: Sequence[str]) -> tuple[Dated, ...]:
    """The computed dates of records of a kind: "sentence", "measure" or "detention"; none for any other."""
    of_row = _OF.get(kind)
    if of_row is None or not ids:
        return ()
    changes = changes_of(session, ids) if kind == "measure" else {}
    return tuple(
        dated
        for row in belongings.rows(session, kind, ids)
        if not row["deleted"]
        for dated in of_row(row, changes.get(row["id"], ()))
    )


def changes_of(session: Session, records: Sequence[str]) -> dict[str, tuple[Row, ...]]:
    """The recorded changes of restrictions and measures, by the record they change."""
    found: dict[str, list[Row]] = {}
    for row in belongings.naming(session, "restriction_change", list(records), "record"):
        found.setdefault(row["record"], []).append(row)
    return {record: tuple(rows) for record, rows in found.items()}


def of_row(kind: str, row: Row, changes: Sequence[Row] = ()) -> tuple[Dated, ...]:
    """The computed dates of a row that was read (`READS` and its id), with the changes recorded of it."""
    made = _OF.get(kind)
    return made(row, changes) if made is not None else ()


def _of_sentence(row: Row, changes: Sequence[Row]) -> tuple[Dated, ...]:
    """Until when a judgment of the first instance may be appealed, while nobody has."""
    over = row["in_force"] or row["appealed"] or row["appeal_outcome"] in DECIDED
    if over or row["instance"] not in (None, "first"):
        return ()
    reckoned = appeal_term(row)
    return () if reckoned is None else (dated(row["id"], APPEAL, reckoned, lapses=True),)


def appeal_term(row: Mapping[str, Any]) -> Reckoned | None:
    """Until when a judgment may be appealed; None if no rule for its kind ships or no day is known."""
    announced = stored_date(row["date"])
    if announced is None:
        return None
    day = announced.earliest or announced.latest
    law = procedure.appeal_of(row["kind"] or "", day) if day is not None else None
    if law is None:
        return None
    received = stored_date(row["copy_received"])
    counted = rule(law.ground, law.term)
    reckoned = appeal_deadline(counted, announced, received, by_copy=law.counted_from == COPY)
    if received is not None and law.counted_from != law.custody_from:
        in_custody = appeal_deadline(counted, announced, received, by_copy=law.custody_from == COPY)
        reckoned = appeal_of_either(reckoned, in_custody)
    return reckoned


def _of_measure(row: Row, changes: Sequence[Row]) -> tuple[Dated, ...]:
    """When a measure of restraint ends; remand also with the limit the law sets."""
    if row["lifted"] or any(Change.of_fields(change).ends_it for change in changes):
        return ()
    what = REMAND_ENDS if row["kind"] == "remand" else MEASURE_ENDS
    known = _ends(row, changes)
    if known is not None:
        limited = _with_limit(row, known) if what == REMAND_ENDS else known
        return (dated(row["id"], what, limited),)
    if what == REMAND_ENDS and (start := stored_date(row["start"] or row["decided"])) is not None:
        limits = limits_of(start)
        ordinary = next((limit for limit in limits if limit.ordinary), None)
        if ordinary is not None:
            return (dated(row["id"], what, ordinary.until),)
    return ()


def _of_detention(row: Row, changes: Sequence[Row]) -> tuple[Dated, ...]:
    """When custody ends by what is stated or by its term; nothing once it has ended."""
    known = None if row["end"] else _ends(row, ())
    return () if known is None else (dated(row["id"], DETENTION_ENDS, known),)


_OF: Mapping[str, Callable[[Row, Sequence[Row]], tuple[Dated, ...]]] = MappingProxyType(
    {"sentence": _of_sentence, "measure": _of_measure, "detention": _of_detention}
)


def _ends(row: Row, changes: Sequence[Row]) -> Reckoned | None:
    """The end to show first, counted as that of any restriction with a term."""
    facts = RestrictionFacts.of_fields(
        {
            "kind": "other",
            "term": row["term"],
            "start": row["start"],
            "decided": row.get("decided"),
            "claimed_end": row["claimed_end"],
        },
        changes=changes,
    )
    known = ends(facts)
    end = known.shown
    if end is None or not end.bound.known:
        return None
    return Reckoned(end.earliest, end.latest, end.certainty, end.steps)


def _with_limit(row: Row, end: Reckoned) -> Reckoned:
    """An end of remand with the level of extension it needs, or that none allows it."""
    start = stored_date(row["start"] or row["decided"])
    if start is None or end.latest is None:
        return end
    limits = limits_of(start)
    level = level_of(limits, end.latest)
    steps: tuple[Step, ...]
    if level is None:
        steps = (Step.of("remand_over", end=end.bound),) if limits else ()
    elif level.ordinary:
        steps = level.until.steps
    else:
        steps = (Step.of("remand_extended", end=level.until.bound), *level.rule.steps)
    return Reckoned(end.earliest, end.latest, end.certainty, (*end.steps, *steps))


def limits_of(start: Edtf) -> tuple[Limit, ...]:
    """Until when remand that began on a day may last at each level, by the law of that day."""
    day = start.earliest or start.latest
    rules = [
        (rule(one.ground, one.limit), one.ordinary)
        for one in procedure.remand_limits()
        if day is None or one.ground.perhaps_on(day)
    ]
    return remand_limits(start, rules)


def rule(ground: Ground, term: Mapping[str, int]) -> TermRule:
    """A row of law as a rule to count by; what was read in no source names none."""
    return TermRule(Term(**term), _law(ground), _source(ground), ground.lawyer_checked)


def cited(ground: Ground) -> Step:
    """The sentence that says on what a row of law rests."""
    return law_step(_law(ground), _source(ground))


def _law(ground: Ground) -> InWords:
    return InWords(*(ground.law(language) for language in LANGUAGES))


def _source(ground: Ground) -> str:
    return ground.source if ground.standing is not Standing.UNCHECKED else ""


def dated(record: str, what: str, found: Reckoned, *, lapses: bool = False) -> Dated:
    """What was reckoned as a date of a record."""
    return Dated(record, what, found.earliest, found.latest, found.certainty, found.steps, lapses)
