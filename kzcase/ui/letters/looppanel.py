"""Which letters about a person preceded which change; it never says that one caused the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services import letters
from kzcase.services.letters.shapes import ChangeAfter, LoopRow
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import label
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters.plaintable import plain_table
from kzcase.ui.theme import GRID

_WIDTHS = (110, 420, 90)
_CHANGE = 2
"""The first column that tells of the change; those before it tell of the letter."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line: something that changed, and the letter before it, named at the `first` of its changes."""

    letter: LoopRow
    after: ChangeAfter
    first: bool


class LoopPanel(Panel):
    """Letter, what changed after it, how many days later; hidden while nothing changed after any."""

    def __init__(self, desk: Desk, person: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._person = person
        self.model: RowsTableModel[Step] = RowsTableModel(
            (self.tr("Sent"), self.tr("Letter"), self.tr("Days after"), self.tr("What changed then")),
            _cells,
            parent=self,
        )
        words = self.tr("Letters, and what changed after them")
        self.table = plain_table(desk, self.model, words, _WIDTHS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(words, "heading"))
        column.addWidget(
            label(self.tr("That something came after a letter does not say that it came of it."), "small")
        )
        column.addWidget(self.table, 1)
        self.table.activated.connect(self._open)
        self.hide()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.read()

    def read(self) -> None:
        """Read it again."""
        self._latest.ask(partial(letters.loop, self.desk.office, self._person, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""
        self.read()

    def _show(self, rows: Sequence[LoopRow]) -> None:
        steps = [Step(row, after, number == 0) for row in rows for number, after in enumerate(row.then)]
        self.model.show_rows(steps)
        self.setVisible(bool(steps))

    def _open(self, index: QModelIndex) -> None:
        step = self.model.row(index.row())
        if step is None:
            return
        if index.column() >= _CHANGE:
            self.open_requested.emit(step.after.kind, step.after.id)
        else:
            self.open_requested.emit("letter", step.letter.letter_id)


def _cells(step: Step) -> tuple[str, ...]:
    letter, after = step.letter, step.after
    words = " → ".join(part for part in (letter.words, letter.to_words) if part)
    return (
        letter.day if step.first else "",
        words if step.first else "",
        f"{after.days_after:,}".replace(",", "\u202f"),
        " ".join(part for part in (after.day, after.words) if part),
    )
