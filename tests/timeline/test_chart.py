from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf
from kzcase.timeline.chart import Chart, Mark, key_of
from kzcase.timeline.item import TimelineItem
from kzcase.timeline.layout import Bar, Style, lay_out
from kzcase.timeline.scale import Scale

FIRST = date(2016, 1, 1)
SCALE = Scale(FIRST, date(2025, 12, 31), 3000.0)


def item(number: int, start: int, lasts: int, label: str, lane: str) -> TimelineItem:
    first = FIRST + timedelta(days=start)
    end = Edtf.of(first + timedelta(days=lasts)) if lasts else None
    return TimelineItem(str(number), "event", lane, label, Edtf.of(first), end)


stories = st.lists(
    st.tuples(
        st.integers(0, 3600),
        st.integers(0, 900),
        st.text("абвgh ", max_size=12),
        st.sampled_from(("a", "p1/a", "p1/b")),
    ),
    max_size=60,
).map(lambda rows: [item(number, *row) for number, row in enumerate(rows)])


def chart(items: list[TimelineItem], style: Style | None = None) -> Chart:
    return Chart(lay_out(items, SCALE, lambda text: 6.0 * len(text), style=style))


def extent(mark: Mark) -> tuple[float, float]:
    left, right = (mark.x, mark.end) if isinstance(mark, Bar) else (mark.x, mark.x)
    if mark.label:
        left, right = min(left, mark.label.x), max(right, mark.label.x + mark.label.width)
    return left, right


@given(stories, st.floats(0, 3000), st.floats(1, 1500), st.integers(0, 6), st.integers(1, 8))
def test_a_window_finds_exactly_the_marks_that_lie_in_it(
    items: list[TimelineItem], left: float, width: float, row: int, rows: int
) -> None:
    found = chart(items)
    window = range(row, row + rows)
    picture = found.picture
    expected = {
        key_of(mark)
        for mark in (*picture.bars, *picture.points)
        if mark.row in window and extent(mark)[1] > left and extent(mark)[0] < left + width
    }
    assert {key_of(mark) for mark in found.between(left, left + width, window)} == expected


@given(stories)
def test_stepping_goes_through_every_mark_once_in_the_order_of_time_and_back(
    items: list[TimelineItem],
) -> None:
    found = chart(items)
    way, mark = [], found.next_to(None, 1)
    while mark is not None and (not way or key_of(mark) != way[-1]):
        way.append(key_of(mark))
        mark = found.next_to(way[-1], 1)
    assert way == [key_of(one) for one in found.in_time]
    assert [one.x for one in found.in_time] == sorted(one.x for one in found.in_time)
    for number, key in enumerate(way):
        before = found.next_to(key, -1)
        assert before is not None
        assert key_of(before) == way[max(number - 1, 0)]


@given(stories)
def test_what_is_under_a_place_is_the_mark_painted_there(items: list[TimelineItem]) -> None:
    found = chart(items)
    for mark in found.in_time:
        left, right = extent(mark)
        under = found.at((left + right) / 2, mark.row, 0.5)
        assert under is not None
        assert key_of(under) == key_of(mark)
        assert found.of(key_of(mark)) is mark


def test_nothing_is_found_where_nothing_is() -> None:
    empty = chart([])
    assert empty.at(5, 0, 3) is None
    assert empty.next_to(None, 1) is None
    assert list(empty.between(0, 3000, range(10))) == []
    one = chart([item(1, 100, 0, "", "a")])
    assert one.at(2900, 0, 3) is None
    assert one.of(("b", "1")) is None


def test_a_record_may_stand_in_the_lanes_of_two_people() -> None:
    letter = item(7, 500, 0, "letter", "p1/letter")
    both = [letter, TimelineItem("7", "letter", "p2/letter", "letter", letter.start)]
    found = chart(both)
    assert [key_of(one) for one in found.in_time] == [("p1/letter", "7"), ("p2/letter", "7")]
