"""Writing many records by the second door, against bare inserts of the rows it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY, filled
from kzcase.services import generate
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

TABLES = (
    "revision",
    "record",
    "link",
    "person",
    "name",
    "prosecution",
    "charge",
    "hearing",
    "restriction",
    "event",
    "letter",
)


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """A thousand fictional people with all that belongs to them."""
    people = size.of(1_000, least=10)
    number = count()
    with filled(folder / "made.kzvault", people) as made, made.read() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        rows: dict[str, list[Any]] = {
            table: driver.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES
        }
    empty: list[Vault] = []

    def fresh() -> None:
        empty[:] = [Vault.create_raw(folder / f"{next(number)}.kzvault", KEY)]

    def done() -> None:
        empty.pop().close()

    def ours() -> None:
        office = Office(empty[0])
        with office.vault.write() as unit:
            office.ledger.add_writer(unit, "Benchmark")
        generate.people(office, people, seed=1)

    def bare() -> None:
        with empty[0].write() as unit:
            target = unit.connection().connection.driver_connection
            assert target is not None
            for table, found in rows.items():
                marks = ", ".join("?" * len(found[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", found)

    yield Contest(
        name=f"make {people} fictional people",
        ours=Contestant("generate.people", ours, before=fresh, after=done),
        floor=Contestant("bare inserts of the same rows", bare, before=fresh, after=done),
        rounds=size.of(5, least=1),
        asked="100,000 people in a few minutes",
    )
