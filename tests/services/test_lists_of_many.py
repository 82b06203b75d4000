from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.vaults import filled
from kzcase.search import order, query
from kzcase.search.filters import ground
from kzcase.services import generate, lists, records, searching
from kzcase.services.lists import ListQuery, reading
from kzcase.services.office import Office
from tests.counting import counted

SORTS = {
    "person": ("title", "region", "born"),
    "restriction": ("title", "start"),
    "letter": ("title", "sent"),
}
ASKED = [
    ("person", "а", ()),
    ("person", "fictional", ()),
    ("person", "а", ("in_force",)),
    ("person", "Almaty", ("in_force",)),
    ("restriction", "с", ()),
    ("restriction", "Almaty city", ()),
    ("letter", "fictional", ("unanswered",)),
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with filled(tmp_path_factory.mktemp("many") / "many.kzvault", 120) as office:
        yield office


def all_ids(office: Office, asked: ListQuery) -> list[str]:
    """Every id a list shows, page after page."""
    found: list[str] = []
    after, more = None, True
    while more:
        page = lists.page(office, replace(asked, after=after))
        found += [row.id for row in page.rows]
        after, more = page.after, page.more
    return found


def forget_statements() -> None:
    """They name how many rows a page looks at."""
    reading._statement.cache_clear()
    reading._last_looked_at.cache_clear()


@pytest.fixture(params=["one by one", "by the order", "in turn"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """How a list comes to what is found: each of few read, many by the order of all, nearly all in turn."""
    if request.param != "one by one":
        monkeypatch.setattr(ground, "FEW", 0)
        monkeypatch.setattr(ground, "MOST_FOUND", 0)
        monkeypatch.setattr(reading, "MOST_LOOKED_AT", 9)
        monkeypatch.setattr(reading, "LOOKED_AT_ONCE", 4)
    if request.param == "in turn":
        monkeypatch.setattr(query, "MOST_GATHERED", 0)
        monkeypatch.setattr(query, "SHORTEST_UNPREPARED", 100)
    forget_statements()
    yield str(request.param)
    forget_statements()


@pytest.mark.parametrize(("kind", "text", "only"), ASKED)
def test_what_is_found_stands_in_the_order_of_the_list_however_it_is_come_to(
    many: Office, way: str, kind: str, text: str, only: tuple[str, ...]
) -> None:
    found = set(all_ids(many, ListQuery(kind, filter=text, only=only, limit=500)))
    assert found
    for sort in SORTS[kind]:
        for descending in (False, True):
            asked = ListQuery(kind, sort, descending, limit=7)
            right = [one for one in all_ids(many, replace(asked, limit=500)) if one in found]
            assert all_ids(many, replace(asked, filter=text, only=only)) == right, (sort, descending)


def test_the_three_ways_find_the_same(many: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [set(all_ids(many, ListQuery(kind, filter=text, only=only))) for kind, text, only in ASKED]
    monkeypatch.setattr(ground, "FEW", 0)
    assert found == [
        set(all_ids(many, ListQuery(kind, filter=text, only=only))) for kind, text, only in ASKED
    ]
    monkeypatch.setattr(query, "MOST_GATHERED", 0)
    monkeypatch.setattr(query, "SHORTEST_UNPREPARED", 100)
    assert found == [
        set(all_ids(many, ListQuery(kind, filter=text, only=only))) for kind, text, only in ASKED
    ]


def test_an_order_is_read_once_until_something_is_written(office: Office) -> None:
    generate.people(office, 20, seed=3)

    def steps() -> int:
        with office.read() as session, counted(office) as seen:
            office.known_words.orders.of(session.connection(), "person", "region")
        return seen["steps"]

    first, again = steps(), steps()
    assert again < first / 4
    [row, *_] = lists.page(office, ListQuery("person")).rows
    records.save(
        office, records.Draft("person", row.id, {"occupation": "Fitter"}, records.view(office, row.id).heads)
    )
    assert steps() > first / 2


def test_a_person_who_is_renamed_moves_in_a_list_of_many(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "FEW", 0)
    generate.people(office, 30, seed=3)
    asked = ListQuery("person", filter="fictional", limit=100)
    before = [row.id for row in lists.page(office, asked).rows]
    first = before[0]
    [name] = [
        row.id
        for row in lists.page(office, ListQuery("name", columns=("person",), limit=200)).rows
        if first in row.people
    ][:1]
    view = records.view(office, name)
    parts = {"family": "Яяяев", "given": "Яков"}
    records.save(office, records.Draft("name", name, {"parts": parts, "use": "preferred"}, view.heads))
    after = [row.id for row in lists.page(office, asked).rows]
    assert sorted(after) == sorted(before)
    assert after == [row.id for row in lists.page(office, replace(asked, filter="")).rows]


def test_orders_are_forgotten_when_the_vault_is_locked(office: Office) -> None:
    generate.people(office, 5, seed=3)
    with office.read() as session:
        office.known_words.orders.of(session.connection(), "person")
    office.close()
    assert office.known_words.orders._state == order.KnownOrders()._state


def test_a_search_for_a_case_file_takes_all_of_many(many: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST_FOUND", 3)
    ids, whole = searching.everything(many, "fictional in force", ["person"])
    assert whole
    assert len(ids) > 3
