"""The board of restrictions: everything in force once, in order, page by page, with what changes soon."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.names.collation import sort_key
from kzcase.services import board, generate, records, restrictions
from kzcase.services.office import Office
from tests.counting import counted

DAY = date(2021, 7, 22)


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def banned(office: Office, person: str, /, **fields: Any) -> str:
    given = {"kind": "deprivation_of_right", "in_force": "2019-08-10", "term": {"years": 2}, **fields}
    return made(office, "restriction", person=person, **given)


def everything(office: Office, day: date, **asked: Any) -> Iterator[board.BoardRow]:
    after = None
    while True:
        page = board.rows(office, day, after=after, limit=3, **asked)
        yield from page.rows
        if not page.more:
            return
        after = page.rows[-1].key


def test_a_row_says_who_until_when_and_how_far(office: Office) -> None:
    person = made(office, "person", region="KZ-23")
    made(office, "name", person=person, parts={"family": "Үлгі"})
    ban = banned(office, person, article="cc-174", translation="Not to write")
    [row] = board.rows(office, DAY).rows
    assert (row.id, row.person, row.person_title, row.state) == (ban, person, "Үлгі", "yes")
    assert (row.begins, row.ends_text, row.days_left, row.certainty) == (
        "10 Aug 2019",
        "10 Aug 2021",
        19,
        "computed",
    )
    assert 0.97 < row.share < 0.98
    assert (row.region_words, "174" in row.article_words, "Not to write" in row.text) == (
        "Atyrau Region",
        True,
        True,
    )
    assert row.marks == ("about to be free",)
    [row] = board.rows(office, DAY, language="kk").rows
    assert row.ends_text != "10 Aug 2021"


def test_only_what_is_in_force_on_the_day_or_may_be_is_on_the_board(office: Office) -> None:
    person = made(office, "person")
    running = banned(office, person)
    lasting = banned(office, person, kind="travel_pledge", term=None)
    unknown = banned(office, person, kind="restriction_of_freedom", term={"years": 1})
    banned(office, person, in_force="2021-07-23")
    banned(office, person, lifted="2021-07-21")
    rows = board.rows(office, DAY).rows
    assert {row.id: row.state for row in rows} == {running: "yes", lasting: "yes", unknown: "unknown"}
    assert rows[0].id == running
    assert {row.certainty for row in rows if row.id == unknown} == {"unknown"}


def test_who_is_free_of_nothing_soon_is_not_about_to_be_free(office: Office) -> None:
    person = made(office, "person")
    first = banned(office, person)
    second = banned(office, person, in_force="2020-01-01", term={"years": 3})
    marks = {row.id: row.marks for row in board.rows(office, DAY).rows}
    assert marks == {first: (), second: ("second ban on top",)}


def test_the_board_can_be_filtered_by_kind_region_and_article(office: Office) -> None:
    one, other = made(office, "person", region="KZ-23"), made(office, "person", region="KZ-75")
    ban = banned(office, one, article="cc-174")
    supervision = banned(office, other, kind="administrative_supervision")
    assert [row.id for row in everything(office, DAY, kind="deprivation_of_right")] == [ban]
    assert [row.id for row in everything(office, DAY, region="KZ-75")] == [supervision]
    assert [row.id for row in everything(office, DAY, article="cc-174", region="KZ-23")] == [ban]
    assert list(everything(office, DAY, article="cc-174", region="KZ-75")) == []
    office.record([Change("person", other, {"region": "KZ-23"})])
    assert {row.id for row in everything(office, DAY, region="KZ-23")} == {ban, supervision}


@pytest.mark.parametrize("sort", board.SORTS)
def test_pages_hold_every_restriction_in_force_once_and_in_order(office: Office, sort: str) -> None:
    generate.people(office, 60, seed=4)
    day = office.today()
    rows = list(everything(office, day, sort=sort))
    with office.read() as session:
        expected = {
            one.id
            for person in {row.person for row in rows}
            for one in restrictions.of_person(session, person, day)
            if one.state.state in ("yes", "unknown")
        }
    assert len(rows) == len({row.id for row in rows}) > 20
    assert {row.id for row in rows} == expected
    keys = [row.key for row in rows]
    if sort in board.FILTERS:
        words = [getattr(row, f"{sort}_words") for row in rows]
        # Those without a term come last; of one term the soonest to end come first.
        assert words == sorted(words, key=lambda one: (not one, sort_key(one)))
        for _, group in itertools.groupby(keys, key=lambda key: key[0]):
            ends = [key[1:] for key in group]
            assert ends == sorted(ends)
    else:
        assert keys == sorted(keys, reverse=sort == board.START)


def test_the_board_cannot_be_sorted_by_just_anything(office: Office) -> None:
    with pytest.raises(ValueError, match="sorted"):
        board.rows(office, DAY, sort="kind; DROP TABLE person")


def cost(office: Office) -> list[tuple[int, int]]:
    day = office.today()
    spent = []
    for asked in ({"sort": sort} for sort in board.SORTS):
        page = board.rows(office, day, limit=40, **asked)
        with counted(office) as seen:
            page = board.rows(office, day, limit=40, **asked)
            board.rows(office, day, limit=40, after=page.rows[-1].key, **asked)
        spent.append((seen["statements"], seen["steps"]))
    return spent


def assert_as_cheap(now: list[tuple[int, int]], then: list[tuple[int, int]]) -> None:
    for sort, (statements, steps), (_, before) in zip(board.SORTS, now, then, strict=True):
        # By a column of terms each term asks for itself: as many as the vocabulary has, whatever the vault.
        assert statements <= (120 if sort in board.FILTERS else 24)
        assert steps <= 1.3 * before


def test_a_page_costs_the_same_with_four_times_the_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    before = cost(office)
    generate.people(office, 3_000, seed=2)
    assert_as_cheap(cost(office), before)


@pytest.mark.soak
def test_a_page_costs_the_same_at_a_hundred_thousand_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    before = cost(office)
    generate.people(office, 99_000, seed=2)
    assert_as_cheap(cost(office), before)


def test_a_restriction_longer_than_the_law_allows_is_marked_with_the_article(office: Office) -> None:
    person = made(office, "person")
    given = {"kind": "restriction_of_freedom", "in_force": "2021-01-10", "received": "2021-02-01"}
    made(office, "restriction", person=person, term={"years": 7}, **given)
    long = made(office, "restriction", person=person, term={"years": 8}, **given)
    marked = {row.id: row.marks for row in board.rows(office, DAY).rows}
    assert [one for one, marks in marked.items() if "longer than the law allows" in marks] == [long]
    with office.read() as session:
        (found,) = [one for one in restrictions.of_person(session, person, DAY) if one.id == long]
    why = found.why()
    assert "The term (8 years) is longer than the law allows: at most 7 years." in why
    assert "By CC art. 44, as read in: pavlodar.com" in why
    assert "not checked by a lawyer" in why
    assert "ст. 44 УК" in found.why("ru")


def test_why_an_end_is_not_known_is_said_once(office: Office) -> None:
    person = made(office, "person")
    made(office, "restriction", person=person, kind="restriction_of_freedom", start=f"{DAY.year - 1}-06-01")
    with office.read() as session:
        (found,) = restrictions.of_person(session, person, DAY)
    assert found.why() == "Its end is not known. No term is recorded, so no end can be computed."


def test_the_board_is_narrowed_to_who_is_about_to_be_free_and_who_has_a_second_ban(office: Office) -> None:
    generate.people(office, 40, seed=4)
    for ends in ("2021-08-01", "2021-09-30", None):
        person = made(office, "person")
        banned(office, person)
        banned(office, person, in_force="2020-03-01", claimed_end=ends)
    banned(office, made(office, "person"), claimed_end="2021-08-15")
    every = list(everything(office, DAY))
    for change, mark in ((board.FREE, "about to be free"), (board.ON_TOP, "second ban on top")):
        marked = [row.id for row in every if mark in row.marks]
        assert [row.id for row in everything(office, DAY, change=change)] == marked
        assert 0 < len(marked) < len(every)
        assert {row.id for row in everything(office, DAY, change=change, sort="kind")} == set(marked)
    with pytest.raises(ValueError, match="cannot be narrowed"):
        board.rows(office, DAY, change="anything")
