"""What the register of letters says in each column."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kzcase.services.letters.shapes import RegisterRow
from kzcase.services.lists import Sign
from kzcase.ui.letters.pagedtablemodel import Column

_OVER = frozenset({"closed", "no_answer_needed"})


def columns() -> tuple[Column[RegisterRow], ...]:
    """The columns, in the window's language."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Letters", "Number"), 78, lambda row: row.number),
        Column(translate("Letters", "Letter"), 236, letter_words),
        Column(translate("Letters", "To or from"), 180, lambda row: row.to_words),
        Column(translate("Letters", "About"), 150, lambda row: ", ".join(row.person_titles)),
        Column(translate("Letters", "Sent"), 100, lambda row: row.sent or row.written),
        Column(translate("Letters", "Status"), 150, status_words, sign=sign_of),
        Column(translate("Letters", "Reply due"), 112, lambda row: row.due_words, why=basis_words),
        Column(translate("Letters", "Days"), 96, days_words, numeric=True),
        Column(translate("Letters", "What came"), 150, lambda row: row.response_words),
    )


def letter_words(row: RegisterRow) -> str:
    """What kind of letter it is and its subject, the kind not twice."""
    kind, subject = row.kind_words, row.subject
    if not kind or subject.casefold().startswith(kind.casefold()):
        return subject or kind
    return f"{kind}: {subject}" if subject else kind


def status_words(row: RegisterRow) -> str:
    """Its status; one that waits too long is called so."""
    if sign_of(row) is Sign.OVERDUE:
        return QCoreApplication.translate("Letters", "overdue")
    return row.status_words


def sign_of(row: RegisterRow) -> Sign:
    """The picture of its status."""
    if row.direction == "in":
        return Sign.TO_DO if row.status == "to_answer" else Sign.RECEIVED
    if row.overdue:
        return Sign.OVERDUE
    if row.waits:
        return Sign.WAITING
    if row.answered or row.status == "answered":
        return Sign.DONE
    return Sign.ENDED if row.status in _OVER else Sign.UNSENT


def days_words(row: RegisterRow) -> str:
    """How many days are left, or how many have passed; nothing where nobody waits."""
    if row.days_left is None or not row.waits:
        return ""
    translate = QCoreApplication.translate
    if row.days_left < 0:
        return translate("Letters", "{0} late").format(_grouped(-row.days_left))
    return translate("Letters", "{0} left").format(_grouped(row.days_left))


def basis_words(row: RegisterRow) -> str:
    """From where the day is known on which a reply is due."""
    translate = QCoreApplication.translate
    words = {
        "stated": translate("Letters", "The day was written down by the office."),
        "rule": translate("Letters", "Worked out from the day it was sent and the rule for its addressee."),
        "none": translate("Letters", "No term is known for this addressee; write one down if there is one."),
    }
    return words.get(row.due_basis, "") if row.due_words else ""


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
