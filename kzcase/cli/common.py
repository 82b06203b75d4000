"""What every command shares: its arguments, the passphrase, an open office, and printing."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from kzcase.errors import InputRefused, KzcaseError
from kzcase.progress import Progress

if TYPE_CHECKING:
    from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command: its names and what argparse is told of it."""

    names: tuple[str, ...]
    options: tuple[tuple[str, Any], ...]

    def add_to(self, sub: argparse.ArgumentParser) -> None:
        """Declare it to a command's parser."""
        sub.add_argument(*self.names, **dict(self.options))


def arg(*names: str, **options: Any) -> Argument:
    """Declare an argument."""
    return Argument(names, tuple(options.items()))


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it is for, its arguments, and what it does."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], int | None]
    arguments: tuple[Argument, ...] = ()


FAILED = 1
"""The exit code of a known failure."""
MISUSED = 2
"""The exit code of wrong usage, as argparse gives it."""

VAULT = arg("vault", type=Path, metavar="VAULT", help="the vault file (NAME.kzvault)")
JSON = arg("--json", action="store_true", help="print JSON with stable keys")
PASSPHRASE = arg(
    "--passphrase-file",
    type=Path,
    metavar="F",
    help="read the passphrase from the first line of F (default: $KZCASE_PASSPHRASE_FILE, then a prompt)",
)
AS_OF = arg("--as-of", type=str, metavar="DATE", help="the day to look from, as YYYY-MM-DD (default: today)")


def whole_number(text: str) -> int:
    """A number typed on the command line that cannot be below 0."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is below 0")
    return number


def counting_number(text: str) -> int:
    """A number typed on the command line that cannot be below 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return number


def passphrase(arguments: argparse.Namespace, prompt: str = "Passphrase: ") -> str:
    """The passphrase from its file or a prompt; never from the command line."""
    named = arguments.passphrase_file or os.environ.get("KZCASE_PASSPHRASE_FILE")
    if named:
        return first_line(Path(named), "passphrase")
    return ask(prompt)


def first_line(path: Path, what: str) -> str:
    """The first line of a small UTF-8 file that holds a secret."""
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(4096)
    except (OSError, UnicodeError) as error:
        raise KzcaseError(f"The {what} file cannot be read: {path}.", safe="Nothing was changed.") from error
    secret = line.rstrip("\r\n")
    if not secret:
        raise KzcaseError(f"The {what} file is empty: {path}.", safe="Nothing was changed.")
    return secret


def ask(prompt: str) -> str:
    """Ask for a secret at the terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        raise KzcaseError(
            "A passphrase is needed and there is no terminal to ask at.",
            remedy="Give --passphrase-file or set KZCASE_PASSPHRASE_FILE.",
        )
    return getpass.getpass(prompt)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Office]:
    """The unlocked vault of a command, locked again when the command is done."""
    from kzcase.services.office import Office

    office = Office.open(arguments.vault, passphrase(arguments), progress=terminal_progress())
    try:
        warn_if_older(arguments, office)
        yield office
    finally:
        office.close()


def warn_if_older(arguments: argparse.Namespace, office: Office) -> None:
    """Say on stderr that units are missing, until `check --accept-older` says that somebody knows."""
    from kzcase.services import vaults

    if getattr(arguments, "accept_older", False):
        office.accept_older()
    if told := vaults.older_than_before(office):
        print(f"{told} To go on with it as it is: kzcase check VAULT --accept-older", file=sys.stderr)


class TerminalProgress(Progress):
    """Shows steps on one line of a terminal's stderr."""

    def report(self, what: str, done: int, total: int) -> None:
        """Rewrite the line."""
        share = f" {done * 100 // total} %" if total else ""
        print(f"\r\x1b[K{what}{share}", end="", file=sys.stderr, flush=True)
        if total and done >= total:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def terminal_progress() -> Progress:
    """Progress for a person at a terminal, silence for scripts."""
    return TerminalProgress() if sys.stderr and sys.stderr.isatty() else Progress()


def day(text: str | None, office: Office) -> date:
    """The day a command looks from."""
    if text is None:
        return office.today()
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise KzcaseError(
            f"“{text}” is not a day.", remedy="Write it as YYYY-MM-DD, for example 2021-07-22."
        ) from None


def print_json(value: Any) -> None:
    """Print a value as JSON: sorted keys, sets as sorted lists; what is no text in it with question marks."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    try:
        plain = orjson.dumps(value, default=_plain, option=option)
    except TypeError:  # the name of a file may have bytes that are no text
        whole = json.dumps(value, default=_plain, ensure_ascii=False).encode("utf-8", "replace")
        plain = orjson.dumps(orjson.loads(whole), option=option)
    sys.stdout.write(plain.decode() + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)


def told(error: KzcaseError, *, as_json: bool = False) -> int:
    """Tell a known failure in plain words on stderr, and as JSON if that is waited for; its exit code."""
    refusals = error.refusals if isinstance(error, InputRefused) else ()
    lines = [error.what if refusals else error.sentence]
    for one in refusals:
        place = ", ".join(part for part in (one.where, one.field) if part)
        lines.append(f"  {place}: {one.reason}" if place else f"  {one.reason}")
    if refusals and error.safe:
        lines.append(f"  {error.safe}")
    text = "kzcase: " + "\n".join(lines)
    print(text.encode("utf-8", "replace").decode(), file=sys.stderr)  # names of files need be no text
    if as_json:
        refused = [{"where": one.where, "field": one.field, "reason": one.reason} for one in refusals]
        said = {"what": error.what, "safe": error.safe, "remedy": error.remedy, "refused": refused}
        print_json({"error": said})
    return FAILED


def print_table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Print rows in columns as wide as their longest cell (60 letters at most)."""
    cut = [[cell.replace("\n", " ")[:60] for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cut) for i in range(len(header))]
    for row in cut:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def searched(office: Office, text: str, kinds: tuple[str, ...], safe: str) -> tuple[str, ...]:
    """The ids of all records that a search finds; `safe` says what was not done if that fails."""
    from kzcase.services import searching

    found, whole = searching.everything(office, text, kinds)
    if not found:
        raise KzcaseError("Nobody was found.", safe=safe, remedy="Try other words.")
    if not whole:
        raise KzcaseError(
            f"The search finds more than {len(found):,} records.", safe=safe, remedy="Ask for fewer."
        )
    return found


def counted(number: int, one: str, many: str = "") -> str:
    """A number with what it counts: "1 page", "12 pages"; `many` where it is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"
