"""What an annex is in a paper's frozen content: its words, and its pages as they are printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a document as a JPEG of the pixels alone, and its number there, from 1."""

    number: int
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Annex:
    """A document in a paper: what stands on the page before it, and its pages.

    `record` and `people` (whom it belongs to) are ids for the register, never printed.
    """

    record: str
    title: str
    lines: tuple[str, ...]
    told: str
    leaves: tuple[Leaf, ...]
    people: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages of the document that are in the paper."""
        return tuple(one.number for one in self.leaves)

    def texts(self) -> tuple[str, ...]:
        """What is printed of it in letters."""
        return self.title, *self.lines, self.told
