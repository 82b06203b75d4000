"""What a page offers to be done on it, and how shortcuts are listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kzcase.ui.common.icons import Icon


@dataclass(frozen=True, slots=True)
class PageAction:
    """One thing that can be done on the page on screen: the palette and the list of shortcuts name it.

    `words` are in the window's language; `keys` is what the page itself listens
    to ("Ctrl+E"), for the reader only.
    """

    words: str
    run: Callable[[], None]
    keys: str = ""
    icon: Icon | None = None


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """A heading and the shortcuts under it: (keys, what they do), in the window's language."""

    heading: str
    lines: tuple[tuple[str, str], ...]
