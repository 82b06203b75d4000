"""Reads the command line and runs one command.

Exit codes: 0 done, 1 a known failure told in plain words on stderr (never a
traceback), 2 wrong usage. `--json` prints stable, documented keys, of a failure too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzcase import __version__
from kzcase.cli.commands import COMMANDS, OPEN_WINDOW
from kzcase.cli.common import FAILED, Command, told
from kzcase.errors import Cancelled, KzcaseError

DONE = 0


@dataclass(frozen=True, slots=True)
class Windows:
    """What only the composition root can give: a window, and pictures of it."""

    open: Callable[[Path | None, str | None], int]
    screens: Callable[[Path, str, Path], Sequence[Path]]
    display: Callable[[], bool]


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = argparse.ArgumentParser(
        prog="kzcase",
        allow_abbrev=False,
        description="Encrypted, offline case files on Kazakhstan's freedom restrictions. "
        "Without a command: the window.",
    )
    top.add_argument("--version", action="version", version=f"kzcase {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS:
        _add(commands, command)
    return top


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Command) -> None:
    # Nothing is abbreviated: what a script says today must not mean something else tomorrow.
    sub = commands.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False)
    for argument in command.arguments:
        argument.add_to(sub)
    sub.set_defaults(run=command.run)


def main(argv: Sequence[str] | None = None, windows: Windows | None = None) -> int:
    """Run one command and return the exit code of the process."""
    arguments = parser().parse_args(argv)
    arguments.windows = windows
    as_json = getattr(arguments, "json", False)
    run: Callable[[argparse.Namespace], int | None] = getattr(arguments, "run", OPEN_WINDOW)
    try:
        return run(arguments) or DONE
    except KeyboardInterrupt:
        return told(Cancelled(), as_json=as_json)
    except KzcaseError as error:
        return told(error, as_json=as_json)
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
