"""The records of a plan as Qt wants them, read part by part as somebody scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from kzcase.exchange.casefile import PlanRecord, Status
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import one_line, tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.source import At, Block, Some, Source

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex

_BLOCKS = {
    Block.WIDENS: str(QT_TRANSLATE_NOOP("Exchange", "Would let more be shown: needs your tick below")),
    Block.CONFLICT: str(QT_TRANSLATE_NOOP("Exchange", "In conflict: two people wrote different things")),
    Block.REFUSED: str(QT_TRANSLATE_NOOP("Exchange", "Refused: stays out")),
    Block.REST: "",
}
_REST = str(QT_TRANSLATE_NOOP("Exchange", "New and changed"))
_NOBODY = str(QT_TRANSLATE_NOOP("Exchange", "Organisations, sources and other records"))
_ABOUT = str(QT_TRANSLATE_NOOP("Exchange", "About this file"))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: a record, a heading above records, or (neither) the file itself."""

    heading: str = ""
    block: bool = False
    calm: bool = False
    """A heading of a block that asks for nothing."""
    record: PlanRecord | None = None

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        if self.record is None:
            return self.heading or words.tr(_ABOUT)
        one = self.record
        said = (words.status(one.status), one.kind_words, one_line(one.title))
        return ", ".join(part for part in said if part)


class PlanTableModel(QAbstractListModel):
    """First the file itself, then its records under the names of their people."""

    arrived = Signal()
    """Lines came."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tells_of_file = True
        """Whether the first line is the file itself."""
        self._source: Source | None = None
        self._status: Status | None = None
        self._lines: list[PlanLine] = []
        self._next: At | None = None
        self._asking = False
        self._under = ("", "")
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._append)

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """What has been read."""
        return tuple(self._lines)

    def show_source(self, source: Source | None, status: Status | None = None) -> None:
        """Show the records of a file; with `status` only those."""
        self.beginResetModel()
        self._source, self._status = source, status
        self._lines = [PlanLine()] if source is not None and self.tells_of_file else []
        self._next = At() if source is not None else None
        self._under = ("", "")
        self._asking = False
        self._answers.forget()
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def text(self) -> list[str]:
        """What is shown, line by line (for tests)."""
        return [line.sentence for line in self._lines]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many lines have been read."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over by the arrow keys."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ground = Qt.ItemFlag.ItemNeverHasChildren
        if self._lines[index.row()].heading:
            return ground
        return ground | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line, and its words."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.sentence)
        return line if role == LINE_ROLE else None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether records are left that nobody has asked for yet."""
        return not parent.isValid() and self._next is not None and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next part; it arrives later."""
        if self.canFetchMore(parent) and self._source is not None and self._next is not None:
            self._asking = True
            desk = self._desk
            self._answers.ask(
                partial(self._source.read, desk.office, self._status, self._next, desk.language)
            )

    def _append(self, some: Some) -> None:
        fresh: list[PlanLine] = []
        for group in some.groups:
            block = words.tr(_BLOCKS[group.block]) if _BLOCKS[group.block] else ""
            if block and self._under[0] != block:
                fresh.append(PlanLine(block, block=True))
            elif self._under[0] and not block:  # else the rest would stand under what is in conflict
                fresh.append(PlanLine(words.tr(_REST), block=True, calm=True))
            whose = group.title or words.tr(_NOBODY)
            if (block, whose) != self._under and group.block is not Block.REFUSED:
                fresh.append(PlanLine(one_line(whose)))
            self._under = (block, whose)
            fresh += [PlanLine(record=one) for one in group.records]
        self._next, self._asking = some.next, False
        if fresh:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._lines += fresh
            self.endInsertRows()
        self.arrived.emit()
