from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def twice(run: Any, vault: Path, tmp_path: Path) -> tuple[str, str]:
    """Somebody recorded twice, in two scripts."""
    name = {"family": "Мысалов", "given": "Үлгібек"}
    other = {"family": "Mysalov", "given": "Ulgibek"}
    lines = (
        {"kind": "person", "id": "t1", "fields": {"born": "1971"}},
        {"kind": "name", "id": "t1n", "fields": {"person": "t1", "parts": name}},
        {"kind": "person", "id": "t2", "fields": {"born": "1971", "occupation": "baker"}},
        {"kind": "name", "id": "t2n", "fields": {"person": "t2", "parts": other}},
    )
    path = tmp_path / "twice.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run("import", vault, path).code == 0
    found = [
        one for one in run("duplicates", vault, "--json").json if "Mysalov" in one["title_a"] + one["title_b"]
    ]
    assert len(found) == 1
    assert any("across scripts" in reason for reason in found[0]["reasons"])
    assert 0.5 < found[0]["score"] <= 1
    return found[0]["a"], found[0]["b"]


def test_two_records_of_one_person_are_listed_joined_and_parted(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    keep, other = twice(run, vault, tmp_path)
    assert "across scripts" in run("duplicates", vault).out
    assert run("merge", vault, keep, other).out.startswith("One person now: ")
    shown = run("show", vault, keep, "--json").json
    assert [one["id"] for one in shown["one_person"]] == [keep, other]
    assert {one["fields"].get("occupation") for one in shown["one_person"]} == {"baker", None}
    assert "the same person: " in run("show", vault, keep).out
    assert keep not in str(run("duplicates", vault, "--json").json)
    again = run("merge", vault, keep, other)
    assert (again.code, again.out) == (1, "")
    assert "one person already" in again.err
    assert run("merge", vault, keep, other, "--undo").code == 0
    assert "one_person" not in run("show", vault, keep, "--json").json
    again = run("merge", vault, keep, other, "--undo")
    assert (again.code, again.out) == (1, "")
    assert "not joined" in again.err


def test_two_people_are_not_listed_again(run: Any, vault: Path, tmp_path: Path) -> None:
    one, other = twice(run, vault, tmp_path)
    assert run("duplicates", vault, "--two-people", one, other).code == 0
    assert one not in str(run("duplicates", vault, "--json").json)
