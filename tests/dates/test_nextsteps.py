"""The next step of proceedings: after what was recorded last, no surer than what it is counted from."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.nextsteps import Recorded, asked_after, entry_by_ruling, entry_by_term, last_of
from kzcase.dates.procedure import Reckoned
from kzcase.dates.restrictions import Step
from kzcase.dates.terms import Bound, Term

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
GROUND = Step.of("not_exact")


@given(first=DAYS, second=DAYS, days=st.integers(1, 400))
def test_who_is_heard_later_is_asked_later(first: date, second: date, days: int) -> None:
    asked = [asked_after("quiet_since", Edtf.of(day), Term(days=days)) for day in sorted((first, second))]
    assert asked[0] is not None
    assert asked[1] is not None
    assert asked[0].earliest is not None
    assert asked[1].earliest is not None
    assert asked[0].earliest <= asked[1].earliest
    assert (asked[0].earliest - min(first, second)).days == days


def test_a_vague_day_gives_a_stretch_of_days() -> None:
    found = asked_after("quiet_since", parse_edtf("2021-06"), Term(days=30))
    assert found is not None
    assert (found.earliest, found.latest) == (date(2021, 7, 1), date(2021, 7, 30))


def test_beyond_the_calendar_nothing_is_asked() -> None:
    assert asked_after("quiet_since", parse_edtf("9999-12-20"), Term(days=30)) is None


@given(days=st.lists(st.tuples(st.sampled_from(("hearing", "to_court", "other")), DAYS), min_size=1))
def test_what_came_last_is_never_before_anything_else(days: list[tuple[str, date]]) -> None:
    last = last_of(Recorded(what, Edtf.of(day)) for what, day in days)
    assert last is not None
    assert last.date.day == max(day for _, day in days)


def test_nothing_recorded_has_no_last() -> None:
    assert last_of(()) is None


@given(first=DAYS, length=st.integers(0, 30))
def test_a_judgment_takes_effect_the_day_after_the_term_for_an_appeal(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    found = entry_by_term(Reckoned(first, last, "computed", ()), GROUND)
    assert found is not None
    assert found.bound == Bound(first, last).later(1)


def test_where_the_last_day_for_an_appeal_is_not_known_neither_is_the_entry_into_force() -> None:
    assert entry_by_term(Reckoned(date(2021, 1, 1), None, "inferred", ()), GROUND) is None


def test_a_ruling_whose_day_is_doubted_gives_a_doubted_day() -> None:
    sure, doubted = (entry_by_ruling(parse_edtf(text), GROUND) for text in ("2021-06-10", "2021-06-10?"))
    assert (sure.certainty, doubted.certainty) == ("computed", "inferred")
