"""Figures of a period and of an addressee: counted by hand, and adding up."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.services import letters, records
from kzcase.services.letters import Figures
from kzcase.services.letters.shapes import Share
from kzcase.services.office import Office
from tests.services.letters.desk import DAY, body, contact, letter, made, person

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def numbers(shares: tuple[Share, ...]) -> dict[str, int]:
    return {share.key: share.number for share in shares}


@pytest.fixture
def half_year(office: Office) -> Figures:
    ministry, embassy = body(office, "ministry"), body(office, "embassy")
    somebody, another = person(office), person(office)
    one = letter(
        office,
        ministry,
        sent="2026-01-10",
        answered="2026-01-20",
        response="token",
        persons=frozenset({somebody}),
        kind="complaint",
        mechanism="ministry",
    )
    made(office, "ask", record=one, text="Release", outcome="refused")
    made(office, "ask", record=one, text="Visit")
    letter(
        office,
        embassy,
        ministry,
        sent="2026-03-01",
        answered="2026-03-31",
        response="raised",
        impact="minor",
        persons=frozenset({somebody, another}),
        mechanism="embassy",
    )
    letter(office, embassy, sent="2026-03-15")
    letter(office, ministry, sent="2026-05", mechanism="ministry")
    letter(office, ministry, sent="2026-05-05/2026-06-05")
    letter(office, ministry, kind="meeting", sent="2026-04-01")
    letter(office, ministry, sent="2026-04-02", status="no_answer_needed")
    letter(office, direction="in", sent="2026-01-20", senders=frozenset({ministry}))
    letter(office, direction="in", sent="2026-07-01")
    for outside in ("2025-12-31", "2026-07-01", "2026", "2025~", None):
        letter(office, embassy, sent=outside)
    records.delete(office, letter(office, embassy, sent="2026-02-02"))
    return letters.figures(office, FIRST, LAST)


def test_what_was_sent_received_and_answered_is_counted(half_year: Figures) -> None:
    assert (half_year.sent, half_year.received, half_year.people) == (7, 1, 2)
    assert (half_year.expecting, half_year.answered) == (5, 2)
    assert half_year.answer_rate == pytest.approx(0.4)
    assert half_year.average_days == pytest.approx(20.0)


def test_to_whom_by_what_and_with_what_result(half_year: Figures) -> None:
    assert numbers(half_year.by_kind) == {"complaint": 1, "meeting": 1, "": 5}
    assert numbers(half_year.by_addressee) == {"ministry": 6, "embassy": 2}
    assert numbers(half_year.by_mechanism) == {"ministry": 2, "embassy": 1, "": 4}
    assert numbers(half_year.by_response) == {"token": 1, "raised": 1}
    assert numbers(half_year.by_impact) == {"minor": 1}
    assert numbers(half_year.by_outcome) == {"refused": 1, "open": 1}
    assert [share.key for share in half_year.by_kind][-1] == ""
    assert {share.words for share in half_year.by_mechanism} == {
        "Ministry or other state body",
        "Embassy",
        "not recorded",
    }


def test_months_are_counted_and_what_has_no_single_one_apart(half_year: Figures) -> None:
    assert [(one.month, one.sent, one.received, one.answered) for one in half_year.by_month] == [
        ("2026-01", 1, 1, 1),
        ("2026-03", 2, 0, 1),
        ("2026-04", 2, 0, 0),
        ("2026-05", 1, 0, 0),
    ]
    assert half_year.undated == 1


def test_a_period_without_letters_claims_nothing(office: Office) -> None:
    found = letters.figures(office, FIRST, LAST)
    assert (found.sent, found.answer_rate, found.average_days, found.by_month) == (0, None, None, ())


def test_a_period_that_ends_before_it_begins_is_a_fault_of_the_caller(office: Office) -> None:
    with pytest.raises(ValueError):
        letters.figures(office, LAST, FIRST)


def test_the_parts_add_up_and_two_halves_are_the_whole(office: Office) -> None:
    chance = random.Random(4)
    bodies = [body(office, kind) for kind in ("ministry", "embassy", "ngo")]
    changes = []
    for _ in range(300):
        sent = date(2025, 6, 1) + timedelta(days=chance.randrange(800))
        values: dict[str, Any] = {
            "direction": chance.choice(("out", "in")),
            "subject": "Fictional",
            "addressees": frozenset({chance.choice(bodies)}),
            "sent": sent.isoformat(),
            "mechanism": chance.choice(("ministry", "wgad", None)),
        }
        if chance.random() < 0.5:
            values["answered"] = (sent + timedelta(days=chance.randrange(90))).isoformat()
        changes.append(Change("letter", records.new_id(), values))
    office.record(changes)
    whole = letters.figures(office, date(2026, 1, 1), date(2026, 12, 31))
    halves = [
        letters.figures(office, date(2026, 1, 1), date(2026, 6, 30)),
        letters.figures(office, date(2026, 7, 1), date(2026, 12, 31)),
    ]
    for name in ("sent", "received", "answered", "expecting"):
        assert getattr(whole, name) == sum(getattr(half, name) for half in halves)
    for shares in (whole.by_kind, whole.by_mechanism, whole.by_addressee):
        assert sum(share.number for share in shares) == whole.sent
    assert sum(month.sent for month in whole.by_month) == whole.sent
    assert sum(month.received for month in whole.by_month) == whole.received


def test_the_correspondence_with_an_organisation_is_that_of_its_contacts_too(office: Office) -> None:
    embassy = body(office, "embassy", "Embassy X")
    attache = contact(office, organisation=embassy)
    letter(office, embassy, sent="2026-01-10", answered="2026-01-20")
    newest = letter(office, attache, sent="2026-03-01", answered="2026-03-31")
    letter(office, attache, sent="2026-02-01", status="answered")
    letter(office, attache, sent="2026-01-05", due="2026-02-05")
    letter(office, attache, sent="2026-01-06", status="closed")
    letter(office, attache, sent=None)
    letter(office, direction="in", senders=frozenset({attache}), sent="2026-01-20")
    letter(office, body(office, "embassy", "Embassy Y"), sent="2026-01-10")
    found = letters.correspondence(office, embassy, as_of=DAY)
    assert (found.sent, found.received, found.answered, found.unanswered, found.overdue) == (5, 1, 3, 1, 1)
    assert found.average_days == pytest.approx(20.0)
    assert found.last_answer == "31 Mar 2026"
    assert len(found.letters) == 7
    assert found.letters[1].id == newest
    alone = letters.correspondence(office, attache)
    assert (alone.sent, alone.answered, alone.last_answer) == (4, 2, "31 Mar 2026")


def test_who_was_never_written_to_has_no_correspondence(office: Office) -> None:
    found = letters.correspondence(office, contact(office))
    assert (found.sent, found.average_days, found.last_answer, found.letters) == (0, None, "", ())
