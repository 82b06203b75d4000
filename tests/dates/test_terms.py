from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.dates.terms import (
    Bound,
    Term,
    TermError,
    add_term,
    days_between,
    days_left,
    parse_term,
    show_days,
    show_term,
    start_of,
)

terms = st.builds(Term, st.integers(0, 60), st.integers(0, 60), st.integers(1, 400)) | st.builds(
    Term, st.integers(1, 60), st.integers(0, 60), st.integers(0, 400)
)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        (date(2017, 10, 5), Term(4), date(2021, 10, 5)),
        (date(2021, 2, 4), Term(3), date(2024, 2, 4)),
        (date(2020, 8, 12), Term(1, 6), date(2022, 2, 12)),
        (date(2019, 10, 16), Term(0, 5, 8), date(2020, 3, 24)),
        (date(2021, 1, 31), Term(0, 1), date(2021, 2, 28)),
        (date(2020, 1, 31), Term(0, 1), date(2020, 2, 29)),
        (date(2020, 2, 29), Term(1), date(2021, 2, 28)),
        (date(2020, 2, 29), Term(4), date(2024, 2, 29)),
        (date(2020, 8, 31), Term(0, 18), date(2022, 2, 28)),
        (date(2020, 12, 31), Term(0, 0, 1), date(2021, 1, 1)),
        (date(2021, 1, 30), Term(0, 1, 1), date(2021, 3, 1)),
    ],
)
def test_a_term_ends_on_the_day_of_the_same_number(start: date, term: Term, end: date) -> None:
    assert add_term(start, term) == end


@given(days, days, terms)
def test_a_later_beginning_never_ends_earlier(one: date, other: date, term: Term) -> None:
    first, last = sorted((one, other))
    assert add_term(first, term) <= add_term(last, term)
    assert add_term(first, term) > first


@given(days, terms)
def test_the_start_worked_back_leads_to_the_end_again(start: date, term: Term) -> None:
    end = add_term(start, term)
    back = start_of(end, term)
    assert back is None or add_term(back, term) == end
    if start.day <= 28 and back is not None:
        # Only at the end of a month can several days lead to one end.
        assert back == start


@given(days, st.builds(Term, st.integers(0, 2), st.integers(0, 14), st.integers(1, 40)))
def test_a_start_is_told_exactly_when_one_day_leads_to_the_end(end: date, term: Term) -> None:
    around = (
        end - timedelta(days=n)
        for n in range(term.days, term.days + 372 * term.years + 32 * term.months + 40)
    )
    leading = [day for day in around if add_term(day, term) == end]
    assert start_of(end, term) == (leading[0] if len(leading) == 1 else None)


def test_no_start_is_claimed_where_none_or_several_would_do() -> None:
    assert start_of(date(2021, 11, 9), Term(4)) == date(2017, 11, 9)
    assert start_of(date(2021, 2, 28), Term(0, 1)) is None  # 28 to 31 January all lead there
    assert start_of(date(2021, 3, 31), Term(0, 1)) is None  # no 31 February
    assert start_of(date(2021, 3, 30), Term(0, 1)) is None  # nor 30 February
    assert start_of(date(3, 1, 1), Term(5)) is None


def test_a_term_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(DateError, match="9999"):
        add_term(date(9990, 1, 1), Term(20))
    with pytest.raises(DateError, match="9999"):
        add_term(date(9999, 12, 31), Term(0, 0, 1))


@pytest.mark.parametrize("parts", [(0, 0, 0), (-1, 0, 0), (1, -1, 0), (10_000, 0, 0)])
def test_a_term_that_cannot_be_is_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(TermError):
        Term(*parts)


READ = """
1 year 6 months => P1Y6M
3 years => P3Y
1 year and 6 months => P1Y6M
1y 6m => P1Y6M
18 months => P18M
15 days => P15D
2 weeks => P14D
1.5 years => P1Y6M
half a year => P6M
1 год 6 месяцев => P1Y6M
5 лет => P5Y
2 года и 3 месяца => P2Y3M
1,5 года => P1Y6M
полгода => P6M
15 суток => P15D
21 день => P21D
1 жыл 6 ай => P1Y6M
3 жылға => P3Y
15 тәулік => P15D
10 күн => P10D
1 жыл және 2 ай => P1Y2M
P1Y6M => P1Y6M
p2w => P14D
5 months 8 days => P5M8D
6 мес. => P6M
"""


