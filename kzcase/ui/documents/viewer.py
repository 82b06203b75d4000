"""Looks at a document inside the program: PDF, images and texts, never handed to another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from kzcase.briefing.annexes.flatten import CHILD
from kzcase.services.documents import Content, Shape
from kzcase.ui.common.leaves.leaves import STEP, Leaves, Zoom
from kzcase.ui.common.leaves.reader import SECONDS
from kzcase.ui.common.text import in_lines, label

__all__ = ["STEP", "Viewer"]


class Viewer(QStackedWidget):
    """Shows the content of one document. Pages are counted from 1; a text has one.

    PDF files and images are read by a process of their own (`Leaves`), which is
    started with the viewer and ended with it.
    """

    turned = Signal(int, int)
    """The page now looked at, and how many there are."""
    page_read = Signal(str)
    """The words of the page for which they were asked (`read_page`)."""

    def __init__(
        self, parent: QWidget | None = None, *, child: Path = CHILD, seconds: float = SECONDS
    ) -> None:
        super().__init__(parent)
        self.leaves = Leaves(child=child, seconds=seconds)
        self.leaves.setAccessibleName(self.tr("The pages of the document"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._said = label(role="quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for view in (self._said, self.leaves, self._text):
            self.addWidget(view)
        self._is_pdf = False
        self._asked = 0
        self.leaves.turned.connect(self.turned)
        self.leaves.failed.connect(self._failed)
        self.leaves.read.connect(self._read)
        # While the document is fetched from the vault, its reader gets ready.
        self.leaves.reader.warm()

    @property
    def page(self) -> int:
        """The page now looked at."""
        return self.leaves.page if self._shows_pages else 1

    @property
    def pages(self) -> int:
        """How many pages there are; 0 while nothing is shown."""
        if self._shows_pages:
            return self.leaves.pages
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
        self._asked = 0
        match content.shape:
            case Shape.PDF | Shape.IMAGE:
                self._is_pdf = content.shape is Shape.PDF
                self.setCurrentWidget(self.leaves)
                self.leaves.fit(Zoom.WIDTH if self._is_pdf else Zoom.WHOLE)
                self.leaves.show_document(content.data, page)
            case Shape.TEXT:
                self.leaves.clear()
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
        self.leaves.clear()
        self._said.setText(words)
        self.setCurrentWidget(self._said)
        self.turned.emit(0, 0)

    def turn_to(self, page: int) -> None:
        """Go to a page of a PDF; one that it does not have is the nearest it has."""
        if self._shows_pages:
            self.leaves.turn_to(page)

    def read_page(self) -> None:
        """Ask for the words of the page looked at: all of a text, none of a scan (`page_read`)."""
        if self._shows_pages and self.leaves.pages:
            self._asked = self.page
            self.leaves.reader.words(self._asked)
        else:
            self.page_read.emit(self._text.toPlainText() if self.currentWidget() is self._text else "")

    def marked_text(self) -> str:
        """The words marked in a text."""
        if self.currentWidget() is not self._text:
            return ""
        return self._text.textCursor().selectedText().replace("\u2029", "\n")

    def zoom(self, factor: float) -> None:
        """Make what is shown larger or smaller."""
        view = self.currentWidget()
        if view is self.leaves:
            self.leaves.zoom(factor)
        elif view is self._text:
            if factor > 1:
                self._text.zoomIn(1)
            else:
                self._text.zoomOut(1)

    def fit(self) -> None:
        """Make a PDF as wide as the view, an image as large as it is whole in it."""
        self.leaves.fit(Zoom.WIDTH if self._is_pdf else Zoom.WHOLE)

    def clear(self) -> None:
        """Let go of the document."""
        self.leaves.clear()
        self._text.clear()

    @property
    def _shows_pages(self) -> bool:
        return self.currentWidget() is self.leaves

    def _read(self, page: int, words: str) -> None:
        if page == self._asked:
            self._asked = 0
            self.page_read.emit(words)

    def _failed(self, state: str) -> None:
        if self._asked:
            self._read(self._asked, "")
        self.say(self._why(state))

    def _why(self, state: str) -> str:
        """Why nothing is shown, in words."""
        if not self._is_pdf:
            return self.tr("This image cannot be shown: it is damaged, or too large for this laptop.")
        match state:
            case "locked":
                return self.tr(
                    "This PDF is locked with a password. It is kept whole, but cannot be shown here."
                )
            case "too_large" | "too_many":
                return self.tr("This PDF is too large to be shown here. It is kept as it came.")
            case "slow":
                return self.tr("This PDF takes too long to read. It is kept as it came.")
        return self.tr("This PDF is damaged and cannot be shown. It is kept as it came.")
