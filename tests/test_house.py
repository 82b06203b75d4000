"""The core stands without a window, and starting does not load what is needed later."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

import kzcase

# Loaded when a window is opened, a paper made or a vault migrated: nobody waits for them before.
LATER = {"PySide6", "qtawesome", "qtpy", "reportlab", "pikepdf", "PIL", "alembic", "mako", "babel", "zxcvbn"}

LOADED = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded_by(names: list[str]) -> set[str]:
    """The top names of everything that stands in a fresh Python after these imports."""
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADED, json.dumps(names)], capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    return set(json.loads(outcome.stdout))


def test_everything_but_the_window_is_usable_without_qt() -> None:
    windows = ("kzcase.ui", "kzcase.app", "kzcase.__main__")
    names = [
        module.name
        for module in pkgutil.walk_packages(
            kzcase.__path__, "kzcase.", onerror=lambda name: pytest.fail(name)
        )
        if not module.name.startswith(windows)
    ]
    assert "kzcase.vault" in names
    assert not loaded_by(names) & {"PySide6", "shiboken6", "qtawesome", "qtpy"}


def test_starting_loads_nothing_that_is_needed_only_later() -> None:
    assert not loaded_by(["kzcase.app"]) & LATER
