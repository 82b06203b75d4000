"""A vault that was copied and is used in both places: one identity, two laptops; nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.exchange import folder
from kzcase.exchange.casefile import Choice, Trust
from kzcase.services import folders
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.laptops import ALL, KEY, Laptop


@pytest.fixture
def twins(pair: tuple[Laptop, Laptop], tmp_path: Path) -> Iterator[tuple[Laptop, Laptop, Laptop]]:
    """Aigerim's laptop, a copy of it, and Berik's; both of Aigerim's have a person and wrote on."""
    a, b = pair
    a.save("person", occupation="blogger")
    a.office.vault.checkpoint()
    place = tmp_path / "copy"
    place.mkdir()
    shutil.copyfile(a.office.path, place / "office.kzvault")
    office = Office(Vault.open_raw(place / "office.kzvault", KEY))
    yield a, Laptop(office, place), b
    office.close()


def test_both_take_each_other_s_files_as_their_own(twins: tuple[Laptop, Laptop, Laptop]) -> None:
    a, copy, _ = twins
    mine = a.save("person", occupation="poet")
    theirs = copy.save("person", occupation="singer")
    with copy.look(a.write()) as incoming:
        assert incoming.plan.sender.trust is Trust.OURS
        assert incoming.plan.stops == ()
        assert incoming.plan.warnings == ()
        assert incoming.plan.unproven == 0
    copy.take(a.write(), Choice())
    a.take(copy.write(), Choice())
    assert a.state() == copy.state()
    assert a.fields(theirs)["occupation"] == "singer"
    assert copy.fields(mine)["occupation"] == "poet"


def test_a_field_written_in_both_places_is_a_conflict_though_one_hand_wrote_it(
    twins: tuple[Laptop, Laptop, Laptop],
) -> None:
    a, copy, b = twins
    b.take(a.write(b), ALL)
    (one,) = people(a)
    a.save("person", one, occupation="poet")
    copy.save("person", one, occupation="singer")
    copy.take(a.write(), ALL)
    a.take(copy.write(), ALL)
    assert a.state() == copy.state()
    b.take(a.write(b), ALL)
    b.take(copy.write(b), ALL)
    assert b.state() == a.state()


def test_a_folder_that_both_write_loses_nothing_of_either(
    twins: tuple[Laptop, Laptop, Laptop], tmp_path: Path
) -> None:
    a, copy, b = twins
    shared = tmp_path / "shared"
    shared.mkdir()
    for one, other in ((a, b), (copy, b), (b, a)):
        folders.choose(one.office, shared, [other.key])
    mine, theirs = a.save("person", occupation="poet"), copy.save("person", occupation="singer")
    for _ in range(3):
        for one in (a, copy, b):
            known = folders.at(one.office, shared)
            assert known is not None
            with folder.look(one.office, known) as found:
                folder.take(one.office, found, ALL, backup=False)
            folder.send(one.office, known)
    assert a.state() == copy.state() == b.state()
    assert b.fields(mine)["occupation"] == "poet"
    assert b.fields(theirs)["occupation"] == "singer"


def people(on: Laptop) -> list[str]:
    with on.office.read() as session:
        return list(session.execute(text("SELECT id FROM record WHERE kind = 'person'")).scalars())
