"""What is expected next in proceedings and by when one asks for it, from what is recorded of them.

Of each prosecution there is at most one next step: the one that follows what
was recorded last. Whatever has a date of its own, such as a hearing that is
scheduled, is the next step by itself. Nothing here depends on the day of
asking, so a derived table may keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from kzcase.dates.edtf import Edtf
from kzcase.dates.nextsteps import Recorded, asked_after, entry_by_ruling, entry_by_term, last_of
from kzcase.dates.procedure import Reckoned
from kzcase.dates.restrictions import RestrictionFacts
from kzcase.dates.restrictions.stored import stored_date
from kzcase.dates.terms import Bound, Term
from kzcase.reference import procedure as law
from kzcase.services import procedure
from kzcase.services.procedure import Dated

Row = Mapping[str, Any]

ENTRY, RULING, HEARING, DECISION, QUIET, RECEIPT = (
    *("entry_due", "ruling_due", "hearing_due", "decision_due", "quiet", "receipt_due"),
)
NEXT_STEPS = (ENTRY, RULING, HEARING, DECISION, QUIET, RECEIPT)

READS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "prosecution": ("opened", "stage", "outcome", "closed"),
        "step": ("kind", "date", "outcome"),
        "hearing": ("date", "status", "outcome"),
        "sentence": (*procedure.READS["sentence"], "appeal_decided"),
    }
)
"""The fields on which a next step depends, of a prosecution and of what belongs to it."""

LATER_DECISIONS = ("replacement", "parole")
OVER = ("in_force", "cassation", "serving", "served", "expunged", "closed")
"""Stages after which nothing more is asked."""
AFTER_ENTRY = ("in_force", "cassation_filed", "cassation_decided", "received_by_probation")
LEFT_IN_FORCE = ("upheld", "milder", "harsher", "withdrawn")
REOPENED = ("overturned", "returned")


@dataclass(frozen=True, slots=True)
class Course:
    """A prosecution with its steps, hearings and judgments, as rows of `READS` with their ids."""

    prosecution: Row
    steps: Sequence[Row] = ()
    hearings: Sequence[Row] = ()
    sentences: Sequence[Row] = ()


def of_course(course: Course) -> tuple[Dated, ...]:
    """The next step of a prosecution, if one is to be asked for."""
    if _over(course):
        return ()
    judgment = _judgment(course)
    found = _unjudged(course) if judgment is None else _judged(course, judgment)
    if found is None or found[1] is None:
        return ()
    what, reckoned = found[0], found[1]
    return (procedure.dated(course.prosecution["id"], what, reckoned),)


def of_restriction(record: str, facts: RestrictionFacts) -> Dated | None:
    """Whether the probation service has received a judgment, while no other day or end tells it."""
    known = (facts.received, facts.start, facts.claimed_end, facts.lifted)
    if facts.kind != "restriction_of_freedom" or facts.in_force is None or any(known):
        return None
    reckoned = asked_after("not_received_since", facts.in_force, _wait(RECEIPT))
    return None if reckoned is None else procedure.dated(record, RECEIPT, reckoned)


def _over(course: Course) -> bool:
    """Whether the proceedings have ended, or gone on beyond what is asked for."""
    row = course.prosecution
    stage = (row["stage"] or {}).get("status")
    ended = row["closed"] or stage in OVER or row["outcome"] in ("dropped", "dropped_other")
    # An outcome without a judgment that is recorded says that there is one, and not when.
    unknown = row["outcome"] not in (None, "pending", "overturned") and not course.sentences
    closed = any(
        one["kind"] == "closure" and one["outcome"] not in ("refused", "pending") for one in course.steps
    )
    decided = any(one["kind"] in ("closure", *LATER_DECISIONS) for one in course.sentences)
    return bool(ended or unknown or closed or decided)


def _judgment(course: Course) -> Row | None:
    """The last judgment of the first instance, unless it was overturned since."""
    first = [one for one in course.sentences if one["instance"] in (None, "first")]
    last = max(first, key=lambda one: (_day(one["date"]), one["id"]), default=None)
    return None if last is None or last["appeal_outcome"] in REOPENED else last


Found = tuple[str, Reckoned | None] | None


def _judged(course: Course, judgment: Row) -> Found:
    """What follows a judgment: an appeal, its ruling, the entry into force."""
    announced = _day(judgment["date"])
    # A step of which only the month is known, or nothing, may have followed: nobody says it did not.
    after = [one for one in course.steps if _last_day(one["date"]) >= announced]
    higher = any(one["instance"] not in (None, "first") for one in course.sentences)
    if judgment["in_force"] or higher or any(one["kind"] in AFTER_ENTRY for one in after):
        return None
    ruling = next(
        (one for one in after if one["kind"] == "appeal_decided" and one["outcome"] != "pending"), None
    )
    outcome = judgment["appeal_outcome"]
    if ruling is not None or judgment["appeal_decided"] or outcome in LEFT_IN_FORCE:
        ruled = stored_date(judgment["appeal_decided"]) or stored_date(ruling["date"] if ruling else None)
        if ruled is None or (ruling is not None and ruling["outcome"] in REOPENED):
            return None
        return ENTRY, entry_by_ruling(ruled, procedure.cited(law.entry_into_force()))
    lodged = [one for one in after if one["kind"] == "appeal_filed"]
    if judgment["appealed"] or lodged or outcome == "pending":
        days = [stored_date(judgment["appealed"]), *(stored_date(one["date"]) for one in lodged)]
        days += [stored_date(one["date"]) for one in course.hearings if _day(one["date"]) > announced]
        return None if _awaited(course, announced) else (RULING, _after("appealed_since", days, RULING))
    return ENTRY, _entry(judgment)


def _entry(judgment: Row) -> Reckoned | None:
    """When a judgment takes effect of which no appeal is recorded."""
    announced = stored_date(judgment["date"])
    if announced is None:
        return None
    term = procedure.appeal_term(judgment) if judgment["kind"] in ("conviction", "acquittal") else None
    found = entry_by_term(term, procedure.cited(law.entry_into_force())) if term is not None else None
    return found or asked_after("judged_since", announced, _wait(ENTRY))


def _unjudged(course: Course) -> Found:
    """What follows the last thing recorded of proceedings without a judgment."""
    last = last_of(_recorded(course))
    if last is None or _awaited(course, _day(str(last.date))):
        return None
    code, what = {
        "hearing": ("heard_since", DECISION),
        "to_court": ("in_court_since", HEARING),
    }.get(last.what, ("quiet_since", QUIET))
    return what, asked_after(code, last.date, _wait(what))


def _recorded(course: Course) -> Iterator[Recorded]:
    """Everything dated of proceedings that has happened."""
    row = course.prosecution
    days = [row["opened"], (row["stage"] or {}).get("since")]
    for one in course.sentences:
        days += [one["date"], one["appealed"], one["appeal_decided"]]
    for text in days:
        if (day := stored_date(text)) is not None:
            yield Recorded("other", day)
    for one in course.steps:
        if (day := stored_date(one["date"])) is not None:
            yield Recorded("to_court" if one["kind"] == "to_court" else "other", day)
    for one in course.hearings:
        if not _to_come(one) and (day := stored_date(one["date"])) is not None:
            yield Recorded("hearing", day)


def _awaited(course: Course, since: date) -> bool:
    """Whether a hearing stands scheduled after a day: it is then the next step, and has its own date."""
    return any(_to_come(one) and _day(one["date"]) >= since for one in course.hearings)


def _to_come(hearing: Row) -> bool:
    return hearing["status"] == "scheduled" and not hearing["outcome"]


def _after(code: str, days: Sequence[Edtf | None], what: str) -> Reckoned | None:
    last = last_of(Recorded("other", day) for day in days if day is not None)
    return None if last is None else asked_after(code, last.date, _wait(what))


def _wait(what: str) -> Term:
    return Term(**law.expected()[what].after)


def _day(stored: object) -> date:
    """The first day a stored date may mean; before everything if it means none."""
    day = stored_date(stored)
    bound = Bound.of(day) if day is not None else None
    return date.min if bound is None else bound.earliest or bound.latest or date.min


def _last_day(stored: object) -> date:
    """The last day a stored date may mean; after everything if it means none."""
    day = stored_date(stored)
    bound = Bound.of(day) if day is not None else None
    return date.max if bound is None else bound.latest or date.max
