"""Computes every end a restriction may have, each with the way it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.restrictions.changes import Change, moved
from kzcase.dates.restrictions.explain import Ground, Step, explain
from kzcase.dates.restrictions.facts import RestrictionFacts
from kzcase.dates.restrictions.rules import Basis, Rule, rules_for
from kzcase.dates.terms import Bound, Term, days_between, start_of

Certainty = Literal["stated", "computed", "inferred", "unknown"]


@dataclass(frozen=True, slots=True)
class ComputedEnd:
    """One end: from what it follows, between which days it lies, and why.

    `certainty` is "stated" (a source or an authority gives it), "computed"
    (from recorded days and the rule), "inferred" (from a doubted or a missing
    day) or "unknown" (it cannot be told, though there may be a limit).
    `earliest` and `latest` are both None when nothing is known; `rule` is None
    when nothing was counted.
    """

    basis: Basis
    earliest: date | None
    latest: date | None
    certainty: Certainty
    steps: tuple[Step, ...]
    rule: Rule | None = None

    @property
    def bound(self) -> Bound:
        """The two days together."""
        return Bound(self.earliest, self.latest)

    @property
    def day(self) -> date | None:
        """The day, when it is one."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def explanation(self) -> str:
        """Why, in English."""
        return explain(self.steps)

    def explain(self, language: str) -> str:
        """Why, in "en", "ru" or "kk"."""
        return explain(self.steps, language)

    @property
    def checked(self) -> bool:
        """Whether the rule, if any, was read in a source."""
        return self.rule is None or self.rule.read

    @property
    def checked_by_lawyer(self) -> bool:
        """Whether a lawyer has checked the rule, if any."""
        return self.rule is None or self.rule.checked_by_lawyer


@dataclass(frozen=True, slots=True)
class Ends:
    """All ends of one restriction; `shown` is the one to show first.

    That is the day it was lifted, else the claimed end, else the computed one
    that says most. It is None only for a limit that lasts until it is lifted.
    """

    claimed: ComputedEnd | None
    lifted: ComputedEnd | None
    computed: tuple[ComputedEnd, ...]

    @property
    def shown(self) -> ComputedEnd | None:
        """The end to show first, or None where there is none by nature."""
        if self.lifted or self.claimed:
            return self.lifted or self.claimed
        # The rules stand in the order in which they are to be shown. A ban that counts from a release
        # still to come must not be shown with the day it would end without the imprisonment.
        exact = [end for end in self.computed if end.latest is not None or end.basis == "released"]
        limited = [end for end in self.computed if end.bound.known]
        return next(iter(exact or limited or self.computed), None)

    @property
    def all(self) -> tuple[ComputedEnd, ...]:
        """Every end, lifted and claimed first."""
        return tuple(end for end in (self.lifted, self.claimed, *self.computed) if end is not None)


def ends(facts: RestrictionFacts) -> Ends:
    """Every end that can be told from what is recorded, after every later decision."""
    computed = () if facts.until_lifted else tuple(_with_differences(list(_computed(facts))))
    claimed = _claimed(facts, computed)
    if facts.changes:
        moving = [change for change in facts.changes if change.moves_it]
        claimed = _claimed_after(claimed, moving)
        computed = tuple(end for one in computed if (end := _after(one, moving)) is not None)
    return Ends(claimed, _lifted(facts), computed)


def _claimed_after(claimed: ComputedEnd | None, changes: Sequence[Change]) -> ComputedEnd | None:
    """The stated end after the changes; a change that states one makes one."""
    known = moved(claimed.bound if claimed is not None else None, changes, stated=True)
    if known is None or not known.steps:
        return claimed
    certainty: Certainty = "stated" if known.stated else "computed"
    if not known.bound.known:
        certainty = "unknown"
    before = claimed.steps[:1] if claimed is not None else ()
    return ComputedEnd(
        "claimed", known.bound.earliest, known.bound.latest, certainty, (*before, *known.steps)
    )


