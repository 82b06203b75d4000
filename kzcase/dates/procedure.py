"""Counts the terms of proceedings: until when a judgment may be appealed, how long remand may last.

Pure functions over rules that the caller takes from the law in force on the
day of the act. Whether such a rule was read in a source stands with it, and is
said in every explanation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.restrictions.ends import Certainty
from kzcase.dates.restrictions.explain import InWords, Step, explain
from kzcase.dates.terms import Bound, Term

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TermRule:
    """A term the law sets.

    `law` is how it is cited, `source` where it was read, "" if it was read nowhere.
    """

    term: Term
    law: InWords
    source: str = ""
    checked_by_lawyer: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sentence that says on what the rule rests."""
        return (law_step(self.law, self.source),)


def law_step(law: InWords, source: str) -> Step:
    """The sentence that says on what a rule rests, and whether it was read anywhere."""
    if source:
        return Step.of("law_read", law=law, source=source)
    return Step.of("law_unread", law=law)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A computed day of proceedings: between which days it lies, how it is known, and why."""

    earliest: date | None
    latest: date | None
    certainty: Certainty
    steps: tuple[Step, ...]

    @property
    def bound(self) -> Bound:
        """The two days together."""
        return Bound(self.earliest, self.latest)

    @property
    def explanation(self) -> str:
        """Why, in English."""
        return explain(self.steps)

    def explain(self, language: str) -> str:
        """Why, in "en", "ru" or "kk"."""
        return explain(self.steps, language)


def appeal_deadline(
    rule: TermRule, announced: Edtf | None, copy_received: Edtf | None = None, *, by_copy: bool = False
) -> Reckoned | None:
    """The last day for an appeal, or None if the day it runs from is not known.

    The term runs from the announcement, or with `by_copy` from the day the copy
    was handed over. The day it runs from is not counted, so that fifteen days
    from the 1st end on the 16th; where that day is no working day the law may
    move it on, which is said and not counted.
    """
    start, code = (copy_received, "appeal_copy") if by_copy else (announced, "appeal_announced")
    steps: list[Step] = []
    if start is None and by_copy and announced is not None:
        # It cannot have been handed over before it was announced: that leaves the safe, earlier day.
        start, code = announced, "appeal_copy_unknown"
        steps.append(Step.of("copy_not_recorded"))
    if start is None:
        return None
    try:
        bound = Bound.of(start).plus(rule.term)
    except DateError:
        return None
    certainty: Certainty = "inferred" if start.qualified or steps else "computed"
    if steps:
        bound = Bound(bound.earliest, None)
    if not bound.known:
        return None
    steps.insert(0, Step.of(code, start=start, term=rule.term, end=bound))
    if bound.day is not None and bound.day.weekday() >= SATURDAY:
        steps.append(Step.of("weekend"))
    return Reckoned(bound.earliest, bound.latest, certainty, (*steps, *rule.steps))


def appeal_of_either(announced: Reckoned | None, by_copy: Reckoned | None) -> Reckoned | None:
    """The last day for an appeal where it is not known from which of the two days its term runs.

    For a person in custody it runs from the copy, for anybody else from the
    announcement: whoever waits for the later day may come too late.
    """
    if announced is None or by_copy is None or announced.bound == by_copy.bound:
        return announced or by_copy
    first = min((one.earliest for one in (announced, by_copy) if one.earliest is not None), default=None)
    last = None
    if announced.latest is not None and by_copy.latest is not None:
        last = max(announced.latest, by_copy.latest)
    certainty: Certainty = "inferred"
    steps = (*announced.steps[:-1], *by_copy.steps[:-1], Step.of("copy_in_custody"), by_copy.steps[-1])
    return Reckoned(first, last, certainty, steps)


@dataclass(frozen=True, slots=True)
class Limit:
    """One level of remand on one person: until when it may last at most, and by what rule."""

    rule: TermRule
    ordinary: bool
    until: Reckoned


def remand_limits(start: Edtf, rules: Sequence[tuple[TermRule, bool]]) -> tuple[Limit, ...]:
    """Until when remand that began at `start` may last at each level, the shortest first.

    `rules` are the lengths with whether each is the ordinary one, which needs no
    extension. All count from the first day of remand, whatever was extended.
    """
    found = []
    for rule, ordinary in sorted(rules, key=lambda one: _length(one[0].term)):
        try:
            bound = Bound.of(start).plus(rule.term)
        except DateError:
            continue
        step = Step.of("remand_limit", start=start, term=rule.term, end=bound)
        certainty: Certainty = "inferred" if start.qualified else "computed"
        found.append(
            Limit(rule, ordinary, Reckoned(bound.earliest, bound.latest, certainty, (step, *rule.steps)))
        )
    return tuple(found)


def level_of(limits: Sequence[Limit], until: date) -> Limit | None:
    """The shortest level that allows remand to last until a day; None if none does."""
    return next(
        (limit for limit in limits if limit.until.latest is not None and until <= limit.until.latest), None
    )


def _length(term: Term) -> tuple[int, int]:
    return term.years * 12 + term.months, term.days
