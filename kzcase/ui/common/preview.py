"""A paper as it will be printed, page below page; words instead of it while there is none."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget, QWidget

from kzcase.ui.common.text import label


class Preview(QStackedWidget):
    """Shows the bytes of a PDF, or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Children die in the order they were made: the view, whose thread reads the document, must go first.
        self.view = QPdfView(self)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view.setDocument(self._document)
        self.view.setAccessibleName(self.tr("Preview"))
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # A page that just fits would call the bar, be made smaller by it, send it away, and so on for ever.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._said = label("", "quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._said)
        self.addWidget(self.view)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount()

    @property
    def text(self) -> str:
        """The sentence that is shown instead of a paper."""
        return self._said.text() if self.currentWidget() is self._said else ""

    def show_paper(self, pdf: bytes) -> None:
        """Show a PDF; the page that is being read stays on screen."""
        navigator = self.view.pageNavigator()
        page = navigator.currentPage()
        self._close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.setCurrentWidget(self.view)
        if 0 < page < self.pages:
            navigator.jump(page, QPointF(), 0)

    def say(self, text: str) -> None:
        """Show a sentence and no paper."""
        self._close()
        self._said.setText(text)
        self.setCurrentWidget(self._said)

    def _close(self) -> None:
        self._document.close()
        self._buffer.close()
