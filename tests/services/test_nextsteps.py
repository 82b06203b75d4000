"""Of proceedings it is asked what comes next: by the law, or by the office's own measure, which is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.reference import procedure as law
from kzcase.services import agenda, deadlines, records
from kzcase.services.agenda import Item
from kzcase.services.agenda.find import ASKED_FOR
from kzcase.services.agenda.words import LATE, WORDS
from kzcase.services.nextsteps import NEXT_STEPS
from kzcase.services.office import Office

DAY = date(2021, 7, 22)
OWN = "the office's own measure, not a term of law"


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def tried(office: Office, **fields: Any) -> str:
    """A prosecution of somebody."""
    person = made(office, "person")
    made(office, "name", person=person, parts={"family": "Үлгі"})
    return made(office, "prosecution", person=person, kind="criminal", **fields)


def steps(office: Office, day: date = DAY, days: int = 400) -> list[Item]:
    return [one for one in agenda.due(office, day, days).items if one.what in NEXT_STEPS]


def told(office: Office, day: date = DAY) -> list[tuple[str, str, bool]]:
    return [(one.what, one.date, one.overdue) for one in steps(office, day)]


def test_a_verdict_that_nobody_appealed_takes_effect_the_day_after_the_term_and_that_is_asked_for(
    office: Office,
) -> None:
    case = tried(office)
    sentence = made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-10")
    assert told(office) == [("entry_due", "2021-07-26", False)]
    (late,) = steps(office, date(2021, 8, 1))
    assert late.overdue
    assert late.id == case
    assert late.words == "Judgment: appealed, in force?"
    for word in ("took effect", "CPC art. 470, as read in", "CPC art. 418 as far as"):
        assert word in late.explanation
    office.record([Change("sentence", sentence, {"in_force": "2021-07-26"})])
    assert told(office) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("step", {"kind": "in_force", "date": "2021-07-26"}),
        ("step", {"kind": "received_by_probation", "date": "2021-08-26"}),
        ("step", {"kind": "cassation_filed", "date": "2021-09-26"}),
        ("step", {"kind": "closure", "date": "2021-09-26"}),
        ("sentence", {"kind": "conviction", "instance": "appeal", "date": "2021-09-01"}),
        ("sentence", {"kind": "parole", "date": "2021-09-01"}),
    ],
)
def test_whatever_shows_that_a_judgment_is_in_force_settles_it(
    office: Office, kind: str, fields: dict[str, str]
) -> None:
    case = tried(office)
    made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-10")
    assert told(office)
    settled = made(office, kind, prosecution=case, **fields)
    assert told(office) == []
    office.record([Change(kind, settled, {"prosecution": None})])
    assert told(office) == [("entry_due", "2021-07-26", False)]


@pytest.mark.parametrize("when", [{"date": "2021"}, {"date": "2021-07"}, {"date": "2021-07-10"}, {}])
def test_an_appeal_of_which_the_day_is_not_known_is_an_appeal(office: Office, when: dict[str, str]) -> None:
    case = tried(office)
    made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-10")
    made(office, "step", prosecution=case, kind="appeal_filed", **when)
    assert "entry_due" not in {one.what for one in steps(office)}


@pytest.mark.parametrize("when", [{"date": "2021"}, {}])
def test_a_step_of_which_the_day_is_not_known_settles_a_judgment(
    office: Office, when: dict[str, str]
) -> None:
    case = tried(office)
    made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-10")
    made(office, "step", prosecution=case, kind="in_force", **when)
    assert told(office) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"closed": "2021-08-01"},
        {"stage": {"status": "serving", "since": None}},
        {"outcome": "dropped"},
    ],
)
def test_proceedings_that_are_over_are_not_asked_for(office: Office, fields: dict[str, Any]) -> None:
    case = tried(office, opened="2021-01-01")
    made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-10")
    office.record([Change("prosecution", case, fields)])
    assert told(office) == []


def test_an_appeal_is_asked_for_by_the_office_s_own_measure_from_its_last_hearing(office: Office) -> None:
    case = tried(office)
    sentence = made(
        office, "sentence", prosecution=case, kind="conviction", date="2021-05-10", appealed="2021-05-20"
    )
    (found,) = steps(office)
    assert (found.what, found.date, found.overdue) == ("ruling_due", "2021-07-19", True)
    assert OWN in found.explanation
    heard = made(office, "hearing", prosecution=case, kind="appeal", date="2021-07-01", status="held")
    assert told(office) == [("ruling_due", "2021-08-30", False)]
    office.record([Change("hearing", heard, {"status": "scheduled"})])
    assert told(office) == []
    office.record(
        [Change("sentence", sentence, {"appeal_outcome": "upheld", "appeal_decided": "2021-07-05"})]
    )
    (found,) = steps(office)
    assert (found.what, found.date, found.certainty) == ("entry_due", "2021-07-05", "computed")
    assert "left in force on appeal: 5 Jul 2021" in found.explanation
    assert OWN not in found.explanation


def test_a_decision_of_which_no_rule_of_law_is_known_is_asked_for_by_the_office_s_own_measure(
    office: Office,
) -> None:
    made(office, "sentence", prosecution=tried(office), kind="administrative", date="2021-07-10")
    (found,) = steps(office)
    assert (found.what, found.date) == ("entry_due", "2021-09-08")
    assert OWN in found.explanation
    assert "CPC" not in found.explanation


def test_after_a_hearing_a_next_one_or_a_decision_is_asked_for(office: Office) -> None:
    case = tried(office, opened="2021-01-05")
    assert told(office) == [("quiet", "2021-04-05", True)]
    made(office, "step", prosecution=case, kind="to_court", date="2021-06-10")
    assert told(office) == [("hearing_due", "2021-07-10", True)]
    made(office, "hearing", prosecution=case, kind="trial", date="2021-06-20", status="held")
    (found,) = steps(office)
    assert (found.what, found.date, found.overdue) == ("decision_due", "2021-07-20", True)
    assert "neither a next one nor a decision" in found.explanation
    assert OWN in found.explanation
    made(office, "hearing", prosecution=case, kind="trial", date="2021-07-30", status="scheduled")
    assert told(office) == []
    made(office, "sentence", prosecution=case, kind="conviction", date="2021-07-21")
    assert [one.what for one in steps(office)] == ["entry_due"]


def test_a_judgment_that_was_returned_is_asked_for_as_any_open_case(office: Office) -> None:
    case = tried(office)
    given = {"appeal_outcome": "returned", "appeal_decided": "2021-06-10", "date": "2021-03-01"}
    made(office, "sentence", prosecution=case, kind="conviction", **given)
    assert told(office) == [("quiet", "2021-09-08", False)]


def test_receipt_by_the_probation_service_is_asked_for_while_nothing_else_tells_the_end(
    office: Office,
) -> None:
    person = made(office, "person")
    given = {"kind": "restriction_of_freedom", "in_force": "2021-06-01", "term": {"years": 2}}
    limit = made(office, "restriction", person=person, **given)
    (found,) = steps(office)
    assert (found.what, found.date, found.overdue, found.id) == ("receipt_due", "2021-07-06", True, limit)
    assert "received the judgment" in found.explanation
    assert OWN in found.explanation
    office.record([Change("restriction", limit, {"received": "2021-06-20"})])
    assert told(office) == []


def test_a_ban_is_received_by_nobody(office: Office) -> None:
    made(
        office,
        "restriction",
        person=made(office, "person"),
        kind="deprivation_of_right",
        in_force="2021-06-01",
    )
    assert told(office) == []


def test_remand_that_ran_past_its_last_extension_is_asked_for(office: Office) -> None:
    person = made(office, "person")
    measure = made(office, "measure", person=person, kind="remand", start="2021-03-10", term={"months": 2})
    made(
        office, "restriction_change", record=measure, kind="extension", date="2021-05-08", term={"months": 2}
    )
    (found,) = agenda.due(office, DAY, 10).items
    assert (found.what, found.date, found.overdue) == ("remand_ends", "2021-07-10", True)
    assert found.words == "Remand over: what followed?"
    assert found.explanation.endswith("What followed is not recorded: an extension, a release, a judgment.")
    assert agenda.due(office, date(2021, 7, 1), 10).items[0].words == "Remand ends"


def test_what_nobody_knew_for_two_years_is_no_longer_asked(office: Office) -> None:
    tried(office, opened="2019-01-05")
    first = date(2019, 4, 5)
    assert told(office, date.fromordinal(first.toordinal() + ASKED_FOR)) == [("quiet", "2019-04-05", True)]
    assert told(office, date.fromordinal(first.toordinal() + ASKED_FOR + 1)) == []


def test_scripts_are_told_next_steps_as_overdue(office: Office) -> None:
    tried(office, opened="2021-01-05")
    (found,) = deadlines.due(office, DAY, 1)
    assert (found.what, found.overdue) == ("how the case stands", True)


def test_every_next_step_has_its_words_and_how_long_one_waits() -> None:
    assert set(law.expected()) == set(NEXT_STEPS)
    for what in NEXT_STEPS:
        for language in ("en", "ru", "kk"):
            assert WORDS[what][language] != LATE[what][language]


def test_what_is_asked_stands_behind_what_is_late_by_a_date(office: Office) -> None:
    person = made(office, "person")
    freedom = {"person": person, "kind": "restriction_of_freedom", "term": {"years": 2}}
    restriction = made(office, "restriction", **freedom, in_force="2026-09-01")
    letter = made(office, "letter", direction="out", subject="X", sent="2024-01-10", due="2024-02-10")
    late = [one for one in agenda.due(office, date(2026, 11, 22), 30).items if one.overdue]
    assert [(one.what, one.id) for one in late] == [("letter_due", letter), ("receipt_due", restriction)]
    assert [one.id for one in agenda.due(office, date(2026, 11, 22), 30, limit=1).items] == [letter]
