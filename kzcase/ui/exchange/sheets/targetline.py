"""A line that says where a column goes: type to find the field, empty it to leave the column out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from kzcase.exchange import sheets
from kzcase.services.declarations import kinds
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.text import declared

MOST = 60
_BETWEEN = ": "


class Targets:
    """Where the columns of rows of one kind can go, by their keys in mappings, with their words."""

    def __init__(self, kind: str) -> None:
        self.words: Mapping[str, str] = {
            sheets.ID: QCoreApplication.translate("TargetLine", "Id of the record that is here"),
            **{one.key: _words(kind, one) for one in sheets.offered(kind)},
        }

    def said(self, key: str) -> str:
        """A target in words; one that only a kept mapping has, as it is written there."""
        return self.words.get(key, key)

    def found(self, text: str) -> tuple[Offer, ...]:
        """The targets with words that begin as typed, those of the row's own record first."""
        wanted = text.casefold().split()
        starts: list[Offer] = []
        holds: list[Offer] = []
        for key, said in self.words.items():
            plain = said.casefold()
            parts = plain.replace("(", " ").replace(_BETWEEN, " ").split()
            if all(any(part.startswith(one) for part in parts) for one in wanted):
                (starts if wanted and plain.startswith(wanted[0]) else holds).append(Offer(key, said))
        return tuple((starts + holds)[:MOST])


class TargetLine(PickLine):
    """One column's target; "" leaves the column out."""

    chosen = Signal(str)
    """The user chose a target; an empty key: the column is left out."""

    def __init__(self, targets: Targets, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets = targets
        self.key = key
        self.setPlaceholderText(self.tr("left out"))
        self.setClearButtonEnabled(True)
        self._say()
        self.asked.connect(self._find)
        self.picked.connect(self._take)
        self.textChanged.connect(self._emptied)

    def choose(self, key: str) -> None:
        """Choose as the user would."""
        changed = key != self.key
        self.key = key
        self._say()
        if changed:
            self.chosen.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is half typed and names nothing goes back to what it was."""
        super().focusOutEvent(event)
        if not self._is_open:
            self._say()

    def _say(self) -> None:
        said = self._targets.said(self.key) if self.key else ""
        if said != self.text():
            self.setText(said)
            self.setCursorPosition(0)

    def _find(self, text: str) -> None:
        self.offer(self._targets.found("" if text == self._targets.said(self.key) else text))

    def _take(self, offer: Offer) -> None:
        self.choose(offer.key)

    def _emptied(self, text: str) -> None:
        if not text and self.key:
            self.choose("")


def _words(kind: str, one: sheets.Offered) -> str:
    target = one.target
    parts = [declared(target.field.label)]
    if target.group.kind != kind:
        parts.insert(0, declared(kinds()[target.group.kind].label))
    if target.part is not None:
        parts.append(declared(target.part.label))
    return _BETWEEN.join(dict.fromkeys(parts))
