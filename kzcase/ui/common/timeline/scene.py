"""What one painting of a timeline needs, and where its marks are in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QRectF

from kzcase.timeline.chart import Chart, Key, Mark
from kzcase.timeline.item import Landmark
from kzcase.timeline.layout import Bar
from kzcase.timeline.viewport import Viewport
from kzcase.ui.common.timeline.geometry import Geometry

DOT = 7.0
"""The width of a point, in logical pixels."""
INSET = 2.0
"""What a mark leaves free of its row above and below."""


@dataclass(slots=True)
class Scene:
    """All that one painting needs.

    `left` is where the lanes' names end and days begin, `rise` how far below
    the top of a row its words stand.
    """

    chart: Chart
    viewport: Viewport
    geometry: Geometry
    left: float
    rise: float
    scroll: float
    width: float
    height: float
    as_of: date
    language: str
    names: Mapping[str, str]
    titles: Mapping[str, str]
    landmarks: tuple[Landmark, ...] = ()
    focused: Key | None = None
    hovered: Key | None = None
    chosen: Landmark | None = None
    """The landmark on which the keyboard is."""

    stretch: float = field(init=False)
    """How much wider days are now than when the chart was laid out (1 when it is up to date)."""
    _from: float = field(init=False)

    def __post_init__(self) -> None:
        scale = self.chart.picture.scale
        self.stretch = self.viewport.per_day / scale.per_day
        self._from = self.left + self.viewport.x(scale.first.toordinal()) - scale.left * self.stretch

    def x(self, place: float) -> float:
        """Where a place of the chart is in the window."""
        return self._from + place * self.stretch

    def place(self, x: float) -> float:
        """The place of the chart at a place of the window."""
        return (x - self._from) / self.stretch

    def box(self, mark: Mark) -> QRectF:
        """Where a mark without its label is in the window."""
        top = self.geometry.top(mark.row) - self.scroll
        if isinstance(mark, Bar):
            x, end = self.x(mark.x), self.x(mark.end)
        else:
            x, end = self.x(mark.x) - DOT / 2, self.x(mark.x) + DOT / 2
        return QRectF(x, top + INSET, max(end - x, 2.0), self.geometry.row - 2 * INSET)
