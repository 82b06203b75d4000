"""How many restrictions end in each of the next months, as bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kzcase.ui.theme import GRID, Size, Theme
from kzcase.ui.today import say

_BAR = 44


class MonthBars(QWidget):
    """One bar a month; each bears its number, and the words of all are read to whoever cannot see them."""

    chosen = Signal()

    def __init__(self, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._font = theme.font(Size.SMALL)
        self._line = QFontMetricsF(self._font).height()
        self._months: tuple[tuple[int, int, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName(self.tr("Ends by month"))

    @property
    def months(self) -> tuple[tuple[int, int, int], ...]:
        """Year, month and number of each bar."""
        return self._months

    def show_months(self, by_month: Sequence[tuple[str, int]]) -> None:
        """Show these: ("2026-12", 3) is three ends in December 2026."""
        self._months = tuple((int(key[:4]), int(key[5:7]), number) for key, number in by_month)
        words = "; ".join(self._words(*one) for one in self._months)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Bars, with a number above and two lines below."""
        return QSize(200, round(_BAR * self._theme.scale / 100 + 3 * self._line + GRID))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads to the board."""
        self.chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bars, from this month on."""
        if not self._months:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        colours = self._theme.colours
        step = self.width() / len(self._months)
        high = self.height() - 3 * self._line - GRID
        ground = self._line + high
        most = max((number for _, _, number in self._months), default=0) or 1
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(0, ground), QPointF(self.width(), ground))
        for place, (year, month, number) in enumerate(self._months):
            left = place * step
            bar = QRectF(left + step * 0.2, ground - high * number / most, step * 0.6, high * number / most)
            if number:
                painter.fillRect(bar, QColor(colours.accent))
            painter.setPen(QColor(colours.text if number else colours.quiet))
            self._centred(painter, left, bar.top() - self._line, step, say.grouped(number))
            painter.setPen(QColor(colours.quiet))
            self._centred(painter, left, ground + GRID / 2, step, say.short_month(month, self._language))
            if place == 0 or month == 1:
                self._centred(painter, left, ground + GRID / 2 + self._line, step, str(year))

    def _centred(self, painter: QPainter, left: float, top: float, width: float, text: str) -> None:
        # A number may be wider than its bar: it is drawn whole all the same.
        box = QRectF(left - width / 2, top, 2 * width, self._line)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _words(self, year: int, month: int, number: int) -> str:
        return f"{say.month_name(year, month, self._language)}: {number}"
