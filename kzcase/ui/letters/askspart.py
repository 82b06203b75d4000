"""The board of open asks: what was asked of whom and is not done yet; what came of it is said in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import drafts, vocabulary
from kzcase.services.letters.shapes import AskRow
from kzcase.services.office import Changed
from kzcase.services.vocabulary import Term
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.text import button, label, on_button, set_tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters import work
from kzcase.ui.letters.pagedtable import PagedTable
from kzcase.ui.letters.pagedtablemodel import Column, PagedTableModel
from kzcase.ui.theme import GRID

OUTCOMES = "ask_outcome"
OUTCOME_KEYS = "Ctrl+R"


class AsksPart(Panel):
    """Every ask without an end, the oldest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._terms: tuple[Term, ...] = ()
        self._stale = True
        columns: tuple[Column[AskRow], ...] = (
            Column(self.tr("What we ask"), 330, _ask_words),
            Column(self.tr("Asked of"), 190, _to_words),
            Column(self.tr("For"), 170, _for_words),
            Column(self.tr("Since"), 110, _since),
            Column(self.tr("Days"), 70, _days, numeric=True),
            Column(self.tr("So far"), 130, _outcome),
        )
        self.model: PagedTableModel[AskRow] = PagedTableModel(desk, columns, self)
        self.table: PagedTable[AskRow] = PagedTable(desk, self.model, self.tr("Open asks"), several=True)
        self.outcome = button(self.tr("What came of it"))
        self.outcome.setIcon(desk.icon(Icon.DONE))
        set_tip(self.outcome, OUTCOME_KEYS)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(
            label(
                self.tr("Asked, and not done yet; Enter opens the letter or whom it is for."),
                "quiet",
                wrap=True,
            ),
            1,
        )
        bar.addWidget(self.outcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.outcome.clicked.connect(self.ask_outcome)
        self.table.doubleClicked.connect(self.open_selected)
        self.model.arrived.connect(self._arrived)
        shortcut = QShortcut(QKeySequence(OUTCOME_KEYS), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_outcome)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._know)
        self._latest.ask(partial(vocabulary.terms, desk.office, OUTCOMES, desk.language))

    def read(self) -> None:
        """Read the asks, once somebody looks and when something changed."""
        if self._stale:
            self._stale = False
            self.model.ask(partial(work.open_asks, self.desk.office, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something changed: read again, when seen."""
        if self.isVisible():
            self.table.read_again()
        else:
            self._stale = True

    def begin(self) -> None:
        """The keyboard starts in the rows."""
        self.read()
        self.table.begin()

    def add(self) -> None:
        """What is asked for is written in a letter: begin one."""
        self.create_requested.emit(drafts.MAILING, {})

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the chosen asks."""
        return (PageAction(self.tr("Say what came of the ask"), self.ask_outcome, OUTCOME_KEYS, Icon.DONE),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self.open_selected()
        else:
            super().keyPressEvent(event)

    def open_selected(self) -> None:
        """Open the letter, the person or the case that the ask belongs to."""
        if (row := self.table.current) is not None:
            self.open_requested.emit(row.of_kind, row.of)

    def ask_outcome(self) -> None:
        """Offer what may have come of the chosen asks."""
        if not self.table.chosen:
            self.told.emit(self.tr("Choose one ask or several first."))
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for term in self._terms:
            if not term.retired:
                action = QAction(on_button(term.label), menu)
                action.setData(term.key)
                action.triggered.connect(self._decide)
                menu.addAction(action)
        menu.popup(self.outcome.mapToGlobal(QPoint(0, self.outcome.height())))

    def decide(self, outcome: str) -> None:
        """Write down as of today what came of the chosen asks."""
        ids = tuple(row.id for row in self.table.chosen)
        job = self.desk.worker.write(partial(work.decide, self.desk.office, ids, outcome, self))
        job.done.connect(self._decided)

    def _decide(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.decide(action.data())

    def _decided(self) -> None:
        self.told.emit(self.tr("Written down as of today. Ctrl+Z takes it back."))

    def _know(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)

    def _arrived(self) -> None:
        empty = self.model.rowCount() == 0 and not self.model.looking
        self._empty.setText(
            self.tr(
                "Nothing is asked for and still open.\nWhat a letter asks for is typed where it is written."
            )
        )
        self._stack.setCurrentIndex(1 if empty else 0)
        self.outcome.setEnabled(not empty)


def _ask_words(row: AskRow) -> str:
    return row.text or row.kind_words


def _to_words(row: AskRow) -> str:
    return row.to_words


def _for_words(row: AskRow) -> str:
    return ", ".join(row.person_titles) or row.of_title


def _since(row: AskRow) -> str:
    return row.since


def _days(row: AskRow) -> str:
    return "" if row.days is None else f"{row.days:,}".replace(",", "\u202f")


def _outcome(row: AskRow) -> str:
    return row.outcome_words
