"""A paper as it will be printed, page below page; words instead of it while there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kzcase.ui.common.leaves.leaves import Leaves
from kzcase.ui.common.text import label


class Preview(QStackedWidget):
    """Shows the bytes of a PDF, or a sentence. The PDF is read by a process of its own."""

    shown = Signal()
    """The paper is open; or it cannot be, and a sentence says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = Leaves(self)
        self.view.setAccessibleName(self.tr("Preview"))
        self._unreadable = ""
        self._said = label("", "quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._said)
        self.addWidget(self.view)
        self.view.opened.connect(self.shown)
        self.view.failed.connect(self._failed)

    @property
    def pages(self) -> int:
        """How many pages are shown; 0 before the paper is open."""
        return self.view.pages

    @property
    def text(self) -> str:
        """The sentence that is shown instead of a paper."""
        return self._said.text() if self.currentWidget() is self._said else ""

    def show_paper(self, pdf: bytes, unreadable: str = "") -> None:
        """Show a PDF; the page that is being read stays on screen. `unreadable` is said if it cannot be."""
        self._unreadable = unreadable or self.tr("This PDF is damaged and cannot be shown.")
        self.setCurrentWidget(self.view)
        self.view.show_document(pdf, self.view.page if self.view.pages else 1)

    def say(self, text: str) -> None:
        """Show a sentence and no paper."""
        self.view.clear()
        self._said.setText(text)
        self.setCurrentWidget(self._said)

    def _failed(self) -> None:
        self.say(self._unreadable)
        self.shown.emit()
