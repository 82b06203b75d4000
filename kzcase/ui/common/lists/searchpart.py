"""What stands between the line of a list and its rows: what was understood, quick filters, keeping it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kzcase.services import lists, savedsearches
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.lists.keepline import KeepLine
from kzcase.ui.common.lists.quickbar import QuickBar
from kzcase.ui.common.lists.understood import Understood
from kzcase.ui.common.text import button, set_tip
from kzcase.ui.theme import GRID


class SearchPart(QWidget):
    """Serves the `line` in which a list is filtered."""

    told = Signal(str)

    def __init__(self, desk: Desk, kind: str, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._line = line
        self.quick = QuickBar(desk, kind)
        self.understood = Understood(desk, kind)
        self.keeping = KeepLine()
        self.keep = button(self.tr("&Keep this search"), flat=True)
        set_tip(self.keep, self.tr("Put what you see now into the side bar, under a name"))
        self.keep.hide()
        pressed = FlowLayout(gap=GRID)
        pressed.addWidget(self.quick)
        pressed.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.understood)
        column.addLayout(pressed)
        column.addWidget(self.keeping)
        self.keep.clicked.connect(self.keep_search)
        self.quick.changed.connect(self._offer)
        self.understood.wanted.connect(self._take_text)
        self.keeping.named.connect(self._keep)
        self.setVisible(not self.quick.isHidden())

    def ask(self, text: str) -> None:
        """Say what a filter text asks."""
        self.show()
        self.understood.ask(text)
        self._offer()

    def keep_search(self) -> None:
        """Ask for a name under which what is shown now is kept in the side bar."""
        text = self._line.text().strip()
        if not (text or self.quick.only):
            self.told.emit(self.tr("Type what to look for, or press a button above the list, first."))
            return
        said = [self.quick.words, self.understood.words or text]
        self.show()
        self.keeping.open_with(", ".join(one for one in said if one))
        self._desk.worker.read(partial(_taken, self._desk.office)).done.connect(self.keeping.know)

    def _offer(self) -> None:
        self.keep.setVisible(bool(self._line.text().strip() or self.quick.only))

    def _take_text(self, text: str) -> None:
        self._line.setText(text)
        self._line.setFocus()

    def _keep(self, name: str, replace: bool) -> None:
        query = lists.as_text(self._kind, self._line.text(), self.quick.only)
        self._desk.worker.write(partial(savedsearches.save, self._desk.office, name, query, replace=replace))
        self._line.setFocus()


def _taken(office: Office) -> dict[str, str]:
    return {one.name.casefold(): one.query for one in savedsearches.listed(office)}
