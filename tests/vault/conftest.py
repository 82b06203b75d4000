from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzcase.vault import blobs, meta
from kzcase.vault.vault import Vault

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small closed vault with two documents in it, made once."""
    path = tmp_path_factory.mktemp("template") / "office.kzvault"
    with Vault.create_raw(path, KEY) as vault, vault.write() as session:
        blobs.put(session, b"a court decision " * 40_000)
        blobs.put(session, b"a letter")
        meta.write(session, "office", "Aktobe")
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A copy of the closed template vault."""
    return Path(shutil.copy(template, tmp_path / "office.kzvault"))


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An open vault."""
    opened = Vault.open_raw(path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def key() -> bytes:
    """The key of the template vault."""
    return KEY
