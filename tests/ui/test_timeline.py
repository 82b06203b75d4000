from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from kzcase.dates.edtf import parse_edtf
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.timeline.chart import key_of
from kzcase.timeline.item import OVER, UNSURE, WAITING, Landmark, TimelineItem
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.timeline.canvas import AT_ONCE
from kzcase.ui.common.timeline.view import TimelineView
from kzcase.ui.papers.briefpage import BriefPage
from kzcase.ui.timeline.timelinepage import TimelinePage

DAY = date(2026, 11, 22)


def item(
    name: str, lane: str, start: str, end: str | None = None, *, kind: str = "", lasts: bool = False
) -> TimelineItem:
    return TimelineItem(
        name, kind or lane, lane, name, parse_edtf(start), parse_edtf(end) if end else None, open_end=lasts
    )


STORY = (
    item("arrest", "detention", "2019-03-01", "2019-04-01"),
    item("trial", "prosecution", "2019-03-05", "2021-02/2021-05"),
    item("ban", "restriction", "2021-05-05", lasts=True),
    item("appeal", "letter", "2019-03-10"),
    item("threat", "event", "2020"),
)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> TimelineView:
    made = TimelineView(desk)
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    qtbot.waitExposed(made)
    made.show_items(STORY, DAY)
    return made


def names(view: TimelineView) -> list[str]:
    return [mark.item.label for mark in view._chart.in_time] if view._chart is not None else []


def wheel(view: TimelineView, x: float, turn: int, modifier: Qt.KeyboardModifier) -> None:
    place = QPointF(x, 50)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def seen(view: TimelineView) -> tuple[date, date]:
    window = view.window_of_days
    assert window is not None
    return date.fromordinal(int(window.start)), date.fromordinal(int(window.end))


def test_everything_is_seen_at_first_and_again_with_0(qtbot: QtBot, view: TimelineView) -> None:
    assert seen(view)[0] <= date(2019, 3, 1)
    assert seen(view)[1] >= DAY
    view.setFocus()
    for _ in range(10):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    first, last = seen(view)
    assert (last - first).days < 400
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.window_of_days is not None
    assert view.window_of_days.fits


def test_the_wheel_with_ctrl_zooms_around_the_pointer_and_with_shift_moves(view: TimelineView) -> None:
    window = view.window_of_days
    assert window is not None
    x = 600.0
    day = window.day(x - view._left)
    for _ in range(8):
        wheel(view, x, 120, Qt.KeyboardModifier.ControlModifier)
    nearer = view.window_of_days
    assert nearer is not None
    assert nearer.per_day > 5 * window.per_day
    assert nearer.day(x - view._left) == pytest.approx(day, abs=0.1)
    wheel(view, x, -120, Qt.KeyboardModifier.ShiftModifier)
    assert view.window_of_days is not None
    assert view.window_of_days.start > nearer.start


def test_arrows_step_through_the_marks_in_the_order_of_time_and_enter_opens(
    qtbot: QtBot, view: TimelineView
) -> None:
    view.setFocus()
    order = ["arrest", "trial", "appeal", "threat", "ban"]
    assert names(view) == order
    for name in order:
        qtbot.keyClick(view, Qt.Key.Key_Right)
        assert view.focused is not None
        assert view.focused.item.label == name
        assert name in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    with qtbot.waitSignal(view.chosen) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["detention", "arrest"]


def test_the_mark_in_focus_is_brought_into_the_window(qtbot: QtBot, view: TimelineView) -> None:
    view.setFocus()
    view.zoom(60, 10)
    qtbot.keyClick(view, Qt.Key.Key_End)
    first, last = seen(view)
    assert first <= date(2021, 5, 5) <= last


def test_a_click_opens_and_a_drag_moves_without_opening(qtbot: QtBot, view: TimelineView) -> None:
    view.zoom(3, 300)
    mark = view._chart.of(("restriction", "ban"))  # type: ignore[union-attr]
    assert mark is not None
    place = view.tip_place(mark)
    opened: list[tuple[str, str]] = []
    view.chosen.connect(lambda kind, one: opened.append((kind, one)))
    before = seen(view)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(view.viewport(), place - QPoint(40, 0))
    QTest.mouseMove(view.viewport(), place - QPoint(80, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(80, 0))
    assert opened == []
    assert seen(view) > before
    mark = view._chart.of(("restriction", "ban"))  # type: ignore[union-attr]
    assert mark is not None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.tip_place(mark))
    assert opened == [("restriction", "ban")]


