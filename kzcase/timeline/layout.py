"""Places the items of a timeline so that nothing overlaps and no label is printed over another.

Rows are counted from the top, lane after lane; how high a row is, is the
painter's business. Placing n items takes n log n steps: items are taken from
left to right, and each gets the uppermost row that is free again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from kzcase.dates.edtf import Edge, Edtf
from kzcase.timeline.item import OVER, UNSURE, WAITING, TimelineItem
from kzcase.timeline.label import Label, shortened
from kzcase.timeline.rows import Rows
from kzcase.timeline.scale import Measure, Scale, Tick, span_of, ticks

__all__ = ["Bar", "Label", "Lane", "Point", "Style", "Timeline", "TimelineItem", "lay_out", "span_of"]


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes, in the painter's unit.

    `gap` is kept free between neighbours, `pad` inside a bar around its label;
    `mark` is the width of a point, `shortest` that of the shortest bar.
    `longest_label` cuts long labels with an ellipsis. Labels open up to
    `label_rows` rows in a lane, after that they are dropped where they do not
    fit. With `max_rows` a lane grows no further and the rest is `hidden`;
    `rows_of` says so for single lanes, by the last part of their keys.
    """

    gap: float = 6.0
    pad: float = 4.0
    mark: float = 8.0
    shortest: float = 4.0
    longest_label: float = 240.0
    label_rows: int = 6
    max_rows: int | None = None
    rows_of: Mapping[str, int] = field(default_factory=dict)

    def most_rows(self, lane: str) -> int | None:
        """How many rows a lane may have."""
        return self.rows_of.get(lane.rpartition("/")[2], self.max_rows)


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasted, drawn from `x` to `end` in `row`.

    `sure` is the part in which it certainly lasted, None if there is none; what
    lies outside is between the possible days and must be drawn as uncertain, as
    `start_uncertain` and `end_uncertain` say. `cut_left` and `cut_right` mark a
    bar that goes on beyond the picture, `open_end` one that still lasts. Without
    `label` the text is for the tooltip only.
    """

    item: TimelineItem
    row: int
    x: float
    end: float
    sure: tuple[float, float] | None
    start_uncertain: bool
    end_uncertain: bool
    open_end: bool
    cut_left: bool
    cut_right: bool
    label: Label | None

    @property
    def filled(self) -> tuple[float, float] | None:
        """The part that is filled; None where even that it lasted is in doubt."""
        return None if self.item.state == UNSURE else self.sure

    @property
    def certain(self) -> bool:
        """Whether all of it is filled, so that nothing is drawn as only possible."""
        return self.filled is not None and not self.start_uncertain and not self.end_uncertain

    @property
    def over(self) -> bool:
        """Whether it no longer holds, and is drawn in grey."""
        return self.item.state == OVER

    @property
    def goes_on(self) -> bool:
        """Whether it ends in an arrow: it still lasts, or goes on beyond the picture."""
        return self.open_end or self.cut_right


@dataclass(frozen=True, slots=True)
class Point:
    """Something that happened at `x`; `spread` is where it may have happened if the day is not sure."""

    item: TimelineItem
    row: int
    x: float
    spread: tuple[float, float] | None
    label: Label | None

    @property
    def hollow(self) -> bool:
        """Whether it is drawn as a ring: its day is not sure, or nobody has answered yet."""
        return self.spread is not None or self.item.state == WAITING


@dataclass(frozen=True, slots=True)
class Lane:
    """The rows from `row` on that belong to one lane; `hidden` counts what found no room."""

    key: str
    row: int
    rows: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """A finished picture. `undated` items have no date at all, `hidden` ones no room or no day in it."""

    scale: Scale
    rows: int
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    undated: tuple[TimelineItem, ...]
    hidden: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """An item's mark without its row: where it lies and what is sure of it."""

    item: TimelineItem
    x: float
    end: float
    is_bar: bool
    at: float
    sure: tuple[float, float] | None
    start_uncertain: bool
    end_uncertain: bool
    open_end: bool
    cut_left: bool
    cut_right: bool


