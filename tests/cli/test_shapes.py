"""Scripts count on the keys that the manual names: each of them is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "commands.md"


def promised(command: str) -> set[str]:
    """The keys that a command's paragraph in the manual names behind "JSON:"."""
    text = MANUAL.read_text(encoding="utf-8")
    [paragraph] = re.findall(rf"^`kzcase {command} .*?(?=^\n|\Z)", text, re.MULTILINE | re.DOTALL)
    _, _, shape = paragraph.partition("JSON:")
    assert shape, f"the manual promises nothing of {command} --json"
    return {*re.findall(r"`(\w+)`", shape), *re.findall(r'"(\w+)"', shape)}


def keys(value: Any) -> Iterator[str]:
    """Every key that stands anywhere in printed JSON."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def person(run: Run, vault: Path) -> str:
    found: Sequence[dict[str, str]] = run("list", vault, "person", "--json").json
    return next(one["id"] for one in found if one["title"] == "Bokayev Max")


def _show(run: Run, vault: Path, out: Path) -> Any:
    return run("show", vault, person(run, vault), "--history", "--as-of", "2018-01-01", "--json").json


def _export(run: Run, vault: Path, out: Path) -> Any:
    return run("export", vault, out / "one.zip", "--person", person(run, vault), "--plain", "--json").json


def _undo_import(run: Run, vault: Path, out: Path) -> Any:
    batch = run("undo-import", vault, "--json").json[0]["batch"]
    return run("undo-import", vault, batch, "--plan", "--json").json


def _exports(run: Run, vault: Path, out: Path) -> Any:
    paper = ("brief", vault, out / "paper.txt", "--person", person(run, vault), "--audience", "public")
    assert run(*paper).code == 0
    return run("exports", vault, "--json").json


def _erase(run: Run, vault: Path, out: Path) -> Any:
    return run("erase", vault, person(run, vault), "--plan", "--json").json


def _identity(run: Run, vault: Path, out: Path) -> Any:
    return run("identity", vault, "--json").json


@pytest.mark.parametrize(
    ("command", "printed", "of_nothing_here"),
    [
        ("show", _show, {"value"}),
        ("export", _export, set()),
        ("undo-import", _undo_import, set()),
        ("exports", _exports, {"consent", "person", "withdrawn", "papers"}),
        ("identity", _identity, set()),
        ("erase", _erase, {"by", "time", "others"}),
    ],
)
def test_every_key_that_the_manual_promises_is_printed(
    run: Run,
    vault: Path,
    tmp_path: Path,
    command: str,
    printed: Callable[[Run, Path, Path], Any],
    of_nothing_here: set[str],
) -> None:
    """`of_nothing_here` are keys of conflicts, withdrawals and proposals, of which the sample has none."""
    assert promised(command) - set(keys(printed(run, vault, tmp_path))) == of_nothing_here
