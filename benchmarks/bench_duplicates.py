"""People recorded twice, found among all: how long it takes, how many are found and how many rightly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.doubles import record_twice
from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.search.duplicates import NAMES, PEOPLE
from kzcase.services import duplicates
from kzcase.services.office import Office

TWICE = 20
"""One in so many is recorded twice."""


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Everybody compared, where one in twenty was written down again from another paper."""
    people = size.of(100_000, least=200)
    with filled(folder / "duplicates.kzvault", people) as office:
        doubles = record_twice(office, people // TWICE)
        wanted = {frozenset((one.first, one.second)) for one in doubles}
        found = {
            frozenset((one.a.id, one.b.id))
            for one in duplicates.candidates(office, limit=2 * len(wanted)).pairs
        }
        right = len(found & wanted)
        yield Contest(
            name=f"people recorded twice among {people}: "
            f"{right / len(wanted):.1%} found, {right / max(1, len(found)):.1%} of those proposed rightly",
            ours=Contestant("duplicates.candidates", lambda: duplicates.candidates(office)),
            floor=Contestant("reading all names", lambda: _read(office)),
            rounds=size.of(3),
            asked="two minutes at 100,000 people",
            about="Doubles: another script, standard or spelling, a slip, no patronymic, the year beside.",
        )


def _read(office: Office) -> object:
    with office.read() as session:
        connection = session.connection()
        return [connection.exec_driver_sql(statement).fetchall() for statement in (PEOPLE, NAMES)]
