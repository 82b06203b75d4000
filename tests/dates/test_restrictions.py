from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, Moment, parse_edtf
from kzcase.dates.restrictions import END_DAY, ComputedEnd, RestrictionFacts, ends, explain, state_on
from kzcase.dates.restrictions.rules import rules_for
from kzcase.dates.sentences import BASES, SENTENCES
from kzcase.dates.terms import Term, add_term

KINDS = ["restriction_of_freedom", "deprivation_of_right", "administrative_supervision", "exit_ban", "other"]


def facts(
    kind: str, term: Term | None = None, *, with_imprisonment: bool = False, **dates: str
) -> RestrictionFacts:
    known = {name: parse_edtf(text) for name, text in dates.items()}
    return RestrictionFacts(kind, term, with_imprisonment=with_imprisonment, **known)


# Larisa Kharkova, from what ITUC's survey publishes.
KHARKOVA = facts(
    "restriction_of_freedom", Term(4), decided="2017-07-25", in_force="2017-10-05", claimed_end="2021-11-09"
)
KHARKOVA_BAN = facts("deprivation_of_right", Term(5), decided="2017-07-25", in_force="2017-10-05")
# Max Bokayev, from FIDH and OMCT.
BOKAYEV_BAN = facts("deprivation_of_right", Term(3), in_force="2017-01-20", released="2021-02-04")


def by_basis(recorded: RestrictionFacts) -> dict[str, ComputedEnd]:
    return {end.basis: end for end in ends(recorded).all}


def test_kharkovas_four_years_from_entry_into_force_end_on_the_published_day() -> None:
    end = by_basis(KHARKOVA)["in_force"]
    assert end.day == date(2021, 10, 5)
    assert end.certainty == "computed"
    assert end.rule is not None
    assert end.rule.article == "Criminal Code, art. 44"
    assert "ITUC" in end.rule.source
    assert end.checked
    assert not end.checked_by_lawyer
    assert "not checked by a lawyer" in end.explanation


def test_her_claimed_end_stands_first_and_says_what_it_implies() -> None:
    known = ends(KHARKOVA)
    claimed = known.claimed
    assert claimed is not None
    assert known.shown is claimed
    assert claimed.day == date(2021, 11, 9)
    assert claimed.certainty == "stated"
    assert "counted from 9 Nov 2017" in claimed.explanation
    assert "is inferred; no source says so" in claimed.explanation
    assert "35 days later than counted from entry into force (5 Oct 2021)" in claimed.explanation


def test_the_implied_receipt_is_never_an_end_of_its_own() -> None:
    assert set(by_basis(KHARKOVA)) == {"claimed", "in_force"}


def test_both_ways_of_counting_are_given_when_the_receipt_is_known() -> None:
    known = by_basis(replace(KHARKOVA, claimed_end=None, received=parse_edtf("2017-11-09")))
    assert known["received"].day == date(2021, 11, 9)
    assert known["in_force"].day == date(2021, 10, 5)
    assert "35 days later" in known["received"].explanation
    claimed = by_basis(replace(KHARKOVA, received=parse_edtf("2017-11-09")))["claimed"]
    assert "This is the end counted from receipt by the probation service." in claimed.explanation
    assert "inferred" not in claimed.explanation


def test_an_unknown_receipt_leaves_only_a_lower_limit() -> None:
    end = by_basis(replace(KHARKOVA, claimed_end=None))["received"]
    assert (end.earliest, end.latest, end.certainty) == (date(2021, 10, 5), None, "unknown")


@pytest.mark.parametrize(
    ("day", "state", "disputed"),
    [
        (date(2017, 7, 24), "not yet", False),
        (date(2017, 10, 4), "not yet", False),
        (date(2017, 10, 5), "yes", False),
        (date(2021, 7, 22), "yes", False),
        (date(2021, 10, 5), "yes", False),
        (date(2021, 10, 6), "yes", True),
        (date(2021, 11, 9), "yes", True),
        (date(2021, 11, 10), "no", False),
    ],
)
def test_kharkovas_restriction_is_in_force_as_long_as_the_authorities_say(
    day: date, state: str, disputed: bool
) -> None:
    answer = state_on(KHARKOVA, day)
    assert (answer.state, answer.disputed) == (state, disputed)
    assert answer.why


