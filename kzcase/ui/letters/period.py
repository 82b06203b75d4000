"""Periods for which figures are asked, and the line in which another one is typed."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from kzcase.dates.edtf import DateError, read_date
from kzcase.dates.edtf.shown import show_day
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import button, label, set_role
from kzcase.ui.theme import GRID

_QUARTER = 3
_DAY = 130
Period = tuple[date, date]


def month_of(day: date) -> Period:
    """The month of a day, from its first to its last."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def quarter_of(day: date) -> Period:
    """The quarter of a day."""
    first = day.replace(month=day.month - (day.month - 1) % _QUARTER, day=1)
    return first, month_of(first.replace(month=first.month + _QUARTER - 1))[1]


def year_of(day: date, back: int = 0) -> Period:
    """The year of a day, or one so many years before."""
    year = day.year - back
    return date(year, 1, 1), date(year, 12, 31)


class PeriodLine(QFrame):
    """Asks for the first and the last day of a period."""

    chosen = Signal(object)
    """A `Period`."""
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        first, last = year_of(desk.today())
        self.first = QLineEdit(show_day(first, desk.language))
        self.last = QLineEdit(show_day(last, desk.language))
        self.make = button(self.tr("&Make the page"), primary=True)
        self.cancel = button(self.tr("Cancel"))
        self._said = label(role="bad", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        for words, line in ((self.tr("Figures from"), self.first), (self.tr("to"), self.last)):
            line.setFixedWidth(round(_DAY * desk.look.theme.scale / 100))
            line.setAccessibleName(words)
            line.returnPressed.connect(self._choose)
            row.addWidget(label(words))
            row.addWidget(line)
        row.addWidget(self.make)
        row.addWidget(self._said, 1)
        row.addWidget(self.cancel)
        self.make.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.closed)

    def begin(self) -> None:
        """Put the keyboard into the first day."""
        self.show()
        self.first.setFocus()
        self.first.selectAll()

    def _choose(self) -> None:
        days = []
        for line in (self.first, self.last):
            try:
                day = read_date(line.text().strip(), self._desk.language).day
                if day is None:
                    raise DateError("A period needs whole days.")
            except DateError as error:
                self._complain(line, error.sentence)
                return
            set_role(line, "bad", False)
            days.append(day)
        if days[0] > days[1]:
            self._complain(self.last, self.tr("The last day comes before the first."))
            return
        self._said.clear()
        self.chosen.emit((days[0], days[1]))

    def _complain(self, line: QLineEdit, words: str) -> None:
        set_role(line, "bad", True)
        self._said.setText(words)
        line.setFocus()
