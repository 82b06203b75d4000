"""What the register of letters says in each column."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kzcase.services.letters.shapes import RegisterRow
from kzcase.services.lists import Sign
from kzcase.ui.letters.pagedtablemodel import Column

PLAIN = "letter"
"""The kind whose words say no more than that it is one."""
_OVER = frozenset({"closed", "no_answer_needed"})


def columns() -> tuple[Column[RegisterRow], ...]:
    """The columns, in the window's language."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Letters", "Number"), 98, number_words, why=number_why),
        Column(translate("Letters", "Letter"), 220, letter_words),
        Column(translate("Letters", "To or from"), 196, lambda row: row.to_words),
        Column(translate("Letters", "About"), 136, lambda row: ", ".join(row.person_titles)),
        Column(translate("Letters", "Sent"), 104, lambda row: row.sent or row.written),
        Column(translate("Letters", "Reply due"), 108, lambda row: row.due_words, why=basis_words),
        Column(translate("Letters", "Days"), 66, days_words, numeric=True),
        Column(translate("Letters", "Status"), 150, status_words, sign=sign_of, why=response_words),
    )


def number_words(row: RegisterRow) -> str:
    """Its number; one that another letter has too says so."""
    if not row.shares_number:
        return row.number
    return QCoreApplication.translate("Letters", "{0} ×2").format(row.number)


def number_why(row: RegisterRow) -> str:
    """What a number that was given twice means, and what to do."""
    if not row.shares_number:
        return ""
    return QCoreApplication.translate(
        "Letters",
        "Another letter has this number too, as when two laptops each gave it. "
        "Open the one that has not gone out and give it another.",
    )


def letter_words(row: RegisterRow) -> str:
    """What kind of letter it is and its subject, the kind not twice."""
    kind, subject = row.kind_words, row.subject
    if row.kind == PLAIN or not kind or subject.casefold().startswith(kind.casefold()):
        return subject or kind
    return f"{kind}: {subject}" if subject else kind


def status_words(row: RegisterRow) -> str:
    """Its status; one that waits too long is called so, and one that was answered says how."""
    if sign_of(row) is Sign.OVERDUE:
        return QCoreApplication.translate("Letters", "Overdue")
    if row.response_words and row.direction == "out":
        return row.response_words
    return row.status_words


def response_words(row: RegisterRow) -> str:
    """When and how it was answered, and what changed."""
    said = (row.status_words, row.answered, row.response_words, row.impact_words)
    return "\n".join(one for one in said if one)


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
    return _grouped(row.days_left)


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
