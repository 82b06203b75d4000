"""The commands between colleagues, from two new vaults to a decided conflict and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest


def new(run: Any, path: Path, writer: str) -> Path:
    assert run("new", path, "--writer", writer).code == 0
    return path


def jsonl(path: Path, *lines: Any) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def state(run: Any, vault: Path) -> str:
    checked = run("check", vault, "--rebuild", "--json").json
    assert checked["ok"], checked
    return str(checked["state"])


@pytest.fixture(scope="module")
def kept_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs two vaults leaves them for the others to copy."""
    return tmp_path_factory.mktemp("pair")


@pytest.fixture
def two(run: Any, kept_pair: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Aigerim's vault with a person in it, and Berik's; they compared their words."""
    if not (kept_pair / "done").exists():
        _make_pair(run, kept_pair)
        (kept_pair / "done").touch()
    a, b = (Path(shutil.copyfile(kept_pair / name, tmp_path / name)) for name in ("a.kzvault", "b.kzvault"))
    return a, b


def _make_pair(run: Any, place: Path) -> None:
    a, b = new(run, place / "a.kzvault", "Aigerim"), new(run, place / "b.kzvault", "Berik")
    rows = jsonl(
        place / "rows.jsonl",
        {"kind": "person", "id": "p1", "fields": {"region": "KZ-23", "health": "ill"}},
        {"kind": "name", "id": "n1", "fields": {"person": "p1", "parts": {"family": "Сынақов"}}},
    )
    assert run("import", a, rows).code == 0
    for mine, theirs, name in ((a, b, "Berik"), (b, a, "Aigerim")):
        card = place / f"{name}.kzcard"
        words = run("identity", theirs, "--card", card, "--json").json["fingerprint"]
        added = run("contact", mine, "add", card, "--json").json
        assert (added["name"], added["verified"]) == (name, None)
        assert run("contact", mine, "verify", added["id"][:8], "--fingerprint", *words.split()).code == 0


def test_two_vaults_that_hand_each_other_files_come_to_say_the_same(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    out = tmp_path / "out.kzcase"
    written = run("export", a, out, "--all", "--to", "Berik", "--json").json
    assert (written["records"], written["recipients"], written["protection"]) == (2, ["Berik"], "recipients")
    planned = run("import", b, out, "--plan", "--json")
    assert (planned.code, planned.json["batch"], planned.json["new"]) == (0, None, 2)
    taken = run("import", b, out, "--json").json
    wanted = {"batch", "from", "verified", "new", "same", "changed", "conflict", "refused", "erased"}
    assert wanted <= taken.keys()
    assert (taken["from"], taken["verified"], taken["new"]) == ("Aigerim", True, 2)
    assert run("import", b, out, "--json").json["same"] == 2
    assert state(run, a) == state(run, b)
    person = run("list", a, "person", "--json").json[0]["id"]
    run("set", a, person, "region=KZ-75")
    run("set", b, person, "region=KZ-33")
    run("export", a, out, "--all", "--to", "Berik")
    assert run("import", b, out, "--json").json["conflict"] == 1
    (found,) = run("conflicts", b, "--json").json
    assert (found["id"], found["field"]) == (person, "region")
    assert {value["value"] for value in found["values"]} == {"KZ-75", "KZ-33"}
    assert "proven: Aigerim" in run("conflicts", b).out
    revision = next(value["revision"] for value in found["values"] if value["value"] == "KZ-75")
    assert run("resolve", b, person, "region").code == 2
    assert run("resolve", b, person, "region", "--take", revision).code == 0
    assert run("conflicts", b, "--json").json == []
    run("export", b, out, "--all", "--to", "Aigerim")
    run("import", a, out)
    assert state(run, a) == state(run, b)


def test_an_unknown_sender_s_file_needs_a_word_and_an_import_is_taken_back(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    before = state(run, b)
    run("contact", b, "remove", "Aigerim")
    out = tmp_path / "out.kzcase"
    run("export", a, out, "--all", "--to", "Berik")
    assert run("import", b, out, "--plan").code == 0
    told = run("import", b, out)
    assert (told.code, told.out) == (1, "")
    assert "Aigerim" in told.err
    taken = run("import", b, out, "--accept-unverified", "--json").json
    assert (taken["verified"], taken["sender"]["trust"]) == (False, "unknown")
    (listed,) = run("undo-import", b, "--json").json
    assert listed["batch"] == taken["batch"]
    assert run("undo-import", b, taken["batch"], "--plan", "--json").json["gone"] == 2
    assert run("undo-import", b, taken["batch"]).code == 0
    assert state(run, b) == before
    planned = run("import", b, out, "--plan", "--json").json
    assert (planned["undone"], planned["new"]) == (2, 0)
    again = ("import", b, out, "--accept-unverified", "--with-undone")
    assert run(*again).code == 0
    assert state(run, a) == state(run, b)


def test_what_is_left_out_is_said_and_stays_out(run: Any, two: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = two
    out = tmp_path / "out.kzcase"
    person = run("list", a, "person", "--json").json[0]["id"]
    written = run("export", a, out, "--person", person, "--without", "health", "--to", "Berik", "--json").json
    assert written["withheld"] == {"health": 1}
    run("import", b, out)
    assert "health" not in run("show", b, person, "--json").json["fields"]
    assert run("export", a, out, "--all", "--without", "everything").code == 2
    assert run("export", a, out).code == 2
    assert run("export", a, out, "--all", "--search", "x").code == 2
    missing = run("export", a, out, "--all", "--to", "Nobody")
    assert (missing.code, "no contact" in missing.err) == (1, True)


def test_files_with_a_passphrase_and_plain_ones(
    run: Any, two: tuple[Path, Path], tmp_path: Path, secret: Path
) -> None:
    a, b = two
    sealed, plain, rows = tmp_path / "s.kzcase", tmp_path / "p.kzcase", tmp_path / "out.jsonl"
    assert run("export", a, sealed, "--all", "--file-passphrase-file", secret).code == 0
    assert run("import", b, sealed).code == 1
    assert run("import", b, sealed, "--file-passphrase-file", secret).code == 0
    assert state(run, a) == state(run, b)
    assert "NOT encrypted" in run("export", a, plain, "--all", "--plain").out
    assert run("import", b, plain, "--json").json["same"] == 2
    assert run("export", a, rows, "--all", "--plain", "--without", "health", "--json").json["records"] == 2
    lines = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert "fields" not in lines[0]
    assert all("health" not in line.get("fields", {}) for line in lines)
    assert run("export", a, plain, "--all", "--plain", "--to", "Berik").code == 2


def test_case_files_and_records_files_are_taken_in_together(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    out, rows = tmp_path / "out.kzcase", tmp_path / "more.jsonl"
    run("export", a, out, "--all", "--to", "Berik")
    jsonl(rows, {"namespace": "other"}, {"kind": "person", "id": "p9", "fields": {"region": "KZ-23"}})
    taken = run("import", b, rows, out, "--json").json
    assert (taken["new"], len(taken["files"])) == (3, 2)


def test_a_file_that_is_none_is_told_in_one_sentence(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "x.kzcase"
    path.write_bytes(b"nothing")
    told = run("import", two[0], path)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "not a case file" in told.err
    card = run("contact", two[0], "add", path)
    assert (card.code, "no contact card" in card.err) == (1, True)
    assert run("contact", two[0], "add").code == 2
    assert "Berik" in run("contact", two[0], "list").out


def test_a_key_is_marked_as_lost_and_found_again(run: Any, two: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = two
    out = tmp_path / "out.kzcase"
    run("export", a, out, "--all", "--to", "Berik")
    assert run("contact", b, "lost", "Aigerim").code == 0
    assert "LOST on" in run("contact", b, "list").out
    (one,) = run("contact", b, "list", "--json").json
    assert one["lost"]
    told = run("import", b, out, "--accept-unverified")
    assert (told.code, "marked as lost" in told.err) == (1, True)
    assert run("contact", b, "found", one["id"]).code == 0
    assert run("contact", b, "lost").code == 2
    assert run("import", b, out, "--accept-unverified").code == 0


def test_a_folder_brings_two_vaults_to_say_the_same(run: Any, two: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = two
    shared = tmp_path / "shared"
    shared.mkdir()
    planned = run("folder", a, shared, "--plan", "--json").json
    assert (planned["to"], planned["records"]) == (["Berik"], 2)
    planned = run("folder", a, shared, "--to", "Berik", "--without", "nothing", "--plan", "--json").json
    assert (planned["records"], planned["written"], list(shared.iterdir())) == (2, [], [])
    written = run("folder", a, shared, "--json").json
    assert (written["to"], written["records"], len(written["written"])) == (["Berik"], 2, 1)
    (shared / "notes.txt").write_text("hello")
    taken = run("folder", b, shared, "--to", "Aigerim")
    assert (taken.code, "2 new" in taken.out, "notes.txt" in taken.err) == (0, True, True)
    assert state(run, a) == state(run, b)
    again = run("folder", b, shared, "--json").json
    assert (again["files"], again["seen"], again["records"]) == ([], 1, 0)
    assert run("folder", a, "--json").json[0]["to"] == ["Berik"]
    assert str(shared) in run("folder", a).out
    person = run("list", a, "person", "--json").json[0]["id"]
    run("set", a, person, "region=KZ-75")
    run("folder", a, shared)
    assert "1 changed" in run("folder", b, shared).out
    assert state(run, a) == state(run, b)


def test_what_would_let_more_be_shown_comes_in_only_when_it_is_said(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    out, shared = tmp_path / "out.kzcase", tmp_path / "shared"
    shared.mkdir()
    person = run("list", a, "person", "--json").json[0]["id"]
    run("set", a, person, "do_not_share=yes")
    run("export", a, out, "--all", "--to", "Berik")
    assert run("import", b, out, "--json").json["new"] == 2
    run("set", a, person, "do_not_share=no", "region=KZ-75")
    run("export", a, out, "--all", "--to", "Berik")
    for more in (("--plan",), ()):
        told = run("import", b, out, "--json", *more).json
        assert (told["batch"], told["changed"], told["same"]) == (None, 0, 1)
        assert (told["widening"], told["widening_left_out"]) == (1, 1)
    run("folder", a, shared, "--to", "Berik")
    narrow = run("folder", b, shared, "--to", "nobody")
    assert "--with-widening takes them in" in narrow.err
    fields = run("show", b, person, "--json").json["fields"]
    assert (fields["do_not_share"], fields["region"]) == (True, "KZ-23")
    wide = run("folder", b, shared, "--with-widening", "--json").json["files"]  # it was offered again
    assert [(one["changed"], one["widening_left_out"]) for one in wide] == [(1, 0)]
    assert state(run, a) == state(run, b)


def test_a_stranger_in_a_folder_is_told_and_waits(run: Any, two: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = two
    shared = tmp_path / "shared"
    shared.mkdir()
    run("folder", a, shared, "--to", "Berik")
    run("contact", b, "remove", "Aigerim")
    unknown = run("folder", b, shared)
    assert (unknown.code, "--to" in unknown.err) == (1, True)
    told = run("folder", b, shared, "--to", "nobody", "--json")
    assert (told.code, [one["why"] for one in told.json["left_alone"]]) == (1, ["unverified"])
    taken = run("folder", b, shared, "--accept-unverified", "--json")
    assert (taken.code, taken.json["files"][0]["new"]) == (0, 2)
    person = run("list", a, "person", "--json").json[0]["id"]
    run("set", a, person, "region=KZ-75")
    (again,) = run("folder", a, shared, "--json").json["written"]
    assert run("folder", b, shared).code == 1
    passed = run("folder", b, shared, "--pass-over", Path(again).name, "--json")
    assert (passed.code, passed.json["files"]) == (0, [])


def test_erasing_is_said_beforehand_needs_a_word_and_is_proposed_to_colleagues(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    out = tmp_path / "out.kzcase"
    run("export", a, out, "--all", "--to", "Berik")
    run("import", b, out)
    person = run("list", a, "person", "--json").json[0]["id"]
    looked = run("erase", a, person)
    assert (looked.code, "--yes" in looked.err) == (1, True)
    planned = run("erase", a, person, "--plan", "--json").json
    assert (planned["erased"], planned["records"], planned["colleagues"]) == (False, 2, ["Berik"])
    assert run("erase", a, person, "--yes", "--decline").code == 2
    assert "Erased" in run("erase", a, person, "--yes").out
    assert run("list", a, "person", "--json").json == []
    rows = jsonl(tmp_path / "more.jsonl", {"kind": "source", "id": "s1", "fields": {"title": "x"}})
    run("import", a, rows)
    run("export", a, out, "--all", "--to", "Berik")
    assert "erased" in run("import", b, out).out
    (proposal,) = run("erase", b, "--json").json
    assert (proposal["id"], proposal["by"]) == (person, ["Aigerim"])
    assert "Aigerim" in run("erase", b).out
    assert run("erase", b, person, "--decline").code == 0
    assert run("erase", b, "--json").json == []
    assert run("erase", b, person, "--yes").code == 0
    assert state(run, a) == state(run, b)


def test_a_paper_that_would_print_an_undecided_value_says_so_before(
    run: Any, two: tuple[Path, Path], tmp_path: Path
) -> None:
    a, b = two
    out = tmp_path / "out.kzcase"
    run("export", a, out, "--all", "--to", "Berik")
    run("import", b, out)
    person = run("list", a, "person", "--json").json[0]["id"]
    run("set", a, person, "occupation=poet")
    run("set", b, person, "occupation=singer")
    run("export", a, out, "--all", "--to", "Berik")
    run("import", b, out)
    paper = ("brief", b, tmp_path / "paper.pdf", "--person", person, "--audience", "internal", "--json")
    assert any("Undecided between several values" in one for one in run(*paper).json["warnings"])
    (found,) = run("conflicts", b, "--json").json
    run("resolve", b, person, "occupation", "--take", found["values"][0]["revision"])
    assert not any("Undecided" in one for one in run(*paper).json["warnings"])
