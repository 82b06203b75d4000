"""Spreadsheets on the command line: planned, taken in once, refused row by row, written and read back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

REGISTER = "ФИО;Дата рождения;Наказание;Срок\nҚұрмансалов Ерсін;12.03.1984;Ограничение свободы;3 года\n"
BAD = "Ещёодин Пример;31.02.1984;Ограничение свободы;3 года\n"


@pytest.fixture
def vault(empty_vault: Path, tmp_path: Path) -> Path:
    """An empty vault."""
    return Path(shutil.copyfile(empty_vault, tmp_path / "a.kzvault"))


def register(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_register_is_planned_and_taken_in_once(run: Any, vault: Path, tmp_path: Path) -> None:
    path = register(tmp_path, REGISTER, "kz1048")
    planned = run("import", vault, path, "--kind", "person", "--plan", "--json").json
    assert (planned["new"], planned["batch"], planned["refused"]) == (3, None, [])
    assert planned["encoding"] == "Windows Kazakh (KZ-1048)"
    assert planned["columns"]["ФИО"] == "name.parts"
    assert run("list", vault, "person", "--json").json == []
    mapping = tmp_path / "m.toml"
    assert run("import", vault, path, "--save-mapping", mapping, "--json").json["new"] == 3
    again = run("import", vault, path, "--kind", "person", "--mapping", mapping, "--json")
    assert (again.code, again.json["new"], again.json["same"], again.json["batch"]) == (0, 0, 3, None)


def test_a_bad_row_keeps_all_out_unless_it_may_be_skipped(run: Any, vault: Path, tmp_path: Path) -> None:
    path = register(tmp_path, REGISTER + BAD)
    told = run("import", vault, path)
    assert told.code == 1
    assert "row 3" in told.err
    assert "31 February 1984" in told.err
    assert "Nothing was taken in" in told.out
    skipped = run("import", vault, path, "--skip-bad", "--json")
    assert (skipped.code, skipped.json["new"]) == (1, 3)
    assert [one["where"] for one in skipped.json["refused"]] == ["row 3"]


def test_people_who_may_be_here_are_named_and_nothing_is_written(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    assert run("import", vault, register(tmp_path, REGISTER)).code == 0
    other = tmp_path / "other.csv"
    other.write_text("name,born\nErsin Qurmansalov,1984-03-12\n", encoding="utf-8")
    told = run("import", vault, other)
    assert told.code == 1
    assert "may be" in told.err
    assert len(run("list", vault, "person", "--json").json) == 1
    left = run("import", vault, other, "--skip-bad", "--json")
    assert (left.code, left.json["batch"]) == (1, None)
    assert "already" in left.json["refused"][0]["reason"]
    assert run("import", vault, other, "--with-duplicates").code == 0
    assert len(run("list", vault, "person", "--json").json) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_written_list_comes_back_and_changes_nothing(
    run: Any, vault: Path, tmp_path: Path, ending: str
) -> None:
    assert run("import", vault, register(tmp_path, REGISTER)).code == 0
    out = tmp_path / f"out.{ending}"
    told = run("list", vault, "restriction", f"--{ending}", out)
    assert told.code == 0
    assert "NOT encrypted" in told.out
    back = run("import", vault, out, "--kind", "restriction", "--json")
    assert (back.code, back.json["same"], back.json["batch"]) == (0, 1, None)


def test_a_wrong_ending_and_a_wrong_mapping_are_told(run: Any, vault: Path, tmp_path: Path) -> None:
    assert run("list", vault, "person", "--xlsx", tmp_path / "a.ods").code == 1
    mapping = tmp_path / "m.toml"
    mapping.write_text('kind = "person"\n[columns]\n"Soul" = "soul"\n', encoding="utf-8")
    told = run("import", vault, register(tmp_path, "Soul\nx\n"), "--mapping", mapping)
    assert told.code == 1
    assert "no field" in told.err
    told = run("import", vault, register(tmp_path, REGISTER), "--kind", "event", "--mapping", mapping)
    assert "not “event”" in told.err


def test_what_would_let_more_be_shown_is_named_and_stays_out_without_a_word(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    assert run("import", vault, register(tmp_path, REGISTER)).code == 0
    (person,) = run("list", vault, "person", "--json").json
    back = tmp_path / "back.csv"

    def came(answer: str, *more: str) -> Any:
        back.write_text(f"id,do_not_share\n{person['id']},{answer}\n", encoding="utf-8")
        return run("import", vault, back, "--kind", "person", "--json", *more)

    hidden = came("yes")
    assert (hidden.json["changed"], hidden.json["widening"], hidden.err) == (1, 0, "")
    for more in (("--plan",), ()):
        left = came("no", *more)
        assert (left.json["batch"], left.json["changed"]) == (None, 0)
        assert (left.json["widening"], left.json["widening_left_out"]) == (1, 1)
        assert "lets more be shown" in left.err
    told = run("import", vault, back, "--kind", "person")
    assert "Left out: 1 record that lets more be shown. --with-widening takes them in." in told.err
    assert "nothing else new" in told.out
    assert run("show", vault, person["id"], "--json").json["fields"]["do_not_share"] is True
    taken = came("no", "--with-widening")
    assert (taken.json["changed"], taken.json["widening"], taken.json["widening_left_out"]) == (1, 1, 0)
    assert run("show", vault, person["id"], "--json").json["fields"].get("do_not_share") is not True
