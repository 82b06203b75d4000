from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.services import generate, lists, people, records, restrictions
from kzcase.services.lists import ListLook, ListQuery, ListRow, Sign, reading
from kzcase.services.office import Office

DAY = date(2026, 11, 22)
SENT = {"direction": "out", "sent": "2026-10-01"}


def add(office: Office, kind: str, values: Mapping[str, Any]) -> str:
    record = records.new_id()
    office.record([Change(kind, record, values)])
    return record


def named(office: Office, family: str, **values: Any) -> str:
    person = add(office, "person", values)
    add(office, "name", {"person": person, "parts": {"family": family}, "use": "preferred"})
    return person


def rows(office: Office, kind: str, *columns: str, only: tuple[str, ...] = ()) -> list[ListRow]:
    query = ListQuery(kind, columns=columns, only=only, day=DAY, limit=500)
    return list(lists.page(office, query).rows)


def row(office: Office, kind: str, record: str, *columns: str) -> ListRow:
    return next(one for one in rows(office, kind, *columns) if one.id == record)


def ban(office: Office, person: str, start: str, end: str | None = None, **values: Any) -> str:
    given = {"person": person, "kind": "deprivation_of_right", "start": start, **values}
    return add(office, "restriction", given if end is None else {**given, "claimed_end": end})


def test_a_restriction_says_how_it_stands_in_words_and_by_a_sign(office: Office) -> None:
    person = named(office, "Sampleuly")
    told = {
        record: row(office, "restriction", record, "person", "state", "days_left", "until")
        for record in (
            ban(office, person, "2026-01-01", "2026-12-02"),
            ban(office, person, "2020-01-01", "2021-01-01"),
            ban(office, person, "2027-01-01", "2028-01-01"),
            ban(office, person, "2020-01-01", "2026/2027"),
        )
    }
    assert [(one.cells, one.signs[1]) for one in told.values()] == [
        (("Sampleuly", "In force", "10", "2 Dec 2026 (stated)"), Sign.IN_FORCE),
        (("Sampleuly", "Ended", "", "1 Jan 2021 (stated)"), Sign.ENDED),
        (("Sampleuly", "Not begun", "", "1 Jan 2028 (stated)"), Sign.NOT_BEGUN),
        (("Sampleuly", "Not known", "", told[list(told)[3]].cells[3]), Sign.NOT_KNOWN),
    ]
    assert all(one.whys[1] for one in told.values()), "each says why"
    assert {one.people for one in told.values()} == {(person,)}


def test_a_list_says_of_each_restriction_what_the_page_of_its_person_says(sample: Office) -> None:
    found = rows(sample, "restriction", "state", "days_left", "until")
    assert len(found) > 20
    with sample.read() as session:
        for one in found:
            [standing] = [
                each for each in restrictions.of_person(session, one.people[0], DAY) if each.id == one.id
            ]
            left = standing.days_left(DAY)
            assert one.cells[1] == ("" if left is None else str(left))
            assert one.cells[2].startswith(standing.end_text())


def test_a_person_says_how_many_restrictions_are_in_force_and_which_ends_first(office: Office) -> None:
    limited, free = named(office, "Limited", liberty={"status": "remand"}), named(office, "Free")
    ban(office, limited, "2026-01-01", "2027-05-02")
    ban(office, limited, "2026-01-01", "2026-12-02")
    ban(office, limited, "2020-01-01", "2021-01-01")
    one = row(office, "person", limited, "title", "liberty", "in_force", "next_end")
    assert one.cells == ("Limited", "In pre-trial detention", "2", "2 Dec 2026")
    assert one.signs[1:3] == (Sign.HELD, Sign.IN_FORCE)
    assert row(office, "person", free, "in_force", "next_end").cells == ("", "")
    assert one.people == (limited,)


def test_the_number_in_force_is_that_of_the_restrictions_that_say_so(sample: Office) -> None:
    sure = [one for one in rows(sample, "restriction", "state") if one.signs[0] == Sign.IN_FORCE]
    told = {one.id: one.cells[0] for one in rows(sample, "person", "in_force") if one.cells[0]}
    for person, said in told.items():
        mine = sum(one.people == (person,) for one in sure)
        assert said.split(" + ")[0] == str(mine)
    assert sum(int(said.split(" + ")[0]) for said in told.values()) == len(sure)


