"""What the register of letters hands out: frozen rows, pages and figures, already in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

ALL, OVERDUE, SOON, WAITING = "all", "overdue", "soon", "waiting"
DRAFTS, INCOMING, UNANSWERED = "drafts", "incoming", "unanswered"
VIEWS = (ALL, OVERDUE, SOON, WAITING, DRAFTS, INCOMING, UNANSWERED)
"""The views of the register.

`overdue`: the last day for the reply, stated or by rule, has passed. `soon`: it comes within
`SOON_DAYS`. `waiting`: everything sent that still waits for a reply. `unanswered`: what is
overdue, and what has waited for 60 days though no term for its reply is known. `drafts`: of ours,
not sent yet. `incoming`: what came in.
"""

SOON_DAYS = 14
MOST_COUNTED = 1_000
"""A count that reaches this number is not counted further."""

STATED, RULE, NONE = "stated", "rule", "none"
"""On what a day for a reply rests: somebody set it, a rule gives it, or no term is known."""


@dataclass(frozen=True, slots=True)
class Due:
    """By when a reply is due.

    `date` is EDTF ("" when no term is known), `earliest` and `latest` its days.
    `basis` is `STATED`, `RULE` or `NONE`, `rule` the key of the rule (vocabulary
    `reply_rule`), `checked` whether the rule was read in a source. `certainty`
    is "stated", "computed" (by a rule, from the day of receipt), "inferred" (by
    a rule, from another day), "disputed" or "unknown". `explanation` says in
    words what was counted, and on what ground.
    """

    date: str
    earliest: datetime.date | None
    latest: datetime.date | None
    basis: str
    rule: str
    certainty: str
    checked: bool
    explanation: str

    def days_left(self, as_of: datetime.date) -> int | None:
        """Days until the last possible one; negative once it has passed; None if there is none."""
        return None if self.latest is None else (self.latest - as_of).days


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register.

    `due` is EDTF ("" for none), `days_left` counts to the last possible day.
    `waits` says that it was sent and still waits for a reply. `overdue` needs a
    known term. `shares_number` says that another letter of ours has the same
    number, as when two laptops each gave it. Dates are shown in words; `sent_date` and `answered_date` are
    EDTF. `key` is the row's place in the order: give it as `after` to go on.
    """

    id: str
    direction: str
    kind: str
    kind_words: str
    number: str
    subject: str
    written: str
    sent: str
    sent_date: str
    to_words: str
    person_ids: tuple[str, ...]
    person_titles: tuple[str, ...]
    mechanism_words: str
    status: str
    status_words: str
    due: str
    due_words: str
    due_basis: str
    days_left: int | None
    waits: bool
    overdue: bool
    answered: str
    answered_date: str
    response: str
    response_words: str
    impact_words: str
    open_asks: int
    follow_up_of: str | None
    reply_to: str | None
    shares_number: bool
    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Lines of one view, whether there are more after the last, and how many each view has."""

    rows: tuple[RegisterRow, ...]
    more: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came in answer to a letter.

    `received` is the day (EDTF), `response` a term of `letter_response`, `note`
    what they answered, `document` the scan's record, `impact` a term of
    `letter_impact`, `from_` a contact, organisation or person, if it is another
    than the one who was written to.
    """

    received: str
    response: str | None = None
    note: str = ""
    document: str | None = None
    impact: str | None = None
    impact_note: str = ""
    from_: str | None = None
    reference: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AskRow:
    """One thing asked: of whom, for whom, since when, and what came of it.

    `of` is the letter, person or case that it belongs to, `to_words` whom the
    letter went to, `since` the day of the letter in words, `days` how long ago
    that is (None if not known). `key` as of a register row.
    """

    id: str
    kind_words: str
    text: str
    of: str
    of_kind: str
    of_title: str
    to_words: str
    person_titles: tuple[str, ...]
    since: str
    days: int | None
    outcome: str
    outcome_words: str
    outcome_date: str
    outcome_note: str
    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class AskPage:
    """Lines of the board of open asks, and whether there are more after the last."""

    rows: tuple[AskRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What passed between the office and one addressee (an organisation with its contacts).

    `average_days` from sending to answer, None without an answered letter whose
    two days are known; `last_answer` in words. `letters` are the newest lines.
    """

    sent: int
    received: int
    answered: int
    unanswered: int
    overdue: int
    average_days: float | None
    last_answer: str
    letters: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeAfter:
    """Something that changed for a person, and how many days after a letter.

    `kind` and `id` are its record. That it came after the letter says nothing
    about why.
    """

    day: str
    words: str
    kind: str
    id: str
    days_after: int


@dataclass(frozen=True, slots=True)
class LoopRow:
    """A letter about a person, and what changed after it and within `LOOP_DAYS`."""

    letter_id: str
    day: str
    words: str
    to_words: str
    response_words: str
    then: tuple[ChangeAfter, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its key, its words and its number."""

    key: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Month:
    """What went out and came in in one month ("2026-11")."""

    month: str
    sent: int
    received: int
    answered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The correspondence of a period in numbers.

    `sent` counts what went out in the period, `received` what came in. Of the
    sent ones that expect a reply (`expecting`), `answered` have one by now;
    `answer_rate` is their share (None if none expects one), `average_days` the
    mean time to an answer. `overdue` still wait though their term has passed.
    `people` counts whom the sent ones concern. `by_addressee` are kinds of
    addressees. A month belongs to the day of sending or receiving;
    `undated` counts letters whose month is not known exactly.
    """

    first: datetime.date
    last: datetime.date
    sent: int
    received: int
    people: int
    expecting: int
    answered: int
    overdue: int
    answer_rate: float | None
    average_days: float | None
    by_kind: tuple[Share, ...]
    by_addressee: tuple[Share, ...]
    by_mechanism: tuple[Share, ...]
    by_response: tuple[Share, ...]
    by_impact: tuple[Share, ...]
    by_outcome: tuple[Share, ...]
    by_month: tuple[Month, ...]
    undated: int
