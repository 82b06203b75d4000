"""The restrictions board: everything in force, how long still, who is about to be free."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import board, vocabulary
from kzcase.services.office import Changed, Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID
from kzcase.ui.today.boarddelegate import BoardDelegate
from kzcase.ui.today.boardtablemodel import COLUMNS, ENDS, BoardTableModel

FILTERS = (("kind", "restriction_kind"), ("region", "region"), ("article", "law_article"))
"""What the board can be narrowed by, and the vocabulary that names it."""


class BoardPage(Page):
    """What is in force today."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = BoardTableModel(desk, self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Restrictions in force"))
        self.table.setItemDelegate(BoardDelegate(desk.look.theme, self.model, self.table))
        self.filters: dict[str, QComboBox] = {}
        self._selected = ""
        self._scrolled = 0
        scale = desk.look.theme.scale / 100
        self.table.give_room([(one.width * scale, one.share) for one in COLUMNS])
        self._build()
        self._terms = Latest(desk.worker, self)
        self._terms.answered.connect(self._offer)
        self._terms.ask(partial(_terms, desk.office, desk.language))
        self._connect()
        self.model.reload()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "board"

    @property
    def people(self) -> tuple[str, ...]:
        """The person of the chosen row."""
        index = self.table.currentIndex()
        person = self.model.row(index.row()).person if index.isValid() else ""
        return (person,) if person else ()

    def begin(self) -> None:
        """The keyboard starts in the table."""
        self.table.setFocus()

    def seek(self) -> None:
        """Ctrl+F: the first filter."""
        self.filters["kind"].setFocus()

    def add(self) -> None:
        """Ctrl+N: write down a restriction."""
        self.create_requested.emit("restriction", {})

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the board."""
        return (PageAction(self.tr("Show every restriction in force"), self.show_all, icon=Icon.BOARD),)

    def refresh(self, changed: Changed) -> None:
        """Read the rows again; the place and the chosen row are kept."""
        index = self.table.currentIndex()
        self._selected = self.model.row(index.row()).id if index.isValid() else ""
        self._scrolled = self.table.verticalScrollBar().value()
        self.model.reload()

    def open_selected(self) -> None:
        """Open the restriction of the chosen row."""
        index = self.table.currentIndex()
        if index.isValid():
            self.open_requested.emit("restriction", self.model.row(index.row()).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self.open_selected()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(label(self.tr("Restrictions in force"), "title"), 0, Qt.AlignmentFlag.AlignTop)
        # With large text they need more than one line.
        choices = QWidget()
        flow = FlowLayout(choices, GRID)
        top.addWidget(choices, 1)
        for (key, _), (name, everything) in zip(
            FILTERS,
            (
                (self.tr("Kind"), self.tr("every kind")),
                (self.tr("Region"), self.tr("every region")),
                (self.tr("Article"), self.tr("every article")),
            ),
            strict=True,
        ):
            flow.addWidget(self._filter(key, name, everything))
        changes = self._filter(board.CHANGE, self.tr("What changes"), self.tr("everyone"))
        for key, words in ((board.FREE, board.ABOUT_TO_BE_FREE), (board.ON_TOP, board.SECOND_ON_TOP)):
            changes.addItem(words.get(self.desk.language, words["en"]), key)
        flow.addWidget(changes)
        self._all = button(self.tr("Show all"))
        self._all.clicked.connect(self.show_all)
        flow.addWidget(self._all)
        self._all.hide()
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        outer.addLayout(top)
        outer.addWidget(
            label(
                self.tr("The filled part of a bar is the time that is left. Click a heading to sort by it."),
                "small",
            )
        )
        outer.addWidget(self._stack, 1)

    def _filter(self, key: str, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(11)
        box.activated.connect(self._narrow)
        self.filters[key] = box
        return box

    def _connect(self) -> None:
        self.model.arrived.connect(self._arrived)
        self.table.doubleClicked.connect(self.open_selected)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(ENDS, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort)

    # --- what comes back -----------------------------------------------------------------------------

    def _offer(self, terms: dict[str, tuple[Term, ...]]) -> None:
        for key, offered in terms.items():
            for term in offered:
                self.filters[key].addItem(term.label, term.key)

    def _arrived(self) -> None:
        empty = self.model.rowCount() == 0
        if empty:
            narrowed = any(box.currentIndex() > 0 for box in self.filters.values())
            self._empty.setText(
                self.tr("Nothing in force is like this. Press “Show all”.")
                if narrowed
                else self.tr(
                    "No restriction is in force today.\n"
                    "Press Ctrl+N to write one down: its end is worked out from its dates."
                )
            )
        self._stack.setCurrentIndex(1 if empty else 0)
        if self._selected and (row := self.model.row_of(self._selected)) >= 0:
            self._choose(row)
        elif not empty and not self.table.currentIndex().isValid():
            self._choose(0)
        self._selected = ""
        if self._scrolled:
            self.table.verticalScrollBar().setValue(self._scrolled)
            self._scrolled = 0

    def _choose(self, row: int) -> None:
        self.table.selectionModel().setCurrentIndex(
            self.model.index(row, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    # --- what the user does --------------------------------------------------------------------------

    def show_all(self) -> None:
        """Take every filter away."""
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self._narrow()
        self.begin()

    def _narrow(self) -> None:
        chosen = {key: box.currentData() for key, box in self.filters.items()}
        self._all.setVisible(any(chosen.values()))
        self.model.show_query(**chosen)

    def _sort(self, section: int) -> None:
        header = self.table.horizontalHeader()
        column = COLUMNS[section]
        if column.sort:
            self.model.show_query(sort=column.sort)
            header.setSortIndicator(section, _way(column.sort))
        else:
            sort = self.model.query.sort
            header.setSortIndicator([one.sort for one in COLUMNS].index(sort), _way(sort))
            self.told.emit(self.tr("Narrow by kind, region or article with the lists above."))


def _way(sort: str) -> Qt.SortOrder:
    """The newest come first by beginning, the soonest by end, the letters in order by person."""
    return Qt.SortOrder.DescendingOrder if sort == board.START else Qt.SortOrder.AscendingOrder


def _terms(office: Office, language: str) -> dict[str, tuple[Term, ...]]:
    return {key: vocabulary.terms(office, name, language) for key, name in FILTERS}
