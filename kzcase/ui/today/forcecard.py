"""The right side of Today: what is in force, what ends next, what changed, and the last good backup."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kzcase.services.today import Backup, InForce
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID
from kzcase.ui.today import say
from kzcase.ui.today.monthbars import MonthBars

OLD = 7
"""Days after which a backup is called old and a new one is offered."""


class Card(QFrame):
    """A framed part of the page with a heading."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.column.setSpacing(GRID // 2)
        self.top = QHBoxLayout()
        self.top.addWidget(label(words, "heading"))
        self.top.addStretch(1)
        self.column.addLayout(self.top)


class InForceCard(Card):
    """How many people are under how many restrictions, and in which months these end."""

    board_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restrictions in force"), parent)
        self.people, self.restrictions, self.ending = (self._figure(desk) for _ in range(3))
        self._unsettled = label(role="small", wrap=True)
        self.bars = MonthBars(desk.look.theme, desk.language)
        self.bars.chosen.connect(self.board_requested)
        figures = QWidget()
        flow = FlowLayout(figures, GRID)
        for one in (self.people, self.restrictions, self.ending):
            flow.addWidget(one)
        self.column.addWidget(figures)
        self.column.addWidget(self._unsettled)
        self.column.addWidget(label(self.tr("How many end in each month"), "small"))
        self.column.addWidget(self.bars)

    def show_figures(self, found: InForce) -> None:
        """Show the figures of a day."""
        self.people.setText(_number(self.tr("%n person"), self.tr("%n people"), found.people))
        self.restrictions.setText(
            _number(self.tr("%n restriction"), self.tr("%n restrictions"), found.restrictions)
        )
        self.ending.setText(
            _number(self.tr("%n ends in 30 days"), self.tr("%n end in 30 days"), found.ending_30)
        )
        self._unsettled.setText(
            _number(
                self.tr("%n more may be in force: its dates are not known or not decided."),
                self.tr("%n more may be in force: their dates are not known or not decided."),
                found.unsettled,
            )
        )
        self._unsettled.setVisible(found.unsettled > 0)
        self.bars.show_months(found.by_month)

    def _figure(self, desk: Desk) -> QPushButton:
        made = button("", flat=True)
        font = desk.look.theme.font(bold=True)
        made.setFont(font)
        made.setToolTip(self.tr("Show the restrictions in force"))
        made.clicked.connect(self.board_requested)
        return made


class SinceCard(Card):
    """What others and you have written since the last visit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Since your last visit"), parent)
        self._lines = label(wrap=True, select=True)
        self.column.addWidget(self._lines)

    @property
    def text(self) -> str:
        """What it says."""
        return self._lines.text()

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Say these sentences."""
        self._lines.setText("\n".join(lines))


class BackupCard(Card):
    """When the last good backup was made; a new one is offered plainly when that is long ago."""

    wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Last good backup"), parent)
        self._words = label(wrap=True)
        self._sign = label()
        self._warning = desk.icon(Icon.WARNING).pixmap(16, 16)
        self.now = button(self.tr("Back up now"))
        self.now.clicked.connect(self.wanted)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.now, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self._sign.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def show_backup(self, found: Backup) -> None:
        """Say when, and whether that is long ago."""
        old = found.days is None or found.days > OLD or not found.path_known
        self._words.setText(found.words or self.tr("There is none yet."))
        self._sign.setPixmap(self._warning)
        self._sign.setVisible(old)
        self.now.setVisible(old)


def _number(one: str, many: str, number: int) -> str:
    return (one if number == 1 else many).replace("%n", say.grouped(number))
