"""Today: what is due, what is in force, what waits for a decision; what one sees first after unlocking."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import agenda
from kzcase.services import today as todays
from kzcase.services.office import Changed
from kzcase.services.today import Since
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Job, Latest
from kzcase.ui.theme import GRID
from kzcase.ui.today import say, telling
from kzcase.ui.today.firststeps import FirstSteps
from kzcase.ui.today.forcecard import BackupCard, Card, InForceCard, SinceCard
from kzcase.ui.today.line import Line
from kzcase.ui.today.linesview import LinesView
from kzcase.ui.today.putoff import PutOffRow, WhyRow
from kzcase.ui.today.takein import take_in
from kzcase.ui.today.telling import TodayData

_PAUSE = 40
"""Milliseconds in which several changes become one reading."""
_WATCH = 20_000
"""Milliseconds between two looks at the calendar: a laptop may sleep over midnight."""
_RIGHT = 400
_MOST_NEXT = 6


class TodayPage(Page):
    """The first page of a day's work."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._data: TodayData | None = None
        self._since: Since | None = None
        self._stale = False
        self._seen = False
        self._unfolded: set[str] = set()
        self._day: date = desk.today()
        self._build()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._read)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH)
        self._watch.timeout.connect(self.look_at_the_day)
        self._watch.start()
        self._connect()
        self._read()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "today"

    @property
    def people(self) -> tuple[str, ...]:
        """Whom the line under the keyboard concerns."""
        line = self.due.current
        return line.item.people if line is not None and line.item is not None else ()

    def begin(self) -> None:
        """The keyboard starts on the first line, or on the first thing to do."""
        empty = self._data is not None and self._data.empty
        (self.steps.first if empty else self.due).setFocus()

    def refresh(self, changed: Changed) -> None:
        """Read again, once for changes that come together; a page out of sight waits until it is seen."""
        if self.isVisible():
            self._pause.start()
        else:
            self._stale = True

    def keep(self) -> None:
        """Leaving the page, or locking, marks the visit: what changes from now on is new."""
        if self._seen:
            self._seen = False
            self.desk.worker.write(partial(todays.visited, self.desk.office), quiet=True)

    def add(self) -> None:
        """Ctrl+N: write down a person."""
        self.create_requested.emit("person", {})

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the line under the keyboard."""
        line = self.due.current
        if line is None or line.item is None:
            return ()
        put_off = self.tr("Take up again") if line.item.snoozed_until else self.tr("Put off with a reason")
        return (
            PageAction(self.tr("Why is this due?"), partial(self._explain, line), "Space", Icon.HELP),
            PageAction(put_off, partial(self._put_off_or_wake, line), "Del", Icon.TASK),
        )

    def look_at_the_day(self) -> None:
        """Begin the new day when it has come."""
        if self.desk.today() != self._day:
            self._day = self.desk.today()
            self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed meanwhile."""
        super().showEvent(event)
        self._seen = self._data is not None
        if self._stale:
            self._stale = False
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rows under the list do not outlive a look elsewhere."""
        super().hideEvent(event)
        self._why.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what is open under the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._why.put_away()
            self.put_off.put_away()
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = label(role="title", wrap=True)
        self._calendar = button(self.tr("&Calendar"))
        self._calendar.setIcon(self.desk.icon(Icon.CALENDAR))
        self._board = button(self.tr("&In force"))
        self._board.setIcon(self.desk.icon(Icon.BOARD))
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title, 1)
        top.addWidget(self._calendar)
        top.addWidget(self._board)
        self.steps = FirstSteps()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work())
        self._stack.addWidget(self.steps)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID + GRID // 2)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)
        self._say_day()

    def _work(self) -> QWidget:
        self.due = LinesView(
            self.desk, self.tr("What is due, what needs a decision, what was never answered"), leads=True
        )
        self._why = WhyRow()
        self.put_off = PutOffRow(self.desk)
        hint = label(self.tr("Enter opens   ·   Space says why   ·   Delete puts off"), "small", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(GRID // 2)
        left.addWidget(self.due, 1)
        left.addWidget(self._why)
        left.addWidget(self.put_off)
        left.addWidget(hint)
        self.force = InForceCard(self.desk)
        self.next = LinesView(self.desk, self.tr("Restrictions that end next"), fits=True)
        ends = Card(self.tr("Ends next"))
        ends.column.addWidget(self.next)
        self.since = SinceCard()
        self.backup = BackupCard(self.desk)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for one in (self.force, ends, self.since, self.backup):
            column.addWidget(one)
        column.addStretch(1)
        inside = QWidget()
        inside.setObjectName("inside")
        inside.setLayout(column)
        right = QScrollArea()
        right.setWidgetResizable(True)
        right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setWidget(inside)
        right.setFixedWidth(round(_RIGHT * (0.6 + 0.4 * self.desk.look.theme.scale / 100)))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addWidget(right)
        return made

    def _connect(self) -> None:
        for view in (self.due, self.next):
            view.opened.connect(self._open)
            view.why_wanted.connect(self._explain)
            view.put_off_wanted.connect(self._put_off_or_wake)
        self.put_off.put_off.connect(self._put_off)
        for row in (self.put_off, self._why):
            row.left.connect(self.due.setFocus)
        self.desk.worker.long_started.connect(self._watch_long_work)
        self._calendar.clicked.connect(self._show_calendar)
        self._board.clicked.connect(self._show_board)
        self.force.board_requested.connect(self._show_board)
        self.backup.wanted.connect(self._back_up)
        self.steps.person_wanted.connect(self.add)
        self.steps.case_wanted.connect(self._tell_a_case)
        self.steps.file_wanted.connect(self._take_in)
        self.steps.sheet_wanted.connect(self._show_sheet)
        self.steps.backup_wanted.connect(self._back_up)

    # --- what comes back -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._latest.ask(partial(telling.read, self.desk.office, self.desk.language))

    def _show(self, data: TodayData) -> None:
        focused = self._data is None and (self.hasFocus() or self.due.hasFocus())
        self._data = data
        self._seen = self._seen or self.isVisible()
        self._day = data.today.as_of
        if self._since is None:
            # It stays as it was first read, however often one comes back here during this visit.
            self._since = data.today.since
        language = self.desk.language
        self._say_day()
        self._show_lines(data)
        self.next.show_lines(telling.ends_next(data, language)[:_MOST_NEXT])
        self.force.show_figures(data.today.in_force)
        self.since.show_lines(telling.since_last_visit(self._since))
        self.backup.show_backup(data.today.backup)
        self._stack.setCurrentIndex(1 if data.empty else 0)
        if focused:
            self.begin()

    def _show_lines(self, data: TodayData | None) -> None:
        if data is not None:
            self.due.show_lines(telling.lines(data, self.desk.language, self._unfolded))

    def _say_day(self) -> None:
        self._title.setText(self.tr("Today, {0}").format(say.long_day(self._day, self.desk.language)))

    # --- what the user does --------------------------------------------------------------------------

    def _open(self, line: Line) -> None:
        if line.act == telling.SHOW_CALENDAR:
            self._show_calendar()
        elif line.act == telling.SHOW_LETTERS:
            self.action_requested.emit("go:letter")
        elif line.act in telling.FOLDS:
            self._unfolded ^= {line.act}
            self._show_lines(self._data)
        elif line.act == telling.EXPLAIN:
            self._explain(line)
        else:
            self.open_requested.emit(line.kind, line.record)

    def _explain(self, line: Line) -> None:
        self.put_off.hide()
        self._why.explain(line)

    def _put_off_or_wake(self, line: Line) -> None:
        if line.item is None:
            self.told.emit(self.tr("Only what has a date can be put off."))
        elif line.item.snoozed_until:
            wake = partial(agenda.wake, self.desk.office, line.item.key)
            self.desk.worker.write(wake).done.connect(self._woken)
        else:
            self._why.hide()
            self.put_off.ask(line)

    def _put_off(self, key: str, until: date, reason: str) -> None:
        job = self.desk.worker.write(partial(agenda.snooze, self.desk.office, key, until, reason))
        job.done.connect(self._put_off_done)

    def _put_off_done(self) -> None:
        self.put_off.put_away()
        self.told.emit(self.tr("Put off. It comes back on its day, and stands under “put off” until then."))
        self._read()

    def _woken(self) -> None:
        self.told.emit(self.tr("It is among what is due again."))
        self._read()

    def _back_up(self) -> None:
        self.action_requested.emit("back_up")

    def _watch_long_work(self, job: Job) -> None:
        """A backup or an import changes what the page says, and announces no record."""
        job.done.connect(self._pause.start)

    def _show_calendar(self) -> None:
        self.action_requested.emit("go:calendar")

    def _show_board(self) -> None:
        self.action_requested.emit("go:board")

    def _tell_a_case(self) -> None:
        self.create_requested.emit("guided", {})

    def _take_in(self) -> None:
        FileQuestion(
            self,
            self.tr("Take in a file with records"),
            self.tr("Records (*.jsonl);;All files (*)"),
            self._taken,
            save=False,
            start=start_folder(),
        )

    def _taken(self, path: Path) -> None:
        job = self.desk.worker.long(self.tr("Taking in"), partial(take_in, self.desk.office, path))
        job.done.connect(self._say_taken)

    def _say_taken(self, number: int) -> None:
        self.told.emit(say.counted("%n record(s) taken in.", number))

    def _show_sheet(self) -> None:
        self.action_requested.emit("recovery")
