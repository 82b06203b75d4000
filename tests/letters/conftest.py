"""Offices for tests of letters: an empty one, the shipped sample, and the ids of its records by title."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from kzcase.history.ledger import Change
from kzcase.models.ledger import RecordRow
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _opened(path: Path) -> Office:
    return Office(Vault.open_raw(path, KEY), clock=lambda: NOW)


@pytest.fixture
def office(office_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An empty office on a fixed day."""
    path = tmp_path / "letters.kzvault"
    shutil.copyfile(office_template, path)
    found = _opened(path)
    yield found
    found.close()


@pytest.fixture
def sample(sample_template: Path, tmp_path: Path) -> Iterator[Office]:
    """The shipped sample on a fixed day, with a letterhead."""
    path = tmp_path / "sample.kzvault"
    shutil.copyfile(sample_template, path)
    found = _opened(path)
    put(
        found,
        "letterhead",
        name="Sample Office",
        language="en",
        address="1 Sample Street\nAlmaty",
        contact="office@example.org",
        reference_prefix="SO-",
        signatory="Aigerim Sample",
        signatory_post="Director",
        preferred=True,
    )
    yield found
    found.close()


@pytest.fixture
def ids(sample: Office) -> Callable[[str, str], str]:
    """Finds a record of the sample by its kind and the beginning of its title."""

    def find(kind: str, title: str) -> str:
        with sample.read() as session:
            wanted = select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.title.startswith(title))
            return session.scalars(wanted).one()

    return find


def put(office: Office, kind: str, /, **values: object) -> str:
    """Write one record and return its id."""
    record = records.new_id()
    office.record([Change(kind, record, {key: value for key, value in values.items() if value is not None})])
    return record