def test_without_a_receipt_the_state_after_the_first_end_is_unknown() -> None:
    answer = state_on(replace(KHARKOVA, claimed_end=None), date(2021, 10, 20))
    assert (answer.state, answer.disputed) == ("unknown", True)
    assert "Counted from entry into force it ended 5 Oct 2021." in answer.why


def test_days_left_are_told_only_to_a_single_day() -> None:
    day = date(2021, 7, 22)
    assert state_on(KHARKOVA, day).days_left(day) == 110
    assert state_on(KHARKOVA, date(2021, 11, 9)).days_left(date(2021, 11, 9)) == 0
    assert state_on(replace(KHARKOVA, claimed_end=parse_edtf("2021-11")), day).days_left(day) is None
    assert state_on(KHARKOVA, date(2022, 1, 1)).days_left(date(2022, 1, 1)) is None


def test_her_ban_of_five_years_ends_on_the_published_day() -> None:
    assert by_basis(KHARKOVA_BAN)["in_force"].day == date(2022, 10, 5)
    assert state_on(KHARKOVA_BAN, date(2022, 10, 5)).state == "yes"
    assert state_on(KHARKOVA_BAN, date(2022, 10, 6)).state == "no"


def test_bokayevs_ban_runs_through_the_prison_and_then_from_release() -> None:
    known = ends(BOKAYEV_BAN)
    assert known.shown is not None
    assert known.shown.basis == "released"
    assert known.shown.day == date(2024, 2, 4)
    assert not known.shown.checked
    assert "Rule not checked by a lawyer." in known.shown.explanation
    for day in (date(2018, 1, 1), date(2021, 7, 22), date(2024, 2, 4)):
        assert state_on(BOKAYEV_BAN, day).state == "yes"
    assert state_on(BOKAYEV_BAN, date(2024, 2, 5)).state == "no"


def test_a_ban_beside_a_prison_not_yet_left_has_no_day() -> None:
    known = ends(facts("deprivation_of_right", Term(3), in_force="2017-01-20", with_imprisonment=True))
    assert known.shown is not None
    assert known.shown.basis == "released"
    assert (known.shown.earliest, known.shown.latest) == (date(2020, 1, 20), None)
    assert known.shown.certainty == "unknown"


def test_a_release_before_entry_into_force_does_not_begin_the_ban() -> None:
    known = by_basis(facts("deprivation_of_right", Term(1), in_force="2020-06-01", released="2020-05-01"))
    assert known["released"].day == date(2021, 6, 1)


def test_only_the_decision_known_gives_a_lower_limit_and_an_inferred_yes() -> None:
    recorded = facts("restriction_of_freedom", Term(1, 6), decided="2020-08-12")
    shown = ends(recorded).shown
    assert shown is not None
    assert (shown.earliest, shown.latest, shown.certainty) == (date(2022, 2, 12), None, "inferred")
    answer = state_on(recorded, date(2021, 7, 22))
    assert (answer.state, answer.certainty) == ("yes", "inferred")
    assert "the day it began is not recorded" in answer.why
    assert state_on(recorded, date(2022, 2, 13)).state == "unknown"
    assert state_on(recorded, date(2020, 8, 11)).state == "not yet"


def test_a_month_gives_an_interval_and_says_so() -> None:
    recorded = facts("restriction_of_freedom", Term(3), in_force="2020-09")
    end = by_basis(recorded)["in_force"]
    assert (end.earliest, end.latest, end.day) == (date(2023, 9, 1), date(2023, 9, 30), None)
    assert "not exactly known" in end.explanation
    assert state_on(recorded, date(2020, 9, 15)).state == "unknown"
    assert state_on(recorded, date(2023, 9, 1)).state == "yes"


def test_a_doubted_start_widens_the_end_and_is_only_inferred() -> None:
    end = by_basis(facts("other", Term(1), start="2020-05-10?"))["start"]
    assert (end.earliest, end.latest) == (date(2021, 5, 9), date(2021, 5, 11))
    assert end.certainty == "inferred"
    assert "not certain" in end.explanation


def test_a_claimed_end_that_passed_before_a_computed_one_leaves_the_state_unknown() -> None:
    recorded = facts("deprivation_of_right", Term(5), released="2018-05-22", claimed_end="2022")
    answer = state_on(recorded, date(2023, 2, 1))
    assert (answer.state, answer.disputed) == ("unknown", True)
    assert "The stated end (2022) has passed" in answer.why
    assert state_on(recorded, date(2022, 6, 1)).state == "unknown"
    assert state_on(recorded, date(2024, 1, 1)).state == "no"


