"""A timeline laid out and painted in a window of days; what the mouse and the keys do is told elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from kzcase.timeline.chart import Chart, Key, Mark, key_of
from kzcase.timeline.flags import lines_above
from kzcase.timeline.item import Landmark, TimelineItem
from kzcase.timeline.layout import Style, Timeline, span_of
from kzcase.timeline.scale import Scale
from kzcase.timeline.viewport import Viewport
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.timeline.geometry import Geometry
from kzcase.ui.common.timeline.laying import Told, chart_of, days_of
from kzcase.ui.common.timeline.painting import paint
from kzcase.ui.common.timeline.scene import Scene
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID, Size

LANES = ("detention", "prosecution", "restriction", "letter", "event")
FEW = Style(max_rows=2, label_rows=2, rows_of={"restriction": 5})
"""Rows of a lane in the small picture on a person's page: what is in force is seen at a glance."""
FEWER = Style(max_rows=1, label_rows=1, rows_of={"restriction": 3})
"""The same where text is so large that a screen has few lines."""
_LARGE = 150
AT_ONCE = 400
"""So many items are laid out within a frame; more are laid out beside the window."""
_LEFT = 108
_REACH = 5.0
_PAUSE = 80
"""Milliseconds after which a picture that was stretched is laid out anew."""


