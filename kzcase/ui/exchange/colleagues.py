"""Colleagues: one's own card, the cards of others, and comparing the words of their keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import colleagues, losing
from kzcase.services.colleagues import CardView, Contact, Identity
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.cardpanels import ContactPanel, NewCardPanel
from kzcase.ui.exchange.cardpicture import CardPicture, CardText
from kzcase.ui.exchange.part import Part, row, scrolled
from kzcase.ui.exchange.wordsgrid import WordsGrid
from kzcase.ui.theme import GRID

_PICTURE, _TEXT = 3, 4
"""Where beside the list the card as a picture stands, and the field for a card's text."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who one is, and whom one knows."""

    me: Identity
    contacts: tuple[Contact, ...]


class Colleagues(Part):
    """Whom files are written to and taken from."""

    known_anew = Signal()
    """Somebody was added, verified or removed: what is thought of a file's sender may be another thing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show)
        self._cards = Latest(desk.worker, self)
        self._cards.answered.connect(self._show_card)
        self._me: Identity | None = None
        self._view: CardView | None = None
        self._select = ""
        self.mine = WordsGrid(self.tr("The words of my key"))
        self._name = label(role="heading", wrap=True)
        self.save = button(self.tr("Save my &card"))
        self.show_picture = button(self.tr("Show my card as a &picture"))
        self.picture = CardPicture()
        self.paste = button(self.tr("Paste a card's &text"))
        self.pasting = CardText()
        self.add = button(self.tr("&Add a colleague's card"), primary=True)
        heads = (self.tr("Colleague"), self.tr("Key"))
        self.model: RowsTableModel[Contact] = RowsTableModel(heads, self._cells, parent=self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Colleagues"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._right = QStackedWidget()
        self.contact = ContactPanel()
        self.new = NewCardPanel()
        self._hint = label(
            self.tr(
                "Nobody yet. Give your card to a colleague and add theirs: on a stick, by mail, as you like. "
                "A card is no secret. What makes it trustworthy is that you compare the twelve words by "
                "voice or face to face."
            ),
            "quiet",
            wrap=True,
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        shown = (self._hint, *map(scrolled, (self.contact, self.new)), self.picture, scrolled(self.pasting))
        for one in shown:
            self._right.addWidget(one)
        self._build()
        self.save.clicked.connect(self._ask_place)
        self.add.clicked.connect(self._ask_card)
        self.show_picture.clicked.connect(self._show_picture)
        self.picture.done.clicked.connect(self._drop_card)
        self.paste.clicked.connect(self._ask_text)
        self.pasting.read.clicked.connect(self._read_text)
        self.pasting.cancel.clicked.connect(self._drop_card)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.contact.same.clicked.connect(self._verify)
        self.contact.differ.clicked.connect(self._differ)
        self.contact.remove.clicked.connect(self._remove)
        self.contact.lose.clicked.connect(self._lose)
        self.contact.found.clicked.connect(self._find_again)
        self.new.accept.clicked.connect(self._add)
        self.new.refuse.clicked.connect(self._drop_card)
        desk.writer_changed.connect(self.read)

    def read(self) -> None:
        """Who one is, and whom one knows."""
        self._answers.ask(partial(_known, self.desk.office))

    def begin(self) -> None:
        """The keyboard starts in the list, or where there is something to do."""
        (self.table if self.model.rowCount() else self.add).setFocus()

    def read_card(self, path: Path) -> None:
        """Look at a card; nothing is added by that."""
        self._cards.ask(partial(_look, self.desk.office, path))

    def leave(self) -> None:
        """A card that was shown large does not stay on screen."""
        if self._right.currentIndex() in (_PICTURE, _TEXT):
            self._drop_card()

    @property
    def chosen(self) -> Contact | None:
        """The colleague the keyboard is on."""
        return self.model.row(self.table.currentIndex().row())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        self._mine = me = QFrame()
        me.setProperty("card", True)
        inner = QVBoxLayout(me)
        inner.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inner.setSpacing(GRID // 2)
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self.show_picture)
        top.addWidget(self.save)
        inner.addLayout(top)
        inner.addWidget(
            label(self.tr("These are your words. A colleague who has your card sees the same ones."), "small")
        )
        inner.addWidget(self.mine)
        column.addWidget(me)
        self._ways = QWidget()
        self._ways.setLayout(row(self.add, self.paste))
        column.addWidget(self._ways)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.table, 2)
        middle.addWidget(self._right, 3)
        column.addLayout(middle, 1)
        self._right.currentChanged.connect(self._make_room)

    def _make_room(self) -> None:
        """The picture has the whole page: the larger it is, the sooner a telephone reads it."""
        for one in (self._mine, self._ways, self.table):
            one.setVisible(self._right.currentIndex() != _PICTURE)

    # showing

    def _show(self, known: Known) -> None:
        self._me = known.me
        self._name.setText(self.tr("You: {0}").format(one_line(known.me.name)))
        self.mine.show_words(known.me.fingerprint)
        before = self._select or (self.chosen.key if self.chosen else "")
        self._select = ""
        self.model.show_rows(known.contacts)
        if known.contacts:
            keys = [one.key for one in known.contacts]
            self.table.setCurrentIndex(self.model.index(keys.index(before) if before in keys else 0, 0))
        if self._view is None:
            self._show_chosen()

    def _cells(self, one: Contact) -> tuple[str, ...]:
        if one.lost:
            return one_line(one.name), self.tr("LOST")
        state = (
            self.tr("verified on {0}").format(words.day(one.verified, self.desk.language))
            if one.verified
            else self.tr("not verified")
        )
        return one_line(one.name), state

    def _show_chosen(self) -> None:
        self._view = None
        one = self.chosen
        if one is None:
            self._right.setCurrentIndex(0)
        else:
            self.contact.show_contact(one, self.desk.language)
            self._right.setCurrentIndex(1)

    def _show_card(self, view: CardView) -> None:
        if view.state == "own":
            self.told.emit(self.tr("This is your own card. Give it to a colleague; there is nothing to add."))
            return
        if view.state == "same" and view.known is not None:
            self._select = view.known.key
            self.told.emit(
                self.tr("{0} is among your colleagues already, with this very key.").format(view.known.name)
            )
            self.read()
            return
        self._view = view
        self.new.show_card(view)
        self._right.setCurrentIndex(2)
        (self.new.refuse if view.state == "changed" else self.new.accept).setFocus()

    # doing

    def _ask_place(self) -> None:
        if self._me is not None:
            FileQuestion(
                self,
                self.tr("Save my card"),
                self.tr("Contact cards (*.kzcard)"),
                self._save,
                save=True,
                start=start_folder() / f"{self._me.key[:8]}{colleagues.SUFFIX}",
            )

    def _save(self, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(colleagues.SUFFIX)
        job = self.desk.worker.write(partial(colleagues.write_card, self.desk.office, target))
        job.done.connect(self._saved)

    def _saved(self, path: Path) -> None:
        self.told.emit(
            self.tr(
                "Your card was written: {0}. It holds your name and your public keys, no secrets. "
                "Then compare the words."
            ).format(path)
        )

    def _ask_card(self) -> None:
        FileQuestion(
            self,
            self.tr("A colleague's card"),
            self.tr("Contact cards (*.kzcard);;All files (*)"),
            self.read_card,
            save=False,
            start=start_folder(),
        )

    def _show_picture(self) -> None:
        if self._me is not None:
            self.picture.show_card(self._me.text)
            self._right.setCurrentIndex(_PICTURE)
            self.picture.done.setFocus()

    def _ask_text(self) -> None:
        self.pasting.begin()
        self._right.setCurrentIndex(_TEXT)

    def _read_text(self) -> None:
        self._cards.ask(partial(_look, self.desk.office, self.pasting.text))

    def _add(self) -> None:
        view = self._view
        if view is None or not self.new.accept.isEnabled():
            return
        replaces = view.known.key if view.state == "changed" and view.known is not None else None
        work = partial(
            colleagues.add, self.desk.office, view.card, name=self.new.name.text(), replaces=replaces
        )
        job = self.desk.worker.write(work)
        job.done.connect(self._added)

    def _added(self, one: Contact) -> None:
        self._view = None
        self._select = one.key
        self.told.emit(
            self.tr("{0} was added. Now compare the words with them, then mark them as the same.").format(
                one.name
            )
        )
        self.known_anew.emit()
        self.read()

    def _drop_card(self) -> None:
        self._show_chosen()
        self.begin()

    def _verify(self) -> None:
        one = self.chosen
        if one is not None:
            work = partial(colleagues.verify, self.desk.office, one.key, self.contact.theirs.text)
            self.desk.worker.write(work).done.connect(self._verified)

    def _verified(self, one: Contact) -> None:
        self.told.emit(
            self.tr("{0} is verified. Their files are taken in under their name.").format(one.name)
        )
        # The button that was pressed goes: the keyboard would go on to the next, which removes them.
        self.table.setFocus()
        self.known_anew.emit()
        self.read()

    def _differ(self) -> None:
        one = self.chosen
        if one is not None:
            self.contact.warn(
                self.tr(
                    "STOP. This key is not {0}'s. Hand out nothing to it and take nothing in from it. "
                    "Remove it, tell {0} by voice, and ask for the card again."
                ).format(one.name)
            )

    def _remove(self) -> None:
        one = self.chosen
        if one is not None:
            job = self.desk.worker.write(partial(colleagues.remove, self.desk.office, one.key))
            job.done.connect(self._removed)

    def _lose(self) -> None:
        one = self.chosen
        if one is not None:
            self._select = one.key
            self.desk.worker.write(partial(losing.lose, self.desk.office, one.key)).done.connect(self._lost)

    def _lost(self, one: Contact) -> None:
        self.told.emit(
            self.tr(
                "{0} is marked as lost. Tell the colleagues who have that card, so that they mark it, too. "
                "If you write a folder for them, write what changed: the old files go."
            ).format(one.name)
        )
        self.read()

    def _find_again(self) -> None:
        one = self.chosen
        if one is not None:
            self._select = one.key
            work = partial(losing.found_again, self.desk.office, one.key)
            self.desk.worker.write(work).done.connect(self._found_again)

    def _found_again(self, one: Contact) -> None:
        self.told.emit(self.tr("{0} is not lost any more. Compare the words again.").format(one.name))
        self.read()

    def _removed(self) -> None:
        self.told.emit(self.tr("Removed. What they sent before stays, with their name in the history."))
        self.known_anew.emit()
        self.read()


def _known(office: Office) -> Known:
    return Known(colleagues.identity(office), (*colleagues.contacts(office), *losing.lost(office)))


def _look(office: Office, card: Path | str) -> CardView:
    return colleagues.look(office, colleagues.read_card(card))