def test_what_is_under_the_mouse_is_told_with_how_sure_it_is(qtbot: QtBot, view: TimelineView) -> None:
    mark = view._chart.of(("prosecution", "trial"))  # type: ignore[union-attr]
    assert mark is not None
    place = view.tip_place(mark)
    QApplication.sendEvent(
        view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    )
    qtbot.waitUntil(lambda: "only possible" in QToolTip.text())
    assert "5 Mar 2019" in QToolTip.text()
    assert "still lasts" in view.said(view._chart.of(("restriction", "ban")))  # type: ignore[union-attr, arg-type]
    looks = [replace(STORY[3], state=WAITING), replace(STORY[0], state=UNSURE), replace(STORY[2], state=OVER)]
    view.show_items(looks, DAY)
    assert [view.said(mark).splitlines()[-1] for mark in view._chart.in_time] == [  # type: ignore[union-attr]
        "the hatched part is only possible",
        "not answered",
        "5 May 2021 – still lasts",
    ]


def test_lanes_can_be_left_out_and_people_stand_in_groups(qtbot: QtBot, view: TimelineView) -> None:
    view.hide_lanes(frozenset({"letter", "event"}))
    assert names(view) == ["arrest", "trial", "ban"]
    view.hide_lanes(frozenset())
    people = [replace(one, lane=f"{who}/{one.lane}") for who in ("b", "a") for one in STORY]
    view.show_items(people, DAY, titles={"b": "Beta", "a": "Alpha"})
    assert view._geometry is not None
    assert [one.group for one in view._geometry.headings] == ["b", "a"]
    with qtbot.waitSignal(view.group_chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert chosen.args == ["b"]


def test_a_landmark_is_drawn_named_and_opened(qtbot: QtBot, view: TimelineView) -> None:
    view.show_items(STORY, DAY, landmarks=[Landmark("e1", "event", "Election", parse_edtf("2022-11-20"))])
    window = view.window_of_days
    assert window is not None
    x = round(view._left + window.x(date(2022, 11, 20).toordinal()))
    with qtbot.waitSignal(view.chosen) as opened:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    assert opened.args == ["event", "e1"]
    assert view._said_of(view._landmark_at(x)) == "Election\n20 Nov 2022"


@pytest.mark.parametrize(("scale", "rows", "of_limits"), [(100, 2, 5), (200, 1, 3)])
def test_the_small_picture_shows_what_is_in_force_and_stays_small_with_large_text(
    qtbot: QtBot, desk: Desk, scale: int, rows: int, of_limits: int
) -> None:
    desk.look.theme.scale = scale
    small = TimelineView(desk, compact=True)
    qtbot.addWidget(small)
    small.resize(1000, 300)
    small.show_items(
        [
            item(f"{lane}{n}", lane, "2021-05-05", "2024-05-05")
            for lane in ("restriction", "detention")
            for n in range(9)
        ],
        DAY,
    )
    assert small.picture is not None
    assert [(lane.rows, lane.hidden) for lane in small.picture.lanes] == [
        (rows, 9 - rows),
        (of_limits, 9 - of_limits),
    ]


def test_d_goes_to_the_next_landmark_and_enter_opens_it(qtbot: QtBot, view: TimelineView) -> None:
    days = [Landmark(day, "event", f"Day {day}", parse_edtf(day)) for day in ("2022-11-20", "2019-06-09")]
    view.show_items(STORY, DAY, landmarks=days)
    view.setFocus()
    told = []
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_D)
        told.append(view.accessibleDescription().partition("\n")[0])
    assert told == ["Day 2019-06-09", "Day 2022-11-20", "Day 2022-11-20", "Day 2022-11-20"]
    QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    view.grab()
    with qtbot.waitSignal(view.chosen) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["event", "2019-06-09"]
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.landmark is None
    with qtbot.waitSignal(view.chosen) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["detention", "arrest"]
    view.show_items(STORY, DAY)
    QTest.keyClick(view, Qt.Key.Key_D)
    assert view.landmark is None


def test_many_items_are_laid_out_beside_the_window_and_seen_meanwhile(
    qtbot: QtBot, desk: Desk, view: TimelineView
) -> None:
    many = [
        item(f"i{number}", "event", f"20{10 + number % 15}-0{1 + number % 9}-11")
        for number in range(AT_ONCE + 50)
    ]
    view.show_items(many, DAY)
    qtbot.waitUntil(lambda: len(names(view)) == len(many), timeout=20_000)
    before = view.picture
    view.zoom(4, 300)
    assert view.picture is before
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    qtbot.waitUntil(lambda: view.picture is not before, timeout=20_000)
    assert view.picture is not None
    assert view.window_of_days is not None
    assert view.picture.scale.per_day == pytest.approx(view.window_of_days.per_day)


