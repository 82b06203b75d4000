"""Take in: choose or drop files, look at the plan, agree, and see what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange.casefile import PassphraseNeeded, PlanOutdated, WrongFilePassphrase
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.fitting import OneSeen
from kzcase.ui.common.keyboard import KeyboardLine, secret_field
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Worker
from kzcase.ui.exchange import taking
from kzcase.ui.exchange.doneview import DoneView
from kzcase.ui.exchange.paperview import PaperView
from kzcase.ui.exchange.part import Part, card, empty, row, scrolled
from kzcase.ui.exchange.planview import PlanView
from kzcase.ui.exchange.sheets.sheetview import SheetView
from kzcase.ui.exchange.source import Failed, Opened, Source, close_all, open_files
from kzcase.ui.exchange.taking import Taken
from kzcase.ui.theme import GRID

_WIDEST = 760


class TakeIn(Part):
    """From a file to what it brought, one step on screen at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._opened = Opened()
        self._paths: tuple[Path, ...] = ()
        self._secrets: dict[Path, str] = {}
        self._busy = False
        self._outdated = False
        self._judged_before = False
        self._held: list[Source] = []
        self.choose = button(self.tr("&Choose files"), primary=True)
        self.choose.clicked.connect(self._ask_file)
        self._failures = QVBoxLayout()
        self._failures.setSpacing(GRID)
        self.secret = secret_field(self.tr("Passphrase of the file"))
        self.open = button(self.tr("&Open"))
        self.without = button(self.tr("Leave this file out"))
        self._asking = QWidget()
        self._asked = label(wrap=True)
        self.plan = PlanView(desk)
        self.sheet = SheetView(desk)
        self.done = DoneView(self)
        self.paper = PaperView(desk)
        self._stack = OneSeen()
        for one in (self._start_page(), self.plan, self.done, self.sheet, self.paper):
            self._stack.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        # Whatever ends the page, nothing of a file stays open: closed after all work that may use it.
        self.destroyed.connect(partial(_close_later, desk.worker, self._held))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Open files and show their plan; nothing is changed by that."""
        if self._busy or self.sheet.busy:
            self.told.emit(
                self.tr("Another file is being read or taken in. Choose this one again afterwards.")
            )
        if self._busy or self.sheet.busy or not paths:
            return
        self._forget()
        self._paths = tuple(dict.fromkeys(paths))
        self._secrets = {}
        self._open()

    def read(self) -> None:
        """A plan that was made before its sender was added or verified is made anew."""
        if self._judged_before and self.step == "plan" and not self._busy:
            self._forget_files()
            self._open()
        self._judged_before = False

    def judge_again(self) -> None:
        """Whom one knows has changed: the plan on screen may think otherwise of its sender."""
        self._judged_before = True

    def begin(self) -> None:
        """The keyboard starts where something is to be done."""
        if self._stack.currentWidget() is self.plan:
            self.plan.begin()
        elif self._stack.currentWidget() is self.sheet:
            self.sheet.begin()
        elif self._stack.currentWidget() is self.paper:
            self.paper.begin()
        elif self._asking.isVisible():
            self.secret.setFocus()
        else:
            self.choose.setFocus()

    def leave(self) -> None:
        """A passphrase half typed does not stay."""
        self.secret.clear()

    @property
    def step(self) -> str:
        """Which step is on screen: `start`, `plan`, `done`, `sheet` of a spreadsheet, or a sealed `paper`."""
        return ("start", "plan", "done", "sheet", "paper")[self._stack.currentIndex()]

    # building

    def _start_page(self) -> QWidget:
        inside = QWidget()
        inside.setMaximumWidth(round(_WIDEST * self.desk.look.theme.scale / 100))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(label(self.tr("A colleague gave you a file"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "Choose it, or drop it on this window. You will see from whom it is and what it would "
                    "change, record by record, before anything is changed. What you wrote is never "
                    "overwritten: where you and your colleague wrote different things, both are kept until "
                    "you decide. A whole import can be taken back."
                ),
                wrap=True,
            )
        )
        column.addLayout(row(self.choose))
        column.addWidget(
            label(
                self.tr(
                    "Case files (.kzcase), sealed papers (.age), records files (.jsonl), contact cards "
                    "(.kzcard) and spreadsheets (.xlsx, .csv)."
                ),
                "small",
                wrap=True,
            )
        )
        column.addLayout(self._failures)
        ask = QVBoxLayout(self._asking)
        ask.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.secret, 1)
        line.addWidget(self.open)
        line.addWidget(self.without)
        ask.addWidget(self._asked)
        ask.addLayout(line)
        ask.addWidget(KeyboardLine(self.secret))
        self._asking.hide()
        column.addWidget(self._asking)
        column.addStretch(1)
        around = QWidget()
        sides = QHBoxLayout(around)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.addWidget(inside, 10)
        sides.addStretch(1)
        return scrolled(around)

    def _connect(self) -> None:
        self.open.clicked.connect(self._try_secret)
        self.secret.returnPressed.connect(self._try_secret)
        self.without.clicked.connect(self._leave_out)
        self.plan.taken.connect(self._take)
        self.plan.cancelled.connect(self._start_again)
        self.plan.open_requested.connect(self.open_requested)
        self.plan.colleagues_requested.connect(self._go_to_colleagues)
        self.sheet.taken.connect(self._show_done)
        self.sheet.cancelled.connect(self._start_again)
        self.sheet.told.connect(self.told)
        self.sheet.open_requested.connect(self.open_requested)
        self.paper.left.connect(self._start_again)
        self.paper.told.connect(self.told)
        self.paper.kept.connect(self._go_to_document)
        self.done.to_decide.clicked.connect(self._go_to_decisions)
        self.done.to_imports.clicked.connect(self._go_to_imports)
        self.done.another.clicked.connect(self._start_again)

    # opening

    def _ask_file(self) -> None:
        FileQuestion(
            self,
            self.tr("Take in a file"),
            self.tr(
                "Case files, sealed papers, records files, spreadsheets "
                "(*.kzcase *.age *.jsonl *.xlsx *.xlsm *.csv *.tsv);;"
                "All files (*)"
            ),
            self._chosen,
            save=False,
            start=start_folder(),
            answers=self.take_in,
        )

    def _chosen(self, path: Path) -> None:
        self.take_in((path,))

    def _open(self) -> None:
        self._busy = True
        self.choose.setEnabled(False)
        work = partial(open_files, self.desk.office, self._paths, dict(self._secrets))
        job = self.desk.worker.long(self.tr("Reading the file"), work, quiet=True, reads=True)
        job.done.connect(self._show)
        job.failed.connect(self._not_opened)
        job.over.connect(self._over)

    def _over(self) -> None:
        self._busy = False
        self.choose.setEnabled(True)

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError) and not isinstance(error, Cancelled):
            self.told.emit(sentence(error))

    def _show(self, opened: Opened) -> None:
        self._held[:] = opened.sources
        self._opened = opened
        locked = self._locked
        empty(self._failures)
        for one in opened.failed:
            if one is not locked:
                self._failures.addWidget(_failure(one))
        self._asking.setVisible(locked is not None)
        if locked is not None:
            self._asked.setText(f"{locked.path.name}: {sentence(locked.error)}")
            self.without.setVisible(len(self._paths) > 1)
            self._close_files()
            self._stack.setCurrentIndex(0)
            self.secret.setFocus()
        elif opened.paper is not None:
            self.paper.show_paper(opened.paper)
            for one in opened.failed:
                self.told.emit(f"{one.path.name}: {sentence(one.error)}")
            self._stack.setCurrentWidget(self.paper)
            self.paper.begin()
        elif opened.sheet is not None:
            self.sheet.show_file(opened.sheet)
            for one in opened.failed:
                self.told.emit(f"{one.path.name}: {sentence(one.error)}")
            self._stack.setCurrentWidget(self.sheet)
            self.sheet.begin()
        elif opened.sources:
            self.plan.show_opened(opened)
            self._stack.setCurrentWidget(self.plan)
            self.plan.begin()
        else:
            self._stack.setCurrentIndex(0)

    @property
    def _locked(self) -> Failed | None:
        """The first file that waits for its passphrase."""
        waits = (PassphraseNeeded, WrongFilePassphrase)
        return next((one for one in self._opened.failed if isinstance(one.error, waits)), None)

    def _try_secret(self) -> None:
        locked = self._locked
        if locked is not None and self.secret.text() and not self._busy:
            self._secrets[locked.path] = self.secret.text()
            self.secret.clear()
            self._open()

    def _leave_out(self) -> None:
        locked = self._locked
        if locked is not None and not self._busy:
            self._paths = tuple(one for one in self._paths if one != locked.path)
            self._open()

    # taking in

    def _take(self) -> None:
        if self._busy or not self.plan.sources:
            return
        self._busy = True
        self.plan.setEnabled(False)
        work = partial(
            taking.take,
            self.desk.office,
            self.plan.sources,
            self.plan.choice,
            dict(self.plan.ways),
            self.plan.way,
        )
        job = self.desk.worker.long(self.tr("Taking in"), work, quiet=True)
        job.done.connect(self._show_taken)
        job.failed.connect(self._not_taken)
        job.over.connect(self._take_over)

    def _take_over(self) -> None:
        self._busy = False
        self.plan.setEnabled(True)
        if self._outdated:
            self._outdated = False
            self._forget_files()
            self._open()

    def _not_taken(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self.told.emit(self.tr("Stopped. Nothing was changed; the plan is still here."))
        elif isinstance(error, PlanOutdated):
            self.told.emit(sentence(error))
            self._outdated = True
        elif isinstance(error, KzcaseError):
            self.told.emit(sentence(error))

    def _show_taken(self, taken: Taken) -> None:
        self._show_done(taken, ", ".join(one.sum.name for one in self.plan.sources))

    def _show_done(self, taken: Taken, names: str) -> None:
        self.done.show_taken(taken, names)
        self._stack.setCurrentIndex(2)
        self._forget_files()
        self.done.begin()

    # moving on

    def _start_again(self) -> None:
        self._forget()
        self._stack.setCurrentIndex(0)
        self.choose.setFocus()

    def _forget(self) -> None:
        self._forget_files()
        self._paths = ()
        self._secrets = {}
        empty(self._failures)
        self._asking.hide()

    def _forget_files(self) -> None:
        self.plan.forget()
        self.sheet.forget()
        self.paper.forget()
        self._opened = Opened()
        self._close_files()

    def _close_files(self) -> None:
        _close_later(self.desk.worker, self._held)

    def _go_to_document(self, document: str) -> None:
        self._start_again()
        self.open_requested.emit("document", document)

    def _go_to_colleagues(self) -> None:
        self.part_requested.emit("colleagues")

    def _go_to_decisions(self) -> None:
        self.part_requested.emit("decide")

    def _go_to_imports(self) -> None:
        self.part_requested.emit("imports")


def _close_later(worker: Worker, held: list[Source], *_destroyed: object) -> None:
    """Close files once nobody reads them or takes them in any more."""
    if held and isValid(worker):
        worker.write(_closing(worker.after_reads(), tuple(held)), quiet=True)
    elif held:
        close_all(held)
    held.clear()


def _closing(wait: Callable[[], None], sources: Sequence[Source]) -> Callable[[], None]:
    def close() -> None:
        wait()
        close_all(sources)

    return close


def _failure(failed: Failed) -> QWidget:
    return card(
        label(failed.path.name, "heading", wrap=True), label(sentence(failed.error), wrap=True, select=True)
    )
