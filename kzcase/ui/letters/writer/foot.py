"""The foot of the page of letters: what they lack, the missing consent, printing, saving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from kzcase.letters.shapes import Filled
from kzcase.ui.common.remarks import without_basis
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.theme import GRID

_ELIDE = Qt.TextElideMode.ElideRight
_CONSENT = 300


class Foot(QWidget):
    """What can be done with the letters, and what would come of it."""

    save_requested = Signal()
    register_requested = Signal()
    print_one_requested = Signal()
    print_each_requested = Signal()
    docx_requested = Signal()
    consent_requested = Signal(str, str)
    """Write down the consent of a person (id) for an audience."""

    def __init__(self) -> None:
        super().__init__()
        self.state = label(role="quiet", wrap=True)
        self.consent = button("")
        self.save = button(self.tr("&Save drafts"), primary=True)
        self.print = button(self.tr("&Print"))
        self.done = button(self.tr("To the &register"))
        self._lacking: tuple[str, str] = ("", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.state, 1)
        for part in (self.consent, self.print, self.save, self.done):
            row.addWidget(part)
        self.consent.hide()
        self.done.hide()
        self.print.setMenu(self._menu())
        self.save.clicked.connect(self.save_requested)
        self.done.clicked.connect(self.register_requested)
        self.consent.clicked.connect(self._ask_consent)

    @property
    def enclosure(self) -> str:
        """The paper that is printed behind each letter, by its template; "" for none."""
        return str(self._papers.checkedAction().data())

    def _menu(self) -> QMenu:
        menu = QMenu(self.print)
        menu.addAction(self.tr("All to one file"), self.print_one_requested.emit)
        menu.addAction(self.tr("Each to a file of its own"), self.print_each_requested.emit)
        menu.addAction(self.tr("Each as .docx, to edit on"), self.docx_requested.emit)
        menu.addSeparator()
        behind = menu.addMenu(self.tr("Behind each printed letter"))
        self._papers = QActionGroup(behind)
        for template, words in (
            ("", self.tr("Nothing")),
            ("brief", self.tr("A brief about its people")),
            ("pack", self.tr("A pack about its people")),
            ("list", self.tr("Their restrictions as a list")),
            ("timeline", self.tr("Their timelines")),
        ):
            action = behind.addAction(words)
            action.setData(template)
            action.setCheckable(True)
            action.setChecked(not template)
            self._papers.addAction(action)
        self.enclosures = behind
        return menu

    def say(self, words: str) -> None:
        """Say how the letters stand."""
        self.state.setText(words)

    def allow(self, number: int, *, ready: bool, saved: bool) -> None:
        """What can be done now with so many letters."""
        self.save.setEnabled(ready)
        self.print.setEnabled(ready or saved)
        self.save.setText(
            self.tr("&Save {0} drafts").format(number) if number > 1 else self.tr("&Save as a draft")
        )

    def judge(self, letters: Sequence[Filled]) -> None:
        """Say what the letters lack and whom they leave out altogether."""
        lacking = sum(1 for one in letters if one.missing)
        said = self.tr("Nothing is missing.")
        if lacking:
            words = self.tr("{0} of {1} letters lack something, marked in the text.")
            if len(letters) == 1:
                words = self.tr("The letter lacks something, marked in the text.")
            said = words.format(lacking, len(letters))
        out = dict.fromkeys(who.title for one in letters for who in without_basis(one.withheld))
        self.say(f"{said} {self.tr('Left out: {0}.').format(', '.join(out))}" if out else said)

    def show_saved(self, number: int) -> None:
        """The letters are in the register."""
        self.consent.hide()
        self.save.hide()
        self.done.show()
        self.done.setFocus()
        self.say(
            self.tr("1 letter is in the register, as a draft.")
            if number == 1
            else self.tr("{0} letters are in the register, as drafts.").format(number)
        )

    def show_lacking(self, letter: Filled | None, *, saved: bool) -> None:
        """Offer to write down the consent that the letter on screen lacks."""
        people = without_basis(letter.withheld) if letter is not None else ()
        self.consent.setVisible(bool(people) and not saved)
        if letter is not None and people:
            self._lacking = (people[0].id, letter.audience)
            said = self.tr("Write down consent: {0}").format(people[0].title)
            self.consent.setText(on_button(self.consent.fontMetrics().elidedText(said, _ELIDE, _CONSENT)))

    def _ask_consent(self) -> None:
        self.consent_requested.emit(*self._lacking)
