"""Until when a sentence of imprisonment that is being served lasts, with custody before it credited.

Criminal Code art. 62 credits custody before the judgment at a ratio that
depends on the regime; without the number of days the judgment credits, only
the first and the last possible day are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.dates.credit import Ratio, days_held
from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.standing.presence import Basis, Custody, presence_on
from kzcase.dates.terms import Bound, Term


@dataclass(frozen=True, slots=True)
class Penalty:
    """One punishment of a judgment: `held` is the custody in which it is served, `before` what preceded it.

    `ratios` are the ones that may apply to custody before the judgment.
    """

    id: str
    label: str
    term: Term | None
    sentenced: Edtf | None
    in_force: Edtf | None = None
    credited: int | None = None
    held: tuple[Custody, ...] = ()
    before: tuple[Custody, ...] = ()
    ratios: tuple[Ratio, ...] = ()


@dataclass(frozen=True, slots=True)
class Serving:
    """A punishment that is served on a day: where, and between which days it ends if nothing changes."""

    penalty: str
    custody: str
    basis: Basis
    end: Bound
    steps: tuple[Step, ...]


def serving_on(
    penalties: Sequence[Penalty], day: date, *, free_since: Edtf | None = None
) -> tuple[Serving, ...]:
    """The punishments that are served in custody on a day."""
    found = []
    for penalty in penalties:
        for custody in penalty.held:
            presence = presence_on(custody, day, free_since=free_since)
            if presence.held is False:
                continue
            end, steps = _end(penalty)
            basis: Basis = presence.basis if presence.held else "assumed"
            said = Step.of("serving", label=penalty.label)
            found.append(Serving(penalty.id, custody.id, basis, end, (said, *presence.steps, *steps)))
            break
    return tuple(found)


def _end(penalty: Penalty) -> tuple[Bound, tuple[Step, ...]]:
    """Between which days the term ends: exactly only where the judgment says what it credits."""
    start = penalty.in_force or penalty.sentenced
    if penalty.term is None or start is None:
        return Bound(None, None), ()
    try:
        full = Bound.of(start).plus(penalty.term)
    except DateError:
        return Bound(None, None), ()
    if penalty.credited is not None:
        end = full.later(-penalty.credited)
        return end, (Step.of("credited", days=penalty.credited, end=end),)
    steps = (Step.of("term_of_imprisonment", start=start, term=penalty.term, end=full),)
    most = _most_credited(penalty)
    if not most:
        # Hardly anyone comes to a colony who was not held before: no first day can be told.
        end = Bound(None, full.latest)
        return end, (*steps, Step.of("credit_unknown", end=end))
    end = Bound(full.later(-most).earliest, full.latest)
    return end, (*steps, Step.of("may_be_credited", days=most, end=end))


def _most_credited(penalty: Penalty) -> int:
    """The most days that custody before the judgment may count as."""
    judged = penalty.in_force or penalty.sentenced
    latest = Bound.of(judged).latest if judged is not None else None
    total = 0
    for custody in penalty.before:
        last = custody.end or (Edtf.of(latest) if latest is not None else None)
        held = days_held(custody.start, last)
        total += held[1] if held is not None else 0
    return max((ratio.of(total) for ratio in penalty.ratios), default=total)
