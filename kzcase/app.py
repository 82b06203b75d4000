"""The composition root: the only place that knows the command line and the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kzcase import children
from kzcase.cli.main import Windows
from kzcase.cli.main import main as run_command


def main(argv: Sequence[str] | None = None) -> int:
    """Start kzcase; returns the exit code of the process."""
    words = sys.argv[1:] if argv is None else argv
    if children.begin(
        words, {"kzcase.search.extract.child": _extract, "kzcase.briefing.annexes.child": _draw}
    ):
        return 0
    return run_command(argv, Windows(open=_open, screens=_screens, display=has_display))


def _extract() -> None:
    from kzcase.search.extract.child import main as read_words

    read_words()


def _draw() -> None:
    from kzcase.briefing.annexes.child.run import main as draw_pages

    draw_pages()


def _open(vault: Path | None, passphrase: str | None = None) -> int:
    from kzcase.settings import Settings
    from kzcase.ui.main import run

    return run(Settings.load(), vault, passphrase)


def _screens(vault: Path, passphrase: str, folder: Path) -> Sequence[Path]:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kzcase.ui.screens import take

    return take(vault, passphrase, folder)


def has_display() -> bool:
    """Whether a window can be seen on this machine now."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    raise SystemExit(main())
