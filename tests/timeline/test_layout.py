from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edge, Edtf, Moment, parse_edtf
from kzcase.timeline.item import TimelineItem
from kzcase.timeline.layout import Bar, Point, Style, Timeline, lay_out, span_of
from kzcase.timeline.scale import Scale

SCALE = Scale(date(2016, 1, 1), date(2025, 12, 31), 1000.0)
TODAY = date(2021, 7, 22)


def measure(text: str) -> float:
    return 6.0 * len(text)


def item(
    start: str | None,
    end: str | None = None,
    *,
    name: str = "x",
    label: str = "",
    lane: str = "a",
    lasts: bool = False,
) -> TimelineItem:
    return TimelineItem(
        name,
        "restriction",
        lane,
        label,
        parse_edtf(start) if start else None,
        parse_edtf(end) if end else None,
        open_end=lasts,
    )


def only_bar(one: TimelineItem) -> Bar:
    [bar] = lay_out([one], SCALE, measure, as_of=TODAY).bars
    return bar


def only_point(one: TimelineItem) -> Point:
    [point] = lay_out([one], SCALE, measure, as_of=TODAY).points
    return point


def test_a_bar_runs_from_its_first_day_to_the_end_of_its_last() -> None:
    bar = only_bar(item("2017-10-05", "2021-10-05"))
    assert (bar.x, bar.end) == (SCALE.x(date(2017, 10, 5)), SCALE.x(date(2021, 10, 6)))
    assert bar.sure == (bar.x, bar.end)
    assert not any((bar.start_uncertain, bar.end_uncertain, bar.open_end, bar.cut_left, bar.cut_right))


def test_an_uncertain_end_is_drawn_over_all_its_days_and_marked() -> None:
    bar = only_bar(item("2017-10-05", "2021-10-05/2021-11-09"))
    assert bar.end == SCALE.x(date(2021, 11, 10))
    assert bar.sure == (bar.x, SCALE.x(date(2021, 10, 6)))
    assert (bar.start_uncertain, bar.end_uncertain) == (False, True)


def test_an_end_only_known_to_lie_after_a_day_fades_to_the_edge() -> None:
    bar = only_bar(item("2020-08-12", "2022-02-12/.."))
    assert bar.end == SCALE.right
    assert bar.sure == (bar.x, SCALE.x(date(2022, 2, 13)))
    assert bar.end_uncertain


def test_dates_that_leave_nothing_sure_have_no_sure_part() -> None:
    bar = only_bar(item("2017", "2017-06"))
    assert bar.sure is None
    assert bar.start_uncertain
    assert bar.end_uncertain


def test_a_missing_start_is_uncertain_from_the_edge() -> None:
    bar = only_bar(item(None, "2021-10-05"))
    assert (bar.x, bar.start_uncertain, bar.sure) == (SCALE.left, True, None)


def test_what_still_lasts_is_drawn_to_the_day_of_the_picture() -> None:
    for still in (item("2019-02-01", lasts=True), item("2019/..")):
        bar = only_bar(still)
        assert bar.open_end
        assert bar.end == SCALE.x_after(TODAY)
        assert not bar.end_uncertain
    assert only_bar(item("2019/..")).start_uncertain


def test_an_end_before_the_start_is_shown_with_nothing_sure() -> None:
    bar = only_bar(item("2020-01-01", "2019-01-01"))
    assert (bar.x, bar.end, bar.sure) == (SCALE.x(date(2019, 1, 1)), SCALE.x(date(2020, 1, 2)), None)
    assert bar.start_uncertain
    assert bar.end_uncertain


def test_a_point_stands_on_its_day_or_in_the_middle_of_where_it_may_be() -> None:
    sure = only_point(item("2020-06-06"))
    assert (sure.x, sure.spread) == (SCALE.x(date(2020, 6, 6)), None)
    vague = only_point(item("2020-06"))
    assert vague.spread == (SCALE.x(date(2020, 6, 1)), SCALE.x(date(2020, 7, 1)))
    assert vague.spread[0] < vague.x < vague.spread[1]


def test_bars_beyond_the_picture_are_cut_and_what_is_outside_is_named() -> None:
    bar = only_bar(item("2010-01-01", "2030-01-01"))
    assert (bar.cut_left, bar.cut_right) == (True, True)
    outside = [item("2010-01-01", "2011-01-01"), item("2030-01-01")]
    assert lay_out(outside, SCALE, measure).hidden == tuple(outside)


