"""The letters of a paper: fonts that ship with the program, and a check that each letter has one.

PT Sans has every Kazakh, Russian and English letter; a few signs it lacks (the
tenge, arrows) come from a second font. A character that neither has stops the
paper with a message that names it: a box is never printed in its place.
ReportLab itself says nothing about a missing glyph.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics

from kzcase.briefing.quick import QuickFont
from kzcase.briefing.text import clean
from kzcase.errors import KzcaseError

REGULAR = "PTSans"
BOLD = "PTSans-Bold"
ITALIC = "PTSans-Italic"
BOLD_ITALIC = "PTSans-BoldItalic"
SECOND = "Inter"

_FILES = {
    REGULAR: ("fontpkg_pt_sans", "PT_Sans-Web-Regular.ttf"),
    BOLD: ("fontpkg_pt_sans", "PT_Sans-Web-Bold.ttf"),
    ITALIC: ("fontpkg_pt_sans", "PT_Sans-Web-Italic.ttf"),
    BOLD_ITALIC: ("fontpkg_pt_sans", "PT_Sans-Web-BoldItalic.ttf"),
    SECOND: ("fontpkg_inter", "Inter[opsz,wght].ttf"),
}
_NAMED_AT_MOST = 12
_REGISTRY = Lock()


class Unprintable(KzcaseError):
    """A text holds characters that no font of ours has."""

    def __init__(self, found: dict[str, str]) -> None:
        self.characters = tuple(found)
        told = [f"{_named(one)} in {place}" if place else _named(one) for one, place in found.items()]
        more = f" and {len(told) - _NAMED_AT_MOST} more" if len(told) > _NAMED_AT_MOST else ""
        super().__init__(
            f"These characters cannot be printed: {'; '.join(told[:_NAMED_AT_MOST])}{more}.",
            safe="No paper was written.",
            remedy="Take them out of the text, or write them in words.",
        )


def _named(character: str) -> str:
    name = unicodedata.name(character, "without a name").lower()
    return f"“{character}” (U+{ord(character):04X}, {name})"


@dataclass(frozen=True, slots=True)
class Typeface:
    """The registered fonts and the characters each has."""

    first: frozenset[int]
    second: frozenset[int]

    def missing(self, text: str) -> list[str]:
        """The characters of a cleaned text that no font has, in order, each once."""
        lacking = {ord(c) for c in text} - self.first - self.second - _BREAKING
        return [chr(code) for code in dict.fromkeys(map(ord, text)) if code in lacking]

    def check(self, texts: Iterable[tuple[str, str]]) -> None:
        """Make sure that every text can be printed.

        `texts` are (place, text), the place as the user knows it. Raises
        `Unprintable` naming every character that cannot, with the first place of it.
        """
        every = tuple(texts)
        letters: set[str] = set().union(*(text for _, text in every))
        if not any(map(unicodedata.combining, letters)) and not self.missing("".join(map(clean, letters))):
            # No two of them join into a third letter, and each alone can be printed.
            return
        found: dict[str, str] = {}
        for place, text in every:
            for character in self.missing(clean(text)):
                found.setdefault(character, place)
        if found:
            raise Unprintable(found)

    def spans(self, text: str) -> Iterator[tuple[bool, str]]:
        """The text in stretches, each with whether the second font must draw it."""
        if self.first.issuperset(map(ord, text)):
            yield False, text
            return
        start = 0
        other = False
        for place, character in enumerate(text):
            needed = ord(character) not in self.first
            if needed is not other:
                if place > start:
                    yield other, text[start:place]
                start, other = place, needed
        yield other, text[start:]

    def width(self, text: str, font: str, size: float) -> float:
        """How wide the text is, in points."""
        return sum(
            pdfmetrics.stringWidth(part, SECOND if other else font, size) for other, part in self.spans(text)
        )


_BREAKING = frozenset({ord("\n")})


@cache
def typeface() -> Typeface:
    """The fonts of every paper, registered with ReportLab on the first call."""
    with _REGISTRY:
        covered = {name: _register(name) for name in _FILES}
        pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    first = frozenset.intersection(*(covered[name] for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC)))
    return Typeface(first, covered[SECOND])


def _register(name: str) -> frozenset[int]:
    package, file = _FILES[name]
    place = Path(import_module(package).ROOT) / "files" / file
    font = QuickFont(name, str(place))
    pdfmetrics.registerFont(font)
    # Glyph 0 is the box.
    return frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)
