"""Every case of `docs/faults.md` is a test of these rooms, by its number; none is left out without reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "faults.md"
ROOMS = ("faults", "hostile")
CATALOGUE = (("ST", 31), ("EX", 21), ("PD", 8), ("UI", 6), ("TX", 3))
CASE = re.compile(r"(?<![a-z])(?:st|ex|pd|ui|tx)\d\d(?![a-z0-9])")


def shown() -> dict[str, set[str]]:
    """The files in which each case is shown, read off the names of their tests."""
    found: dict[str, set[str]] = {}
    for room in ROOMS:
        for file in sorted((ROOT / "tests" / room).glob("test_*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    for case in CASE.findall(node.name):
                        found.setdefault(case.upper(), set()).add(f"{room}/{file.stem}")
    return found


def cases() -> set[str]:
    return {f"{room}{number:02}" for room, most in CATALOGUE for number in range(1, most + 1)}


def test_the_page_has_a_row_for_each_of_the_69_cases_and_names_where_it_is_shown() -> None:
    rows = re.findall(
        r"(?m)^\| ([A-Z]{2}\d\d) \| [^|]{5,} \| [^|]{5,} \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8")
    )
    assert len(rows) == 69
    assert {case: set(re.findall(r"`([^`]+)`", where)) for case, where in rows} == shown()


def test_each_case_is_a_test_that_carries_its_number() -> None:
    assert shown().keys() == cases()


def test_a_test_is_left_out_only_where_there_is_no_root_or_tmpfs_and_five_at_most() -> None:
    reasons = []
    for room in ROOMS:
        for file in sorted((ROOT / "tests" / room).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.skip":
                    reasons.append(ast.literal_eval(node.args[0]))
    assert 0 < len(reasons) <= 5
    assert all(one.startswith(("needs root", "needs tmpfs")) for one in reasons)


def test_the_threat_model_says_as_much_in_three_languages() -> None:
    texts = [(ROOT / "docs" / f"threat-model{one}.md").read_text("utf-8") for one in ("", ".ru", ".kk")]
    rows = [len(re.findall(r"(?m)^\| [^|]+ \| [^|]+ \| [^|]+ \|$", one)) for one in texts]
    assert rows == [13] * 3
    assert "threat-model.kk.md" in (ROOT / "docs" / "translations.md").read_text("utf-8")
