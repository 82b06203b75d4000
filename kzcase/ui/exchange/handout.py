"""Hand out: whose cases, what of them, to whom; what goes and what stays is listed before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Contents, Recipients, Selection, Written
from kzcase.progress import Progress
from kzcase.services import colleagues
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.listview import list_view
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.common.worker import Job, Latest
from kzcase.ui.exchange.goeslines import Line, lines_of
from kzcase.ui.exchange.handoutform import WhatForm, WhomForm
from kzcase.ui.exchange.part import Part, scrolled
from kzcase.ui.theme import GRID

_PAUSE = 250
_LEFT = 450
_BESIDE = 150
"""The largest letters, in hundredths, with which there is room for two columns."""
MOST_SHOWN = 2_000


class HandOut(Part):
    """Puts a case file together."""

    def __init__(self, desk: Desk, chosen: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._number = 0
        self._contents: Contents | None = None
        self._contacts = Latest(desk.worker, self)
        self.what = WhatForm(desk)
        self.whom = WhomForm(desk)
        self._contacts.answered.connect(self.whom.show_contacts)
        self.lines: RowsTableModel[Line] = RowsTableModel(
            ("",), lambda line: (line.text,), bold=lambda line, _: line.heading, parent=self
        )
        self.shown = list_view(self.lines, self.tr("What goes, and what stays out"))
        self._say = label("", wrap=True)
        self._last = label("", wrap=True, select=True)
        self.write = button(self.tr("&Write the file"), primary=True)
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._build()
        self.what.changed.connect(self._wait.start)
        self.what.everything.toggled.connect(self._consider)
        self._wait.timeout.connect(self._look)
        self.whom.changed.connect(self._consider)
        self.whom.card_requested.connect(self._go_to_colleagues)
        self.write.clicked.connect(self._ask_place)
        self.shown.activated.connect(self._open)
        if chosen:
            self.what.choose(chosen)
        self._consider()

    @property
    def told_last(self) -> str:
        """What is said of the file that was written last, if anything."""
        return "" if self._last.isHidden() else self._last.text()

    def text(self) -> list[str]:
        """What goes and what stays out, line by line (for tests)."""
        return [line for (line,) in self.lines.text()]

    def choose(self, records: Sequence[str]) -> None:
        """Begin with these people and cases."""
        self.what.choose(records)

    def read(self) -> None:
        """Whom one can write to."""
        self._contacts.ask(partial(colleagues.contacts, self.desk.office))

    def refresh(self, changed: Changed) -> None:
        """What would go may have changed."""
        if self.isVisible():
            self._wait.start()

    def begin(self) -> None:
        """The keyboard starts where a name is typed."""
        self.what.chooser.setFocus()

    def leave(self) -> None:
        """No passphrase stays on screen."""
        self.whom.secret.forget()

    # building

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 2 * GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.what)
        column.addWidget(self.whom)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 2 * GRID, 0, 0)
        right.setSpacing(GRID)
        right.addWidget(label(self.tr("What goes, and what stays out"), "heading"))
        right.addWidget(self.shown, 1)
        right.addWidget(self._last)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self._say, 1)
        bottom.addWidget(self.write)
        right.addLayout(bottom)
        scale = self.desk.look.theme.scale
        outer = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if scale > _BESIDE else QBoxLayout.Direction.LeftToRight, self
        )
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        if scale > _BESIDE:
            # The whole part scrolls; the list below is high enough to be read.
            self.shown.setMinimumHeight(8 * self.desk.look.theme.row)
            outer.addWidget(left)
        else:
            area = scrolled(left)
            area.setFixedWidth(_LEFT + 2 * (scale - 100))
            outer.addWidget(area)
        outer.addLayout(right, 1)
        self._last.hide()

    # what goes

    def _look(self) -> None:
        """Work out what would go, beside the window; what an older choice led to is dropped."""
        if self._job is not None:
            self._job.cancel()
        self._number += 1
        self._contents = None
        selection = self.what.selection
        if not selection.everything and not selection.records:
            self._show_lines(())
            self._consider()
            return
        work = partial(_contents, self.desk.office, selection, self._number)
        job = self.desk.worker.long(self.tr("Looking at what goes"), work, quiet=True, reads=True)
        self._job = job
        job.done.connect(self._hear)
        job.failed.connect(self._not_looked)
        job.over.connect(self._forget_job)
        self._consider()

    def _forget_job(self) -> None:
        if self.sender() is self._job:
            self._job = None

    def _not_looked(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError) and not isinstance(error, Cancelled):
            self._say.setText(sentence(error))

    def _hear(self, found: _Looked) -> None:
        if found.number != self._number:
            return
        self._contents = found.contents
        self._show_lines(lines_of(found.contents))
        self._consider()

    def _show_lines(self, lines: Sequence[Line]) -> None:
        shown = list(lines[:MOST_SHOWN])
        if len(lines) > MOST_SHOWN:
            shown.append(Line(self.tr("and {0} more").format(len(lines) - MOST_SHOWN), heading=True))
        self.lines.show_rows(shown)

    def _open(self) -> None:
        line = self.lines.row(self.shown.currentIndex().row())
        if line is not None and line.record:
            self.open_requested.emit(line.kind, line.record)

    def _consider(self) -> None:
        reason = self._reason_against()
        self._say.setText(reason or self._sum())
        self.write.setEnabled(not reason)

    def _reason_against(self) -> str:
        if self.what.empty:
            return self.tr("Type a name at the left: whose case do you hand out?")
        if self._contents is None:
            return self.tr("Looking at what goes")
        if not self._contents.records:
            return self.tr("Nothing is left to hand out.")
        return self.whom.reason_against

    def _sum(self) -> str:
        assert self._contents is not None
        return self.tr("Records: {0}. {1} and you can open it, nobody else.").format(
            self._contents.records, self.whom.words
        )

    # writing

    def _ask_place(self) -> None:
        FileQuestion(
            self,
            self.tr("Write a case file"),
            self.tr("Case files (*.kzcase)"),
            self._write,
            save=True,
            start=start_folder() / casefile.file_name(),
        )

    def _write(self, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".kzcase")
        recipients = self.whom.chosen
        self.write.setEnabled(False)
        self._last.hide()
        work = partial(_written, self.desk.office, target, self.what.selection, recipients)
        job = self.desk.worker.long(self.tr("Writing the case file"), work)
        job.done.connect(self._show_written)
        job.over.connect(self._consider)

    def _show_written(self, written: Written) -> None:
        whom = ", ".join(one_line(one) for one in written.recipients)
        if not written.recipients:
            whom = self.tr("whoever has the passphrase")
        self.whom.secret.forget()
        self._last.setText(
            self.tr(
                "Written, read back and verified: {0} ({1} KB). It opens for {2}. Its name tells nothing; "
                "when it was handed over, delete it."
            ).format(written.path, max(1, round(written.size / 1000)), whom)
        )
        self._last.show()
        self.told.emit(self.tr("The case file is written, read back and verified."))

    def _go_to_colleagues(self) -> None:
        self.part_requested.emit("colleagues")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the choice of this number would hand out."""

    number: int
    contents: Contents


def _contents(office: Office, selection: Selection, number: int, progress: Progress) -> _Looked:
    return _Looked(number, casefile.look(office, selection, progress=progress))


def _written(
    office: Office, path: Path, selection: Selection, recipients: Recipients, progress: Progress
) -> Written:
    return casefile.write(office, path, selection, recipients, progress=progress)
