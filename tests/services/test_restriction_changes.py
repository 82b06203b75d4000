"""What is decided later of a restriction reaches everything that tells its end, at once and both ways."""

from __future__ import annotations

from datetime import date

from kzcase.services import agenda, deadlines, people, records, restrictions, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft

AS_OF = date(2026, 11, 22)


def supervised(office: Office) -> tuple[str, str]:
    person = records.new_id()
    records.save(office, Draft("person", person, {}))
    given = {"person": person, "kind": "administrative_supervision", "start": "2025-12-01"}
    restriction = records.new_id()
    records.save(office, Draft("restriction", restriction, {**given, "term": {"years": 1}}))
    return person, restriction


def due(office: Office, days: int = 30) -> list[str]:
    return [
        one.date
        for one in deadlines.due(office, AS_OF, days)
        if one.kind == "restriction" and one.what.startswith("restriction")
    ]


def end(office: Office, restriction: str) -> date | None:
    shown = restrictions.ends_of(office, restriction).shown
    return shown.day if shown is not None else None


def test_an_extension_moves_what_is_due_and_taking_it_back_moves_it_again(office: Office) -> None:
    person, restriction = supervised(office)
    assert due(office) == ["2026-12-01"]
    change = records.new_id()
    extension = {"record": restriction, "kind": "extension", "date": "2026-11-20", "term": {"months": 6}}
    records.save(office, Draft("restriction_change", change, extension))
    assert end(office, restriction) == date(2027, 6, 1)
    assert due(office) == []
    assert due(office, 200) == ["2027-06-01"]
    (line,) = people.head(office, person, AS_OF).in_force
    assert (line.end, line.days_left) == ("1 Jun 2027", 191)
    assert "Extended by 6 months" in line.why
    assert vaults.check(office, rebuild=True)["ok"]
    records.delete(office, change)
    assert due(office) == ["2026-12-01"]
    assert vaults.check(office, rebuild=True)["ok"]


def test_a_change_moved_to_another_restriction_is_felt_by_both(office: Office) -> None:
    _, first = supervised(office)
    _, second = supervised(office)
    change = records.new_id()
    extension = {"record": first, "kind": "extension", "date": "2026-11-20", "term": {"months": 6}}
    records.save(office, Draft("restriction_change", change, extension))
    records.save(
        office, Draft("restriction_change", change, {"record": second}, records.view(office, change).heads)
    )
    assert (end(office, first), end(office, second)) == (date(2026, 12, 1), date(2027, 6, 1))
    assert sorted(due(office, 300)) == ["2026-12-01", "2027-06-01"]
    assert vaults.check(office, rebuild=True)["ok"]


def test_what_was_suspended_or_lifted_is_not_in_force(office: Office) -> None:
    person, restriction = supervised(office)
    pause = {"record": restriction, "kind": "suspension", "date": "2026-10-01"}
    records.save(office, Draft("restriction_change", records.new_id(), pause))
    assert people.head(office, person, AS_OF).in_force == ()
    assert len(people.head(office, person, date(2026, 9, 30)).in_force) == 1
    lifted = {"record": restriction, "kind": "lifting", "date": "2026-11-01"}
    records.save(office, Draft("restriction_change", records.new_id(), lifted))
    assert end(office, restriction) == date(2026, 11, 1)
    assert vaults.check(office, rebuild=True)["ok"]


def test_a_term_for_an_appeal_is_due_until_somebody_appeals(office: Office) -> None:
    person, case, sentence = (records.new_id() for _ in range(3))
    records.save(office, Draft("person", person, {}))
    records.save(office, Draft("prosecution", case, {"person": person, "kind": "criminal"}))
    judged = {"prosecution": case, "kind": "conviction", "date": "2026-11-16"}
    records.save(office, Draft("sentence", sentence, judged))
    (item,) = [one for one in agenda.due(office, AS_OF, 30).items if one.what == "appeal"]
    assert (item.date, item.people) == ("2026-12-01", (person,))
    assert "read in no source" in item.explanation
    records.save(
        office,
        Draft("sentence", sentence, {"appealed": "2026-11-21"}, records.view(office, sentence).heads),
    )
    assert not [one for one in agenda.due(office, AS_OF, 30).items if one.what == "appeal"]


def test_an_extension_that_two_colleagues_wrote_otherwise_counts_as_the_longer_one(office: Office) -> None:
    person, restriction = supervised(office)
    change = records.new_id()
    extension = {"record": restriction, "kind": "extension", "date": "2026-11-20"}
    heads = records.save(office, Draft("restriction_change", change, extension)).heads
    for months in (3, 6):
        records.save(office, Draft("restriction_change", change, {"term": {"months": months}}, heads))
    assert "term" in records.view(office, change).conflicts
    assert sorted(due(office, 300)) == ["2027-03-01", "2027-06-01"]
    (line,) = people.head(office, person, date(2027, 5, 1)).in_force
    assert (line.state, line.undecided, line.end) == ("yes", True, "1 Jun 2027")
    assert vaults.check(office, rebuild=True)["ok"]
