"""Where somebody is on a day follows from what is recorded; silence is never told as a fact."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.restrictions import explain
from kzcase.dates.standing import Custody, Happened, Stated, liberty_on, presence_on, stage_on
from kzcase.dates.terms import Term

DAY = timedelta(days=1)


def custody(
    start: str | None = None, end: str | None = None, status: str = "remand", **more: object
) -> Custody:
    return Custody(
        "c",
        status,
        "Remand",
        parse_edtf(start) if start else None,
        parse_edtf(end) if end else None,
        **more,  # type: ignore[arg-type]
    )


def stated(status: str = "", since: str | None = None, **more: str) -> Stated:
    dates = {name: parse_edtf(text) for name, text in more.items()}
    return Stated(status, status, parse_edtf(since) if since else None, **dates)


def at(known: Stated, held: list[Custody], day: str) -> tuple[str, str]:
    found = liberty_on(known, held, date.fromisoformat(day))
    return found.status, found.basis


def test_custody_holds_from_its_first_day_to_its_last() -> None:
    held = [custody("2024-02-28", "2024-03-02")]
    told = [
        at(stated(), held, f"2024-{day}") for day in ("02-27", "02-28", "02-29", "03-01", "03-02", "03-03")
    ]
    assert told == [
        ("at_liberty", "assumed"),
        *[("remand", "stated")] * 4,
        ("at_liberty", "computed"),
    ]


def test_an_end_counted_from_a_term_is_computed_and_what_follows_it_assumed() -> None:
    held = [custody("2026-05-17", term=Term(days=15), status="administrative_arrest")]
    assert at(stated(), held, "2026-06-01") == ("administrative_arrest", "computed")
    assert at(stated(), held, "2026-06-02") == ("at_liberty", "assumed")


def test_custody_without_an_end_is_assumed_to_last_only_as_long_as_it_may() -> None:
    held = [custody("2026-01-01", status="detained")]
    assert at(stated(), held, "2026-01-01") == ("detained", "stated")
    assert at(stated(), held, "2026-01-04") == ("detained", "assumed")
    assert at(stated(), held, "2026-01-05") == ("", "assumed")


def test_being_said_to_be_free_ends_custody_without_an_end() -> None:
    held = [custody("2026-01-01")]
    assert at(stated("at_liberty", "2026-03-01"), held, "2026-02-28") == ("remand", "assumed")
    assert at(stated("at_liberty", "2026-03-01"), held, "2026-03-02") == ("at_liberty", "stated")


def test_a_later_arrest_goes_before_an_older_statement() -> None:
    known = stated("at_liberty", "2020-01-01")
    held = [custody("2021-05-01", "2021-05-10")]
    assert at(known, held, "2021-05-05") == ("remand", "stated")
    assert at(known, held, "2021-04-30") == ("at_liberty", "stated")
    assert at(known, held, "2021-05-11") == ("at_liberty", "computed")


def test_a_status_without_a_day_is_never_more_than_assumed() -> None:
    assert at(stated("abroad"), [], "2026-01-01") == ("abroad", "assumed")


def test_a_sentence_served_without_isolation_ends_an_arrest_without_an_end() -> None:
    known = stated(outside="2020-06-22")
    held = [custody("2020-04-17", status="detained")]
    assert at(known, held, "2020-06-22") == ("", "assumed")
    assert at(known, held, "2020-06-23") == ("at_liberty", "assumed")
    again = [*held, custody("2021-01-01", "2021-01-05")]
    assert at(known, again, "2021-01-03") == ("remand", "stated")


def test_death_goes_before_everything() -> None:
    held = [custody("2020-01-01", "2030-01-01")]
    assert at(stated(died="2025-05-05"), held, "2025-05-04")[0] == "remand"
    assert at(stated(died="2025-05-05"), held, "2025-05-05") == ("dead", "stated")
    assert at(stated(died="2025-05"), held, "2025-05-05") == ("dead", "assumed")


def test_the_stage_is_the_last_that_was_reached() -> None:
    happened = [
        Happened("in_force", Edtf.of(date(2017, 10, 5)), "in force", 6),
        Happened("first_instance", Edtf.of(date(2017, 7, 25)), "verdict", 3),
        Happened("appeal", parse_edtf("2017-08"), "appeal", 4),
    ]
    days = {date(2017, 7, 24): "", date(2017, 7, 25): "first_instance", date(2017, 9, 1): "appeal"}
    for day, stage in days.items():
        assert stage_on(happened, day).stage == stage
    assert stage_on(happened, date(2017, 8, 15)).basis == "assumed"
    assert (stage_on(happened, date(2017, 10, 5)).stage, stage_on(happened, date(2017, 10, 5)).basis) == (
        "in_force",
        "stated",
    )


DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
DATES = st.one_of(
    DAYS.map(Edtf.of),
    DAYS.map(lambda day: parse_edtf(f"{day:%Y-%m}")),
    DAYS.map(lambda day: parse_edtf(f"{day.isoformat()}?")),
    DAYS.map(lambda day: parse_edtf(f"{day.isoformat()}/..")),
    DAYS.map(lambda day: parse_edtf(f"../{day.isoformat()}")),
)
STATUSES = st.sampled_from(["detained", "remand", "house_arrest", "imprisoned", "psychiatric"])
CUSTODIES = st.builds(
    Custody,
    st.uuids().map(str),
    STATUSES,
    st.just("held"),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | st.builds(Term, st.integers(0, 3), st.integers(0, 11), st.integers(1, 40)),
    st.none() | DATES,
    st.none() | DATES,
)
STATED = st.builds(
    Stated,
    st.sampled_from(["", "at_liberty", "imprisoned", "abroad"]),
    st.just("as recorded"),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | DATES,
)


@given(STATED, st.lists(CUSTODIES, max_size=4), DAYS)
def test_whatever_is_recorded_somebody_stands_somewhere_and_it_can_be_said(
    known: Stated, held: list[Custody], day: date
) -> None:
    found = liberty_on(known, held, day)
    assert found.basis in ("stated", "computed", "assumed")
    assert found.steps
    assert all(explain(found.steps, language) for language in ("en", "ru", "kk"))
    assert found.status or found.basis == "assumed"


@given(st.permutations(range(4)), st.lists(CUSTODIES, min_size=4, max_size=4), DAYS)
def test_the_order_of_the_records_decides_nothing(order: list[int], held: list[Custody], day: date) -> None:
    straight = liberty_on(Stated(), held, day)
    other = liberty_on(Stated(), [held[place] for place in order], day)
    assert (straight.status, straight.basis) == (other.status, other.basis)


@given(DAYS, st.integers(0, 2_000), DAYS)
def test_an_exact_stretch_holds_on_its_days_and_on_no_other(first: date, length: int, day: date) -> None:
    last = first + timedelta(days=length)
    presence = presence_on(custody(first.isoformat(), last.isoformat()), day)
    assert presence.held is (first <= day <= last)
    assert presence.basis == "stated"


@given(CUSTODIES, DAYS)
def test_what_surely_holds_today_and_surely_did_not_yesterday_began_today(known: Custody, day: date) -> None:
    before, now = presence_on(known, day - DAY), presence_on(known, day)
    if now.held and before.held is False:
        assert known.begins[0].earliest == day


def test_what_was_stated_after_custody_began_goes_before_its_assumed_going_on() -> None:
    stated = Stated("imprisoned", "Imprisoned", parse_edtf("2021-09-01"))
    custody = [Custody("r", "remand", "Remand", parse_edtf("2021-03-03"))]
    for day, status in (("2021-08-31", "remand"), ("2021-09-01", "imprisoned"), ("2022-01-01", "imprisoned")):
        assert liberty_on(stated, custody, date.fromisoformat(day)).status == status
    again = Stated("remand", "Remand", parse_edtf("2021-04-01"))
    assert liberty_on(again, custody, date(2021, 5, 1)).custody == "r"
