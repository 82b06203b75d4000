"""Revision numbers that an undone import leaves free are no numbers that a folder's readers were sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.exchange import folder
from kzcase.exchange.folder import send
from kzcase.services import folders, imports, today
from kzcase.services.today import visits
from tests.laptops import ALL, Circle, Laptop


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    place = tmp_path / "shared"
    place.mkdir()
    return place


def keep_in_step(one: Laptop, shared: Path) -> int:
    known = folders.at(one.office, shared)
    assert known is not None
    with folder.look(one.office, known) as found:
        folder.take(one.office, found, ALL, backup=False)
    return send(one.office, known).records


def test_what_is_written_after_an_undone_import_is_sent(new_circle: Circle, shared: Path) -> None:
    a, b, c = new_circle(3)
    for one, other in ((a, b), (b, a)):
        folders.choose(one.office, shared, [other.key])
    mine = a.save("person", occupation="blogger")
    for _ in range(5):
        c.save("person", occupation="poet")
    batch = a.take(c.write(a)).batch
    assert batch is not None
    keep_in_step(a, shared)
    keep_in_step(b, shared)
    imports.undo(a.office, batch)
    a.save("person", mine, occupation="lawyer")
    assert keep_in_step(a, shared) == 1
    keep_in_step(b, shared)
    assert b.fields(mine)["occupation"] == "lawyer"


def test_a_newer_file_of_a_smaller_number_is_not_taken_away_for_an_older_one(
    new_circle: Circle, shared: Path
) -> None:
    a, b, c = new_circle(3)
    folders.choose(a.office, shared, [b.key])
    folders.choose(b.office, shared, [a.key])
    mine = a.save("person", occupation="blogger")
    for _ in range(5):
        c.save("person", occupation="poet")
    c.take(a.write(c))
    c.save("person", mine, health="ill")
    batch = a.take(c.write(a)).batch
    assert batch is not None
    keep_in_step(a, shared)  # not yet read by anybody
    imports.undo(a.office, batch)
    a.save("person", mine, occupation="lawyer")
    for _ in range(3):
        keep_in_step(a, shared)
    keep_in_step(b, shared)
    assert b.fields(mine)["occupation"] == "lawyer"


def test_what_is_written_after_an_undone_import_is_new_at_the_next_visit(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    for _ in range(5):
        b.save("person", occupation="poet")
    batch = a.take(b.write(a)).batch
    assert batch is not None
    today.visited(a.office)
    imports.undo(a.office, batch)
    a.save("person", occupation="lawyer")
    with a.office.read() as session:
        assert visits.since(session, "en").by_you == 1
