"""Offices that exchange case files: each on its own laptop, known to the others by compared cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import NotFound
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Incoming, Outcome, Recipients, Selection
from kzcase.services import colleagues, records, vaults, writers
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault.vault import Vault

KEY = bytes(range(32))
EVERYTHING = Selection(everything=True)
ALL = Choice(widening=True, undone=True)


class Laptop:
    """One office with a writer of its own."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self.folder = folder
        self.key = writers.active(office).id

    def save(self, kind: str, record: str = "", /, heads: bytes = b"", **values: Any) -> str:
        """Save a record as a form would; its id."""
        record = record or records.new_id()
        saved = records.save(self.office, Draft(kind, record, values, heads or self.heads(record)))
        return saved.id

    def heads(self, record: str) -> bytes:
        try:
            return records.view(self.office, record).heads
        except NotFound:
            return b""

    def fields(self, record: str) -> dict[str, Any]:
        return dict(records.view(self.office, record).fields)

    def write(self, *to: Laptop, selection: Selection = EVERYTHING, name: str = "") -> Path:
        contacts = Recipients(tuple(one.key for one in to))
        path = self.folder / (name or casefile.file_name())
        return casefile.write(self.office, path, selection, contacts).path

    def look(self, path: Path, **options: Any) -> Incoming:
        return Incoming.open(self.office, path, **options)

    def take(self, path: Path, choice: Choice = ALL, **options: Any) -> Outcome:
        with self.look(path, **options) as incoming:
            return casefile.take(self.office, [incoming], choice, backup=False)[0]

    def state(self) -> str:
        found = vaults.check(self.office, rebuild=True)
        assert found["problems"] == []
        return str(found["state"])


def acquaint(*laptops: Laptop) -> None:
    """Let everyone add and compare everyone's card."""
    for one in laptops:
        for other in laptops:
            if one is not other:
                card = colleagues.read_card(colleagues.identity(other.office).card)
                colleagues.add(one.office, card)
                colleagues.verify(one.office, card.key, card.fingerprint)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with every table and nobody who writes."""
    path = tmp_path_factory.mktemp("empty") / "empty.kzvault"
    Vault.create_raw(path, KEY).close()
    return path


@pytest.fixture
def new_laptop(empty_template: Path, tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Makes laptops, each with a writer of that name."""
    import shutil

    offices: list[Office] = []

    def make(name: str) -> Laptop:
        folder = tmp_path / f"{len(offices)}"
        folder.mkdir()
        path = folder / "office.kzvault"
        shutil.copyfile(empty_template, path)
        office = Office(Vault.open_raw(path, KEY))
        offices.append(office)
        with office.vault.write() as session:
            office.ledger.add_writer(session, name)
        return Laptop(office, folder)

    yield make
    for office in offices:
        office.close()


@pytest.fixture
def pair(new_laptop: Callable[[str], Laptop]) -> tuple[Laptop, Laptop]:
    """Aigerim and Berik, who compared their keys."""
    two = new_laptop("Aigerim"), new_laptop("Berik")
    acquaint(*two)
    return two
