"""What stands beside the text of a letter: how it will look, what is missing, what is withheld and why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from kzcase.letters.shapes import Filled, Missing
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.preview import Preview
from kzcase.ui.common.remarks import Remarks, grouped
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import label
from kzcase.ui.letters.plaintable import plain_table
from kzcase.ui.theme import GRID

_LINE = 64


class Beside(QTabWidget):
    """Two tabs: the page, and the lists of what is not on it."""

    open_requested = Signal(str, str)
    line_requested = Signal(int)
    """Go to a line of the text, counted from 1; 0 is the subject."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview()
        self.missing: RowsTableModel[Missing] = RowsTableModel(
            (self.tr("Line"), self.tr("What is missing")), _cells, parent=self
        )
        self.table = plain_table(desk, self.missing, self.tr("Missing"), (_LINE,))
        self.withheld = Remarks(self.tr("Withheld"))
        self._heading = label(role="heading", wrap=True)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, GRID, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self.table, 1)
        column.addWidget(self.withheld, 2)
        self.addTab(self.preview, self.tr("Preview"))
        self.addTab(lists, self.tr("Missing and withheld"))
        self.table.activated.connect(self._go)
        self.withheld.open_requested.connect(self.open_requested)

    def show_letter(self, letter: Filled | None) -> None:
        """List what this letter lacks and leaves out."""
        missing = letter.missing if letter is not None else ()
        self.missing.show_rows(missing)
        self._heading.setText(
            self.tr("Missing ({0}): Enter goes to the place").format(len(missing))
            if missing
            else self.tr("Nothing is missing")
        )
        if letter is None:
            self.withheld.show_nothing()
        else:
            self.withheld.show_groups(grouped(letter.withheld))
        number = len(missing) + (len(letter.withheld) if letter is not None else 0)
        words = self.tr("Missing and withheld")
        self.setTabText(1, f"{words} {number}" if number else words)

    def _go(self, index: QModelIndex) -> None:
        if (one := self.missing.row(index.row())) is not None:
            self.line_requested.emit(one.line)


def _cells(one: Missing) -> tuple[str, ...]:
    line = str(one.line) if one.line > 0 else QCoreApplication.translate("Letters", "Subject")
    return line, one.words