def _after(end: ComputedEnd, changes: Sequence[Change]) -> ComputedEnd | None:
    """A computed end after the changes; None once a stated end has taken its place."""
    known = moved(end.bound, changes, stated=False)
    if known is None:
        return None
    certainty = end.certainty
    if known.bound.latest is None and end.latest is not None:
        certainty = "unknown"
    elif not known.bound.known:
        certainty = "unknown"
    ground = end.steps[-1:] if end.rule is not None else ()
    steps = end.steps[: len(end.steps) - len(ground)]
    return ComputedEnd(
        end.basis,
        known.bound.earliest,
        known.bound.latest,
        certainty,
        (*steps, *known.steps, *ground),
        end.rule,
    )


def _lifted(facts: RestrictionFacts) -> ComputedEnd | None:
    """The day it ended early: as recorded of it, else by the first decision that ends it."""
    if facts.lifted is not None:
        return _stated("lifted", facts.lifted, (Step.of("lifted", end=facts.lifted),))
    change = next((one for one in facts.changes if one.ends_it), None)
    if change is None:
        return None
    if change.effective is None:
        return ComputedEnd("lifted", None, None, "unknown", (Step.of(f"by_{change.kind}_undated"),))
    return _stated("lifted", change.effective, (Step.of(f"by_{change.kind}", end=change.effective),))


def _claimed(facts: RestrictionFacts, computed: tuple[ComputedEnd, ...]) -> ComputedEnd | None:
    claimed = facts.claimed_end
    if claimed is None:
        return None
    steps = [Step.of("claimed", end=claimed)]
    if claimed.day is not None:
        same = next((end for end in computed if end.day == claimed.day), None)
        if same is not None:
            steps.append(Step.of("same", basis=Ground(same.basis)))
        elif facts.term is not None:
            steps.extend(_implied_start(facts, claimed.day, facts.term))
        steps.extend(_difference(claimed.day, end) for end in computed if end.day not in (None, claimed.day))
    return _stated("claimed", claimed, tuple(steps))


def _stated(basis: Basis, value: Edtf, steps: tuple[Step, ...]) -> ComputedEnd:
    bound = Bound.of(value)
    return ComputedEnd(basis, bound.earliest, bound.latest, "stated", steps)


def _implied_start(facts: RestrictionFacts, claimed: date, term: Term) -> Iterator[Step]:
    """What day a claimed end means the term was counted from, if there is just one such day."""
    if facts.credited:
        return
    implied = start_of(claimed, term)
    if implied is None:
        return
    by_probation = facts.kind == "restriction_of_freedom" and facts.received is None and facts.start is None
    yield Step.of("implied_received" if by_probation else "implied_start", term=term, start=implied)


def _difference(day: date, other: ComputedEnd) -> Step:
    """How far a day lies from another end, which is an exact one."""
    days = days_between(other.day or day, day)
    return Step.of(
        "later" if days > 0 else "earlier", days=abs(days), basis=Ground(other.basis), end=other.bound
    )


def _with_differences(computed: list[ComputedEnd]) -> Iterator[ComputedEnd]:
    """Name on each exact end how far it lies from the one counted from entry into force."""
    base = next((end for end in computed if end.basis == "in_force" and end.day is not None), None)
    for end in computed:
        if base is None or end.day is None or end.day == base.day:
            yield end
        else:
            steps = (*end.steps[:-1], _difference(end.day, base), *end.steps[-1:])
            yield ComputedEnd(end.basis, end.earliest, end.latest, end.certainty, steps, end.rule)


def _computed(facts: RestrictionFacts) -> Iterator[ComputedEnd]:
    if facts.term is None and facts.longest is None:
        if facts.claimed_end is None and facts.lifted is None:
            yield ComputedEnd("start", None, None, "unknown", (Step.of("no_term"),))
        return
    term = facts.term or facts.longest
    assert term is not None
    exact = facts.term is not None
    rules = rules_for(facts.kind, imprisoned_too=facts.imprisoned_too)
    given = _given(facts)
    counted: list[Basis] = [basis for basis in rules if basis in given and basis != "decided"]
    if not counted and "decided" in given and "released" not in rules:
        counted.append("decided")
    told = facts.claimed_end is not None or facts.lifted is not None
    for basis, rule in rules.items():
        if basis in counted:
            found = _count(basis, given[basis], term, rule, exact=exact)
        elif not told and (basis == "released" or (basis == "received" and "in_force" in given)):
            found = _without_day(basis, given.get("in_force", facts.decided), term, rule, exact=exact)
        else:
            continue
        yield _credited(found, facts.credited, exact=exact) if facts.credited else found
    if not counted and not told and "released" not in rules:
        yield ComputedEnd("start", None, None, "unknown", (Step.of("no_day", term=term),))


