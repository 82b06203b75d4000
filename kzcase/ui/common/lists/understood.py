"""What a typed search was understood to ask, under its line: chips to take back, chips to add."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from kzcase.services import searching
from kzcase.services.office import Office
from kzcase.services.searching import Meant, Offer
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import button, on_button, set_tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

_WIDEST = 340


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text asks, and what its end may be going to ask."""

    meant: Meant
    offers: tuple[Offer, ...]


class Understood(QWidget):
    """The filters of a search in words; a guess that is wrong is taken as words at a click.

    `kind` is that of the list the search stands above. Without `keyboard` the
    chips leave the keyboard to the line.
    """

    wanted = Signal(str)
    """The text that the line should hold instead."""
    said = Signal(str)
    """What is looked for, in words; "" where that is just what was typed."""

    drawn = Signal()
    """Other chips stand here: the widget may be higher or lower now."""

    def __init__(
        self, desk: Desk, kind: str = "", parent: QWidget | None = None, *, keyboard: bool = True
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._keyboard = keyboard
        self._text = ""
        self._flow = FlowLayout(self, GRID // 2)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.words = ""
        colours = desk.look.theme.colours
        self.setStyleSheet(
            f"QPushButton {{ padding: 1px 9px; border-radius: 10px; }}"
            f"QPushButton[asked=true] {{ background: {colours.chosen}; border-color: {colours.accent}; }}"
            f"QPushButton[asked=false] {{ color: {colours.quiet}; }}"
        )
        self.hide()

    def ask(self, text: str) -> None:
        """Say what a text asks; it is answered a moment later."""
        self._text = text
        if not text.strip():
            self.forget()
            return
        office, language = self._desk.office, self._desk.language
        self._latest.ask(partial(_read, office, text, language, self._kind))

    def forget(self) -> None:
        """Say nothing."""
        self._latest.forget()
        self._flow.clear()
        self.hide()
        self.drawn.emit()
        self._tell("")

    def _show(self, read: _Read) -> None:
        self._flow.clear()
        for chip in read.meant.chips:
            if chip.as_words:
                self._chip(
                    f"{chip.label}  ×",
                    chip.as_words,
                    self.tr("Take “{0}” as words").format(read.meant.query.piece(chip.filter)),
                    asked=True,
                )
        for offer in read.offers:
            self._chip(f"+ {offer.phrase}", offer.text, self.tr("Ask for this, too"), asked=False)
        self.setVisible(self._flow.count() > 0)
        self.drawn.emit()
        self._tell(read.meant.words)

    def _chip(self, words: str, text: str, why: str, *, asked: bool) -> None:
        made = button("")
        made.setText(on_button(made.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _WIDEST)))
        made.setProperty("asked", asked)
        made.setProperty("wanted", text)
        made.setAccessibleName(f"{words.rstrip('× ')}: {why}")
        set_tip(made, why)
        if not self._keyboard:
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(self._clicked)
        self._flow.addWidget(made)

    def _clicked(self) -> None:
        sender: QObject = self.sender()
        self.wanted.emit(sender.property("wanted"))

    def _tell(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.said.emit(words)


def _read(office: Office, text: str, language: str, kind: str) -> _Read:
    meant = searching.meant(office, text, language, kind=kind)
    return _Read(meant, searching.offered(office, text, language, kind=kind))
