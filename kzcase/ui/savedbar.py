"""The saved searches in the side bar, each with how much it finds now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from kzcase.progress import Progress
from kzcase.services import savedsearches
from kzcase.services.office import Changed, Office
from kzcase.services.savedsearches import Count, SavedSearch
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label, on_button, set_tip
from kzcase.ui.theme import GRID

_PAUSE = 1_500
"""Milliseconds after a change before everything is counted again."""

_AROUND = 5 * GRID
"""What a side bar's entry keeps free around its icon and its words."""

_Listed = tuple[tuple[SavedSearch, ...], dict[str, Count]]


class SavedBar(QWidget):
    """Opens a search at a click or Enter; its menu renames and removes it."""

    opened = Signal(str, str)
    """The kind of the list, and the text it is filtered by."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looking = self._again = False
        self.searches: tuple[SavedSearch, ...] = ()
        self.numbers: dict[str, Count] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, GRID, 0, 0)
        self._column.setSpacing(2)
        heading = label(self.tr("Saved searches"), "small")
        heading.setContentsMargins(2 * GRID, 0, 0, 0)
        self._column.addWidget(heading)
        self._lines: list[_Line] = []
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.reload)
        desk.changed.connect(self._changed)
        self.hide()
        self.reload()

    def reload(self) -> None:
        """List and count anew, beside everything else; while that is under way, once more afterwards."""
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        job = self._desk.worker.look(partial(_listed, self._desk.office), quiet=True)
        job.done.connect(self._show)
        job.over.connect(self._looked)

    def _looked(self) -> None:
        self._looking = False
        if self._again:
            self.reload()

    def _changed(self, changed: Changed) -> None:
        if "saved_search" in changed.kinds:
            self.reload()
        elif self.searches:
            self._timer.start()

    def _show(self, found: _Listed) -> None:
        searches, numbers = found
        if any(line.renaming for line in self._lines):
            self._timer.start()
            return
        if [(one.id, one.name) for one in searches] != [(one.id, one.name) for one in self.searches]:
            self._fill(searches)
        self.searches, self.numbers = searches, numbers
        for line, one in zip(self._lines, searches, strict=True):
            line.show_search(one, numbers.get(one.id))
        self.setVisible(bool(searches))

    def _fill(self, searches: tuple[SavedSearch, ...]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_Line(self._desk, one) for one in searches]
        for line in self._lines:
            line.opened.connect(self.opened)
            line.renamed.connect(self._rename)
            line.removed.connect(self._remove)
            self._column.addWidget(line)

    def line(self, search: str) -> _Line:
        """The line of a search."""
        return next(one for one in self._lines if one.search.id == search)

    def _rename(self, search: str, name: str) -> None:
        self._desk.worker.write(partial(savedsearches.rename, self._desk.office, search, name))

    def _remove(self, search: str) -> None:
        self._desk.worker.write(partial(savedsearches.remove, self._desk.office, search))


class _Line(QWidget):
    """One saved search: its name and its number; for a new name a line to type it in."""

    opened = Signal(str, str)
    renamed = Signal(str, str)
    removed = Signal(str)

    def __init__(self, desk: Desk, search: SavedSearch) -> None:
        super().__init__()
        self.search = search
        self.button = button("")
        self.button.setProperty("side", True)
        self.button.setIcon(desk.icon(Icon.FIND))
        self.button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.button.customContextMenuRequested.connect(self._menu)
        self.button.clicked.connect(self._open)
        self.name = _NameLine()
        self.name.setAccessibleName(self.tr("New name"))
        self.name.hide()
        self.number = label(role="small")
        # The side bar's width decides how much of a name is shown, never the other way round.
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name.setMinimumWidth(GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.setSpacing(0)
        row.addWidget(self.button, 1)
        row.addWidget(self.name, 1)
        row.addWidget(self.number)
        self.name.returnPressed.connect(self._rename)
        self.name.left.connect(self._leave)

    @property
    def renaming(self) -> bool:
        """Whether a new name is being typed."""
        return not self.name.isHidden()

    def show_search(self, search: SavedSearch, count: Count | None) -> None:
        """Show a search and how much it finds; None: not counted yet."""
        self.search = search
        number = count.words if count else ""
        self.number.setText(number)
        self.button.setAccessibleName(f"{search.name}, {number}" if number else search.name)
        set_tip(self.button, f"{search.name}\n{search.query}")
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        number = self.number.sizeHint().width() if self.number.text() else 0
        room = max(3 * GRID, self.width() - number - self.button.iconSize().width() - _AROUND)
        elided = self.button.fontMetrics().elidedText(self.search.name, Qt.TextElideMode.ElideRight, room)
        self.button.setText(on_button(elided))

    def begin_rename(self) -> None:
        """Type another name; Enter gives it, Esc leaves the old one."""
        self.button.hide()
        self.name.setText(self.search.name)
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for words, work in (
            (self.tr("Rename"), self.begin_rename),
            (self.tr("Keep no longer"), self._remove),
        ):
            action = QAction(words, menu)
            action.triggered.connect(work)
            menu.addAction(action)
        menu.popup(self.button.mapToGlobal(at))

    def _open(self) -> None:
        self.opened.emit(self.search.kind, self.search.filter)

    def _rename(self) -> None:
        name = self.name.text().strip()
        self._leave()
        if name and name != self.search.name:
            self.renamed.emit(self.search.id, name)

    def _leave(self) -> None:
        self.name.hide()
        self.button.show()
        self.button.setFocus()

    def _remove(self) -> None:
        self.removed.emit(self.search.id)


class _NameLine(QLineEdit):
    """A line that can be left with Esc."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _listed(office: Office, progress: Progress) -> _Listed:
    return savedsearches.listed(office), savedsearches.counts(office)
