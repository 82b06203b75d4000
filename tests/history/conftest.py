"""Real vaults for tests of history: one template is made per session, each test opens copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.history.ledger import Ledger
from kzcase.history.revision import Revision, trusted
from kzcase.models.base import Base, models
from kzcase.vault.vault import Vault

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty vault with every table."""
    models()
    path = tmp_path_factory.mktemp("template") / "template.kzvault"
    with Vault.create_raw(path, KEY) as vault:
        Base.metadata.create_all(vault.writer)
    return path


@pytest.fixture
def new_ledger(template: Path, tmp_path: Path) -> Iterator[Callable[..., Ledger]]:
    """Opens new vaults, each with one writer."""
    vaults: list[Vault] = []

    def make(writer: str = "Aigerim", **options: object) -> Ledger:
        path = tmp_path / f"{len(vaults)}.kzvault"
        shutil.copyfile(template, path)
        vaults.append(Vault.open_raw(path, KEY))
        ledger = Ledger(vaults[-1], **options)  # type: ignore[arg-type]
        with ledger.vault.write() as session:
            ledger.add_writer(session, writer)
        return ledger

    yield make
    for vault in vaults:
        vault.close()


@pytest.fixture
def ledger(new_ledger: Callable[..., Ledger]) -> Ledger:
    """One open vault."""
    return new_ledger()


@pytest.fixture
def revisions_in() -> Callable[[Ledger], list[Revision]]:
    """Reads every revision of a vault, in the order in which they were stored."""

    def read(ledger: Ledger) -> list[Revision]:
        with ledger.vault.read() as session:
            rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq"))
            return [trusted(*row) for row in rows]

    return read
