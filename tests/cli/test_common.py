"""Words with numbers in them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kzcase.cli.common import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("page",), "0 pages"),
        (1, ("page",), "1 page"),
        (12, ("page",), "12 pages"),
        (1, ("fictional person", "fictional people"), "1 fictional person"),
        (3, ("fictional person", "fictional people"), "3 fictional people"),
    ],
)
def test_one_is_told_as_one(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


def test_a_name_that_is_no_text_is_told_as_one_json(run: Any, vault: Path, tmp_path: Path) -> None:
    name = str(tmp_path / os.fsdecode(b"\xff\xfe.kzcase"))
    done = run("import", vault, name, "--json")
    assert done.code == 1
    assert "There is no such file" in json.loads(done.out)["error"]["what"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_a_pipe_is_refused_and_not_waited_for(run: Any, vault: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "x.kzcase"
    os.mkfifo(pipe)
    assert "no file" in run("import", vault, pipe).err
    assert "not a vault" in run("info", pipe).err
    assert run("import", vault, "x" * 300).code == 1
