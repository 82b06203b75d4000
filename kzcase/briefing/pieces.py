"""The pieces a one-page paper is made of, and which of them go when the page is full.

Each piece has a weight, `keep`: the lightest go first, those of weight `ALWAYS`
never. What is left out may come back where room is left, the weightiest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from reportlab.platypus import Flowable

from kzcase.briefing.style import HEIGHT

ALWAYS = 1000.0
HEADING = 18.7
"""What a heading takes, in points."""
_CUT_LINE = 12.2
_ROUNDS = 6
_WITHIN = frozenset({"timeline", "compact", "details", "how", "limits", "short", "shorter"})
"""Parts whose heading, if they have one, stays when a piece of them goes."""

Key = tuple[str, int]
"""Which value of a brief: the name of the part and the place in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something on the page that stays or goes as a whole."""

    flowable: Flowable
    part: str
    index: int
    keep: float = ALWAYS
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Which value of the brief it shows."""
        return self.part, self.index


@dataclass(frozen=True, slots=True)
class Section:
    """A heading ("" for none) and its pieces; a section without pieces is not printed."""

    heading: str
    pieces: tuple[Piece, ...]


class Cuttable(Protocol):
    """A page from which pieces can be left out."""

    left_out: frozenset[Key]

    def height(self) -> float:
        """The height of all of it, in points."""

    def pieces(self) -> Iterator[Piece]:
        """Every piece on it."""

    def cuttable(self) -> Iterator[Piece]:
        """The pieces, and those that would stand in the place of others."""

    def freed(self, piece: Piece) -> float:
        """How much room the piece leaves, in points."""

    def note_height(self, notes: Iterable[str]) -> float:
        """How much room some notes take, about, in points."""


P = TypeVar("P", bound=Cuttable)


def fitted(make: Callable[[frozenset[Key]], P]) -> P:
    """The page that `make` lays out, the lightest pieces left out; higher if what must stay needs more."""
    whole = page = make(frozenset())
    for _ in range(_ROUNDS):
        over = page.height() - HEIGHT
        if over <= 0:
            break
        more = lightest(page, over)
        if not more:
            return page
        page = make(page.left_out | more)
    if not page.left_out:
        return page
    fuller = make(page.left_out - returning(whole, page))
    return fuller if fuller.height() <= HEIGHT else page


def lightest(page: Cuttable, over: float) -> frozenset[Key]:
    """The lightest pieces that together free that many points."""
    remaining = Counter(piece.part for piece in page.pieces())
    used = Counter(note for piece in page.pieces() for note in piece.notes)
    light = sorted((piece for piece in page.cuttable() if piece.keep < ALWAYS), key=_weight)
    gone: set[Key] = set()
    freed = 0.0 if page.left_out else -_CUT_LINE
    for piece in light:
        if freed >= over:
            break
        gone.add(piece.key)
        remaining[piece.part] -= 1
        used.subtract(piece.notes)
        freed += page.freed(piece) + (HEADING if _heads(piece, remaining[piece.part]) else 0)
        freed += page.note_height(note for note in piece.notes if not used[note])
    return frozenset(gone)


def returning(whole: Cuttable, shorter: Cuttable) -> frozenset[Key]:
    """Which pieces that a shorter page leaves out still find room there, the weightiest first."""
    room = HEIGHT - shorter.height()
    standing = {piece.part for piece in shorter.pieces()}
    noted = {note for piece in shorter.pieces() for note in piece.notes}
    back: set[Key] = set()
    out = [piece for piece in whole.cuttable() if piece.key in shorter.left_out]
    for piece in sorted(out, key=_weight, reverse=True):
        needed = whole.freed(piece) + (HEADING if _heads(piece, piece.part in standing) else 0)
        needed += whole.note_height(note for note in piece.notes if note not in noted)
        if needed <= room:
            back.add(piece.key)
            room -= needed
            standing.add(piece.part)
            noted.update(piece.notes)
    return frozenset(back)


def _heads(piece: Piece, others: float) -> bool:
    """Whether the heading goes and comes with a piece, because no others stand under it."""
    return others <= 0 and piece.part not in _WITHIN


def _weight(piece: Piece) -> tuple[float, str, int]:
    return piece.keep, piece.part, piece.index
