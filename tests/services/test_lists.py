from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.services import generate, lists, records
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from tests.counting import counted

SORTS = [
    (kind.key, column.key)
    for kind in kinds().values()
    for column in lists.columns(kind.key)
    if column.sortable
]
WORDS = ("Әлия", "Бокаев", "яблоко", "apple", "Zhanna", "қала", "42")


def some_value(kind: str, key: str, chance: random.Random) -> Any:
    match kinds()[kind].fields[key].type:
        case FieldType.DATE:
            return chance.choice(("2020", "2020-06", "2019-12-31", "2020~", "1984?", "../2021", "2016/2018"))
        case FieldType.INTEGER:
            return chance.randint(-5, 5)
        case FieldType.FLAG:
            return chance.random() < 0.5
        case _:
            return chance.choice(WORDS)


def filled(office: Office, kind: str, key: str, number: int) -> list[str]:
    chance = random.Random(f"{kind} {key}")
    ids = [records.new_id() for _ in range(number)]
    office.record(
        Change(
            kind, one, {key: some_value(kind, key, chance)} if key in kinds()[kind].fields and n % 4 else {}
        )
        for n, one in enumerate(ids)
    )
    return ids


def pages(office: Office, query: ListQuery) -> Iterator[lists.Page]:
    after = None
    while True:
        page = lists.page(
            office,
            ListQuery(
                query.kind, query.sort, query.descending, query.filter, query.columns, after, query.limit
            ),
        )
        yield page
        if not page.more:
            return
        after = page.rows[-1].key


@pytest.mark.parametrize(("kind", "key"), SORTS)
def test_pages_hold_every_row_once_and_in_order_whatever_the_column(
    office: Office, kind: str, key: str
) -> None:
    ids = filled(office, kind, "name" if key == "title" and kind == "organisation" else key, 23)
    for descending in (False, True):
        for wanted in ("", "бокаев"):
            query = ListQuery(kind, key, descending, wanted, columns=("title",), limit=5)
            rows = [row for page in pages(office, query) for row in page.rows]
            assert len({row.id for row in rows}) == len(rows)
            if not wanted:
                assert {row.id for row in rows} == set(ids)
            given = [row.key[1:] for row in rows if row.key[0]]
            assert given == sorted(given, reverse=descending)
            assert [row.key[0] for row in rows] == sorted((row.key[0] for row in rows), reverse=True)


def test_a_filter_keeps_what_it_finds_and_nothing_else(office: Office) -> None:
    ids = filled(office, "letter", "subject", 60)
    with office.read() as session:
        wanted = {one for one in ids if records.view_in(session, one).fields.get("subject") == "Бокаев"}
    rows = [
        row for page in pages(office, ListQuery("letter", filter="Bokayev", limit=3)) for row in page.rows
    ]
    assert {row.id for row in rows} == wanted
    assert lists.count(office, "letter", "Bokayev") == (len(wanted), True)
    assert lists.count(office, "letter") == (60, True)


def test_what_belongs_to_a_person_is_filtered_by_the_persons_name(office: Office) -> None:
    person, ban = records.new_id(), records.new_id()
    office.record(
        [
            Change("person", person, {}),
            Change("name", records.new_id(), {"person": person, "parts": {"family": "Бокаев"}}),
            Change("restriction", ban, {"person": person, "kind": "deprivation_of_right"}),
            Change("restriction", records.new_id(), {"kind": "deprivation_of_right"}),
        ]
    )
    assert [row.id for row in lists.page(office, ListQuery("restriction", filter="bokaev")).rows] == [ban]


def test_deleted_records_are_not_listed(office: Office) -> None:
    [one, other] = filled(office, "organisation", "name", 2)
    records.delete(office, one)
    assert [row.id for row in lists.page(office, ListQuery("organisation")).rows] == [other]


def test_every_column_of_every_kind_is_shown_in_words(sample: Office) -> None:
    for kind in kinds().values():
        keys = tuple(column.key for column in lists.columns(kind.key))
        assert len(set(keys)) == len(keys)
        assert set(lists.default_columns(kind.key)) <= set(keys)
        page = lists.page(sample, ListQuery(kind.key, columns=keys, limit=500))
        for row in page.rows:
            assert all(isinstance(cell, str) for cell in row.cells)