class TimelineCanvas(QAbstractScrollArea):
    """A picture of what happened when, and which mark is where in it.

    `compact` is the small one on a person's page: as high as it needs, two rows
    a lane, more for restrictions. Otherwise it scrolls, and has every row.
    """

    def __init__(self, desk: Desk, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = desk.look.theme
        self._language = desk.language
        self._compact = compact
        self._few = FEWER if self._theme.scale > _LARGE else FEW
        self._told = Told()
        self._hidden: frozenset[str] = frozenset()
        self._chart: Chart | None = None
        self._geometry: Geometry | None = None
        self._viewport: Viewport | None = None
        self._focused: Key | None = None
        self._hovered: Key | None = None
        self._date: Landmark | None = None
        font = self._theme.font(Size.SMALL)
        self._metrics = QFontMetricsF(font)
        self._row = round(self._metrics.height() + 5)
        self._left = round(_LEFT * self._theme.scale / 100)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._lay_out_beside)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if compact:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(QCoreApplication.translate("TimelineView", "Timeline"))
        translate = QCoreApplication.translate
        self._names: Mapping[str, str] = {
            "detention": translate("TimelineView", "detention"),
            "prosecution": translate("TimelineView", "prosecution"),
            "restriction": translate("TimelineView", "restrictions"),
            "letter": translate("TimelineView", "letters"),
            "event": translate("TimelineView", "events"),
        }

    # --- what it shows -------------------------------------------------------------------------------

    @property
    def has_items(self) -> bool:
        """Whether there is anything to paint."""
        return bool(self._told.items)

    @property
    def picture(self) -> Timeline | None:
        """What is painted, as it was last laid out."""
        return self._chart.picture if self._chart is not None else None

    @property
    def window_of_days(self) -> Viewport | None:
        """The days that are seen."""
        return self._viewport

    @property
    def focused(self) -> Mark | None:
        """The mark on which the keyboard is."""
        return self._chart.of(self._focused) if self._chart is not None and self._focused else None

    @property
    def landmark(self) -> Landmark | None:
        """The landmark on which the keyboard is, if it is on none of the marks."""
        return self._date if self._date in self._told.landmarks else None

    def show_items(
        self,
        items: Sequence[TimelineItem],
        as_of: date,
        *,
        titles: Mapping[str, str] | None = None,
        landmarks: Sequence[Landmark] = (),
    ) -> None:
        """Paint these, as they stand on a day. Lanes may be named `GROUP/LANE`; `titles` names the groups."""
        self._told = Told(tuple(items), as_of, tuple((titles or {}).items()), tuple(landmarks))
        self._begin_anew(keep=self._viewport)

    def hide_lanes(self, lanes: frozenset[str]) -> None:
        """Leave these lanes out of the picture."""
        if lanes != self._hidden:
            self._hidden = lanes
            self._begin_anew(keep=self._viewport)

    # --- zooming and moving --------------------------------------------------------------------------

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Make days wider or narrower around a place: by itself the mark in focus, or the middle."""
        if self._viewport is None:
            return
        if at is None:
            mark = self.focused
            place = self._scene().box(mark).center().x() - self._left if mark is not None else -1.0
            at = place if 0 <= place <= self._viewport.width else self._viewport.width / 2
        self._see(self._viewport.zoomed(factor, at))

    def fit(self) -> None:
        """See everything."""
        if self._viewport is not None:
            span = self._span()
            self._see(Viewport.fitting(*span, self._viewport.width))

    def move_by(self, pixels: float) -> None:
        """See what is to the right (to the left if negative)."""
        if self._viewport is not None:
            self._see(self._viewport.moved(pixels))

    def go(self, step: int) -> None:
        """Put the keyboard on the mark `step` places later in time."""
        if self._chart is not None and (mark := self._chart.next_to(self._focused, step)) is not None:
            self.focus_on(mark)

    def go_to_date(self, step: int) -> None:
        """Put the keyboard on the landmark `step` places later in time, and bring it into the window."""
        dates = sorted(self._told.landmarks, key=lambda one: (one.ordinal, one.id))
        if not dates or self._viewport is None:
            return
        if self.landmark is None:
            self._date = dates[0 if step > 0 else -1]
        else:
            place = dates.index(self.landmark) + step
            self._date = dates[min(max(place, 0), len(dates) - 1)]
        first, last = self._date.spread or (self._date.ordinal, self._date.ordinal)
        self._see(self._viewport.bringing(first, last + 1, 3 * GRID))

    # --- Qt's ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another picture."""
        super().resizeEvent(event)
        width = self._days_width()
        if self._viewport is None or width <= 0:
            self._begin_anew(keep=None)
        elif width != self._viewport.width:
            self._see(self._viewport.widened(width))
        self._measure_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        if self._chart is None or self._geometry is None or self._viewport is None:
            painter.fillRect(self.viewport().rect(), QColor(self._theme.colours.raised))
            return
        paint(painter, self._scene(), self._theme)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is painted anew: names and years stay where they are."""
        self.viewport().update()

    # --- laying out -----------------------------------------------------------------------------------

    def _span(self) -> tuple[date, date]:
        return span_of(self._told.items, self._told.as_of)

    def _days_width(self) -> float:
        return float(self.viewport().width() - self._left - 2 * GRID)

    def _items(self) -> tuple[TimelineItem, ...]:
        if not self._hidden:
            return self._told.items
        return tuple(item for item in self._told.items if item.lane.rpartition("/")[2] not in self._hidden)

    def _begin_anew(self, keep: Viewport | None) -> None:
        """There is something else to show: in the same window of days, if it was not all."""
        width = self._days_width()
        if not self.has_items or width < 80:
            self._chart = self._geometry = None
            self._viewport = None
            self.viewport().update()
            return
        first, last = self._span()
        made = Viewport.fitting(first, last, width)
        if keep is not None and not keep.fits:
            made = made.zoomed(keep.per_day / made.per_day, 0).moved(0)
            made = made.moved((keep.start - made.start) * made.per_day)
        self._viewport = made
        self._lay_out()

    def _see(self, viewport: Viewport) -> None:
        before, self._viewport = self._viewport, viewport
        if before is None or before.per_day != viewport.per_day or self._chart is None:
            self._lay_out()
        self.viewport().update()

    def _lay_out(self) -> None:
        """Lay out anew: at once if that takes less than a frame, else when the zooming pauses."""
        if self._viewport is None:
            return
        if len(self._told.items) <= AT_ONCE:
            self._latest.forget()
            self._take(self._work()())
        elif self._chart is None:
            self._lay_out_beside()
        else:
            self._timer.start()

    def _lay_out_beside(self) -> None:
        if self._viewport is not None:
            self._latest.ask(self._work())

    def _work(self) -> partial[Chart]:
        assert self._viewport is not None
        items = self._items()
        letters = {letter for item in items for letter in item.label} | set("…0123456789")
        widths = {letter: self._metrics.horizontalAdvance(letter) for letter in letters}
        style = self._few if self._compact else Style()
        groups = dict.fromkeys(item.lane.rpartition("/")[0] for item in items)
        order = dict(self._told.titles) or groups
        lanes = tuple(f"{group}/{lane}" if group else lane for group in order for lane in LANES)
        return partial(
            chart_of,
            items,
            Scale(*self._span(), self._viewport.per_day * days_of(self._span())),
            widths,
            self._told.as_of,
            lanes,
            style,
            self._language,
        )

    def _take(self, chart: Chart) -> None:
        self._chart = chart
        above = self._row * lines_above(self._told.landmarks)
        self._geometry = Geometry(chart.picture, self._row, above or GRID / 2)
        self._measure_height()
        self.viewport().update()

    def _measure_height(self) -> None:
        if self._geometry is None:
            return
        needed = self._geometry.height + self._row
        if self._compact:
            self.setFixedHeight(round(needed))
        else:
            bar = self.verticalScrollBar()
            seen = self.viewport().height()
            bar.setRange(0, max(0, round(needed - seen)))
            bar.setPageStep(max(1, seen - self._row))
            bar.setSingleStep(self._row)

    # --- what is where --------------------------------------------------------------------------------

    def _scene(self) -> Scene:
        assert self._chart is not None
        assert self._geometry is not None
        assert self._viewport is not None
        return Scene(
            chart=self._chart,
            viewport=self._viewport,
            geometry=self._geometry,
            left=self._left,
            rise=(self._row + self._metrics.ascent() - self._metrics.descent()) / 2,
            scroll=self.verticalScrollBar().value(),
            width=self.viewport().width(),
            height=self.viewport().height(),
            as_of=self._told.as_of,
            language=self._language,
            names=self._names,
            titles=dict(self._told.titles),
            landmarks=self._told.landmarks,
            focused=self._focused if self.hasFocus() else None,
            hovered=self._hovered,
            chosen=self.landmark if self.hasFocus() else None,
        )

    def _mark_at(self, place: QPointF) -> Mark | None:
        if self._chart is None or self._geometry is None or place.x() < self._left:
            return None
        if place.y() >= self.viewport().height() - self._row:
            return None
        scene = self._scene()
        row = self._geometry.row_at(place.y() + scene.scroll)
        if row is None:
            return None
        return self._chart.at(scene.place(place.x()), row, _REACH / scene.stretch)

    def _group_at(self, place: QPointF) -> str:
        if self._geometry is None:
            return ""
        heading = self._geometry.heading_at(place.y() + self.verticalScrollBar().value())
        return heading.group if heading is not None else ""

    def _landmark_at(self, x: int) -> Landmark | None:
        if self._viewport is None:
            return None
        place, found = x - self._left, []
        for one in self._told.landmarks:
            first, last = one.spread or (one.ordinal, one.ordinal - 1)
            away = max(self._viewport.x(first) - place, place - self._viewport.x(last + 1), 0.0)
            if away <= _REACH:
                found.append((away, one.ordinal, one))
        return min(found, key=lambda near: near[:2])[2] if found else None

    def _hover(self, key: Key | None) -> None:
        if key != self._hovered:
            self._hovered = key
            self.viewport().update()

    def focus_on(self, mark: Mark) -> None:
        """Put the keyboard on a mark and bring it into the window."""
        self._focused, self._date = key_of(mark), None
        if self._viewport is not None and self._geometry is not None:
            scene = self._scene()
            box = scene.box(mark)
            first = self._viewport.day(box.left() - self._left)
            last = self._viewport.day(box.right() - self._left)
            self._see(self._viewport.bringing(first, last, 3 * GRID))
            top = round(self._geometry.top(mark.row))
            bar, seen = self.verticalScrollBar(), self.viewport().height() - 2 * self._row
            if top < bar.value():
                bar.setValue(top)
            elif top > bar.value() + seen:
                bar.setValue(top - seen)
        self.viewport().update()

    def tip_place(self, mark: Mark) -> QPoint:
        """Where a mark is in the window (for tests)."""
        return self._scene().box(mark).center().toPoint()
