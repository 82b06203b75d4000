"""The chapter of shortcuts, made from what the actions declare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from kzcase.ui.common.action import KeyGroup

translate = QCoreApplication.translate


def title() -> str:
    """What the chapter is called."""
    return translate("Help", "Shortcuts")


def text(groups: Sequence[KeyGroup]) -> str:
    """The chapter as Markdown."""
    parts = [f"# {title()}", translate("Help", "Ctrl+K finds any of these by its words, too.")]
    for group in groups:
        parts += [f"## {_safe(group.heading)}", _table(group.lines)]
    return "\n\n".join(parts) + "\n"


def _table(lines: Sequence[tuple[str, str]]) -> str:
    head = f"| {translate('Help', 'Keys')} | {translate('Help', 'What it does')} |\n|---|---|\n"
    return head + "\n".join(f"| `{keys}` | {_safe(words)} |" for keys, words in lines)


def _safe(words: str) -> str:
    """Words in which Markdown finds nothing to interpret."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!" else letter for letter in words)
