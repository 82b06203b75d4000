"""Looks at a document inside the program: PDF, images and texts, never handed to another one."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from kzcase.services.documents import Content, Shape
from kzcase.ui.common.text import in_lines, label

STEP = 1.25
"""How much larger or smaller one step of the zoom makes a page."""
_LEAST, _MOST = 0.1, 10.0
_WIDEST = 12_000
"""Pixels of the longer side above which an image is read smaller than it is."""


class Viewer(QStackedWidget):
    """Shows the content of one document. Pages are counted from 1; an image or a text has one."""

    turned = Signal(int, int)
    """The page now looked at, and how many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._pages = QPdfView(self)
        self._pages.setDocument(self._pdf)
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._picture = _Picture()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._said = label(role="quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for view in (self._said, self._pages, self._picture, self._text):
            self.addWidget(view)
        self._pages.pageNavigator().currentPageChanged.connect(self._turned)
        self._pdf.statusChanged.connect(self._loaded)
        self._wanted = 1

    @property
    def page(self) -> int:
        """The page now looked at."""
        return self._pages.pageNavigator().currentPage() + 1 if self._shows_pdf else 1

    @property
    def pages(self) -> int:
        """How many pages there are; 0 while nothing is shown."""
        if self._shows_pdf:
            return self._pdf.pageCount()
        return 0 if self.currentWidget() is self._said else 1

    @property
    def words(self) -> str:
        """What is said instead of a document, or "" when one is shown."""
        return self._said.text() if self.currentWidget() is self._said else ""

    def begin(self) -> None:
        """Put the keyboard into what is shown."""
        if (view := self.currentWidget()) is not None:
            view.setFocus()

    def show_content(self, content: Content, page: int = 1) -> None:
        """Show a document, a PDF at a page."""
        self._wanted = page
        match content.shape:
            case Shape.PDF:
                self._buffer.close()
                self._buffer.setData(QByteArray(content.data))
                self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
                self.setCurrentWidget(self._pages)
                self._pdf.load(self._buffer)
            case Shape.IMAGE:
                image = read_image(content)
                if image.isNull():
                    self.say(
                        self.tr("This image cannot be shown: it is damaged, or too large for this laptop.")
                    )
                    return
                self._picture.show_image(image)
                self.setCurrentWidget(self._picture)
                self.turned.emit(1, 1)
            case Shape.TEXT:
                self._text.setPlainText(in_lines(content.text))
                self.setCurrentWidget(self._text)
                self.turned.emit(1, 1)
            case Shape.OTHER:
                self.say(
                    self.tr(
                        "A file of this kind cannot be shown inside kzcase, nor covered and annexed to a "
                        "paper: for that, attach it as a PDF or as a JPEG. It is kept whole; a copy can be "
                        "saved outside the vault, where it is no longer protected."
                    )
                )

    def say(self, words: str) -> None:
        """Show words instead of a document."""
        self._said.setText(words)
        self.setCurrentWidget(self._said)
        self.turned.emit(0, 0)

    def turn_to(self, page: int) -> None:
        """Go to a page of a PDF; one that it does not have is the nearest it has."""
        if self._shows_pdf and self._pdf.pageCount():
            number = min(max(page, 1), self._pdf.pageCount()) - 1
            self._pages.pageNavigator().jump(number, QPointF())

    def page_text(self) -> str:
        """The words of the page looked at: all of a text, none of a scan."""
        if self._shows_pdf:
            return self._pdf.getAllText(self.page - 1).text().replace("\r\n", "\n")
        return self._text.toPlainText() if self.currentWidget() is self._text else ""

    def marked_text(self) -> str:
        """The words marked in a text."""
        if self.currentWidget() is not self._text:
            return ""
        return self._text.textCursor().selectedText().replace("\u2029", "\n")

    def zoom(self, factor: float) -> None:
        """Make what is shown larger or smaller."""
        view = self.currentWidget()
        if view is self._pages:
            now = self._pages.zoomFactor()
            if self._pages.zoomMode() is QPdfView.ZoomMode.FitToWidth:
                now = self._fitted()
            self._pages.setZoomMode(QPdfView.ZoomMode.Custom)
            self._pages.setZoomFactor(min(max(now * factor, _LEAST), _MOST))
        elif view is self._picture:
            self._picture.zoom(factor)
        elif view is self._text:
            if factor > 1:
                self._text.zoomIn(1)
            else:
                self._text.zoomOut(1)

    def fit(self) -> None:
        """Make what is shown as wide as the view."""
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._picture.fit()

    def clear(self) -> None:
        """Let go of the document."""
        self._pdf.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self._picture.show_image(QImage())
        self._text.clear()

    @property
    def _shows_pdf(self) -> bool:
        return self.currentWidget() is self._pages

    def _fitted(self) -> float:
        """The zoom factor at which the page now fits the width."""
        width = self._pdf.pagePointSize(max(self.page - 1, 0)).width()
        points = self._pages.viewport().width() / (self.logicalDpiX() / 72)
        return points / width if width else 1.0

    def _loaded(self, status: QPdfDocument.Status) -> None:
        if not self._shows_pdf:
            return
        if status is QPdfDocument.Status.Ready:
            self.turn_to(self._wanted)
            self.turned.emit(self.page, self.pages)
        elif status is QPdfDocument.Status.Error:
            locked = self._pdf.error() is QPdfDocument.Error.IncorrectPassword
            self.say(
                self.tr("This PDF is locked with a password. It is kept whole, but cannot be shown here.")
                if locked
                else self.tr("This PDF is damaged and cannot be shown. It is kept as it came.")
            )

    def _turned(self, page: int) -> None:
        if self._shows_pdf and self._pdf.pageCount():
            self.turned.emit(page + 1, self._pdf.pageCount())


def read_image(content: Content) -> QImage:
    """An image from its bytes, upright, no larger than can be looked at; a null one if it is damaged.

    The format is the one its bytes begin with: Qt is never left to guess at
    formats that can name other files.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, content.format.encode())
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _WIDEST:
        reader.setScaledSize(size.scaled(QSize(_WIDEST, _WIDEST), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class _Picture(QGraphicsView):
    """One image, as wide as the view at first; the wheel with Ctrl zooms, the mouse moves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._fits = True

    def show_image(self, image: QImage) -> None:
        self._item.setPixmap(QPixmap.fromImage(image))
        self.scene().setSceneRect(self._item.boundingRect())
        self.fit()

    def fit(self) -> None:
        self._fits = True
        if not self._item.pixmap().isNull():
            self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        now = self.transform().m11()
        if _LEAST / 10 <= now * factor <= _MOST:
            self._fits = False
            self.scale(factor, factor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
        else:
            super().wheelEvent(event)
