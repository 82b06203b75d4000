"""A reply is due by the day its rule leads to, and between two days where that is all that can be known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.replies import ReplyDue, ReplyRule, reply_due
from kzcase.dates.restrictions import InWords
from kzcase.dates.terms import Bound
from kzcase.dates.workdays import WorkCalendar, after
from kzcase.reference import replies

LAW = InWords("APPC art. 76", "ст. 76 АППК", "ӘРПК 76-бап")
WORKING = ReplyRule("w", 15, True, False, LAW, "the Code")
PLAIN = ReplyRule("d", 30, False, False, LAW)
PASSED_ON = ReplyRule("p", 60, False, True, LAW, "somewhere")

_DAYS = replies.days_off()
CALENDAR = WorkCalendar(_DAYS.first, _DAYS.last, _DAYS.moved_known_to, _DAYS.off, _DAYS.perhaps, _DAYS.worked)


def due(sent: str | None, rule: ReplyRule, received: str | None = None) -> ReplyDue | None:
    read = [parse_edtf(one) if one is not None else None for one in (sent, received)]
    return reply_due(read[0], rule, CALENDAR, read[1])


def bound(sent: str, rule: ReplyRule, received: str | None = None) -> Bound:
    found = due(sent, rule, received)
    assert found is not None
    return found.bound


def test_nothing_is_due_before_a_letter_is_sent() -> None:
    assert due(None, WORKING) is None


def test_working_days_are_counted_from_the_day_of_sending_and_that_is_said() -> None:
    found = due("2026-11-23", WORKING)
    assert found is not None
    assert found.bound == Bound(date(2026, 12, 14), date(2026, 12, 14))
    assert found.certainty == "inferred"
    assert "the day of receipt is not recorded" in found.explain()
    assert "15 working days: 14 Dec 2026." in found.explain()
    assert "APPC art. 76 (the Code); not checked by a lawyer." in found.explain()


def test_the_day_of_receipt_counts_in_place_of_the_day_of_sending() -> None:
    found = due("2026-11-16", WORKING, "2026-11-23")
    assert found is not None
    assert found.bound.day == date(2026, 12, 14)
    assert found.certainty == "computed"
    assert "Counted from the day of receipt, 23 Nov 2026." in found.explain()


def test_a_term_read_in_no_source_says_so() -> None:
    found = due("2024-01-31", PLAIN)
    assert found is not None
    assert found.bound.day == date(2024, 3, 1)
    assert "this term was read in no source" in found.explain()


def test_a_term_of_somebody_else_gives_only_the_first_possible_day() -> None:
    found = due("2026-11-23", PASSED_ON)
    assert found is not None
    assert found.bound == Bound(date(2027, 1, 22), None)
    assert found.certainty == "inferred"
    assert "not before 22 Jan 2027" in found.explain()


def test_a_source_that_only_quotes_the_law_is_called_so() -> None:
    rule = ReplyRule("q", 20, True, False, LAW, "a program", second_hand=True, registered=True)
    found = due("2026-11-21", rule)
    assert found is not None
    assert "APPC art. 76 (at second hand: a program); not checked by a lawyer." in found.explain()
    # Sent on a Saturday it is registered on Monday, unless the day of receipt is recorded.
    assert found.bound.day == date(2026, 12, 22)
    assert bound("2026-11-20", rule, "2026-11-21").day == date(2026, 12, 21)


def test_holidays_in_between_are_told() -> None:
    found = due("2025-12-22", WORKING)
    assert found is not None
    assert "Public holidays in between: 3." in found.explain()
    assert "moves in 2026 are not known" in found.explain()


def test_a_month_gives_the_days_between_which_the_reply_is_due() -> None:
    first, last = after(date(2024, 2, 1), 15, CALENDAR), after(date(2024, 2, 29), 15, CALENDAR)
    assert first is not None
    assert last is not None
    assert bound("2024-02", WORKING) == Bound(first.bound.earliest, last.bound.latest)


def test_an_open_date_leaves_that_side_open() -> None:
    assert bound("2024-02-01/..", PLAIN) == Bound(date(2024, 3, 2), None)
    assert bound("../2024-02-01", PLAIN) == Bound(None, date(2024, 3, 2))


def test_a_date_beyond_the_calendar_gives_no_day_rather_than_a_false_one() -> None:
    found = due("2046-03-01", WORKING)
    assert found is not None
    assert not found.bound.known
    assert found.certainty == "unknown"
    assert "does not reach that far" in found.explain()
    assert not bound("9999-12-30", PLAIN).known


@pytest.mark.parametrize("language", ["en", "ru", "kk", "fr"])
@pytest.mark.parametrize("rule", [WORKING, PLAIN, PASSED_ON])
@pytest.mark.parametrize("sent", ["2026-11-23", "2028-04-20", "2026-11", "2046", "../2024"])
def test_every_day_is_explained_in_every_language(language: str, rule: ReplyRule, sent: str) -> None:
    found = due(sent, rule)
    assert found is not None
    said = found.explain(language)
    assert "{" not in said
    assert ".." not in said
    assert rule.law.show(language) in said


DATES = st.dates(date(1996, 1, 1), date(2043, 12, 31))
RULES = st.builds(
    ReplyRule, st.just("r"), st.integers(1, 90), st.booleans(), st.booleans(), st.just(LAW), st.just("")
)


@given(DATES, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y~", "%Y-%m?"]), RULES)
def test_whatever_day_a_partial_date_means_the_reply_is_due_within_the_bounds(
    day: date, form: str, rule: ReplyRule
) -> None:
    partial = parse_edtf(day.strftime(form))
    whole, exact = reply_due(partial, rule, CALENDAR), reply_due(Edtf.of(day), rule, CALENDAR)
    assert whole is not None
    assert exact is not None
    for mine, theirs in ((whole.bound.earliest, exact.bound.earliest),):
        assert mine is None or (theirs is not None and mine <= theirs)
    if whole.bound.latest is not None:
        assert exact.bound.latest is not None
        assert exact.bound.latest <= whole.bound.latest


@given(DATES, RULES)
def test_days_are_that_many_and_working_days_at_least_that_many(day: date, rule: ReplyRule) -> None:
    found = reply_due(Edtf.of(day), rule, CALENDAR)
    assert found is not None
    first = found.bound.earliest
    assert first is not None
    if rule.working:
        assert first >= day + timedelta(days=rule.days)
        assert first <= day + timedelta(days=2 * rule.days + 20)
        assert CALENDAR.works(first)
    else:
        assert first == day + timedelta(days=rule.days)
    assert found.bound.latest is None if rule.passed_on else found.bound.latest is not None
