"""A stated day wins; else the rule for whom a letter went to; else none is claimed. Today knows them all."""

from __future__ import annotations

from datetime import date

import pytest

from kzcase.errors import NotFound
from kzcase.history.ledger import Change
from kzcase.services import agenda, letters, lists, people, records, today
from kzcase.services.letters.shapes import NONE, RULE, STATED
from kzcase.services.office import Office
from tests.services.letters.desk import DAY, body, contact, letter, made, person


def whats(office: Office, day: date = DAY, days: int = 90) -> list[tuple[str, str, str, bool]]:
    found = agenda.due(office, day, days)
    return [(one.what, one.date, one.certainty, one.overdue) for one in found.items]


def test_a_ministry_has_fifteen_working_days(office: Office) -> None:
    one = letter(office, contact(office, organisation=body(office, "ministry")))
    due = letters.due_of(office, one)
    assert (due.date, due.basis, due.rule, due.certainty) == (
        "2026-11-23",
        RULE,
        "appc_application",
        "inferred",
    )
    assert due.checked
    assert "APPC art. 76" in due.explanation
    assert due.days_left(date(2026, 11, 25)) == -2
    assert whats(office) == [("letter_due", "2026-11-23", "inferred", False)]


def test_an_organisation_may_be_written_to_without_a_contact(office: Office) -> None:
    assert letters.due_of(office, letter(office, body(office, "prosecutor"))).basis == RULE


def test_the_agenda_explains_the_day_as_the_letter_does(office: Office) -> None:
    one = letter(office, body(office, "ministry"))
    (item,) = agenda.due(office, DAY, 90).items
    assert item.explanation == letters.due_of(office, one).explanation
    (item,) = agenda.due(office, DAY, 90, "ru").items
    assert item.explanation == letters.due_of(office, one, "ru").explanation
    assert "ст. 76 АППК" in item.explanation


def test_the_day_of_receipt_moves_the_term(office: Office) -> None:
    one = letter(office, body(office, "ministry"), acknowledged="2026-11-09")
    due = letters.due_of(office, one)
    assert (due.date, due.certainty) == ("2026-11-30", "computed")


def test_a_complaint_has_a_term_that_was_read_at_second_hand_and_says_so(office: Office) -> None:
    due = letters.due_of(office, letter(office, body(office, "police"), kind="complaint"))
    assert (due.date, due.rule, due.checked) == ("2026-11-30", "appc_complaint", True)
    assert "at second hand" in due.explanation


def test_a_term_that_was_read_nowhere_says_so(office: Office) -> None:
    due = letters.due_of(office, letter(office, mechanism="un_special_procedures"))
    assert (due.rule, due.checked) == ("un_60", False)
    assert "read in no source" in due.explanation


def test_the_law_on_access_to_information_counts_where_it_is_chosen(office: Office) -> None:
    ministry = body(office, "ministry")
    assert letters.due_of(office, letter(office, ministry, kind="request")).rule == "appc_application"
    due = letters.due_of(office, letter(office, ministry, kind="request", due_rule="information_request"))
    assert (due.date, due.rule) == ("2026-11-17", "information_request")


def test_a_day_that_was_set_wins_and_says_why_and_what_the_rule_would_be(office: Office) -> None:
    one = letter(office, body(office, "ministry"), due="2026-12-24", due_reason="They asked for time.")
    due = letters.due_of(office, one)
    assert (due.date, due.basis, due.certainty) == ("2026-12-24", STATED, "stated")
    assert due.explanation == (
        "Set by the office: 24 Dec 2026. Reason: They asked for time. By the rule it would be 23 Nov 2026."
    )
    assert whats(office) == [("letter_due", "2026-12-24", "stated", False)]


def test_another_rule_may_be_chosen_or_none(office: Office) -> None:
    embassy = body(office, "embassy")
    assert letters.due_of(office, letter(office, embassy, due_rule="appc_application")).date == "2026-11-23"
    assert letters.due_of(office, letter(office, body(office, "ministry"), due_rule="none")).basis == NONE


def test_an_embassy_has_no_term_and_counts_as_unanswered_after_sixty_days(office: Office) -> None:
    due = letters.due_of(office, letter(office, body(office, "embassy")))
    assert (due.date, due.basis, due.latest) == ("", NONE, None)
    assert "No rule that is known" in due.explanation
    assert whats(office, date(2027, 1, 10)) == [("letter_unanswered", "2027-01-01", "inferred", True)]


@pytest.mark.parametrize(("mechanism", "rule"), [("wgad", "wgad_60"), ("un_special_procedures", "un_60")])
def test_of_a_mechanism_only_the_first_possible_day_is_told_and_it_is_never_overdue(
    office: Office, mechanism: str, rule: str
) -> None:
    one = letter(office, contact(office, organisation=body(office, "un"), mechanism=mechanism))
    due = letters.due_of(office, one)
    assert (due.date, due.rule, due.latest) == ("2027-01-01/..", rule, None)
    assert due.days_left(DAY) is None
    assert whats(office, days=30) == []
    assert whats(office, date(2027, 3, 1)) == [("letter_due", "2027-01-01/..", "inferred", False)]