def test_items_without_any_date_are_listed_apart() -> None:
    undated = item(None)
    picture = lay_out([undated], SCALE, measure)
    assert picture.undated == (undated,)
    assert (picture.rows, picture.bars, picture.points) == (0, (), ())


def test_a_label_stands_inside_then_right_then_left_then_nowhere() -> None:
    inside = only_bar(item("2017-01-01", "2021-01-01", label="ban on blogging"))
    assert inside.label is not None
    assert inside.label.inside
    right = only_bar(item("2017-01-01", "2017-03-01", label="ban on blogging"))
    assert right.label is not None
    assert right.label.x > right.end
    left = only_bar(item("2025-11-01", "2025-12-01", label="ban on blogging"))
    assert left.label is not None
    assert left.label.x + left.label.width < left.x
    narrow = Scale(date(2020, 1, 1), date(2020, 1, 31), 20.0)
    [nowhere] = lay_out([item("2020-01-10", "2020-01-20", label="ban on blogging")], narrow, measure).bars
    assert nowhere.label is None


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    point = only_point(item("2016-02-01", label="w" * 500))
    assert point.label is not None
    assert point.label.text.endswith("w…")
    assert point.label.width <= Style().longest_label


def test_lanes_stand_in_the_order_asked_for_and_others_follow() -> None:
    items = [item("2020-01-01", lane=lane, name=lane) for lane in ("letters", "detention", "other")]
    picture = lay_out(items, SCALE, measure, lanes=("detention", "prosecution", "letters"))
    assert [(lane.key, lane.row, lane.rows) for lane in picture.lanes] == [
        ("detention", 0, 1),
        ("letters", 1, 1),
        ("other", 2, 1),
    ]
    assert picture.rows == 3


def test_what_does_not_overlap_shares_the_upper_row() -> None:
    items = [
        item("2016-01-01", "2018-01-01", name="1"),
        item("2017-01-01", "2019-01-01", name="2"),
        item("2018-06-01", "2020-01-01", name="3"),
    ]
    rows = {bar.item.id: bar.row for bar in lay_out(items, SCALE, measure).bars}
    assert rows == {"1": 0, "2": 1, "3": 0}


def test_a_full_lane_drops_labels_first_and_then_counts_what_is_hidden() -> None:
    crowd = [item("2020-06-06", name=f"{n:02}", label="a longer label") for n in range(10)]
    picture = lay_out(crowd, SCALE, measure, style=Style(label_rows=3, max_rows=5))
    assert sum(point.label is not None for point in picture.points) == 3
    assert len(picture.points) == 5
    assert picture.lanes[0].hidden == 5
    assert len(picture.hidden) == 5


def test_where_rows_are_few_words_give_way_to_marks() -> None:
    items = [
        item("2016-05-01", "2016-05-10", name="1", label="held by the police for some days"),
        item("2016-09-01", "2016-12-01", name="2", label="remanded in custody"),
        item("2017-03-01", "2019-03-01", name="3", label="imprisoned"),
    ]
    picture = lay_out(items, SCALE, measure, style=Style(label_rows=1, max_rows=1))
    assert [bar.item.id for bar in picture.bars] == ["1", "2", "3"]
    assert [bar.label is not None for bar in picture.bars] == [False, False, True]
    assert picture.hidden == ()


def test_words_to_the_left_of_a_mark_give_way_to_the_mark_before_it() -> None:
    scale = Scale(date(2016, 1, 1), date(2025, 12, 31), 60.0, 7.0)
    items = [item(None, "2018-01-01", name="1"), item("2022-01-01", name="2", label="ban")]
    picture = lay_out(items, scale, measure, style=Style(gap=0.0, label_rows=2, max_rows=1))
    assert [mark.item.id for mark in (*picture.bars, *picture.points)] == ["1", "2"]
    assert picture.points[0].label is None


def test_single_lanes_may_have_more_rows_than_the_rest() -> None:
    bans = [item("2016-05-01", "2019-05-10", name=str(n), lane="someone/ban") for n in range(4)]
    held = [item("2016-05-01", "2019-05-10", name=f"h{n}", lane="someone/held") for n in range(4)]
    picture = lay_out([*bans, *held], SCALE, measure, style=Style(max_rows=1, rows_of={"ban": 3}))
    assert {lane.key: (lane.rows, lane.hidden) for lane in picture.lanes} == {
        "someone/ban": (3, 1),
        "someone/held": (1, 3),
    }


