"""Spreadsheets made to break the program (EX20, EX21): refused in words, or taken as plain text."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kzcase.errors import KzcaseError
from kzcase.exchange import sheets
from kzcase.exchange.sheets import grid, lookover
from kzcase.exchange.sheets import rows as sheetrows
from kzcase.exchange.sheets.failures import SheetTooLarge
from kzcase.services import records
from kzcase.services.office import Office
from tests.hostile.peak import BOUND_KB, measured, peak
from tests.soak import examples

SHEET = "xl/worksheets/sheet1.xml"
OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows or (["name", "born"], ["Doe John", "1980"]):
        sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, name: str, content: str | bytes) -> Path:
    """The workbook with one part replaced, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = content.encode() if isinstance(content, str) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, said in parts.items():
            archive.writestr(one, said)
    return path


def sheet_of(rows: str) -> str:
    return f"{OPEN}<sheetData>{rows}</sheetData></worksheet>"


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)

LONG = pytest.mark.soak
LARGE = ("too many strings", "a bomb of zeros")
PARTS = {
    "billion laughs": (SHEET, LAUGHS + sheet_of(f"<row>{cell('A1', '&j;')}</row>"), "entities"),
    "an entity that names a file": (
        SHEET,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        + sheet_of(f"<row>{cell('A1', '&a;')}</row>"),
        "entities",
    ),
    "laughs in the strings": ("xl/sharedStrings.xml", LAUGHS + f'<sst xmlns="{OPEN[18:-2]}"/>', "entities"),
    "laughs in the styles": ("xl/styles.xml", LAUGHS + "<styleSheet/>", "entities"),
    "depth": (SHEET, sheet_of("<a>" * 10_000 + "</a>" * 10_000), "nested deeper"),
    "a row of a million cells": (
        SHEET,
        sheet_of("<row r='1'>" + "<c/>" * 1_000_000 + "</row>"),
        "more cells",
    ),
    "a cell too long": (SHEET, sheet_of(f"<row>{cell('A1', 'a' * 1_100_000)}</row>"), "too long"),
    "a row beyond the last": (
        SHEET,
        sheet_of(f"<row r='1'>{cell('A1', 'name')}</row><row r='999999999'>{cell('A999999999', 'x')}</row>"),
        "more rows",
    ),
    "a column that is none": (SHEET, sheet_of(f"<row>{cell('ZZZZZZ1', 'x')}</row>"), "damaged"),
    "no XML": (SHEET, b"\xff\xfe\x00junk", "damaged"),
    "half a sheet": (SHEET, f"{OPEN}<sheetData><row><c", "damaged"),
    "a bomb of zeros": (SHEET, bytes(130_000_000), "unpacks"),
    "too many strings": ("xl/sharedStrings.xml", "<sst>" + "<si/>" * 3_100_000 + "</sst>", "more cells"),
}


@pytest.mark.parametrize("name", [pytest.param(one, marks=LONG) if one in LARGE else one for one in PARTS])
def test_ex20_a_hostile_workbook_is_refused_in_words(tmp_path: Path, name: str) -> None:
    part, content, reason = PARTS[name]
    path = changed(workbook(tmp_path / "a.xlsx"), part, content)
    with pytest.raises(KzcaseError, match=reason) as told:
        sheets.read(path)
    assert "Nothing was changed" in told.value.sentence


def test_ex20_a_claimed_size_of_a_million_rows_is_not_believed(tmp_path: Path) -> None:
    rows = f"<row r='1'>{cell('A1', 'name')}</row><row r='2'>{cell('A2', 'Doe John')}</row>"
    claimed = f'{OPEN}<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    path = changed(workbook(tmp_path / "a.xlsx"), SHEET, claimed)
    assert sheets.read(path).rows == ((2, ("Doe John",)),)


def test_ex20_a_formula_is_never_worked_out(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["name", "born"], ["=1+1", '=HYPERLINK("http://example.org")'])
    found = sheets.read(path)
    assert found.rows[0][1] == ("=1+1", '=HYPERLINK("http://example.org")')
    assert found.detected.formulas == 2
    kept = (
        "<row r='1'><c r='A1' t='str'><f>1+1</f><v>name</v></c></row>" + f"<row r='2'>{cell('A2', 'x')}</row>"
    )
    assert sheets.read(changed(path, SHEET, sheet_of(kept))).headings == ("name",)


