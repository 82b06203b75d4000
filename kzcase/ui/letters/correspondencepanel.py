"""What passed between the office and one addressee: in numbers, and letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.services import drafts, letters
from kzcase.services.letters.addressees import LeftPost, left_post
from kzcase.services.letters.shapes import Correspondence, RegisterRow
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.text import button, counted, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters import registercolumns
from kzcase.ui.letters.lefting import left_words
from kzcase.ui.letters.pagedtable import PagedTable
from kzcase.ui.letters.pagedtablemodel import PagedTableModel
from kzcase.ui.theme import GRID


class CorrespondencePanel(Panel):
    """Stands on the page of a contact and of an organisation."""

    def __init__(self, desk: Desk, addressee: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._addressee = addressee
        self.model: PagedTableModel[RegisterRow] = PagedTableModel(desk, registercolumns.columns(), self)
        self.table: PagedTable[RegisterRow] = PagedTable(desk, self.model, self.tr("Correspondence"))
        self.said = label(role="body", wrap=True)
        self.warning = label(role="warn", wrap=True)
        self.warning.hide()
        self.write = button(self.tr("&Write to them"), primary=True)
        self.write.clicked.connect(self._write)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        words = QVBoxLayout()
        words.addWidget(self.said)
        words.addWidget(self.warning)
        bar.addLayout(words, 1)
        bar.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.table.activated.connect(self._open)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._left = Latest(desk.worker, self)
        self._left.answered.connect(self._warn)
        self.read()

    def read(self) -> None:
        """Read it again."""
        office, day = self.desk.office, self.desk.today()
        self._latest.ask(partial(letters.correspondence, office, self._addressee, self.desk.language))
        self._left.ask(partial(left_post, office, (self._addressee,), day, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""
        self.read()

    def _show(self, found: Correspondence) -> None:
        parts = [
            self.tr("{0} sent").format(found.sent),
            self.tr("{0} received").format(found.received),
            self.tr("{0} answered").format(found.answered),
            self.tr("{0} without an answer").format(found.unanswered),
        ]
        if found.overdue:
            parts.append(self.tr("{0} overdue").format(found.overdue))
        if found.average_days is not None:
            days = counted(round(found.average_days), self.tr("1 day"), self.tr("{0} days"))
            parts.append(self.tr("{0} to an answer on average").format(days))
        if found.last_answer:
            parts.append(self.tr("last answer {0}").format(found.last_answer))
        nothing = self.tr("Nothing was written to them yet.")
        self.said.setText(" · ".join(parts) if found.sent or found.received else nothing)
        self.model.show_rows(found.letters)

    def _warn(self, left: Sequence[LeftPost]) -> None:
        self.warning.setText("\n".join(map(left_words, left)))
        self.warning.setVisible(bool(left))

    def _write(self) -> None:
        self.create_requested.emit(drafts.MAILING, {"addressees": (self._addressee,)})

    def _open(self, index: QModelIndex) -> None:
        if (row := self.model.row(index.row())) is not None:
            self.open_requested.emit("letter", row.id)
