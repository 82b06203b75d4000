"""The six people of the sample stand on each day as the sources say, with what is only assumed kept apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.history.ledger import Change
from kzcase.services import records, standing
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.services.standing import Limiting, Standing

FREEDOM, BAN = "restriction_of_freedom", "deprivation_of_right"
SUPERVISION = "administrative_supervision"


@pytest.fixture
def on(sample: Office) -> Callable[..., Standing]:
    """How a person of the sample, by a part of the name, stands on a day."""

    def ask(name: str, day: str, language: str = "en") -> Standing:
        with sample.read() as session:
            query = "SELECT id FROM record WHERE kind = 'person' AND title LIKE :name"
            person = session.execute(text(query), {"name": f"%{name}%"}).scalar_one()
        return standing.on_day(sample, person, date.fromisoformat(day), language)

    return ask


def of_kind(found: Standing, kind: str) -> list[Limiting]:
    return [one for one in found.in_force if one.kind == kind]


def states(found: Standing) -> dict[str, str]:
    return {one.kind: one.state for one in found.in_force}


def test_kharkova_was_held_five_weeks_longer_than_her_term(on: Callable[..., Standing]) -> None:
    (freedom,) = of_kind(on("Kharkova", "2021-10-06"), FREEDOM)
    assert (freedom.end, freedom.days_left, freedom.state) == ("9 Nov 2021", 34, "yes")
    assert "35 days later than counted from entry into force (5 Oct 2021)" in freedom.why
    assert "Counted from entry into force it ended 5 Oct 2021." in freedom.why
    assert "is inferred; no source says so" in freedom.why


def test_kharkovas_ban_outlasts_her_restriction(on: Callable[..., Standing]) -> None:
    assert not of_kind(on("Kharkova", "2017-10-04"), FREEDOM)
    assert states(on("Kharkova", "2017-10-05"))[FREEDOM] == "yes"
    assert states(on("Kharkova", "2021-11-09"))[FREEDOM] == "yes"
    after = on("Kharkova", "2021-11-10")
    assert not of_kind(after, FREEDOM)
    (ban,) = of_kind(after, BAN)
    assert (ban.end, ban.days_left) == ("5 Oct 2022", 329)
    assert not of_kind(on("Kharkova", "2022-10-06"), BAN)


def test_nothing_recorded_says_where_kharkova_was_and_her_liberty_is_only_assumed(
    on: Callable[..., Standing],
) -> None:
    before = on("Kharkova", "2017-08-01").liberty
    assert (before.key, before.text, before.basis) == ("", "", "assumed")
    during = on("Kharkova", "2019-01-01")
    assert (during.liberty.key, during.liberty.basis) == ("at_liberty", "assumed")
    assert during.liberty.why in during.assumed
    assert during.liberty.why not in during.known


def test_kharkovas_prosecution_comes_to_its_stages(on: Callable[..., Standing]) -> None:
    def stage(day: str) -> tuple[str, str]:
        (one,) = on("Kharkova", day).proceedings
        return one.stage.key, one.stage.basis

    assert on("Kharkova", "2017-07-24").proceedings == ()
    assert stage("2017-07-25") == ("first_instance", "stated")
    assert stage("2017-10-05") == ("in_force", "stated")
    (one,) = on("Kharkova", "2017-10-05").proceedings
    assert "Cassation" in one.next


def test_bokayevs_ban_runs_through_prison_and_three_years_from_release(on: Callable[..., Standing]) -> None:
    inside = on("Bokayev", "2018-01-01")
    assert (inside.liberty.key, inside.liberty.basis) == ("imprisoned", "assumed")
    assert "inferred from the judgment (28 Nov 2016)" in inside.liberty.why
    (served,) = inside.serving
    assert (served.text, served.earliest, served.latest) == (
        "Imprisonment, 5 years",
        None,
        date(2021, 11, 28),
    )
    (ban,) = of_kind(inside, BAN)
    assert (ban.end, ban.state) == ("4 Feb 2024", "yes")
    free = on("Bokayev", "2021-07-22")
    assert (free.liberty.key, free.liberty.basis, free.liberty.since) == (
        "at_liberty",
        "stated",
        "4 Feb 2021",
    )
    assert free.serving == ()
    (ban,) = of_kind(free, BAN)
    assert "Counted from release from imprisonment (4 Feb 2021): 3 years, ends 4 Feb 2024." in ban.why
    assert not of_kind(on("Bokayev", "2024-02-05"), BAN)


def test_bokayev_has_two_supervision_orders_on_top(on: Callable[..., Standing]) -> None:
    assert not of_kind(on("Bokayev", "2021-01-21"), SUPERVISION)
    assert len(of_kind(on("Bokayev", "2021-02-04"), SUPERVISION)) == 1
    orders = of_kind(on("Bokayev", "2021-07-22"), SUPERVISION)
    assert len(orders) == 2
    for order in orders:
        assert order.state == "unknown"
        assert "at most 3 years; the exact term is not recorded" in order.why


def test_bokayevs_appeal_left_the_judgment_in_force(on: Callable[..., Standing]) -> None:
    (criminal,) = on("Bokayev", "2017-01-20").proceedings
    assert (criminal.stage.key, criminal.stage.basis, criminal.stage.since) == (
        "in_force",
        "stated",
        "20 Jan 2017",
    )


def test_ilyashevs_limits_last_at_least_as_long_as_their_terms(on: Callable[..., Standing]) -> None:
    assert on("Ilyashev", "2020-04-17").liberty.key == "detained"
    assert on("Ilyashev", "2020-05-17").liberty.key == ""
    later = on("Ilyashev", "2023-06-22")
    assert states(later) == {FREEDOM: "yes", BAN: "yes"}
    assert states(on("Ilyashev", "2023-06-23")) == {FREEDOM: "unknown", BAN: "yes"}
    assert {one.end for one in later.in_force} == {"not before 22 Jun 2023", "not before 22 Jun 2025"}
    assert (later.liberty.key, later.liberty.basis) == ("at_liberty", "assumed")
    assert "when that ended is not recorded" in later.liberty.why


def test_tulesova_was_released_on_the_day_of_her_sentence(on: Callable[..., Standing]) -> None:
    assert (on("Tulesova", "2020-06-07").liberty.key, on("Tulesova", "2020-06-07").liberty.basis) == (
        "detained",
        "assumed",
    )
    inside = on("Tulesova", "2020-07-01").liberty
    assert (inside.key, inside.basis, inside.since) == ("remand", "stated", "8 Jun 2020")
    after = on("Tulesova", "2020-08-13")
    assert (after.liberty.key, after.liberty.basis) == ("at_liberty", "stated")
    assert states(after) == {FREEDOM: "yes"}
    assert states(on("Tulesova", "2022-02-12")) == {FREEDOM: "yes"}
    assert states(on("Tulesova", "2022-02-13")) == {FREEDOM: "unknown"}


def test_an_arrest_of_a_month_not_exactly_known_holds_nobody_on_a_day(on: Callable[..., Standing]) -> None:
    found = on("Tulesova", "2019-04-10").liberty
    assert (found.key, found.basis) == ("", "assumed")
    assert "April 2019" in found.why


def test_eleusinovs_ban_is_told_both_ways(on: Callable[..., Standing]) -> None:
    assert on("Eleusinov", "2017-02-01").liberty.key == "remand"
    inside = on("Eleusinov", "2018-01-01")
    assert inside.liberty.key == "imprisoned"
    (served,) = inside.serving
    assert served.earliest is not None
    assert served.earliest < date(2019, 1, 20) < date(2019, 5, 16) == served.latest
    assert "CC art. 62" in served.why
    (ban,) = of_kind(on("Eleusinov", "2019-01-01"), BAN)
    assert (ban.end, ban.state) == ("2022", "yes")
    assert "ends 21 May 2023" in ban.why
    (ban,) = of_kind(on("Eleusinov", "2023-03-01"), BAN)
    assert ban.state == "unknown"
    assert "The stated end (2022) has passed, but counted from release it ends 21 May 2023." in ban.why
    assert not of_kind(on("Eleusinov", "2023-05-22"), BAN)


def test_baltabay_was_freed_and_jailed_again_for_the_fine(on: Callable[..., Standing]) -> None:
    assert on("Baltabay", "2019-08-01").liberty.key == "imprisoned"
    between = on("Baltabay", "2019-09-01")
    assert (between.liberty.key, between.liberty.basis) == ("at_liberty", "computed")
    assert between.liberty.why.startswith("Released 9 Aug 2019.")
    again = on("Baltabay", "2019-11-01")
    assert (again.liberty.key, again.liberty.basis) == ("imprisoned", "stated")
    assert again.serving == ()
    free = on("Baltabay", "2021-07-22")
    assert (free.liberty.key, free.liberty.since) == ("at_liberty", "20 Mar 2020")
    (ban,) = of_kind(free, BAN)
    assert (ban.end, ban.state) == ("20 Mar 2027", "yes")
    assert not of_kind(on("Baltabay", "2027-03-21"), BAN)


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("name", ["Bokayev", "Ilyashev", "Tulesova", "Kharkova", "Eleusinov", "Baltabay"])
def test_everything_is_said_in_each_language(on: Callable[..., Standing], name: str, language: str) -> None:
    here, english = on(name, "2020-07-01", language), on(name, "2020-07-01")
    assert len(here.known) == len(english.known)
    assert len(here.assumed) == len(english.assumed)
    assert [one.key for one in (here.liberty, english.liberty)] == [english.liberty.key] * 2
    for told in (*here.known, *here.assumed):
        assert told not in (*english.known, *english.assumed)


def save(office: Office, kind: str, fields: Mapping[str, Any]) -> str:
    record = records.new_id()
    records.save(office, Draft(kind, record, fields))
    return record


def test_a_measure_holds_until_it_is_lifted_or_replaced(office: Office) -> None:
    person = save(office, "person", {})
    remand = save(office, "measure", {"person": person, "kind": "remand", "start": "2026-06-10"})
    save(office, "restriction_change", {"record": remand, "kind": "replacement", "date": "2026-08-10"})
    pledge = {"person": person, "kind": "travel_pledge", "start": "2026-08-10"}
    save(office, "measure", pledge)
    held = standing.on_day(office, person, date(2026, 7, 1))
    assert (held.liberty.key, [one.kind for one in held.measures]) == ("remand", ["remand"])
    freed = standing.on_day(office, person, date(2026, 8, 11))
    assert (freed.liberty.key, freed.liberty.basis) == ("at_liberty", "computed")
    assert [(one.kind, one.end) for one in freed.measures] == [("travel_pledge", "until it is lifted")]


def test_days_credited_give_the_day_a_sentence_ends(office: Office) -> None:
    person = save(office, "person", {})
    case = save(office, "prosecution", {"person": person, "kind": "criminal"})
    sentence = {"prosecution": case, "kind": "conviction", "date": "2026-03-01", "in_force": "2026-04-01"}
    judged = save(office, "sentence", sentence)
    given = {"sentence": judged, "kind": "imprisonment", "term": {"years": 1}, "credited": 31}
    penalty = save(office, "penalty", given)
    custody = {"person": person, "prosecution": case, "penalty": penalty, "kind": "imprisonment"}
    save(office, "detention", {**custody, "start": "2026-04-01", "claimed_end": "2027-03-01"})
    (served,) = standing.on_day(office, person, date(2026, 10, 1)).serving
    assert (served.earliest, served.latest, served.end) == (date(2027, 3, 1), date(2027, 3, 1), "1 Mar 2027")
    assert served.basis == "computed"
    assert "credits 31 days" in served.why


def test_a_person_who_died_is_neither_held_nor_free(office: Office) -> None:
    person = save(office, "person", {"died": "2026-05", "liberty": {"status": "imprisoned"}})
    assert standing.on_day(office, person, date(2026, 5, 10)).liberty.basis == "assumed"
    later = standing.on_day(office, person, date(2026, 6, 1)).liberty
    assert (later.key, later.basis) == ("dead", "stated")


def test_a_person_of_whom_nothing_is_recorded_stands_nowhere(office: Office) -> None:
    found = standing.on_day(office, save(office, "person", {}), date(2026, 6, 1))
    assert (found.liberty.key, found.known) == ("", ())
    assert found.assumed == ("Where the person was on this day is not recorded.",)
    assert (found.in_force, found.measures, found.serving, found.proceedings) == ((), (), (), ())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2014, 1, 1), date(2031, 12, 31)))
def test_on_any_day_everyone_of_the_sample_stands_somewhere_and_nothing_is_both_known_and_assumed(
    sample: Office, day: date
) -> None:
    with sample.read() as session:
        people = (
            session.execute(text("SELECT id FROM record WHERE kind = 'person' ORDER BY id")).scalars().all()
        )
        for person in people[::5]:
            found = standing.on_day_in(session, person, day)
            assert not set(found.known) & set(found.assumed)
            assert all(one.state in ("yes", "unknown") for one in (*found.in_force, *found.measures))
            assert all(one.days_left is None or one.days_left >= 0 for one in found.in_force)


# From 1 March 2024 one time holds in all of Kazakhstan (UTC+5); in Almaty it was UTC+6 before.
@pytest.mark.parametrize(
    ("utc", "day", "left"),
    [
        ("2024-02-29T17:59", "2024-02-29", 2),
        ("2024-02-29T18:30", "2024-02-29", 2),
        ("2024-02-29T19:00", "2024-03-01", 1),
        ("2024-03-01T18:59", "2024-03-01", 1),
        ("2024-03-01T19:00", "2024-03-02", 0),
    ],
)
def test_no_day_is_lost_or_gained_where_the_clocks_were_changed(
    new_office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch, utc: str, day: str, left: int
) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change the time zone of one program")
    # As a rule of its own, so that the machine's table of zones does not matter.
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "ALMT-6" if utc < "2024-02-29T18:00" else "KZT-5")
        time.tzset()
        office = new_office(clock=lambda: datetime.fromisoformat(f"{utc}+00:00"))
        assert office.today().isoformat() == day
        person = save(office, "person", {})
        limit = {"person": person, "kind": "exit_ban", "start": "2024-02-01", "term": {"days": 30}}
        save(office, "restriction", limit)
        (found,) = standing.on_day(office, person, office.today()).in_force
        assert (found.end, found.days_left) == ("2 Mar 2024", left)
    time.tzset()


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def test_a_liberty_status_that_is_undecided_is_assumed_and_says_so(office: Office) -> None:
    person = made(office, "person")
    heads = records.view(office, person).heads
    for status in ("at_liberty", "remand"):
        liberty = {"status": status, "since": "2021-05-01"}
        office.record([Change("person", person, {"liberty": liberty}, heads)])
    found = standing.on_day(office, person, date(2021, 6, 1)).liberty
    assert found.basis == "assumed"
    assert "Undecided: two people wrote it differently." in found.why
    for died in ("2021-07-01", None):
        office.record([Change("person", person, {"died": died}, heads)])
    found = standing.on_day(office, person, date(2021, 8, 1)).liberty
    assert (found.key, found.basis) != ("dead", "stated")


def test_what_is_recorded_of_a_person_under_another_id_counts_too(office: Office) -> None:
    liberty = {"status": "remand", "since": "2021-05-01"}
    one = made(office, "person")
    other = made(office, "person", liberty=liberty, died="2021-09-01", merged_into=one)
    for person in (one, other):
        found = standing.on_day(office, person, date(2021, 6, 1))
        assert (found.person, found.liberty.key, found.liberty.basis) == (one, "remand", "stated")
        assert standing.on_day(office, person, date(2021, 10, 1)).liberty.key == "dead"
