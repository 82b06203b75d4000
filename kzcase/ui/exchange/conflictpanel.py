"""One undecided field: its values side by side, who wrote which, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kzcase.services import conflicts
from kzcase.services.conflicts import Conflict, Side
from kzcase.services.declarations import kinds
from kzcase.ui.common.text import button, declared, label, on_button, one_line
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import card, empty, row
from kzcase.ui.exchange.taking import DELETED
from kzcase.ui.theme import GRID

MOST_SIDES = 12
_LONGEST = 2_000


class ConflictPanel(QWidget):
    """The values of one field, to be decided between."""

    take_requested = Signal(int)
    """Take the value of this number."""
    both_requested = Signal()
    open_requested = Signal()
    all_requested = Signal(str)
    """Decide every field of this kind at once, for `ours` or `theirs`."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, GRID, 0)
        outer.setSpacing(GRID)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        outer.addLayout(self._cards)
        outer.addStretch(1)

    def show_conflict(self, one: Conflict, alike: int) -> None:
        """Show a field; `alike` fields of that kind are listed."""
        empty(self._cards)
        self._cards.addWidget(label(one_line(one.title), "heading", wrap=True, select=True))
        name = self.tr("Deleted, or kept?") if one.field == DELETED else declared(one.label)
        self._cards.addWidget(label(name, wrap=True))
        self._cards.addWidget(label(one.why, "small", wrap=True))
        across = 2 if len(one.sides) == 2 else 1
        sides = QGridLayout()
        sides.setSpacing(GRID)
        for number, side in enumerate(one.sides[:MOST_SIDES]):
            sides.addWidget(self._side(one, side, number), number // across, number % across)
        self._cards.addLayout(sides)
        single = one.field == DELETED or self._is_link(one) or one.kind == "alternative"
        both = button(self.tr("Keep &both, with who said it"))
        both.clicked.connect(self.both_requested)
        both.setVisible(not single and not one.protective)
        look = button(self.tr("&Open the record"))
        look.clicked.connect(self.open_requested)
        self._cards.addLayout(row(both, look))
        if not single:
            self._cards.addWidget(
                label(
                    self.tr(
                        "Is neither right? Open the record and write the field anew: that decides it too."
                    ),
                    "small",
                    wrap=True,
                )
            )
        if alike > 1:
            self._cards.addWidget(self._all_at_once(one, alike))

    def _side(self, one: Conflict, side: Side, number: int) -> QFrame:
        if one.field == DELETED:
            said = (
                self.tr("Delete it")
                if side.value is True
                else self.tr("Keep it, with what was written since")
            )
        else:
            said = side.text or self.tr("nothing")
        whose = self.tr("yours") if side.ours else self.tr("theirs")
        who = ", ".join(part for part in (whose, side.who, words.moment(side.time, self._language)) if part)
        if side.shown:
            who = self.tr("{0}; shown until you decide").format(who)
        take = button(self.tr("Take this"))
        take.setProperty("number", number)
        take.setAccessibleName(self.tr("Take {0}").format(one_line(said)))
        take.clicked.connect(self._take)
        text = label(said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…", wrap=True, select=True)
        made = card(text, label(who, "small", wrap=True))
        inner = made.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addStretch(1)
        inner.addLayout(row(take))
        return made

    def _all_at_once(self, one: Conflict, number: int) -> QFrame:
        field = declared(one.label)
        said = self.tr("“{0}” is undecided in {1} records. Decide all at once:").format(field, number)
        ours = button(on_button(self.tr("Take ours everywhere")))
        theirs = button(on_button(self.tr("Take theirs everywhere")))
        ours.setProperty("prefer", conflicts.OURS)
        theirs.setProperty("prefer", conflicts.THEIRS)
        for made in (ours, theirs):
            made.clicked.connect(self._take_all)
        framed = card(label(said, wrap=True))
        inner = framed.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(row(ours, theirs))
        return framed

    def _is_link(self, one: Conflict) -> bool:
        known = kinds()[one.kind].fields.get(one.field)
        return known is None or known.type.is_link

    def _take(self) -> None:
        self.take_requested.emit(self.sender().property("number"))

    def _take_all(self) -> None:
        self.all_requested.emit(self.sender().property("prefer"))