def lay_out(
    items: Sequence[TimelineItem],
    scale: Scale,
    measure: Measure,
    *,
    as_of: date | None = None,
    lanes: Sequence[str] = (),
    style: Style | None = None,
    language: str = "en",
) -> Timeline:
    """Place the items on the scale.

    `measure` gives the width of a text in the unit of the scale. `as_of` is the
    day the picture is drawn for: an item that still lasts is drawn up to it.
    `lanes` orders the lanes; others follow in the order of their first item.
    `language` is that of the months' names.
    """
    style = style or Style()
    measured = cache(measure)
    undated = tuple(item for item in items if item.start is None and item.end is None)
    shapes: dict[str, list[_Shape]] = {key: [] for key in lanes}
    hidden = []
    for item in items:
        if item.start is None and item.end is None:
            continue
        shape = _shape(item, scale, as_of, style)
        if shape is None:
            hidden.append(item)
        else:
            shapes.setdefault(item.lane, []).append(shape)
    placed: list[Bar | Point] = []
    found = []
    top = 0
    for key, members in shapes.items():
        if not members:
            continue
        lane, marks, left_out = _fill_lane(key, members, top, scale, measured, style)
        found.append(lane)
        placed.extend(marks)
        hidden.extend(left_out)
        top += lane.rows
    shows_today = as_of is not None and scale.holds(as_of, as_of)
    return Timeline(
        scale=scale,
        rows=top,
        lanes=tuple(found),
        bars=tuple(mark for mark in placed if isinstance(mark, Bar)),
        points=tuple(mark for mark in placed if isinstance(mark, Point)),
        ticks=ticks(scale, measured, gap=style.gap, language=language),
        today=scale.x(as_of) if as_of is not None and shows_today else None,
        undated=undated,
        hidden=tuple(hidden),
    )


def _shape(item: TimelineItem, scale: Scale, as_of: date | None, style: Style) -> _Shape | None:
    """Where an item lies on the scale; None if no day of it is there."""
    start, end = item.start, item.end
    lasts = item.open_end or (start is not None and end is None and start.end is Edge.OPEN)
    if end is None and not lasts and start is not None:
        return _point(item, start, scale, style)
    first, sure_first = _start_days(start)
    sure_last, last = _lasting_days(first, as_of, scale) if lasts else _end_days(end)
    shown_first, shown_last = first or scale.first, last or scale.last
    backwards = shown_first > shown_last
    if backwards:
        # An end before the start is a mistake to be seen, not hidden: nothing between the two is sure.
        shown_first, shown_last = shown_last, shown_first
    if not scale.holds(shown_first, shown_last):
        return None
    x, x_end = scale.x(shown_first), scale.x_after(shown_last)
    if x_end - x < style.shortest:
        x_end = min(scale.right, x + style.shortest)
        x = max(scale.left, x_end - style.shortest)
    start_uncertain = backwards or first is None or first != sure_first
    end_uncertain = backwards or last is None or last != sure_last
    sure = None if start_uncertain or end_uncertain else (x, x_end)
    if sure is None and sure_first is not None and sure_last is not None and sure_first <= sure_last:
        inner = (max(x, scale.x(sure_first)), min(x_end, scale.x_after(sure_last)))
        sure = inner if inner[0] < inner[1] else None
    return _Shape(
        item=item,
        x=x,
        end=x_end,
        is_bar=True,
        at=x,
        sure=sure,
        start_uncertain=start_uncertain,
        end_uncertain=end_uncertain,
        open_end=lasts,
        cut_left=first is not None and first < scale.first,
        cut_right=shown_last > scale.last,
    )


def _point(item: TimelineItem, when: Edtf, scale: Scale, style: Style) -> _Shape | None:
    first, last = when.fuzzy
    shown_first, shown_last = first or scale.first, last or scale.last
    if shown_first > shown_last or not scale.holds(shown_first, shown_last):
        return None
    half = min(style.mark, scale.width) / 2
    x, x_end = scale.x(shown_first), scale.x_after(shown_last)
    at = x if first == last else (x + x_end) / 2
    at = min(scale.right - half, max(scale.left + half, at))
    spread = None if first == last else (x, x_end)
    return _Shape(
        item=item,
        x=min(x, at - half) if spread else at - half,
        end=max(x_end, at + half) if spread else at + half,
        is_bar=False,
        at=at,
        sure=spread,
        start_uncertain=spread is not None,
        end_uncertain=spread is not None,
        open_end=False,
        cut_left=False,
        cut_right=False,
    )


