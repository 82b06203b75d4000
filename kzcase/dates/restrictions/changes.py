"""What a later decision does to an end: extends, shortens, suspends, resumes, or ends it.

Our reading, checked by no lawyer: an extension is added to the end as it stood,
a reduction taken from it, and a suspension stops the term, so that the days
from it to the resumption are added. A stated new end replaces what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kzcase.dates.edtf import DateError, Edge, Edtf, Moment
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.restrictions.stored import stored_date, stored_term
from kzcase.dates.terms import Bound, Term, days_between

EXTENDS = "extension"
SUSPENDS, RESUMES = "suspension", "resumption"
SHORTENS = frozenset(("reduction", "amnesty", "pardon"))
ENDS = frozenset(("replacement", "parole", "lifting", "annulment"))
_UNDATED = "9999-99-99 9"


@dataclass(frozen=True, slots=True)
class Change:
    """One decision that changes how long a restriction lasts; each part is None when not recorded.

    `kind` is a term of the vocabulary `change_kind`, `decided` the day of the
    decision, `start` the day it takes effect if another, `term` by how long it
    extends or shortens, `new_end` the end that the decision or a source states.
    """

    kind: str
    decided: Edtf | None = None
    start: Edtf | None = None
    term: Term | None = None
    new_end: Edtf | None = None

    @classmethod
    def of_fields(cls, fields: Mapping[str, Any]) -> Change:
        """From the stored values of a record of the kind `restriction_change`."""
        return cls(
            kind=str(fields.get("kind") or ""),
            decided=stored_date(fields.get("date")),
            start=stored_date(fields.get("start")),
            term=stored_term(fields.get("term")),
            new_end=stored_date(fields.get("new_end")),
        )

    @property
    def effective(self) -> Edtf | None:
        """The day from which it counts."""
        return self.start or self.decided

    @property
    def ends_it(self) -> bool:
        """Whether the restriction ends by it; an amnesty or a pardon may also only shorten it."""
        whole = self.kind in SHORTENS and self.kind != "reduction"
        return self.kind in ENDS or (whole and self.term is None and self.new_end is None)

    @property
    def moves_it(self) -> bool:
        """Whether it changes the end without ending the restriction."""
        return not self.ends_it and self.kind in (EXTENDS, SUSPENDS, RESUMES, *SHORTENS)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes by the day they count from, those without a day last."""
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, str]:
    """A resumption stands at its last possible day: it follows the suspension that it ends."""
    effective = change.effective
    if effective is None:
        return _UNDATED, change.kind
    if change.kind == RESUMES:
        latest = Bound.of(effective).latest
        return (_UNDATED if latest is None else f"{latest} 9"), change.kind
    return effective.sort_key, change.kind


@dataclass(frozen=True, slots=True)
class Moved:
    """An end after the changes; `stated` says that the last of them gave it as a day."""

    bound: Bound
    steps: tuple[Step, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension with the resumption that followed it; `until` is None if none is recorded."""

    since: Edtf
    until: Edtf | None

    def holds(self, day: date) -> bool | None:
        """Whether the restriction is suspended on a day; None if it may be."""
        since = Bound.of(self.since)
        until = Bound.of(self.until) if self.until is not None else None
        if since.earliest is not None and day < since.earliest:
            return False
        if until is not None and until.latest is not None and day >= until.latest:
            return False
        begun = since.latest is not None and day >= since.latest
        lasting = until is None or (until.earliest is not None and day < until.earliest)
        return True if begun and lasting else None


def pauses(changes: Sequence[Change]) -> tuple[Pause, ...]:
    """The suspensions with a day, each with its resumption; of two in a row the first counts."""
    found: list[Pause] = []
    since: Edtf | None = None
    for change in changes:
        if change.kind == SUSPENDS and since is None:
            since = change.effective
        elif change.kind == RESUMES and since is not None:
            found.append(Pause(since, change.effective or _some_time_after(since)))
            since = None
    if since is not None:
        found.append(Pause(since, None))
    return tuple(found)


def _some_time_after(since: Edtf) -> Edtf:
    return Edtf(since.start, Edge.OPEN) if isinstance(since.start, Moment) else since


def moved(end: Bound | None, changes: Sequence[Change], *, stated: bool) -> Moved | None:
    """An end after the changes, taken in order; None if there is none to change and none is stated.

    `stated` says that `end` itself is what a source gives. A computed end that
    a change replaces by a stated one is dropped: it is no longer what is counted.
    """
    bound, steps = end, list[Step]()
    now_stated = suspended = False
    since: Edtf | None = None
    for change in changes:
        if change.new_end is not None:
            if stated:
                bound, now_stated = Bound.of(change.new_end), True
                suspended = suspended and change.kind != RESUMES
                steps.append(_said(f"{_verb(change)}_to", change, end=bound))
                continue
            if change.term is None and change.kind not in (SUSPENDS, RESUMES):
                return None
        if bound is None:
            continue
        if change.kind == SUSPENDS:
            since, suspended = since if suspended else change.effective, True
            steps.append(_said("suspended", change))
        elif change.kind == RESUMES and suspended:
            bound, suspended = _resumed(bound, since, change), False
            steps.append(_said("resumed", change, end=bound))
            now_stated = False
        elif change.kind == EXTENDS or change.kind in SHORTENS:
            bound = _by_term(bound, change)
            known = change.term is not None
            steps.append(_said(f"{_verb(change)}_{'by' if known else 'unknown'}", change, end=bound))
            now_stated = False
    if bound is None:
        return None
    if suspended:
        bound = Bound(bound.earliest, None)
        now_stated = False
    return Moved(bound, tuple(steps), now_stated)


def _verb(change: Change) -> str:
    if change.kind in (SUSPENDS, RESUMES):
        return "extended"
    return "extended" if change.kind == EXTENDS else change.kind


def _said(code: str, change: Change, **values: Bound) -> Step:
    given: dict[str, Any] = dict(values)
    if code.endswith("_by"):
        given["term"] = change.term
    if change.effective is None:
        return Step.of(f"{code}_undated", **given)
    return Step.of(code, start=change.effective, **given)


def _by_term(bound: Bound, change: Change) -> Bound:
    if change.term is None:
        return Bound(bound.earliest, None) if change.kind == EXTENDS else Bound(None, bound.latest)
    try:
        return bound.plus(change.term) if change.kind == EXTENDS else bound.minus(change.term)
    except DateError:
        return Bound(bound.earliest, None) if change.kind == EXTENDS else Bound(None, bound.latest)


def _resumed(bound: Bound, since: Edtf | None, change: Change) -> Bound:
    """The end later by as many days as the suspension lasted."""
    if since is None or change.effective is None:
        return Bound(bound.earliest, None)
    first, last = Bound.of(since), Bound.of(change.effective)
    fewest = _days(first.latest, last.earliest) or 0
    most = _days(first.earliest, last.latest)
    return Bound(
        bound.later(max(fewest, 0)).earliest,
        None if most is None else bound.later(max(most, 0)).latest,
    )


def _days(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else days_between(first, last)