@pytest.mark.parametrize(
    ("values", "words", "sign"),
    [
        ({"direction": "out"}, "Not sent", Sign.UNSENT),
        ({**SENT}, "Waiting", Sign.WAITING),
        (
            {**SENT, "due": "2026-11-30"},
            "Waiting, 8 days left",
            Sign.WAITING,
        ),
        (
            {**SENT, "due": "2026-11-23"},
            "Waiting, 1 day left",
            Sign.WAITING,
        ),
        ({**SENT, "due": "2026-11-22"}, "Due today", Sign.WAITING),
        ({**SENT, "due": "2026-11-21"}, "Overdue 1 day", Sign.OVERDUE),
        ({**SENT, "due": "2026-10"}, "Overdue 22 days", Sign.OVERDUE),
        (
            {**SENT, "due": "2026-10-01", "answered": "2026"},
            "Answered",
            Sign.DONE,
        ),
        ({"direction": "out", "sent": "2026", "status": "no_answer_needed"}, "No answer needed", Sign.DONE),
        ({"direction": "in", "due": "2026-01-01"}, "Received", Sign.RECEIVED),
        ({"direction": "in", "status": "to_answer"}, "To be answered by us", Sign.TO_DO),
        ({}, "Not sent", Sign.UNSENT),
    ],
)
def test_a_letter_says_what_it_waits_for(
    office: Office, values: dict[str, str], words: str, sign: Sign
) -> None:
    one = row(office, "letter", add(office, "letter", {"subject": "Visit", **values}), "state")
    assert (one.cells, one.signs) == ((words,), (sign,))


def test_a_task_is_done_late_or_due(office: Office) -> None:
    given = [{"due": "2026-11-20"}, {"due": "2026-11-25"}, {"due": "2026-11-20", "done": "2026-11-21"}, {}]
    told = [row(office, "task", add(office, "task", one), "state").cells[0] for one in given]
    assert told == ["Overdue 2 days", "Due in 3 days", "Done", "Open"]


def test_a_prosecution_says_its_next_hearing_and_not_one_that_was(office: Office) -> None:
    person = named(office, "Sampleuly")
    trial = add(office, "prosecution", {"person": person, "kind": "criminal", "stage": {"status": "appeal"}})
    for day in ("2026-10-01", "2027-02", "2026-12-12"):
        add(office, "hearing", {"prosecution": trial, "kind": "trial", "date": day})
    one = row(office, "prosecution", trial, "person", "stage", "next_hearing")
    assert one.cells == ("Sampleuly", "Appeal", "12 Dec 2026")
    assert one.signs[1] == Sign.GOING_ON


def test_a_hearing_that_was_put_off_is_next_nowhere_unless_that_is_undecided(office: Office) -> None:
    person = named(office, "Sampleuly")
    trial = add(office, "prosecution", {"person": person, "kind": "criminal"})
    hearing = add(office, "hearing", {"prosecution": trial, "kind": "trial", "date": "2026-12-12"})
    heads = records.view(office, hearing).heads
    for status in ("postponed", "cancelled"):
        office.record([Change("hearing", hearing, {"status": status})])
        assert row(office, "prosecution", trial, "next_hearing").cells == ("",)
        assert people.head(office, person, DAY).next_date == ""
    office.record([Change("hearing", hearing, {"status": "scheduled"}, heads)])
    assert row(office, "prosecution", trial, "next_hearing").cells == ("12 Dec 2026",)
    assert "12 Dec 2026" in people.head(office, person, DAY).next_date


def test_a_consent_that_may_have_expired_is_told_as_papers_take_it(office: Office) -> None:
    person = named(office, "Sampleuly")
    given = {"scope": "case", "answer": "given", "audiences": frozenset({"diplomatic"}), "date": "2026-01-01"}
    consent = add(office, "consent", {"person": person, **given, "expires": "2026-11"})
    for values, told in (({}, False), ({"expires": "2026-12"}, True), ({"withdrawn": "soon"}, False)):
        office.record([Change("consent", consent, values)])
        assert ("Name and case" in row(office, "person", person, "consent").cells[0]) is told
        assert bool(people.head(office, person, DAY).consent) is told


def test_a_person_without_consent_says_so_and_one_with_says_which(office: Office) -> None:
    asked, expired, never = (named(office, name) for name in ("Asked", "Expired", "Never"))
    given = {"scope": "case", "answer": "yes", "audiences": frozenset({"closed"}), "date": "2026-01-01"}
    add(office, "consent", {"person": asked, **given})
    add(office, "consent", {"person": expired, **given, "expires": "2026-06-01"})
    assert "Name and case" in row(office, "person", asked, "consent").cells[0]
    for person in (expired, never):
        one = row(office, "person", person, "consent")
        assert (one.cells, one.signs) == (("None recorded",), (Sign.MISSING,))
    assert {one.id for one in rows(office, "person", "title", only=("no_consent",))} == {never}


def test_a_court_says_in_how_many_records_it_is_named(office: Office) -> None:
    court = add(office, "organisation", {"name": "City court"})
    for _ in range(3):
        add(office, "hearing", {"court": court, "date": "2026-01-01"})
    assert row(office, "organisation", court, "named").cells == ("3",)


def test_quick_filters_leave_just_what_they_say(office: Office) -> None:
    soon, later, past = (named(office, name) for name in ("Soon", "Later", "Past"))
    named(office, "Held", liberty={"status": "imprisoned"})
    bans = [
        ban(office, soon, "2026-01-01", "2026-12-02"),
        ban(office, later, "2026-01-01", "2029-01-01"),
        ban(office, past, "2020-01-01", "2021-01-01"),
    ]

    def people(*only: str) -> list[str]:
        return [one.cells[0] for one in rows(office, "person", "title", only=only)]

    assert people("in_force") == ["Later", "Soon"]
    assert people("ends_soon") == ["Soon"]
    assert people("held") == ["Held"]
    assert people("in_force", "held") == []
    assert len(people()) == 4
    assert {one.id for one in rows(office, "restriction", "state", only=("in_force",))} == set(bans[:2])
    assert [one.id for one in rows(office, "restriction", "state", only=("ends_soon",))] == bans[:1]
    assert lists.count(office, "person", only=("in_force",), day=DAY) == (2, True)
    assert lists.count(office, "person", only=("held",), day=DAY) == (1, True)
    assert lists.count(office, "person", "soon", only=("in_force",), day=DAY) == (1, True)


