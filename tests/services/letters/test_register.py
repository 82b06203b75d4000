"""The register shows each view in its order, page by page, at the same cost whatever stands behind it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.services import letters, records
from kzcase.services.letters.shapes import ALL, VIEWS, RegisterPage, RegisterRow
from kzcase.services.office import Office
from tests.counting import counted
from tests.services.letters.desk import DAY, body, contact, letter, made, person


def ids(page: RegisterPage) -> list[str]:
    return [row.id for row in page.rows]


def view(office: Office, name: str, **options: Any) -> list[str]:
    return ids(letters.register(office, DAY, view=name, **options))


def only(office: Office, record: str, language: str = "en") -> RegisterRow:
    page = letters.register(office, DAY, language=language)
    return next(row for row in page.rows if row.id == record)


@pytest.fixture
def desk(office: Office) -> dict[str, str]:
    """One letter of each sort, seen from 23 November 2026."""
    ministry, embassy = body(office, "ministry", "Ministry"), body(office, "embassy", "Embassy")
    return {
        "late by rule": letter(office, ministry, sent="2026-10-12"),
        "late as stated": letter(office, embassy, sent="2026-09-01", due="2026-10-01"),
        "soon": letter(office, ministry, sent="2026-11-09"),
        "later": letter(office, embassy, sent="2026-11-20", due="2027-02-01"),
        "no term": letter(office, embassy, sent="2026-11-19"),
        "never answered": letter(office, embassy, sent="2026-08-03"),
        "mandate": letter(office, sent="2026-08-20", mechanism="wgad"),
        "answered": letter(office, ministry, sent="2026-07-01", answered="2026-07-10"),
        "closed": letter(office, ministry, sent="2026-07-02", status="closed"),
        "draft": letter(office, ministry, sent=None, status="draft"),
        "ready": letter(office, embassy, sent=None, status="checked"),
        "given up": letter(office, embassy, sent=None, status="closed"),
        "came in": letter(office, direction="in", sent="2026-11-10", senders=frozenset({ministry})),
        "came in undated": letter(office, direction="in", sent=None),
        "meeting": letter(office, ministry, kind="meeting", sent="2026-05-05"),
    }


def named(desk: dict[str, str], found: list[str]) -> list[str]:
    names = {record: name for name, record in desk.items()}
    return [names[one] for one in found]


def test_each_view_holds_what_belongs_to_it_in_its_order(office: Office, desk: dict[str, str]) -> None:
    assert named(desk, view(office, "overdue")) == ["late by rule", "late as stated"]
    assert named(desk, view(office, "soon")) == ["soon"]
    assert named(desk, view(office, "waiting")) == [
        *("late as stated", "never answered", "mandate", "late by rule", "soon", "no term", "later"),
    ]
    assert named(desk, view(office, "unanswered")) == [
        *("late by rule", "mandate", "never answered", "late as stated"),
    ]
    assert set(named(desk, view(office, "drafts"))) == {"draft", "ready"}
    assert named(desk, view(office, "incoming")) == ["came in undated", "came in"]
    everything = named(desk, view(office, "all"))
    assert set(everything[:4]) == {"draft", "ready", "given up", "came in undated"}
    assert everything[4:8] == ["later", "no term", "came in", "soon"]
    assert len(everything) == len(desk)


def test_the_counts_are_those_of_the_views(office: Office, desk: dict[str, str]) -> None:
    counts = letters.register(office, DAY).counts
    assert counts == {name: len(view(office, name)) for name in VIEWS}


def test_what_a_person_or_an_addressee_has_is_the_same_views_of_those_alone(
    office: Office, desk: dict[str, str]
) -> None:
    somebody = person(office)
    for record in desk.values():
        office.record([Change("letter", record, {"persons": frozenset({somebody})})])
    for name in VIEWS:
        whole = letters.register(office, DAY, view=name)
        of_person = letters.register(office, DAY, view=name, person=somebody)
        assert ids(of_person) == ids(whole)
        assert of_person.counts == whole.counts
        assert [row.key for row in of_person.rows] == [row.key for row in whole.rows]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("of_somebody", [False, True])
def test_pages_follow_each_other_without_a_gap_or_a_double(
    office: Office, desk: dict[str, str], name: str, of_somebody: bool
) -> None:
    options: dict[str, Any] = {"view": name}
    if of_somebody:
        options["person"] = somebody = person(office)
        for record in desk.values():
            office.record([Change("letter", record, {"persons": frozenset({somebody})})])
    whole = ids(letters.register(office, DAY, **options))
    found: list[str] = []
    after = None
    while True:
        page = letters.register(office, DAY, after=after, limit=2, **options)
        found += ids(page)
        if not page.more:
            break
        after = page.rows[-1].key
    assert found == whole


def test_letters_are_found_by_words_and_by_addressee_with_its_contacts(office: Office) -> None:
    embassy = body(office, "embassy", "Embassy of Sampleland")
    attache = contact(office, "B. Exampleova", organisation=embassy)
    one = letter(office, attache, subject="Trial of a blogger")
    other = letter(office, body(office, "ministry"), subject="Conditions in a colony")
    came = letter(office, direction="in", senders=frozenset({attache}), sent="2026-11-20")
    assert set(view(office, ALL, addressee=embassy)) == {one, came}
    assert set(view(office, ALL, addressee=attache)) == {one, came}
    assert view(office, ALL, query="colony") == [other]
    assert view(office, ALL, query="blogger", addressee=embassy) == [one]
    assert view(office, ALL, query="colony", addressee=embassy) == []
    assert view(office, "incoming", addressee=embassy) == [came]


def test_letters_are_found_by_the_names_of_those_they_are_to_from_or_about(office: Office) -> None:
    embassy = body(office, "embassy", "Embassy of Sampleland")
    attache = contact(office, "B. Exampleova", organisation=embassy)
    somebody = person(office, "Үлгібаев")
    out = letter(office, attache, subject="A trial", persons=frozenset({somebody}))
    came = letter(office, direction="in", senders=frozenset({attache}), sent="2026-11-20")
    letter(office, body(office, "ministry", "Ministry X"), subject="Another")
    assert set(view(office, ALL, query="exampleova")) == {out, came}
    assert set(view(office, ALL, query="sampleland")) == {out, came}
    assert view(office, ALL, query="Үлгібаев") == [out]
    assert view(office, ALL, query="nobody") == []


def test_a_row_says_everything_in_words(office: Office) -> None:
    ministry, somebody = body(office, "ministry", "Ministry of Examples"), person(office, "Үлгі")
    one = letter(
        office,
        ministry,
        number="2026/041",
        subject="Appeal",
        kind="complaint",
        mechanism="ministry",
        persons=frozenset({somebody}),
        sent="2026-10-01",
        response="token",
        impact="minor",
    )
    made(office, "ask", record=one, text="Release", outcome="open")
    made(office, "ask", record=one, text="Answer")
    made(office, "ask", record=one, text="Visit", outcome="done")
    row = only(office, one)
    assert (row.number, row.kind_words, row.to_words) == (
        "2026/041",
        "Complaint to an authority",
        "Ministry of Examples",
    )
    assert (row.person_titles, row.person_ids) == (("Үлгі",), (somebody,))
    assert (row.due, row.due_words, row.due_basis) == ("2026-10-30", "30 Oct 2026", "rule")
    assert (row.days_left, row.overdue, row.waits, row.open_asks) == (-24, True, True, 2)
    assert (row.status, row.status_words) == ("sent", "Sent, waiting")
    assert (row.response_words, row.impact_words) == ("Token reply", "Slight effect")
    assert only(office, one, "ru").status_words == "Отправлено, ждём ответа"


def test_a_status_that_nobody_gave_follows_from_the_dates(office: Office, desk: dict[str, str]) -> None:
    page = letters.register(office, DAY)
    said = {row.id: row.status for row in page.rows}
    assert said[desk["answered"]] == "answered"
    assert said[desk["came in"]] == "received"
    assert said[desk["soon"]] == "sent"
    assert said[desk["ready"]] == "checked"
    assert said[desk["closed"]] == "closed"


def test_a_day_of_which_only_the_beginning_is_known_says_so(office: Office, desk: dict[str, str]) -> None:
    row = only(office, desk["mandate"])
    assert (row.due, row.due_words) == ("2026-10-19/..", "not before 19 Oct 2026")
    assert (row.days_left, row.overdue, row.waits) == (None, False, True)


def test_what_is_overdue_depends_on_the_day_that_is_asked_from(office: Office, desk: dict[str, str]) -> None:
    earlier = letters.register(office, date(2026, 10, 15), view="overdue")
    assert named(desk, ids(earlier)) == ["late as stated"]


def test_deleted_letters_are_in_no_view(office: Office, desk: dict[str, str]) -> None:
    for record in desk.values():
        records.delete(office, record)
    page = letters.register(office, DAY)
    assert page.rows == ()
    assert set(page.counts.values()) == {0}


def test_an_unknown_view_is_a_fault_of_the_caller(office: Office) -> None:
    with pytest.raises(ValueError):
        letters.register(office, DAY, view="everything")


def filled(office: Office, number: int, seed: int) -> None:
    """Many letters of every sort, to a few addressees and about a few people."""
    chance = random.Random(seed)
    bodies = [body(office, kind) for kind in ("ministry", "embassy", "prosecutor", "ngo")]
    people = [person(office) for _ in range(5)]
    changes = []
    for _ in range(number):
        sent = date(2026, 1, 1) + timedelta(days=chance.randrange(320))
        values: dict[str, Any] = {
            "direction": chance.choice(("out", "out", "out", "in")),
            "subject": "Fictional appeal",
            "addressees": frozenset({chance.choice(bodies)}),
            "persons": frozenset({chance.choice(people)}),
        }
        if chance.random() < 0.9:
            values["sent"] = sent.isoformat()
            if chance.random() < 0.3:
                values["answered"] = (sent + timedelta(days=20)).isoformat()
        changes.append(Change("letter", records.new_id(), values))
    office.record(changes)


def cost(office: Office, name: str) -> tuple[int, int]:
    letters.register(office, DAY, view=name, limit=50)  # what is looked up once per office is looked up
    with counted(office) as seen:
        first = letters.register(office, DAY, view=name, limit=50)
        if first.more:
            letters.register(office, DAY, view=name, limit=50, after=first.rows[-1].key)
    assert seen["statements"] > 0
    assert seen["steps"] > 0
    return seen["statements"], seen["steps"]


MOST_STATEMENTS = 60
"""Of two pages with the counts of seven views each."""
MOST_STEPS = 14_000
"""The same, each view counted to a thousand."""


def assert_cheap(office: Office) -> None:
    for name in VIEWS:
        statements, steps = cost(office, name)
        assert statements <= MOST_STATEMENTS, name
        assert steps <= MOST_STEPS, name


def test_a_page_costs_no_more_with_four_times_the_letters(office: Office) -> None:
    filled(office, 2_500, 1)
    assert_cheap(office)
    filled(office, 7_500, 2)
    assert_cheap(office)


@pytest.mark.soak
def test_a_page_costs_no_more_among_forty_thousand_letters(office: Office) -> None:
    filled(office, 40_000, 1)
    assert_cheap(office)
