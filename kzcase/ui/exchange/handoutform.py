"""The two forms of handing out: what goes and what stays out, and who can open it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QRadioButton, QVBoxLayout, QWidget

from kzcase.exchange.casefile import Recipients, Selection
from kzcase.services.colleagues import Contact
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.listview import list_view
from kzcase.ui.common.newsecret import NewSecret
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.exchange.part import row
from kzcase.ui.exchange.tickstablemodel import TicksTableModel
from kzcase.ui.theme import GRID

_MOST_ROWS = 5


class WhatForm(QWidget):
    """Whose cases, and what of them."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.some = QRadioButton(self.tr("These people and cases, with all that belongs to them:"))
        self.everything = QRadioButton(self.tr("Everything"))
        self.some.setChecked(True)
        self.chooser = RecordChooser(desk, ("person", "case"))
        self.without = RecordChooser(desk, ("person", "case"))
        self.documents = QCheckBox(self.tr("Documents go along"))
        self.documents.setChecked(True)
        self.agreed = QCheckBox(self.tr("Only people who agreed to sharing with a named partner"))
        self.marked = QCheckBox(self.tr("Without what is marked “do not share”"))
        self.marked.setChecked(True)
        self.leaving: dict[str, QCheckBox] = {
            "identity": QCheckBox(self.tr("Identity")),
            "family": QCheckBox(self.tr("Family")),
            "health": QCheckBox(self.tr("Health")),
            "source": QCheckBox(self.tr("Who told it")),
        }
        self._build()
        for chooser in (self.chooser, self.without):
            chooser.changed.connect(self.changed)
        for tick in (self.documents, self.marked, self.agreed, *self.leaving.values(), self.everything):
            tick.toggled.connect(self._changed)

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        every = self.everything.isChecked()
        return Selection(
            records=() if every else self.chooser.chosen,
            everything=every,
            without_records=self.without.chosen,
            without_compartments=frozenset(key for key, tick in self.leaving.items() if tick.isChecked()),
            without_marked=self.marked.isChecked(),
            only_agreed=self.agreed.isChecked(),
            documents=self.documents.isChecked(),
        )

    @property
    def empty(self) -> bool:
        """Whether nobody was chosen yet."""
        return not self.everything.isChecked() and not self.chooser.chosen

    def choose(self, records: Sequence[str]) -> None:
        """Begin with these people and cases."""
        self.some.setChecked(True)
        self.chooser.choose(records)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("What"), "heading"))
        whose = QVBoxLayout()
        whose.setSpacing(GRID // 2)
        for one in (self.some, self.chooser, self.everything):
            whose.addWidget(one)
        column.addLayout(whose)
        column.addWidget(label(self.tr("but without these people and cases:"), "small"))
        column.addWidget(self.without)
        for tick in (self.documents, self.marked, self.agreed):
            column.addWidget(tick)
        column.addWidget(label(self.tr("Leave out of every record"), "small"))
        leaving = QWidget()
        flow = FlowLayout(leaving, gap=GRID)
        for tick in self.leaving.values():
            flow.addWidget(tick)
        column.addWidget(leaving)

    def _changed(self) -> None:
        self.chooser.setEnabled(self.some.isChecked())
        self.changed.emit()


class WhomForm(QWidget):
    """Who can open a file: colleagues, or whoever has a passphrase."""

    changed = Signal()
    card_requested = Signal()
    """Somebody's card is to be added."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = desk.look.theme.row
        self.to_colleagues = QRadioButton(self.tr("Colleagues of whom I have a card:"))
        self.to_passphrase = QRadioButton(self.tr("Whoever has a passphrase"))
        self.to_colleagues.setChecked(True)
        self.people: TicksTableModel[Contact] = TicksTableModel(self._called, lambda one: one.key, self)
        self.recipients = list_view(self.people, self.tr("Colleagues who can open it"))
        self._nobody = label(self.tr("You have no colleague's card yet."), "quiet", wrap=True)
        self._add = button(self.tr("Add a card"), flat=True)
        self.secret = NewSecret(desk.worker, self.tr("Passphrase of the file"), self.tr("The same again"))
        self._unsure = label(role="warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("For whom"), "heading"))
        group = QVBoxLayout()
        group.setSpacing(GRID // 2)
        for one in (self.to_colleagues, self.recipients, self._nobody):
            group.addWidget(one)
        group.addLayout(row(self._add))
        group.addWidget(self.to_passphrase)
        column.addLayout(group)
        column.addWidget(self.secret)
        column.addWidget(self._unsure)
        self.to_passphrase.toggled.connect(self._consider)
        self.people.ticked.connect(self._consider)
        self.secret.considered.connect(self.changed)
        self._add.clicked.connect(self.card_requested)
        self._consider()

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The colleagues who are ticked."""
        return self.people.chosen

    @property
    def chosen(self) -> Recipients:
        """Who can open it."""
        if self.to_colleagues.isChecked():
            return Recipients(tuple(one.key for one in self.contacts))
        return Recipients(passphrase=self.secret.text)

    @property
    def words(self) -> str:
        """Who can open it, in words."""
        if self.to_colleagues.isChecked():
            return ", ".join(one_line(one.name) for one in self.contacts)
        return self.tr("whoever has the passphrase")

    @property
    def reason_against(self) -> str:
        """What is still to be said before a file can be written, or ""."""
        if self.to_colleagues.isChecked() and not self.contacts:
            return self.tr("Tick at the left who shall be able to open it.")
        if self.to_passphrase.isChecked() and not self.secret.text:
            return self.tr("Choose a passphrase at the left, and tell it by another way than the file.")
        return ""

    def show_contacts(self, found: Sequence[Contact]) -> None:
        """Show whom one can write to."""
        self.people.show_rows(found)
        rows = min(max(len(found), 1), _MOST_ROWS)
        self.recipients.setFixedHeight(rows * self._row_height + GRID)
        self._consider()

    def _called(self, one: Contact) -> str:
        name = one_line(one.name)
        return name if one.verified else self.tr("{0} (not verified)").format(name)

    def _consider(self) -> None:
        by_card = self.to_colleagues.isChecked()
        several = self.people.rowCount() > 0
        self.recipients.setVisible(by_card and several)
        self._nobody.setVisible(by_card and not several)
        self._add.setVisible(by_card)
        self.secret.setVisible(not by_card)
        unsure = [one_line(one.name) for one in self.contacts if not one.verified] if by_card else []
        self._unsure.setText(
            self.tr(
                "You have not compared the words with {0}. If the card is false, somebody else reads this."
            ).format(", ".join(unsure))
        )
        self._unsure.setVisible(bool(unsure))
        self.changed.emit()
