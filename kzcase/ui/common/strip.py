"""The strip at the bottom edge: what is being done, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Job
from kzcase.ui.theme import GRID

_WORTH_SHOWING = 300


class ProgressStrip(QFrame):
    """Shows the long work under way; work that is over at once is never shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self._jobs: list[Job] = []
        self._what = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = button(self.tr("Cancel"))
        self._cancel.clicked.connect(self._cancel_first)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._what)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self._timer = QTimer(self, singleShot=True, interval=_WORTH_SHOWING)
        self._timer.timeout.connect(self._show_if_busy)
        self.hide()

    def watch(self, job: Job) -> None:
        """Show a job until it is over."""
        self._jobs.append(job)
        job.progressed.connect(self._step)
        job.over.connect(self._forget)
        if len(self._jobs) == 1:
            self._start()

    def _start(self) -> None:
        self._what.setText(self._jobs[0].label)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self._timer.start()

    def _step(self, what: str, done: int, total: int) -> None:
        if self.sender() is not self._jobs[0]:
            return
        self._what.setText(f"{self._jobs[0].label}: {what}" if what else self._jobs[0].label)
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _forget(self) -> None:
        over = self.sender()
        self._jobs = [job for job in self._jobs if job is not over]
        if self._jobs:
            self._start()
        else:
            self._timer.stop()
            self.hide()

    def _show_if_busy(self) -> None:
        self.setVisible(bool(self._jobs))

    def _cancel_first(self) -> None:
        if self._jobs:
            self._cancel.setEnabled(False)
            self._what.setText(self.tr("Stopping: {0}").format(self._jobs[0].label))
            self._jobs[0].cancel()