def test_lifting_ends_it_whatever_was_counted() -> None:
    recorded = replace(KHARKOVA, lifted=parse_edtf("2019-03-01"))
    shown = ends(recorded).shown
    assert shown is not None
    assert (shown.basis, shown.day, shown.certainty) == ("lifted", date(2019, 3, 1), "stated")
    assert state_on(recorded, date(2019, 3, 1)).state == "yes"
    assert state_on(recorded, date(2019, 3, 2)).state == "no"
    vague = replace(KHARKOVA, lifted=parse_edtf("2019-03"))
    assert state_on(vague, date(2019, 3, 15)).state == "unknown"


def test_what_has_no_term_by_nature_lasts_until_it_is_lifted() -> None:
    recorded = facts("exit_ban", start="2019-02-01")
    assert ends(recorded).shown is None
    answer = state_on(recorded, date(2026, 1, 1))
    assert (answer.state, answer.certainty, answer.end) == ("yes", "inferred", None)
    assert state_on(replace(recorded, lifted=parse_edtf("2025-01-01")), date(2026, 1, 1)).state == "no"
    assert ends(replace(recorded, term=Term(1))).shown is not None


@pytest.mark.parametrize("kind", KINDS[:3])
def test_nothing_recorded_says_nothing(kind: str) -> None:
    known = ends(facts(kind))
    assert known.shown is not None
    assert not known.shown.bound.known
    assert known.shown.certainty == "unknown"
    assert state_on(facts(kind), date(2020, 1, 1)).state == "unknown"
    without_day = ends(facts(kind, Term(1))).shown
    assert without_day is not None
    assert not without_day.bound.known


def test_only_a_claimed_end_does_not_say_that_it_has_begun() -> None:
    recorded = facts("other", claimed_end="2027-01-01")
    assert state_on(recorded, date(2010, 1, 1)).state == "unknown"
    assert state_on(recorded, date(2028, 1, 1)).state == "no"


def test_a_term_beyond_the_calendar_is_unknown_not_a_failure() -> None:
    end = by_basis(facts("other", Term(9000), start="2020-01-01"))["start"]
    assert (end.day, end.certainty) == (None, "unknown")
    received = by_basis(facts("restriction_of_freedom", Term(9000), in_force="2020-01-01"))["received"]
    assert not received.bound.known


def test_facts_are_read_from_stored_fields_and_bad_values_count_as_missing() -> None:
    stored = {
        "kind": "restriction_of_freedom",
        "term": {"years": 4, "months": None},
        "in_force": "2017-10-05",
        "claimed_end": "2021-02-30",
        "received": None,
        "person": "somebody",
    }
    recorded = RestrictionFacts.of_fields(stored)
    assert recorded == facts("restriction_of_freedom", Term(4), in_force="2017-10-05")
    assert RestrictionFacts.of_fields({"term": {"years": 0}}).term is None
    assert RestrictionFacts.of_fields({"term": "4 years"}).term is None
    assert RestrictionFacts.of_fields({"term": {"years": "4"}}).term is None


def test_no_rule_claims_a_lawyer_and_each_unread_one_names_no_source() -> None:
    rules = [
        rule
        for kind in KINDS
        for prison in (True, False)
        for rule in rules_for(kind, imprisoned_too=prison).values()
    ]
    for rule in [*rules, END_DAY]:
        assert not rule.checked_by_lawyer
        assert rule.text.endswith(".")
        assert rule.read == bool(rule.source)


def test_every_sentence_exists_in_each_language_with_the_same_values() -> None:
    english = SENTENCES["en"]
    for language, sentences in SENTENCES.items():
        assert sentences.keys() == english.keys(), language
        assert BASES[language].keys() == BASES["en"].keys()
        for code, sentence in sentences.items():
            assert _names(sentence) == _names(english[code]), (language, code)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_explanations_are_written_in_russian_and_kazakh_too() -> None:
    claimed = ends(KHARKOVA).claimed
    assert claimed is not None
    assert "Это позже на 35 дней, чем при отсчёте от вступления в силу (5 окт. 2021)." in claimed.explain(
        "ru"
    )
    assert "35 күн кейін" in claimed.explain("kk")
    assert ".." not in claimed.explain("kk")
    assert claimed.explain("fr") == claimed.explanation
    assert explain(claimed.steps) == claimed.explanation


