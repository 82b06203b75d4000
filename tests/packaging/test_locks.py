"""The lock files pin everything, with hashes, and name no server."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, tuple[str, list[str]]]:
    """Name -> (version, hashes) of every requirement in a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = {}
    for line in lines:
        match = re.fullmatch(r"([a-z0-9-]+)==(\S+)( ; [^-]+?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*", line)
        assert match, f"{lock}: not a pinned requirement with hashes: {line[:80]}"
        found[match[1]] = (match[2], match[4].split())
    return found


def declared(group: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    return {re.split(r"[<>=!~ \[;]", line)[0].lower() for line in wanted}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_hashes_and_no_address(lock: str) -> None:
    assert len(pins(lock)) > 20
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_whatever_the_project_declares_is_locked() -> None:
    run, dev = (pins(lock).keys() for lock in LOCKS)
    assert declared("run") <= run
    assert declared("dev") <= dev
    assert not (declared("dev") - declared("run")) & run


def test_what_is_tested_with_is_what_is_run_with() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    assert {name: dev[name] for name in run} == run
