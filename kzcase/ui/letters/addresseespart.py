"""To whom we write: the post, how often, what came back, how long it took, who left the post."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import drafts
from kzcase.services.letters.addressees import AddresseeRow
from kzcase.services.lists import Sign
from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.filterline import FilterLine
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.text import button, label
from kzcase.ui.letters import work
from kzcase.ui.letters.pagedtable import FILTER_PAUSE, PagedTable
from kzcase.ui.letters.pagedtablemodel import Column, PagedTableModel
from kzcase.ui.theme import GRID


class AddresseesPart(Panel):
    """Contacts and organisations, with their correspondence in numbers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stale = True
        columns: tuple[Column[AddresseeRow], ...] = (
            Column(self.tr("Name"), 230, _title, sign=_sign),
            Column(self.tr("Post"), 190, _post),
            Column(self.tr("At the post"), 176, _posting),
            Column(self.tr("Sent"), 64, _sent, numeric=True),
            Column(self.tr("Answered"), 84, _answered, numeric=True),
            Column(self.tr("Waiting"), 74, _unanswered, numeric=True),
            Column(self.tr("Days to answer"), 112, _average, numeric=True),
            Column(self.tr("Last answer"), 110, _last),
        )
        self.model: PagedTableModel[AddresseeRow] = PagedTableModel(desk, columns, self)
        self.table: PagedTable[AddresseeRow] = PagedTable(
            desk, self.model, self.tr("To whom we write"), several=True
        )
        self.filter = FilterLine(FILTER_PAUSE)
        self.new = button(self.tr("&New contact"))
        self.write = button(self.tr("&Write to them"), primary=True)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.new)
        bar.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.filter.paused.connect(self._ask)
        self.table.typed.connect(self.filter.go_on)
        self.table.doubleClicked.connect(self.open_selected)
        self.new.clicked.connect(self.add)
        self.write.clicked.connect(self.write_to)
        self.model.arrived.connect(self._arrived)

    def read(self) -> None:
        """Read the list, once somebody looks and when something changed."""
        if self._stale:
            self._stale = False
            self._ask()

    def refresh(self, changed: Changed) -> None:
        """Something changed: read again, when seen."""
        if self.isVisible():
            self.table.read_again()
        else:
            self._stale = True

    def begin(self) -> None:
        """The keyboard starts in the filter."""
        self.read()
        (self.table if self.table.currentIndex().isValid() else self.filter).setFocus()

    def seek(self) -> None:
        """Back to the filter."""
        self.filter.seek()

    def add(self) -> None:
        """A new contact."""
        self.create_requested.emit("contact", {})

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with those chosen."""
        return (PageAction(self.tr("Write to those chosen"), self.write_to, icon=Icon.LETTER),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Esc empties the filter; Down enters the rows."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.table.currentIndex().isValid():
                self.table.begin()
            self.open_selected()
        elif key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        elif key == Qt.Key.Key_Down and self.filter.hasFocus():
            self.table.begin()
        else:
            super().keyPressEvent(event)

    def open_selected(self) -> None:
        """Open the record with the keyboard."""
        if (row := self.table.current) is not None:
            self.open_requested.emit(row.kind, row.id)

    def write_to(self) -> None:
        """Write one letter to all that are chosen."""
        chosen = tuple(row.id for row in self.table.chosen)
        if not chosen:
            self.told.emit(self.tr("Choose to whom first; several at once are one letter each."))
            return
        self.create_requested.emit(drafts.MAILING, {"addressees": chosen})

    def _ask(self) -> None:
        self.model.ask(partial(work.addressees, self.desk.office, self.filter.wanted, self.desk.language))

    def _arrived(self) -> None:
        empty = self.model.rowCount() == 0 and not self.model.looking
        self._empty.setText(
            self.tr("Nobody is called so.")
            if self.filter.wanted
            else self.tr(
                "Nobody to write to is written down yet: desk officers, embassies, mandates, officials.\n"
                "Press Ctrl+N for the first one."
            )
        )
        self._stack.setCurrentIndex(1 if empty else 0)
        self.write.setEnabled(not empty)


def _title(row: AddresseeRow) -> str:
    return row.title


def _sign(row: AddresseeRow) -> Sign:
    return Sign.MISSING if row.left else Sign.NONE


def _post(row: AddresseeRow) -> str:
    return row.post


def _posting(row: AddresseeRow) -> str:
    if row.left:
        return QCoreApplication.translate("Letters", "{0} (left)").format(row.posting)
    return row.posting


def _sent(row: AddresseeRow) -> str:
    return number(row.sent)


def _answered(row: AddresseeRow) -> str:
    return number(row.answered)


def _unanswered(row: AddresseeRow) -> str:
    return number(row.unanswered)


def _average(row: AddresseeRow) -> str:
    return "" if row.average_days is None else f"{row.average_days:.0f}"


def _last(row: AddresseeRow) -> str:
    return row.last_answer


def number(several: int) -> str:
    """A number with thin spaces between its thousands; nothing for none."""
    return f"{several:,}".replace(",", "\u202f") if several else ""
