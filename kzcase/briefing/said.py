"""What every text of a paper is made of: words, and the sources they stand on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of text, the keys of the notes it stands on, and a mark in words ("disputed")."""

    text: str
    notes: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note at the end: a source."""

    key: str
    text: str
