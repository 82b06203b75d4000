"""The page of a list: type to filter, sort by header, choose columns, Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import lists
from kzcase.services.declarations import FieldType, kinds
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.lists.recordtablemodel import RecordTableModel
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, declared, label, on_button, set_tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

_FILTER_PAUSE = 120
_FIRST_WIDTH = 300
_WIDTH = 160
_WIDTHS = {FieldType.DATE: 150, FieldType.FLAG: 90, FieldType.COMPOSITE: 240, FieldType.LINK: 230}


class ListPage(Page):
    """All records of one kind."""

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kind = kind
        self._declared = kinds()[kind]
        self.model = RecordTableModel(desk, kind, self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(declared(self._declared.plural))
        self._selected = ""
        self._scrolled = 0
        self._build()
        self._counter = Latest(desk.worker, self)
        self._counter.answered.connect(self._show_count)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_PAUSE)
        self._timer.timeout.connect(self._apply_filter)
        self._connect()
        self._size_columns()
        self.model.reload()
        self._count()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return self.kind

    @property
    def people(self) -> tuple[str, ...]:
        """The person in the chosen row, if this is the list of people."""
        record = self.selected
        return (record,) if self.kind == "person" and record else ()

    @property
    def selected(self) -> str:
        """The id of the record in the chosen row, or ""."""
        index = self.table.currentIndex()
        return self.model.record(index.row()) if index.isValid() else ""

    def begin(self) -> None:
        """The keyboard starts in the filter: one types a name at once."""
        self.filter.setFocus()

    def seek(self) -> None:
        """Back to the filter."""
        self.filter.setFocus()
        self.filter.selectAll()

    def add(self) -> None:
        """Begin a new record of this kind."""
        self.create_requested.emit(self.kind, {})

    def refresh(self, changed: Changed) -> None:
        """Read the rows again when any record that may stand in them changed."""
        if self.kind in changed.kinds or changed.kinds & {"person", "name", "organisation", "term"}:
            self._selected = self.selected
            self._scrolled = self.table.verticalScrollBar().value()
            self.model.reload()
            self._count()

    def open_selected(self) -> None:
        """Open the record of the chosen row."""
        if record := self.selected:
            self.open_requested.emit(self.kind, record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Esc empties the filter, then goes back; Down enters the table."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.table.currentIndex().isValid() or not self.model.rowCount():
                self.open_selected()
            else:
                self.table.selectRow(0)
                self.open_selected()
        elif key == Qt.Key.Key_Escape:
            if self.filter.text():
                self.filter.clear()
                self.filter.setFocus()
            else:
                self.back_requested.emit()
        elif key == Qt.Key.Key_Down and self.filter.hasFocus():
            self.table.setFocus()
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.selectRow(0)
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Type to filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Filter"))
        self._number = label(role="quiet")
        self._columns = QToolButton()
        self._columns.setIcon(self.desk.icon(Icon.COLUMNS))
        self._columns.setAccessibleName(self.tr("Choose columns"))
        set_tip(self._columns, self.tr("Choose columns"))
        self._new = button(self.tr("&New: {0}").format(declared(self._declared.label).lower()), primary=True)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(label(declared(self._declared.plural), "title"))
        top.addWidget(self._number)
        top.addStretch(1)
        top.addWidget(self.filter, 2)
        top.addWidget(self._columns)
        top.addWidget(self._new)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_new = button(self._new.text().replace("&", ""))
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addStretch(1)
        column.addWidget(self._empty)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._empty_new)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID + GRID // 2)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._timer.start)
        self._new.clicked.connect(self.add)
        self._empty_new.clicked.connect(self.add)
        self._columns.clicked.connect(self._choose_columns)
        self.table.typed.connect(self._typed)
        self.table.doubleClicked.connect(self.open_selected)
        self.model.arrived.connect(self._arrived)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns_at)

    def _size_columns(self) -> None:
        scale = self.desk.look.theme.scale / 100
        fields = self._declared.fields
        for number, column in enumerate(self.model.columns):
            declaration = None if column.key == lists.TITLE else fields.get(column.key)
            width = _FIRST_WIDTH if declaration is None else _WIDTHS.get(declaration.type, _WIDTH)
            self.table.setColumnWidth(number, round(width * scale))

    def _typed(self, text: str) -> None:
        if text.strip():
            self.filter.setFocus()
            self.filter.insert(text)

    # --- what comes back -----------------------------------------------------------------------------

    def _arrived(self) -> None:
        empty = self.model.rowCount() == 0
        if empty and self.model.query.filter:
            self._empty.setText(self.tr("Nothing matches. Try fewer letters, or another spelling."))
        else:
            plural = declared(self._declared.plural).lower()
            self._empty.setText(self.tr("No {0} yet.\nPress Ctrl+N to write down the first.").format(plural))
        self._stack.setCurrentIndex(1 if empty else 0)
        if self._selected and (row := self.model.row_of(self._selected)) >= 0:
            self.table.selectRow(row)
            self._selected = ""
        if self._scrolled:
            self.table.verticalScrollBar().setValue(self._scrolled)
            self._scrolled = 0

    def _count(self) -> None:
        self._counter.ask(partial(lists.count, self.desk.office, self.kind, self.model.query.filter))

    def _show_count(self, answer: tuple[int, bool]) -> None:
        number, exact = answer
        said = f"{number:,}".replace(",", "\u202f")
        self._number.setText(said if exact else self.tr("more than {0}").format(said))

    # --- what the user does --------------------------------------------------------------------------

    def _apply_filter(self) -> None:
        text = self.filter.text().strip()
        if text != self.model.query.filter:
            self.model.show_query(filter=text)
            self._count()

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        header = self.table.horizontalHeader()
        query = self.model.query
        if not column.sortable:
            shown = [one.key for one in self.model.columns]
            header.setSortIndicator(
                shown.index(query.sort) if query.sort in shown else -1,
                Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder,
            )
            self.told.emit(self.tr("This column cannot be sorted by."))
            return
        descending = query.sort == column.key and not query.descending
        header.setSortIndicator(
            section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        )
        self.model.sort(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def _choose_columns(self) -> None:
        self._menu_at(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def _choose_columns_at(self, place: QPoint) -> None:
        self._menu_at(self.table.horizontalHeader().mapToGlobal(place))

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.model.query.columns
        for column in self.model.all_columns[1:]:
            action = QAction(on_button(declared(column.label)), menu)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setData(column.key)
            action.triggered.connect(self._toggle_column)
            menu.addAction(action)
        menu.popup(place)

    def _toggle_column(self, checked: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        key: str = action.data()
        chosen = set(self.model.query.columns) | {key} if checked else set(self.model.query.columns) - {key}
        order = tuple(column.key for column in self.model.all_columns if column.key in chosen)
        changes = {} if self.model.query.sort in chosen else {"sort": lists.TITLE, "descending": False}
        self.model.show_query(columns=order, **changes)
        self._size_columns()
