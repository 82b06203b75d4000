"""Days of custody count as the code says, whole units only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.credit import Ratio, days_held
from kzcase.dates.edtf import parse_edtf
from kzcase.reference import procedure

DAYS = st.integers(0, 5_000)


@pytest.mark.parametrize(
    ("of", "into", "regime", "days", "amount", "unit"),
    [
        ("imprisonment", "restriction_of_freedom", None, 65, 65, "days"),
        ("imprisonment", "community_service", None, 10, 40, "hours"),
        ("imprisonment", "fine", None, 10, 40, "indices"),
        ("restriction_of_freedom", "arrest", None, 7, 7, "days"),
        ("remand", "imprisonment", "maximum", 180, 180, "days"),
        ("remand", "imprisonment", "medium", 180, 270, "days"),
        ("remand", "imprisonment", "minimum", 180, 360, "days"),
    ],
)
def test_the_ratios_of_articles_61_and_62(
    of: str, into: str, regime: str | None, days: int, amount: int, unit: str
) -> None:
    rate = procedure.rate(of, into, regime)
    assert rate is not None
    assert (Ratio(rate.days, rate.gives).of(days), rate.unit) == (amount, unit)
    assert rate.ground.number in ("61", "62")
    assert rate.ground.source
    assert not rate.ground.lawyer_checked


def test_a_ratio_that_does_not_ship_is_none() -> None:
    assert procedure.rate("remand", "imprisonment", "general") is None
    assert procedure.rate("fine", "imprisonment") is None


def test_what_is_left_after_the_last_whole_unit_does_not_count() -> None:
    assert Ratio(2, 3).of(3) == 4
    assert Ratio(1, 1).of(0) == 0
    with pytest.raises(ValueError, match="negative"):
        Ratio(1, 1).of(-1)


def test_the_first_and_the_last_day_held_both_count() -> None:
    assert days_held(parse_edtf("2020-06-08"), parse_edtf("2020-08-12")) == (66, 66)
    assert days_held(parse_edtf("2024-02-28"), parse_edtf("2024-03-01")) == (3, 3)
    assert days_held(parse_edtf("2020-06"), parse_edtf("2020-08-12")) == (44, 73)
    assert days_held(parse_edtf("2020-06-08"), None) is None
    assert days_held(parse_edtf("../2020-06-08"), parse_edtf("2020-08-12")) is None


@given(DAYS, DAYS, st.integers(1, 4), st.integers(1, 4))
def test_more_days_never_count_as_less(one: int, other: int, days: int, gives: int) -> None:
    first, last = sorted((one, other))
    assert Ratio(days, gives).of(first) <= Ratio(days, gives).of(last)
