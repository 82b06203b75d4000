"""Makes small pictures of files that strangers made, in a process of its own; what comes out are pixels."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from kzcase import children
from kzcase.briefing.annexes.flatten import CHILD

SECONDS = 30.0
"""How long one picture may take."""
LONGEST = 2_000
_MOST_LINE = 4_096


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture as its pixels, row by row, three bytes each: blue, green, red."""

    width: int
    height: int
    data: bytes


class Darkroom:
    """One process for all pictures of a paper, started with the first and ended with the last."""

    def __init__(self, *, child: Path = CHILD, seconds: float = SECONDS) -> None:
        self._child = child
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing is started before there is a picture."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def small(self, data: bytes, longest: int) -> Pixels | None:
        """A picture, upright, with no more pixels to its longer side; None for a file that makes none.

        A picture that ends the process, or is too slow for it, leaves the next ones a new process.
        """
        if not 0 < longest <= LONGEST:
            raise ValueError(longest)
        if self._process is None:
            self._process = children.start(self._child)
            self._say({"many": True}, b"")
        watch = threading.Timer(self._seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        made: Pixels | None = None
        try:
            self._say({"size": len(data), "longest": longest}, data)
            made = self._heard(longest)
        except ValueError:
            # It ended, or says what nobody asked: it is not believed any more.
            self.close()
        finally:
            watch.cancel()
        return made

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            children.close(process, ())

    def _say(self, line: dict[str, object], data: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(OSError):  # it ended: what it says next tells so
            self._process.stdin.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def _heard(self, longest: int) -> Pixels | None:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline(_MOST_LINE)
        match orjson.loads(line):
            case {"state": str()}:
                return None
            case {"width": int(width), "height": int(height)} if (
                0 < min(width, height) <= max(width, height) <= longest
            ):
                data = self._process.stdout.read(3 * width * height)
                if len(data) == 3 * width * height:
                    return Pixels(width, height, data)
        raise ValueError("not understood")