def test_letters_are_filtered_by_what_was_never_answered(office: Office) -> None:
    base = {**SENT}
    late = add(office, "letter", {**base, "subject": "Late", "due": "2026-11-01"})
    waits = add(office, "letter", {**base, "subject": "Waits", "due": "2026-12-24"})
    add(office, "letter", {**base, "subject": "Answered", "due": "2026-11-01", "answered": "2026-11-02"})
    assert {one.id for one in rows(office, "letter", "title", only=("unanswered",))} == {late, waits}
    assert {one.id for one in rows(office, "letter", "title", only=("overdue",))} == {late}


def test_a_tag_is_a_filter_whatever_its_key(office: Office) -> None:
    one = add(office, "person", {"tags": frozenset({"women", "labour"})})
    add(office, "person", {"tags": frozenset({"labour"})})
    strange = add(office, "person", {"tags": frozenset({"'); DROP TABLE person; --"})})
    assert [each.id for each in rows(office, "person", "title", only=("tag:women",))] == [one]
    assert len(rows(office, "person", "title", only=("tag:labour",))) == 2
    assert [each.id for each in rows(office, "person", "title", only=("tag:women", "tag:labour"))] == [one]
    only = ("tag:'); DROP TABLE person; --",)
    assert [each.id for each in rows(office, "person", "title", only=only)] == [strange]


@pytest.mark.parametrize("only", [("in_force",), ("held",), ("ends_soon",), ("no_consent",), ("tag:women",)])
@pytest.mark.parametrize(("sort", "descending"), [("title", False), ("title", True), ("born", True)])
def test_pages_of_a_filter_hold_every_row_once_however_few_rows_are_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch, only: tuple[str, ...], sort: str, descending: bool
) -> None:
    generate.people(office, 60, seed=3)
    add(office, "person", {"tags": frozenset({"women"})})
    whole = ListQuery("person", sort, descending, columns=("title",), only=only, limit=500)
    wanted = [one.id for one in lists.page(office, whole).rows]
    monkeypatch.setattr(reading, "MOST_LOOKED_AT", 7)
    monkeypatch.setattr(reading, "COUNT_LIMIT", 3)
    reading._statement.cache_clear()
    reading._last_looked_at.cache_clear()
    found: list[str] = []
    after = None
    try:
        while True:
            page = lists.page(
                office,
                ListQuery("person", sort, descending, columns=("title",), only=only, limit=5, after=after),
            )
            found += [one.id for one in page.rows]
            if not page.more:
                break
            assert page.after != after, "it goes on"
            after = page.after
    finally:
        reading._statement.cache_clear()
        reading._last_looked_at.cache_clear()
    assert found == wanted


def test_a_list_is_remembered_as_it_was_left_and_can_look_as_at_first_again(office: Office) -> None:
    first = lists.remembered(office, "person")
    assert first.columns == lists.first_look("person").columns
    left = ListLook(("title", "born", "in_force"), "born", True, {"title": 210})
    lists.remember(office, "person", left)
    assert lists.remembered(office, "person") == left
    assert lists.remembered(office, "letter").columns == lists.first_look("letter").columns
    lists.forget(office, "person")
    assert lists.remembered(office, "person") == first


def test_what_another_version_remembered_is_taken_as_far_as_it_fits(office: Office) -> None:
    lists.remember(office, "person", ListLook(("gone", "born", "born"), "gone", True, {"born": 9_999_999}))
    assert lists.remembered(office, "person") == ListLook(("born",))
    lists.remember(office, "person", ListLook(("gone",), "title", True, {}))
    assert lists.remembered(office, "person").columns == lists.first_look("person").columns


def test_every_first_look_is_of_columns_that_are_offered() -> None:
    from kzcase.models.base import kinds

    for kind in kinds():
        offered = {one.key: one for one in lists.offered(kind)}
        look = lists.first_look(kind)
        assert set(look.columns) <= set(offered)
        assert look.sort in {one.sorts_by for one in offered.values() if one.sortable}
        assert len(offered) == len(lists.offered(kind))


def test_rows_of_some_records_are_those_of_the_list(office: Office) -> None:
    people = [named(office, name, born=born) for name, born in (("A", "1980"), ("B", None), ("C", "1970"))]
    query = ListQuery("person", "born", columns=("title", "born"), day=DAY)
    listed = {one.id: one for one in lists.page(office, query).rows}
    assert {one.id: one for one in lists.rows(office, query, people[:2])} == {
        one: listed[one] for one in people[:2]
    }
