"""What an empty vault shows: three things to do first, each a button that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID

_WIDEST = 760


class FirstSteps(QWidget):
    """Where work begins in a new vault."""

    person_wanted = Signal()
    case_wanted = Signal()
    file_wanted = Signal()
    sheet_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = self._button(self.tr("Write down a person"), self.person_wanted, primary=True)
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addWidget(label(self.tr("Three things to do first"), "heading"))
        column.addWidget(
            self._step(
                "1",
                self.tr("Write down the first person"),
                self.tr(
                    "Who, what happened, which restrictions. What is not known stays empty. "
                    "From the dates you write, kzcase works out until when a restriction lasts, "
                    "and reminds you here of what is due."
                ),
                self.first,
                self._button(self.tr("A whole case, as it is told"), self.case_wanted),
            )
        )
        column.addWidget(
            self._step(
                "2",
                self.tr("Or take in what there is already"),
                self.tr(
                    "A file with records, written by a script or out of another program. All of it is "
                    "taken in, or nothing if a line of it is wrong."
                ),
                self._button(self.tr("Take in a file"), self.file_wanted),
            )
        )
        column.addWidget(
            self._step(
                "3",
                self.tr("Make sure that nothing can be lost"),
                self.tr(
                    "The recovery sheet opens the vault if the passphrase is forgotten; nobody else can. "
                    "A backup on a stick opens if the laptop is gone."
                ),
                self._button(self.tr("The recovery sheet"), self.sheet_wanted),
                self._button(self.tr("Back up now"), self.backup_wanted),
            )
        )
        column.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        inside.setMaximumWidth(_WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GRID, 0, 0)
        row.addWidget(inside, 1)
        row.addStretch(0)

    def _step(self, number: str, words: str, why: str, *buttons: QPushButton) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        text = QVBoxLayout()
        text.setSpacing(GRID // 2)
        text.addWidget(label(words, "heading"))
        text.addWidget(label(why, wrap=True))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for one in buttons:
            line.addWidget(one)
        line.addStretch(1)
        text.addLayout(line)
        row = QHBoxLayout(card)
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        row.setSpacing(2 * GRID)
        row.addWidget(label(number, "title"))
        row.addLayout(text, 1)
        return card

    def _button(self, words: str, wish: SignalInstance, *, primary: bool = False) -> QPushButton:
        made = button(words, primary=primary)
        made.clicked.connect(wish)
        return made
