"""The restrictions in force as Qt wants them, read page by page as somebody scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from kzcase.services import board
from kzcase.services.board import BoardRow, Page
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.today import say

PAGE = 60
MOST_AGAIN = 600
"""Rows read again at most when something changed; what was scrolled past that is fetched anew."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board.

    `sort` is the order it can be sorted by, if any; `share` its part of what a
    window is wider than all of them.
    """

    key: str
    words: str
    width: int
    sort: str = ""
    share: float = 0.0


PERSON, RESTRICTION, ARTICLE, REGION, BEGAN, ENDS, LEFT, MARKS = range(8)
COLUMNS = (
    Column("person", str(QT_TRANSLATE_NOOP("Board", "Person")), 190, "person", 0.2),
    Column("restriction", str(QT_TRANSLATE_NOOP("Board", "Restriction")), 195, "kind", 0.4),
    Column("article", str(QT_TRANSLATE_NOOP("Board", "Article")), 82, "article"),
    Column("region", str(QT_TRANSLATE_NOOP("Board", "Region")), 95, "region", 0.2),
    Column("began", str(QT_TRANSLATE_NOOP("Board", "Since")), 106, "start"),
    Column("ends", str(QT_TRANSLATE_NOOP("Board", "Until")), 120, "end", 0.1),
    Column("left", str(QT_TRANSLATE_NOOP("Board", "Days left")), 105, "end"),
    Column("marks", str(QT_TRANSLATE_NOOP("Board", "Note")), 160),
)


@dataclass(frozen=True, slots=True)
class Query:
    """What the board shows: its order, of which kind, region and article, and whom something changes for."""

    sort: str = "end"
    kind: str | None = None
    region: str | None = None
    article: str | None = None
    change: str | None = None


class BoardTableModel(QAbstractTableModel):
    """What is in force, in one order, by some filters."""

    arrived = Signal()
    """Rows came, or it is known that there are none."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._query = Query()
        self._rows: list[BoardRow] = []
        self._words: list[tuple[str, ...]] = []
        self._more = False
        self._asking = False
        self._first = Latest(desk.worker, self)
        self._first.answered.connect(self._begin)
        self._next = Latest(desk.worker, self)
        self._next.answered.connect(self._append)
        self._next.failed.connect(self._stop_asking)

    @property
    def query(self) -> Query:
        """What is shown."""
        return self._query

    def show_query(self, **changes: Any) -> None:
        """Change order or filters and read from the top."""
        self._query = replace(self._query, **changes)
        self._ask(PAGE)

    def reload(self) -> None:
        """Read again from the top, as many rows as are here now (at most some hundreds)."""
        self._ask(min(MOST_AGAIN, max(PAGE, len(self._rows))))

    def row(self, number: int) -> BoardRow:
        """What stands in a row."""
        return self._rows[number]

    def words(self, number: int) -> tuple[str, ...]:
        """What a row says, column by column."""
        return self._words[number]

    def row_of(self, record: str) -> int:
        """The row a restriction is in, or -1 if it has not been read."""
        return next((number for number, row in enumerate(self._rows) if row.id == record), -1)

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return list(self._words)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows have been read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Board", COLUMNS[section].words)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, and its tip."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            said = (row.person_title, row.text, row.ends_text, "\n".join(marks_of(row)))
            return tip("\n".join(part for part in said if part))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == LEFT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows are left that nobody has asked for yet."""
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it arrives later."""
        if self.canFetchMore(parent):
            self._asking = True
            self._next.ask(partial(_read, self._desk, self._query, self._rows[-1].key, PAGE))

    def _ask(self, limit: int) -> None:
        self._next.forget()
        self._asking = True
        self._first.ask(partial(_read, self._desk, self._query, None, limit))

    def _begin(self, page: Page) -> None:
        self.beginResetModel()
        self._rows, self._words = [], []
        self._take(page.rows)
        self._more, self._asking = page.more, False
        self.endResetModel()
        self.arrived.emit()

    def _append(self, page: Page) -> None:
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._take(page.rows)
            self._more, self._asking = page.more, False
            self.endInsertRows()
        else:
            self._more = self._asking = False
        self.arrived.emit()

    def _take(self, rows: Sequence[BoardRow]) -> None:
        self._rows += rows
        self._words += [_cells(row) for row in rows]

    def _stop_asking(self) -> None:
        self._asking = False


def marks_of(row: BoardRow) -> tuple[str, ...]:
    """What is to be noted of a row, in words."""
    if row.state == "yes":
        return row.marks
    return (QCoreApplication.translate("Board", "may be in force"), *row.marks)


def _cells(row: BoardRow) -> tuple[str, ...]:
    """A row's words, each on one line: a line break inside would hide the rest."""
    said = (
        row.person_title,
        row.text or row.kind_words,
        row.article_words,
        row.region_words,
        row.begins,
        row.ends_text,
        "" if row.days_left is None else say.grouped(row.days_left),
        ", ".join(marks_of(row)),
    )
    return tuple(" ".join(words.split("\n")) for words in said)


def _read(desk: Desk, query: Query, after: tuple[Any, ...] | None, limit: int) -> Page:
    return board.rows(
        desk.office,
        desk.today(),
        sort=query.sort,
        kind=query.kind,
        region=query.region,
        article=query.article,
        change=query.change,
        after=after,
        limit=limit,
        language=desk.language,
    )
