"""The register without a window: views, stable keys, papers, and plain words for what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from kzcase.cli.commands.letters import VIEWS
from kzcase.services import letters

KEYS = {
    *("id", "direction", "kind", "number", "subject", "sent", "to", "persons", "mechanism", "status"),
    *("due", "due_basis", "days_left", "waits", "overdue", "answered", "response", "open_asks"),
}
DAY = ("--as-of", "2026-11-23")
LATE = (
    {"kind": "organisation", "id": "o1", "fields": {"name": "Ministry of Examples", "kind": "ministry"}},
    {
        "kind": "letter",
        "id": "l1",
        "fields": {
            "direction": "out",
            "subject": "Colony in Sampleville",
            "number": "2026/940",
            "sent": "2026-10-12",
            "addressees": ["o1"],
        },
    },
    {
        "kind": "letter",
        "id": "l2",
        "fields": {
            "direction": "out",
            "subject": "Trial in Sampleville",
            "sent": "2026-11-20",
            "addressees": ["o1"],
        },
    },
)


@pytest.fixture
def register(run: Any, vault: Path, tmp_path: Path) -> Path:
    """The sample with two more letters, one of them overdue."""
    path = tmp_path / "letters.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in LATE), encoding="utf-8")
    assert run("import", vault, path).code == 0
    return vault


def test_the_views_of_the_command_are_those_of_the_register() -> None:
    assert VIEWS == letters.VIEWS


def test_overdue_letters_are_listed_with_stable_keys(run: Any, register: Path) -> None:
    (late,) = [
        row
        for row in run("letters", register, "--overdue", "--json", *DAY).json
        if row["number"] == "2026/940"
    ]
    assert late.keys() >= KEYS
    assert (late["due"], late["due_basis"], late["days_left"]) == ("2026-11-03", "rule", -20)
    assert (late["overdue"], late["waits"], late["status"], late["to"]) == (
        True,
        True,
        "sent",
        "Ministry of Examples",
    )
    assert (
        run("letters", register, "--view", "overdue", "--json", *DAY).json
        == run("letters", register, "--overdue", "--json", *DAY).json
    )


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_listed_in_words(run: Any, register: Path, view: str) -> None:
    said = run("letters", register, "--view", view, *DAY, "--language", "ru")
    assert said.code == 0
    assert "reply due" in said.out


def test_letters_are_found_by_words_addressee_and_person(run: Any, register: Path) -> None:
    def subjects(*asked: str) -> set[str]:
        return {row["subject"] for row in run("letters", register, "--json", *DAY, *asked).json}

    assert subjects("--search", "colony") == {"Colony in Sampleville"}
    assert subjects("--addressee", "Ministry of Examples") == {
        "Colony in Sampleville",
        "Trial in Sampleville",
    }
    about = [row for row in run("letters", register, "--json").json if row["persons"]]
    assert about
    one = about[0]
    assert one["id"] in {
        row["id"] for row in run("letters", register, "--json", "--person", one["persons"][0]).json
    }


def test_the_register_is_written_as_papers(run: Any, register: Path, tmp_path: Path) -> None:
    pdf, xlsx, ics, figures = (tmp_path / name for name in ("r.pdf", "r.xlsx", "r.ics", "f.pdf"))
    said = run(
        *("letters", register, *DAY, "--view", "waiting"),
        *("--pdf", pdf, "--xlsx", xlsx, "--ics", ics, "--figures", figures),
    )
    assert said.code == 0, said.err
    assert all(str(path) in said.out for path in (pdf, xlsx, ics, figures))
    assert "Colony in Sampleville" in "".join(page.extract_text() for page in PdfReader(pdf).pages)
    rows = list(load_workbook(xlsx).active.iter_rows(values_only=True))
    assert any("Colony in Sampleville" in row for row in rows)
    calendar = ics.read_text(encoding="utf-8")
    assert "20261103" in calendar
    assert "Sampleville" not in calendar
    assert len(PdfReader(figures).pages) >= 1
    run("letters", register, *DAY, "--view", "waiting", "--ics", ics, "--names")
    assert "Sampleville" in ics.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-of", "soon"), "not a day"),
        (("--person", "nobody at all"), "no record"),
        (("--figures", "OUT", "--first", "2026-12-01", "--last", "2026-01-01"), "ends before it begins"),
        (("--pdf", "OUT", "--addressee", "Ministry of Examples"), "not of one person"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Any, register: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "out.pdf"
    said = run("letters", register, *(str(out) if one == "OUT" else one for one in arguments))
    assert said.code == 1
    assert words in said.err
    assert "Traceback" not in said.err
    assert not out.exists()


def test_an_unknown_view_is_wrong_usage(run: Any, register: Path) -> None:
    assert run("letters", register, "--view", "everything").code == 2