dates = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@st.composite
def partial(draw: st.DrawFn) -> Edtf:
    day = draw(dates)
    year, month, number = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    qualifier = draw(st.sampled_from(["", "", "?", "~"]))
    shape = draw(st.integers(0, 3))
    if shape == 3:
        return Edtf(Moment(year, month), Moment(f"{day.year + 1:04}"))
    return Edtf(Moment(year, month if shape else "", number if shape > 1 else "", qualifier))


maybe = st.none() | partial()
recorded_facts = st.builds(
    RestrictionFacts,
    kind=st.sampled_from(KINDS),
    term=st.none() | st.builds(Term, st.integers(1, 10), st.integers(0, 11)),
    decided=maybe,
    in_force=maybe,
    received=maybe,
    start=maybe,
    released=maybe,
    claimed_end=maybe,
    lifted=maybe,
    with_imprisonment=st.booleans(),
)


@given(recorded_facts, dates, st.sampled_from(["en", "ru", "kk"]))
def test_whatever_is_recorded_has_an_answer_and_a_reason(
    recorded: RestrictionFacts, day: date, language: str
) -> None:
    known = ends(recorded)
    for end in known.all:
        assert end.earliest is None or end.latest is None or end.earliest <= end.latest
        assert end.explain(language)
        assert (end.certainty == "unknown") or end.bound.known
    assert known.shown is None or known.shown in known.all
    answer = state_on(recorded, day)
    assert answer.explain(language)
    assert "{" not in answer.explain(language)
    if answer.state == "yes":
        assert answer.certainty != "unknown"


@given(recorded_facts, dates, st.integers(0, 4000))
def test_once_over_it_stays_over_and_before_it_began_it_never_ran(
    recorded: RestrictionFacts, day: date, later: int
) -> None:
    after = day + timedelta(days=later)
    if state_on(recorded, day).state == "no":
        assert state_on(recorded, after).state == "no"
    if state_on(recorded, after).state == "not yet":
        assert state_on(recorded, day).state == "not yet"


@given(st.sampled_from(KINDS[:3]), dates, st.integers(1, 9), st.integers(0, 11))
def test_a_stated_start_and_a_term_agree_with_plain_counting(
    kind: str, start: date, years: int, months: int
) -> None:
    term = Term(years, months)
    recorded = RestrictionFacts(kind, term, start=Edtf.of(start))
    end = by_basis(recorded)["start"]
    assert end.day == add_term(start, term)
    assert state_on(recorded, end.day).state == "yes"
    assert state_on(recorded, start - timedelta(days=1)).state == "not yet"


def test_credited_days_are_taken_off_a_term_whose_first_day_is_not_recorded_too() -> None:
    """In force 5 Oct 2017 for four years, 60 days credited: from 6 Aug 2021 on it may be over."""
    given = {"kind": "restriction_of_freedom", "in_force": "2017-10-05", "term": {"years": 4}, "credited": 60}
    known = RestrictionFacts.of_fields(given)
    by_basis = {end.basis: end for end in ends(known).computed}
    assert (by_basis["received"].earliest, by_basis["received"].latest) == (date(2021, 8, 6), None)
    assert state_on(known, date(2021, 8, 6)).state == "yes"
    assert state_on(known, date(2021, 9, 1)).state == "unknown"
    assert "credits 60 days" in by_basis["received"].explanation


def test_credited_days_move_only_the_last_possible_day_of_a_longest_term() -> None:
    given = {"kind": "other", "in_force": "2017-10-05", "longest": {"years": 4}, "credited": 60}
    (end,) = ends(RestrictionFacts.of_fields(given)).computed
    assert (end.earliest, end.latest) == (date(2017, 10, 5), date(2021, 8, 6))
    (end,) = ends(RestrictionFacts.of_fields({**given, "longest": {"days": 10}})).computed
    assert end.latest == date(2017, 8, 16)


def test_how_far_two_ends_lie_apart_is_told_of_the_days_that_are_named() -> None:
    given = {
        "kind": "restriction_of_freedom",
        "in_force": "2017-10-05",
        "received": "2017-11-09",
        "term": {"years": 4},
        "credited": 60,
    }
    first, _ = ends(RestrictionFacts.of_fields(given)).computed
    told = first.explanation
    assert first.day == date(2021, 9, 10)
    apart = "This is 35 days later than counted from entry into force (6 Aug 2021)."
    assert f"it ends 10 Sep 2021. {apart}" in told
