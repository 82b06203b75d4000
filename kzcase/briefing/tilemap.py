"""Where people live, as a map of equal tiles: one for each region and city of republican rank, as vectors.

Tiles keep their neighbours, not their size or shape: a city of two million and
a region as large as a country are one square each, so that no number is hidden
by a small area or made large by a wide one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import Color, linearlyInterpolatedColor, white
from reportlab.platypus import Flowable

from kzcase.briefing import markup
from kzcase.briefing.flow import Text
from kzcase.briefing.fonts import BOLD, REGULAR, typeface
from kzcase.briefing.front import Place, PlaceMap
from kzcase.briefing.style import CALM, CALM_TINT, INK, RULE, Styles
from kzcase.briefing.words import Words

GRID: Mapping[str, tuple[int, int]] = {
    "KZ-59": (3, 0),
    "KZ-27": (0, 1),
    "KZ-15": (1, 1),
    "KZ-39": (2, 1),
    "KZ-11": (3, 1),
    "KZ-71": (4, 1),
    "KZ-55": (5, 1),
    "KZ-23": (0, 2),
    "KZ-62": (3, 2),
    "KZ-35": (4, 2),
    "KZ-10": (5, 2),
    "KZ-63": (6, 2),
    "KZ-47": (0, 3),
    "KZ-43": (2, 3),
    "KZ-61": (3, 3),
    "KZ-31": (4, 3),
    "KZ-19": (5, 3),
    "KZ-33": (6, 3),
    "KZ-79": (3, 4),
    "KZ-75": (5, 4),
}
"""The column and row of each, from the north-west, by its ISO 3166-2 code."""
_COLUMNS = 1 + max(column for column, _ in GRID.values())
_ROWS = 1 + max(row for _, row in GRID.values())
_TILE = 50.0, 30.0
_GAP = 2.0
_NUMBER = 10.0
_LABEL = 6.2
_LEAST = 4.2
_SHADES = 4
_BESIDE = 18.0
_SWATCH = 9.0
_PALEST, _DARKEST = CALM_TINT, CALM


def classes(most: int) -> tuple[tuple[int, int], ...]:
    """The ranges of numbers that have a shade of their own, from 1 to the greatest number."""
    if most <= _SHADES:
        return tuple((number, number) for number in range(1, most + 1))
    edges = [round(most * step / _SHADES) for step in range(_SHADES + 1)]
    return tuple((below + 1, upto) for below, upto in pairwise(edges))


def shade(count: int, ranges: Sequence[tuple[int, int]]) -> Color:
    """The colour of a tile: white for nobody, the darker the more."""
    if count <= 0:
        return white
    place = next(number for number, (_, upto) in enumerate(ranges) if count <= upto)
    last = max(1, len(ranges) - 1)
    made: Color = linearlyInterpolatedColor(_PALEST, _DARKEST, 0, last, place if len(ranges) > 1 else 0)
    return made


def label(name: str) -> tuple[str, ...]:
    """A tile's words, on two lines if there are two of them or a hyphen."""
    first, hyphen, rest = name.partition("-")
    if hyphen:
        return first + hyphen, rest
    return tuple(name.split(maxsplit=1))


class TileMap(Flowable):
    """The map, and beside it what the shades mean."""

    def __init__(self, places: PlaceMap, words: Words, styles: Styles) -> None:
        super().__init__()
        self.places = places
        self.ranges = classes(max((one.count for one in places.places), default=0))
        self.title = Text(markup.plain(places.title), styles.strong)
        notes = [words("map.note")]
        if places.elsewhere:
            notes.append(words.count("map.elsewhere", places.elsewhere))
        self.notes = [Text(markup.plain(one), styles.quiet) for one in notes]
        self.none = words("map.none")

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The title above as many rows of tiles as there are."""
        self.width = available_width
        self.map_width = _COLUMNS * (_TILE[0] + _GAP) - _GAP
        self.titled = self.title.wrap(available_width, available_height)[1] + 5
        beside = available_width - self.map_width - _BESIDE
        for note in self.notes:
            note.wrap(beside, available_height)
        legend = (len(self.ranges) + 1) * (_SWATCH + 3) + sum(note.height + 4 for note in self.notes)
        self.height = self.titled + max(_ROWS * (_TILE[1] + _GAP) - _GAP, legend)
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above it."""
        return 12.0

    def getSpaceAfter(self) -> float:  # noqa: N802
        """The white below it."""
        return 6.0

    def draw(self) -> None:
        """Draw the title, every tile, and the legend."""
        canvas: Any = self.canv
        canvas.saveState()
        self.title.drawOn(canvas, 0, self.height - self.title.height)
        top = self.height - self.titled
        for one in self.places.places:
            column, row = GRID[one.key]
            x = column * (_TILE[0] + _GAP)
            self._tile(canvas, one, x, top - (row + 1) * _TILE[1] - row * _GAP)
        self._legend(canvas, self.map_width + _BESIDE, top)
        canvas.restoreState()

    def _tile(self, canvas: Any, one: Place, x: float, y: float) -> None:
        ground = shade(one.count, self.ranges)
        canvas.setFillColor(ground)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.rect(x, y, *_TILE, stroke=1, fill=1)
        dark = 0.3 * ground.red + 0.59 * ground.green + 0.11 * ground.blue < 0.55
        canvas.setFillColor(white if dark else INK)
        lines = label(one.name)
        widest = max(typeface().width(line, REGULAR, 1.0) for line in lines)
        size = max(_LEAST, min(_LABEL, (_TILE[0] - 5) / widest))
        at = y + _TILE[1] - 2
        for line in lines:
            at -= size
            self._words(canvas, line, x + 2.5, at, REGULAR, size)
            at -= 0.6
        if one.count:
            said = str(one.count)
            right = x + _TILE[0] - 3 - typeface().width(said, BOLD, _NUMBER)
            self._words(canvas, said, right, y + 3.2, BOLD, _NUMBER)

    def _legend(self, canvas: Any, x: float, top: float) -> None:
        canvas.setLineWidth(0.5)
        y = top
        for first, last in ((0, 0), *self.ranges):
            y -= _SWATCH
            canvas.setFillColor(shade(last, self.ranges))
            canvas.setStrokeColor(RULE)
            canvas.rect(x, y, _SWATCH * 1.6, _SWATCH, stroke=1, fill=1)
            canvas.setFillColor(INK)
            said = str(last) if first == last else f"{first}–{last}"
            self._words(canvas, said if last else self.none, x + _SWATCH * 1.6 + 5, y + 2, REGULAR, 7.6)
            y -= 3
        for note in self.notes:
            y -= note.height + 4
            note.drawOn(canvas, x, y)

    def _words(self, canvas: Any, text: str, x: float, y: float, font: str, size: float) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
