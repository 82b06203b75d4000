"""The register: whom we wrote to, when an answer is due, what came, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import drafts
from kzcase.services.letters.shapes import (
    ALL,
    DRAFTS,
    INCOMING,
    MOST_COUNTED,
    OVERDUE,
    SOON,
    WAITING,
    RegisterRow,
)
from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.filterline import FilterLine
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.text import button, label, set_tip
from kzcase.ui.letters import registercolumns, work
from kzcase.ui.letters.chasing import Chasing
from kzcase.ui.letters.chips import Chips
from kzcase.ui.letters.pagedtable import FILTER_PAUSE, PagedTable
from kzcase.ui.letters.pagedtablemodel import PagedTableModel
from kzcase.ui.letters.papersmenu import PapersMenu
from kzcase.ui.letters.period import Period, PeriodLine
from kzcase.ui.letters.replying import Replying
from kzcase.ui.theme import GRID

REPLY_KEYS, SENT_KEYS, CHASE_KEYS = "Ctrl+R", "Ctrl+T", "Ctrl+J"


class RegisterPart(Panel):
    """The list of all letters, one view of it at a time."""

    back_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model: PagedTableModel[RegisterRow] = PagedTableModel(desk, registercolumns.columns(), self)
        self.table: PagedTable[RegisterRow] = PagedTable(
            desk, self.model, self.tr("Register of letters"), several=True
        )
        self.views = Chips(
            desk,
            {
                ALL: self.tr("All"),
                OVERDUE: self.tr("Overdue"),
                SOON: self.tr("Due soon"),
                WAITING: self.tr("Waiting"),
                DRAFTS: self.tr("Not sent"),
                INCOMING: self.tr("Incoming"),
            },
            ALL,
        )
        self.filter = FilterLine(FILTER_PAUSE)
        self.papers = PapersMenu(desk, self)
        self.period = PeriodLine(desk)
        self.replying = Replying(desk)
        self.chasing = Chasing(desk, self)
        self._stale = False
        self._build()
        self._connect()
        self._ask()

    def begin(self) -> None:
        """The keyboard starts in the filter; coming back, in the rows."""
        if self._stale:
            self._read_again()
        (self.table if self.table.currentIndex().isValid() else self.filter).setFocus()

    def seek(self) -> None:
        """Back to the filter."""
        self.filter.seek()

    def refresh(self, changed: Changed) -> None:
        """Read the rows again: what is due can rest on records of many kinds."""
        if self.isVisible():
            self._read_again()
        else:
            self._stale = True

    def keep(self) -> None:
        """Keep a reply that was being written down."""
        self.replying.keep()

    @property
    def people(self) -> tuple[str, ...]:
        """The people whom the chosen letters are about."""
        found = [person for row in self.table.chosen for person in row.person_ids]
        return tuple(dict.fromkeys(found))

    def show_view(self, key: str) -> None:
        """Turn to a view."""
        self.views.choose(key)

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the chosen letters."""
        return (
            PageAction(self.tr("Record a reply"), self.reply, REPLY_KEYS, Icon.RECEIVED),
            PageAction(self.tr("Sent today"), self.mark_sent, SENT_KEYS, Icon.LETTER),
            PageAction(self.tr("Chase or answer: write again"), self.chase, CHASE_KEYS, Icon.WAITING),
            PageAction(self.tr("Mark as checked"), self.mark_checked),
            PageAction(self.tr("Mark as acknowledged"), self.mark_acknowledged),
            PageAction(self.tr("Close the letter"), self.mark_closed),
            *self.papers.offers(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Esc empties the filter, then the view; Down enters the rows."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.table.currentIndex().isValid():
                self.table.begin()
            self.open_selected()
        elif key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self.filter.setFocus()
        elif key == Qt.Key.Key_Escape and self.views.chosen != ALL:
            self.views.choose(ALL)
        elif key == Qt.Key.Key_Down and self.filter.hasFocus():
            self.table.begin()
        else:
            super().keyPressEvent(event)

    # --- what the user does --------------------------------------------------------------------------

    def open_selected(self) -> None:
        """Open the letter with the keyboard."""
        if (row := self.table.current) is not None:
            self.open_requested.emit("letter", row.id)

    def add(self) -> None:
        """Write a letter."""
        self.create_requested.emit(drafts.MAILING, {})

    def reply(self) -> None:
        """Write down the reply to the letter with the keyboard."""
        row = self.table.current
        if row is None:
            self.told.emit(self.tr("Choose the letter that was answered."))
        elif row.direction == "in":
            self.told.emit(
                self.tr("This letter came from them. A reply is written down at the letter it answers.")
            )
        elif not row.sent:
            self.told.emit(self.tr("This letter has not been sent yet. Mark it as sent first."))
        else:
            self.replying.ask(row.id, " ".join(filter(None, (row.number, registercolumns.letter_words(row)))))

    def chase(self) -> None:
        """Begin a letter that reminds of each of the chosen ones, or answers the one that came."""
        rows = self.table.chosen
        chosen = tuple(row.id for row in rows if row.direction == "out" or len(rows) == 1)
        if not chosen:
            self.told.emit(self.tr("Choose the letters that were not answered."))
            return
        self.chasing.chase(chosen)

    def mark_sent(self) -> None:
        """The chosen letters went out today."""
        self._mark("sent")

    def mark_checked(self) -> None:
        """Somebody read the chosen drafts and found them right."""
        self._mark("checked")

    def mark_acknowledged(self) -> None:
        """They said that they have the chosen letters."""
        self._mark("acknowledged")

    def mark_closed(self) -> None:
        """Nothing more is waited for."""
        self._mark("closed")

    def _mark(self, status: str) -> None:
        chosen = tuple(row.id for row in self.table.chosen)
        if not chosen:
            self.told.emit(self.tr("Choose one letter or several first."))
            return
        self._write(partial(work.mark, self.desk.office, chosen, status, self), self._marked)

    def _write(self, job: Callable[[], object], done: Callable[[Any], None]) -> None:
        self.desk.worker.write(job).done.connect(done)

    def _marked(self, number: int) -> None:
        said = (
            self.tr("1 letter is marked.")
            if number == 1
            else self.tr("{0} letters are marked.").format(number)
        )
        self.told.emit(self.tr("{0} Ctrl+Z takes it back.").format(said))

    def _chased(self) -> None:
        self.views.choose(DRAFTS)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.write = button(self.tr("&Write a letter"), primary=True)
        self._note = button(self.tr("&Note one down"))
        set_tip(self._note, self.tr("A letter, call or meeting that is not written here: sent or received"))
        notes = QMenu(self._note)
        notes.addAction(self.tr("Sent by us"), self._note_sent)
        notes.addAction(self.tr("Received"), self._note_received)
        self._note.setMenu(notes)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.filter, 1)
        top.addWidget(self.papers)
        top.addWidget(self._note)
        top.addWidget(self.write)
        self._chosen = label(role="quiet")
        self.doing: dict[str, QPushButton] = {}
        bar = FlowLayout(gap=GRID)
        bar.addWidget(self._chosen)
        for key, words, slot, keys in (
            ("reply", self.tr("Record a &reply"), self.reply, REPLY_KEYS),
            ("sent", self.tr("&Sent today"), self.mark_sent, SENT_KEYS),
            ("chase", self.tr("C&hase"), self.chase, CHASE_KEYS),
            ("checked", self.tr("Chec&ked"), self.mark_checked, ""),
            ("acknowledged", self.tr("Ac&knowledged"), self.mark_acknowledged, ""),
            ("closed", self.tr("Clos&ed"), self.mark_closed, ""),
        ):
            made = button(words, flat=True)
            made.setEnabled(False)
            made.clicked.connect(slot)
            if keys:
                set_tip(made, keys)
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(slot)
            self.doing[key] = made
            bar.addWidget(made)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.replying.hide()
        self.period.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.period)
        column.addWidget(self.views)
        column.addLayout(bar)
        column.addWidget(self.replying)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.write.clicked.connect(self.add)
        self.filter.paused.connect(self._ask)
        self.views.changed.connect(self._ask)
        self.table.typed.connect(self.filter.go_on)
        self.table.doubleClicked.connect(self.open_selected)
        self.table.selectionModel().selectionChanged.connect(self._say_chosen)
        self.model.renewed.connect(self._count)
        self.model.arrived.connect(self._arrived)
        self.papers.told.connect(self.told)
        self.papers.period_requested.connect(self.period.begin)
        self.period.chosen.connect(self._figures)
        self.period.closed.connect(self.period.hide)
        self.replying.told.connect(self.told)
        self.replying.closed.connect(self.table.begin)
        self.chasing.told.connect(self.told)
        self.chasing.create_requested.connect(self.create_requested)
        self.chasing.drafted.connect(self._chased)

    def _note_sent(self) -> None:
        self.create_requested.emit("letter", {"direction": "out"})

    def _note_received(self) -> None:
        preset = {"direction": "in", "status": "received", "sent": self.desk.today().isoformat()}
        self.create_requested.emit("letter", preset)

    def _figures(self, period: Period) -> None:
        self.period.hide()
        self.papers.figures(period)

    # --- what comes back -----------------------------------------------------------------------------

    def _ask(self) -> None:
        self.filter.forestall()
        view, query = self.views.chosen, self.filter.wanted
        self.papers.show_view(view, query)
        self.model.ask(partial(work.register, self.desk.office, view, query, self.desk.language))

    def _read_again(self) -> None:
        self._stale = False
        self.table.read_again()

    def _count(self, counts: Any) -> None:
        self.views.count(counts, MOST_COUNTED)

    def _arrived(self) -> None:
        empty = self.model.rowCount() == 0
        if empty and self.model.looking:
            words = self.tr("Looking …")
        elif empty and self.filter.wanted:
            words = self.tr("No letter matches. Try fewer letters, or press Esc.")
        elif empty and self.views.chosen != ALL:
            words = self.tr("No letter is like this now.\nPress Esc to see all.")
        else:
            words = self.tr(
                "No letters yet.\nPress Ctrl+N to write one, to one addressee or to many. One that was "
                "sent or received outside this program can be noted down.\n"
                "Those that are never answered show on Today."
            )
        self._empty.setText(words)
        self._stack.setCurrentIndex(1 if empty else 0)
        self._say_chosen()

    def _say_chosen(self) -> None:
        chosen = self.table.chosen
        number = len(chosen)
        if number > 1:
            self._chosen.setText(self.tr("{0} chosen:").format(number))
        else:
            self._chosen.setText(self.tr("Chosen letter:") if number else self.tr("Choose a letter:"))
        theirs = number == 1 and chosen[0].direction == "in"
        self.doing["chase"].setText(self.tr("Answ&er") if theirs else self.tr("C&hase"))
        for key, made in self.doing.items():
            made.setEnabled(number == 1 if key == "reply" else number > 0)