def test_today_is_marked_only_inside_the_picture() -> None:
    assert lay_out([], SCALE, measure, as_of=TODAY).today == SCALE.x(TODAY)
    assert lay_out([], SCALE, measure, as_of=date(2030, 1, 1)).today is None


def test_each_text_is_measured_once() -> None:
    asked: list[str] = []

    def counting(text: str) -> float:
        asked.append(text)
        return measure(text)

    lay_out([item("2020-01-01", name=str(n), label="same") for n in range(50)], SCALE, counting)
    assert asked.count("same") == 1


dates = st.dates(date(2012, 1, 1), date(2029, 12, 31))


@st.composite
def edtfs(draw: st.DrawFn) -> Edtf:
    day = draw(dates)
    moment = draw(
        st.sampled_from(
            [
                Moment(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"),
                Moment(f"{day.year:04}", f"{day.month:02}"),
                Moment(f"{day.year:04}", "", "", "~"),
                Moment(f"{day.year // 10:03}X"),
            ]
        )
    )
    return draw(
        st.sampled_from(
            [Edtf(moment), Edtf(moment), Edtf(moment), Edtf(moment, Edge.OPEN), Edtf(Edge.OPEN, moment)]
        )
    )


items_strategy = st.lists(
    st.builds(
        TimelineItem,
        id=st.uuids().map(str),
        kind=st.just("k"),
        lane=st.sampled_from("abc"),
        label=st.sampled_from(["", "ban", "restriction of freedom", "x" * 60]),
        start=st.none() | edtfs(),
        end=st.none() | edtfs(),
        open_end=st.booleans(),
    ),
    max_size=40,
)
styles = st.builds(
    Style,
    gap=st.sampled_from([0.0, 6.0]),
    label_rows=st.integers(0, 6),
    max_rows=st.none() | st.integers(1, 8),
)


@given(items_strategy, styles, st.sampled_from([60.0, 300.0, 1000.0]))
def test_nothing_overlaps_and_nothing_is_lost(items: list[TimelineItem], style: Style, width: float) -> None:
    scale = Scale(date(2016, 1, 1), date(2025, 12, 31), width, 7.0)
    picture = lay_out(items, scale, measure, as_of=TODAY, style=style)
    placed: list[Bar | Point] = [*picture.bars, *picture.points]
    everything = [*(mark.item for mark in placed), *picture.undated, *picture.hidden]
    assert sorted(one.id for one in everything) == sorted(one.id for one in items)
    by_row: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for mark in placed:
        left, right = extent(mark, style)
        assert left >= scale.left - 1e-6
        assert right <= scale.right + 1e-6
        by_row[mark.row].append((left, right))
        [lane] = [lane for lane in picture.lanes if lane.key == mark.item.lane]
        assert lane.row <= mark.row < lane.row + lane.rows
    for marks in by_row.values():
        marks.sort()
        for (_, end), (start, _) in zip(marks, marks[1:], strict=False):
            assert end + style.gap <= start + 1e-6
    check_bars(picture)
    assert picture.rows == sum(lane.rows for lane in picture.lanes)


def extent(mark: Bar | Point, style: Style) -> tuple[float, float]:
    if isinstance(mark, Bar):
        left, right = mark.x, mark.end
    else:
        left, right = mark.x - style.mark / 2, mark.x + style.mark / 2
        if mark.spread:
            left, right = min(left, mark.spread[0]), max(right, mark.spread[1])
    if mark.label:
        if mark.label.inside:
            assert left <= mark.label.x
            assert mark.label.x + mark.label.width <= right + 1e-6
        left, right = min(left, mark.label.x), max(right, mark.label.x + mark.label.width)
    return left, right


def check_bars(picture: Timeline) -> None:
    for bar in picture.bars:
        assert bar.x < bar.end
        if bar.sure is None:
            assert bar.start_uncertain or bar.end_uncertain
        else:
            assert bar.x <= bar.sure[0] < bar.sure[1] <= bar.end


@given(items_strategy)
def test_the_same_items_give_the_same_picture(items: list[TimelineItem]) -> None:
    first, last = span_of(items, TODAY)
    scale = Scale(first, last, 700.0)
    assert lay_out(items, scale, measure) == lay_out(list(items), scale, measure)
