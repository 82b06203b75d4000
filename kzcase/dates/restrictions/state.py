"""Says whether a restriction is in force on a day: yes, no, not yet, or unknown, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kzcase.dates.restrictions.changes import pauses
from kzcase.dates.restrictions.ends import Certainty, ComputedEnd, Ends, ends
from kzcase.dates.restrictions.explain import Ground, Step, explain
from kzcase.dates.restrictions.facts import DATES, RestrictionFacts
from kzcase.dates.terms import Bound, days_left

State = Literal["yes", "no", "unknown", "not yet"]
Verdict = Literal["runs", "over", "open"]


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a restriction is in force on a day.

    `end` is the end the answer rests on, `certainty` is "inferred" where the
    answer rests on a day that is not recorded or doubted, and `disputed` says
    that counted otherwise the answer would be another.
    """

    state: State
    steps: tuple[Step, ...]
    end: ComputedEnd | None = None
    certainty: Certainty = "computed"
    disputed: bool = False

    @property
    def why(self) -> str:
        """The reason in English."""
        return explain(self.steps)

    def explain(self, language: str) -> str:
        """The reason in "en", "ru" or "kk"."""
        return explain(self.steps, language)

    def days_left(self, today: date) -> int | None:
        """Days to the end if it is one day and still to come, 0 on the day itself; otherwise None."""
        day = self.end.day if self.end else None
        return days_left(day, today) if self.state == "yes" and day is not None and day >= today else None


