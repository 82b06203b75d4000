"""People recorded twice, found among all: how long it takes, how many are found and how many rightly.

Memory is Python's own at its highest: once keeping every pair that is likely,
once keeping ten. And what a form asks while a person is typed.
"""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import orjson

from benchmarks.doubles import PREFERRED, Double, record_twice, respelled
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
        yield from held(office, record_twice(office, people // TWICE), size)


def held(office: Office, doubles: tuple[Double, ...], size: Size) -> Iterator[Contest]:
    """The contests in an office in which these people are recorded twice."""
    wanted = {frozenset((one.first, one.second)) for one in doubles}
    found = {
        frozenset((one.a.id, one.b.id)) for one in duplicates.candidates(office, limit=2 * len(wanted)).pairs
    }
    right = len(found & wanted)
    many = _most_memory(lambda: duplicates.candidates(office, limit=2 * len(wanted)))
    few = _most_memory(lambda: duplicates.candidates(office, limit=10))
    yield Contest(
        name=f"people recorded twice, {len(wanted)} of them: {right / len(wanted):.1%} found, "
        f"{right / max(1, len(found)):.1%} of {len(found)} proposed rightly; "
        f"memory {many:.0f} MB, keeping ten pairs {few:.0f} MB",
        ours=Contestant("duplicates.candidates", lambda: duplicates.candidates(office)),
        floor=Contestant("reading all names", lambda: _read(office)),
        rounds=size.of(3),
        asked="two minutes at 100,000 people",
        about="Doubles: another script, standard or spelling, a slip, no patronymic, the year beside.",
    )
    yield from typed(office, size)


def typed(office: Office, size: Size) -> Iterator[Contest]:
    """What a form asks while a person is typed who is here already, spelled otherwise."""
    chance = random.Random(1)
    with office.read() as session:
        people = session.connection().exec_driver_sql(PREFERRED).all()
    asked = chance.sample(people, min(len(people), size.of(500, least=20)))
    names = [(one[0], respelled(orjson.loads(one[1]), one[2], chance)[1], one[3]) for one in asked]
    for how, with_birth in (("name and year of birth", True), ("name alone", False)):
        found = sum(
            any(hit.b.id == person for hit in _hint(office, name, born if with_birth else None))
            for person, name, born in names
        )
        ours = cycle(names)
        yield Contest(
            name=f"who may be the person that is typed, by {how}: "
            f"{found / len(names):.1%} of {len(names)} among the first three",
            ours=Contestant(
                "duplicates.of_new",
                lambda ours=ours, with_birth=with_birth: _next_hint(office, ours, with_birth),  # type: ignore[misc]
            ),
            rounds=size.of(200, least=5),
            asked="a frame or two: 95th percentile below 32 ms",
        )


def _next_hint(
    office: Office, names: Iterator[tuple[str, dict[str, str], str | None]], with_birth: bool
) -> object:
    _, name, born = next(names)
    return _hint(office, name, born if with_birth else None)


def _hint(office: Office, name: dict[str, str], born: str | None) -> tuple[duplicates.Candidate, ...]:
    return duplicates.of_new(office, [name], born=born, limit=3, faint=True)


def _most_memory(work: Callable[[], object]) -> float:
    """The most memory Python held at once for some work, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def _read(office: Office) -> object:
    with office.read() as session:
        connection = session.connection()
        return [connection.exec_driver_sql(statement).fetchall() for statement in (PEOPLE, NAMES)]
