"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kzcase.errors import Unwritable
from kzcase.wholefile import finished, naming, writing


def test_what_was_written_is_there_for_this_user_alone(tmp_path: Path) -> None:
    with writing(tmp_path / "paper.pdf") as file:
        file.write(b"new")
    assert (tmp_path / "paper.pdf").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "paper.pdf").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_fault_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"old")

    def fail_halfway() -> None:
        with writing(tmp_path / "paper.pdf") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert (tmp_path / "paper.pdf").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    entered = False
    with pytest.raises(FileNotFoundError), writing(tmp_path / "nowhere" / "paper.pdf"):
        entered = True
    assert not entered


@pytest.mark.parametrize("older", [b"old", None])
@pytest.mark.parametrize("links", [True, False])
def test_a_file_has_its_first_name_again_when_what_belongs_to_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: bytes | None, links: bool
) -> None:
    paper = tmp_path / "paper.pdf"
    if older is not None:
        paper.write_bytes(older)
    if not links:

        def refuse(*_paths: Path) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", refuse)

    def put(part: Path, fail: bool) -> None:
        with naming(part, paper) as give_name:
            give_name()
            assert paper.read_bytes() == b"new"
            if fail:
                raise ZeroDivisionError

    part = finished(paper, b"new")
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    with pytest.raises(ZeroDivisionError):
        put(part, True)
    left = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert left == {part.name: b"new"} | ({"paper.pdf": older} if older is not None else {})
    put(part, False)
    assert paper.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_file_that_never_took_its_name_leaves_the_older_one(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"old")
    part = finished(paper, b"new")
    with pytest.raises(ZeroDivisionError), naming(part, paper):
        raise ZeroDivisionError
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "paper.pdf": b"old",
        part.name: b"new",
    }


def named(path: Path) -> AbstractContextManager[object]:
    return naming(path.with_name("part"), path)


@pytest.mark.parametrize("write", [writing, named])
@pytest.mark.parametrize("name", ["cases.kzvault", "CASES.KZVAULT", "cases"])
def test_a_vault_is_not_written_over(
    tmp_path: Path, write: Callable[[Path], AbstractContextManager[object]], name: str
) -> None:
    vault = tmp_path / name
    vault.write_bytes(b"everything")
    (tmp_path / f"{name}-wal").write_bytes(b"and more")
    entered = False
    with pytest.raises(Unwritable, match="not written over"), write(vault):
        entered = True
    assert not entered
    assert vault.read_bytes() == b"everything"
    assert len(list(tmp_path.iterdir())) == 2
