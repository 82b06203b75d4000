"""A restriction longer than the law allows is named; one that only may be is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.restrictions import RestrictionFacts, too_long
from kzcase.dates.terms import Term, add_term

SEVEN = Term(years=7)
TERMS = st.builds(Term, st.integers(0, 9), st.integers(0, 40), st.integers(1, 400))


def codes(facts: RestrictionFacts, longest: Term = SEVEN) -> list[str]:
    return [step.code for step in too_long(facts, longest)]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term(years=7), False),
        (Term(months=84), False),
        (Term(years=7, days=1), True),
        (Term(days=2556), False),
        (Term(days=2558), True),
        (Term(years=9999), True),
    ],
)
def test_a_term_is_measured_by_the_days_it_lasts(term: Term, said: bool) -> None:
    assert codes(RestrictionFacts("restriction_of_freedom", term=term)) == ["too_long_term"] * said


def test_a_stated_end_is_measured_from_the_last_day_it_may_be_counted_from() -> None:
    def ban(**dates: str) -> RestrictionFacts:
        return RestrictionFacts.of_fields({"kind": "deprivation_of_right", **dates})

    ten = Term(years=10)
    assert codes(ban(in_force="2015-03-01", claimed_end="2025-03-01"), ten) == []
    assert codes(ban(in_force="2015-03-01", claimed_end="2025-03-02"), ten) == ["too_long_claimed"]
    assert codes(ban(in_force="2015-03~", claimed_end="2025-04-02"), ten) == []
    assert codes(ban(in_force="2015-03-01", released="2017-01-01", claimed_end="2026-12-01"), ten) == []
    assert codes(ban(claimed_end="2026-12-01"), ten) == []


def test_where_the_day_it_is_counted_from_may_be_later_nothing_is_said() -> None:
    given = {"in_force": "2015-03-01", "claimed_end": "2030-01-01"}
    freedom = RestrictionFacts.of_fields({"kind": "restriction_of_freedom", **given})
    assert codes(freedom) == []
    received = RestrictionFacts.of_fields(
        {"kind": "restriction_of_freedom", "received": "2015-04-01", **given}
    )
    assert codes(received) == ["too_long_claimed"]
    imprisoned = RestrictionFacts.of_fields({"kind": "deprivation_of_right", **given}, with_imprisonment=True)
    assert codes(imprisoned, Term(years=10)) == []
    moved = RestrictionFacts.of_fields(
        {"kind": "restriction_of_freedom", "received": "2015-04-01", **given},
        changes=[{"kind": "suspension", "date": "2016-01-01"}],
    )
    assert codes(moved) == []


@given(start=st.dates(date(1990, 1, 1), date(2050, 1, 1)), term=TERMS, longest=TERMS)
def test_no_end_that_the_law_allows_is_called_too_long(start: date, term: Term, longest: Term) -> None:
    end = add_term(start, term)
    facts = RestrictionFacts("deprivation_of_right", in_force=Edtf.of(start), claimed_end=Edtf.of(end))
    assert (codes(facts, longest) == ["too_long_claimed"]) == (end > add_term(start, longest))


@given(text=st.sampled_from(("2015", "2015-06", "../2015", "2015/..", "2015-06-10?", "2015~")))
def test_a_vague_day_is_no_reason_to_fail(text: str) -> None:
    facts = RestrictionFacts("other", in_force=parse_edtf(text), claimed_end=parse_edtf("2040-01-01"))
    assert codes(facts) in ([], ["too_long_claimed"])
