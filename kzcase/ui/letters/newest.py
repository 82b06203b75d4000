"""Asks again and again for work that takes a while, and hears only what comes of the newest question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui.common.worker import Job, Worker


@dataclass(frozen=True, slots=True)
class _Step:
    """What came of the question with this number."""

    number: int
    outcome: object


class Newest(QObject):
    """A question replaces the one before it, whose work is stopped.

    A known failure is an answer, too: the page says it where the answer would
    have stood.
    """

    answered = Signal(object)

    def __init__(self, worker: Worker, words: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._words = words
        self._number = 0
        self._job: Job | None = None

    @property
    def asking(self) -> bool:
        """Whether an answer is on its way."""
        return self._job is not None

    def ask(self, work: Callable[[Progress], object]) -> None:
        """Put the question."""
        self.forget()
        self._job = self._worker.long(self._words, partial(_step, self._number, work), quiet=True, reads=True)
        self._job.done.connect(self._hear)
        self._job.over.connect(self._over)

    def forget(self) -> None:
        """Drop what is on its way."""
        self._number += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _hear(self, step: _Step) -> None:
        if step.number == self._number:
            self._job = None
            self.answered.emit(step.outcome)

    def _over(self) -> None:
        if self.sender() is self._job:
            self._job = None


def _step(number: int, work: Callable[[Progress], object], progress: Progress) -> _Step:
    try:
        return _Step(number, work(progress))
    except KzcaseError as error:
        return _Step(number, error)
