"""Today: what was never answered, what ends next, what is in force, what to decide, what changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from kzcase.history.guard import materialising
from kzcase.history.ledger import BatchInfo, Change
from kzcase.history.revision import trusted
from kzcase.models.ledger import KnownKeyRow, TombstoneRow
from kzcase.services import agenda, generate, records, today, vaults, writers
from kzcase.services.office import Office
from tests.counting import counted

DAY = date(2021, 7, 22)


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def banned(office: Office, person: str | None = None, **fields: Any) -> str:
    given = {"kind": "deprivation_of_right", "in_force": "2019-08-10", "term": {"years": 2}, **fields}
    return made(office, "restriction", person=person or made(office, "person"), **given)


def send(source: Office, target: Office, **batch: Any) -> None:
    with source.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq")).fetchall()
    with target.vault.write() as session:
        target.ledger.apply(session, [trusted(*row) for row in rows], batch=BatchInfo(**batch))


def test_an_empty_vault_has_an_empty_today(office: Office) -> None:
    found = today.today(office, DAY)
    assert found.agenda.items == found.never_answered == found.ends_next == found.decisions == ()
    assert (found.in_force.people, found.in_force.restrictions, found.in_force.unsettled) == (0, 0, 0)
    assert [month for month, _ in found.in_force.by_month][:2] == ["2021-07", "2021-08"]
    assert len(found.in_force.by_month) == 12
    assert found.since == today.Since(None, 0, 0, ())
    assert found.backup == today.Backup(None, False, None, "Never backed up")


def test_letters_that_were_never_answered_stand_apart(office: Office) -> None:
    first = made(office, "letter", direction="out", subject="One", sent="2021-05-01", due="2021-06-01")
    second = made(office, "letter", direction="out", subject="Two", sent="2021-05-10")
    made(office, "letter", direction="out", subject="Three", sent="2021-07-10")
    made(office, "letter", direction="in", subject="Four", sent="2021-05-10", due="2021-06-01")
    found = today.today(office, DAY)
    assert [one.id for one in found.never_answered] == [second, first]


def test_people_and_restrictions_in_force_are_counted_once(office: Office) -> None:
    person = made(office, "person")
    first = banned(office, person)
    banned(office, person, term={"years": 3})
    banned(office, in_force="2021-08-01")
    banned(office, lifted="2020-01-01")
    banned(office, kind="restriction_of_freedom", in_force="2018-01-01", term={"years": 1})
    found = today.today(office, DAY)
    assert (found.in_force.people, found.in_force.restrictions, found.in_force.unsettled) == (1, 2, 1)
    assert found.in_force.ending_30 == 1
    assert dict(found.in_force.by_month)["2021-08"] == 1
    assert found.ends_next[0].id == first
    assert [one.date for one in found.ends_next] == ["2021-08-10", "2022-08-10", "2023-08-01"]


def test_people_who_turn_out_to_be_one_are_counted_as_one(office: Office) -> None:
    one, other = made(office, "person"), made(office, "person")
    banned(office, one)
    banned(office, other)
    assert today.today(office, DAY).in_force.people == 2
    office.record([Change("person", other, {"merged_into": one})])
    assert today.today(office, DAY).in_force.people == 1
    office.record([Change("person", other, {"merged_into": None})])
    assert today.today(office, DAY).in_force.people == 2


def test_what_was_written_differently_waits_for_a_decision(office: Office) -> None:
    person = made(office, "person", occupation="poet")
    heads = records.view(office, person).heads
    office.record([Change("person", person, {"occupation": "blogger"}, heads)])
    office.record([Change("person", person, {"occupation": "teacher"}, heads)])
    other = made(office, "person")
    heads = records.view(office, other).heads
    office.record([Change("person", other, {"deleted": True}, heads)])
    office.record([Change("person", other, {"occupation": "teacher"}, heads)])
    found = today.today(office, DAY).decisions
    assert {(one.what, one.id, one.count) for one in found} == {
        ("conflict", person, 1),
        ("deletion", other, 1),
    }
    assert all(one.words for one in today.today(office, DAY, "kk").decisions)


def test_of_many_decisions_some_are_named_and_the_rest_are_counted(office: Office) -> None:
    for _ in range(12):
        person = made(office, "person")
        heads = records.view(office, person).heads
        for word in ("blogger", "teacher"):
            office.record([Change("person", person, {"occupation": word}, heads)])
    found = today.today(office, DAY).decisions
    assert len(found) == 11
    assert (found[-1].id, found[-1].count) == ("", 2)


def test_a_file_from_an_unknown_key_and_a_proposed_erasure_wait_too(office: Office) -> None:
    person = made(office, "person")
    with office.vault.write() as session:
        office.ledger.apply(session, [], batch=BatchInfo("b1", "file of 20 Nov", sender="0" * 32))
        office.ledger.apply(session, [], batch=BatchInfo("b2", "file of 21 Nov", sender="1" * 32))
        session.add(KnownKeyRow(id="1" * 32, name="Berik", sign_public=b"x", verified="2021-01-01"))
        with materialising(session.connection()):
            proposal = {"record": person, "compartment": "", "author": "0" * 32, "time": "2021"}
            session.execute(insert(TombstoneRow).values(**proposal, signature=b"x", accepted=False))
    found = today.today(office, DAY).decisions
    assert [(one.what, one.id) for one in found] == [("unverified", "b1"), ("erasure", person)]
    assert "file of 20 Nov" in found[0].title


def test_what_changed_since_the_last_visit_is_told_by_whom(
    office: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office()
    writers.switch(other, writers.add(other, "Berik"))
    made(office, "person")
    today.visited(office)
    assert today.today(office, DAY).since.lines == ()
    mine = made(office, "person")
    made(office, "person")
    office.record([Change("person", mine, {"occupation": "poet"})])
    made(other, "person")
    send(other, office, id="b1", label="berik.kzcase")
    writers.switch(office, writers.add(office, "Dana"))
    made(office, "person")
    writers.switch(office, next(one.id for one in writers.everyone(office) if one.name == "Aigerim"))
    found = today.today(office, DAY).since
    assert (found.by_you, found.by_others, found.more) == (2, 2, False)
    assert found.last_visit is not None
    assert sorted(found.lines) == ["1 record by Dana", "1 record of berik.kzcase", "2 records of yours"]
    today.visited(office)
    assert (today.today(office, DAY).since.by_you, today.today(office, DAY).since.by_others) == (0, 0)


def test_what_came_through_a_colleagues_file_is_told_by_their_name(
    office: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office()
    writers.switch(other, writers.add(other, "Berik"))
    made(office, "person")
    today.visited(office)
    made(other, "person")
    send(other, office, id="b1", label="kz-1f3a.kzcase", sender_name="Берік")
    assert today.today(office, DAY).since.lines == ("1 record from Берік",)


def test_very_many_changes_are_not_counted_to_the_end(office: Office) -> None:
    today.visited(office)
    office.record([Change("task", records.new_id(), {"title": "x"}) for _ in range(1_100)])
    found = today.today(office, DAY).since
    assert (found.by_you, found.more) == (1_000, True)
    assert found.lines[-1] == "more than 1000 records"


def test_the_last_backup_is_told_with_its_age(office: Office, tmp_path: Path) -> None:
    made_file = vaults.back_up(office, tmp_path)
    on = date.fromisoformat(today.today(office, DAY).backup.when or "")
    assert today.today(office, on).backup == today.Backup(on.isoformat(), True, 0, "today")
    assert today.today(office, on + timedelta(days=1)).backup.words == "yesterday"
    made_file.unlink()
    assert today.today(office, on + timedelta(days=9)).backup == today.Backup(
        on.isoformat(), False, 9, "9 days ago"
    )


def test_what_was_put_off_is_kept_apart(office: Office) -> None:
    made(office, "task", title="Call", due="2021-07-25")
    [one] = today.today(office, DAY).agenda.items
    agenda.snooze(office, one.key, office.today() + timedelta(days=3), "Away")
    found = today.today(office, DAY)
    assert found.agenda.items == ()
    assert [put_off.key for put_off in found.put_off] == [one.key]


def test_the_sample_speaks_three_languages_on_any_day(sample: Office) -> None:
    for language in ("en", "ru", "kk"):
        for day in (date(1999, 1, 1), DAY, date(2026, 11, 22), date(9999, 12, 31)):
            found = today.today(sample, day, language)
            assert all(one.words and one.title and one.explanation for one in found.agenda.items)


def cost(office: Office) -> tuple[int, int]:
    day = office.today()
    today.today(office, day)
    with counted(office) as seen:
        today.today(office, day)
    return seen["statements"], seen["steps"]


MOST_STATEMENTS = 60


def test_today_costs_the_same_with_four_times_the_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    today.visited(office)
    _, before = cost(office)
    generate.people(office, 3_000, seed=2)
    today.visited(office)
    statements, steps = cost(office)
    assert statements <= MOST_STATEMENTS
    assert steps <= 1.3 * before


@pytest.mark.soak
def test_today_costs_the_same_at_a_hundred_thousand_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    today.visited(office)
    _, before = cost(office)
    generate.people(office, 99_000, seed=2)
    today.visited(office)
    statements, steps = cost(office)
    assert statements <= MOST_STATEMENTS
    assert steps <= 1.5 * before


PERSON, CASE = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
SORTS: tuple[tuple[str, dict[str, Any], str, str, bool], ...] = (
    (
        "hearing",
        {"prosecution": CASE, "date": "2021-08-01", "status": "scheduled"},
        "hearing",
        "2021-08-01",
        False,
    ),
    (
        "hearing",
        {"prosecution": CASE, "date": "2021-07-01", "status": "scheduled"},
        "hearing",
        "2021-07-01",
        True,
    ),
    (
        "restriction",
        {"person": PERSON, "kind": "other", "start": "2021-01-01", "claimed_end": "2021-08-05"},
        "restriction_ends",
        "2021-08-05",
        False,
    ),
    (
        "sentence",
        {"prosecution": CASE, "kind": "conviction", "date": "2021-07-15"},
        "appeal",
        "2021-07-30",
        False,
    ),
    (
        "sentence",
        {"prosecution": CASE, "kind": "conviction", "date": "2021-06-15"},
        "entry_due",
        "2021-07-01",
        True,
    ),
    (
        "measure",
        {"person": PERSON, "kind": "remand", "start": "2021-06-10"},
        "remand_ends",
        "2021-08-10",
        False,
    ),
    (
        "measure",
        {"person": PERSON, "kind": "remand", "start": "2021-05-10"},
        "remand_ends",
        "2021-07-10",
        True,
    ),
    (
        "measure",
        {"person": PERSON, "kind": "house_arrest", "start": "2021-06-10", "term": {"months": 2}},
        "measure_ends",
        "2021-08-10",
        False,
    ),
    (
        "detention",
        {"person": PERSON, "kind": "administrative_arrest", "start": "2021-07-20", "term": {"days": 15}},
        "detention_ends",
        "2021-08-04",
        False,
    ),
    (
        "consent",
        {"person": PERSON, "answer": "given", "expires": "2021-08-15"},
        "consent_expires",
        "2021-08-15",
        False,
    ),
    (
        "consent",
        {"person": PERSON, "answer": "given", "expires": "2021-07-15"},
        "consent_expires",
        "2021-07-15",
        True,
    ),
    ("task", {"record": PERSON, "title": "Call", "due": "2021-07-23"}, "task", "2021-07-23", False),
    ("task", {"record": PERSON, "title": "Call", "due": "2021-07-21"}, "task", "2021-07-21", True),
    (
        "letter",
        {"direction": "out", "subject": "Appeal", "sent": "2021-07-01", "due": "2021-07-30"},
        "letter_due",
        "2021-07-30",
        False,
    ),
    (
        "letter",
        {"direction": "in", "subject": "Question", "due": "2021-07-10"},
        "reply_owed",
        "2021-07-10",
        True,
    ),
    (
        "step",
        {"prosecution": CASE, "kind": "to_court", "date": "2021-06-01"},
        "hearing_due",
        "2021-07-01",
        True,
    ),
)


@pytest.mark.parametrize(("kind", "fields", "what", "day", "late"), SORTS)
def test_every_sort_of_date_is_on_today_when_it_is_due_and_stays_when_it_waits(
    office: Office, kind: str, fields: dict[str, Any], what: str, day: str, late: bool
) -> None:
    office.record([Change("person", PERSON, {}), Change("prosecution", CASE, {"person": PERSON})])
    record = made(office, kind, **fields)
    (found,) = [one for one in today.today(office, DAY).agenda.items if one.what == what]
    assert (found.date, found.overdue) == (day, late)
    assert found.id in (record, CASE)
    assert found.words
    assert found.explanation
    office.record([Change(kind, record, {"deleted": True}, records.view(office, record).heads)])
    assert not [one for one in today.today(office, DAY).agenda.items if one.what == what]
