"""What the Today page is made of: frozen values, in words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzcase.services.agenda import Agenda, Item


@dataclass(frozen=True, slots=True)
class InForce:
    """How much is in force today, and what ends soon.

    `restrictions` are surely in force, of so many `people`. `ending_30` is how
    many end in the 30 days to come, and `by_month` how many end in each month
    ("2026-12"), this one and the next eleven. Of those `unsettled` it is not known
    whether they are still in force.
    """

    people: int
    restrictions: int
    ending_30: int
    by_month: tuple[tuple[str, int], ...]
    unsettled: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Something a caseworker has to decide.

    `what` is "conflict", "deletion" (contested), "waiting" (a revision misses
    an earlier one), "unverified" (an import whose sender's key was not
    compared), "erasure" (proposed by another office), "paper" (consent
    withdrawn after papers had gone out). `count` is how many things it stands
    for, `id` "" when it stands for several records.
    """

    what: str
    words: str
    count: int
    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last visit: how many records by others and by you, and the same in lines.

    `last_visit` is a UTC time, None before the first visit; `more` says that the
    count stopped at its limit.
    """

    last_visit: str | None
    by_others: int
    by_you: int
    lines: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup: its day, whether its file is there, how many days ago that was, in words."""

    when: str | None
    path_known: bool
    days: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the Today page says; `put_off` is what of its agenda was put off."""

    as_of: date
    agenda: Agenda
    never_answered: tuple[Item, ...]
    ends_next: tuple[Item, ...]
    in_force: InForce
    decisions: tuple[Decision, ...]
    since: Since
    backup: Backup
    put_off: tuple[Item, ...] = ()
