"""A colleague's proposal to erase: what would go here, where else the name stands, and the two answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services.erasures import Proposal
from kzcase.ui.common.effectview import EffectView
from kzcase.ui.common.text import button, declared, label, one_line
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import row
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
        self._title = label(role="heading", wrap=True, select=True)
        self._who = label(wrap=True)
        self.effect = EffectView()
        self.accept = button(self.tr("&Erase it here too"))
        self.decline = button(self.tr("&Keep it here"))
        self.look = button(self.tr("&Open the record"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._who)
        column.addWidget(self.effect)
        column.addLayout(row(self.accept, self.decline, self.look))
        column.addStretch(1)
        self.effect.agreed.connect(self.accept.setEnabled)
        self.accept.clicked.connect(self.accept_requested)
        self.decline.clicked.connect(self.decline_requested)
        self.look.clicked.connect(self.open_requested)
        self.effect.place_requested.connect(self.place_requested)

    def show_proposal(self, one: Proposal) -> None:
        """Show a proposal; what it would do here is still being looked for."""
        self._title.setText(one_line(one.title))
        by = ", ".join(one_line(name) for name in one.by)
        what = "" if not one.compartment else f" ({declared(one.words)})"
        self._who.setText(
            self.tr(
                "{0} erased this{1} on {2}, for instance because consent was withdrawn, and proposes that "
                "you erase it too. Nothing is erased here unless you do it. If you keep it, you are not "
                "asked again."
            ).format(by, what, words.day(one.time, self._language))
        )
        self.effect.show_effect(None)