def test_a_field_called_as_a_column_of_the_registry_shows_its_own_value(office: Office) -> None:
    office.record([Change("case", records.new_id(), {"title": "Land protests", "status": "open"})])
    [row] = lists.page(office, ListQuery("case", columns=("title", "status"))).rows
    assert row.cells[0] == "Land protests"
    assert "here" not in row.cells[1]


def cost(office: Office, query: ListQuery) -> tuple[int, int, int]:
    """Statements, rows and machine steps of opening a list and going on to its second page."""
    lists.page(office, query)  # what is looked up once per office is looked up
    with counted(office) as seen:
        first = lists.page(office, query)
        second = lists.page(office, replace(query, after=first.after))
    assert seen["statements"] > 0
    assert seen["steps"] > 0
    return seen["statements"], len(first.rows) + len(second.rows), seen["steps"]


QUERIES = [
    ListQuery("person", columns=lists.default_columns("person")),
    ListQuery("person", "born", descending=True, columns=lists.default_columns("person")),
    ListQuery("restriction", "start", columns=lists.default_columns("restriction")),
    ListQuery("restriction", filter="ал", columns=lists.default_columns("restriction")),
    ListQuery("letter", "due", filter="fictional", columns=lists.default_columns("letter")),
    *(
        ListQuery(kind, look.sort, look.descending, columns=look.columns)
        for kind in ("person", "restriction", "prosecution", "letter")
        for look in (lists.first_look(kind),)
    ),
]
FILTERED = [
    ListQuery(kind, columns=lists.first_look(kind).columns, only=(one.key,))
    for kind in ("person", "restriction", "prosecution", "letter")
    for one in lists.quick_filters(kind)
] + [ListQuery("person", columns=("title",), only=("tag:women",))]


MOST_STATEMENTS = 12
MOST_STATEMENTS_OF_A_FILTER = 18
"""Each page asks which records have the words; of many the order of the list says which come first."""
MOST_STATEMENTS_WITH_STATES = 24
"""Of two pages whose columns also say how things stand today."""
MOST_FILTERED_STEPS = 1_500


def most_statements(query: ListQuery) -> int:
    recorded = set(lists.default_columns(query.kind)) | {"title"}
    if not recorded.issuperset(query.columns):
        return MOST_STATEMENTS_WITH_STATES
    return MOST_STATEMENTS_OF_A_FILTER if query.filter else MOST_STATEMENTS


def assert_as_cheap(query: ListQuery, now: tuple[int, int, int], then: tuple[int, int, int]) -> None:
    """A page costs the same whatever stands behind it; a filter looks at a thousand hits at most, ever."""
    statements, rows, steps = now
    assert statements <= most_statements(query)
    assert rows <= 120
    assert steps <= (MOST_FILTERED_STEPS if query.filter else 1.3 * then[2])


MOST_STEPS_OF_A_QUICK_FILTER = 12_000
"""Each of two pages looks at some thousands of rows at most, whatever stands behind them."""


def assert_quick_filters_look_at_few(office: Office) -> None:
    for query in FILTERED:
        statements, rows, steps = cost(office, query)
        assert statements <= 2 * MOST_STATEMENTS_WITH_STATES
        assert rows <= 120
        assert steps <= MOST_STEPS_OF_A_QUICK_FILTER, query.only


def test_a_quick_filter_looks_at_a_bounded_number_of_rows(office: Office) -> None:
    generate.people(office, 3_000, seed=1)
    assert_quick_filters_look_at_few(office)


@pytest.mark.soak
def test_a_quick_filter_looks_at_no_more_among_twenty_thousand(office: Office) -> None:
    generate.people(office, 20_000, seed=1)
    assert_quick_filters_look_at_few(office)


def test_a_page_costs_the_same_with_four_times_the_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    small = [cost(office, query) for query in QUERIES]
    generate.people(office, 3_000, seed=2)
    for query, then in zip(QUERIES, small, strict=True):
        assert_as_cheap(query, cost(office, query), then)


@pytest.mark.soak
def test_a_page_costs_the_same_at_a_hundred_thousand_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    small = [cost(office, query) for query in QUERIES]
    generate.people(office, 99_000, seed=2)
    for query, then in zip(QUERIES, small, strict=True):
        assert_as_cheap(query, cost(office, query), then)
