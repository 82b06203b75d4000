"""The file for other calendars: read back by its own rules, the same bytes each time, and nobody named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from kzcase.errors import Unwritable
from kzcase.history.ledger import Change
from kzcase.history.revision import make
from kzcase.models.base import kinds
from kzcase.services import agenda, records, vocabulary
from kzcase.services.agenda.ical import calendar_file, write_calendar
from kzcase.services.office import Office

FIRST, LAST = date(2021, 7, 22), date(2021, 12, 31)
TYPED = ("Үлгі", "Bektayev", "Not to write", "Call the lawyer", "Model Court", "Appeal for", "room 4")


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def filled(office: Office) -> dict[str, str]:
    person = made(office, "person")
    made(office, "name", person=person, parts={"family": "Үлгі", "given": "Bektayev"})
    court = made(office, "organisation", name="Model Court")
    prosecution = made(office, "prosecution", person=person)
    return {
        "restriction": made(
            office,
            "restriction",
            person=person,
            kind="deprivation_of_right",
            translation="Not to write",
            in_force="2019-08-10",
            term={"years": 2},
        ),
        "hearing": made(
            office,
            "hearing",
            prosecution=prosecution,
            court=court,
            date="2021-08",
            kind="trial",
            room="room 4",
        ),
        "task": made(office, "task", title="Call the lawyer", record=person, due="2021-08-01"),
        "letter": made(
            office,
            "letter",
            direction="out",
            subject="Appeal for Bektayev",
            sent="2021-07-01",
            due="2021-08-05",
        ),
    }


def events(content: bytes) -> dict[str, Event]:
    return {
        str(event["categories"].to_ical().decode()): event
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_every_date_is_an_event_of_whole_days(office: Office) -> None:
    filled(office)
    found = events(calendar_file(office, FIRST, LAST))
    assert {name: (one.decoded("dtstart"), one.decoded("dtend")) for name, one in found.items()} == {
        "Restriction ends": (date(2021, 8, 10), date(2021, 8, 11)),
        "Hearing": (date(2021, 8, 1), date(2021, 9, 1)),
        "Task": (date(2021, 8, 1), date(2021, 8, 2)),
        "Reply due": (date(2021, 8, 5), date(2021, 8, 6)),
    }
    assert str(found["Restriction ends"]["summary"]) == "Restriction ends: Ban on a post or activity"
    assert str(found["Hearing"]["summary"]) == "Hearing: Trial (day not certain)"
    alarms = [alarm.decoded("trigger") for alarm in found["Restriction ends"].walk("VALARM")]
    assert alarms == [timedelta(days=-n) for n in (30, 14, 7, 1)]
    assert found["Hearing"].walk("VALARM") == []
    assert "decision_due" in {one.what for one in agenda.due(office, FIRST, 300).items}, "asked, not exported"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_nothing_that_was_typed_stands_in_it_unless_asked(office: Office, language: str) -> None:
    made_ids = filled(office)
    quiet = calendar_file(office, FIRST, LAST, language=language).decode().replace("\r\n ", "")
    for word in (*TYPED, *made_ids.values()):
        assert word not in quiet
    named = calendar_file(office, FIRST, LAST, names=True, language=language).decode().replace("\r\n ", "")
    assert "Үлгі" in named
    assert "Call the lawyer" in named
    assert "DESCRIPTION" in named


def test_words_of_the_office_s_own_are_typed_ones_too(office: Office) -> None:
    record = filled(office)["restriction"]
    key = vocabulary.add_term(office, "restriction_kind", "Ban for Bektayev")
    for kind in (key, "of Bektayev"):
        office.record([Change("restriction", record, {"kind": kind})])
        quiet = calendar_file(office, FIRST, LAST).decode().replace("\r\n ", "")
        assert "Restriction ends" in quiet
        assert "Bektayev" not in quiet


@pytest.mark.parametrize("time", ["2026-13-01T00:00:00Z", "2026-01-01T25:61:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_that_no_clock_shows_keeps_no_calendar_from_being_written(office: Office, time: str) -> None:
    fields = kinds()["task"].fields
    odd = make(
        "task",
        records.new_id(),
        {"title": "Go", "due": "2021-08-01"},
        fields,
        parents=b"",
        author="f" * 32,
        time=time,
        schema=1,
    )
    with office.vault.write() as session:
        office.ledger.apply(session, [odd])
    [event] = Calendar.from_ical(calendar_file(office, FIRST, LAST)).walk("VEVENT")
    assert event.decoded("dtstart") == date(2021, 8, 1)


def test_the_same_records_give_the_same_bytes_whenever_they_are_written(
    new_office: Callable[..., Office], office: Office
) -> None:
    filled(office)
    first = calendar_file(office, FIRST, LAST)
    assert calendar_file(office, FIRST, LAST) == first
    assert b"DTSTAMP" in first


def test_an_event_keeps_its_uid_when_its_day_changes(office: Office) -> None:
    made_ids = filled(office)
    before = events(calendar_file(office, FIRST, LAST))
    office.record([Change("task", made_ids["task"], {"due": "2021-08-02"})])
    after = events(calendar_file(office, FIRST, LAST))
    assert after["Task"]["uid"] == before["Task"]["uid"]
    assert after["Task"].decoded("dtstart") == date(2021, 8, 2)
    assert len({str(one["uid"]) for one in after.values()}) == 4


def test_a_row_of_a_script_file_has_a_stamp_too(sample: Office) -> None:
    found = Calendar.from_ical(calendar_file(sample, date(2026, 11, 20), date(2027, 6, 1))).walk("VEVENT")
    assert len(found) > 10
    assert {one.decoded("dtstamp").year for one in found} <= {2000, *range(2020, 2100)}


def test_a_file_that_cannot_be_written_is_told_and_the_older_one_stays(
    office: Office, tmp_path: Path
) -> None:
    filled(office)
    path = tmp_path / "due.ics"
    write_calendar(office, path, FIRST, LAST)
    before = path.read_bytes()
    with pytest.raises(Unwritable):
        write_calendar(office, tmp_path / "nowhere" / "due.ics", FIRST, LAST)
    write_calendar(office, path, FIRST, LAST)
    assert path.read_bytes() == before
