"""A month painted as weeks: short words of what falls on each day, and how many more there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kzcase.services.agenda import Item
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import counted, tip
from kzcase.ui.theme import GRID, Size, Theme
from kzcase.ui.today import say
from kzcase.ui.today.signs import Signs
from kzcase.ui.today.telling import ICONS

_WEEK = 7
_TASK = "task"


def weeks_of(day: date) -> tuple[date, date]:
    """The Monday before (or on) the first of a day's month and the Sunday after its last."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def another_month(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


class MonthGrid(QWidget):
    """The weeks of one month; the arrows go by days, Page Up and Down by months, Home to today."""

    day_chosen = Signal(object)
    """A `date` has become the one looked at."""
    day_opened = Signal(object)
    """Enter or a double click on a day."""

    def __init__(self, theme: Theme, language: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._today = today
        self._day = today
        self._items: Mapping[date, Sequence[Item]] = {}
        self._counts: Mapping[date, int] = {}
        self._signs = Signs()
        self._picture: QPixmap | None = None
        self._pictured: object = None
        self._small = theme.font(Size.SMALL)
        self._line = QFontMetricsF(self._small).height() + 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(420, round(self._line * 14)))

    @property
    def day(self) -> date:
        """The day looked at."""
        return self._day

    def show_today(self, today: date) -> None:
        """Mark another day as today."""
        self._today = today
        self.update()

    def show_items(self, items: Mapping[date, Sequence[Item]], counts: Mapping[date, int]) -> None:
        """Show the first few things that fall on the days, and how many there are in all."""
        self._items = items
        self._counts = counts
        self._picture = None
        self._speak()
        self.update()

    def go_to(self, day: date) -> None:
        """Look at a day, in its month."""
        if day != self._day:
            self._day = day
            self._speak()
            self.update()
            self.day_chosen.emit(day)

    def shown(self, day: date) -> tuple[tuple[Item, ...], int]:
        """The items in a day's cell, and how many more there are than room."""
        items, every = self._items.get(day, ()), self._counts.get(day, 0)
        room = self._room()
        fitting = min(len(items), every if every <= room else max(0, room - 1))
        return tuple(items[:fitting]), every - fitting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by days, weeks and months; Enter opens the day."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_WEEK,
            Qt.Key.Key_Down: _WEEK,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.go_to(self._day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go_to(another_month(self._day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key == Qt.Key.Key_Home:
            self.go_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the day under the mouse."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        day = self.day_at(event.position())
        if day is not None:
            self.go_to(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the day under the mouse."""
        if self.day_at(event.position()) is not None:
            self.day_opened.emit(self._day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The chosen day is framed while the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And is not when it is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell all of a day's items under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(self._words(day)) if day is not None else "", self)
            return True
        return super().event(event)

    def day_at(self, place: QPointF) -> date | None:
        """The day painted at a place."""
        top, wide, high = self._measures()
        column, row = int(place.x() // wide), int((place.y() - top) // high)
        if place.y() < top or not (0 <= column < _WEEK and 0 <= row < self._rows()):
            return None
        return weeks_of(self._day)[0] + timedelta(days=row * _WEEK + column)

    def cell(self, day: date) -> QRectF:
        """Where a day is painted."""
        top, wide, high = self._measures()
        number = (day - weeks_of(self._day)[0]).days
        return QRectF(number % _WEEK * wide, top + number // _WEEK * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The month, and over it the day looked at."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._month())
        self._paint_day(painter, self._day, chosen=True)
        frame = self.cell(self._day).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2 if self.hasFocus() else 1))
        painter.drawRect(frame)

    def _month(self) -> QPixmap:
        """The month without the day looked at: going from day to day need not paint it anew."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, weeks_of(self._day), self._today)
        if self._picture is None or self._pictured != key:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(self._theme.colours.window))
            self._pictured = key
            painter = QPainter(self._picture)
            self._paint_month(painter)
            painter.end()
        return self._picture

    def _paint_month(self, painter: QPainter) -> None:
        """Names of the weekdays, then the days."""
        painter.setFont(self._small)
        colours = self._theme.colours
        top, wide, _ = self._measures()
        locale = QLocale(self._language)
        painter.setPen(QColor(colours.quiet))
        for number in range(_WEEK):
            name = locale.standaloneDayName(number + 1, QLocale.FormatType.ShortFormat)
            box = QRectF(number * wide, 0, wide, top)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
        first, last = weeks_of(self._day)
        for number in range((last - first).days + 1):
            self._paint_day(painter, first + timedelta(days=number))

    def _paint_day(self, painter: QPainter, day: date, *, chosen: bool = False) -> None:
        colours = self._theme.colours
        box = self.cell(day)
        inside = day.month == self._day.month
        ground = colours.chosen if chosen else colours.base if inside else colours.window
        painter.fillRect(box, QColor(ground))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(box)
        number = str(day.day)
        if day == self._today:
            number = f"{number}  {self.tr('today')}"
        plain = colours.text if inside else colours.quiet
        painter.setFont(self._theme.font(Size.SMALL, bold=day == self._today))
        painter.setPen(QColor(colours.accent if day == self._today else plain))
        place = box.adjusted(GRID / 2, 1, -GRID / 2, 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), number)
        painter.setFont(self._small)
        items, more = self.shown(day)
        y = box.top() + self._line
        side = round(self._line) - 4
        for one in items:
            sign, colour = ICONS.get(one.what, Icon.TASK), colours.accent if inside else colours.quiet
            self._signs.draw(painter, sign, colour, place.left(), y + 2, side)
            painter.setPen(QColor(plain))
            self._paint_words(painter, place.adjusted(side + 3, 0, 0, 0), y, short(one))
            y += self._line
        if more:
            painter.setPen(QColor(colours.quiet))
            said = counted(more, self.tr("1 item"), self.tr("{0} items"))
            if items:
                said = self.tr("+{0} more").format(more)
            self._paint_words(painter, place, y, said)

    def _paint_words(self, painter: QPainter, place: QRectF, y: float, words: str) -> None:
        box = QRectF(place.left(), y, place.width(), self._line)
        said = QFontMetricsF(self._small).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), said)

    def _measures(self) -> tuple[float, float, float]:
        """The height of the weekdays' names, and the width and height of a day."""
        top = self._line + GRID / 2
        return top, (self.width() - 1) / _WEEK, (self.height() - top - 1) / self._rows()

    def _rows(self) -> int:
        first, last = weeks_of(self._day)
        return ((last - first).days + 1) // _WEEK

    def _room(self) -> int:
        """How many lines of items a day has room for."""
        return max(1, int((self._measures()[2] - self._line) // self._line))

    def _words(self, day: date) -> str:
        items = self._items.get(day, ())
        more = self._counts.get(day, 0) - len(items)
        rest = (self.tr("+{0} more").format(more),) if more > 0 else ()
        said = (f"{one.words}: {one.title}" for one in items)
        return "\n".join((say.long_day(day, self._language), *said, *rest))

    def _speak(self) -> None:
        """Say the chosen day to a screen reader: a painted grid has no cells of its own for it."""
        self.setAccessibleName(self._words(self._day))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))


def short(item: Item) -> str:
    """An item in a day's cell, where there is little room: of whom first, by the family name."""
    words = item.words
    if item.kind == _TASK and item.title:
        # What is to be done, and about whom if that is known; that it is a task the sign says.
        _, dot, words = item.title.rpartition(" · ")
        if not dot:
            return words
    whose = item.title.split(" ", 1)[0].rstrip(",")
    return f"{whose}: {words}" if whose else words
