"""Later decisions change an end as they say, in their order, and never make a day where none is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.restrictions import Change, RestrictionFacts, ends, explain, intervals, state_on, turns
from kzcase.dates.restrictions.changes import in_order
from kzcase.dates.terms import Bound, Term, add_term, subtract_term


def facts(*changes: dict[str, Any], **fields: Any) -> RestrictionFacts:
    given = {"kind": "administrative_supervision", "start": "2024-05-20", "term": {"years": 1}, **fields}
    return RestrictionFacts.of_fields(given, changes=changes)


def change(kind: str, day: str | None = "2025-03-01", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "date": day, **more}


HALF_A_YEAR = {"months": 6}


def test_an_extension_is_added_to_the_end_and_named() -> None:
    (end,) = ends(facts(change("extension", term=HALF_A_YEAR))).computed
    assert (end.day, end.certainty) == (date(2025, 11, 20), "computed")
    assert "Extended by 6 months by the decision of 1 Mar 2025: it ends 20 Nov 2025." in end.explanation
    assert end.explanation.endswith("not checked by a lawyer.")


def test_half_years_add_up_in_the_order_of_their_days_however_they_were_recorded() -> None:
    twice = (change("extension", "2025-10-01", term=HALF_A_YEAR), change("extension", term=HALF_A_YEAR))
    (end,) = ends(facts(*twice)).computed
    assert end.day == date(2026, 5, 20)
    assert end.explanation.index("1 Mar 2025") < end.explanation.index("1 Oct 2025")


def test_a_stated_new_end_takes_the_place_of_the_claimed_and_the_counted_one() -> None:
    known = ends(facts(change("extension", new_end="2025-12-01"), claimed_end="2025-05-20"))
    assert known.computed == ()
    assert known.shown is known.claimed
    assert known.claimed is not None
    assert (known.claimed.day, known.claimed.certainty) == (date(2025, 12, 1), "stated")
    assert "The stated end is 20 May 2025." in known.claimed.explanation
    assert "By the decision of 1 Mar 2025 it ends 1 Dec 2025." in known.claimed.explanation


def test_a_new_end_that_differs_from_the_term_stands_beside_what_is_counted() -> None:
    known = ends(facts(change("extension", term=HALF_A_YEAR, new_end="2025-12-01")))
    assert known.claimed is not None
    assert (known.claimed.day, known.computed[0].day) == (date(2025, 12, 1), date(2025, 11, 20))


def test_an_extension_of_unknown_length_leaves_the_end_open() -> None:
    (end,) = ends(facts(change("extension"))).computed
    assert (end.earliest, end.latest, end.certainty) == (date(2025, 5, 20), None, "unknown")
    assert state_on(facts(change("extension")), date(2025, 5, 20)).state == "yes"
    assert state_on(facts(change("extension")), date(2025, 6, 1)).state == "unknown"


@pytest.mark.parametrize("kind", ["reduction", "amnesty", "pardon"])
def test_a_shorter_term_ends_it_earlier(kind: str) -> None:
    (end,) = ends(facts(change(kind, term={"months": 3}))).computed
    assert end.day == date(2025, 2, 20)
    assert "hortened" in end.explanation


def test_days_credited_by_the_judgment_are_taken_off() -> None:
    (end,) = ends(facts(credited=65)).computed
    assert end.day == date(2025, 3, 16)
    assert "The judgment credits 65 days of custody: it ends 16 Mar 2025." in end.explanation


@pytest.mark.parametrize("kind", ["replacement", "parole", "lifting", "annulment", "amnesty", "pardon"])
def test_a_decision_that_ends_it_ends_it_on_its_day(kind: str) -> None:
    ended = facts(change(kind, "2025-02-10"))
    known = ends(ended)
    assert known.shown is known.lifted
    assert known.lifted is not None
    assert known.lifted.day == date(2025, 2, 10)
    assert [state_on(ended, date(2025, 2, day)).state for day in (10, 11)] == ["yes", "no"]
    assert known.lifted.explain("ru") != known.lifted.explain("kk") != known.lifted.explanation


def test_a_decision_that_ends_it_without_a_day_leaves_it_unknown() -> None:
    ended = facts(change("lifting", None))
    assert state_on(ended, date(2025, 1, 1)).state == "unknown"
    assert "the day is not recorded" in state_on(ended, date(2025, 1, 1)).why


def test_a_recorded_lifting_goes_before_a_change() -> None:
    known = ends(facts(change("parole", "2025-02-10"), lifted="2025-01-31"))
    assert known.lifted is not None
    assert known.lifted.day == date(2025, 1, 31)


def test_while_it_is_suspended_it_is_not_in_force_and_its_days_are_added() -> None:
    paused = facts(change("suspension", "2024-08-01"), change("resumption", "2024-08-31"))
    (end,) = ends(paused).computed
    assert end.day == date(2025, 6, 19)
    days = [date(2024, 7, 31), date(2024, 8, 1), date(2024, 8, 30), date(2024, 8, 31), date(2025, 6, 19)]
    assert [state_on(paused, day).state for day in days] == ["yes", "no", "no", "yes", "yes"]
    assert "Suspended 1 Aug 2024." in state_on(paused, date(2024, 8, 15)).why


def test_a_suspension_without_a_resumption_leaves_the_end_open() -> None:
    paused = facts(change("suspension", "2024-08-01"))
    (end,) = ends(paused).computed
    assert (end.earliest, end.latest) == (date(2025, 5, 20), None)
    assert state_on(paused, date(2030, 1, 1)).state == "no"


def test_a_resumption_that_states_the_new_end_leaves_nothing_open() -> None:
    resumed = (change("suspension", "2024-08-01"), change("resumption", "2024-09-01", new_end="2025-06-20"))
    for fields in ({}, {"claimed_end": "2025-05-20"}):
        claimed = ends(facts(*resumed, **fields)).claimed
        assert claimed is not None
        assert (claimed.day, claimed.certainty) == (date(2025, 6, 20), "stated")
    assert state_on(facts(*resumed, claimed_end="2025-05-20"), date(2025, 6, 21)).state == "no"


@pytest.mark.parametrize("resumed", ["2024", "2024-08", "2024-08-01", "2024-08/2024-10"])
def test_what_was_resumed_on_a_day_not_exactly_known_is_not_suspended_for_ever(resumed: str) -> None:
    paused = facts(change("resumption", resumed), change("suspension", "2024-08-01"))
    assert state_on(paused, date(2025, 1, 1)).state == "yes"
    (end,) = ends(paused).computed
    assert end.earliest == date(2025, 5, 20)
    assert end.latest is not None
    years = facts(change("resumption", "2024"), change("suspension", "2024"))
    assert state_on(years, date(2025, 1, 1)).state == "yes"


def test_a_suspension_without_a_day_leaves_the_end_open() -> None:
    for changes in (
        (change("suspension", None),),
        (change("suspension", None), change("resumption", "2024-09-01")),
        (change("suspension", None), change("resumption", None)),
    ):
        (end,) = ends(facts(*changes)).computed
        assert (end.earliest, end.latest, end.certainty) == (date(2025, 5, 20), None, "unknown")
        assert state_on(facts(*changes), date(2025, 6, 1)).state == "unknown"


def test_a_suspension_of_a_month_that_is_not_exactly_known_gives_an_interval() -> None:
    paused = facts(change("suspension", "2024-08"), change("resumption", "2024-10-01"))
    (end,) = ends(paused).computed
    assert (end.earliest, end.latest) == (date(2025, 6, 20), date(2025, 7, 20))
    assert state_on(paused, date(2024, 8, 15)).state == "unknown"
    assert state_on(paused, date(2024, 9, 15)).state == "no"


def test_a_resumption_without_a_day_leaves_it_unknown_whether_it_is_suspended() -> None:
    paused = facts(change("suspension", "2024-08-01"), change("resumption", None))
    assert state_on(paused, date(2024, 9, 1)).state == "unknown"


def test_a_resumption_without_a_suspension_changes_nothing() -> None:
    assert ends(facts(change("resumption"))).computed == ends(facts()).computed


def test_at_most_gives_the_last_possible_day_and_no_other() -> None:
    known = ends(facts(term=None, longest={"years": 3}))
    (end,) = known.computed
    assert (end.earliest, end.latest, end.certainty) == (date(2024, 5, 20), date(2027, 5, 20), "unknown")
    assert "at most 3 years; the exact term is not recorded" in end.explanation
    assert state_on(facts(term=None, longest={"years": 3}), date(2025, 1, 1)).state == "unknown"
    assert state_on(facts(term=None, longest={"years": 3}), date(2027, 5, 21)).state == "no"


def test_at_most_from_a_day_that_is_not_recorded_has_no_last_day() -> None:
    imposed = RestrictionFacts.of_fields(
        {"kind": "administrative_supervision", "decided": "2021-02-18", "longest": {"years": 3}}
    )
    (end,) = ends(imposed).computed
    assert (end.earliest, end.latest) == (date(2021, 2, 18), None)
    assert state_on(imposed, date(2025, 1, 1)).state == "unknown"


def test_an_exact_term_goes_before_the_longest() -> None:
    assert ends(facts(longest={"years": 3})).computed == ends(facts()).computed


def test_a_change_that_today_cannot_be_read_changes_nothing() -> None:
    strange = {"kind": "comet", "date": "soon", "term": {"years": "two"}, "new_end": 7}
    assert ends(facts(strange)) == ends(facts())


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
TERMS = st.builds(Term, st.integers(0, 6), st.integers(0, 30), st.integers(1, 400))
DATES = st.one_of(
    DAYS.map(Edtf.of),
    DAYS.map(lambda day: parse_edtf(f"{day:%Y-%m}")),
    DAYS.map(lambda day: parse_edtf(f"{day.year}~")),
    DAYS.map(lambda day: parse_edtf(f"{day.isoformat()}/..")),
    DAYS.map(lambda day: parse_edtf(f"../{day.isoformat()}")),
)
KINDS = (
    *("extension", "reduction", "suspension", "resumption", "replacement", "parole", "lifting"),
    *("annulment", "amnesty", "pardon", "unheard of"),
)
CHANGES = st.builds(
    Change,
    st.sampled_from(KINDS),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | TERMS,
    st.none() | DATES,
)
FACTS = st.builds(
    RestrictionFacts,
    st.sampled_from(("restriction_of_freedom", "deprivation_of_right", "exit_ban", "other")),
    term=st.none() | TERMS,
    decided=st.none() | DATES,
    in_force=st.none() | DATES,
    received=st.none() | DATES,
    start=st.none() | DATES,
    released=st.none() | DATES,
    claimed_end=st.none() | DATES,
    lifted=st.none() | DATES,
    with_imprisonment=st.booleans(),
    longest=st.none() | TERMS,
    credited=st.none() | st.integers(0, 900),
    changes=st.lists(CHANGES, max_size=4).map(in_order),
)


@given(FACTS, DAYS)
def test_whatever_is_recorded_every_end_is_in_order_and_every_sentence_can_be_said(
    known: RestrictionFacts, day: date
) -> None:
    for end in ends(known).all:
        assert end.earliest is None or end.latest is None or end.earliest <= end.latest
        assert end.certainty != "unknown" or end.day is None or end.basis in ("claimed", "lifted", "start")
        assert all(end.explain(language) for language in ("en", "ru", "kk"))
    answer = state_on(known, day)
    assert all(explain(answer.steps, language) for language in ("en", "ru", "kk") if answer.steps)


@given(FACTS, DAYS)
def test_the_state_on_a_day_agrees_with_the_list_of_intervals(known: RestrictionFacts, day: date) -> None:
    listed = intervals(known)
    assert (listed[0].begins, listed[-1].ends) == (date.min, date.max)
    for one, following in zip(listed, listed[1:], strict=False):
        assert following.begins - one.ends == timedelta(days=1)
        assert one.state != following.state
    (there,) = (one for one in listed if one.begins <= day <= one.ends)
    assert there.state == state_on(known, day).state


@given(FACTS)
def test_every_day_before_and_after_a_turn_agrees_too(known: RestrictionFacts) -> None:
    listed = intervals(known)
    for turn in turns(known):
        for day in (turn, turn - timedelta(days=1) if turn > date.min else turn):
            (there,) = (one for one in listed if one.begins <= day <= one.ends)
            assert there.state == state_on(known, day).state


@given(FACTS, TERMS, DAYS.map(Edtf.of))
def test_an_extension_never_makes_an_end_earlier(known: RestrictionFacts, term: Term, day: Edtf) -> None:
    later = Change("extension", day, None, term, None)
    plain = RestrictionFacts(known.kind, known.term, known.decided, known.in_force, start=known.start)
    longer = RestrictionFacts(
        known.kind, known.term, known.decided, known.in_force, start=known.start, changes=(later,)
    )
    for before, after in zip(ends(plain).computed, ends(longer).computed, strict=True):
        assert before.earliest is None or (after.earliest is not None and before.earliest <= after.earliest)
        assert after.latest is None or (before.latest is not None and before.latest <= after.latest)


@given(DAYS, TERMS)
def test_a_term_taken_off_again_leads_back_to_the_day_or_to_the_end_of_its_month(
    day: date, term: Term
) -> None:
    back = subtract_term(add_term(day, term), term)
    assert back == day or (back < day and (day - back).days <= 3 and back.month == day.month)


@given(DAYS, DAYS, TERMS)
def test_taking_off_a_term_keeps_the_order_of_days(one: date, other: date, term: Term) -> None:
    first, last = sorted((one, other))
    bound = Bound(first, last).minus(term)
    assert bound.earliest is not None
    assert bound.latest is not None
    assert bound.earliest <= bound.latest
