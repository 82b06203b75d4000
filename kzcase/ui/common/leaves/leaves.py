"""Pages one below the other, scrolled and zoomed, of which no more pixels are kept than a screen needs."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from kzcase.briefing.annexes.flatten import CHILD
from kzcase.ui.common.leaves.reader import SECONDS, Drawn, Part, Reader, Wanted

STEP = 1.25
"""How much larger or smaller one step of the zoom makes a page."""
KEPT_BYTES = 64 << 20
"""Of pixels that are kept; what is seen now always is."""
_TILE = 1536
_WHOLE = 6_000_000
"""Pixels of a page above which it is drawn in parts."""
_LEAST, _MOST = 0.1, 10.0
_WIDEST = 50_000
"""Pixels of a page's longer side at most."""
_GAP = 8
_LINE = 40
"""How far one step of an arrow key goes."""
_PAPER = QColor("white")
_SAID = QColor("#333333")


class Zoom(Enum):
    """How large pages are: as wide as the view, wholly in it, or as somebody chose."""

    WIDTH = auto()
    WHOLE = auto()
    CHOSEN = auto()


class Leaves(QAbstractScrollArea):
    """The pages of one document. Everything inside is measured in the screen's own pixels.

    While a page is drawn anew, what was drawn of it before is shown in its
    place, larger or smaller: nothing ever flickers.
    """

    opened = Signal()
    """The document is open; its pages are drawn as they come into view."""
    turned = Signal(int, int)
    """The page now looked at, and how many there are."""
    read = Signal(int, str)
    """The words of a page."""
    failed = Signal(str)
    """The document cannot be shown: the state that says why (see `Reader`)."""

    def __init__(
        self, parent: QWidget | None = None, *, child: Path = CHILD, seconds: float = SECONDS
    ) -> None:
        super().__init__(parent)
        self.reader = Reader(self, child=child, seconds=seconds)
        self.fits = Zoom.WIDTH
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._factor = 1.0
        self._tops: list[int] = []
        self._spread = QSize()
        self._page = 1
        self._first = 1
        self._jumping = False
        self._held: QPointF | None = None
        self._tiles: OrderedDict[Wanted, QImage] = OrderedDict()
        self._stale: dict[int, list[tuple[Wanted, QImage]]] = {}
        self._bytes = 0
        self._bad: dict[int, str] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A page that just fits would call the bar, be made smaller by it, send it away, and so on for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.reader.opened.connect(self._opened)
        self.reader.drawn.connect(self._drawn)
        self.reader.failed.connect(self._failed)
        self.reader.read.connect(self.read)

    @property
    def page(self) -> int:
        """The page now looked at, from 1."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are; 0 before the document is open."""
        return len(self._sizes)

    @property
    def kept(self) -> int:
        """Bytes of pixels that are kept."""
        return self._bytes

    @property
    def sharp(self) -> bool:
        """Whether all that is seen is drawn as it should be."""
        return bool(self._sizes) and not any(
            one not in self._tiles and one.page not in self._bad for one in self._seen()
        )

    def show_document(self, data: bytes, page: int = 1) -> None:
        """Open a document at a page; until it is open, what was shown before stays."""
        self._first = page
        self.reader.open(data)

    def clear(self) -> None:
        """Let go of the document, its pixels and its process."""
        self.reader.close()
        self._forget()
        self._sizes, self._tops, self._spread = (), [], QSize()
        self._set_bars()
        self.viewport().update()

    def turn_to(self, page: int) -> None:
        """Go to a page; one that the document does not have is the nearest it has."""
        if self._sizes:
            self._jump(min(max(page, 1), len(self._sizes)))
            self._tell()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Make the pages larger or smaller around a point of the view (its middle)."""
        if not self._sizes:
            return
        middle = QPointF(self._viewed().center())
        longest = max(max(one) for one in self._sizes)
        base = self._ratio() * self.logicalDpiX() / 72
        most = min(_MOST * max(base, 1.0), _WIDEST / longest)
        wanted = min(max(self._factor * factor, _LEAST * min(1.0, self._fitted(Zoom.WHOLE))), most)
        self.fits = Zoom.CHOSEN
        self._resize(wanted, middle if at is None else at * self._ratio())

    def fit(self, how: Zoom = Zoom.WIDTH) -> None:
        """Make the pages as wide as the view, or as large as they are whole in it."""
        self.fits = how
        self._refit()

    # --- where things are ----------------------------------------------------------------------------

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _viewed(self) -> QRect:
        """The room there is for pages."""
        size = self.viewport().size() * self._ratio()
        return QRect(QPoint(), size)

    def _fitted(self, how: Zoom) -> float:
        """The factor by which the widest page fits."""
        room = self._viewed()
        if not self._sizes:
            return 1.0
        wide = max(one for one, _ in self._sizes)
        across = max(room.width() - 2 * _GAP, 50) / wide
        if how is Zoom.WHOLE:
            return min(across, max(room.height() - 2 * _GAP, 50) / max(one for _, one in self._sizes))
        return min(across, _WIDEST / max(max(one) for one in self._sizes))

    def _size(self, page: int) -> tuple[int, int]:
        wide, high = self._sizes[page - 1]
        return max(1, round(wide * self._factor)), max(1, round(high * self._factor))

    def _place(self, page: int) -> QRect:
        """Where a page lies in the whole, from the upper left of all pages."""
        wide, high = self._size(page)
        left = max(_GAP, (max(self._spread.width(), self._viewed().width()) - wide) // 2)
        return QRect(left, self._tops[page - 1], wide, high)

    def _at(self, down: float) -> int:
        """The page at a height."""
        return min(max(bisect_right(self._tops, down), 1), len(self._sizes))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _pages_in(self, top: int, bottom: int) -> range:
        return range(self._at(top), self._at(bottom) + 1) if self._sizes else range(0)

    # --- laying out ----------------------------------------------------------------------------------

    def _refit(self) -> None:
        if self._sizes:
            factor = self._factor if self.fits is Zoom.CHOSEN else self._fitted(self.fits)
            self._resize(factor, QPointF(self._viewed().center().x(), 0))

    def _resize(self, factor: float, at: QPointF) -> None:
        """Lay the pages out in another size; what lies at a point of the view stays there."""
        anchor: tuple[int, float, float] | None = None
        if self._tops:
            spot = at + QPointF(self._offset())
            page = self._at(spot.y())
            place = self._place(page)
            across = (spot.x() - place.left()) / place.width()
            anchor = page, across, (spot.y() - place.top()) / place.height()
        self._factor = factor
        self._lay_out()
        if anchor is not None:
            place = self._place(anchor[0])
            across = place.left() + anchor[1] * place.width() - at.x()
            down = place.top() + anchor[2] * place.height() - at.y()
            self._scroll(round(across), round(down))
        self._look()

    def _lay_out(self) -> None:
        down, widest = _GAP, 0
        self._tops = []
        for page in range(1, len(self._sizes) + 1):
            wide, high = self._size(page)
            self._tops.append(down)
            down += high + _GAP
            widest = max(widest, wide)
        if self.fits is not Zoom.WIDTH and (spare := self._viewed().height() - down) > 1:
            self._tops = [top + spare // 2 for top in self._tops]
        self._spread = QSize(widest + 2 * _GAP, down)
        self._set_bars()

    def _set_bars(self) -> None:
        room = self._viewed()
        for bar, all_of_it, seen in (
            (self.horizontalScrollBar(), self._spread.width(), room.width()),
            (self.verticalScrollBar(), self._spread.height(), room.height()),
        ):
            self._jumping = True
            bar.setRange(0, max(0, all_of_it - seen))
            bar.setPageStep(max(1, seen - _LINE))
            bar.setSingleStep(_LINE)
            self._jumping = False

    def _scroll(self, across: int, down: int) -> None:
        self._jumping = True
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)
        self._jumping = False

    def _jump(self, page: int) -> None:
        place = self._place(page)
        self._scroll(self.horizontalScrollBar().value(), place.top() - _GAP)
        # The last page may be too short to be scrolled to the top: it was asked for all the same.
        self._page = page
        self._look()

    def _look(self) -> None:
        """What is seen changed."""
        self._ask()
        self.viewport().update()

    # --- pixels --------------------------------------------------------------------------------------

    def _parts(self, page: int, within: QRect | None = None) -> Iterator[Wanted]:
        """The parts in which a page is drawn; only those that touch an area of it, if one is named."""
        wide, high = whole = self._size(page)
        side = max(wide, high) if wide * high <= _WHOLE else _TILE
        for top in range(0, high, side):
            for left in range(0, wide, side):
                part: Part = (left, top, min(side, wide - left), min(side, high - top))
                if within is None or within.intersects(QRect(*part)):
                    yield Wanted(page, whole, part)

    def _seen(self) -> list[Wanted]:
        """What is seen now, the page looked at first."""
        if not self._tops:
            return []
        seen = self._viewed().translated(self._offset())
        found = [
            one
            for page in self._pages_in(seen.top(), seen.bottom())
            for one in self._parts(page, seen.translated(-self._place(page).topLeft()))
        ]
        return sorted(found, key=lambda one: one.page != self._page)

    def _ask(self) -> None:
        """Ask for what is seen, then for what will be seen next."""
        if not self._tops:
            return
        wanted = self._seen()
        room = KEPT_BYTES // 2 - sum(_bytes(one) for one in wanted)
        pages = [one.page for one in wanted]
        if pages:
            for page in (max(pages) + 1, min(pages) - 1):
                if 1 <= page <= len(self._sizes):
                    beside = list(self._parts(page))
                    room -= sum(_bytes(one) for one in beside)
                    wanted += beside if room > 0 else []
        self.reader.draw([one for one in wanted if one not in self._tiles and one.page not in self._bad])

    def _drawn(self, drawn: Drawn) -> None:
        self._tiles[drawn.wanted] = drawn.image
        self._bytes += drawn.image.sizeInBytes()
        self._stale.pop(drawn.wanted.page, None)
        seen = set(self._seen())
        for one in list(self._tiles):
            if self._bytes <= KEPT_BYTES:
                break
            if one not in seen:
                self._bytes -= self._tiles.pop(one).sizeInBytes()
        self.viewport().update()

    def _forget(self) -> None:
        self._tiles.clear()
        self._stale.clear()
        self._bad.clear()
        self._bytes = 0

    # --- what comes back -----------------------------------------------------------------------------

    def _opened(self, sizes: tuple[tuple[float, float], ...]) -> None:
        before = [one for one in self._seen() if one in self._tiles]
        shown = [(one, self._tiles[one]) for one in before]
        self._forget()
        # Until the new page is drawn the old one stands there, so that nothing flickers.
        for one, image in shown:
            self._stale.setdefault(one.page, []).append((one, image))
        self._sizes = sizes
        if self.fits is not Zoom.CHOSEN:
            self._factor = self._fitted(self.fits)
        self._lay_out()
        self._jump(min(max(self._first, 1), len(sizes)))
        self.opened.emit()
        self._tell()

    def _failed(self, page: int, state: str) -> None:
        if page:
            self._bad[page] = state
            self.viewport().update()
            return
        self.clear()
        self.failed.emit(state)

    def _tell(self) -> None:
        self.turned.emit(self._page, len(self._sizes))

    # --- Qt ------------------------------------------------------------------------------------------

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Somebody scrolled: another page may be looked at now."""
        if self._jumping or not self._tops:
            self.viewport().update()
            return
        seen = self._viewed().translated(self._offset())
        page = self._at(seen.top() + seen.height() * 0.4)
        self._page, before = page, self._page
        self._look()
        if page != before:
            self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages that fit fit again."""
        super().resizeEvent(event)
        self._set_bars()
        self._refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends; the other keys scroll."""
        match event.key():
            case Qt.Key.Key_Home:
                self.turn_to(1)
            case Qt.Key.Key_End:
                self.turn_to(self.pages)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms, where the pointer is."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse takes hold of the page; nothing on it is ever followed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page with the mouse."""
        if self._held is not None:
            moved = (event.position() - self._held) * self._ratio()
            self._held = event.position()
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - round(moved.x()))
            down.setValue(down.value() - round(moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the page."""
        self._held = None
        self.viewport().unsetCursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that are seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._ground())
        if not self._tops:
            return
        painter.scale(1 / self._ratio(), 1 / self._ratio())
        seen = self._viewed().translated(self._offset())
        painter.translate(-seen.topLeft())
        for page in self._pages_in(seen.top(), seen.bottom()):
            self._paint(painter, page, seen)

    def _ground(self) -> QColor:
        """What lies behind the pages: darker than the window where that is light."""
        window = self.palette().window().color()
        return window.darker(115) if window.lightness() > 128 else window

    def _paint(self, painter: QPainter, page: int, seen: QRect) -> None:
        place = self._place(page)
        painter.fillRect(place, _PAPER)
        if page in self._bad:
            self._paint_words(painter, place, self.words_for(page))
            return
        wanted, whole = list(self._parts(page, seen.translated(-place.topLeft()))), self._size(page)
        if any(one not in self._tiles for one in wanted):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            older = [*self._stale.get(page, ())]
            older += (one for one in self._tiles.items() if one[0].page == page and one[0].whole != whole)
            for one, image in older:
                across, down = place.width() / one.whole[0], place.height() / one.whole[1]
                left, top, wide, high = one.part
                corner = QPointF(place.left() + left * across, place.top() + top * down)
                painter.drawImage(QRectF(corner, QSizeF(wide * across, high * down)), image)
        for one in wanted:
            if (image := self._tiles.get(one)) is not None:
                self._tiles.move_to_end(one)
                painter.drawImage(place.topLeft() + QPoint(one.part[0], one.part[1]), image)

    def _paint_words(self, painter: QPainter, place: QRect, words: str) -> None:
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(self._ratio(), self._ratio())
        painter.setPen(_SAID)
        room = QRectF(0, 0, place.width(), min(place.height(), self._viewed().height())).toRect()
        room.setSize(room.size() / self._ratio())
        how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(_GAP, _GAP, -_GAP, -_GAP), int(how), words)
        painter.restore()

    def words_for(self, page: int) -> str:
        """What is said on a page that cannot be shown; "" for any other."""
        if page not in self._bad:
            return ""
        if self._bad[page] == "slow":
            return self.tr("This page takes too long to draw. The document is kept as it came.")
        if self._bad[page] == "too_large":
            return self.tr("This page needs more memory than there is for it. It is kept as it came.")
        return self.tr("This page is damaged and cannot be shown. The document is kept as it came.")


def _bytes(wanted: Wanted) -> int:
    return 4 * wanted.part[2] * wanted.part[3]