def test_the_mechanism_of_the_letter_stands_over_that_of_its_addressee(office: Office) -> None:
    un = contact(office, organisation=body(office, "un"), mechanism="wgad")
    assert letters.due_of(office, letter(office, un, mechanism="ilo")).basis == NONE


def test_the_kind_of_a_contact_stands_over_that_of_its_organisation(office: Office) -> None:
    attache = contact(office, organisation=body(office, "ministry"), kind="embassy")
    assert letters.due_of(office, letter(office, attache)).basis == NONE


@pytest.mark.parametrize("kind", ["meeting", "phone_call", "joint_statement", "statement"])
def test_nobody_is_expected_to_answer_a_statement_or_a_meeting(office: Office, kind: str) -> None:
    one = letter(office, body(office, "ministry"), kind=kind)
    assert letters.due_of(office, one).explanation == "No reply is expected to a step of this kind."
    assert whats(office, date(2027, 6, 1)) == []


def test_a_draft_has_no_term_yet(office: Office) -> None:
    due = letters.due_of(office, letter(office, body(office, "ministry"), sent=None))
    assert (due.basis, due.explanation) == (NONE, "The letter is not sent yet; its term begins then.")
    assert whats(office, date(2027, 6, 1)) == []


def test_a_letter_sent_before_the_code_was_law_has_no_term(office: Office) -> None:
    ministry = body(office, "ministry")
    assert letters.due_of(office, letter(office, ministry, sent="2021-06-30")).basis == NONE
    assert letters.due_of(office, letter(office, ministry, sent="2021-07-01")).basis == RULE
    assert letters.due_of(office, letter(office, ministry, sent="2021")).basis == NONE


def test_of_an_incoming_letter_the_office_owes_the_reply(office: Office) -> None:
    one = letter(office, direction="in", senders=frozenset({body(office, "ministry")}), due="2026-12-01")
    assert letters.due_of(office, one).basis == STATED
    assert whats(office) == [("reply_owed", "2026-12-01", "stated", False)]


def test_a_month_of_sending_gives_the_days_between_which_the_reply_is_due(office: Office) -> None:
    one = letter(office, body(office, "ministry"), sent="2026-09")
    due = letters.due_of(office, one)
    assert (due.earliest, due.latest) == (date(2026, 9, 22), date(2026, 10, 21))


def test_who_an_addressee_is_changes_what_is_due(office: Office) -> None:
    one = body(office, "embassy")
    to = contact(office, organisation=one)
    letter(office, to)
    said = [[what for what, *_ in whats(office)]]
    office.record([Change("organisation", one, {"kind": "ministry"})])
    said.append([what for what, *_ in whats(office)])
    office.record([Change("contact", to, {"organisation": None})])
    said.append([what for what, *_ in whats(office)])
    office.record([Change("contact", to, {"kind": "prosecutor"})])
    said.append([what for what, *_ in whats(office)])
    assert said == [["letter_unanswered"], ["letter_due"], ["letter_unanswered"], ["letter_due"]]


def test_an_answer_ends_what_is_due(office: Office) -> None:
    one = letter(office, body(office, "ministry"))
    office.record([Change("letter", one, {"answered": "2026-11-20"})])
    assert whats(office) == []
    assert letters.due_of(office, one).date == "2026-11-23"


def test_a_letter_that_is_not_here_is_told(office: Office) -> None:
    with pytest.raises(NotFound):
        letters.due_of(office, records.new_id())
    with pytest.raises(NotFound):
        letters.due_of(office, made(office, "task", title="Call"))


def test_undecided_days_of_sending_are_all_kept(office: Office) -> None:
    one = letter(office, body(office, "ministry"))
    heads = records.view(office, one).heads
    office.record([Change("letter", one, {"sent": "2026-11-03"}, heads)])
    office.record([Change("letter", one, {"sent": "2026-11-05"}, heads)])
    assert {(day, certainty) for _, day, certainty, _ in whats(office)} == {
        ("2026-11-24", "disputed"),
        ("2026-11-26", "disputed"),
    }
    assert letters.due_of(office, one).certainty == "disputed"


def test_a_reply_that_is_late_by_rule_is_late_in_lists_on_today_and_on_the_persons_page(
    office: Office,
) -> None:
    somebody = person(office)
    one = letter(office, body(office, "ministry"), sent="2026-10-12", persons=frozenset({somebody}))
    query = lists.ListQuery("letter", columns=("title", "state"), only=("overdue",), day=DAY)
    (row,) = lists.page(office, query).rows
    assert (row.id, row.cells[1]) == (one, "Overdue 20 days")
    assert [item.id for item in today.today(office, DAY).never_answered] == [one]
    assert people.head(office, somebody, DAY).unanswered == 1
    office.record([Change("letter", one, {"answered": "2026-11-20"})])
    assert lists.page(office, query).rows == ()
    assert people.head(office, somebody, DAY).unanswered == 0
