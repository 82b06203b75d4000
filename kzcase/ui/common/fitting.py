"""Keeps a page from pushing the window off a small screen: what has no room is scrolled to.

With large letters a page can need more than the screen has. The window keeps its size;
the page is as large as there is room, never smaller than it needs, and follows the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


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
        needed = self._needed(room.width())
        if needed.height() > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            needed = self._needed(room.width())
        if needed.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        self._page.resize(room.expandedTo(needed))

    def _needed(self, width: int) -> QSize:
        """The least a page can be at a width: wrapped words need more height where there is less width."""
        least = self._page.minimumSizeHint().expandedTo(self._page.minimumSize())
        layout = self._page.layout()
        if layout is not None and layout.hasHeightForWidth():
            high = layout.minimumHeightForWidth(max(width, least.width()))
            least.setHeight(max(least.height(), high))
        return least

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is seen."""
        if now is not None and self.isVisible() and self._page.isAncestorOf(now):
            self.ensureWidgetVisible(now)
