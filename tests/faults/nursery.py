"""Children that can be killed at any moment, each born with the program loaded: only its deed takes time.

One process loads the program once and forks a child for each deed. A child is
not reaped before it was killed, so that its number cannot become another's.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0

SERVE = """
import os, sys, traceback

def say(word):
    os.write(1, f"{{word}}\\n".encode())  # at once, so that two processes' lines never mix

{deeds}
for line in sys.stdin:
    words = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            DEEDS[words[0]](*words[1:])
            say("done")
            code = 0
        except BaseException:
            for one in traceback.format_exc().splitlines():
                say("! " + one)
        finally:
            os._exit(code)
    say(f"child {{child}}")
    sys.stdin.readline()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    say(f"over {{code}}")
"""


class Nursery:
    """Runs deeds in children. `deeds` is the text of a program that declares DEEDS, functions by name."""

    def __init__(self, deeds: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(deeds=deeds)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        self.lasted = 0.0
        """Seconds from "ready" to the end, or to the kill, of the last deed that was to be killed."""
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def killed(self, deed: str, *words: object, after: float) -> list[str]:
        """Do a deed and kill its child so many seconds after it said "ready"; what it said by then.

        One that is done before has said "done". Raises AssertionError for one that failed by itself.
        """
        self._tell("\t".join((deed, *map(str, words))))
        said: list[str] = []
        child, begun = 0, time.monotonic()
        end = begun + PATIENCE
        while not (child and said and (said[-1] == "done" or said[-1].startswith("!"))):
            try:
                word = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                break
            if word.startswith("child "):
                child = int(word.split()[1])
            elif word == "ready":
                begun = time.monotonic()
                end = begun + after
            else:
                said.append(word)
        assert child, said
        os.kill(child, signal.SIGKILL)
        self.lasted = time.monotonic() - begun
        self._tell("reap")
        said += self._rest()[1]
        assert not any(one.startswith("!") for one in said), "\n".join(said)
        return said

    def run(self, deed: str, *words: object) -> tuple[int, list[str]]:
        """Do a deed to its end, or until it kills itself; its exit code, and what it said.

        Raises AssertionError for one that failed.
        """
        self._tell("\t".join((deed, *map(str, words))))
        self._tell("reap")
        code, said = self._rest()
        assert not any(one.startswith("!") for one in said), "\n".join(said)
        return code, [one for one in said if one != "done" and not one.startswith("child ")]

    def _rest(self) -> tuple[int, list[str]]:
        said: list[str] = []
        while not (word := self._lines.get(timeout=PATIENCE)).startswith("over "):
            said.append(word)
        return int(word.split()[1]), said

    def close(self) -> None:
        """Send the process away."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(60)
        self._listener.join(60)

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout:
            for line in self._process.stdout:
                self._lines.put(line.rstrip("\n"))
        self._lines.put("! the process that loads the program has ended")


@contextmanager
def nursery(deeds: str) -> Iterator[Nursery]:
    """A nursery for the length of a block."""
    made = Nursery(deeds)
    try:
        yield made
    finally:
        made.close()
