"""Working days are counted day by day; a holiday not fixed yet makes a term lie between two days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.terms import Bound
from kzcase.dates.workdays import SATURDAY, WorkCalendar, after
from kzcase.reference import replies


@pytest.fixture(scope="module")
def kazakhstan() -> WorkCalendar:
    days = replies.days_off()
    return WorkCalendar(days.first, days.last, days.moved_known_to, days.off, days.perhaps, days.worked)


PLAIN = WorkCalendar(1990, 2100, 2100)
DAYS = st.dates(date(1996, 1, 1), date(2043, 12, 31))
NUMBERS = st.integers(1, 60)


def test_the_day_itself_does_not_count() -> None:
    found = after(date(2026, 11, 23), 1, PLAIN)
    assert found is not None
    assert found.bound == Bound(date(2026, 11, 24), date(2026, 11, 24))


def test_weekends_and_holidays_are_passed_over(kazakhstan: WorkCalendar) -> None:
    # 1 May 2024 was a holiday, 4 May a Saturday worked for 8 May, 7 and 9 May holidays.
    found = after(date(2024, 4, 30), 4, kazakhstan)
    assert found is not None
    assert found.bound == Bound(date(2024, 5, 6), date(2024, 5, 6))
    assert found.holidays == 1
    found = after(date(2024, 4, 30), 5, kazakhstan)
    assert found is not None
    assert found.bound.day == date(2024, 5, 10)


def test_a_leap_day_is_a_working_day(kazakhstan: WorkCalendar) -> None:
    found = after(date(2024, 2, 28), 2, kazakhstan)
    assert found is not None
    assert found.bound.day == date(2024, 3, 1)


def test_a_holiday_that_is_not_fixed_makes_a_term_lie_between_two_days(kazakhstan: WorkCalendar) -> None:
    # Kurban Ait of 2028 is estimated for Friday 5 May: Thursday, Friday, or Saturday.
    found = after(date(2028, 5, 3), 1, kazakhstan)
    assert found is not None
    assert found.bound == Bound(date(2028, 5, 4), date(2028, 5, 5))
    assert found.unsure == date(2028, 5, 5)
    assert found.unmoved == 2028


def test_a_holiday_well_inside_a_term_makes_no_difference_when_it_comes(kazakhstan: WorkCalendar) -> None:
    # 2026: Tuesday to Thursday, always one day of the week.
    found = after(date(2026, 5, 18), 15, kazakhstan)
    assert found is not None
    assert found.bound.day is not None
    assert found.unsure is None


def test_beyond_the_calendar_nothing_is_told(kazakhstan: WorkCalendar) -> None:
    assert after(date(2045, 12, 28), 15, kazakhstan) is None
    assert after(date(1990, 1, 1), 15, kazakhstan) is None
    assert after(date.max, 1, WorkCalendar(1, 9999, 9999)) is None


def test_no_days_and_too_many_are_a_fault_of_the_caller(kazakhstan: WorkCalendar) -> None:
    for number in (0, -1, 1_000):
        with pytest.raises(ValueError):
            after(date(2026, 1, 1), number, kazakhstan)


@given(DAYS, NUMBERS)
def test_the_end_is_a_working_day_and_so_many_lie_behind_it(day: date, number: int) -> None:
    days = replies.days_off()
    calendar = WorkCalendar(days.first, days.last, days.moved_known_to, days.off, frozenset(), days.worked)
    found = after(day, number, calendar)
    assert found is not None
    end = found.bound.day
    assert end is not None
    assert calendar.works(end)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(calendar.works(one) for one in between) == number
    weekdays = sum(one.weekday() < SATURDAY for one in between)
    worked_weekends = sum(one in days.worked and one.weekday() >= SATURDAY for one in between)
    assert weekdays + worked_weekends == number + found.holidays


@given(DAYS, NUMBERS, st.integers(0, 40))
def test_a_later_day_never_leads_to_an_earlier_end(day: date, number: int, later: int) -> None:
    days = replies.days_off()
    calendar = WorkCalendar(days.first, days.last, days.moved_known_to, days.off, days.perhaps, days.worked)
    one, other = after(day, number, calendar), after(day + timedelta(days=later), number, calendar)
    assert one is not None
    assert other is not None
    assert one.bound.earliest is not None
    assert other.bound.earliest is not None
    assert one.bound.earliest <= other.bound.earliest
    assert one.bound.latest is not None
    assert other.bound.latest is not None
    assert one.bound.latest <= other.bound.latest


@given(DAYS, NUMBERS, st.integers(-1, 1))
def test_whenever_the_moon_comes_the_end_lies_between_the_two_days(
    day: date, number: int, moved: int
) -> None:
    days = replies.days_off()
    unsure = WorkCalendar(days.first, days.last, days.moved_known_to, days.off, days.perhaps, days.worked)
    fixed = frozenset(one + timedelta(days=moved) for one in days.perhaps)
    came = WorkCalendar(
        days.first, days.last, days.moved_known_to, days.off | fixed, frozenset(), days.worked
    )
    said, held = after(day, number, unsure), after(day, number, came)
    assert said is not None
    assert held is not None
    assert said.bound.earliest is not None
    assert said.bound.latest is not None
    assert held.bound.day is not None
    assert said.bound.earliest <= held.bound.day <= said.bound.latest


def test_days_that_may_be_moved_are_told_only_beside_a_holiday(kazakhstan: WorkCalendar) -> None:
    far, near = after(date(2026, 9, 1), 15, kazakhstan), after(date(2026, 10, 12), 15, kazakhstan)
    known = after(date(2025, 10, 13), 15, kazakhstan)
    assert far is not None
    assert near is not None
    assert known is not None
    assert (far.unmoved, near.unmoved, known.unmoved) == (None, 2026, None)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 24)),  # what arrives on Saturday is registered on Monday
        (date(2026, 10, 24), date(2026, 10, 28)),  # Monday 26 October was a day off
    ],
)
def test_what_arrives_on_a_day_off_is_registered_on_the_next_working_day(
    kazakhstan: WorkCalendar, day: date, end: date
) -> None:
    found = after(day, 1, kazakhstan, registered=True)
    assert found is not None
    assert found.bound.day == end


@given(DAYS, NUMBERS)
def test_registration_is_never_earlier_and_on_a_working_day_makes_no_difference(
    day: date, number: int
) -> None:
    days = replies.days_off()
    calendar = WorkCalendar(days.first, days.last, days.moved_known_to, days.off, days.perhaps, days.worked)
    plain, registered = after(day, number, calendar), after(day, number, calendar, registered=True)
    assert plain is not None
    assert registered is not None
    assert plain.bound.earliest is not None
    assert registered.bound.earliest is not None
    assert plain.bound.earliest <= registered.bound.earliest
    near = {one + timedelta(days=n) for one in days.perhaps for n in (-1, 0, 1)}
    if calendar.works(day) and day not in near:
        assert plain.bound == registered.bound
