"""The timeline on screen: zoomed and moved by mouse, wheel and keys; a mark opens its record."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip, QWidget

from kzcase.timeline.chart import Mark, key_of
from kzcase.timeline.item import WAITING, Landmark
from kzcase.timeline.layout import Bar
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import set_tip, tip
from kzcase.ui.common.timeline.canvas import TimelineCanvas

STEP = 1.25
"""By how much one press of a key makes days wider."""


class TimelineView(TimelineCanvas):
    """The picture as one works with it: it is pointed at, dragged, stepped through, and its marks open."""

    chosen = Signal(str, str)
    """A mark was opened: the kind and the id of its record."""
    group_chosen = Signal(str)
    """The heading of a group was clicked: its key."""
    larger_requested = Signal()
    """The small picture is wanted large."""

    def __init__(self, desk: Desk, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(desk, compact=compact, parent=parent)
        self._pressed: QPointF | None = None
        self._dragging = False
        self.larger = QToolButton(self)
        self.larger.setIcon(desk.icon(Icon.LARGER))
        self.larger.setAccessibleName(self.tr("Show the timeline large"))
        set_tip(self.larger, self.tr("Show the timeline large"))
        self.larger.clicked.connect(self.larger_requested)
        self.larger.setVisible(compact)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def said(self, mark: Mark) -> str:
        """What a mark stands for and when it was, in words."""
        item = mark.item
        start = item.start.show(self._language) if item.start is not None else ""
        end = item.end.show(self._language) if item.end is not None else ""
        still = self.tr("still lasts") if isinstance(mark, Bar) and item.open_end else ""
        when = " – ".join(part for part in (start, end or still) if part)
        return "\n".join(part for part in (item.label, when, self._looks(mark)) if part)

    def _looks(self, mark: Mark) -> str:
        """What the way a mark is drawn stands for."""
        if isinstance(mark, Bar):
            return "" if mark.certain else self.tr("the hatched part is only possible")
        return self.tr("not answered") if mark.item.state == WAITING else ""

    def _said_of(self, landmark: Landmark | None) -> str:
        """The words of a day that matters to every lane, and which day it was."""
        return f"{landmark.label}\n{landmark.when.show(self._language)}" if landmark is not None else ""

    def focus_on(self, mark: Mark) -> None:
        """Put the keyboard on a mark, bring it into the window and say it."""
        super().focus_on(mark)
        self.setAccessibleDescription(self.said(mark))

    def go_to_date(self, step: int) -> None:
        """Put the keyboard on a landmark, bring it into the window and say it."""
        super().go_to_date(step)
        self.setAccessibleDescription(self._said_of(self.landmark))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The way to the large picture stays in its corner."""
        super().resizeEvent(event)
        size = self.larger.sizeHint()
        self.larger.setGeometry(
            self.width() - size.width() - 2, self.height() - size.height(), size.width(), size.height()
        )

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_at(QPointF(event.pos()))
            line = None if mark is not None else self._landmark_at(event.pos().x())
            words = self.said(mark) if mark is not None else self._said_of(line)
            QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the picture, or to click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the mouse; a hand over what can be opened."""
        place = event.position()
        if self._pressed is not None:
            moved = place - self._pressed
            if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragging = True
                self._pressed = place
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self.move_by(-moved.x())
                bar = self.verticalScrollBar()
                bar.setValue(round(bar.value() - moved.y()))
            return
        mark = self._mark_at(place)
        self._hover(key_of(mark) if mark is not None else None)
        over = mark is not None or self._group_at(place) or self._landmark_at(round(place.x())) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        dragged, self._pressed, self._dragging = self._dragging, None, False
        if dragged or event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position()
        if (mark := self._mark_at(place)) is not None:
            self._focused = key_of(mark)
            self.chosen.emit(mark.item.kind, mark.item.id)
        elif group := self._group_at(place):
            self.group_chosen.emit(group)
        elif (line := self._landmark_at(round(place.x()))) is not None:
            self.chosen.emit(line.kind, line.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms around the pointer, with Shift it moves; alone it scrolls."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP ** (turn.y() / 120), event.position().x() - self._left)
        elif turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_by(-(turn.x() or turn.y()))
        elif self._compact:
            event.ignore()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step through the marks in the order of time, D by landmarks; + - 0 zoom; Enter opens."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        quarter = (self._viewport.width if self._viewport is not None else 0) / 4
        match key:
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                way = 1 if key == Qt.Key.Key_Right else -1
                if control:
                    self.move_by(way * quarter)
                else:
                    self.go(way)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                if self._chart is not None and self._chart.in_time:
                    self.focus_on(self._chart.in_time[0 if key == Qt.Key.Key_Home else -1])
            case Qt.Key.Key_D:
                self.go_to_date(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.landmark is not None:
                self.chosen.emit(self.landmark.kind, self.landmark.id)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (mark := self.focused) is not None:
                self.chosen.emit(mark.item.kind, mark.item.id)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard has come: it stands on a mark that is seen."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.focused is None:
            self.go(1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone."""
        super().focusOutEvent(event)
        self.viewport().update()
