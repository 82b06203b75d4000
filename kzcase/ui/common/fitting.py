"""Keeps a page from pushing the window off a small screen: what has no room is scrolled to.

With large letters a page can need more than the screen has. The window keeps its size;
the page is as large as there is room, never smaller than it needs, and follows the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QTabWidget, QWidget


class WholeWords(QFrame):
    """A part that is never lower than its wrapped words need at its width: a layout would press it flat."""

    def minimumSizeHint(self) -> QSize:
        """The least it can be, for the width it has."""
        least, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(max(least.height(), layout.minimumHeightForWidth(self.width())))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width the words need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Parts(QTabWidget):
    """Parts of a page, one of them seen: each scrolls by itself.

    Qt would ask the height that words need of every part, of those that are not seen too,
    and take it from what stands above.
    """

    def hasHeightForWidth(self) -> bool:
        """No: it takes the room there is."""
        return False


class OneSeen(QStackedWidget):
    """Steps of which one is seen: those that are not need no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """As large as the one that is seen."""
        seen = self.currentWidget()
        if seen is None:
            return super().minimumSizeHint()
        return seen.minimumSizeHint().expandedTo(seen.minimumSize())


class Upright(QScrollArea):
    """Scrolls up and down only: it is never narrower than what it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """As wide as what it holds at least."""
        least, inside = super().minimumSizeHint(), self.widget()
        if inside is not None:
            bar = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
            least.setWidth(max(least.width(), inside.minimumSizeHint().width() + bar))
        return least

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds may have become wider."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Fitting(QScrollArea):
    """Shows one page; scroll bars come only when it would not fit otherwise."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)
        self._page = page
        self.setWidget(page)
        page.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page may need more room, or less, than before."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the page the room there is, or what it needs at least."""
        room = self.maximumViewportSize()
        needed = self._page.minimumSizeHint().expandedTo(self._page.minimumSize())
        if needed.height() > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
        if needed.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        self._page.resize(room.expandedTo(needed))

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is seen."""
        if now is not None and self.isVisible() and self._page.isAncestorOf(now):
            self.ensureWidgetVisible(now)
