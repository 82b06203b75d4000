"""A frozen build starts itself, and not Python, for the processes that read what strangers made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kzcase import app, children
from kzcase.briefing.annexes import flatten
from kzcase.search.extract import State, extract, parent

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in one file, as a frozen build is; it notes each start."""
    program, notes = tmp_path / "kzcase", tmp_path / "starts"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {notes}\ncd {ROOT}\nexec {sys.executable} -X utf8 -m kzcase "$@"\n'
    )
    program.chmod(0o700)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return notes


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_a_frozen_build_reads_attached_files_in_a_process_that_is_no_second_window(frozen: Path) -> None:
    found = extract("Сот отырысы басталды\n".encode())
    assert found.state is State.TEXT
    assert "Сот отырысы" in found.texts[0][1]
    assert frozen.read_text() == "--as-child kzcase.search.extract.child\n"


@pytest.mark.parametrize("child", [parent.CHILD, flatten.CHILD])
def test_every_child_is_known_to_a_frozen_build_by_its_name(
    child: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert children.command(child)[0] == sys.executable
    assert children.command(child)[-1] == str(child)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    _, word, name = children.command(child)
    done = []
    assert children.begin([word, name], {name: lambda: done.append(name)})
    assert done == [name]
    module = ROOT / Path(*name.split("."))
    assert child in (module, module.with_suffix(".py"))


@pytest.mark.parametrize("words", [["--as-child"], ["--as-child", "os"], ["--as-child", "os", "more"]])
def test_no_other_module_can_be_started_as_a_child(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        app.main(words)
