"""Does slow work beside the window: one lane that writes, one that reads.

A job is a function without arguments. Its answer, its failure and its progress
come back as signals on the window's thread. All writing goes through one lane,
in order, so that two saves can never meet; reading has its own, so that a list
answers while a backup runs.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress


class Job(QObject):
    """One piece of work under way; its signals arrive on the window's thread.

    `failed` carries the exception, known or not; `over` comes last in any case.
    """

    done = Signal(object)
    failed = Signal(object)
    over = Signal()
    progressed = Signal(str, int, int)

    def __init__(self, label: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self.quiet = False
        self.progress = _Reported(self)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.progress.cancel()


class _Reported(Progress):
    """A progress whose steps become the job's signal, at most some twenty a second."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._last = 0.0

    def report(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= 0.05 or (total and done >= total):
            self._last = now
            self._job.progressed.emit(what, done, total)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a job ended, on its way to the window's thread."""

    job: Job
    answer: Any = None
    error: BaseException | None = None


_Task = tuple[Job, Callable[[], Any]]


class Worker(QObject):
    """The two lanes, and the one place where their answers reach the window."""

    refused = Signal(object)
    """A known failure that nobody else shows (`KzcaseError`)."""
    long_started = Signal(object)
    """Work with a label began: the strip shows it (`Job`)."""
    idle = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._under_way: set[Job] = set()
        self._reads: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._writes: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._lanes = [
            threading.Thread(target=self._run, args=(lane,), name=name, daemon=True)
            for lane, name in ((self._reads, "kzcase-read"), (self._writes, "kzcase-write"))
        ]
        for thread in self._lanes:
            thread.start()

    def read(self, work: Callable[[], Any], *, quiet: bool = False) -> Job:
        """Ask something of the vault; `quiet` failures are not shown by the window."""
        return self._start(self._reads, work, "", quiet)

    def write(self, work: Callable[[], Any], *, quiet: bool = False) -> Job:
        """Change something in the vault, after all earlier writes."""
        return self._start(self._writes, work, "", quiet)

    def long(
        self, label: str, work: Callable[[Progress], Any], *, quiet: bool = False, reads: bool = False
    ) -> Job:
        """Do long work that reports progress and can be cancelled; `label` says what it is."""
        job = Job(label, self)
        job.quiet = quiet
        self._under_way.add(job)
        lane = self._reads if reads else self._writes
        lane.put((job, _with_progress(work, job.progress)))
        self.long_started.emit(job)
        return job

    def after_reads(self) -> Callable[[], None]:
        """A wait that a write may begin with: it ends when the reads asked so far are over."""
        passed = threading.Event()
        self._reads.put((Job("", self), passed.set))

        def wait() -> None:
            passed.wait()

        return wait

    @property
    def busy(self) -> bool:
        """Whether any job has not yet delivered its answer."""
        return bool(self._under_way)

    def cancel_all(self) -> None:
        """Ask all work under way to stop at its next step."""
        for job in self._under_way:
            job.cancel()

    def stop(self) -> None:
        """Finish what was asked and end both lanes; nothing may be asked afterwards."""
        for lane in (self._reads, self._writes):
            lane.put(None)
        for thread in self._lanes:
            thread.join()

    def _start(
        self, lane: queue.SimpleQueue[_Task | None], work: Callable[[], Any], label: str, quiet: bool
    ) -> Job:
        job = Job(label, self)
        job.quiet = quiet
        self._under_way.add(job)
        lane.put((job, work))
        return job

    def _run(self, lane: queue.SimpleQueue[_Task | None]) -> None:
        while (task := lane.get()) is not None:
            job, work = task
            try:
                outcome = _Outcome(job, answer=work())
            except BaseException as error:  # all of it belongs on the window's thread
                outcome = _Outcome(job, error=error)
            del task, work
            self._came.emit(outcome)

    def _deliver(self, outcome: _Outcome) -> None:
        job, error = outcome.job, outcome.error
        ours = job in self._under_way
        self._under_way.discard(job)
        try:
            if error is None:
                job.done.emit(outcome.answer)
            elif ours:
                job.failed.emit(error)
                if isinstance(error, KzcaseError):
                    if not job.quiet and not isinstance(error, Cancelled):
                        self.refused.emit(error)
                else:
                    sys.excepthook(type(error), error, error.__traceback__)
        finally:
            job.over.emit()
            job.deleteLater()
            if not self._under_way:
                self.idle.emit()


class Latest(QObject):
    """Asks again and again, and hears only the answer to the newest question.

    Typing in a filter or sorting twice must not let an older answer win.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._number = 0

    def ask(self, work: Callable[[], Any]) -> None:
        """Put the question; an answer still on its way to an older one is dropped."""
        self._number += 1
        job = self._worker.read(_numbered(self._number, work))
        job.done.connect(self._hear)
        job.failed.connect(self.failed)

    def forget(self) -> None:
        """Drop the answer that is still on its way, if any."""
        self._number += 1

    def _hear(self, answer: tuple[int, Any]) -> None:
        number, value = answer
        if number == self._number:
            self.answered.emit(value)


def _numbered(number: int, work: Callable[[], Any]) -> Callable[[], tuple[int, Any]]:
    return lambda: (number, work())


def _with_progress(work: Callable[[Progress], Any], progress: Progress) -> Callable[[], Any]:
    return lambda: work(progress)
