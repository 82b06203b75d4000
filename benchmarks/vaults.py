"""Vaults full of fictional people for the benchmarks, made without a passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kzcase.services import generate
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

KEY = bytes(range(32))


@contextmanager
def filled(path: Path, people: int) -> Iterator[Office]:
    """An open office with that many fictional people."""
    office = Office(Vault.create_raw(path, KEY))
    try:
        with office.vault.write() as session:
            office.ledger.add_writer(session, "Benchmark")
        if people:
            generate.people(office, people, seed=1)
        yield office
    finally:
        office.close()
