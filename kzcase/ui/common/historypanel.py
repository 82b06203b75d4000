"""The history of a record: who, when, old and new; any past value can be restored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from kzcase.services import journal, records
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.historytablemodel import history_model, rows_of
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


class HistoryPanel(QWidget):
    """Every change of a record, the newest first, one line a field."""

    told = Signal(str)

    def __init__(self, desk: Desk, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record = record
        self.model = history_model(self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("History"))
        header = self.table.horizontalHeader()
        for column, width in enumerate((150, 160, 180, 260)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.restore = button(self.tr("&Restore the earlier value"))
        self.restore.setEnabled(False)
        self.restore.clicked.connect(self._restore)
        self._hint = label(
            self.tr("Nothing here is ever overwritten: restoring writes the earlier value as a new change."),
            "small",
            wrap=True,
        )
        bar = QHBoxLayout()
        bar.addWidget(self.restore)
        bar.addWidget(self._hint, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column_layout.addWidget(self.table, 1)
        column_layout.addLayout(bar)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        desk.changed.connect(self._refresh)
        self.reload()

    def reload(self) -> None:
        """Read the history again."""
        self._latest.ask(partial(journal.of_record, self._desk.office, self._record, self._desk.language))

    def _refresh(self, changed: Changed) -> None:
        if self._record in changed.ids and self._record not in changed.gone:
            self.reload()

    def _show(self, lines: tuple[journal.Line, ...]) -> None:
        self.model.show_rows(rows_of(lines))
        self.restore.setEnabled(False)

    def _chosen(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        self.restore.setEnabled(row is not None and row.earlier != "")

    def _restore(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        if row is None or not row.earlier:
            return
        job = self._desk.worker.write(
            partial(records.restore_value, self._desk.office, self._record, row.field, row.earlier)
        )
        job.done.connect(self._restored)

    def _restored(self) -> None:
        self.told.emit(self.tr("The earlier value is back, as a new change."))
