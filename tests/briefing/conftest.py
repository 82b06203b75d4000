"""Offices for tests of papers: one vault with the shipped sample, and empty ones to write in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzcase import resources
from kzcase.exchange import recordsfile
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.briefing.stories import File

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def open_office(path: Path) -> Office:
    """An office on a vault file, on a fixed day."""
    return Office(Vault.open_raw(path, KEY), clock=lambda: NOW)


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one writer and nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "empty.kzvault"
    with Vault.create_raw(path, KEY) as vault:
        office = Office(vault, clock=lambda: NOW)
        with vault.write() as session:
            office.ledger.add_writer(session, "Aigerim")
    return path


@pytest.fixture(scope="session")
def sample(empty_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the shipped sample; tests that share it only read."""
    path = tmp_path_factory.mktemp("sample") / "sample.kzvault"
    shutil.copyfile(empty_vault, path)
    office = open_office(path)
    files = [resources.path("sample", name) for name in ("real.jsonl", "fictional.jsonl")]
    recordsfile.apply(office, recordsfile.plan(office, files))
    yield office
    office.close()


@pytest.fixture
def new_office(empty_vault: Path, tmp_path: Path) -> Iterator[Callable[[], Office]]:
    """Opens empty offices."""
    offices: list[Office] = []

    def make() -> Office:
        path = tmp_path / f"{len(offices)}.kzvault"
        shutil.copyfile(empty_vault, path)
        offices.append(open_office(path))
        return offices[-1]

    yield make
    for office in offices:
        office.close()


@pytest.fixture
def office(new_office: Callable[[], Office]) -> Office:
    """One empty office."""
    return new_office()


@pytest.fixture
def file(office: Office) -> File:
    """Writes the story of a test into that office."""
    return File(office)
