"""Lays a timeline out for the screen; pure functions, because much of it is laid out beside the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.timeline.chart import Chart
from kzcase.timeline.item import Landmark, TimelineItem
from kzcase.timeline.layout import Style, lay_out
from kzcase.timeline.scale import Measure, Scale


@dataclass(frozen=True, slots=True)
class Told:
    """What the view shows: items as they stand on a day, the names of groups, days that matter to all."""

    items: tuple[TimelineItem, ...] = ()
    as_of: date = date.min
    titles: tuple[tuple[str, str], ...] = ()
    landmarks: tuple[Landmark, ...] = ()


def chart_of(
    items: Sequence[TimelineItem],
    scale: Scale,
    widths: Mapping[str, float],
    as_of: date,
    lanes: Sequence[str],
    style: Style,
    language: str,
) -> Chart:
    """Lay a timeline out and make it ready for windows; runs beside the window where there is much of it."""
    return Chart(
        lay_out(items, scale, adding(widths), as_of=as_of, lanes=lanes, style=style, language=language)
    )


def adding(widths: Mapping[str, float]) -> Measure:
    """Measures a text letter by letter, without asking a font that belongs to the window's thread."""
    usual = max(widths.values(), default=8.0)

    def measure(text: str) -> float:
        return sum(widths.get(letter, usual) for letter in text)

    return measure


def days_of(span: tuple[date, date]) -> int:
    """How many days a span has."""
    return (span[1] - span[0]).days + 1
