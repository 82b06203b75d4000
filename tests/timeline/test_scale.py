from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kzcase.dates.edtf import parse_edtf
from kzcase.timeline.item import TimelineItem
from kzcase.timeline.scale import Scale, span_of, ticks

days = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def measure(text: str) -> float:
    return 6.0 * len(text)


def item(start: str, end: str | None = None) -> TimelineItem:
    return TimelineItem("1", "event", "events", "", parse_edtf(start), parse_edtf(end) if end else None)


@given(days, days, days, st.floats(10, 5000), st.floats(-100, 100))
def test_a_day_stands_where_its_place_leads_back_to_it(
    one: date, other: date, day: date, width: float, left: float
) -> None:
    first, last = sorted((one, other))
    assume(first <= day <= last)
    scale = Scale(first, last, width, left)
    assert left <= scale.x(day) <= scale.x_after(day) <= scale.right
    assert scale.day((scale.x(day) + scale.x_after(day)) / 2) == day


def test_places_outside_lead_to_the_nearest_day() -> None:
    scale = Scale(date(2020, 1, 1), date(2020, 12, 31), 366.0, 10.0)
    assert scale.per_day == 1.0
    assert (scale.x(date(2019, 1, 1)), scale.x_after(date(2030, 1, 1))) == (10.0, 376.0)
    assert (scale.day(-50), scale.day(9999)) == (date(2020, 1, 1), date(2020, 12, 31))
    assert scale.x(date(2020, 2, 1)) == 41.0


def test_a_scale_without_days_or_width_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        Scale(date(2020, 1, 2), date(2020, 1, 1), 100)
    with pytest.raises(ValueError, match="width"):
        Scale(date(2020, 1, 1), date(2020, 1, 2), 0)


def test_the_span_covers_whole_months_of_all_dates_and_the_day_of_the_picture() -> None:
    items = [item("2017-10-05", "2021-11-09"), item("2016-05")]
    assert span_of(items, date(2021, 7, 22)) == (date(2016, 5, 1), date(2021, 11, 30))
    assert span_of([], date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert span_of([item("2020-12-31")], date(2020, 12, 1)) == (date(2020, 12, 1), date(2020, 12, 31))


def test_a_very_vague_date_does_not_stretch_the_span() -> None:
    assert span_of([item("20XX"), item("2020")], date(2021, 7, 22)) == (date(2020, 1, 1), date(2021, 7, 31))


@example(date(1966, 2, 1), date(2000, 1, 1), 476.0, "en")
@given(days, days, st.floats(20, 4000), st.sampled_from(["en", "ru", "kk", "xx"]))
def test_labels_of_years_and_months_never_touch(one: date, other: date, width: float, language: str) -> None:
    first, last = sorted((one, other))
    scale = Scale(first, last, width, 3.0)
    found = ticks(scale, measure, gap=4.0, language=language)
    for level in ("year", "month"):
        labelled = [tick for tick in found if tick.level == level and tick.label]
        for tick in labelled:
            assert scale.left <= tick.x
            assert tick.x + measure(tick.label) <= scale.right + 1e-6
        for tick, following in zip(labelled, labelled[1:], strict=False):
            assert tick.x + measure(tick.label) + 4.0 <= following.x + 1e-6


def test_years_are_thinned_and_months_named_as_room_allows() -> None:
    wide = ticks(Scale(date(2020, 1, 1), date(2020, 12, 31), 1000), measure)
    assert [tick.label for tick in wide if tick.level == "month"][:3] == ["Jan", "Feb", "Mar"]
    narrow = ticks(Scale(date(2000, 1, 1), date(2029, 12, 31), 200), measure)
    assert [tick.label for tick in narrow] == ["2000", "2005", "2010", "2015", "2020", "2025"]


def test_a_scale_at_the_end_of_the_calendar_still_has_its_months() -> None:
    scale = Scale(date(9999, 11, 1), date.max, 400)
    assert [tick.level for tick in ticks(scale, measure)] == ["year", "month", "month"]
    assert span_of([], date.max)[1] == date.max
    assert span_of([], date.max - timedelta(days=40))[1] == date(9999, 11, 30)
