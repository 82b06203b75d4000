"""What was taken in, and where one can go from there: deciding, taking it back, another file."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.exchange.part import empty, row, scrolled
from kzcase.ui.exchange.taking import Taken
from kzcase.ui.theme import GRID


class DoneView(QWidget):
    """The last step of taking in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = QVBoxLayout()
        self._said.setSpacing(GRID)
        self.to_decide = button(self.tr("&Decide now"), primary=True)
        self.to_imports = button(self.tr("Take it &back"))
        self.another = button(self.tr("Take in &another file"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(self._said)
        column.addLayout(row(self.to_decide, self.another, self.to_imports))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def begin(self) -> None:
        """The keyboard starts where something is to be done."""
        (self.another if self.to_decide.isHidden() else self.to_decide).setFocus()

    def show_taken(self, taken: Taken, names: str) -> None:
        """Say what was done with the files called `names`."""
        empty(self._said)
        self._said.addWidget(label(self._headline(taken, names), "heading", wrap=True))
        if taken.decided:
            self._said.addWidget(label(self.tr("Fields decided as you chose: {0}").format(taken.decided)))
        if taken.left:
            self._said.addWidget(
                label(
                    self.tr("Left for later, because it was not clear what to take: {0}").format(taken.left),
                    "warn",
                    wrap=True,
                )
            )
        if taken.undecided:
            self._said.addWidget(
                label(
                    self.tr("Records that wait for your decision: {0}. Both values are kept.").format(
                        taken.undecided
                    ),
                    wrap=True,
                )
            )
        if taken.proposed:
            self._said.addWidget(
                label(
                    self.tr("Proposals to erase something here that wait for you: {0}.").format(
                        taken.proposed
                    ),
                    wrap=True,
                )
            )
        if taken.backup is not None:
            self._said.addWidget(
                label(
                    self.tr("How it was before is in the backup {0}").format(taken.backup),
                    "small",
                    wrap=True,
                    select=True,
                )
            )
        self.to_decide.setVisible(taken.undecided > 0 or taken.proposed > 0)
        self.to_imports.setVisible(bool(taken.batches))

    def _headline(self, taken: Taken, names: str) -> str:
        if not taken.batches:
            return self.tr("There was nothing new in {0}. Nothing was changed.").format(names)
        if taken.records == 0:
            return self.tr("Taken in: {0}. No record is new or changed.").format(names)
        if taken.records == 1:
            return self.tr("Taken in: {0}. One record is new or changed.").format(names)
        return self.tr("Taken in: {0}. {1} records are new or changed.").format(names, taken.records)
