"""Says when a restriction is longer than the law allows: by its term, or by the end that is stated of it."""

from __future__ import annotations

from datetime import date

from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.restrictions.facts import RestrictionFacts
from kzcase.dates.restrictions.rules import rules_for
from kzcase.dates.terms import Bound, Term, add_term

FIRST_DAYS = tuple(date(year, month, 1) for year in (2021, 2022, 2023, 2024) for month in (1, 3))
"""Days before and after the leap day of each of four years."""


def too_long(facts: RestrictionFacts, longest: Term) -> tuple[Step, ...]:
    """Why a restriction lasts longer than the longest term the law knows; empty if it does not, or may not.

    A stated end is measured from the latest day the term may be counted from,
    so that a vague day accuses nobody. Nothing is said of it where that day is
    not recorded, or a later decision moved the end.
    """
    found = []
    term = facts.term
    if term is not None and _longer(term, longest):
        found.append(Step.of("too_long_term", term=term, longest=longest))
    end = facts.claimed_end
    start = _latest_start(facts)
    if end is not None and end.earliest is not None and start is not None and not facts.changes:
        try:
            last = Bound.of(start).plus(longest)
        except DateError:
            return tuple(found)
        if last.latest is not None and end.earliest > last.latest:
            found.append(Step.of("too_long_claimed", end=end, longest=longest, start=start, last=last))
    return tuple(found)


def _latest_start(facts: RestrictionFacts) -> Edtf | None:
    """The last of the recorded days its term may be counted from; None if that day may be still later."""
    if facts.kind == "deprivation_of_right" and facts.imprisoned_too and facts.released is None:
        return None
    if facts.kind == "restriction_of_freedom" and facts.received is None:
        # Authorities count from a day that nobody recorded: how long it took is not known.
        return None
    days = [
        day
        for basis in rules_for(facts.kind, imprisoned_too=facts.imprisoned_too)
        if basis != "decided" and (day := getattr(facts, basis)) is not None
    ]
    if any(Bound.of(day).latest is None for day in days):
        return None
    return max(days, key=lambda day: Bound.of(day).latest or date.min, default=None)


def _longer(term: Term, longest: Term) -> bool:
    """Whether a term is longer than another from any day: a year of 366 days is no reason to say so."""
    try:
        return all(add_term(day, term) > add_term(day, longest) for day in FIRST_DAYS)
    except DateError:
        return True
