"""Puts what is said into a paragraph's markup: escaped, in a font that has its letters, with note numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kzcase.briefing.changes import CHANGED
from kzcase.briefing.fonts import ITALIC, SECOND, typeface
from kzcase.briefing.said import Note, Said
from kzcase.briefing.style import ACCENT, MUTED, muted
from kzcase.briefing.text import clean, pieces

NEW = "+"
"""What stands behind a text that changed since the paper was last handed out."""


def plain(text: str) -> str:
    """A text as markup that prints it letter for letter."""
    face, text = typeface(), clean(text).replace("\n", " ")
    if face.first.issuperset(map(ord, text)):
        return escape(text)
    return "".join(
        f'<font face="{SECOND}">{escape(part)}</font>' if other else escape(part)
        for other, part in face.spans(text)
    )


@dataclass(slots=True)
class Numbers:
    """Gives each note its number when it is first printed."""

    given: dict[str, int] = field(default_factory=dict)

    def of(self, keys: Iterable[str]) -> list[int]:
        """The numbers of some notes, in order."""
        return sorted({self.given.setdefault(key, len(self.given) + 1) for key in keys if key != CHANGED})

    def order(self, notes: Iterable[Note]) -> list[tuple[int, Note]]:
        """The printed notes by their numbers."""
        by_key: Mapping[str, Note] = {note.key: note for note in notes}
        return [(number, by_key[key]) for key, number in self.given.items() if key in by_key]


def mark(text: str) -> str:
    """A mark in words after what it marks; never bold, so that it stays quieter than that."""
    return f' <font face="{ITALIC}" color="{muted(MUTED)}">[{plain(text)}]</font>' if text else ""


def references(numbers: Numbers, keys: tuple[str, ...]) -> str:
    """The raised numbers of the notes a text stands on, after a mark if it is new."""
    if not keys:
        return ""
    new = f'<font color="{muted(ACCENT)}"><b>\u00a0{NEW}</b></font>' if CHANGED in keys else ""
    if keys == (CHANGED,):
        return new
    said = ",".join(str(number) for number in numbers.of(keys))
    return f'{new}<super rise="2.6" size="5.6"><font color="{muted(MUTED)}">\u00a0{said}</font></super>'


def said(one: Said, numbers: Numbers) -> str:
    """A stretch of text with its mark and its note numbers."""
    return plain(one.text) + mark(one.mark) + references(numbers, one.notes)


def joined(several: Iterable[Said], numbers: Numbers, between: str = ", ") -> str:
    """Several stretches one after the other."""
    return between.join(said(one, numbers) for one in several)


def paragraphs(one: Said, numbers: Numbers) -> Iterator[str]:
    """A long text as the markup of its paragraphs; its numbers stand at its end."""
    parts = list(pieces(one.text)) or [""]
    for part in parts[:-1]:
        yield plain(part)
    yield said(Said(parts[-1], one.notes, one.mark), numbers)
