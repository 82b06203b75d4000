from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import parse_edtf
from kzcase.timeline.flags import flags, within
from kzcase.timeline.item import Landmark
from kzcase.timeline.scale import Scale

SCALE = Scale(date(2019, 1, 1), date(2022, 12, 31), 1461.0)


def place(day: int) -> float:
    return float(day - SCALE.first.toordinal())


def measure(text: str) -> float:
    return 6.0 * len(text)


def landmark(day: str, label: str = "Election") -> Landmark:
    return Landmark(day, "event", label, parse_edtf(day))


def test_a_day_is_a_line_with_its_words_to_the_right() -> None:
    (flag,) = flags([landmark("2019-01-11")], place, 0, SCALE.right, measure)
    assert (flag.x, flag.spread) == (10, None)
    assert flag.label is not None
    assert (flag.label.text, flag.label.x, flag.label.width) == ("Election", 13, 48)


def test_a_month_is_a_band_and_no_false_day() -> None:
    (flag,) = flags([landmark("2019-02")], place, 0, SCALE.right, measure)
    assert flag.spread == (31, 59)


def test_at_the_end_of_the_picture_words_stand_to_the_left() -> None:
    (flag,) = flags([landmark("2022-12-21")], place, 0, SCALE.right, measure)
    assert flag.label is not None
    assert flag.label.x + flag.label.width < flag.x


def test_words_are_cut_before_the_next_line_if_enough_is_left() -> None:
    first, second = flags(
        [landmark("2019-01-11", "A decree on human rights"), landmark("2019-04-11")],
        place,
        0,
        SCALE.right,
        measure,
        rows=1,
    )
    assert first.label is not None
    assert second.label is not None
    assert first.label.text.endswith("…")
    assert first.label.x + first.label.width <= second.x


def test_neighbours_stand_in_different_lines_and_need_not_be_cut() -> None:
    first, second = flags(
        [landmark("2019-01-11", "A decree on human rights"), landmark("2019-02-11")],
        place,
        0,
        SCALE.right,
        measure,
    )
    assert [first.row, second.row] == [0, 1]
    assert first.label is not None
    assert first.label.text == "A decree on human rights"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["2019-01-11", "2019-01-12", "2019-02", "2020", "2020-05-01", "2022-12-30", "2018-06"]
            ),
            st.text("abcdefgh ", max_size=40),
        ),
        max_size=12,
    ),
    st.integers(1, 3),
)
def test_words_never_touch_each_other_nor_leave_the_picture(told: list[tuple[str, str]], rows: int) -> None:
    made = flags([landmark(*one) for one in told], place, 0, SCALE.right, measure, rows=rows)
    for row in range(rows):
        labels = sorted((one.label.x, one.label.width) for one in made if one.label and one.row == row)
        for (x, width), (following, _) in pairwise(labels):
            assert x + width <= following
        assert all(x >= 0 and x + width <= SCALE.right for x, width in labels)
    assert all(flag.row < rows for flag in made)


@pytest.mark.parametrize(
    ("day", "seen"), [("2018-12-31", 0), ("2018/2019", 1), ("2022-12-31", 1), ("2023", 0)]
)
def test_only_what_is_in_the_picture_is_placed(day: str, seen: int) -> None:
    assert len(flags([landmark(day)], place, 0, SCALE.right - 1, measure)) == seen
    assert len(within([landmark(day)], SCALE.first, SCALE.last)) == seen
