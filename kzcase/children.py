"""How a process of its own is started for reading what strangers made.

From a checkout or a wheel it is Python with the child's file. A frozen build
has no Python beside it: there the program starts itself, with a word before
all others that says which child it is to be, and `begin` does that and nothing
else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

WORD = "--as-child"
_ROOT = Path(__file__).parent.parent


def command(child: Path) -> tuple[str, ...]:
    """The command that runs a child, a module of this package given by its file."""
    if getattr(sys, "frozen", False):
        return (sys.executable, WORD, ".".join(child.relative_to(_ROOT).with_suffix("").parts))
    return (sys.executable, "-I", "-X", "utf8", str(child))


def environment() -> dict[str, str]:
    """All that a child is told of the system it runs on."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def start(child: Path) -> subprocess.Popen[bytes]:
    """Start a child on pipes; it is given no environment, no open file and no key."""
    hidden: dict[str, Any] = {}
    if sys.platform == "win32":
        hidden["creationflags"] = subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        command(child),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        close_fds=True,
        **hidden,
    )


def give(process: subprocess.Popen[bytes], *data: bytes) -> None:
    """Hand a child all that it is to read; one that ended before it had read everything is no failure."""
    assert process.stdin is not None
    with suppress(OSError):
        for piece in data:
            process.stdin.write(piece)
        process.stdin.close()


def close(process: subprocess.Popen[bytes], hands: Sequence[threading.Thread]) -> None:
    """Wait for the threads that spoke with a child that was ended, and close its pipes."""
    for hand in hands:
        hand.join()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def begin(argv: Sequence[str], known: Mapping[str, Callable[[], None]]) -> bool:
    """Be a child, if that is what the words of the command line ask for; False if they do not.

    `known` are the children by their modules' names. Raises `SystemExit` for any other.
    """
    if not argv or argv[0] != WORD:
        return False
    if len(argv) != 2 or argv[1] not in known:
        raise SystemExit(2)
    known[argv[1]]()
    return True
