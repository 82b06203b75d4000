"""A page with the boxes on it: drawn, moved and sized with the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from kzcase.services.redactions import LEAST, WHOLE, Area, Box

_HANDLE = 10.0
"""Pixels of the corner by which a box is sized."""
_STEP, _FINE = 10, 1
"""Thousandths that one key press moves a box by."""
_NEW: Area = (350, 450, 650, 480)
"""Where a box stands that is made with the keyboard."""
_PAUSE = 500
"""Milliseconds after the last key before a moved box is kept: a walk of ten steps is one change."""
_VEIL = 150
_TINT = 70
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RedactCanvas(QWidget):
    """One page; boxes are given and told in thousandths of it."""

    drawn = Signal(object)
    """A box was drawn (`Area`)."""
    changed = Signal(str, object)
    """A box was moved or sized: its id, `Area`."""
    removed = Signal(str)
    """A box is to go."""
    chosen = Signal(str)
    """Another box is chosen ("" for none)."""

    def __init__(self, accent: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accent = QColor(accent)
        self._pixmap = QPixmap()
        self._boxes: dict[str, Area] = {}
        self._offers: tuple[Area, ...] = ()
        self._beside: tuple[Area, ...] = ()
        self._chosen = ""
        self._begun: QPointF | None = None
        self._grabbed: tuple[str, Area] | None = None
        self._new: Area | None = None
        self._editable = True
        self._unsaid = ""
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wait.timeout.connect(self.settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def box(self) -> str:
        """The id of the chosen box, or ""."""
        return self._chosen

    @property
    def areas(self) -> dict[str, Area]:
        """The boxes that are shown."""
        return dict(self._boxes)

    def show_page(self, pixels: bytes, size: tuple[int, int], width: int, *, editable: bool) -> None:
        """Show a page of this size so many pixels wide; boxes are hidden where nothing can be edited.

        `pixels` are three bytes each, blue, green and red: nothing here has to be decoded.
        """
        image = QImage(pixels, *size, 3 * size[0], QImage.Format.Format_BGR888)
        self._pixmap = QPixmap.fromImage(image)
        self._editable = editable
        self.resize_to(width)

    def resize_to(self, width: int) -> None:
        """Be so many pixels wide."""
        if self._pixmap.width():
            size = QSize(width, round(width * self._pixmap.height() / self._pixmap.width()))
            self.setFixedSize(size)
        self.update()

    def show_boxes(self, boxes: Sequence[Box]) -> None:
        """Show the boxes of this page; what is being moved here stays where it is."""
        moving = self._unsaid or (self._grabbed[0] if self._grabbed else "")
        kept = self._boxes.get(moving)
        self._boxes = {one.id: one.area for one in boxes}
        if kept is not None and moving in self._boxes:
            self._boxes[moving] = kept
        if self._chosen not in self._boxes:
            self._choose("")
        self.update()

    def show_offers(self, offers: Sequence[Area], beside: Sequence[Area]) -> None:
        """Show where boxes are offered, and which of these the keyboard is on."""
        self._offers, self._beside = tuple(offers), tuple(beside)
        self.update()

    def middle(self, area: Area) -> tuple[int, int]:
        """The middle of an area in pixels."""
        middle = self._rect(area).center()
        return round(middle.x()), round(middle.y())

    def choose(self, box: str) -> None:
        """Choose a box of this page, or none."""
        self.settle()
        self._choose(box if box in self._boxes else "")

    def add(self) -> None:
        """Make a box in the middle of the page, to be moved to its place."""
        if self._editable:
            self.drawn.emit(_NEW)

    def settle(self) -> None:
        """Tell of a box that was moved with the keys."""
        self._wait.stop()
        moved, self._unsaid = self._unsaid, ""
        if moved in self._boxes:
            self.changed.emit(moved, self._boxes[moved])

    # --- the keyboard --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a box, with Shift they size it; Space chooses the next one, Enter makes one."""
        key = Qt.Key(event.key())
        if not self._editable:
            super().keyPressEvent(event)
        elif key in _ARROWS and self._chosen:
            self._shift(_ARROWS[key], event.modifiers())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self.add()
        elif key == Qt.Key.Key_Space:
            self._next()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen:
            self._unsaid = ""
            self.removed.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def _shift(self, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        step = _FINE if held & Qt.KeyboardModifier.ControlModifier else _STEP
        across, down = way[0] * step, way[1] * step
        left, top, right, bottom = self._boxes[self._chosen]
        if held & Qt.KeyboardModifier.ShiftModifier:
            right = min(WHOLE, max(left + LEAST, right + across))
            bottom = min(WHOLE, max(top + LEAST, bottom + down))
            self._boxes[self._chosen] = (left, top, right, bottom)
        else:
            self._boxes[self._chosen] = _moved((left, top, right, bottom), across, down)
        self._unsaid = self._chosen
        self._wait.start()
        self.update()

    def _next(self) -> None:
        self.settle()
        ids = list(self._boxes)
        if ids:
            place = ids.index(self._chosen) + 1 if self._chosen in ids else 0
            self._choose(ids[place % len(ids)])

    # --- the mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box, or take hold of one that is there."""
        if not self._editable or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.settle()
        self._begun = event.position()
        held = self._at(event.position())
        self._grabbed = (held, self._boxes[held]) if held else None
        self._choose(held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, move or size."""
        if self._begun is None:
            self._point(event.position())
            return
        across, down = self._thousandths(event.position() - self._begun)
        if self._grabbed is None:
            self._new = self._between(self._begun, event.position())
        else:
            box, area = self._grabbed
            if self._is_corner(self._begun, area):
                right, bottom = min(WHOLE, area[2] + across), min(WHOLE, area[3] + down)
                sized = (area[0], area[1], max(area[0] + LEAST, right), max(area[1] + LEAST, bottom))
                self._boxes[box] = sized
            else:
                self._boxes[box] = _moved(area, across, down)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was drawn, moved or sized."""
        grabbed, drawn = self._grabbed, self._new
        self._begun = self._grabbed = self._new = None
        if grabbed is not None and self._boxes.get(grabbed[0], grabbed[1]) != grabbed[1]:
            self.changed.emit(grabbed[0], self._boxes[grabbed[0]])
        elif drawn is not None and drawn[2] - drawn[0] >= LEAST * 2 and drawn[3] - drawn[1] >= LEAST * 2:
            self.drawn.emit(drawn)
        self.update()

    def _point(self, at: QPointF) -> None:
        """The pointer says what it would do here."""
        if not self._editable:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            return
        over = self._at(at)
        if not over:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._is_corner(at, self._boxes[over]):
            self.setCursor(Qt.CursorShape.SizeFDiagCursor)
        else:
            self.setCursor(Qt.CursorShape.SizeAllCursor)

    # --- measures ------------------------------------------------------------------------------------

    def _thousandths(self, at: QPointF) -> tuple[int, int]:
        return (
            round(at.x() * WHOLE / max(1, self.width())),
            round(at.y() * WHOLE / max(1, self.height())),
        )

    def _between(self, one: QPointF, other: QPointF) -> Area:
        (x0, y0), (x1, y1) = (
            (min(WHOLE, max(0, x)), min(WHOLE, max(0, y)))
            for x, y in (self._thousandths(one), self._thousandths(other))
        )
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _rect(self, area: Area) -> QRectF:
        across, down = self.width() / WHOLE, self.height() / WHOLE
        left, top, right, bottom = area
        return QRectF(left * across, top * down, (right - left) * across, (bottom - top) * down)

    def _at(self, at: QPointF) -> str:
        """The box at a point, the chosen one before others."""
        over = [one for one, area in self._boxes.items() if self._rect(area).contains(at)]
        return self._chosen if self._chosen in over else next(reversed(over), "")

    def _is_corner(self, at: QPointF, area: Area) -> bool:
        corner = self._rect(area).bottomRight() - at
        return 0 <= corner.x() <= _HANDLE and 0 <= corner.y() <= _HANDLE

    def _choose(self, box: str) -> None:
        if box != self._chosen:
            self._chosen = box
            self.chosen.emit(box)
        self.update()

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, and veils where it will be black."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._pixmap)
        if not self._editable:
            return
        for box, area in self._boxes.items():
            self._paint(painter, area, chosen=box == self._chosen)
        if self._new is not None:
            self._paint(painter, self._new, chosen=True)
        for area in dict.fromkeys((*self._offers, *self._beside)):
            self._paint_offer(painter, area)

    def _paint(self, painter: QPainter, area: Area, *, chosen: bool) -> None:
        rect = self._rect(area)
        painter.fillRect(rect, QColor(0, 0, 0, _VEIL))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._accent, 3 if chosen else 1))
        painter.drawRect(rect)
        if chosen:
            corner = QRectF(rect.right() - _HANDLE, rect.bottom() - _HANDLE, _HANDLE, _HANDLE)
            painter.fillRect(corner.intersected(rect), self._accent)

    def _paint_offer(self, painter: QPainter, area: Area) -> None:
        """A place that may be covered: the words stay readable; only what is ticked is filled."""
        rect = self._rect(area)
        if area in self._offers:
            tint = QColor(self._accent)
            tint.setAlpha(_TINT)
            painter.fillRect(rect, tint)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._accent, 3 if area in self._beside else 1, Qt.PenStyle.DashLine))
        painter.drawRect(rect)


def _moved(area: Area, across: int, down: int) -> Area:
    """A box at another place of the page, never over its edge."""
    left, top, right, bottom = area
    across = min(WHOLE - right, max(-left, across))
    down = min(WHOLE - bottom, max(-top, down))
    return left + across, top + down, right + across, bottom + down
