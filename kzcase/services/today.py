"""Today: what is due, what was never answered, what ends next, what needs a decision, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzcase.services import agenda
from kzcase.services.agenda import Agenda, Item
from kzcase.services.office import Office

DAYS = 30


@dataclass(frozen=True, slots=True)
class InForce:
    """How much is in force today, and what ends soon.

    `restrictions` are surely in force, of so many `people`; `ending_30` of them
    are in force for at most 30 days more. `by_month` counts them by the month
    ("2026-12") in which they end, this month and the next eleven. `unsettled`
    are those of which it is not known whether they still are in force.
    """

    people: int
    restrictions: int
    ending_30: int
    by_month: tuple[tuple[str, int], ...]
    unsettled: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Something a caseworker has to decide: `what` is a key, `id` "" when it stands for several records."""

    what: str
    words: str
    count: int
    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last visit: records by others and by you (`MOST` means more), in lines."""

    last_visit: str | None
    by_others: int
    by_you: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup: when (ISO time or day), whether its file is still there, how many days ago."""

    when: str | None
    path_known: bool
    days: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the Today page says."""

    as_of: date
    agenda: Agenda
    never_answered: tuple[Item, ...]
    ends_next: tuple[Item, ...]
    in_force: InForce
    decisions: tuple[Decision, ...]
    since: Since
    backup: Backup


def today(office: Office, as_of: date, language: str = "en") -> Today:
    """What the Today page says on a day."""
    due = agenda.due(office, as_of, DAYS, language)
    return Today(
        as_of,
        due,
        tuple(one for one in due.items if one.what == "letter_due" and one.overdue),
        tuple(one for one in due.items if one.what == "restriction_ends"),
        InForce(0, 0, 0, ()),
        (),
        Since(None, 0, 0, ()),
        Backup(None, False, None, ""),
    )


def visited(office: Office) -> None:
    """Mark that whoever writes has seen what there is now: what comes after is new at the next visit."""
