"""What every test stands on: no window on screen, no settings of the person testing, no stray complaint."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

import kzcase.ui  # noqa: F401 - keeps Python's constants alive before any window is made
from tests.soak import LONG, examples

if TYPE_CHECKING:
    from kzcase.services.office import Office

# Before anything imports Qt: tests never open a window on someone's screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The desktop of the person testing must not change what a test sees.
for name in ("QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_FONT_DPI"):
    os.environ.pop(name, None)

_SLOW_MACHINE = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW_MACHINE)
# In CI the same commit gives the same examples, so that a failure is the commit's own.
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=examples(5_000),
    phases=list(Phase),
    print_blob=True,
    suppress_health_check=_SLOW_MACHINE,
)


ROOM = 4 * 2**30  # bytes; what a whole run has lying about at any time is far less


def folder_in_memory(place: Path) -> str:
    """A folder whose files are in memory, where a save waits for no disk; '' if there is none to be had.

    Vaults are real files there too, and every fault is met as on a disk. `--basetemp` goes before it.
    """
    try:
        found = os.statvfs(place)
        said = Path("/proc/meminfo").read_text().split("MemAvailable:")[1]
    except (AttributeError, OSError, IndexError):  # another system than Linux
        return ""
    room = min(found.f_bavail * found.f_frsize, int(said.split()[0]) * 1024)
    usable = os.access(place, os.W_OK | os.X_OK) and not found.f_flag & (os.ST_NOEXEC | os.ST_RDONLY)
    return str(place) if usable and room >= ROOM else ""


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("PYTEST_DEBUG_TEMPROOT") and (folder := folder_in_memory(Path("/dev/shm"))):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
    if LONG:
        settings.load_profile("soak")
    else:
        settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home, so that no test reads or writes a person's settings."""
    home = tmp_path / ".home"
    for name, folder in (
        ("HOME", home),
        ("XDG_CONFIG_HOME", home / "config"),
        ("XDG_DATA_HOME", home / "data"),
        ("XDG_CACHE_HOME", home / "cache"),
        ("XDG_STATE_HOME", home / "state"),
        ("APPDATA", home / "config"),
        ("LOCALAPPDATA", home / "data"),
    ):
        monkeypatch.setenv(name, str(folder))


@pytest.fixture(autouse=True)
def _no_stray_log_line(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which anything logged a warning, unless it is marked `logs_expected`."""
    yield
    if request.node.get_closest_marker("logs_expected"):
        return
    stray = [
        f"{record.name} {record.levelname}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    if stray:
        pytest.fail("stray log lines:\n" + "\n".join(stray))


KEY = bytes(range(32))
"""The key of every vault made for a test: only tests of the vault itself derive keys."""


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with every table and one writer, Aigerim; made once, copied by each test."""
    from kzcase.services.office import Office
    from kzcase.vault.vault import Vault

    path = tmp_path_factory.mktemp("office") / "office.kzvault"
    with Vault.create_raw(path, KEY) as vault:
        office = Office(vault)
        with vault.write() as session:
            office.ledger.add_writer(session, "Aigerim")
    return path


@pytest.fixture(scope="session")
def sample_template(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault that holds the shipped sample."""
    from kzcase import resources
    from kzcase.exchange import recordsfile
    from kzcase.services.office import Office
    from kzcase.vault.vault import Vault

    path = tmp_path_factory.mktemp("sample") / "sample.kzvault"
    shutil.copyfile(office_template, path)
    with Vault.open_raw(path, KEY) as vault:
        files = sorted(resources.path("sample").glob("*.jsonl"))
        office = Office(vault)
        recordsfile.apply(office, recordsfile.plan(office, files))
    return path


@pytest.fixture
def new_office(office_template: Path, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens any number of offices, each on its own copy of a template."""
    from kzcase.services.office import Office
    from kzcase.vault.vault import Vault

    opened: list[Office] = []

    def make(template: Path = office_template, **options: object) -> Office:
        path = tmp_path / f"office{len(opened)}.kzvault"
        shutil.copyfile(template, path)
        opened.append(Office(Vault.open_raw(path, KEY), **options))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for office in opened:
        office.close()


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    """An open office with nothing in it."""
    return new_office()


@pytest.fixture
def sample(new_office: Callable[..., Office], sample_template: Path) -> Office:
    """An open office with the shipped sample."""
    return new_office(sample_template)
