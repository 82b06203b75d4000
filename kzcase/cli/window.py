"""The commands that show something: the window, and the sample in it.

Nothing of a vault is loaded here: the window asks for the passphrase first and loads the rest meanwhile.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kzcase.cli.common import terminal_progress
from kzcase.errors import KzcaseError


def open_window(arguments: argparse.Namespace) -> int:
    """Open the window."""
    windows = getattr(arguments, "windows", None)
    if windows is None:
        raise KzcaseError("This command needs the window.", remedy="Start `kzcase` itself.")
    vault: Path | None = getattr(arguments, "vault", None)
    opened_with: int = windows.open(vault, None)
    return opened_with


def demo(arguments: argparse.Namespace) -> int:
    """Make the sample vault, then open the window or leave papers and pictures."""
    from kzcase.cli import demonstration

    windows = getattr(arguments, "windows", None)
    made = demonstration.prepare(arguments.folder, terminal_progress())
    print(f"Sample vault: {made}   passphrase: {demonstration.PASSPHRASE}")
    if windows is not None and windows.display() and not arguments.no_window:
        shown: int = windows.open(made, demonstration.PASSPHRASE)
        return shown
    for path in demonstration.papers(arguments.folder, made, terminal_progress()):
        print(f"Written: {path}")
    if windows is not None:
        for path in windows.screens(made, demonstration.PASSPHRASE, arguments.folder / "screens"):
            print(f"Written: {path}")
    return 0
