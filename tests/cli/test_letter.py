"""One letter without a window: as PDF, as .docx, as a draft, and in plain words why it is not printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

LETTERS = (
    {"kind": "organisation", "id": "o1", "fields": {"name": "Embassy of Trials", "kind": "embassy"}},
    {
        "kind": "letter",
        "id": "l1",
        "fields": {
            "direction": "out",
            "subject": "Visit",
            "number": "2026/901",
            "written": "2026-11-20",
            "addressees": ["o1"],
            "body": "Please visit.\n\n1. Go there.",
            "signature": "Yours faithfully,\n\nA. Sample",
            "salutation": "Dear colleagues,",
        },
    },
    {
        "kind": "letter",
        "id": "l2",
        "fields": {
            "direction": "out",
            "subject": "Not yet",
            "number": "2026/902",
            "addressees": ["o1"],
            "body": "On ⟦date: not in the vault⟧ they came.",
            "signature": "Yours faithfully,\n\nA. Sample",
        },
    },
)


@pytest.fixture
def letters(run: Any, vault: Path, tmp_path: Path) -> Path:
    """The sample with a letter that is finished and one that is not."""
    path = tmp_path / "letters.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in LETTERS), encoding="utf-8")
    assert run("import", vault, path).code == 0
    return vault


def test_a_letter_is_printed(run: Any, letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.pdf"
    done = run("letter", letters, out, "--letter", "2026/901 · Visit", "--json")
    assert done.code == 0, done.err
    assert done.json.keys() == {"path", "pages", "sha256", "missing"}
    assert (done.json["path"], done.json["pages"], done.json["missing"]) == (str(out), 1, [])
    text = PdfReader(out).pages[0].extract_text()
    for said in ("2026/901", "Embassy of Trials", "Visit", "Dear colleagues,", "Go there.", "A. Sample"):
        assert said in text


def test_a_letter_is_written_as_a_file_to_be_edited(run: Any, letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    done = run("letter", letters, out, "--letter", "2026/901 · Visit", "--docx")
    assert done.code == 0, done.err
    assert "Please visit." in [one.text for one in Document(str(out)).paragraphs]


def test_what_is_missing_stops_a_letter_unless_it_is_a_draft(run: Any, letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.pdf"
    refused = run("letter", letters, out, "--letter", "2026/902 · Not yet")
    assert refused.code == 1
    assert "2026/902 is not finished: date: not in the vault" in refused.err
    assert not out.exists()
    done = run("letter", letters, out, "--letter", "2026/902 · Not yet", "--draft")
    assert done.code == 0
    assert "missing: line 1: date: not in the vault" in done.out
    assert "DRAFT" in PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--letter", "Embassy of Trials"), "no letter"),
        (("--letter", "2026/042-A · Re: Batima Exampleova"), "came in"),
        (("--letter", "2026/901 · Visit", "--docx", "--enclose", "brief"), "behind a PDF only"),
    ],
)
def test_why_there_is_no_letter_is_said(
    run: Any, letters: Path, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    out = tmp_path / "letter.pdf"
    refused = run("letter", letters, out, *options)
    assert refused.code == 1
    assert told in refused.err
    assert not out.exists()
