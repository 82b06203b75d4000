"""Does slow work beside the window: one lane that writes, one that reads, one that reads at length.

A job is a function without arguments. Its answer, its failure and its progress
come back as signals on the window's thread. All that somebody changes goes
through one lane, in order, so that two saves can never meet; reading has its
own, so that a list answers while a backup runs (before a search it writes the
words that saves put off, where no other unit is under way). What looks through
the whole vault has a third, so that a list or the palette answers meanwhile too.
"""

from __future__ import annotations

import gc
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress

_COLLECT_EVERY = 500
"""Milliseconds between two looks at whether cycles must be collected."""


class Job(QObject):
    """One piece of work under way; its signals arrive on the window's thread.

    `failed` carries the exception, known or not; `over` comes last in any case.
    """

    done = Signal(object)
    failed = Signal(object)
    over = Signal()
    progressed = Signal(str, int, int)

    def __init__(self, label: str, quiet: bool, progress: Progress, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.quiet = quiet
        self._progress = progress

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._progress.cancel()


class _Reported(Progress):
    """A progress whose steps are told to the window's thread, at most some twenty a second."""

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        super().__init__()
        self._tell = tell
        self._last = 0.0

    def report(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= 0.05 or (total and done >= total):
            self._last = now
            self._tell(what, done, total)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a job ended, on its way to the window's thread."""

    number: int
    answer: Any = None
    error: BaseException | None = None


_Task = tuple[int, Callable[[], Any]]
_Lane = queue.SimpleQueue[_Task | None]


class Worker(QObject):
    """The three lanes, and the one place where their answers reach the window.

    The threads know jobs by number only: an object of Qt's must not die on a
    thread that is not its own. For the same reason Python's collector of
    cycles, which runs on whatever thread allocates, is stopped while there is
    a worker and run from the window's thread instead.
    """

    refused = Signal(object)
    """A known failure that nobody else shows (`KzcaseError`)."""
    long_started = Signal(object)
    """Work with a label began: the strip shows it (`Job`)."""
    idle = Signal()
    _came = Signal(object)
    _stepped = Signal(int, str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)
        self._collected = gc.isenabled()
        gc.disable()
        self._collector = QTimer(self)
        self._collector.setInterval(_COLLECT_EVERY)
        self._collector.timeout.connect(_collect)
        self._collector.start()
        self._number = 0
        self._jobs: dict[int, Job] = {}
        self._lane_of: dict[int, _Lane] = {}
        self._reads: _Lane = queue.SimpleQueue()
        self._writes: _Lane = queue.SimpleQueue()
        self._looks: _Lane = queue.SimpleQueue()
        named = ((self._reads, "kzcase-read"), (self._writes, "kzcase-write"), (self._looks, "kzcase-look"))
        self._lanes = [
            threading.Thread(target=_run, args=(lane, self._came.emit), name=name, daemon=True)
            for lane, name in named
        ]
        for thread in self._lanes:
            thread.start()

    def read(self, work: Callable[[], Any], *, quiet: bool = False) -> Job:
        """Ask something of the vault; `quiet` failures are not shown by the window."""
        return self._start(self._reads, _without_progress(work), "", quiet)

    def write(self, work: Callable[[], Any], *, quiet: bool = False) -> Job:
        """Change something in the vault, after all earlier writes."""
        return self._start(self._writes, _without_progress(work), "", quiet)

    def long(
        self, label: str, work: Callable[[Progress], Any], *, quiet: bool = False, reads: bool = False
    ) -> Job:
        """Do long work that reports progress and can be cancelled; `label` says what it is.

        `reads`: it changes nothing, and no short question waits for it.
        """
        job = self._start(self._looks if reads else self._writes, work, label, quiet)
        self.long_started.emit(job)
        return job

    def look(self, work: Callable[[Progress], Any], *, quiet: bool = False) -> Job:
        """Long work that changes nothing and that nobody waits for: no strip tells of it."""
        return self._start(self._looks, work, "", quiet)

    def after_reads(self) -> Callable[[], None]:
        """A wait that a write may begin with: it ends when the reads asked so far are over."""
        passed: list[threading.Event] = []
        for lane in (self._reads, self._looks):
            if any(under_way is lane for under_way in self._lane_of.values()):
                passed.append(threading.Event())
                self._start(lane, _without_progress(passed[-1].set), "", False)

        def wait() -> None:
            for one in passed:
                one.wait()

        return wait

    @property
    def busy(self) -> bool:
        """Whether any job has not yet delivered its answer."""
        return bool(self._jobs)

    def cancel_all(self) -> None:
        """Ask all work under way to stop at its next step."""
        for job in self._jobs.values():
            job.cancel()

    def stop(self) -> None:
        """Finish what was asked and end the lanes; nothing may be asked afterwards."""
        for lane in (self._reads, self._writes, self._looks):
            lane.put(None)
        for thread in self._lanes:
            thread.join()
        self._collector.stop()
        if self._collected:
            gc.enable()

    def _start(self, lane: _Lane, work: Callable[[Progress], Any], label: str, quiet: bool) -> Job:
        self._number += 1
        number = self._number
        progress = _Reported(partial(self._stepped.emit, number))
        job = Job(label, quiet, progress, self)
        self._jobs[number] = job
        self._lane_of[number] = lane
        lane.put((number, partial(work, progress)))
        return job

    def _step(self, number: int, what: str, done: int, total: int) -> None:
        if number in self._jobs:
            self._jobs[number].progressed.emit(what, done, total)

    def _deliver(self, outcome: _Outcome) -> None:
        job, error = self._jobs.pop(outcome.number), outcome.error
        del self._lane_of[outcome.number]
        try:
            if error is None:
                job.done.emit(outcome.answer)
                return
            job.failed.emit(error)
            if not isinstance(error, KzcaseError):
                sys.excepthook(type(error), error, error.__traceback__)
            elif not job.quiet and not isinstance(error, Cancelled):
                self.refused.emit(error)
        finally:
            job.over.emit()
            job.deleteLater()
            if not self._jobs:
                self.idle.emit()


def _run(lane: _Lane, came: Callable[[_Outcome], None]) -> None:
    """The life of a lane, on its own thread."""
    while (task := lane.get()) is not None:
        number, work = task
        try:
            outcome = _Outcome(number, answer=work())
        except BaseException as error:  # all of it belongs on the window's thread
            outcome = _Outcome(number, error=error)
        del task, work
        came(outcome)
        del outcome


def _without_progress(work: Callable[[], Any]) -> Callable[[Progress], Any]:
    return lambda progress: work()


def _collect() -> None:
    """Collect the youngest cycles often and the oldest seldom, as the collector does by itself."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if limits[generation] and counts[generation] > limits[generation]:
            gc.collect(generation)
            return


class Latest(QObject):
    """Asks again and again, and hears only the answer to the newest question.

    Typing in a filter or sorting twice must not let an older answer win. A
    question that is older when its turn comes is not even looked into, so that
    one may ask at every letter.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._newest = _Newest()

    def ask(self, work: Callable[[], Any]) -> None:
        """Put the question; an answer still on its way to an older one is dropped."""
        self._newest.number += 1
        job = self._worker.read(_numbered(self._newest, self._newest.number, work))
        job.done.connect(self._hear)
        job.failed.connect(self.failed)

    def forget(self) -> None:
        """Drop the answer that is still on its way, if any."""
        self._newest.number += 1

    def _hear(self, answer: tuple[int, Any]) -> None:
        number, value = answer
        if number == self._newest.number:
            self.answered.emit(value)


@dataclass(slots=True)
class _Newest:
    """The number of the newest question: the lane looks at it, and holds nothing of Qt's for that."""

    number: int = 0


def _numbered(newest: _Newest, number: int, work: Callable[[], Any]) -> Callable[[], tuple[int, Any]]:
    return lambda: (number, work() if number == newest.number else None)