def test_marks_are_painted_where_they_are_found(view: TimelineView) -> None:
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    view.viewport().render(image)
    assert view._chart is not None
    for mark in view._chart.in_time:
        place = view.tip_place(mark)
        under = view._mark_at(QPointF(place))
        assert under is not None
        assert key_of(under) == key_of(mark)
    ban = view._chart.of(("restriction", "ban"))
    assert ban is not None
    here = view._scene().box(ban)
    assert image.pixelColor(round(here.right()) - 6, round(here.center().y())).name() == "#d3e6e8"


# --- the area ----------------------------------------------------------------------------------------


def made(office: Office, kind: str, /, **fields: Any) -> str:
    return records.save(office, Draft(kind, records.new_id(), fields)).id


@pytest.fixture
def people(office: Office) -> tuple[str, str]:
    both = []
    for family in ("Sampleuly", "Modeluly"):
        one = made(office, "person", occupation="nurse")
        made(office, "name", person=one, parts={"family": family, "given": "Almas"})
        made(
            office,
            "restriction",
            person=one,
            kind="deprivation_of_right",
            in_force="2025-05-05",
            claimed_end="2027-05-05",
        )
        both.append(one)
    made(
        office,
        "letter",
        direction="out",
        subject="Appeal",
        sent="2025-08-01",
        persons=frozenset(both),
    )
    return both[0], both[1]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Callable[..., TimelinePage]:
    def shown(*chosen: str) -> TimelinePage:
        made = TimelinePage(desk, chosen)
        qtbot.addWidget(made)
        made.resize(1100, 600)
        made.show()
        qtbot.waitUntil(lambda: not desk.worker.busy, timeout=20_000)
        return made

    return shown


def test_the_area_says_what_to_do_before_anyone_is_chosen(
    qtbot: QtBot, page: Callable[..., TimelinePage], people: tuple[str, str], desk: Desk
) -> None:
    empty = page()
    assert "Type the name" in empty._said.text()
    assert empty.people == ()
    empty.show_in_force()
    qtbot.waitUntil(lambda: set(empty.people) == set(people), timeout=20_000)
    assert empty._stack.currentWidget() is empty.view


def test_letters_can_be_drawn_through_all_lanes(
    qtbot: QtBot, page: Callable[..., TimelinePage], people: tuple[str, str], desk: Desk
) -> None:
    both = page(*people)
    qtbot.waitUntil(lambda: len(names(both.view)) == 4, timeout=20_000)
    assert both.view._told.landmarks == ()
    both._across.click()
    assert [mark.label for mark in both.view._told.landmarks] == ["Appeal"]


def test_the_picture_follows_what_changed(
    qtbot: QtBot, page: Callable[..., TimelinePage], people: tuple[str, str], office: Office
) -> None:
    one = page(people[0])
    qtbot.waitUntil(lambda: len(names(one.view)) == 2, timeout=20_000)
    made(office, "event", title="Threat", date="2026-01-02", persons=frozenset({people[0]}))
    qtbot.waitUntil(lambda: "Threat" in names(one.view), timeout=20_000)


def test_someone_without_dates_is_said_to_have_none(
    page: Callable[..., TimelinePage], office: Office
) -> None:
    assert "Nothing with a date" in page(made(office, "person", occupation="nurse"))._said.text()


def test_the_picture_is_printed_as_a_paper_of_timelines_about_the_same_people(
    qtbot: QtBot, page: Callable[..., TimelinePage], people: tuple[str, str], desk: Desk
) -> None:
    both = page(*people)
    qtbot.waitUntil(lambda: both.view.has_items, timeout=20_000)
    asked: list[object] = []
    both.paper_requested.connect(asked.append)
    both.printing.click()
    next(one for one in both.offers() if "Print" in one.words).run()
    assert asked == [people, people]
    paper = BriefPage(desk, people, both.paper)
    qtbot.addWidget(paper)
    assert paper.template.currentData() == "timeline"
    qtbot.waitUntil(lambda: not desk.worker.busy, timeout=20_000)


def test_nobody_is_printed_while_nobody_is_chosen(page: Callable[..., TimelinePage]) -> None:
    empty = page()
    asked: list[object] = []
    empty.paper_requested.connect(asked.append)
    empty.make_paper()
    assert asked == []
