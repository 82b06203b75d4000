from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from kzcase.services.agenda import Item
from kzcase.ui.today import say
from kzcase.ui.today.line import Tone
from kzcase.ui.today.monthgrid import another_month, short, weeks_of
from kzcase.ui.today.telling import item_line

TODAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


def item(edtf: str, earliest: str | None, latest: str | None, *, overdue: bool = False) -> Item:
    return Item(
        key="r:task",
        date=edtf,
        earliest=earliest,
        latest=latest,
        what="task",
        words="Task",
        id="r",
        kind="task",
        title="Serikov Almas · Call the lawyer",
        people=(),
        explanation="Recorded.",
        certainty="stated",
        overdue=overdue,
    )


def on(day: date, *, overdue: bool = False) -> Item:
    return item(day.isoformat(), day.isoformat(), day.isoformat(), overdue=overdue)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (3, "in 3 days"), (60, "in 60 days"), (61, "22 Jan 2027")],
)
def test_what_lies_ahead_is_counted_while_that_tells_more_than_its_date(days: int, said: str) -> None:
    assert say.when(on(TODAY + timedelta(days=days)), TODAY, "en") == said


def test_what_is_late_and_waits_is_told_from_what_has_only_passed() -> None:
    assert say.when(on(date(2026, 11, 13), overdue=True), TODAY, "en") == "9 days late"
    assert say.when(on(date(2026, 11, 21), overdue=True), TODAY, "en") == "1 day late"
    assert say.when(on(date(2026, 11, 13)), TODAY, "en") == "9 days ago"


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "said"),
    [
        ("2026-12", "2026-12-01", "2026-12-31", "December 2026"),
        ("2026-11", "2026-11-01", "2026-11-30", "November 2026"),
        ("2027-01-10/2027-02-10", "2027-01-10", "2027-02-10", "10 Jan 2027 to 10 Feb 2027"),
        ("2027-01-10/..", "2027-01-10", None, "not before 10 Jan 2027"),
        ("../2027-01-10", None, "2027-01-10", "by 10 Jan 2027"),
        ("2026-10", "2026-10-01", "2026-10-31", "22 days late"),
    ],
)
def test_a_date_that_is_not_one_day_is_never_told_as_one(
    edtf: str, earliest: str | None, latest: str | None, said: str
) -> None:
    assert say.when(item(edtf, earliest, latest, overdue=True), TODAY, "en") == said


@given(day=DAYS, today=DAYS)
def test_every_day_can_be_said_from_every_other(day: date, today: date) -> None:
    said = say.when(on(day), today, "en")
    assert said
    if abs((day - today).days) <= 60 and day != today:
        assert any(str(abs((day - today).days)) in said or word in said for word in ("tomorrow", "day"))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_days_and_months_are_named_in_the_language_of_the_window(language: str, qapp: QApplication) -> None:
    expected = {"en": "Sunday", "ru": "воскресенье", "kk": "жексенбі"}
    assert expected[language] in say.long_day(TODAY, language)
    assert "2026" in say.month_name(2026, 11, language)
    assert say.short_month(11, language)


def test_a_line_says_by_word_and_icon_what_is_late_and_what_is_soon() -> None:
    late = item_line(on(date(2026, 11, 13), overdue=True), TODAY, "en")
    soon = item_line(on(TODAY), TODAY, "en")
    later = item_line(on(date(2026, 12, 20)), TODAY, "en")
    assert (late.tone, soon.tone, later.tone) == (Tone.LATE, Tone.SOON, Tone.PLAIN)
    assert late.icon is not None
    assert late.icon != later.icon
    assert late.sentence == "9 days late, Task, Serikov Almas · Call the lawyer"
    assert "Recorded." in late.why
    assert "stated" in late.why


def test_a_month_that_holds_a_due_date_is_not_pressing_by_its_last_day() -> None:
    line = item_line(item("2026-11", "2026-11-01", "2026-11-24"), TODAY, "en")
    assert line.tone is Tone.PLAIN


@given(DAYS)
def test_a_month_is_shown_in_whole_weeks_that_hold_all_of_its_days(day: date) -> None:
    first, last = weeks_of(day)
    assert first.weekday() == 0
    assert last.weekday() == 6
    assert (last - first).days + 1 in (28, 35, 42)
    month = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    own = [one for one in month if (one.year, one.month) == (day.year, day.month)]
    assert own[0].day == 1
    assert (own[-1] + timedelta(days=1)).day == 1


@given(DAYS, st.integers(-200, 200))
def test_going_by_months_lands_in_that_month_and_comes_back_to_the_first(day: date, months: int) -> None:
    there = another_month(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day
    assert another_month(there.replace(day=1), -months) == day.replace(day=1)


def test_in_a_cell_of_the_month_the_family_name_comes_first() -> None:
    assert short(on(TODAY)) == "Serikov: Call the lawyer"
    assert short(replace(on(TODAY), kind="hearing", words="Hearing")) == "Serikov: Hearing"


def test_in_a_cell_of_the_month_a_task_says_what_is_to_be_done() -> None:
    asked = replace(on(TODAY), kind="task", title="Call the lawyer")
    assert short(asked) == "Call the lawyer"
