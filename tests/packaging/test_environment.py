"""The set-up script names what a system lacks; that it works from nothing, CI's first step proves."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def environment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", ROOT / "scripts" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_qt_loads_without_a_screen_is_found_here(environment: ModuleType) -> None:
    assert environment.missing_libraries(Path(sys.executable), environment.QT_ALWAYS) == set()


def test_every_pattern_still_names_files_of_qt(environment: ModuleType) -> None:
    import PySide6

    qt = Path(PySide6.__path__[0])
    for pattern in (*environment.QT_ALWAYS, *environment.QT_ON_SCREEN):
        assert list(qt.glob(pattern)), pattern


def test_whoever_may_not_install_is_told_the_exact_line(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stop:
        environment.install_debian("Missing.", environment.packages(["libEGL.so.1", "libxcb-cursor.so.0"]))
    assert "sudo apt-get install libegl1 libxcb-cursor0\n" in str(stop.value)


def test_a_library_nobody_knows_is_named_and_not_guessed(environment: ModuleType) -> None:
    with pytest.raises(SystemExit, match="libnovelty"):
        environment.packages(["libEGL.so.1", "libnovelty.so.9"])


def test_a_python_too_old_is_told_so(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0, "final", 0))
    monkeypatch.setattr(sys, "argv", ["environment.py"])
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        environment.main()


def test_a_second_make_has_nothing_to_set_up(tmp_path: Path) -> None:
    (tmp_path / ".ready").touch()
    outcome = subprocess.run(
        ["make", "-n", "test", f"VENV={tmp_path}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "environment.py" not in outcome.stdout
    assert "-m pytest" in outcome.stdout
    assert (
        "environment.py"
        in subprocess.run(
            ["make", "-n", "test", f"VENV={tmp_path / 'new'}"], cwd=ROOT, capture_output=True, text=True
        ).stdout
    )
