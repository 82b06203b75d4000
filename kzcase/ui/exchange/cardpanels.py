"""A colleague with the words of their key, and a card that was just read."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kzcase.services.colleagues import CardView, Contact
from kzcase.ui.common.newsecret import under_label
from kzcase.ui.common.text import button, label
from kzcase.ui.common.tick import Tick
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import row
from kzcase.ui.exchange.wordsgrid import WordsGrid
from kzcase.ui.theme import GRID

NARROW = 2
"""Columns of words where two keys stand side by side."""


class ContactPanel(QWidget):
    """One colleague: the words of their key, and what to do with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label(role="title", wrap=True, select=True)
        self._state = label(wrap=True)
        self.theirs = WordsGrid(self.tr("The words of their key"))
        self._how = label(
            self.tr(
                "Call them or sit together. They open Exchange, Colleagues, and read out the words under "
                "“You”; you compare them with these. Then the other way round. Not by mail or chat: whoever "
                "can send you a false card can send you false words."
            ),
            wrap=True,
        )
        self._stop = label(role="warn", wrap=True)
        self.same = button(self.tr("All twelve words are the &same"), primary=True)
        self.differ = button(self.tr("They &differ"))
        self.remove = button(self.tr("&Remove"))
        self.lose = button(self.tr("Their &laptop was taken"))
        self.lose.setToolTip(
            self.tr("Mark the key as lost: nothing is written to it any more, and nothing taken in from it.")
        )
        self.found = button(self.tr("The key was &never lost"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for one in (self._name, self._state, self.theirs, self._how, self._stop):
            column.addWidget(one)
        column.addLayout(row(self.same, self.differ))
        column.addLayout(row(self.remove, self.lose, self.found))
        column.addStretch(1)

    def show_contact(self, one: Contact, language: str) -> None:
        """Show a colleague."""
        self._name.setText(one.name)
        self.theirs.show_words(one.fingerprint)
        self._stop.hide()
        lost = one.lost is not None
        self.remove.setVisible(not lost)
        self.lose.setVisible(not lost)
        self.found.setVisible(lost)
        verified = one.verified is not None
        self._state.setText(
            self.tr("Verified: you compared these words on {0}.").format(words.day(one.verified, language))
            if verified
            else self.tr("Not verified yet: you have not compared these words with them.")
        )
        for widget in (self._how, self.same, self.differ):
            widget.setVisible(not verified and not lost)
        if one.lost is not None:
            self._state.setText(self.tr("LOST, marked on {0}.").format(words.day(one.lost, language)))
            self._stop.setText(
                self.tr(
                    "Whoever has that laptop writes in this name and reads what was written for it. Nothing "
                    "is written to this key any more, and no file that it signed is taken in. Add the card "
                    "of their new vault when you have it from themselves."
                )
            )
            self._stop.show()

    def warn(self, text: str) -> None:
        """Say that the key is not theirs."""
        self._stop.setText(text)
        self._stop.show()
        self.same.hide()
        self.remove.setFocus()


class NewCardPanel(QWidget):
    """A card that was read: somebody new, or a loud stop because a known colleague's key is another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = label(role="title", wrap=True)
        self._said = label(wrap=True)
        self._was = QWidget()
        self.was = WordsGrid(self.tr("The key you know"), NARROW)
        self._now_words = label("", "heading")
        self.now = WordsGrid(self.tr("The key on the card"), NARROW)
        self.name = QLineEdit()
        self.sure = Tick(self.tr("They told me by voice or face to face that they have a new key"))
        self.accept = button("", primary=True)
        self.refuse = button(self.tr("Do &not add it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self._head)
        column.addWidget(self._said)
        known = QVBoxLayout(self._was)
        known.setContentsMargins(0, 0, 0, 0)
        known.setSpacing(GRID // 2)
        known.addWidget(label(self.tr("The key you know"), "heading"))
        known.addWidget(self.was)
        known.addStretch(1)
        of_card = QWidget()
        given = QVBoxLayout(of_card)
        given.setContentsMargins(0, 0, 0, 0)
        given.setSpacing(GRID // 2)
        given.addWidget(self._now_words)
        given.addWidget(self.now)
        given.addStretch(1)
        column.addLayout(row(self._was, of_card))
        column.addLayout(under_label(self.tr("What the office calls them"), self.name))
        column.addWidget(self.sure)
        column.addLayout(row(self.accept, self.refuse))
        column.addStretch(1)
        self.sure.toggled.connect(self._consider)
        self.name.textChanged.connect(self._consider)
        self._changed = False

    def show_card(self, view: CardView) -> None:
        """Show what adding it would mean."""
        self._changed = view.state == "changed"
        self.name.setText(view.known.name if self._changed and view.known else view.card.name)
        self.sure.setChecked(False)
        self.now.show_words(view.card.fingerprint)
        for widget in (self._was, self.sure):
            widget.setVisible(self._changed)
        if self._changed and view.known is not None:
            self.was.show_words(view.known.fingerprint)
            self._head.setText(self.tr("STOP: this is not the key you know as {0}'s").format(view.known.name))
            self._said.setText(
                self.tr(
                    "Either they have a new laptop or vault, or somebody gives themself out as them to read "
                    "what you hand out. Do not add it before you have asked them by voice or face to face."
                )
            )
            self._now_words.setText(self.tr("The key on this card"))
            self.accept.setText(self.tr("Replace the key I know"))
        else:
            self._head.setText(self.tr("A card of {0}").format(view.card.name))
            self._said.setText(
                self.tr("Adding it lets you write files to them. Compare the words afterwards, by voice.")
            )
            self._now_words.setText(self.tr("The words of their key"))
            self.accept.setText(self.tr("&Add this colleague"))
        self._consider()

    def _consider(self) -> None:
        named = bool(self.name.text().strip())
        self.accept.setEnabled(named and (self.sure.isChecked() or not self._changed))
