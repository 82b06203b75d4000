"""One thing that is due, as Today, the calendar and scripts show it."""

from __future__ import annotations

from dataclasses import dataclass

WHAT = (
    "hearing",
    "restriction_ends",
    "milestone",
    "appeal",
    "remand_ends",
    "measure_ends",
    "detention_ends",
    "letter_due",
    "letter_unanswered",
    "reply_owed",
    "consent_expires",
    "task",
    "entry_due",
    "ruling_due",
    "hearing_due",
    "decision_due",
    "quiet",
    "receipt_due",
)
"""Every kind of item, for ever: what words, icons, filters and calendars go by."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due: `date` is EDTF, `earliest` and `latest` ISO days or None.

    `key` names it for ever, so that it can be put off; `what` is one of `WHAT`
    and `words` says it in the language asked for. `id`, `kind` and `title` are
    its record, `people` the ids of whom it concerns. `overdue` says that its
    last possible day has passed and that it still waits to be done.
    `certainty` is "stated", "computed", "inferred" or "unknown", or "disputed"
    for one of several undecided dates. An end that is counted otherwise than the
    one to show first is not `shown`; `basis` is from what an end was counted.
    """

    key: str
    date: str
    earliest: str | None
    latest: str | None
    what: str
    words: str
    id: str
    kind: str
    title: str
    people: tuple[str, ...]
    explanation: str
    certainty: str
    overdue: bool = False
    snoozed_until: str | None = None
    snooze_reason: str = ""
    shown: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, what is overdue first, and whether more was left out."""

    items: tuple[Item, ...]
    more: bool
