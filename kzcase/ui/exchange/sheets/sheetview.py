"""A spreadsheet from its columns to its rows; nothing is written before both were seen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange.sheets import Mapping, SheetPlan
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import OneSeen
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.worker import Job
from kzcase.ui.exchange.sheets import work
from kzcase.ui.exchange.sheets.columnsstep import ColumnsStep
from kzcase.ui.exchange.sheets.opening import SheetFile, open_sheet
from kzcase.ui.exchange.sheets.rowsstep import RowsStep

_PAUSE = 500
"""Milliseconds after the last decision before the rows are planned again."""


class SheetView(QWidget):
    """Shows one spreadsheet; `taken` carries what taking it in did, and the file's name."""

    taken = Signal(object, str)
    cancelled = Signal()
    told = Signal(str)
    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.columns = ColumnsStep(desk)
        self.rows = RowsStep(desk)
        self._file: SheetFile | None = None
        self._mapping: Mapping | None = None
        self._planned: SheetPlan | None = None
        self._job: Job | None = None
        self._taking = False
        self._stack = OneSeen()
        self._stack.addWidget(self.columns)
        self._stack.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._plan_again)
        self._connect()

    @property
    def step(self) -> str:
        """Which step is on screen: `columns` or `rows`."""
        return ("columns", "rows")[self._stack.currentIndex()]

    @property
    def busy(self) -> bool:
        """Whether the sheet is being taken in."""
        return self._taking

    def show_file(self, file: SheetFile) -> None:
        """Show a spreadsheet that was read."""
        self.forget()
        self._file = file
        self.columns.show_file(file)
        self._stack.setCurrentWidget(self.columns)

    def forget(self) -> None:
        """Show nothing of the file any more, and drop what is under way with it."""
        self._stop()
        self._pause.stop()
        self._file = self._mapping = self._planned = None
        self.columns.forget_file()
        self.rows.forget()

    def begin(self) -> None:
        """The keyboard starts in the step on screen."""
        (self.columns if self.step == "columns" else self.rows).begin()

    def _connect(self) -> None:
        self.columns.checked.connect(self._check)
        self.columns.read_again.connect(self._read_again)
        self.columns.told.connect(self.told)
        self.columns.cancelled.connect(self.cancelled)
        self.rows.cancelled.connect(self.cancelled)
        self.rows.back.connect(self._back)
        self.rows.decided.connect(self._decided)
        self.rows.created.connect(self._decided)
        self.rows.taken.connect(self._take)
        self.rows.open_requested.connect(self.open_requested)

    # reading

    def _read_again(self, sheet: str, encoding: str, delimiter: str) -> None:
        if self._file is not None:
            what = partial(open_sheet, self.desk.office, self._file.path)
            job = self._start(
                self.tr("Reading the sheet"),
                partial(what, sheet=sheet, encoding=encoding, delimiter=delimiter),
            )
            job.done.connect(self._show_again)

    def _show_again(self, file: SheetFile) -> None:
        if self._is_newest():
            self.show_file(file)

    # planning

    def _check(self) -> None:
        self._mapping = self.columns.mapping
        self._planned = None
        self.rows.forget()
        self._plan()
        self.columns.setEnabled(False)

    def _decided(self) -> None:
        self.rows.wait()
        self._pause.start()

    def _plan_again(self) -> None:
        if self._mapping is not None:
            made = tuple(kind for kind, tick in self.rows.creating.items() if tick.isChecked())
            self._mapping = replace(self._mapping, create=made)
            self._plan()

    def _plan(self) -> None:
        if self._file is None or self._mapping is None:
            return
        planning = partial(
            work.plan_all,
            self.desk.office,
            self._file.grid,
            self._mapping,
            self.rows.decisions,
            self._planned,
            self.desk.language,
        )
        job = self._start(self.tr("Looking at all rows"), planning)
        job.done.connect(self._show_plan)

    def _show_plan(self, planned: SheetPlan) -> None:
        if self._is_newest():
            first = self._planned is None
            self._planned = planned
            self.rows.show_plan(planned)
            if first:
                self._stack.setCurrentWidget(self.rows)
                self.rows.begin()

    def _back(self) -> None:
        self._stop()
        self._pause.stop()
        self._stack.setCurrentWidget(self.columns)
        self.columns.begin()

    # taking in

    def _take(self) -> None:
        agreed = self.rows.agreed
        if agreed is None or self._planned is None or self._taking:
            return
        self._taking = True
        self.rows.setEnabled(False)
        job = self.desk.worker.long(
            self.tr("Taking in"), partial(work.take, self.desk.office, agreed), quiet=True
        )
        job.done.connect(self._is_taken)
        job.failed.connect(self._not_taken)
        job.over.connect(self._take_over)

    def _is_taken(self, taken: object) -> None:
        name = self._planned.grid.file if self._planned is not None else ""
        self.taken.emit(taken, name)

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self.told.emit(self.tr("Stopped. Nothing was changed; the plan is still here."))
        elif isinstance(error, KzcaseError):
            self.told.emit(sentence(error))

    def _take_over(self) -> None:
        self._taking = False
        self.rows.setEnabled(True)

    # one piece of work at a time

    def _start(self, label: str, reading: work.Work) -> Job:
        self._stop()
        job = self.desk.worker.long(label, reading, quiet=True, reads=True)
        job.failed.connect(self._not_read)
        job.over.connect(self._read_over)
        self._job = job
        return job

    def _stop(self) -> None:
        """What is under way is no longer wanted; its answer is not heard."""
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self.columns.setEnabled(True)

    def _is_newest(self) -> bool:
        return self._job is not None and self.sender() is self._job

    def _not_read(self, error: BaseException) -> None:
        if self._is_newest() and isinstance(error, KzcaseError):
            said = (
                self.tr("Stopped. Nothing was changed.") if isinstance(error, Cancelled) else sentence(error)
            )
            self.told.emit(said)
            if self.step == "columns" and self._file is not None:
                self.columns.show_detected()

    def _read_over(self) -> None:
        if self._is_newest():
            self._job = None
            self.columns.setEnabled(True)
