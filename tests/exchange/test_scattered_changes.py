"""A file of many records of which few changed: what is here already is not read again; nothing is missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Incoming
from kzcase.services import imports, lists, records
from tests.laptops import Laptop, acquaint

MANY = 40


def names(on: Laptop) -> list[str]:
    return [
        row.cells[0]
        for row in lists.page(on.office, lists.ListQuery("organisation", columns=(lists.TITLE,))).rows
    ]


@pytest.mark.parametrize("changed", [(0,), (39,), (0, 1, 2), (5, 20, 21, 39), ()])
def test_exactly_what_changed_comes(new_laptop: Callable[[str], Laptop], changed: tuple[int, ...]) -> None:
    us, them = new_laptop("Aigerim"), new_laptop("Berik")
    acquaint(us, them)
    ids = sorted(them.save("organisation", name=f"Firm {number:02}") for number in range(MANY))
    us.take(them.write(us))
    for place in changed:
        them.save("organisation", ids[place], remarks=f"changed {place}")
    added = them.save("organisation", name="New one")
    with Incoming.open(us.office, them.write(us)) as incoming:
        (outcome,) = casefile.take(us.office, [incoming], Choice(), backup=False)
    assert outcome.taken == len(changed) + 1
    assert {place for place in range(MANY) if "remarks" in records.view(us.office, ids[place]).fields} == {
        *changed
    }
    assert records.view(us.office, added).fields["name"] == "New one"
    assert us.state() == them.state()


def test_what_came_again_stays_when_the_first_import_is_taken_back(
    new_laptop: Callable[[str], Laptop],
) -> None:
    us, them = new_laptop("Aigerim"), new_laptop("Berik")
    acquaint(us, them)
    for number in range(5):
        them.save("organisation", name=f"Firm {number}")
    first = us.take(them.write(us)).batch
    them.save("organisation", name="Firm 5")
    second = us.take(them.write(us)).batch
    assert first is not None
    assert second is not None
    imports.undo(us.office, first)
    assert names(us) == [f"Firm {number}" for number in range(6)]
    imports.undo(us.office, second)
    assert names(us) == []
