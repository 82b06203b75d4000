"""The manual as a page of an unlocked vault."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.ui.common.action import KeyGroup
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.page import Page
from kzcase.ui.help.helpview import HelpView


class HelpPage(Page):
    """Lies over the page one came from; Esc leads back to it."""

    def __init__(
        self,
        desk: Desk,
        chapter: str,
        shortcuts: Sequence[KeyGroup],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.view = HelpView(desk.look.theme, shortcuts)
        self.view.back_requested.connect(self.back_requested)
        self.view.told.connect(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.show_chapter(chapter)

    def show_chapter(self, chapter: str) -> None:
        """Show another chapter."""
        self.view.show_chapter(chapter)

    def begin(self) -> None:
        """The keyboard starts in the text."""
        self.view.begin()

    def seek(self) -> None:
        """Ctrl+F: search the manual."""
        self.view.seek()
