"""Where a paper is handed over: its state, the way to the missing consent, a password, the export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.briefing.remarks import Withheld
from kzcase.ui.common.keyboard import secret_field
from kzcase.ui.common.remarks import without_basis
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.papers.order import Made
from kzcase.ui.theme import GRID

SIDE = 372
"""How wide the column beside a paper is."""
_ELIDE = Qt.TextElideMode.ElideRight


class Handing(QWidget):
    """What stands above the people and the remarks beside a paper."""

    def __init__(self) -> None:
        super().__init__()
        self.export = button(self.tr("&Export"), primary=True)
        self.password = secret_field(self.tr("Password, if any"))
        self.password.setAccessibleName(self.tr("Password of the PDF"))
        self.once_more = button(self.tr("&Make the preview"))
        self.consent = button("")
        self.lacking: tuple[Withheld, ...] = ()
        """People of whom nothing may be told until they are asked."""
        self.state = label("", "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        hand = QHBoxLayout()
        hand.setSpacing(GRID)
        hand.addWidget(self.password, 1)
        hand.addWidget(self.export)
        column.addLayout(hand)
        for part in (self.state, self.once_more, self.consent):
            column.addWidget(part)
        self.consent.hide()

    def say(self, words: str) -> None:
        """Say how far the paper is."""
        self.state.setText(words)

    def wait(self) -> None:
        """There is nothing to hand over yet."""
        self.export.setEnabled(False)
        self.once_more.hide()

    def stopped(self) -> None:
        """The making was stopped and can be begun again."""
        self.say(self.tr("Stopped. The paper is not finished."))
        self.once_more.show()

    def show_made(self, made: Made) -> None:
        """Say what the paper is, and let it be handed over."""
        left_out = len(without_basis(made.content.withheld))
        pages = (
            self.tr("{0} page: {1}").format(made.pages, made.content.title)
            if made.pages == 1
            else self.tr("{0} pages: {1}").format(made.pages, made.content.title)
        )
        self.say(pages if left_out <= 0 else self.tr("{0}. People left out: {1}").format(pages, left_out))
        self.export.setEnabled(True)

    def show_lacking(self, withheld: tuple[Withheld, ...]) -> None:
        """Offer to write down the consent of the first person who is left out without one."""
        self.lacking = without_basis(withheld)
        self.consent.setVisible(bool(self.lacking))
        if self.lacking:
            said = self.tr("Write down consent: {0}").format(self.lacking[0].title)
            room = SIDE - 4 * GRID
            self.consent.setText(on_button(self.consent.fontMetrics().elidedText(said, _ELIDE, room)))
