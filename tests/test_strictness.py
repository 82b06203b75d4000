"""What every test stands on does fail a test that would otherwise pass over a complaint."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

TESTS = """
import gc, logging, threading, warnings
import pytest
from PySide6.QtCore import qWarning

def test_a_warning_fails(qapp):
    warnings.warn("old", DeprecationWarning)

def test_a_log_line_fails(qapp):
    logging.getLogger("kzcase.vault").warning("lost")

def test_a_complaint_of_qt_fails(qapp):
    qWarning("layout")

def test_a_file_left_open_fails(qapp):
    open(__file__)
    gc.collect()

def test_a_thread_that_breaks_fails(qapp):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

@pytest.mark.logs_expected
def test_a_log_line_that_is_expected_passes(qapp):
    logging.getLogger("kzcase.vault").warning("lost")

def test_a_quiet_one_passes(qapp):
    assert qapp.platformName() == "offscreen"
"""


def test_a_complaint_fails_the_test_in_which_it_comes(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "soak.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    (tmp_path / "tests" / "test_examples.py").write_text(TESTS, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-v"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
    ).stdout
    outcomes = dict(re.findall(r"^\S+::(test_\w+) (PASSED|FAILED|ERROR)", told, re.MULTILINE))
    assert len(outcomes) == TESTS.count("def test_"), told
    for name, outcome in outcomes.items():
        assert (outcome == "PASSED") == name.endswith("passes"), (name, told)
