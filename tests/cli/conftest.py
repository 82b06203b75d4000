"""Runs commands as a script would, in this process, on vaults that open by a passphrase."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kzcase.app import main
from kzcase.services.office import Office
from tests.lightkeys import lightly

PASSPHRASE = "сынақ құпиясөз of a trial vault"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The printed JSON."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _keys_derived_with_little_work() -> Iterator[None]:
    """Derive keys in the same way with little work: a script waits for it, a hundred tests need not."""
    with lightly():
        yield


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault of Aigerim's that opens with `PASSPHRASE`, with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "office.kzvault"
    with lightly():
        Office.create(path, PASSPHRASE, "Aigerim").close()
    return path


@pytest.fixture(scope="session")
def closed_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault that opens with `PASSPHRASE`: the sample in it, closed, made once."""
    from kzcase import resources
    from kzcase.exchange import recordsfile

    path = tmp_path_factory.mktemp("cli") / "office.kzvault"
    with lightly():
        office = Office.create(path, PASSPHRASE, "Aigerim")
    files = sorted(resources.path("sample").glob("*.jsonl"))
    recordsfile.apply(office, recordsfile.plan(office, files))
    office.close()
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The passphrase in a file."""
    path = tmp_path / "secret"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return path


@pytest.fixture
def vault(closed_vault: Path, tmp_path: Path) -> Path:
    """A copy of the sample vault."""
    return Path(shutil.copyfile(closed_vault, tmp_path / "office.kzvault"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], secret: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command; the passphrase comes from a file named by the environment."""
    monkeypatch.setenv("KZCASE_PASSPHRASE_FILE", str(secret))

    def command(*arguments: object) -> Outcome:
        capsys.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return command
