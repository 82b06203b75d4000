from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.deadlines import milestones
from kzcase.dates.edtf import parse_edtf
from kzcase.dates.restrictions import ComputedEnd, RestrictionFacts, ends
from kzcase.dates.terms import Term

KHARKOVA = RestrictionFacts(
    "restriction_of_freedom",
    Term(4),
    in_force=parse_edtf("2017-10-05"),
    claimed_end=parse_edtf("2021-11-09"),
)


def test_each_end_within_the_days_is_a_milestone_soonest_first() -> None:
    found = milestones(ends(KHARKOVA), date(2021, 7, 22), 120)
    assert [(m.date, m.basis, m.shown, m.days_left) for m in found] == [
        ("2021-10-05", "in_force", False, 75),
        ("2021-11-09", "claimed", True, 110),
    ]
    assert "Counted from entry into force" in found[0].explanation


def test_only_what_lies_in_the_days_is_due() -> None:
    assert [m.basis for m in milestones(ends(KHARKOVA), date(2021, 7, 22), 75)] == ["in_force"]
    assert milestones(ends(KHARKOVA), date(2021, 7, 22), 74) == ()
    assert [m.days_left for m in milestones(ends(KHARKOVA), date(2021, 11, 9))] == [0]
    assert milestones(ends(KHARKOVA), date(2021, 11, 10)) == ()


def test_an_interval_is_due_while_any_of_its_days_is() -> None:
    september = RestrictionFacts("other", Term(3), start=parse_edtf("2020-09"))
    for as_of in (date(2023, 8, 25), date(2023, 9, 15), date(2023, 9, 30)):
        [found] = milestones(ends(september), as_of, 10)
        assert found.date == "2023-09-01/2023-09-30"
        assert parse_edtf(found.date).latest == found.latest
        assert found.days_left is None
    assert milestones(ends(september), date(2023, 10, 1), 10) == ()


def test_a_lower_limit_is_due_until_it_is_passed() -> None:
    only_decided = RestrictionFacts("restriction_of_freedom", Term(1), decided=parse_edtf("2020-08-12"))
    [found] = milestones(ends(only_decided), date(2021, 8, 12), 0)
    assert (found.date, found.earliest, found.latest) == ("2021-08-12/..", date(2021, 8, 12), None)
    assert milestones(ends(only_decided), date(2021, 8, 13)) == ()


def test_nothing_known_is_no_milestone() -> None:
    assert milestones(ends(RestrictionFacts("other")), date(2020, 1, 1)) == ()


def test_a_stretch_beyond_the_calendar_is_all_that_is_to_come() -> None:
    assert len(milestones(ends(KHARKOVA), date(2021, 1, 1), 10**9)) == 2


bounds = st.tuples(st.none() | st.dates(), st.none() | st.dates()).filter(
    lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1]
)


@given(st.lists(bounds), st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 5000))
def test_every_milestone_may_lie_in_the_days_and_none_is_left_out(
    pairs: list[tuple[date | None, date | None]], as_of: date, days: int
) -> None:
    every = [ComputedEnd("start", first, last, "computed", ()) for first, last in pairs]
    found = {id(m.end) for m in milestones(every, as_of, days)}
    window = (as_of, as_of + timedelta(days=days))
    for end in every:
        first, last = end.earliest, end.latest
        if first is not None and last is not None:
            assert (id(end) in found) == (first <= window[1] and last >= window[0])
        elif first is not None:
            assert (id(end) in found) == (window[0] <= first <= window[1])
