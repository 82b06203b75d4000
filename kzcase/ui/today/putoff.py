"""The rows that open under a list: why a date is what it is, and putting something off with a reason."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.dates.edtf import DateError, read_date
from kzcase.dates.edtf.shown import show_day
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import button, label, set_role
from kzcase.ui.theme import GRID
from kzcase.ui.today.line import Line

_AT_FIRST = 7


class FootRow(QFrame):
    """A row under a list that is there while it is needed; Esc puts it away."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.hide()

    def put_away(self) -> None:
        """Close the row and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)


class WhyRow(FootRow):
    """How a date is known, and by which rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self._what = label(role="heading", wrap=True)
        self._why = label(wrap=True, select=True)
        away = button(self.tr("Close"), flat=True)
        away.clicked.connect(self.put_away)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._what)
        text.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.addLayout(text, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What is explained."""
        return self._why.text() if self.isVisible() else ""

    def explains(self, line: Line) -> bool:
        """Whether it is this line that is explained now."""
        return self.isVisible() and self._line is not None and self._line.key == line.key

    def explain(self, line: Line) -> None:
        """Explain a line; the same one a second time closes the row."""
        if self.explains(line):
            self.put_away()
            return
        self._line = line
        self._what.setText(" · ".join(part for part in (line.what, line.who) if part))
        self._why.setText(line.why or self.tr("There is nothing to explain here."))
        self.show()


class PutOffRow(FootRow):
    """Until when, and why: what was put off comes back on that day."""

    put_off = Signal(str, object, str)
    """Key of the item, day, reason."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key = ""
        self._what = label(role="heading", wrap=True)
        self.until = QLineEdit()
        self.until.setAccessibleName(self.tr("Put off until"))
        font = desk.look.theme.font()
        self.until.setFixedWidth(QFontMetrics(font).horizontalAdvance("30 Nov 2026") + 4 * GRID)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why it is put off"))
        self.reason.setPlaceholderText(self.tr("Why?"))
        self.done = button(self.tr("Put off"), primary=True)
        self._bad = label(role="bad", wrap=True)
        cancel = button(self.tr("Leave it"), flat=True)
        days = QHBoxLayout()
        days.setSpacing(GRID)
        days.addWidget(label(self.tr("until")))
        days.addWidget(self.until)
        quick = QWidget()
        flow = FlowLayout(quick, GRID)
        for words, ahead in zip(
            (self.tr("tomorrow"), self.tr("in a week"), self.tr("in a month")), (1, 7, 30), strict=True
        ):
            later = button(words, flat=True)
            later.setProperty("days", ahead)
            later.clicked.connect(self._choose_days)
            flow.addWidget(later)
        days.addWidget(quick, 1)
        why = QHBoxLayout()
        why.setSpacing(GRID)
        why.addWidget(label(self.tr("because")))
        why.addWidget(self.reason, 1)
        why.addWidget(self.done)
        why.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self._what)
        column.addLayout(days)
        column.addLayout(why)
        column.addWidget(self._bad)
        self._bad.hide()
        self.done.clicked.connect(self._submit)
        self.reason.returnPressed.connect(self._submit)
        self.until.returnPressed.connect(self._submit)
        cancel.clicked.connect(self.put_away)

    @property
    def refusal(self) -> str:
        """Why it cannot be put off so, or ""."""
        return self._bad.text()

    def ask(self, line: Line) -> None:
        """Ask until when and why a line is put off."""
        if line.item is None:
            return
        self._key = line.item.key
        self._what.setText(self.tr("Put off: {0}").format(line.sentence))
        self._offer(_AT_FIRST)
        self.reason.clear()
        self._say("")
        self.show()
        self.reason.setFocus()

    def _offer(self, days: int) -> None:
        self.until.setText(show_day(self._desk.today() + timedelta(days=days), self._desk.language))

    def _choose_days(self) -> None:
        self._offer(self.sender().property("days"))
        self.reason.setFocus()

    def _submit(self) -> None:
        day = self._day()
        if day is None:
            return
        if not self.reason.text().strip():
            self._say(self.tr("Write down why, so that a colleague understands it later."), self.reason)
            return
        self._say("")
        self.put_off.emit(self._key, day, self.reason.text().strip())

    def _day(self) -> date | None:
        try:
            day = read_date(self.until.text(), self._desk.language).day
        except DateError as error:
            self._say(error.sentence, self.until)
            return None
        if day is None or day <= self._desk.today():
            self._say(self.tr("Write one day that is still to come."), self.until)
            return None
        return day

    def _say(self, words: str, bad: QLineEdit | None = None) -> None:
        self._bad.setText(words)
        self._bad.setVisible(bool(words))
        for field in (self.until, self.reason):
            set_role(field, "bad", field is bad)
        if bad is not None:
            bad.setFocus()
