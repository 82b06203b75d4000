"""Looks a workbook over before it is read: no bomb, no entity, nothing too deep, too wide or too long.

A workbook is a ZIP of XML. Each part is streamed once through expat, which
keeps nothing, and is refused before anything builds a tree of it. Counted as
engineering practice asks: what the parts unpack to, not what they claim.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from kzcase.exchange.sheets.failures import NotASheet, SheetTooLarge
from kzcase.exchange.sheets.grid import MOST_CELLS, MOST_COLUMNS

LARGEST_FILE = 64_000_000
LARGEST_UNPACKED = 128_000_000
LARGEST_STRINGS = 48_000_000
LARGEST_OTHER = 4_000_000
MOST_PARTS = 2_000
MOST_ELEMENTS = 4_000_000
MOST_STRINGS = 1_000_000
MOST_OTHER = 60_000
WIDEST_ROW = 20 * MOST_COLUMNS
DEEPEST = 40
LONGEST_TEXT = 1_000_000
CHUNK = 1 << 16
WORKBOOK = "xl/workbook.xml"


@dataclass(slots=True)
class _Part:
    """Counts what streams through one part."""

    name: str
    most: int
    sheet: bool
    elements: int = 0
    depth: int = 0
    in_row: int = 0
    text: int = 0
    formulas: int = 0
    values: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        self.depth += 1
        self.text = 0
        local = name.rpartition(":")[2]
        if self.sheet:
            self.in_row = 0 if local == "row" else self.in_row + 1
            self.formulas += local == "f"
            self.values += local in ("v", "is")
        if self.depth > DEEPEST:
            raise NotASheet("The workbook is nested deeper than any workbook is.")
        if self.elements > self.most or self.in_row > WIDEST_ROW or self.values > MOST_CELLS:
            raise SheetTooLarge("The workbook has more cells than are taken in at once.")

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1

    def characters(self, data: str) -> None:
        """Text of an element goes on."""
        self.text += len(data)
        if self.text > LONGEST_TEXT:
            raise SheetTooLarge("A cell of the workbook is too long.")

    def doctype(self, *_: object) -> None:
        """Declarations of entities are how XML is made to explode or to read files."""
        raise NotASheet("The workbook declares entities, which no workbook does.")


def look_over(path: Path) -> int:
    """Refuse what is no harmless workbook; returns how many cells hold formulas.

    Raises `NotASheet` and `SheetTooLarge`.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise SheetTooLarge(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(path) as archive:
            return _look_over(archive)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, EOFError, ValueError):
        raise NotASheet(
            "The workbook is damaged, or is none.", remedy="Save it again from a spreadsheet program."
        ) from None
    except RuntimeError:  # what zipfile says of a part that is encrypted
        raise NotASheet("The workbook is encrypted.", remedy="Save it without a password.") from None


def _look_over(archive: zipfile.ZipFile) -> int:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if WORKBOOK not in names:
        raise NotASheet("The file is an archive, but no Excel workbook.")
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        raise NotASheet("The workbook has more parts than any workbook has, or one twice.")
    read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(part.file_size for part in read) > LARGEST_UNPACKED:
        raise SheetTooLarge("The workbook unpacks to more than is taken in at once.")
    return sum(_part(archive, part) for part in read)


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    name = part.filename.lower()
    sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    strings = name.rpartition("/")[2] == "sharedstrings.xml"
    largest = LARGEST_UNPACKED if sheet else LARGEST_STRINGS if strings else LARGEST_OTHER
    if part.file_size > largest:
        raise SheetTooLarge("A part of the workbook unpacks to more than is taken in at once.")
    most = MOST_ELEMENTS if sheet else 3 * MOST_STRINGS if strings else MOST_OTHER
    seen = _Part(name, most, sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = seen.start
    parser.EndElementHandler = seen.end
    parser.CharacterDataHandler = seen.characters
    parser.StartDoctypeDeclHandler = seen.doctype
    parser.EntityDeclHandler = seen.doctype
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return seen.formulas