def turns(facts: RestrictionFacts, known: Ends | None = None) -> frozenset[date]:
    """The days from which on the state may be another than the day before.

    Between two of them `state_on` is the same every day, so that whole stretches
    can be told from a few questions. `known` are its ends, if they are at hand.
    """
    found: set[date] = set()
    dates = (getattr(facts, name) for name in DATES)
    of_changes = (change.effective for change in facts.changes)
    for value in (*dates, *of_changes):
        if value is not None:
            found.update(day for day in value.fuzzy if day is not None)
            found.update(day for limit in value.fuzzy if (day := _after(limit)) is not None)
    for end in (known or ends(facts)).all:
        found.update(day for limit in (end.earliest, end.latest) if (day := _after(limit)) is not None)
    return frozenset(found)


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days in one state; `begins` is `date.min` and `ends` `date.max` where there is no such day."""

    begins: date
    ends: date
    state: State


def intervals(facts: RestrictionFacts) -> tuple[Interval, ...]:
    """Every day there is in stretches of one state each, in order; agrees with `state_on`."""
    found: list[Interval] = []
    known = ends(facts)
    days = sorted({date.min, *turns(facts, known)})
    for begins, after in zip(days, (*days[1:], None), strict=True):
        state = state_on(facts, begins, known).state
        last = date.max if after is None else after - timedelta(days=1)
        if found and found[-1].state == state:
            found[-1] = Interval(found[-1].begins, last, state)
        else:
            found.append(Interval(begins, last, state))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Begun:
    """Whether it has begun: True, False (not yet) or None (not known), and in what words."""

    begun: bool | None
    steps: tuple[Step, ...] = ()


def state_on(facts: RestrictionFacts, day: date, known: Ends | None = None) -> InForce:
    """Whether the restriction is in force on `day`, its end day included.

    A claimed end decides unless it has passed while one computed from recorded
    days has not: then the answer is unknown, and both are named. Among computed
    ends alone, any that has not passed means that it is in force. `known` are
    its ends, if they are at hand: many days of one restriction need them once.
    """
    known = known or ends(facts)
    begun = _begun(facts, day)
    if begun.begun is False:
        return InForce("not yet", begun.steps, known.shown)
    answer = (
        _paused(facts, known, day)
        or _by_lifting(known, day)
        or _by_claim(known, day)
        or _by_counting(known, day)
    )
    if answer.state == "no" or not begun.steps:
        return answer
    steps = (*begun.steps, *answer.steps)
    if begun.begun is None:
        return InForce("unknown", steps, answer.end, "unknown", answer.disputed)
    certainty: Certainty = "inferred" if answer.state == "yes" else answer.certainty
    return InForce(answer.state, steps, answer.end, certainty, answer.disputed)


def _begun(facts: RestrictionFacts, day: date) -> _Begun:
    start = facts.start or facts.in_force
    if start is not None:
        bound = Bound.of(start)
        if bound.earliest is not None and day < bound.earliest:
            return _Begun(False, (Step.of("begins", start=start),))
        if bound.latest is not None and day >= bound.latest:
            return _Begun(True)
        return _Begun(None, (Step.of("may_not_have_begun", start=start),))
    decided = Bound.of(facts.decided) if facts.decided else Bound(None, None)
    if facts.decided and decided.earliest is not None and day < decided.earliest:
        return _Begun(False, (Step.of("imposed_later", start=facts.decided),))
    # It cannot have begun after the judgment arrived, nor after the release from the prison beside it.
    last = [Bound.of(value).latest for value in (facts.received, facts.released) if value is not None]
    if any(latest is not None and day >= latest for latest in last):
        return _Begun(True)
    if facts.decided and decided.latest is not None and day >= decided.latest:
        return _Begun(True, (Step.of("start_inferred", start=facts.decided),))
    return _Begun(None, (Step.of("start_unknown"),))


def _paused(facts: RestrictionFacts, known: Ends, day: date) -> InForce | None:
    """That it is suspended on the day, or may be; None if it is not, or has been lifted before."""
    if not facts.changes or (known.lifted is not None and _verdict(known.lifted, day) == "over"):
        return None
    for pause in pauses(facts.changes):
        holds = pause.holds(day)
        if holds is False:
            continue
        steps = [Step.of("paused_since", start=pause.since)]
        if pause.until is not None:
            steps.append(Step.of("paused_until", end=pause.until))
        if holds:
            return InForce("no", tuple(steps), known.shown, "stated")
        return InForce("unknown", tuple(steps), known.shown, "unknown")
    return None


def _verdict(end: ComputedEnd, day: date) -> Verdict:
    if end.earliest is not None and day <= end.earliest:
        return "runs"
    return "over" if end.latest is not None and day > end.latest else "open"


def _by_lifting(known: Ends, day: date) -> InForce | None:
    if known.lifted is None:
        return None
    return _plain(known.lifted, day)


def _by_claim(known: Ends, day: date) -> InForce | None:
    claimed = known.claimed
    if claimed is None:
        return None
    verdict = _verdict(claimed, day)
    counted = [end for end in known.computed if end.certainty == "computed"]
    longer = next((end for end in counted if _verdict(end, day) == "runs"), None)
    over = next((end for end in counted if _verdict(end, day) == "over"), None)
    if verdict == "over" and longer is not None:
        steps = (
            Step.of("stated_over", claimed=claimed.bound, basis=Ground(longer.basis), end=longer.bound),
            *_ground_of(longer),
        )
        return InForce("unknown", steps, claimed, "unknown", disputed=True)
    answer = _plain(claimed, day)
    if verdict == "runs" and over is not None:
        note = Step.of("counted_over", basis=Ground(over.basis), end=over.bound)
        return InForce(answer.state, (*answer.steps, note), claimed, answer.certainty, disputed=True)
    return answer


def _by_counting(known: Ends, day: date) -> InForce:
    if not known.computed:
        # Only a limit that lasts until it is lifted has no computed end.
        return InForce("yes", (Step.of("no_end"),), None, "inferred")
    verdicts = [(end, _verdict(end, day)) for end in known.computed]
    running = [end for end, verdict in verdicts if verdict == "runs"]
    over = [end for end, verdict in verdicts if verdict == "over"]
    shown = known.shown
    if running:
        end = shown if shown in running else running[0]
        answer = _plain(end, day)
        notes = tuple(Step.of("counted_over", basis=Ground(o.basis), end=o.bound) for o in over)
        return InForce("yes", (*answer.steps, *notes), end, answer.certainty, disputed=bool(over))
    if len(over) == len(verdicts):
        return _plain(shown or over[0], day)
    doubtful = next(end for end, verdict in verdicts if verdict == "open")
    notes = tuple(Step.of("counted_over", basis=Ground(o.basis), end=o.bound) for o in over)
    answer = _plain(doubtful, day)
    return InForce("unknown", (*notes, *answer.steps), shown, "unknown", disputed=bool(over))


def _plain(end: ComputedEnd, day: date) -> InForce:
    """The answer that one end gives."""
    match _verdict(end, day):
        case "runs":
            # That it has not ended can follow from a limit although the end itself is not known.
            certainty: Certainty = "inferred" if end.certainty == "unknown" else end.certainty
            return InForce("yes", (Step.of("runs", end=end.bound),), end, certainty)
        case "over":
            return InForce("no", (Step.of("over", end=end.bound),), end, end.certainty)
        case _ if end.latest is not None or end.basis == "decided":
            return InForce("unknown", (Step.of("may_be_over", end=end.bound),), end, "unknown")
        case _:
            code = "may_have_ended" if end.bound.known else "end_unknown"
            return InForce("unknown", (Step.of(code), end.steps[0]), end, "unknown")


def _ground_of(end: ComputedEnd) -> tuple[Step, ...]:
    """The sentence of an end that says on what ground it is counted."""
    return end.steps[-1:] if end.rule is not None else ()