def _given(facts: RestrictionFacts) -> dict[Basis, Edtf]:
    """The recorded days a term may be counted from."""
    every: dict[Basis, Edtf | None] = {
        "start": facts.start,
        "in_force": facts.in_force,
        "received": facts.received,
        "released": facts.released,
        "decided": facts.decided,
    }
    given = {basis: value for basis, value in every.items() if value is not None}
    released, in_force = facts.released, facts.in_force
    if (
        released
        and in_force
        and released.latest
        and in_force.earliest
        and released.latest < in_force.earliest
    ):
        # Released before the sentence took effect: a ban cannot be counted from a day before it began.
        given["released"] = in_force
    return given


def _count(basis: Basis, start: Edtf, term: Term, rule: Rule, *, exact: bool) -> ComputedEnd:
    """The term counted from a recorded day; the longest one (not `exact`) gives only the last day."""
    try:
        bound = Bound.of(start).plus(term)
    except DateError:
        return ComputedEnd(basis, None, None, "unknown", (Step.of("too_long"),), rule)
    if basis == "decided":
        # It may have begun any time after the decision; only the lower limit is sure.
        bound = Bound(bound.earliest, None)
    if not exact:
        return _at_most(basis, start, term, rule, bound)
    certainty: Certainty = "inferred" if basis == "decided" or start.qualified else "computed"
    if not bound.known:
        certainty = "unknown"
    steps = [Step.of(f"counted_{basis}", start=start, term=term, end=bound)]
    if basis != "decided" and start.qualified:
        steps.append(Step.of("not_certain"))
    elif basis != "decided" and not start.precise:
        steps.append(Step.of("not_exact"))
    return ComputedEnd(basis, bound.earliest, bound.latest, certainty, (*steps, _ground(rule)), rule)


def _at_most(basis: Basis, start: Edtf, term: Term, rule: Rule, bound: Bound) -> ComputedEnd:
    """From the day it began to the end of its longest term: more is not known."""
    known = Bound(Bound.of(start).earliest, bound.latest)
    steps = [Step.of("at_most", term=term)]
    if basis == "decided":
        steps.append(Step.of("start_inferred", start=start))
    else:
        steps.append(Step.of("at_most_until", basis=Ground(basis), start=start, end=known))
    return ComputedEnd(basis, known.earliest, known.latest, "unknown", (*steps, _ground(rule)), rule)


def _credited(end: ComputedEnd, days: int, *, exact: bool) -> ComputedEnd:
    """The end earlier by the days that the judgment credits; of a longest term only the last possible day."""
    bound = end.bound.later(-days)
    if not exact and bound.latest is not None:
        first = end.earliest if end.earliest is None else min(end.earliest, bound.latest)
        bound = Bound(first, bound.latest)
    elif not exact:
        bound = end.bound
    if bound == end.bound:
        return end
    steps = (*end.steps[:-1], Step.of("credited", days=days, end=bound), *end.steps[-1:])
    return ComputedEnd(end.basis, bound.earliest, bound.latest, end.certainty, steps, end.rule)


def _without_day(
    basis: Basis, not_before: Edtf | None, term: Term, rule: Rule, *, exact: bool
) -> ComputedEnd:
    """The term counted from a day that is not recorded, but cannot lie before another."""
    first = Bound.of(not_before).earliest if not_before is not None else None
    if not exact:
        return ComputedEnd(
            basis, first, None, "unknown", (Step.of("at_most", term=term), _ground(rule)), rule
        )
    try:
        bound = Bound(first, None).plus(term)
    except DateError:
        return ComputedEnd(basis, None, None, "unknown", (Step.of("too_long"),), rule)
    if basis == "received":
        steps = [Step.of("no_received", term=term, end=bound)]
    else:
        steps = [Step.of("no_released", term=term)]
        if bound.known:
            steps.append(Step.of("no_released_after", term=term, end=bound))
    return ComputedEnd(basis, bound.earliest, None, "unknown", (*steps, _ground(rule)), rule)


def _ground(rule: Rule) -> Step:
    if rule.read and rule.source:
        return Step.of("rule_reported", source=rule.source)
    return Step.of("rule_unchecked")
