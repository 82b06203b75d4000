"""What a case file would hold and what stays here, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kzcase.exchange.casefile import Contents
from kzcase.services.declarations import kinds
from kzcase.ui.common.text import declared, one_line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what goes or stays out."""

    text: str
    heading: bool = False
    kind: str = ""
    record: str = ""


def lines_of(contents: Contents) -> tuple[Line, ...]:
    """How many records of each kind go, what is left out of them, and which records stay and why."""
    made = [
        Line(
            QCoreApplication.translate("Exchange", "Goes along ({0})").format(contents.records), heading=True
        )
    ]
    made += [
        Line(f"{number}  {declared(kinds()[kind].label if number == 1 and kind in kinds() else plural)}")
        for kind, plural, number in contents.kinds
    ]
    if contents.documents:
        size = max(1, round(contents.document_bytes / 1000))
        made.append(
            Line(
                QCoreApplication.translate("Exchange", "Contents of documents: {0}, {1} KB").format(
                    contents.documents, size
                )
            )
        )
    if contents.marked:
        made.append(
            Line(
                QCoreApplication.translate(
                    "Exchange", "Of these marked “do not share”, and go with that mark: {0}"
                ).format(contents.marked)
            )
        )
    if contents.withheld:
        made.append(Line(QCoreApplication.translate("Exchange", "Left out of records"), heading=True))
        made += [
            Line(QCoreApplication.translate("Exchange", "{0} ({1})").format(said, number))
            for _, said, number in contents.withheld
        ]
    if contents.left_out:
        head = QCoreApplication.translate("Exchange", "Stays here ({0})").format(len(contents.left_out))
        made.append(Line(head, heading=True))
        made += [
            Line(f"{one_line(one.title)}: {one.words}", kind=one.kind, record=one.id)
            for one in contents.left_out
        ]
    return tuple(made)