@pytest.mark.parametrize(("typed", "meant"), [line.split(" => ") for line in READ.strip().splitlines()])
def test_terms_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert str(parse_term(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("", "There is no term"),
        ("3", "The unit is missing"),
        ("three years", "cannot be read"),
        ("1 year 2 years", "twice"),
        ("1.25 years", "part of a unit"),
        ("1.5 months", "part of a unit"),
        ("1.5 years 2 months", "twice"),
        ("0 days", "no time"),
        ("P", "cannot be read"),
        ("-3 years", "cannot be read"),
        ("3 apples", "cannot be read"),
        ("99999999999999999999 years", "longer than the calendar"),
    ],
)
def test_what_is_no_term_is_refused_with_the_reason(typed: str, what: str) -> None:
    with pytest.raises(TermError, match=what):
        parse_term(typed)


@given(terms, st.sampled_from(["en", "ru", "kk", "fr"]))
def test_what_is_shown_can_be_typed_back(term: Term, language: str) -> None:
    assert parse_term(term.show(language)) == term
    assert parse_term(str(term)) == term


@given(st.text(max_size=30))
def test_any_text_is_a_term_or_refused(text: str) -> None:
    try:
        term = parse_term(text)
    except TermError:
        return
    assert parse_term(str(term)) == term


def test_a_term_is_shown_with_the_plurals_of_each_language() -> None:
    assert Term(1, 6).show("en") == "1 year 6 months"
    assert show_term(Term(1, 6), "en") == "1 year 6 months"
    assert Term(1, 6).show("ru") == "1 год 6 месяцев"
    assert Term(1, 6).show("kk") == "1 жыл 6 ай"
    assert [Term(n).show("ru") for n in (1, 2, 5, 11, 21)] == ["1 год", "2 года", "5 лет", "11 лет", "21 год"]
    assert [show_days(n, "ru") for n in (0, 1, 35, 412)] == ["0 дней", "1 день", "35 дней", "412 дней"]


def test_days_are_counted_without_the_first() -> None:
    assert days_between(date(2021, 10, 5), date(2021, 11, 9)) == 35
    assert days_left(date(2021, 10, 5), date(2021, 10, 5)) == 0
    assert days_left(date(2021, 10, 5), date(2021, 10, 6)) == -1


def test_a_bound_says_what_is_known_of_the_day() -> None:
    shown = {
        Bound(date(2021, 10, 5), date(2021, 10, 5)): "5 Oct 2021",
        Bound(date(2023, 9, 1), date(2023, 9, 30)): "September 2023",
        Bound(date(2023, 1, 1), date(2023, 12, 31)): "2023",
        Bound(date(2023, 9, 1), date(2023, 10, 3)): "between 1 Sep 2023 and 3 Oct 2023",
        Bound(date(2022, 2, 12), None): "not before 12 Feb 2022",
        Bound(None, date(2022, 2, 12)): "not after 12 Feb 2022",
        Bound(None, None): "not known",
    }
    assert [bound.show() for bound in shown] == list(shown.values())
    assert Bound(date(2022, 2, 12), None).show("ru") == "не ранее 12 февр. 2022"


def test_a_bound_of_a_doubted_date_has_its_margin() -> None:
    assert Bound.of(parse_edtf("2020-06")) == Bound(date(2020, 6, 1), date(2020, 6, 30))
    assert Bound.of(parse_edtf("2020-06~")) == Bound(date(2020, 5, 1), date(2020, 7, 31))
    assert Bound.of(parse_edtf("2020-06-05?")) == Bound(date(2020, 6, 4), date(2020, 6, 6))
    assert Bound.of(parse_edtf("2020/..")) == Bound(date(2020, 1, 1), None)
    assert Bound.of(parse_edtf("2020-06")).plus(Term(1)) == Bound(date(2021, 6, 1), date(2021, 6, 30))
    assert Bound(date(2020, 6, 1), None).days_after(date(2020, 5, 30)) == (2, None)


@given(days, st.integers(0, 900), terms)
def test_a_bound_moves_as_every_day_in_it(first: date, length: int, term: Term) -> None:
    last = first + timedelta(days=length)
    moved = Bound(first, last).plus(term)
    inside = add_term(first + timedelta(days=length // 2), term)
    assert moved.earliest is not None
    assert moved.latest is not None
    assert moved.earliest <= inside <= moved.latest


def test_a_bound_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="earliest"):
        Bound(date(2021, 1, 2), date(2021, 1, 1))
