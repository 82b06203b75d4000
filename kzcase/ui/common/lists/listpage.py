"""The page of a list: type to filter, sort by header, choose columns, Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import drafts, lists
from kzcase.services.declarations import kinds
from kzcase.services.office import Changed
from kzcase.services.vocabulary import Term
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.emptywords import empty_words
from kzcase.ui.common.lists.filterline import FilterLine
from kzcase.ui.common.lists.joining import Joining
from kzcase.ui.common.lists.placekeeper import PlaceKeeper
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.lists.recordtablemodel import RecordTableModel
from kzcase.ui.common.lists.saving import ListSaver, Wish, chosen
from kzcase.ui.common.lists.searchpart import SearchPart
from kzcase.ui.common.lists.widths import first_width
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, declared, label, on_button, set_tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

_FILTER_PAUSE = 0
"""Milliseconds: at every letter, once it stands on the screen; what is overtaken is not looked into."""

_REMEMBER_PAUSE = 600


class ListPage(Page):
    """All records of one kind, or at first those that a search finds: `text`."""

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None, *, text: str = "") -> None:
        super().__init__(desk, parent)
        self.kind = kind
        self._declared = kinds()[kind]
        self.model = RecordTableModel(desk, kind, self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setModel(self.model)
        self.table.setIconSize(self.model.icon_size)
        self.table.setAccessibleName(declared(self._declared.plural))
        self.place = PlaceKeeper(self.table, self.model)
        self.saver = ListSaver(desk, self, declared(self._declared.plural).lower())
        self._stale = False
        self._sizing = False
        self._number_said = ""
        self._build()
        self._counter = Latest(desk.worker, self)
        self._counter.answered.connect(self._show_count)
        self._remembering = QTimer(self, singleShot=True, interval=_REMEMBER_PAUSE)
        self._remembering.timeout.connect(self._remember)
        if text:
            self.filter.setText(text)
            self.asking.ask(text)
        self._connect()
        self.model.start(text)
        self._count()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return self.kind

    @property
    def people(self) -> tuple[str, ...]:
        """The people in the chosen rows, or those that the chosen records are about."""
        chosen = [person for row in self.place.rows for person in self.model.people(row)]
        return tuple(dict.fromkeys(chosen))

    @property
    def selected(self) -> str:
        """The id of the record in the chosen row, or ""."""
        index = self.table.currentIndex()
        return self.model.record(index.row()) if index.isValid() else ""

    def begin(self) -> None:
        """The keyboard starts in the filter: one types a name at once; coming back, in the rows."""
        if self._stale:
            self._read_again()
        (self.table if self.table.currentIndex().isValid() else self.filter).setFocus()

    def seek(self) -> None:
        """Back to the filter."""
        self.filter.seek()

    def add(self) -> None:
        """Begin a new record of this kind, unless only the program writes them."""
        if self._declared.by_hand:
            self.create_requested.emit(self.kind, {})

    def refresh(self, changed: Changed) -> None:
        """Read the rows again: what is worked out in them can rest on records of any kind."""
        if self.isVisible():
            self._read_again()
        else:
            self._stale = True

    def keep(self) -> None:
        """Keep how the list looks, if it was changed a moment ago."""
        if self._remembering.isActive():
            self._remembering.stop()
            self._remember()

    def offers(self) -> tuple[PageAction, ...]:
        """A paper about the chosen people, and the first look of the list again."""
        joining = (PageAction(self.tr("The two chosen are one person"), self._join, icon=Icon.DUPLICATES),)
        return (
            *(joining if self.kind == "person" else ()),
            PageAction(self.tr("Keep this search"), self.asking.keep_search, icon=Icon.FIND),
            PageAction(self.tr("Choose columns"), self._choose_columns, icon=Icon.COLUMNS),
            PageAction(self.tr("Save as a spreadsheet"), self._save_list, icon=Icon.SAVE),
            PageAction(self.tr("Columns as at first"), self._as_at_first, icon=Icon.RESTORE),
        )

    def show_tagged(self, tag: Term) -> None:
        """Show the records that carry a tag."""
        self.quick.show_tag(tag)

    def _read_again(self) -> None:
        self._stale = False
        self.place.keep()
        self.model.reload(self.place.top)
        self._count()

    def open_selected(self) -> None:
        """Open the record of the chosen row."""
        if record := self.selected:
            self.open_requested.emit(self.kind, record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Esc empties the filters, then goes back; Down enters the table."""
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
            elif self.quick.only:
                self.quick.clear()
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
        self.filter = FilterLine(_FILTER_PAUSE)
        self._number = label(role="quiet")
        self._columns = QToolButton()
        self._columns.setIcon(self.desk.icon(Icon.COLUMNS))
        self._columns.setAccessibleName(self.tr("Choose columns"))
        set_tip(self._columns, self.tr("Choose columns"))
        self._save = QToolButton()
        self._save.setIcon(self.desk.icon(Icon.SAVE))
        self._save.setAccessibleName(self.tr("Save as a spreadsheet"))
        set_tip(self._save, self.tr("Save as a spreadsheet"))
        self._new_case = button(self.tr("New &case"))
        self._new_case.setVisible(self.kind == "person")
        self._new = button(self.tr("&New: {0}").format(declared(self._declared.label).lower()), primary=True)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(label(declared(self._declared.plural), "title"))
        top.addWidget(self._number)
        top.addStretch(1)
        top.addWidget(self.filter, 2)
        top.addWidget(self._columns)
        top.addWidget(self._save)
        top.addWidget(self._new_case)
        top.addWidget(self._new)
        self._new.setVisible(self._declared.by_hand)
        self.asking = SearchPart(self.desk, self.kind, self.filter)
        self.quick = self.asking.quick
        self.joining = Joining(self.desk, self)
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
        outer.addWidget(self.asking)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.filter.paused.connect(self._apply_filter)
        self._new.clicked.connect(self.add)
        self._new_case.clicked.connect(self._tell_case)
        self._empty_new.clicked.connect(self.add)
        self._columns.clicked.connect(self._choose_columns)
        self._save.clicked.connect(self._save_list)
        self.saver.told.connect(self.told)
        self.table.typed.connect(self.filter.go_on)
        self.table.doubleClicked.connect(self.open_selected)
        self.quick.changed.connect(self._apply_quick)
        self.asking.told.connect(self.told)
        self.joining.told.connect(self.told)
        self.model.arrived.connect(self._arrived)
        self.model.renewed.connect(self._renewed)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.table.selectionModel().selectionChanged.connect(self._say_number)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns_at)

    def _join(self) -> None:
        self.joining.join([self.model.record(row) for row in self.place.rows])

    def _tell_case(self) -> None:
        self.create_requested.emit(drafts.GUIDED, {})

    def _size_columns(self) -> None:
        """Give each column the width it was left with, or one that suits what it holds."""
        scale = self.desk.look.theme.scale / 100
        self._sizing = True
        for number, column in enumerate(self.model.columns):
            width = self.model.widths.get(column.key) or round(first_width(self.kind, column) * scale)
            self.table.setColumnWidth(number, width)
        self._sizing = False

    # --- what comes back -----------------------------------------------------------------------------

    def _renewed(self) -> None:
        """Other rows: columns, order and place as they are now."""
        self._size_columns()
        query = self.model.query
        shown = [column.sorts_by if column.sortable else "" for column in self.model.columns]
        self.table.horizontalHeader().setSortIndicator(
            shown.index(query.sort) if query.sort in shown else -1, _way(query.descending)
        )
        self.place.restore()
        self._say_number()

    def _arrived(self) -> None:
        query, empty = self.model.query, self.model.rowCount() == 0
        if empty and self.model.looking:
            words = self.tr("Looking …")
        elif empty and query.filter:
            words = self.tr("Nothing matches. Try fewer letters, or another spelling.")
        elif empty and query.only:
            words = self.tr("Nothing here is “{0}”.\nPress Esc to see all.").format(self.quick.words)
        else:
            words = empty_words(self.kind, declared(self._declared.plural).lower())
        self._empty.setText(words)
        self._empty_new.setVisible(self._declared.by_hand and not (query.filter or query.only))
        self._stack.setCurrentIndex(1 if empty else 0)

    def _scrolled(self) -> None:
        self.model.look_at(self.table.rowAt(0))

    def _count(self) -> None:
        query = self.model.query
        self._counter.ask(partial(lists.count, self.desk.office, self.kind, query.filter, query.only))

    def _show_count(self, answer: tuple[int, bool]) -> None:
        number, exact = answer
        said = f"{number:,}".replace(",", "\u202f")
        self._number_said = said if exact else self.tr("more than {0}").format(said)
        self._say_number()

    def _say_number(self) -> None:
        chosen = len(self.place.rows)
        several = self.tr("{0}, {1} chosen").format(self._number_said, chosen)
        self._number.setText(several if chosen > 1 else self._number_said)

    # --- what the user does --------------------------------------------------------------------------

    def _apply_filter(self) -> None:
        text = self.filter.wanted
        if text != self.model.query.filter:
            self.place.forget()
            self.model.show_query(filter=text)
            self._count()
            self.asking.ask(text)

    def _apply_quick(self) -> None:
        self.place.forget()
        self.model.show_query(only=self.quick.only)
        self._count()

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        header = self.table.horizontalHeader()
        query = self.model.query
        if not column.sortable:
            shown = [one.sorts_by for one in self.model.columns]
            header.setSortIndicator(
                shown.index(query.sort) if query.sort in shown else -1, _way(query.descending)
            )
            self.told.emit(self.tr("This column cannot be sorted by."))
            return
        descending = query.sort == column.sorts_by and not query.descending
        header.setSortIndicator(section, _way(descending))
        self.place.keep_chosen()
        self.model.sort(section, _way(descending))
        self._remembering.start()

    def _resized(self) -> None:
        if not self._sizing and self.model.settled:
            columns = self.model.columns
            widths = {one.key: self.table.columnWidth(n) for n, one in enumerate(columns[:-1])}
            self.model.widths = {**self.model.widths, **widths}
            self._remembering.start()

    def _remember(self) -> None:
        query = self.model.query
        look = lists.ListLook(query.columns, query.sort, query.descending, dict(self.model.widths))
        self.desk.worker.write(partial(lists.remember, self.desk.office, self.kind, look), quiet=True)

    def _as_at_first(self) -> None:
        self._remembering.stop()
        self.model.widths = {}
        first = lists.first_look(self.kind)
        self.desk.worker.write(partial(lists.forget, self.desk.office, self.kind), quiet=True)
        self.model.show_query(columns=first.columns, sort=first.sort, descending=first.descending)

    def _choose_columns(self) -> None:
        self._menu_at(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def _choose_columns_at(self, place: QPoint) -> None:
        self._menu_at(self.table.horizontalHeader().mapToGlobal(place))

    def _save_list(self) -> None:
        headings = tuple(declared(column.label) for column in self.model.columns)
        records = chosen([self.model.record(row) for row in sorted(self.place.rows)])
        wish = Wish(self.model.query, headings, records)
        self.saver.ask(wish, self._save.mapToGlobal(QPoint(0, self._save.height())))

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.model.query.columns
        for column in self.model.all_columns:
            if column.key == lists.TITLE:
                continue
            action = QAction(on_button(declared(column.label)), menu)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setData(column.key)
            action.triggered.connect(self._toggle_column)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("As at first"), self._as_at_first)
        menu.popup(place)

    def _toggle_column(self, checked: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        key: str = action.data()
        shown = self.model.query.columns
        chosen = (*shown, key) if checked else tuple(one for one in shown if one != key)
        orders = {one.sorts_by for one in self.model.all_columns if one.key in chosen}
        changes = {} if self.model.query.sort in orders else {"sort": lists.TITLE, "descending": False}
        self.place.keep()
        self.model.show_query(columns=chosen, **changes)
        self._remembering.start()


def _way(descending: bool) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
