"""One record of a plan in full: what happens to it, what is in conflict, every field before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kzcase.exchange.casefile import PlanField, PlanRecord, Status
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import Fitting, WholeWords
from kzcase.ui.common.rowstablemodel import Index, RowsTableModel
from kzcase.ui.common.text import label, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.choosing import ChoiceCard
from kzcase.ui.exchange.fieldstablemodel import fields_model
from kzcase.ui.exchange.part import empty, scrolled
from kzcase.ui.exchange.source import Source
from kzcase.ui.exchange.taking import Way
from kzcase.ui.theme import GRID

MOST_CARDS = 20
_LEAST = 60
_ROWS = 4
"""So many rows of fields are seen at once, at least; with large letters one scrolls to them."""
_ROUND = 24
"""Pixels of a cell's width in which no letter stands: the padding of the style sheet and the frame."""


class RecordDetail(QWidget):
    """Shows the record chosen in the list beside it."""

    chosen = Signal(str, str, object)
    """What shall become of a field: record id, field, `Way`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record: PlanRecord | None = None
        self._ways: Mapping[tuple[str, str], Way] = {}
        self._otherwise = Way.LATER
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show_fields)
        self.title = label(role="heading", wrap=True, select=True)
        self.meaning = label(wrap=True)
        self.notes = label(role="warn", wrap=True)
        self.cards: list[ChoiceCard] = []
        self.fields = fields_model(self)
        self.table = _table(self.fields)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        self._scroll = scrolled(holder)
        self.table.setMinimumHeight(_ROWS * desk.look.theme.row)
        inside = WholeWords()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Fitting(inside))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for one in (self.title, self.meaning, self.notes):
            column.addWidget(one)
        column.addWidget(self._scroll, 3)
        column.addWidget(self.table, 2)
        # Where there is nothing to choose and no field to show, the words stay at the top.
        self._below = QWidget()
        column.addWidget(self._below, 3)
        self._show_fields(())

    def show_record(
        self, source: Source, record: PlanRecord, ways: Mapping[tuple[str, str], Way], otherwise: Way
    ) -> None:
        """Show a record; its fields follow when they have been read."""
        self._record, self._ways, self._otherwise = record, ways, otherwise
        kind = f"{record.kind_words}: " if record.kind_words else ""
        self.title.setText(f"{kind}{one_line(record.title)}")
        self.meaning.setText(words.meaning(record))
        notes = self._notes(record)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._show_fields(())
        if record.number >= 0:
            desk = self._desk
            self._answers.ask(partial(source.fields, desk.office, record.number, desk.language))

    def _notes(self, record: PlanRecord) -> list[str]:
        said = []
        if record.widens:
            said.append(
                self.tr(
                    "After this, more might be shown to more people than now. It needs its own tick below."
                )
            )
        if record.reason and record.status is not Status.ERASED:  # what that means is said already
            said.append(record.reason)
        if record.unproven:
            said.append(
                self.tr("Of its changes {0} are not signed by the one whose name they bear.").format(
                    record.unproven
                )
            )
        if record.withheld:
            said.append(self.tr("Not shared with you: {0}.").format(", ".join(record.withheld)))
        return said

    def _show_fields(self, fields: Sequence[PlanField]) -> None:
        empty(self._column)
        self.cards = []
        record = self._record
        undecided = [one for one in fields if one.conflict]
        for one in undecided[:MOST_CARDS] if record is not None else ():
            assert record is not None
            made = ChoiceCard(record.kind, one, self._ways.get((record.id, one.field), self._otherwise))
            made.chosen.connect(self._choose)
            self.cards.append(made)
            self._column.addWidget(made)
        self._column.addStretch(1)
        self._scroll.setVisible(bool(self.cards))
        # What is in conflict stands in its card, before and after and by whom.
        shown = [one for one in fields if not one.conflict] if len(undecided) <= MOST_CARDS else fields
        self.fields.show_rows(shown)
        self.table.setVisible(bool(shown))
        self._below.setVisible(not self.cards and not shown)
        self.table.resizeRowsToContents()

    def _choose(self, field: str, way: Way) -> None:
        if self._record is not None:
            self.chosen.emit(self._record.id, field, way)


class WrappedCells(QStyledItemDelegate):
    """Makes a row as high as the words in it, with the room that the style sheet takes counted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of the words at the width of their column."""
        table = self.parent()
        assert isinstance(table, QTableView)
        width = table.columnWidth(index.column()) - _ROUND
        bold = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(bold.resolve(table.font()) if bold is not None else table.font())
        box = metrics.boundingRect(
            QRect(0, 0, max(width, _LEAST), 1 << 20),
            int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere),
            str(index.data()),
        )
        return QSize(width, box.height() + GRID)


def _table(model: RowsTableModel[PlanField]) -> QTableView:
    """A table whose rows are as high as their words."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(table.tr("Fields before and after"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(True)
    table.setTextElideMode(Qt.TextElideMode.ElideNone)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setItemDelegate(WrappedCells(table))
    table.setStyleSheet(f"QTableView::item {{ padding: {GRID // 2}px {GRID}px; }}")
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(_LEAST)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.sectionResized.connect(table.resizeRowsToContents)
    return table
