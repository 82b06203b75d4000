"""How a process of its own is started for reading what strangers made.

From a checkout or a wheel it is Python with the child's file. A frozen build
has no Python beside it: there the program starts itself, with a word before
all others that says which child it is to be, and `begin` does that and nothing
else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

WORD = "--as-child"
_ROOT = Path(__file__).parent.parent


def command(child: Path) -> tuple[str, ...]:
    """The command that runs a child, a module of this package given by its file."""
    if getattr(sys, "frozen", False):
        return (sys.executable, WORD, ".".join(child.relative_to(_ROOT).with_suffix("").parts))
    return (sys.executable, "-I", "-X", "utf8", str(child))


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
