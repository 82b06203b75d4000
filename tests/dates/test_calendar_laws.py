"""What holds of every term and restriction: month ends, leap days, the change of the time, open ends."""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.restrictions import RestrictionFacts, ends, state_on
from kzcase.dates.terms import Bound, Term, add_term, days_left

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
AROUND_THE_CHANGE = st.dates(date(2024, 1, 1), date(2024, 5, 31))
"""From 1 March 2024 one time holds in all of Kazakhstan; in Almaty the clocks were set back that night."""
WHOLE = st.builds(Term, st.integers(0, 9), st.integers(1, 30))


@pytest.fixture(params=["Asia/Almaty", "Asia/Oral", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system has one time zone for all programs")
    with monkeypatch.context() as there:
        there.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=AROUND_THE_CHANGE, number=st.integers(1, 200))
def test_no_day_is_lost_or_won_over_the_change_of_the_time(start: date, number: int) -> None:
    end = add_term(start, Term(days=number))
    assert end == date.fromordinal(start.toordinal() + number)
    assert days_left(end, start) == number
    facts = RestrictionFacts("other", term=Term(days=number), start=Edtf.of(start))
    shown = ends(facts).shown
    assert shown is not None
    assert shown.day == end
    assert [state_on(facts, day).state for day in (start - timedelta(1), start, end, end + timedelta(1))] == [
        *("not yet", "yes", "yes", "no"),
    ]


@given(start=DAYS, term=WHOLE)
def test_whole_months_end_on_the_same_number_or_on_the_last_day_of_the_month(start: date, term: Term) -> None:
    end = add_term(start, term)
    months = term.years * 12 + term.months
    assert end.year * 12 + end.month - (start.year * 12 + start.month) == months
    assert end.day == min(start.day, calendar.monthrange(end.year, end.month)[1])


@given(year=st.integers(1990, 2060).filter(calendar.isleap), years=st.integers(1, 40))
def test_what_begins_on_a_leap_day_ends_on_one_or_the_day_before_march(year: int, years: int) -> None:
    end = add_term(date(year, 2, 29), Term(years=years))
    assert end == date(year + years, 2, 29 if calendar.isleap(year + years) else 28)


@given(day=DAYS, term=WHOLE)
def test_an_open_side_stays_open_and_the_other_moves(day: date, term: Term) -> None:
    after = Bound.of(parse_edtf(f"{day}/..")).plus(term)
    before = Bound.of(parse_edtf(f"../{day}")).plus(term)
    assert (after.earliest, after.latest) == (add_term(day, term), None)
    assert (before.earliest, before.latest) == (None, add_term(day, term))


@given(month=DAYS, place=st.integers(0, 30), term=WHOLE, vague=st.sampled_from(("%Y-%m", "%Y-%m~", "%Y")))
def test_a_vague_beginning_never_leaves_out_the_true_end(
    month: date, place: int, term: Term, vague: str
) -> None:
    true = month.replace(day=1) + timedelta(days=place % calendar.monthrange(month.year, month.month)[1])
    for basis in ("start", "in_force", "received"):
        told, exact = (
            ends(
                RestrictionFacts.of_fields(
                    {"kind": "restriction_of_freedom", "term": plain(term), basis: day}
                )
            ).computed
            for day in (month.strftime(vague), true.isoformat())
        )
        known = {end.basis: end for end in told}
        for end in exact:
            if end.day is not None:
                bound = known[end.basis].bound
                assert bound.earliest is None or bound.earliest <= end.day
                assert bound.latest is None or end.day <= bound.latest


@given(
    one=DAYS, other=DAYS, term=WHOLE, kind=st.sampled_from(("restriction_of_freedom", "exit_ban", "other"))
)
def test_what_began_later_never_ends_earlier(one: date, other: date, term: Term, kind: str) -> None:
    first, last = (
        ends(RestrictionFacts(kind, term=term, in_force=Edtf.of(day))).shown for day in sorted((one, other))
    )
    assert first is not None
    assert last is not None
    assert first.earliest is not None
    assert last.earliest is not None
    assert first.earliest <= last.earliest


def plain(term: Term) -> dict[str, int]:
    return {unit: number for unit in ("years", "months", "days") if (number := getattr(term, unit))}
