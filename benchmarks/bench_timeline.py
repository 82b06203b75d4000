"""A timeline of 10,000 things and 200 landmarks: laid out, zoomed and moved, against bare rectangles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.harness import Contest, Contestant, Size
from kzcase.dates.edtf import Edtf
from kzcase.timeline.item import Landmark, TimelineItem
from kzcase.timeline.layout import Timeline, lay_out, span_of
from kzcase.timeline.scale import Scale

DAY = date(2026, 11, 22)
LANES = ("detention", "prosecution", "restriction", "letter", "event")
PER_DAY = 1.5


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Laying out, and the frames of moving and zooming."""
    largest = size.of(100_000, least=1_000)
    for count in (largest // 100, largest // 10, largest):
        yield _layout(count, size)
    yield from _frames(size.of(10_000, least=500), size)


def story(count: int) -> list[TimelineItem]:
    """So many fictional things in twenty-five years; half of them last."""
    chance = Random(7)
    made = []
    for number in range(count):
        start = date(2001, 1, 1) + timedelta(days=chance.randrange(9_100))
        lane = LANES[number % len(LANES)]
        lasts = lane in LANES[:3]
        end = Edtf.of(start + timedelta(days=chance.randrange(10, 900))) if lasts else None
        made.append(TimelineItem(str(number), lane, lane, f"fictional {lane} {number}", Edtf.of(start), end))
    return made


def political(count: int) -> tuple[Landmark, ...]:
    """So many fictional days that matter to every lane."""
    chance = Random(11)
    days = [date(2001, 1, 1) + timedelta(days=chance.randrange(9_100)) for _ in range(count)]
    return tuple(
        Landmark(str(place), "event", f"fictional decree {place}", Edtf.of(day))
        for place, day in enumerate(days)
    )


def _laid_out(items: list[TimelineItem]) -> Timeline:
    first, last = span_of(items, DAY)
    return lay_out(
        items,
        Scale(first, last, PER_DAY * ((last - first).days + 1)),
        lambda text: 6.0 * len(text),
        as_of=DAY,
        lanes=LANES,
    )


def _layout(count: int, size: Size) -> Contest:
    items = story(count)
    tenth = story(max(count // 10, 1))
    return Contest(
        name=f"lay out {count} things",
        ours=Contestant("lay_out", lambda: _laid_out(items)),
        floor=Contestant("sorting them", lambda: sorted(items, key=lambda one: (str(one.start), one.id))),
        rival=Contestant("a tenth of them", lambda: _laid_out(tenth)),
        rounds=size.of(10, least=3),
        asked="n log n: some 10 to 12 x a tenth of them",
    )


def _frames(count: int, size: Size) -> Iterator[Contest]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter

    from kzcase.settings import Settings
    from kzcase.timeline.chart import Chart
    from kzcase.timeline.viewport import Viewport
    from kzcase.ui import theme
    from kzcase.ui.common.constants import keep_alive
    from kzcase.ui.common.timeline.geometry import Geometry
    from kzcase.ui.common.timeline.painting import paint
    from kzcase.ui.common.timeline.scene import Scene
    from kzcase.ui.main import application

    keep_alive()
    look = theme.apply(application(), Settings(theme="light"))
    items = story(count)
    chart = Chart(_laid_out(items))
    geometry = Geometry(chart.picture, 20.0, 40.0)
    first, last = span_of(items, DAY)
    days = political(200)
    image = QImage(1366, 700, QImage.Format.Format_ARGB32_Premultiplied)
    seen = [Viewport.fitting(first, last, 1258.0)]

    def scene() -> Scene:
        return Scene(
            chart=chart,
            viewport=seen[0],
            geometry=geometry,
            left=108.0,
            rise=14.0,
            scroll=geometry.height / 3,
            width=1366.0,
            height=700.0,
            as_of=DAY,
            language="en",
            names={},
            titles={},
            landmarks=days,
        )

    def frame() -> None:
        painter = QPainter(image)
        paint(painter, scene(), look)
        painter.end()

    def moved() -> None:
        seen[0] = seen[0].moved(9.0 if seen[0].end < last.toordinal() else -1e6)
        frame()

    def zoomed() -> None:
        seen[0] = seen[0].zoomed(1.02, 600.0)
        frame()

    def bare() -> None:
        now = scene()
        rows = geometry.rows_between(now.scroll, now.scroll + now.height)
        boxes = [now.box(mark) for mark in chart.between(now.place(108.0), now.place(1366.0), rows)]
        painter = QPainter(image)
        painter.fillRect(QRectF(0, 0, 1366, 700), QColor("#ffffff"))
        painter.setBrush(QColor("#d3e6e8"))
        painter.drawRects(boxes)
        painter.end()

    for name, factor, work in (
        (f"a frame of {count} things, all years seen, while moving", 1.0, moved),
        (f"a frame of {count} things, a few years seen, while moving", 6.0, moved),
        (f"a frame of {count} things while zooming in", 1.0, zoomed),
    ):
        seen[0] = Viewport.fitting(first, last, 1258.0).zoomed(factor, 600.0)
        yield Contest(
            name=name,
            ours=Contestant("paint", work),
            floor=Contestant("finding them and bare rectangles", bare),
            rounds=size.of(60, least=5),
            asked="16 ms a frame at the 95th percentile",
        )
