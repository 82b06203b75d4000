from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from kzcase.history.ledger import Change
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.services import generate, lists, records
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office

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


@contextmanager
def counted(office: Office) -> Iterator[dict[str, int]]:
    """How many statements were run on the reader."""
    seen = {"statements": 0}

    def cursor_made(connection: Any, cursor: Any, *rest: Any) -> None:
        seen["statements"] += 1

    event.listen(office.vault.reader, "after_cursor_execute", cursor_made)
    try:
        yield seen
    finally:
        event.remove(office.vault.reader, "after_cursor_execute", cursor_made)


def cost(office: Office, query: ListQuery) -> tuple[int, int]:
    with counted(office) as seen:
        page = lists.page(office, query)
    return seen["statements"], len(page.rows)


QUERIES = [
    ListQuery("person", columns=lists.default_columns("person")),
    ListQuery("person", "born", descending=True, columns=lists.default_columns("person")),
    ListQuery("restriction", "start", columns=lists.default_columns("restriction")),
    ListQuery("restriction", filter="ал", columns=lists.default_columns("restriction")),
    ListQuery("letter", "due", filter="fictional", columns=lists.default_columns("letter")),
]


def test_a_page_costs_the_same_with_ten_times_the_people(office: Office) -> None:
    generate.people(office, 100, seed=1)
    small = [cost(office, query) for query in QUERIES]
    generate.people(office, 900, seed=2)
    large = [cost(office, query) for query in QUERIES]
    assert all(now[0] <= then[0] for now, then in zip(large, small, strict=True))
    assert all(rows <= 60 for _, rows in large)


@pytest.mark.soak
def test_a_page_costs_the_same_at_a_hundred_thousand_people(office: Office) -> None:
    generate.people(office, 1_000, seed=1)
    small = [cost(office, query) for query in QUERIES]
    generate.people(office, 99_000, seed=2)
    assert [cost(office, query) for query in QUERIES] == small


def test_of_more_than_a_thousand_found_some_are_listed_first_those_whose_title_begins_so(
    office: Office,
) -> None:
    names = [f"Жана {n:04}" for n in range(1_100)] + [f"Ауыл Жана {n}" for n in range(5)]
    office.record([Change("organisation", records.new_id(), {"name": name}) for name in names])
    assert lists.count(office, "organisation", "жана") == (lists.COUNT_LIMIT, False)
    listed = [
        row.cells[0]
        for page in pages(office, ListQuery("organisation", filter="жана", columns=("title",), limit=60))
        for row in page.rows
    ]
    assert listed == names[: len(listed)]
    assert len(listed) >= 100
    assert lists.count(office, "organisation", "жана 0077") == (1, True)
    [only] = lists.page(office, ListQuery("organisation", filter="жана 0077", columns=("title",))).rows
    assert only.cells == ("Жана 0077",)
