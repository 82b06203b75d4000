"""Asks a process of its own for the pixels and the words of a document's pages.

Whatever the document's bytes do to a reader, they do it there: the process has
no key, no vault and no file, and all that is taken from it are numbers, pixels
and letters that were asked for. Nothing here waits; answers come as signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QImage

from kzcase import children
from kzcase.briefing.annexes.flatten import CHILD

LARGEST = 512 << 20
"""Bytes of a document that is looked at: as many as one may have."""
SECONDS = 30.0
"""How long one answer may take."""
MOST_STARTS = 4
"""How often a document is opened anew after a page of it ended its process."""
_MOST_LINE = 8 << 20
_MOST_LEAVES = 10_000
_LONGEST = 1e6

Part = tuple[int, int, int, int]
"""Left, top, width and height, in pixels of the whole page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of a page (from 1) that is to be drawn, and how many pixels the whole page has then."""

    page: int
    whole: tuple[int, int]
    part: Part


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pixels of what was wanted."""

    wanted: Wanted
    image: QImage


@dataclass(frozen=True, slots=True)
class _Opening:
    """The document itself is being read."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page are wanted."""

    page: int


_Asked = Wanted | _Words | _Opening


class Reader(QObject):
    """One document, open in a process that is ended with it.

    States in `failed` are those of the process (`locked`, `broken`,
    `too_large`, `too_many`), `slow` when it had to be ended, and `crashed`.
    """

    opened = Signal(object)
    """How large each page is: a tuple of pairs, in the document's own measure."""
    drawn = Signal(object)
    """`Drawn`."""
    read = Signal(int, str)
    """A page, and its words."""
    failed = Signal(int, str)
    """A page (0: the whole document) that cannot be shown, and the state that says why."""

    def __init__(self, parent: QObject, *, child: Path = CHILD, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._child = child
        self._process: QProcess | None = None
        self._running = _Running()
        # Before the process's own object dies, which would only complain that it still runs.
        self.destroyed.connect(self._running.end)
        self._data = b""
        self._open = False
        self._asked: _Asked | None = None
        self._wanted: list[Wanted] = []
        self._words: list[int] = []
        self._bad: set[int] = set()
        self._starts = 0
        self._heard = bytearray()
        self._head: dict[str, Any] | None = None
        self._watch = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._watch.timeout.connect(partial(self._end_of_process, "slow"))

    @property
    def process(self) -> int:
        """The number of the process, 0 if there is none."""
        return 0 if self._process is None else int(self._process.processId())

    def warm(self) -> None:
        """Start the process before it is known what it is to read."""
        if self._process is None:
            self._start()

    def open(self, data: bytes) -> None:
        """Read a document; the one before is forgotten."""
        if self._open or self._asked is not None:
            self.close()
        self._bad.clear()
        self._starts = 0
        self._data = data
        if len(data) > LARGEST:
            self.failed.emit(0, "too_large")
            return
        self._give()

    def draw(self, wanted: Sequence[Wanted]) -> None:
        """Draw these, the first one first; what was wanted before and is not begun is not drawn any more."""
        self._wanted = [one for one in wanted if one.page not in self._bad and one != self._asked]
        self._next()

    def words(self, page: int) -> None:
        """Read the words of a page."""
        if page not in self._words and self._asked != _Words(page):
            self._words.append(page)
            self._next()

    def close(self) -> None:
        """End the process and let go of the document."""
        self._stop()
        self._data = b""
        self._wanted.clear()
        self._words.clear()

    # --- the process ---------------------------------------------------------------------------------

    def _start(self) -> None:
        process = QProcess(self)
        program, *arguments = children.command(self._child)
        process.setProgram(program)
        process.setArguments(arguments)
        environment = QProcessEnvironment()
        for name, value in children.environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(QProcess.nullDevice())
        if hasattr(process, "setUnixProcessParameters"):
            process.setUnixProcessParameters(
                QProcess.UnixProcessFlag.CloseFileDescriptors | QProcess.UnixProcessFlag.UseVFork
            )
        process.readyReadStandardOutput.connect(self._hear)
        process.errorOccurred.connect(self._broke)
        process.finished.connect(self._broke)
        self._process = self._running.process = process
        process.start()
        process.write(orjson.dumps({"look": True}, option=orjson.OPT_APPEND_NEWLINE))

    def _give(self) -> None:
        self.warm()
        if self._process is None:
            return
        self._asked = _Opening()
        self._starts += 1
        self._watch.start()
        head = orjson.dumps({"size": len(self._data)}, option=orjson.OPT_APPEND_NEWLINE)
        self._process.write(head)
        self._process.write(self._data)

    def _stop(self) -> None:
        self._watch.stop()
        process, self._process = self._process, None
        self._running.process = None
        self._open, self._asked, self._head = False, None, None
        self._heard = bytearray()
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._hear)
            process.errorOccurred.disconnect(self._broke)
            process.finished.disconnect(self._broke)
            end(process)
            process.deleteLater()

    def _broke(self) -> None:
        """The process is no more, and nobody ended it."""
        # What it said before still counts: it may have said why.
        self._hear()
        if self._process is not None and self._process.state() is not QProcess.ProcessState.Running:
            self._end_of_process("crashed")

    def _end_of_process(self, state: str) -> None:
        """The process ended or was too slow: the page says so; the others are asked of a new one."""
        asked, was_open = self._asked, self._open
        self._stop()
        if not was_open:
            self._forget()
            if asked is not None:
                self.failed.emit(0, state)
            return
        if asked is not None:
            self._give_up(asked, state)
        if self._starts >= MOST_STARTS:
            self._forget()
            self.failed.emit(0, state)
        elif self._data:
            self._give()

    def _forget(self) -> None:
        self._wanted.clear()
        self._words.clear()

    def _give_up(self, asked: _Asked, state: str) -> None:
        """A page whose words cannot be read may still be looked at."""
        match asked:
            case _Words(page):
                self.read.emit(page, "")
            case Wanted(page):
                self._bad.add(page)
                self._wanted = [one for one in self._wanted if one.page != page]
                self.failed.emit(page, state)
            case _:
                pass

    # --- what is said --------------------------------------------------------------------------------

    def _next(self) -> None:
        """Ask for one thing more, if nothing is under way."""
        if not self._open or self._asked is not None or self._process is None:
            return
        if self._words:
            page = self._words.pop(0)
            self._asked = _Words(page)
            said: dict[str, Any] = {"page": page, "words": True}
        elif self._wanted:
            self._asked = wanted = self._wanted.pop(0)
            said = {"page": wanted.page, "whole": wanted.whole, "part": wanted.part}
        else:
            return
        self._watch.start()
        self._process.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))

    def _hear(self) -> None:
        process = self._process
        if process is None:
            return
        self._heard += process.readAllStandardOutput().data()
        while self._process is process and self._understood():
            pass

    def _understood(self) -> bool:
        """Take one line, or the pixels that follow it; False when more has to come first."""
        if self._head is not None:
            size = int(self._head["size"])
            if len(self._heard) < size:
                return False
            pixels = bytes(memoryview(self._heard)[:size])
            del self._heard[:size]
            self._head = None
            self._take_pixels(pixels)
            return True
        end = self._heard.find(b"\n")
        if end < 0:
            if len(self._heard) > _MOST_LINE:
                self._end_of_process("crashed")
            return False
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        try:
            self._take(orjson.loads(line))
        except (ValueError, TypeError):
            # What cannot be understood was said by something that is not ours any more.
            self._end_of_process("crashed")
        return True

    def _take(self, said: Any) -> None:
        """What the process says, as far as it answers what it was asked; raises `ValueError` if not."""
        asked = self._asked
        match said, asked:
            case {"count": int(count), "sizes": list(sizes)}, _Opening():
                found = tuple((float(wide), float(high)) for wide, high in _in_pairs(sizes))
                if not 0 < count == len(found) <= _MOST_LEAVES:
                    raise ValueError(count)
                if not all(0 < min(one) <= max(one) < _LONGEST for one in found):
                    raise ValueError("sizes")
                self._answered()
                anew, self._open = self._starts > 1, True
                if not anew:
                    self.opened.emit(found)
            case {"page": int(page), "words": str(words)}, _Words(wanted) if page == wanted:
                self._answered()
                self.read.emit(page, words)
            case {"page": int(page), "state": str(state)}, (Wanted() | _Words()) if page == asked.page:
                self._answered()
                self._give_up(asked, state)
            case {"page": int(page), "width": int(wide), "height": int(high), "size": int(size)}, Wanted():
                if page != asked.page or (wide, high) != asked.part[2:] or size != 3 * wide * high:
                    raise ValueError(page)
                self._head = said
                return
            case {"state": str(state)}, _Opening():
                self._stop()
                self.failed.emit(0, state)
                return
            case _:
                raise ValueError("not what was asked")
        self._next()

    def _take_pixels(self, pixels: bytes) -> None:
        wanted = self._asked
        assert isinstance(wanted, Wanted)
        wide, high = wanted.part[2:]
        image = QImage(pixels, wide, high, 3 * wide, QImage.Format.Format_BGR888)
        self._answered()
        # Converted, it has pixels of its own, as fast to paint as the screen's.
        self.drawn.emit(Drawn(wanted, image.convertToFormat(QImage.Format.Format_RGB32)))
        self._next()

    def _answered(self) -> None:
        self._watch.stop()
        self._asked = None


def _in_pairs(sizes: list[Any]) -> list[tuple[Any, Any]]:
    """Numbers taken two by two; raises `ValueError` for an odd one."""
    if len(sizes) % 2:
        raise ValueError("odd")
    return list(zip(sizes[::2], sizes[1::2], strict=True))


class _Running:
    """The process that has to be ended when its reader is no more."""

    def __init__(self) -> None:
        self.process: QProcess | None = None

    def end(self) -> None:
        if self.process is not None:
            end(self.process)


def end(process: QProcess) -> None:
    """End a process for good, and wait the moment that takes."""
    if process.state() is not QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(2_000)
