"""What a twin is made of: headings, paragraphs, lists, dated lines, tables. Plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kzcase.briefing.changes import CHANGED
from kzcase.briefing.said import Note, Said


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of text with its mark, the numbers of its sources, and whether it is new."""

    text: str
    mark: str = ""
    numbers: tuple[int, ...] = ()
    new: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1, with the place it gives in the file ("" for none)."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; its `tone` is "", "quiet", "strong" or "warning"."""

    told: tuple[Told, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things; each may have lines below it."""

    items: tuple[tuple[Told, ...], ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """Lines with a date each, and what stands below them."""

    lines: tuple[tuple[str, Told, tuple[Told, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the words of its head and its rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Told, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form; the answer stands in the blocks below it."""

    text: str
    answer: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The numbered notes at the end."""

    notes: tuple[tuple[int, str], ...]


Block = Heading | Para | Items | Dates | Grid | Question | Sources


@dataclass(slots=True)
class Numbering:
    """Gives each note its number when it is first told."""

    given: dict[str, int] = field(default_factory=dict)

    def told(self, said: Said) -> Told:
        """A stretch with the numbers of what it stands on."""
        keys = [key for key in said.notes if key != CHANGED]
        numbers = tuple(sorted({self.given.setdefault(key, len(self.given) + 1) for key in keys}))
        return Told(said.text, said.mark, numbers, CHANGED in said.notes)

    def sources(self, notes: Iterable[Note]) -> tuple[tuple[int, str], ...]:
        """The notes that were met, by their numbers."""
        by_key = {note.key: note.text for note in notes}
        return tuple((number, by_key[key]) for key, number in self.given.items() if key in by_key)
