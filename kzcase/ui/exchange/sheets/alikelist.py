"""People of a sheet who may be here already: who is like whom and why, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionRange, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.exchange.sheets import Decision, PossiblyHere, Way
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.exchange.part import row
from kzcase.ui.exchange.sheets.tables import rows_table
from kzcase.ui.theme import GRID

_ROWS = 4
"""So many rows are seen at once, at least; with large letters one scrolls to them."""


class AlikeList(WholeWords):
    """Nobody is joined with anybody unless somebody says so, row by row or many at once."""

    decided = Signal()
    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: dict[str, Decision] = {}
        self._here: dict[str, PossiblyHere] = {}
        """Whom of the vault the person of a row is likest."""
        heads = (
            self.tr("Row"),
            self.tr("In the sheet"),
            self.tr("Here"),
            self.tr("What you say"),
            self.tr("How likely, and why"),
        )
        self.people: RowsTableModel[PossiblyHere] = RowsTableModel(heads, self._cells, parent=self)
        name = self.tr("People who may be here already")
        self.table = rows_table(desk, self.people, name, (80, 230, 230, 170), several=True)
        self.same = button(self.tr("The &same person"), primary=True)
        self.new = button(self.tr("Somebody &new"))
        self.leave = button(self.tr("Leave the row &out"))
        self.all = button(self.tr("Select all that are open"), flat=True)
        self.look = button(self.tr("Open who is here"), flat=True)
        self._build()
        self._connect()

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """What was said, by the row."""
        return dict(self._said)

    @property
    def undecided(self) -> int:
        """How many rows nobody has said anything of."""
        return len({one.where for one in self.people.rows} - self._said.keys())

    def show_people(self, people: Sequence[PossiblyHere]) -> None:
        """Show these; what was said of their rows stays."""
        if tuple(people) != self.people.rows:
            self.people.show_rows(people)
            known = {one.where for one in people}
            self._here = {one.where: one for one in reversed(people) if one.id}
            self._said = {where: said for where, said in self._said.items() if where in known}
        if people and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._offer()

    def forget(self) -> None:
        """Show nobody, and forget what was said."""
        self._said.clear()
        self._here.clear()
        self.people.show_rows(())

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.table.setFocus()

    def say(self, way: Way) -> None:
        """Say the same of all selected rows; a namesake within the sheet cannot be the same record."""
        rows = [self.people.rows[index.row()] for index in self.table.selectionModel().selectedRows()]
        for one in rows:
            here = self._here.get(one.where)
            if way is not Way.SAME:
                self._said[one.where] = Decision(way)
            elif here is not None:
                self._said[one.where] = Decision(way, one.id or here.id)
        if rows:
            chosen = [index.row() for index in self.table.selectionModel().selectedRows()]
            self.people.show_rows(self.people.rows)
            self._go_on(max(chosen))
            self.decided.emit()

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(
            label(
                self.tr(
                    "Of the same person what is empty here is filled; what the sheet says otherwise is kept "
                    "beside as another value, and nothing here is written over. Your answer is remembered "
                    "for this register."
                ),
                "quiet",
                wrap=True,
            )
        )
        self.table.setMinimumHeight(_ROWS * self.table.verticalHeader().defaultSectionSize())
        column.addWidget(self.table, 1)
        column.addLayout(row(self.same, self.new, self.leave, self.all, self.look))

    def _connect(self) -> None:
        self.same.clicked.connect(self._say_same)
        self.new.clicked.connect(self._say_new)
        self.leave.clicked.connect(self._say_leave)
        self.all.clicked.connect(self._select_open)
        self.look.clicked.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._offer)

    def _cells(self, one: PossiblyHere) -> tuple[str, ...]:
        why = ", ".join((f"{round(one.score * 100)} %", *one.reasons))
        return one.where, one_line(one.name), one_line(one.title), self._word(one), why

    def _word(self, one: PossiblyHere) -> str:
        said = self._said.get(one.where)
        if said is None:
            return self.tr("to be decided")
        if said.way is Way.SAME and one.id and said.record != one.id:
            return self.tr("somebody else here")
        return {
            Way.SAME: self.tr("the same person"),
            Way.NEW: self.tr("somebody new"),
            Way.SKIP: self.tr("left out"),
        }[said.way]

    # what the user does

    def _say_same(self) -> None:
        self.say(Way.SAME)

    def _say_new(self) -> None:
        self.say(Way.NEW)

    def _say_leave(self) -> None:
        self.say(Way.SKIP)

    def _go_on(self, row: int) -> None:
        """The next one that is open is selected, so that one can go through them with one key each."""
        rows = self.people.rows
        order = (*range(row + 1, len(rows)), *range(row + 1))
        following = next((n for n in order if rows[n].where not in self._said), row)
        self.table.selectRow(following)

    def _select_open(self) -> None:
        chosen = QItemSelection()
        still_open = [number for number, one in enumerate(self.people.rows) if one.where not in self._said]
        for first, last in _runs(still_open):
            chosen.append(QItemSelectionRange(self.people.index(first, 0), self.people.index(last, 0)))
        model = self.table.selectionModel()
        model.select(chosen, model.SelectionFlag.ClearAndSelect | model.SelectionFlag.Rows)

    def _open(self) -> None:
        one = self.people.row(self.table.currentIndex().row())
        if one is not None and one.id:
            self.open_requested.emit("person", one.id)

    def _offer(self) -> None:
        rows = [self.people.rows[index.row()] for index in self.table.selectionModel().selectedRows()]
        self.same.setEnabled(any(one.where in self._here for one in rows))
        for made in (self.new, self.leave):
            made.setEnabled(bool(rows))
        self.look.setEnabled(len(rows) == 1 and bool(rows[0].id))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as runs without a gap: first and last of each."""
    start = last = -1
    for one in numbers:
        if start < 0 or one != last + 1:
            if start >= 0:
                yield start, last
            start = one
        last = one
    if start >= 0:
        yield start, last