def test_ex20_an_external_link_is_not_followed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    changed(path, "xl/externalLinks/_rels/externalLink1.xml.rels", rels)
    changed(path, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert sheets.read(path).headings == ("name", "born")


@pytest.mark.parametrize("what", ["records", "faults"])
def test_a_sheet_of_more_records_or_faults_than_memory_holds_is_refused(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(sheetrows, "MOST_TOGETHER", 20)
    path = tmp_path / "a.csv"
    born = 1980 if what == "records" else "no day"
    path.write_text("name,born\n" + "\n".join(f"Doe John {n},{born}" for n in range(21)), encoding="utf-8")
    found = sheets.read(path)
    with pytest.raises(SheetTooLarge, match="20 records or faults"):
        sheets.plan(office, found, sheets.propose(found).mapping)


FILES = {
    "nothing": (b"", "empty"),
    "blanks": (b"\n\n , ,\n", "empty"),
    "a PDF": (b"%PDF-1.7\n", "a PDF"),
    "Excel of old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old form"),
    "an archive": (None, "no Excel workbook"),
    "an archive cut short": (b"PK\x03\x04" + bytes(40), "damaged"),
    "a NUL": (b"name,born\nDoe\0John,1980\n", "NUL"),
    "no encoding": (bytes(range(128, 256)) * 4, "no encoding"),
    "an open quotation mark": (b'name,born\n"Doe John,1980\nRoe Ann,1981\n', "quotation marks"),
    "a mark inside": (b'name,born\n"Doe" John,1980\n', "quotation marks"),
    "a cell of a megabyte": (b"name\n" + b"a" * 1_000_000, "too long"),
    "too many columns": (b"a," * 301 + b"a\n", "columns"),
    "too many rows": (b"a\n" * (grid.MOST_ROWS + 3), "more than is taken in"),
    "too large": (b"a,b\n" * 8_000_001, "larger than"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_register_is_refused_in_words(tmp_path: Path, name: str) -> None:
    raw, reason = FILES[name]
    if raw is None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("word/document.xml", "<a/>")
        raw = made.getvalue()
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    with pytest.raises(KzcaseError, match=reason):
        sheets.read(path)


def test_a_cell_of_control_characters_is_refused_with_its_row(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,occupation\nDoe John,a\x1b[2Jb\nRoe Ann,#REF!\nPoe Ed,=cmd|' /C calc'!A0\n")
    found = sheets.read(path)
    plan = sheets.plan(office, found, sheets.propose(found).mapping)
    assert [(one.where, one.field) for one in plan.plan.refused] == [
        ("row 2", "occupation"),
        ("row 3", "occupation"),
    ]
    assert "control character" in plan.plan.refused[0].reason
    sheets.apply(office, plan)
    person = next(row.record for row in plan.plan.rows if row.kind == "person")
    assert records.view(office, person).fields["occupation"] == "=cmd|' /C calc'!A0"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(150))
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"\xef\xbb\xbf")
@example(b"sep=,\n")
@example(b'"')
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(raw)
    with contextlib.suppress(KzcaseError):
        sheets.read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused_in_words(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = workbook(tmp_path / "any.xlsx")
    raw = bytearray(path.read_bytes())
    # A workbook holds the time it was written, packed: its length is not the same each time.
    places = st.integers(0, 1_000_000)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(places) % len(raw)] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: 1 + data.draw(places) % len(raw)])
    with contextlib.suppress(KzcaseError):
        sheets.read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(st.text("<>/cvrowtsi=\"'1A &;!", max_size=60))
def test_a_sheet_of_any_text_is_read_or_refused_in_words(tmp_path: Path, text: str) -> None:
    path = changed(workbook(tmp_path / "any.xlsx"), SHEET, sheet_of(text))
    with contextlib.suppress(KzcaseError):
        sheets.read(path)


IMPORTS = """
import openpyxl, lxml.etree
from kzcase.exchange import sheets
"""
READ = """
sheets.read(path)
print("read")
"""
PLAN = """
grid = sheets.read(path)
print(sheets.plan(office, grid, sheets.propose(grid).mapping).plan.new)
"""
linux = pytest.mark.skipif(not measured(), reason="needs Linux")


@linux
@pytest.mark.parametrize(
    "what",
    [*(pytest.param(one, marks=LONG) for one in ("zeros", "cells", "strings", "rows")), "wide", "text"],
)
def test_ex20_whatever_arrives_memory_stays_small(office: Office, tmp_path: Path, what: str) -> None:
    path = workbook(tmp_path / "a.xlsx")
    if what == "zeros":
        changed(path, SHEET, bytes(lookover.LARGEST_UNPACKED - 1_000_000))
    elif what == "cells":
        row = "<row>" + "<c t='inlineStr'><is><t>ж</t></is></c>" * 250 + "</row>"
        changed(path, SHEET, sheet_of(row * 800))
    elif what == "strings":
        strings = "".join(f"<si><t>{n:07}</t></si>" for n in range(1_000_000))
        changed(path, "xl/sharedStrings.xml", f'<sst xmlns="{OPEN.split(chr(34))[1]}">{strings}</sst>')
    elif what == "rows":
        changed(path, SHEET, sheet_of("<row/>" * 1_040_000))
    elif what == "wide":
        changed(path, SHEET, sheet_of(("<row>" + "<c/>" * 5_000 + "</row>") * 80))
    else:
        path = tmp_path / "a.csv"
        line = ",".join(f"ж{n}" for n in range(250)) + "\n"
        path.write_text(line * 3_000, encoding="utf-8")
    said, grown = peak(office, tmp_path, path, imports=IMPORTS, work=READ)
    assert grown < BOUND_KB, (said, grown)


@linux
def test_ten_thousand_rows_are_planned_in_bounded_memory(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = (f"{n},Doe{n} John{n},1980,bail,cc-405,3 years" for n in range(10_000))
    path.write_text("reg no,name,born,restriction,article,term\n" + "\n".join(lines), encoding="utf-8")
    said, grown = peak(office, tmp_path, path, imports=IMPORTS, work=PLAN)
    assert said == "30000"
    assert grown < BOUND_KB, grown
