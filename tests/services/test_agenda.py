"""What is due: found by index, and the same as a plain look at every date; put off, and back on its day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.errors import InputRefused, NotFound
from kzcase.history.ledger import Change
from kzcase.services import agenda, deadlines, records
from kzcase.services.agenda import find
from kzcase.services.agenda.month import NAMED
from kzcase.services.agenda.words import WORDS
from kzcase.services.office import Office
from tests.counting import counted

DAY = date(2021, 7, 22)
EDTF = (
    "2021-07-22",
    "2021-07",
    "2021",
    "2020~",
    "../2021-08",
    "2021-07-01/..",
    "2019/2023",
    "2021-08-21",
    "1999",
)


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def banned(office: Office, **fields: Any) -> tuple[str, str]:
    """A person under a ban, and the ban."""
    person = made(office, "person")
    made(office, "name", person=person, parts={"family": "Үлгі"})
    given = {"kind": "deprivation_of_right", "in_force": "2019-08-10", "term": {"years": 2}, **fields}
    return person, made(office, "restriction", person=person, **given)


def whats(found: agenda.Agenda) -> list[tuple[str, str, bool]]:
    return [(one.what, one.date, one.overdue) for one in found.items]


def test_what_is_overdue_comes_first_and_the_rest_by_its_day(office: Office) -> None:
    person, _ = banned(office)
    made(office, "task", title="Call", due="2021-08-01", record=person)
    made(office, "task", title="Late", due="2021-07-01")
    made(office, "task", title="Later still", due="2021-06-01")
    made(office, "task", title="Done", due="2021-07-23", done="2021-07-20")
    made(office, "letter", direction="out", subject="Appeal", sent="2021-07-01", due="2021-07-30")
    assert whats(agenda.due(office, DAY, 30)) == [
        ("task", "2021-07-01", True),
        ("task", "2021-06-01", True),
        ("letter_due", "2021-07-30", False),
        ("task", "2021-08-01", False),
        ("restriction_ends", "2021-08-10", False),
    ]


def test_of_one_day_hearings_come_first_and_the_rest_by_the_alphabet(office: Office) -> None:
    for title in ("Телефон", "Әділет", "appeal", "Адвокат", "Bank", "Ґанок"):
        made(office, "task", title=title, due="2021-07-25")
        made(office, "task", title=title, due="2021-07-01")
    made(office, "hearing", date="2021-07-25")
    made(office, "task", title="Soon", due="2021-07-23")
    in_order = ["Адвокат", "Әділет", "Ґанок", "Телефон", "appeal", "Bank"]
    late, coming = in_order, ["Soon", "hearing", *in_order]
    found = agenda.due(office, DAY, 30).items
    said = [one.what if one.what == "hearing" else one.title for one in found]
    assert said == [*late, *coming]
    of_days = agenda.between(office, DAY, date(2021, 7, 31))
    assert [one.title for one in of_days if one.what == "task"] == ["Soon", *in_order]
    month = agenda.month(office, DAY, date(2021, 7, 31), date(2021, 7, 25))
    assert [one.title for one in month.of_day if one.what == "task"] == in_order
    assert [one.title for one in month.named[date(2021, 7, 25)] if one.what == "task"] == in_order


def test_an_item_says_of_whom_it_is_and_how_its_day_is_known(office: Office) -> None:
    person, ban = banned(office)
    [one] = agenda.due(office, DAY, 30).items
    assert (one.id, one.people, one.certainty, one.basis) == (ban, (person,), "computed", "in_force")
    assert "Үлгі" in one.title
    assert "10 Aug 2019" in one.explanation
    [one] = agenda.due(office, DAY, 30, "ru").items
    assert one.words == "Ограничение заканчивается"


def test_a_judge_is_not_whom_a_hearing_concerns(office: Office) -> None:
    person, judge = made(office, "person"), made(office, "person")
    prosecution = made(office, "prosecution", person=person)
    made(office, "hearing", prosecution=prosecution, date="2021-07-25", judge=judge)
    [one] = agenda.due(office, DAY, 30).items
    assert one.people == (person,)


def test_a_task_about_a_hearing_concerns_its_person(office: Office) -> None:
    person = made(office, "person")
    hearing = made(office, "hearing", prosecution=made(office, "prosecution", person=person))
    made(office, "task", title="Go", due="2021-07-25", record=hearing)
    [one] = agenda.due(office, DAY, 30).items
    assert one.people == (person,)


def test_every_day_an_undecided_hearing_may_be_on_is_in_the_agenda(office: Office) -> None:
    hearing = made(office, "hearing", date="2021-08-01")
    view = records.view(office, hearing)
    office.record([Change("hearing", hearing, {"date": "2021-08-03"}, view.heads)])
    office.record([Change("hearing", hearing, {"date": "2021-08-05"}, view.heads)])
    found = agenda.due(office, DAY, 30).items
    assert [(one.date, one.certainty) for one in found] == [
        ("2021-08-03", "disputed"),
        ("2021-08-05", "disputed"),
    ]
    assert len({one.key for one in found}) == 2
    assert all("Undecided" in one.explanation for one in found)


def test_a_hearing_that_is_over_or_put_off_by_the_court_is_not_due(office: Office) -> None:
    made(office, "hearing", date="2021-07-21")
    made(office, "hearing", date="2021-07-25", status="postponed")
    assert agenda.due(office, DAY, 30).items == ()


@pytest.mark.parametrize(
    ("kind", "given", "field", "over", "open_"),
    [
        ("hearing", {"date": "2021-07-25"}, "status", "cancelled", "held"),
        ("letter", {"direction": "out", "sent": "2021-07-01", "due": "2021-07-25"}, "status", "closed", None),
        ("letter", {"sent": "2021-07-01", "due": "2021-07-25"}, "direction", "in", "out"),
    ],
)
def test_nothing_is_settled_while_that_is_undecided(
    office: Office, kind: str, given: dict[str, Any], field: str, over: str, open_: str | None
) -> None:
    for first, second in ((over, open_), (open_, over)):
        record = made(office, kind, **given)
        heads = records.view(office, record).heads
        for value in (first, second):
            office.record([Change(kind, record, {field: value}, heads)])
        assert field in records.view(office, record).conflicts
        found = [one.what for one in agenda.due(office, DAY, 30).items if one.id == record]
        assert ("letter_due" if kind == "letter" else kind) in found


def test_an_end_counted_otherwise_stands_beside_the_one_shown_unless_it_is_the_same(
    office: Office,
) -> None:
    banned(office, claimed_end="2021-08-10")
    banned(office, claimed_end="2021-08-12")
    found = agenda.due(office, DAY, 30).items
    assert sorted((one.date, one.basis, one.shown) for one in found) == [
        ("2021-08-10", "claimed", True),
        ("2021-08-10", "in_force", False),
        ("2021-08-12", "claimed", True),
    ]
    told = [one.what for one in deadlines.due(office, DAY, 30)]
    assert told.count("restriction ends, counted otherwise (in_force)") == 1


def test_what_was_lifted_has_no_end_to_come(office: Office) -> None:
    banned(office, lifted="2020-05-01")
    assert agenda.due(office, DAY, 30).items == ()


def test_a_ban_that_has_not_begun_yet_is_in_the_calendar(office: Office) -> None:
    banned(office, in_force="2021-09-01", term={"months": 1})
    assert whats(agenda.due(office, DAY, 90)) == [("restriction_ends", "2021-10-01", False)]


def test_a_letter_without_a_day_for_the_reply_is_unanswered_after_sixty_days(office: Office) -> None:
    letter = made(office, "letter", direction="out", subject="Appeal", sent="2021-05-01")
    [one] = agenda.due(office, DAY, 30).items
    assert (one.id, one.what, one.date, one.overdue) == (letter, "letter_unanswered", "2021-06-30", True)
    assert "1 May 2021" in one.explanation
    office.record([Change("letter", letter, {"status": "no_answer_needed"})])
    assert agenda.due(office, DAY, 30).items == ()


def test_a_hearing_that_was_scheduled_waits_until_what_happened_is_written_down(office: Office) -> None:
    person = made(office, "person")
    prosecution = made(office, "prosecution", person=person, kind="criminal")
    known = {"prosecution": prosecution, "kind": "trial"}
    past = made(office, "hearing", **known, date="2021-07-20", status="scheduled")
    made(office, "hearing", **known, date="2021-07-19", status="held")
    made(office, "hearing", **known, date="2021-07-18")
    made(office, "hearing", **known, date="2021-07-17", status="postponed")
    made(office, "hearing", **known, date="2021-07-25", status="scheduled")
    late, coming = agenda.due(office, DAY, 30).items
    assert (late.id, late.words, late.overdue) == (past, "Hearing: what happened?", True)
    assert "20 Jul 2021" in late.explanation
    assert (coming.words, coming.overdue) == ("Hearing", False)
    office.record([Change("hearing", past, {"outcome": "Adjourned for the expert's report."})])
    assert [one.date for one in agenda.due(office, DAY, 30).items] == ["2021-07-25"]


def test_a_hearing_whose_status_is_undecided_is_there_once(office: Office) -> None:
    hearing = made(office, "hearing", kind="trial", date="2021-07-25")
    before = records.view(office, hearing).heads
    for status in ("scheduled", "held"):
        office.record([Change("hearing", hearing, {"status": status}, before)])
    assert [one.id for one in agenda.due(office, DAY, 30).items] == [hearing]


def test_deleted_records_are_due_no_more(office: Office) -> None:
    task = made(office, "task", title="Call", due="2021-07-25")
    records.delete(office, task)
    assert agenda.due(office, DAY, 30).items == ()


def test_a_limit_leaves_room_for_what_is_to_come(office: Office) -> None:
    for n in range(8):
        made(office, "task", title=f"Late {n}", due=f"2021-06-0{n + 1}")
        made(office, "task", title=f"Soon {n}", due=f"2021-08-0{n + 1}")
    found = agenda.due(office, DAY, 30, limit=6)
    assert [one.date for one in found.items] == [
        "2021-06-08", "2021-06-07", "2021-06-06", "2021-08-01", "2021-08-02", "2021-08-03",
    ]  # fmt: skip
    assert found.more
    assert not agenda.due(office, DAY, 30, limit=16).more


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_by_index_is_what_a_plain_look_at_every_date_finds(office: Office, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        kind = rng.choice(("hearing", "task", "consent"))
        field = {"hearing": "date", "task": "due", "consent": "expires"}[kind]
        made(office, kind, **{field: rng.choice(EDTF)})
    banned(office)
    with office.read() as session:
        every = session.execute(text("SELECT * FROM agenda_item")).mappings().all()
        for _ in range(30):
            day = date(2021, 7, 22) + timedelta(days=rng.randint(-900, 900))
            last = day + timedelta(days=rng.choice((0, 1, 30, 400)))
            connection = session.connection()
            found = find.lying(connection, day, day, last, awake=True)
            late = find.late(connection, day, awake=True)

            def lies(row: Any, day: str = day.isoformat(), last: str = last.isoformat()) -> bool:
                if row["latest"] is None:
                    return bool(row["earliest"] <= last and (row["waits"] or row["earliest"] >= day))
                return bool((row["earliest"] or "") <= last and row["latest"] >= day)

            assert sorted(row.record for row in found) == sorted(r["record"] for r in every if lies(r))
            assert sorted(row.record for row in late) == sorted(
                r["record"] for r in every if r["waits"] and (r["latest"] or "9999") < day.isoformat()
            )


def test_what_was_put_off_comes_back_on_its_day(office: Office) -> None:
    made(office, "task", title="Call", due="2021-07-25")
    office_day = office.today()
    later = office_day + timedelta(days=10)
    [one] = agenda.due(office, DAY, 30).items
    told: list[object] = []
    office.subscribe(told.append)
    agenda.snooze(office, one.key, later, "The lawyer is away")
    assert told
    assert agenda.due(office, DAY, 30).items == ()
    [again] = agenda.due(office, DAY, 30, snoozed=True).items
    assert (again.snoozed_until, again.snooze_reason) == (later.isoformat(), "The lawyer is away")
    assert agenda.due(office, later, 30).items[0].key == one.key
    assert deadlines.due(office, DAY, 30)  # scripts are told everything
    agenda.wake(office, one.key)
    assert agenda.due(office, DAY, 30).items[0].snoozed_until is None


def test_what_was_put_off_comes_back_when_its_day_changes(office: Office) -> None:
    task = made(office, "task", title="Call", due="2021-07-25")
    [one] = agenda.due(office, DAY, 30).items
    agenda.snooze(office, one.key, office.today() + timedelta(days=10), "Away")
    office.record([Change("task", task, {"due": "2021-07-24"})])
    assert [one.date for one in agenda.due(office, DAY, 30).items] == ["2021-07-24"]


def test_nothing_is_put_off_without_a_reason_to_the_past_or_if_it_is_not_there(office: Office) -> None:
    made(office, "task", title="Call", due="2021-07-25")
    [one] = agenda.due(office, DAY, 30).items
    for key, days, reason, failure in (
        (one.key, 10, " ", InputRefused),
        (one.key, 0, "Away", InputRefused),
        ("nothing:task", 10, "Away", NotFound),
    ):
        with pytest.raises(failure):
            agenda.snooze(office, key, office.today() + timedelta(days=days), reason)
    assert agenda.due(office, DAY, 30).items


def test_a_month_shows_its_days_and_the_milestones_before_an_end(office: Office) -> None:
    banned(office)
    made(office, "task", title="Late", due="2021-06-30")
    made(office, "hearing", date="2021-07")
    found = agenda.between(office, date(2021, 7, 1), date(2021, 7, 31))
    assert [(one.what, one.date) for one in found] == [
        ("hearing", "2021-07"),
        ("milestone", "2021-07-11"),
        ("milestone", "2021-07-27"),
    ]
    assert found[1].words == "30 days before a restriction ends"
    assert "10 Aug 2021" in found[1].explanation
    found = agenda.between(office, date(2021, 8, 1), date(2021, 8, 31))
    assert [(one.what, one.date) for one in found] == [
        ("milestone", "2021-08-03"),
        ("milestone", "2021-08-09"),
        ("restriction_ends", "2021-08-10"),
    ]


def test_every_sort_of_item_has_words_in_three_languages() -> None:
    assert WORDS.keys() == set(agenda.WHAT) - {"milestone"}
    assert all(texts.keys() == {"en", "ru", "kk"} for texts in WORDS.values())


def test_terms_of_proceedings_are_explained_and_a_passed_appeal_is_not_overdue(office: Office) -> None:
    made(office, "sentence", kind="conviction", date="2026-11-02")
    made(office, "measure", kind="remand", start="2026-09-26")
    found = agenda.due(office, date(2026, 11, 10), 30).items
    assert [one.what for one in found] == ["appeal", "remand_ends"]
    assert all("CPC" in one.explanation for one in found)
    assert [one.what for one in agenda.due(office, date(2027, 6, 1), 30).items] == ["remand_ends"]


def test_an_extension_of_remand_written_differently_is_due_on_both_days(office: Office) -> None:
    measure = made(office, "measure", kind="remand", start="2026-06-10", term={"months": 2})
    extension = made(office, "restriction_change", record=measure, kind="extension", date="2026-08-05")
    heads = records.view(office, extension).heads
    for months in (1, 2):
        office.record([Change("restriction_change", extension, {"term": {"months": months}}, heads)])
    found = agenda.due(office, date(2026, 8, 10), 90).items
    assert {(one.date, one.certainty) for one in found} == {
        ("2026-09-10", "disputed"),
        ("2026-10-10", "disputed"),
    }
    assert all(one.explanation.startswith("Counted") for one in found)


def by_hand(office: Office, first: date, last: date) -> dict[date, list[str]]:
    """What falls on each day as `between` tells it."""
    found: dict[date, list[str]] = {}
    for one in agenda.between(office, first, last):
        if one.earliest is not None and one.earliest == one.latest:
            found.setdefault(date.fromisoformat(one.earliest), []).append(one.key)
    return found


def test_a_month_counts_what_falls_on_its_days_and_names_the_first_of_each(office: Office) -> None:
    chance = random.Random(11)
    for number in range(60):
        _, limit = banned(office, in_force=f"2019-{chance.randrange(7, 10):02}-{chance.randrange(1, 29):02}")
        made(office, "task", title=f"Task {number}", due=f"2021-07-{chance.randrange(1, 5):02}", record=limit)
    made(office, "hearing", date="2021-07")
    first, last = date(2021, 6, 28), date(2021, 8, 1)
    month = agenda.month(office, first, last, date(2021, 7, 2))
    must = by_hand(office, first, last)
    assert month.counts == {day: len(keys) for day, keys in must.items()}
    assert max(month.counts.values()) > NAMED
    for day, keys in must.items():
        assert len(month.named[day]) == min(NAMED, len(keys))
        assert [one.key for one in month.named[day]] == [
            key for key in keys if key in {one.key for one in month.named[day]}
        ]
    assert [one.key for one in month.of_day] == must[date(2021, 7, 2)]
    assert not any(one.explanation for one in month.of_day if one.kind == "restriction")
    told = agenda.between(office, date(2021, 7, 2), date(2021, 7, 2))
    whole = [one for one in told if one.earliest == one.latest == "2021-07-02"]
    assert whole
    assert [agenda.explained(office, one) for one in month.of_day] == whole, "the reason is read for one"
    assert [(one.what, one.date) for one in month.loose] == [("hearing", "2021-07")]
    assert not month.more_loose


def test_a_month_reads_the_same_with_many_more_things_in_it(office: Office) -> None:
    def steps() -> int:
        with counted(office) as seen:
            agenda.month(office, date(2021, 6, 28), date(2021, 8, 1), date(2021, 7, 2))
        return seen["steps"]

    for day in range(1, 29):
        for number in range(NAMED):
            made(office, "task", title=f"Task {number}", due=f"2021-07-{day:02}")
    before = steps()
    office.record(
        [
            Change("task", records.new_id(), {"title": "More", "due": f"2021-07-{1 + number % 28:02}"})
            for number in range(28 * NAMED * 3)
            if number % 28 != 1
        ]
    )
    assert steps() < 1.5 * before


def test_an_end_that_was_put_off_is_counted_and_named_in_the_month(office: Office) -> None:
    banned(office, in_force="2019-07-10")
    day = date(2021, 7, 10)
    (end,) = [one for one in agenda.between(office, day, day) if one.shown]
    agenda.snooze(office, end.key, date.max, "Asked to wait.")
    month = agenda.month(office, date(2021, 6, 1), date(2022, 7, 31), day)
    assert month.counts == {one: len(items) for one, items in month.named.items()}
    assert sorted(month.counts) == [day - timedelta(days=n) for n in (30, 14, 7, 1, 0)]


def test_the_ends_of_a_month_are_counted_by_index_alone(office: Office) -> None:
    with office.read() as session:
        plan = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {find.ENDS_COUNTED}", ("2021-06-28", "2021-08-01")
        )
        assert "COVERING INDEX ix_agenda_item_ending" in plan.one()[-1]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Remand in custody"), ("ru", "Содержание под стражей")]
)
def test_the_day_on_which_something_ends_does_not_stand_beside_the_one_on_which_it_began(
    office: Office, language: str, said: str
) -> None:
    person = made(office, "person")
    made(office, "name", person=person, parts={"family": "Үлгі"})
    made(office, "measure", person=person, kind="remand", start="2021-07-01", claimed_end="2021-08-01")
    titles = {
        one.title for one in agenda.due(office, DAY, 30, language=language).items if one.kind == "measure"
    }
    assert titles == {f"Үлгі · {said}"}