def _start_days(start: Edtf | None) -> tuple[date | None, date | None]:
    """The first and the last day on which it may have begun."""
    return (None, None) if start is None else _with_open_end_closed(start)


def _with_open_end_closed(start: Edtf) -> tuple[date | None, date | None]:
    first, last = start.fuzzy
    if start.end is Edge.OPEN and first is not None:
        # "Since 2019": it began in that year.
        _, last = Edtf(start.start).fuzzy
    return first, last


def _lasting_days(first: date | None, as_of: date | None, scale: Scale) -> tuple[date, date]:
    """What still lasts is drawn to the day of the picture, or to the picture's end."""
    last = as_of or scale.last
    if first is not None and first > last:
        last = first
    return last, last


def _end_days(end: Edtf | None) -> tuple[date | None, date | None]:
    """The first and the last day on which it may have ended."""
    return (None, None) if end is None else end.fuzzy


def _fill_lane(
    key: str, shapes: list[_Shape], top: int, scale: Scale, measure: Measure, style: Style
) -> tuple[Lane, list[Bar | Point], list[TimelineItem]]:
    """Give every shape of a lane a row; see the module for how."""
    wanted = [(shape, _label(shape, scale, measure, style)) for shape in shapes]
    wanted.sort(key=lambda pair: (_left(*pair), pair[0].end, pair[0].item.id))
    rows = Rows(style.gap)
    placed: list[Bar | Point] = []
    newest: dict[int, int] = {}
    most = style.most_rows(key)
    left_out = []
    for shape, label in wanted:
        row = rows.free_at(_left(shape, label))
        if row is None and label is not None and not label.inside and rows.count >= style.label_rows:
            # No new row for a label's sake: the mark without it may still fit where its label did not.
            label = None
            row = rows.free_later(shape.x)
        if row is None:
            if most is None or rows.count < most:
                row = rows.open()
            else:
                # A mark says more than words: its own, or those of the one before it.
                if label is not None and _left(shape, label) < shape.x:
                    label, row = None, rows.free_later(shape.x)
                if row is None and (row := rows.free_without_words(shape.x)) is not None:
                    placed[newest[row]] = replace(placed[newest[row]], label=None)
                if row is None:
                    left_out.append(shape.item)
                    continue
        rows.take(row, shape.end, max(shape.end, label.x + label.width if label else shape.end))
        newest[row] = len(placed)
        placed.append(_mark(shape, top + row, label))
    return Lane(key, top, rows.count, len(left_out)), placed, left_out


def _left(shape: _Shape, label: Label | None) -> float:
    return shape.x if label is None else min(shape.x, label.x)


def _label(shape: _Shape, scale: Scale, measure: Measure, style: Style) -> Label | None:
    """Where the text would stand: on its bar, else to the right, else to the left, else nowhere."""
    text = shape.item.label
    if not text:
        return None
    width = measure(text)
    if shape.is_bar and width + 2 * style.pad <= shape.end - shape.x:
        return Label(text, shape.x + style.pad, width, inside=True)
    right = scale.right - shape.end - style.pad
    left = shape.x - style.pad - scale.left
    text = shortened(text, min(style.longest_label, max(right, left)), measure)
    if not text:
        return None
    width = measure(text)
    if width <= right:
        return Label(text, shape.end + style.pad, width)
    return Label(text, shape.x - style.pad - width, width)


def _mark(shape: _Shape, row: int, label: Label | None) -> Bar | Point:
    if not shape.is_bar:
        return Point(shape.item, row, shape.at, shape.sure, label)
    return Bar(
        item=shape.item,
        row=row,
        x=shape.x,
        end=shape.end,
        sure=shape.sure,
        start_uncertain=shape.start_uncertain,
        end_uncertain=shape.end_uncertain,
        open_end=shape.open_end,
        cut_left=shape.cut_left,
        cut_right=shape.cut_right,
        label=label,
    )
