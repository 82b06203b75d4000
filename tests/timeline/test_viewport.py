from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.timeline.viewport import MOST_PER_DAY, Viewport

FIRST, LAST = date(2014, 1, 1), date(2024, 12, 31)
ALL = Viewport.fitting(FIRST, LAST, 1000.0)

moves = st.one_of(
    st.tuples(st.just("zoom"), st.floats(0.05, 20), st.floats(0, 1000)),
    st.tuples(st.just("move"), st.floats(-5000, 5000), st.just(0.0)),
    st.tuples(st.just("widen"), st.floats(100, 3000), st.just(0.0)),
)


def after(steps: list[tuple[str, float, float]]) -> Viewport:
    seen = ALL
    for what, by, at in steps:
        match what:
            case "zoom":
                seen = seen.zoomed(by, at)
            case "move":
                seen = seen.moved(by)
            case _:
                seen = seen.widened(by)
    return seen


def test_at_first_everything_is_seen_and_no_more() -> None:
    assert ALL.fits
    assert ALL.x(FIRST.toordinal()) == 0
    assert ALL.x(LAST.toordinal() + 1) == pytest.approx(1000)


@given(st.lists(moves, max_size=12))
def test_however_one_zooms_and_moves_some_of_the_story_is_seen(steps: list[tuple[str, float, float]]) -> None:
    seen = after(steps)
    assert seen.x(LAST.toordinal() + 1) > 0
    assert seen.x(FIRST.toordinal()) < seen.width
    days = (LAST - FIRST).days + 1
    assert seen.width / days <= seen.per_day * (1 + 1e-9)
    assert seen.per_day <= max(MOST_PER_DAY, seen.width / days) * (1 + 1e-9)


@given(st.lists(moves, max_size=6), st.floats(1.01, 5), st.floats(100, 900))
def test_the_day_under_the_pointer_stays_there_when_one_comes_nearer(
    steps: list[tuple[str, float, float]], factor: float, at: float
) -> None:
    seen = after(steps)
    nearer = seen.zoomed(factor, at)
    story = seen.x(FIRST.toordinal()) <= at <= seen.x(LAST.toordinal())
    if story and seen.width >= at:
        assert nearer.day(at) == pytest.approx(seen.day(at), abs=0.01)


@given(st.lists(moves, max_size=6))
def test_zooming_far_out_shows_everything_again(steps: list[tuple[str, float, float]]) -> None:
    assert after(steps).zoomed(1e-6, 300).fits


@given(st.lists(moves, max_size=6), st.floats(0, 4017), st.floats(1, 30))
def test_what_is_brought_into_the_window_is_in_it(
    steps: list[tuple[str, float, float]], day: float, lasts: float
) -> None:
    seen = after(steps)
    first = FIRST.toordinal() + day
    brought = seen.bringing(first, min(first + lasts, LAST.toordinal() + 1), 20)
    assert -1e-6 <= brought.x(first) <= brought.width


@given(st.lists(moves, max_size=6))
def test_the_scale_of_a_window_puts_each_day_where_the_window_does(
    steps: list[tuple[str, float, float]],
) -> None:
    seen = after(steps)
    scale = seen.scale()
    assert scale.left <= 1e-6
    assert scale.right >= seen.width - 1e-6
    for day in (scale.first, scale.last, scale.first + (scale.last - scale.first) // 2):
        assert scale.x(day) == pytest.approx(seen.x(day.toordinal()), abs=0.01)


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    for first, last in ((date.min, date.min + timedelta(days=3)), (date.max - timedelta(days=3), date.max)):
        seen = Viewport.fitting(first, last, 500.0)
        for by in (-900.0, 900.0):
            assert seen.moved(by).scale().first <= seen.moved(by).scale().last


def test_a_window_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="width"):
        Viewport.fitting(FIRST, LAST, 0)
