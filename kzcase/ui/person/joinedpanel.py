"""The records that are one person, side by side: which value is whose, and the way to make them two again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.services import duplicates
from kzcase.services.office import Office
from kzcase.services.people import Joined, JoinedRecord, SaidByEach
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.theme import GRID

_DIFFERS = "≠ "
_FIELD_WIDTH, _WIDTH = 170, 320


class JoinedPanel(QWidget):
    """Lists the records, with what opens each and what takes it out, above what each of them says."""

    open_requested = Signal(str, str)
    told = Signal(str)

    def __init__(self, desk: Desk, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self._shown = Joined((), ())
        self._records = QVBoxLayout()
        self._records.setSpacing(2)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setAccessibleName(self.tr("What each of the records says"))
        self.model = _model(self._shown)
        self.table.setModel(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(
            label(
                self.tr(
                    "Somebody said that these records are one person. Each keeps what was written in it; "
                    "all of it is found and shown with the person."
                ),
                "quiet",
                wrap=True,
            )
        )
        column.addLayout(self._records)
        column.addWidget(self.table, 1)

    @property
    def shown(self) -> Joined:
        """What is shown."""
        return self._shown

    def show_joined(self, found: Joined) -> None:
        """Show the records of a person."""
        if found == self._shown:
            return
        self._shown = found
        while (item := self._records.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, one in enumerate(found.records):
            self._records.addWidget(self._row(number, one))
        self.model = _model(found)
        self.table.setModel(self.model)
        scale = self._desk.look.theme.scale / 100
        self.table.setColumnWidth(0, round(_FIELD_WIDTH * scale))
        for at in range(1, self.model.columnCount()):
            self.table.setColumnWidth(at, round(_WIDTH * scale))

    def _row(self, number: int, one: JoinedRecord) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        name = one.name or self.tr("without a name of its own")
        shown = label(f"{number + 1}.  {name}", "heading", wrap=True)
        shown.setMinimumWidth(1)
        line.addWidget(shown, 2)
        line.addWidget(label(self._said(one), "quiet", wrap=True), 3)
        if one.id != self._person:
            show = button(self.tr("Open"), flat=True)
            show.setProperty("number", number)
            show.setAccessibleName(self.tr("Open record {0}: {1}").format(number + 1, name))
            show.clicked.connect(self._on_open)
            line.addWidget(show)
        if not one.stands:
            part = button(self.tr("Another person after all"), flat=True)
            part.setProperty("number", number)
            part.setAccessibleName(self.tr("Another person after all: {0}").format(name))
            part.clicked.connect(self._on_part)
            line.addWidget(part)
        return row

    def _said(self, one: JoinedRecord) -> str:
        if one.stands:
            return self.tr("stands for all of them")
        said = ", ".join(filter(None, (one.who, one.when)))
        return self.tr("joined: {0}").format(said) if said else ""

    def _on_open(self) -> None:
        self.open_requested.emit("person", self._shown.records[self.sender().property("number")].id)

    def _on_part(self) -> None:
        other = self._shown.records[self.sender().property("number")].id
        keep = next(one.id for one in self._shown.records if one.stands)
        job = self._desk.worker.write(partial(_separate, self._desk.office, keep, other))
        job.done.connect(self._parted)

    def _parted(self) -> None:
        self.told.emit(self.tr("They are two people again. Ctrl+Z takes it back."))


def _separate(office: Office, keep: str, other: str) -> None:
    duplicates.separate(office, keep, other)


def _model(found: Joined) -> RowsTableModel[SaidByEach]:
    heads = ("", *(f"{number}.  {one.name}" for number, one in enumerate(found.records, start=1)))
    made = RowsTableModel[SaidByEach](heads, _cells, bold=lambda one, _: one.differs, between="; ")
    made.show_rows(found.rows)
    return made


def _cells(one: SaidByEach) -> tuple[str, ...]:
    words = declared(one.label)
    return (f"{_DIFFERS}{words}" if one.differs else words, *one.texts)
