"""Sorts the marks that a window shows by how they are drawn, so that each kind is drawn at once.

Numbers go through here by the thousand in every frame: they are plain floats,
and become Qt's rectangles at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from kzcase.timeline.chart import key_of
from kzcase.timeline.layout import Bar, Label, Point
from kzcase.ui.common.timeline.scene import DOT, INSET, Scene

BEYOND = 40.0
"""How far beyond the window's edge a mark is still drawn, so that no edge of it shows."""
_STRETCHED = 300.0
"""The same for words, while days are wider or narrower than when they were laid out."""
_PAD = 4.0
_LEAST = 2.0
_DOUBTED = "?"
_DOUBT = 9.0
_ARROW = 5.0


@dataclass(slots=True)
class Batch:
    """What is drawn with one pen and one brush, all at once."""

    possible: list[QRectF] = field(default_factory=list)
    sure: list[QRectF] = field(default_factory=list)
    over: list[QRectF] = field(default_factory=list)
    solid: list[QRectF] = field(default_factory=list)
    dashed: list[QRectF] = field(default_factory=list)
    grey: list[QRectF] = field(default_factory=list)
    arrows: list[QPolygonF] = field(default_factory=list)
    dots: list[QPointF] = field(default_factory=list)
    rings: list[QPointF] = field(default_factory=list)
    spreads: list[QRectF] = field(default_factory=list)
    grounds: list[QRectF] = field(default_factory=list)
    texts: list[tuple[float, float, str]] = field(default_factory=list)
    special: list[QRectF] = field(default_factory=list)


class Collector:
    """Goes through the marks of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.batch = Batch()
        self._scene = scene
        self._left = scene.left
        self._least, self._most = scene.left - BEYOND, scene.width + BEYOND
        self._high = scene.geometry.row - 2 * INSET

    def collect(self) -> Batch:
        """Sort every mark that is seen."""
        scene, batch = self._scene, self.batch
        margin = (BEYOND if scene.stretch == 1 else BEYOND + _STRETCHED) / scene.stretch
        left, right = scene.place(scene.left) - margin, scene.place(scene.width) + margin
        rows = scene.geometry.rows_between(scene.scroll, scene.scroll + scene.height)
        tops = {row: scene.geometry.top(row) - scene.scroll + INSET for row in rows}
        marked = {scene.focused, scene.hovered} - {None}
        for mark in scene.chart.between(left, right, rows):
            top = tops[mark.row]
            if isinstance(mark, Bar):
                self._bar(mark, top)
            else:
                self._point(mark, top)
            if marked and key_of(mark) in marked:
                batch.special.append(scene.box(mark).adjusted(-3, -INSET, 3, INSET))
        return batch

    def _bar(self, bar: Bar, top: float) -> None:
        batch, high = self.batch, self._high
        x, end = self._scene.x(bar.x), self._scene.x(bar.end)
        if end - x < _LEAST:
            end = x + _LEAST
        # Qt's own drawing of rectangles far beyond a window is slow and not exact.
        left, right = max(x, self._least), min(end, self._most)
        over, certain, filled = bar.over, bar.certain, bar.filled
        words = None
        if certain:
            seen = QRectF(left, top, right - left, high)
            (batch.over if over else batch.sure).append(seen)
            first, last = x, end
        else:
            seen = QRectF(left, top, right - left, high)
            batch.possible.append(seen)
            first, last = end, end
            if filled is not None:
                first, last = self._scene.x(filled[0]), self._scene.x(filled[1])
                shown = QRectF(max(first, left), top, max(min(last, right) - max(first, left), 0.0), high)
                (batch.over if over else batch.sure).append(shown)
        if bar.label is not None:
            words = self._words(bar.label, x, end, first, last, top)
        if not certain:
            width = bar.label.width if bar.label is not None else 0.0
            for before, after in ((left, max(first, left)), (min(last, right), right)):
                self._doubt(before, after, words, width, top)
        if not certain:
            batch.dashed.append(seen)
        else:
            (batch.grey if over else batch.solid).append(seen)
        if bar.goes_on:
            middle = top + high / 2
            batch.arrows.append(
                QPolygonF(
                    [
                        QPointF(right, middle - _PAD),
                        QPointF(right + _ARROW, middle),
                        QPointF(right, middle + _PAD),
                    ]
                )
            )

    def _point(self, point: Point, top: float) -> None:
        x = self._scene.x(point.x)
        middle = top + self._high / 2
        (self.batch.rings if point.hollow else self.batch.dots).append(QPointF(x, middle))
        if point.spread is not None:
            first = max(self._scene.x(point.spread[0]), self._least)
            last = min(self._scene.x(point.spread[1]), self._most)
            self.batch.spreads.append(QRectF(first, middle - 0.75, max(last - first, 0.0), 1.5))
        label = point.label
        if label is not None:
            after = label.x - point.x
            beside = x + after if after >= 0 else x - DOT / 2 - _PAD - label.width
            self.batch.texts.append((beside, top - INSET + self._scene.rise, label.text))

    def _words(
        self, label: Label, x: float, end: float, first: float, last: float, top: float
    ) -> float | None:
        """Write a bar's words; returns where they stand on it, None if beside it or nowhere.

        Inside they go along with the window's edge, and stand on what is sure if they can.
        """
        base = top - INSET + self._scene.rise
        if not label.inside:
            beside = end + _PAD if label.x >= self._scene.place(x) else x - _PAD - label.width
            self.batch.texts.append((beside, base, label.text))
            return None
        at = max(x, self._left) + _PAD
        if at < first + _PAD and first + 2 * _PAD + label.width <= last:
            at = first + _PAD
        if at + label.width + INSET > end:
            return None
        if at < first or at + label.width > last:
            self.batch.grounds.append(QRectF(at - 2, top + 1, label.width + 4, self._high - 2))
        self.batch.texts.append((at, base, label.text))
        return at

    def _doubt(self, left: float, right: float, words: float | None, width: float, top: float) -> None:
        """A question mark where a beginning or an end is only possible, and no words stand."""
        if right - left < _DOUBT:
            return
        at = (left + right) / 2 - 3
        if words is None or at + 8 < words or at - 3 > words + width:
            self.batch.grounds.append(QRectF(at - 2, top + 1, 10, self._high - 2))
            self.batch.texts.append((at, top - INSET + self._scene.rise, _DOUBTED))
