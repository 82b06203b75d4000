"""Reads a spreadsheet, off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kzcase.exchange import sheets
from kzcase.exchange.sheets import Grid, Kept
from kzcase.progress import Progress
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A spreadsheet that was read: its grid, the mappings that are kept, those of them that fit."""

    path: Path
    grid: Grid
    kept: tuple[Kept, ...]
    fitting: tuple[Kept, ...]


def open_sheet(
    office: Office,
    path: Path,
    progress: Progress,
    *,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
) -> SheetFile:
    """Read a spreadsheet; raises kinds of `SheetError`, `Cancelled`."""
    grid = sheets.read(path, sheet=sheet, encoding=encoding, delimiter=delimiter, progress=progress)
    kept = sheets.kept(office)
    return SheetFile(path, grid, kept, sheets.fitting(grid, kept))


def only_sheets(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The spreadsheets among some files, by their names: a workbook is a ZIP, as a plain case file is."""
    return tuple(path for path in paths if sheets.is_sheet(path))
