"""The pairs of people who may be one, to be answered one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kzcase.progress import Progress
from kzcase.services import duplicates
from kzcase.services.duplicates import Candidate, Candidates
from kzcase.services.office import Changed, Office
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, counted, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.duplicates.pairstablemodel import pairs_model
from kzcase.ui.duplicates.sidestablemodel import sides_model
from kzcase.ui.theme import GRID

CONCERNED = frozenset({"person", "name", "not_same"})
_PAIR_WIDTHS = (70, 260, 260)
_SIDE_WIDTHS = (170, 380)

Key = tuple[str, str]


class DuplicatesPage(Page):
    """Whom the program would compare; it joins nobody by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = pairs_model(self)
        self.sides = sides_model(self)
        self._swapped: set[Key] = set()
        self._later: dict[Key, None] = {}
        self._number = 0
        self._looking = False
        self._again = False
        self._compared = Latest(desk.worker, self)
        self._compared.answered.connect(self.sides.show_rows)
        self._build()
        self.reload()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "duplicates"

    @property
    def chapter(self) -> str:
        """Its chapter of the manual."""
        return "search"

    @property
    def people(self) -> tuple[str, ...]:
        """Both people of the pair that is looked at."""
        pair = self._current
        return self._sides_of(pair) if pair is not None else ()

    def begin(self) -> None:
        """The keyboard starts among the pairs."""
        self.table.setFocus()
        if self._again:
            self.reload()

    def refresh(self, changed: Changed) -> None:
        """Look again when people changed otherwise than by an answer given here; unseen: when seen again."""
        if changed.initiator is self or not CONCERNED & changed.kinds:
            return
        self._again = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Look for pairs; while that is under way, once more afterwards."""
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        self._say()
        work = partial(_look, self.desk.office, self.desk.language)
        job = self.desk.worker.long(self.tr("Looking for people recorded twice"), work, reads=True)
        job.done.connect(self._show)
        job.over.connect(self._looked)

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the chosen pairs."""
        if not self.model.rowCount():
            return ()
        return (
            PageAction(self.tr("These are one person"), self.join, icon=Icon.DUPLICATES),
            PageAction(self.tr("These are two people"), self.part),
            PageAction(self.tr("Decide later"), self.put_off),
            PageAction(self.tr("Swap sides"), self.swap),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the person on the left, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self.open_left()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    # --- what the user says --------------------------------------------------------------------------

    def join(self) -> None:
        """The chosen pairs are one person each."""
        chosen = self._chosen
        if chosen:
            pairs = tuple(self._sides_of(one) for one in chosen)
            job = self.desk.worker.write(partial(_join, self.desk.office, pairs, self))
            job.done.connect(self._joined)

    def part(self) -> None:
        """The chosen pairs are two people each."""
        chosen = self._chosen
        if chosen:
            pairs = tuple(self._sides_of(one) for one in chosen)
            job = self.desk.worker.write(partial(_part, self.desk.office, pairs, self))
            job.done.connect(self._parted)

    def put_off(self) -> None:
        """The chosen pairs go to the end, for as long as this page is there."""
        for one in self._chosen:
            self._later.pop(_key(one), None)
            self._later[_key(one)] = None
        self._put(self.model.rows)

    def swap(self) -> None:
        """The other one of the chosen pairs is to stand for both."""
        for one in self._chosen:
            self._swapped ^= {_key(one)}
        self._look_at()

    def open_left(self) -> None:
        """Open the person who would stand for both."""
        self._open(0)

    def open_right(self) -> None:
        """Open the other one."""
        self._open(1)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table = _table(self.model, self.desk, _PAIR_WIDTHS)
        self.table.setAccessibleName(self.tr("People who may be one"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.beside = _table(self.sides, self.desk, _SIDE_WIDTHS)
        self.beside.setAccessibleName(self.tr("Both side by side"))
        self.one_button = self._button(self.tr("&One person"), self.join, primary=True)
        self.two_button = self._button(self.tr("&Two people"), self.part)
        self.later_button = self._button(self.tr("&Later"), self.put_off)
        self.swap_button = self._button(self.tr("&Swap sides"), self.swap)
        self.left_button = self._button(self.tr("Open left"), self.open_left)
        self.right_button = self._button(self.tr("Open right"), self.open_right)
        self._count = label(role="quiet")
        top = QHBoxLayout()
        top.addWidget(label(self.tr("People who may be one"), "title"), 1)
        top.addWidget(self._count)
        self._answers = QWidget()
        foot = QHBoxLayout(self._answers)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(GRID)
        for made in self._buttons:
            foot.addWidget(made)
        foot.addStretch(1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.beside)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(halves)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        outer.addLayout(top)
        self._promise = label(
            self.tr("Joining copies and rewrites nothing, and is taken back with Ctrl+Z."), "small", wrap=True
        )
        outer.addWidget(self._promise)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self._answers)
        self.table.doubleClicked.connect(self.open_left)
        self.table.selectionModel().selectionChanged.connect(self._look_at)
        self._put(())

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.one_button,
            self.two_button,
            self.later_button,
            self.swap_button,
            self.left_button,
            self.right_button,
        )

    def _button(self, words: str, run: Callable[[], None], *, primary: bool = False) -> QPushButton:
        made = button(words, primary=primary)
        made.clicked.connect(run)
        return made

    # --- what comes back -----------------------------------------------------------------------------

    def _show(self, found: Candidates) -> None:
        self._number = found.number
        self._put(found.pairs)

    def _looked(self) -> None:
        self._looking = False
        if self._again and self.isVisible():
            self.reload()
        else:
            self._say()

    def _joined(self, answered: tuple[Key, ...]) -> None:
        gone = {other for _, other in answered}
        self._drop(answered)
        self.told.emit(self.tr("Joined. Ctrl+Z takes it back."))
        if any(gone & set(_key(one)) for one in self.model.rows):
            self.reload()  # who is joined is compared by what is known of both

    def _parted(self, answered: tuple[Key, ...]) -> None:
        self._drop(answered)
        self.told.emit(self.tr("Remembered: they are two people."))

    def _drop(self, answered: tuple[Key, ...]) -> None:
        done = set(map(frozenset, answered))
        left = tuple(one for one in self.model.rows if frozenset(_key(one)) not in done)
        self._number -= self.model.rowCount() - len(left)
        self._put(left)

    def _put(self, pairs: tuple[Candidate, ...]) -> None:
        """Show these pairs, those put off last; the place is kept."""
        row = max(0, self.table.currentIndex().row())
        late = {key: place for place, key in enumerate(self._later, start=1)}
        ordered = sorted(pairs, key=lambda one: late.get(_key(one), 0))
        self.model.show_rows(ordered)
        if ordered:
            index = self.model.index(min(row, len(ordered) - 1), 0)
            self.table.setCurrentIndex(index)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
        self._say()
        self._look_at()

    def _say(self) -> None:
        shown = self.model.rowCount()
        first = bool(shown) and self._stack.currentIndex() == 1
        self._stack.setCurrentIndex(0 if shown else 1)
        for part in (self._promise, self._answers):
            part.setVisible(bool(shown))  # where nobody is proposed there is nothing to answer
        if first and self.isVisible():
            self.table.setFocus()  # it could not take the keyboard while it was hidden
        self._empty.setText(
            self.tr("Looking for people recorded twice ...")
            if self._looking
            else self.tr("Nobody here looks as if recorded twice. Whoever is proposed later will stand here.")
        )
        self._say_number()

    def _say_number(self) -> None:
        """How many pairs there are, and how many of them one answer would be for."""
        shown, chosen = self.model.rowCount(), len(self._chosen)
        more = max(0, self._number - shown)
        if not shown:
            said = ""
        elif more:
            said = self.tr("{0} pairs, less likely ones later: {1}").format(shown, more)
        else:
            said = counted(shown, self.tr("1 pair"), self.tr("{0} pairs"))
        self._count.setText(self.tr("{0}, {1} chosen").format(said, chosen) if chosen > 1 else said)

    def _look_at(self) -> None:
        chosen, pair = self._chosen, self._current
        self._say_number()
        for made in self._buttons:
            made.setEnabled(bool(chosen))
        if pair is None:
            self._compared.forget()
            self.sides.show_rows(())
            return
        work = partial(duplicates.compare, self.desk.office, *self._sides_of(pair), self.desk.language)
        self._compared.ask(work)

    # --- helpers -------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> list[Candidate]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row] for row in rows]

    @property
    def _current(self) -> Candidate | None:
        return self.model.row(self.table.currentIndex().row())

    def _sides_of(self, pair: Candidate) -> Key:
        """Who would stand for both, and the other one."""
        first, second = _key(pair)
        return (second, first) if (first, second) in self._swapped else (first, second)

    def _open(self, side: int) -> None:
        if (pair := self._current) is not None:
            self.open_requested.emit("person", self._sides_of(pair)[side])


def _look(office: Office, language: str, progress: Progress) -> Candidates:
    return duplicates.candidates(office, language, progress=progress)


def _join(office: Office, pairs: tuple[Key, ...], initiator: object) -> tuple[Key, ...]:
    duplicates.merge(office, pairs, initiator=initiator)
    return pairs


def _part(office: Office, pairs: tuple[Key, ...], initiator: object) -> tuple[Key, ...]:
    duplicates.two_people(office, pairs, initiator=initiator)
    return pairs


def _key(pair: Candidate) -> Key:
    return pair.a.id, pair.b.id


def _table(model: QAbstractTableModel, desk: Desk, widths: tuple[int, ...]) -> RecordTable:
    made = RecordTable(desk.look.theme.row)
    made.setModel(model)
    scale = desk.look.theme.scale / 100
    for column, width in enumerate(widths):
        made.setColumnWidth(column, round(width * scale))
    return made
