"""At which stage proceedings are on a day, from what happened in them and from what is stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.standing.presence import Basis
from kzcase.dates.terms import Bound


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that brings proceedings to a stage (a term of the vocabulary `stage`).

    `rank` orders what happened on one day; `label` is what it is called;
    `assumed` marks what follows from a rule and is not recorded.
    """

    stage: str
    date: Edtf
    label: str
    rank: int = 0
    assumed: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage on a day ("" before everything recorded), since when, how it is known, and why."""

    stage: str
    basis: Basis
    since: Edtf | None
    steps: tuple[Step, ...]


def stage_on(happened: Sequence[Happened], day: date, undated: Happened | None = None) -> Stage:
    """The stage that what happened last by a day led to.

    What may have happened by then, its day not being exactly known, counts only
    as assumed. `undated` is a stage that is stated without a day: it holds as
    far as nothing dated says otherwise.
    """
    begun = [one for one in happened if (first := Bound.of(one.date).earliest) is None or first <= day]
    last = max(begun, key=_order, default=None)
    if last is None:
        if undated is not None and not happened:
            return Stage(undated.stage, "assumed", None, (Step.of("stage_undated", label=undated.label),))
        return Stage("", "assumed", None, (Step.of("no_stage_yet"),))
    bound = Bound.of(last.date)
    sure = bound.latest is not None and bound.latest <= day
    basis: Basis = "assumed" if last.assumed or not sure else "stated"
    return Stage(last.stage, basis, last.date, last.steps or (_said(last),))


def _order(one: Happened) -> tuple[date, date, int, str]:
    bound = Bound.of(one.date)
    first = bound.earliest or date.min
    return first, bound.latest or first, one.rank, one.stage


def _said(one: Happened) -> Step:
    return Step.of("stage_since", label=one.label, start=one.date)
