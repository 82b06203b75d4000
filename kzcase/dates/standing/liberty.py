"""Where a person is on a day, from what is stated of them and from the custody that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.dates.custody import IN_CUSTODY
from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.standing.presence import Basis, Custody, Presence, presence_on
from kzcase.dates.terms import Bound

AT_LIBERTY, DEAD = "at_liberty", "dead"
FIRMER = ("detained", "psychiatric", "administrative_arrest", "house_arrest", "remand", "imprisoned")
"""Of custodies that began on one day the last of these is told: an arrest becomes remand on its day."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The liberty status recorded of a person, with its words, since when, and the day of death.

    `outside` is the day from which a sentence runs that is served without
    isolation, such as restriction of freedom (Criminal Code art. 44).
    `undecided` and `death_undecided` say that the status, or the day of death,
    was written differently by two people: what is shown of it is then assumed.
    """

    status: str = ""
    label: str = ""
    since: Edtf | None = None
    died: Edtf | None = None
    outside: Edtf | None = None
    undecided: bool = False
    death_undecided: bool = False

    @property
    def free_since(self) -> Edtf | None:
        """The day from which the person is said, beyond doubt, not to be in custody."""
        free = self.status and self.status not in IN_CUSTODY and not self.undecided
        return self.since if free else None


@dataclass(frozen=True, slots=True)
class Liberty:
    """The status on a day: a term of the vocabulary `liberty`, "" if nothing is known.

    `since` is the day it began as far as that is known, `custody` the id of the
    record that says so ("" for none), `possible` what may hold as well.
    """

    status: str
    basis: Basis
    since: Edtf | None
    steps: tuple[Step, ...]
    custody: str = ""
    possible: tuple[Presence, ...] = ()


def liberty_on(stated: Stated, custody: Sequence[Custody], day: date) -> Liberty:
    """Where the person is on a day.

    Death goes before everything, then custody that surely holds, then whatever
    was last said: the stated status, or a release. Custody that may hold is
    named beside it, and decides nothing.
    """
    if (dead := _death(stated, day)) is not None:
        return dead
    found = [(one, presence_on(one, day, free_since=stated.free_since)) for one in custody]
    sure = [(one, presence) for one, presence in found if presence.held]
    possible = tuple(presence for _, presence in found if presence.held is None)
    outside = Bound.of(stated.outside).latest if stated.outside is not None else None
    if sure:
        # Of several the one that is known best, then the one that began last.
        one, presence = max(sure, key=lambda pair: (pair[1].basis != "assumed", _rank(pair[0])))
        return Liberty(one.status, presence.basis, one.start, presence.steps, one.id, possible)
    if outside is not None and outside < day and all(_begun_before(one, outside) for one in custody):
        free = stated.since if stated.free_since is not None else None
        if free is None or (first := Bound.of(free).earliest) is None or first > day:
            steps = (Step.of("served_outside", start=Edtf.of(outside)), *_steps(possible))
            return Liberty(AT_LIBERTY, "assumed", None, steps, possible=possible)
    likely = [(one, presence) for one, presence in found if presence.likely]
    if likely:
        one, presence = max(likely, key=lambda pair: _rank(pair[0]))
        if not _freed_since(found, one, day) and not _said_since(stated, one, day):
            return Liberty(one.status, "assumed", one.start, presence.steps, one.id, possible)
    return _last_said(stated, custody, found, day, possible)


def _steps(possible: Sequence[Presence]) -> tuple[Step, ...]:
    return tuple(step for presence in possible for step in presence.steps)


def _begun_before(custody: Custody, day: date) -> bool:
    began = custody.begins[0]
    return began.earliest is None or began.earliest <= day


def _freed_since(found: Sequence[tuple[Custody, Presence]], custody: Custody, day: date) -> bool:
    """Whether another custody that began later was over by the day: then this one was, too."""
    began = custody.begins[0].earliest
    for other, presence in found:
        over = other.over
        if other is custody or presence.held is not False or over is None or other.start is None:
            continue
        first, last = Bound.of(other.start).earliest, over[0].latest
        if began is not None and first is not None and first >= began and last is not None and last < day:
            return True
    return False


def _said_since(stated: Stated, custody: Custody, day: date) -> bool:
    """Whether another status was recorded after a custody began: then that is the last thing known."""
    since = Bound.of(stated.since).earliest if stated.since is not None else None
    began = custody.begins[0].earliest
    later = since is not None and since <= day and (began is None or since > began)
    return bool(stated.status) and stated.status != custody.status and later


def _rank(custody: Custody) -> tuple[str, int, str]:
    """By its beginning, then by how firmly it holds somebody; the id only to decide at all."""
    day = custody.start or custody.sentenced
    firmness = FIRMER.index(custody.status) if custody.status in FIRMER else -1
    return day.sort_key if day is not None else "", firmness, custody.id


def _death(stated: Stated, day: date) -> Liberty | None:
    if stated.died is None:
        return None
    died = Bound.of(stated.died)
    if died.earliest is None or day < died.earliest:
        return None
    sure = died.latest is not None and day >= died.latest and not stated.death_undecided
    steps = (Step.of("died", start=stated.died), *_undecided(stated.death_undecided))
    return Liberty(DEAD, "stated" if sure else "assumed", stated.died, steps)


def _undecided(is_so: bool) -> tuple[Step, ...]:
    return (Step.of("status_undecided"),) if is_so else ()


def _last_said(
    stated: Stated,
    custody: Sequence[Custody],
    found: Sequence[tuple[Custody, Presence]],
    day: date,
    possible: tuple[Presence, ...],
) -> Liberty:
    """The stated status or the last release, whichever is later; else what follows from silence."""
    releases = [
        (over[0].latest, one, over[1])
        for one, presence in found
        if presence.held is False
        and (over := one.over) is not None
        and over[0].latest is not None
        and over[0].latest < day
    ]
    last = max(releases, key=lambda release: (release[0], release[1].id), default=None)
    since = Bound.of(stated.since).earliest if stated.since is not None else None
    if stated.status and since is not None and since <= day and (last is None or since >= last[0]):
        return _stated(stated, day, possible)
    if last is not None:
        _, one, how = last
        over = one.over
        assert over is not None
        basis: Basis = "assumed" if possible else "computed" if how == "stated" else "assumed"
        steps = (Step.of("released", end=over[0]), *_steps(possible))
        return Liberty(AT_LIBERTY, basis, one.end, steps, possible=possible)
    if stated.status and stated.since is None and not custody:
        return Liberty(stated.status, "assumed", None, _undated(stated))
    if possible:
        return Liberty("", "assumed", None, _steps(possible), possible=possible)
    if stated.status and stated.since is None:
        return Liberty(stated.status, "assumed", None, _undated(stated))
    if custody:
        # Every recorded custody begins later.
        return Liberty(AT_LIBERTY, "assumed", None, (Step.of("not_yet_held"),))
    return Liberty("", "assumed", None, (Step.of("nothing_recorded"),))


def _undated(stated: Stated) -> tuple[Step, ...]:
    return (Step.of("status_undated", label=stated.label), *_undecided(stated.undecided))


def _stated(stated: Stated, day: date, possible: tuple[Presence, ...]) -> Liberty:
    assert stated.since is not None
    latest = Bound.of(stated.since).latest
    sure = latest is not None and latest <= day and not possible and not stated.undecided
    steps = (
        Step.of("status_since", label=stated.label, start=stated.since),
        *_undecided(stated.undecided),
        *_steps(possible),
    )
    return Liberty(stated.status, "stated" if sure else "assumed", stated.since, steps, possible=possible)
