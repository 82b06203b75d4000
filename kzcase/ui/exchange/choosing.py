"""One field in conflict: both sides in words, and what shall become of them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from kzcase.exchange.casefile import PlanField
from kzcase.services.display import YES_NO
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import declared, label
from kzcase.ui.exchange import words
from kzcase.ui.exchange.taking import DELETED, Way, ways_for
from kzcase.ui.theme import GRID

_WAYS = {
    Way.MINE: str(QT_TRANSLATE_NOOP("Exchange", "Keep what is here")),
    Way.THEIRS: str(QT_TRANSLATE_NOOP("Exchange", "Take theirs")),
    Way.BOTH: str(QT_TRANSLATE_NOOP("Exchange", "Keep both, with who said it")),
    Way.LATER: str(QT_TRANSLATE_NOOP("Exchange", "Decide later")),
}
_YES = frozenset(both[0] for both in YES_NO.values())
_LONGEST = 600
"""Letters of a value shown in a card; all of it stands in the table below."""


def way_words(way: Way) -> str:
    """A way in words."""
    return words.tr(_WAYS[way])


class ChoiceCard(QFrame):
    """Asks what shall become of one field; until somebody says otherwise, it is decided later."""

    chosen = Signal(str, object)
    """The field's key and the `Way`."""

    def __init__(self, kind: str, field: PlanField, way: Way, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._field = field
        self.buttons: dict[Way, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + GRID // 2, GRID, GRID + GRID // 2, GRID)
        column.setSpacing(GRID // 2)
        name = declared(field.label) if field.field != DELETED else self.tr("Deleted or kept?")
        column.addWidget(label(name, "heading", wrap=True))
        for text, who in sorted(field.candidates, key=lambda one: one[0] != field.before):
            here = text == field.before
            said = self._value(text)
            told = (
                self.tr("here: {0}   ({1})").format(said, who)
                if here
                else self.tr("theirs: {0}   ({1})").format(said, who)
            )
            column.addWidget(label(told, wrap=True, select=True))
        line = QWidget()
        self._group = QButtonGroup(self)
        flow = FlowLayout(line, gap=GRID)
        possible = ways_for(kind, field)
        for one in Way:
            if one in possible:
                made = QRadioButton(way_words(one))
                made.setProperty("way", one.value)
                made.setChecked(one is way)
                self.buttons[one] = made
                self._group.addButton(made)
                flow.addWidget(made)
        column.addWidget(line)
        self._group.buttonToggled.connect(self._toggled)

    def _value(self, text: str) -> str:
        if self._field.field == DELETED:
            return self.tr("deleted") if text in _YES else self.tr("kept, with what was written since")
        if not text:
            return self.tr("nothing")
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

    def _toggled(self, made: QRadioButton, on: bool) -> None:
        if on:
            self.chosen.emit(self._field.field, Way(made.property("way")))
