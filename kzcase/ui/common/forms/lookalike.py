"""While a new person is typed: who is here already under a name like it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import find
from kzcase.ui.common.fields.pick import Offer
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest

_PAUSE = 200
_FEWEST_LETTERS = 4
_MOST = 3


class LooksLike(QWidget):
    """Says "Here already?" with at most three people, each with what tells it apart and a way to it."""

    chosen = Signal(str, str)
    """Id and title of the person who is meant."""

    def __init__(self, desk: Desk, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._action = action
        self._text = ""
        self._shown: tuple[Offer, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.hide()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Who is shown."""
        return self._shown

    def look_for(self, text: str) -> None:
        """Look for people of this name, once the typing pauses."""
        text = " ".join(text.split())
        if text == self._text:
            return
        self._text = text
        self._timer.start()

    def _ask(self) -> None:
        if len(self._text) < _FEWEST_LETTERS:
            self._latest.forget()
            self._show(())
            return
        self._latest.ask(partial(find, self._desk.office, ("person",), self._text, self._desk.language))

    def _show(self, found: tuple[Offer, ...]) -> None:
        self._shown = found[:_MOST]
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, one in enumerate(self._shown):
            self._rows.addWidget(self._row(number, one))
        self.setVisible(bool(self._shown))

    def _row(self, number: int, one: Offer) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        who = ", ".join(part for part in (one.label, one.detail.replace("  ·  ", ", ")) if part)
        line.addWidget(label(self.tr("Here already? {0}").format(who), "warn", wrap=True), 1)
        take = button(self._action, flat=True)
        take.setProperty("number", number)
        take.setAccessibleName(f"{self._action}: {who}")
        take.clicked.connect(self._on_taken)
        line.addWidget(take)
        return row

    def _on_taken(self) -> None:
        one = self._shown[self.sender().property("number")]
        self.chosen.emit(one.key, one.label)
