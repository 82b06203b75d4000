"""A colleague's proposal to erase: what would go here, where else the name stands, and the two answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kzcase.services.elsewhere import Place
from kzcase.services.erasures import Effect, Proposal
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import row
from kzcase.ui.exchange.tickstablemodel import list_view
from kzcase.ui.theme import GRID


class ProposalPanel(QWidget):
    """What erasing would do; it can only be agreed to after it was read and ticked."""

    accept_requested = Signal()
    decline_requested = Signal()
    open_requested = Signal()
    place_requested = Signal(str, str)
    """Show a record in which the name stands: kind, id."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._effect: Effect | None = None
        self._title = label(role="heading", wrap=True, select=True)
        self._who = label(wrap=True)
        self._goes = label(wrap=True, select=True)
        self._held = label(role="small", wrap=True, select=True)
        self._places = label(role="small", wrap=True)
        self.places: RowsTableModel[Place] = RowsTableModel(("",), self._place, parent=self)
        self._list = list_view(self.places, self.tr("Where else the name stands"))
        self.sure = QCheckBox(self.tr("I understand that erasing cannot be undone"))
        self.accept = button(self.tr("&Erase it here too"))
        self.decline = button(self.tr("&Keep it here"))
        self.look = button(self.tr("&Open the record"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for one in (self._title, self._who, self._goes, self._held, self._places):
            column.addWidget(one)
        column.addWidget(self._list, 1)
        column.addWidget(self.sure)
        column.addLayout(row(self.accept, self.decline, self.look))
        column.addStretch(1)
        self.sure.toggled.connect(self._consider)
        self.accept.clicked.connect(self.accept_requested)
        self.decline.clicked.connect(self.decline_requested)
        self.look.clicked.connect(self.open_requested)
        self._list.activated.connect(self._open_place)

    def show_proposal(self, one: Proposal) -> None:
        """Show a proposal; what it would do here is still being looked for."""
        self._title.setText(words.one_line(one.title))
        by = ", ".join(words.one_line(name) for name in one.by)
        what = "" if not one.compartment else f" ({declared(one.words)})"
        self._who.setText(
            self.tr(
                "{0} erased this{1} on {2}, for instance because consent was withdrawn, and proposes that "
                "you erase it too. Nothing is erased here unless you do it. If you keep it, you are not "
                "asked again."
            ).format(by, what, words.day(one.time, self._language))
        )
        self.sure.setChecked(False)
        self.show_effect(None)

    def show_effect(self, effect: Effect | None) -> None:
        """Show what erasing would do here."""
        self._effect = effect
        for one in (self._held, self._places, self._list):
            one.hide()
        self.places.show_rows(effect.elsewhere if effect is not None else ())
        if effect is None:
            self._goes.setText(self.tr("Looking for what belongs to it"))
        else:
            listed = ", ".join(f"{declared(plural)}: {number}" for _, plural, number in effect.kinds)
            self._goes.setText(self.tr("Erased here would be: {0}.").format(listed))
            self._tell_held(effect)
            self._places.setVisible(bool(effect.elsewhere))
            self._list.setVisible(bool(effect.elsewhere))
            self._places.setText(
                self.tr("The name also stands in these records, which stay. Edit or erase them one by one:")
            )
        self._consider()

    def _tell_held(self, effect: Effect) -> None:
        said = []
        if effect.drafts:
            said.append(
                self.tr("The name also stands in drafts: {0}. Open Drafts and look at them.").format(
                    effect.drafts
                )
            )
        if effect.colleagues:
            names = ", ".join(map(words.one_line, effect.colleagues))
            said.append(self.tr("Colleagues who may still hold it: {0}.").format(names))
        if effect.backups:
            files = ", ".join(one.name for one in effect.backups)
            said.append(self.tr("Backups that hold it until you delete them: {0}.").format(files))
        self._held.setText(" ".join(said))
        self._held.setVisible(bool(said))

    def _place(self, one: Place) -> tuple[str, ...]:
        title = words.one_line(one.title)
        return (self.tr("{0} (only in its history)").format(title) if one.past else title,)

    def _open_place(self) -> None:
        one = self.places.row(self._list.currentIndex().row())
        if one is not None:
            self.place_requested.emit(one.kind, one.id)

    def _consider(self) -> None:
        self.accept.setEnabled(self._effect is not None and self.sure.isChecked())
