"""The calendar: a month of weeks, or the days one after another; what has no one day stands apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kzcase.dates.edtf import DateError, read_date
from kzcase.dates.edtf.shown import show_day
from kzcase.services import agenda
from kzcase.services.agenda import Item, Month
from kzcase.services.agenda.ical import write_calendar
from kzcase.services.office import Changed, Office
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label, set_role
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID
from kzcase.ui.today import say
from kzcase.ui.today.exportrow import ExportRow, span_from
from kzcase.ui.today.line import Line, heading, remark
from kzcase.ui.today.linesview import LinesView
from kzcase.ui.today.monthgrid import MonthGrid, another_month, weeks_of
from kzcase.ui.today.putoff import WhyRow
from kzcase.ui.today.telling import item_line, why_of

_PAUSE = 40
_AHEAD = 90
"""Days the agenda shows from the day looked at."""
_UNCERTAIN_ROWS = 3


class CalendarPage(Page):
    """When things are due, by month or as an agenda."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._month_read: Month | None = None
        self.grid = MonthGrid(desk.look.theme, desk.language, desk.today())
        self._build()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._reasons = Latest(desk.worker, self)
        self._reasons.answered.connect(self._why.explain)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._read)
        self._connect()
        self._read()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "calendar"

    def begin(self) -> None:
        """The keyboard starts on the day looked at."""
        (self.grid if self.by_month.isChecked() else self.list).setFocus()

    def seek(self) -> None:
        """Ctrl+F: go to a date."""
        self.wanted.setFocus()
        self.wanted.selectAll()

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the calendar."""
        return (
            PageAction(self.tr("Go to a date"), self.seek, "Ctrl+F", Icon.CALENDAR),
            PageAction(self.tr("Go to today"), self._go_today, "Home", Icon.TODAY),
            PageAction(
                self.tr("Show the month"), partial(self.by_month.setChecked, True), icon=Icon.CALENDAR
            ),
            PageAction(self.tr("Show the agenda"), partial(self.by_agenda.setChecked, True), icon=Icon.TASK),
            PageAction(self.tr("Export for another calendar"), self.export.ask, icon=Icon.EXCHANGE),
        )

    def refresh(self, changed: Changed) -> None:
        """Read what is on screen again."""
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what is open, then goes back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.export.isVisible():
            self.export.put_away()
        elif self._why.isVisible():
            self._why.put_away()
        elif self.list.hasFocus() or self.of_day.hasFocus():
            self.begin()
        else:
            self.back_requested.emit()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = label(role="title")
        self._before = button("‹")
        self._before.setAccessibleName(self.tr("The month before"))
        self._after = button("›")
        self._after.setAccessibleName(self.tr("The month after"))
        self._now = button(self.tr("&Today"))
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText(self.tr("Go to a date"))
        self.wanted.setAccessibleName(self.tr("Go to a date"))
        self.wanted.setMaximumWidth(round(150 * self.desk.look.theme.scale / 100))
        self.by_month = button(self.tr("&Month"))
        self.by_agenda = button(self.tr("&Agenda"))
        views = QButtonGroup(self)
        for one in (self.by_month, self.by_agenda):
            one.setCheckable(True)
            views.addButton(one)
        self.by_month.setChecked(True)
        self._mark_view()
        self._export = button(self.tr("&Export …"))
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for left in (self._before, self._after, self._title):
            top.addWidget(left)
        top.addStretch(1)
        for right in (self._now, self.wanted, self.by_month, self.by_agenda, self._export):
            top.addWidget(right)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._month())
        self.list = LinesView(self.desk, self.tr("Agenda"))
        self._stack.addWidget(self.list)
        self._why = WhyRow()
        self.export = ExportRow()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self._why)
        outer.addWidget(self.export)

    def _month(self) -> QWidget:
        self.of_day = LinesView(self.desk, self.tr("What falls on the day"))
        self.of_day.setFixedWidth(round(340 * (0.6 + 0.4 * self.desk.look.theme.scale / 100)))
        self.uncertain = LinesView(self.desk, self.tr("What has no one day"))
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.grid, 1)
        left.addWidget(self.uncertain)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(left, 1)
        row.addWidget(self.of_day)
        return made

    def _connect(self) -> None:
        self.grid.day_chosen.connect(self._look_at)
        self.grid.day_opened.connect(self._enter_day)
        for view in (self.of_day, self.uncertain, self.list):
            view.opened.connect(self._open)
            view.why_wanted.connect(self._explain)
        self._before.clicked.connect(self._go_back)
        self._after.clicked.connect(self._go_on)
        self._now.clicked.connect(self._go_today)
        self.wanted.returnPressed.connect(self._go_to_typed)
        self.by_month.toggled.connect(self._change_view)
        self._export.clicked.connect(self.export.ask)
        self.export.wanted.connect(self._ask_place)
        for row in (self.export, self._why):
            row.left.connect(self.begin)

    # --- what comes back -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._say_title()
        office, day, language = self.desk.office, self.grid.day, self.desk.language
        if self.by_month.isChecked():
            self._latest.ask(partial(agenda.month, office, *weeks_of(day), day, language))
        else:
            self._latest.ask(partial(_ahead, office, day, language))

    def _show(self, found: Month | tuple[Item, ...]) -> None:
        self.grid.show_today(self.desk.today())
        if isinstance(found, Month):
            self._show_month(found)
        else:
            self.list.show_lines(tuple(self._agenda(found)))

    def _show_month(self, found: Month) -> None:
        self._month_read = found
        self.grid.show_items(found.named, found.counts)
        self._show_day()
        month = self.grid.day.replace(day=1)
        end = another_month(month, 1) - timedelta(days=1)
        loose = [one for one in found.loose if _touches(one, month, end)]
        rows = min(_UNCERTAIN_ROWS, len(loose) + 1)
        self.uncertain.setFixedHeight(rows * self.desk.look.theme.row + 2 * self.uncertain.frameWidth())
        self.uncertain.setVisible(bool(loose))
        name = say.month_name(month.year, month.month, self.desk.language)
        more = (remark(self.tr("There is more than is shown here.")),) if found.more_loose else ()
        self.uncertain.show_lines(
            (
                heading(self.tr("Sometime in {0}").format(name), len(loose)),
                *(item_line(one, self.desk.today(), self.desk.language) for one in loose),
                *more,
            )
        )

    def _show_day(self) -> None:
        """What falls on the day looked at: in full once it was read, until then what the month names."""
        day, read = self.grid.day, self._month_read
        items: Sequence[Item] = ()
        if read is not None:
            items = read.of_day if read.day == day else read.named.get(day, ())
        lines = [self._line(one) for one in items]
        more = (read.counts.get(day, 0) if read is not None else 0) - len(items)
        if more > 0:
            lines.append(remark(self.tr("+{0} more").format(more)))
        self.of_day.show_lines(
            (
                heading(say.long_day(day, self.desk.language)),
                *(lines or [remark(self.tr("Nothing falls on this day."))]),
            )
        )

    def _line(self, item: Item) -> Line:
        """A line under its day's heading, which says the day already."""
        return replace(item_line(item, self.desk.today(), self.desk.language), when="")

    def _loose_line(self, item: Item) -> Line:
        """A line of what has no one day, with its date in words."""
        made = self._line(item)
        return replace(made, who=f"{say.date_of(item, self.desk.language)}: {made.who}")

    def _agenda(self, items: Sequence[Item]) -> Sequence[Line]:
        made: list[Line] = []
        certain = sorted((one for one in items if say.is_one_day(one)), key=_day_key)
        for iso, of_day in groupby(certain, key=_day_key):
            day = date.fromisoformat(iso)
            made.append(heading(self._day_heading(day)))
            made += [self._line(one) for one in of_day]
        loose = [one for one in items if not say.is_one_day(one)]
        if loose:
            made.append(heading(self.tr("Not known to the day"), len(loose)))
            made += [self._loose_line(one) for one in loose]
        if len(items) >= agenda.MOST_BETWEEN:
            made.append(remark(self.tr("There is more than is shown here.")))
        return made or [remark(say.counted("Nothing is due in these %n day(s).", _AHEAD))]

    def _day_heading(self, day: date) -> str:
        words = say.long_day(day, self.desk.language)
        away = (day - self.desk.today()).days
        near = say.ahead(away, day, self.desk.language) if 0 <= away <= _AHEAD else ""
        return f"{words}   {near}" if near else words

    def _say_title(self) -> None:
        day = self.grid.day
        if self.by_month.isChecked():
            self._title.setText(say.month_name(day.year, day.month, self.desk.language))
        else:
            self._title.setText(self.tr("From {0}").format(show_day(day, self.desk.language)))

    # --- what the user does --------------------------------------------------------------------------

    def _look_at(self, day: date) -> None:
        self._say_title()
        self._show_day()
        self._pause.start()

    def _enter_day(self, day: date) -> None:
        self._show_day()
        self.of_day.setFocus()

    def _mark_view(self) -> None:
        for one in (self.by_month, self.by_agenda):
            set_role(one, "primary", one.isChecked())

    def _change_view(self) -> None:
        self._mark_view()
        self._stack.setCurrentIndex(0 if self.by_month.isChecked() else 1)
        self._read()
        self.begin()

    def _go_back(self) -> None:
        self.grid.go_to(another_month(self.grid.day, -1))

    def _go_on(self) -> None:
        self.grid.go_to(another_month(self.grid.day, 1))

    def _go_today(self) -> None:
        self.grid.go_to(self.desk.today())
        self.begin()

    def _go_to_typed(self) -> None:
        try:
            typed = read_date(self.wanted.text(), self.desk.language)
        except DateError as error:
            set_role(self.wanted, "bad", True)
            self.told.emit(error.sentence)
            return
        set_role(self.wanted, "bad", False)
        day = typed.earliest or typed.latest
        if day is not None:
            self.grid.go_to(day)
            self.begin()

    def _explain(self, line: Line) -> None:
        """Say why: what a page of dates does not carry is read for the one that is asked about."""
        if line.item is None or self._why.explains(line):
            self._why.explain(line)
            return
        office, language = self.desk.office, self.desk.language
        self._reasons.ask(partial(_with_reason, office, line, line.item, language))

    def _open(self, line: Line) -> None:
        self.open_requested.emit(line.kind, line.record)

    def _ask_place(self, days: int, names: bool) -> None:
        FileQuestion(
            self,
            self.tr("Export the calendar"),
            self.tr("Calendar (*.ics)"),
            partial(self._write, days, names),
            save=True,
            start=start_folder() / "calendar.ics",
        )

    def _write(self, days: int, names: bool, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".ics")
        span = span_from(self.desk.today(), days)
        work = partial(_write, self.desk.office, target, span, names=names, language=self.desk.language)
        self.desk.worker.read(work).done.connect(self._written)

    def _written(self, path: Path) -> None:
        self.export.put_away()
        self.told.emit(self.tr("Written: {0}. It is not encrypted.").format(path))


def _write(office: Office, path: Path, span: tuple[date, date], *, names: bool, language: str) -> Path:
    write_calendar(office, path, *span, names=names, language=language)
    return path


def _ahead(office: Office, day: date, language: str) -> tuple[Item, ...]:
    return agenda.between(office, day, day + timedelta(days=_AHEAD), language, why=False)


def _with_reason(office: Office, line: Line, item: Item, language: str) -> Line:
    return replace(line, why=why_of(agenda.explained(office, item, language), language))


def _touches(item: Item, first: date, last: date) -> bool:
    begins, ends = say.day_of(item.earliest), say.day_of(item.latest)
    return (begins is None or begins <= last) and (ends is None or ends >= first)


def _day_key(item: Item) -> str:
    return item.earliest or ""
