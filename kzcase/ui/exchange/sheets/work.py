"""The work behind the screens of a spreadsheet, off the window's thread: planning, taking in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kzcase.errors import KzcaseError
from kzcase.exchange import sheets
from kzcase.exchange.sheets import Decision, Grid, MappingError, SheetPlan
from kzcase.progress import Progress
from kzcase.services import backups, conflicts
from kzcase.services.office import Office
from kzcase.ui.exchange.taking import Taken

FIRST_ROWS = 20
"""So many rows are shown at once as what they become, whatever the mapping says."""

Work = Callable[[Progress], Any]
"""Long work that says how far it is."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the first rows become by a mapping; or why it cannot be used."""

    planned: SheetPlan | None
    error: KzcaseError | None = None


def guessed(grid: Grid, kind: str = "") -> sheets.Mapping:
    """The likeliest mapping, or one that leaves every column out if nothing in the headings is known."""
    try:
        return sheets.propose(grid, kind).mapping
    except MappingError:
        return sheets.Mapping(kind or "person")


def try_out(office: Office, grid: Grid, mapping: sheets.Mapping, language: str) -> Trial:
    """What the first rows would become; who is here already is looked for later, among all rows."""
    try:
        first = sheets.plan(office, grid.head(FIRST_ROWS), mapping, possibly=(), language=language)
    except KzcaseError as error:
        return Trial(None, error)
    return Trial(first)


def plan_all(
    office: Office,
    grid: Grid,
    mapping: sheets.Mapping,
    decided: Mapping[str, Decision],
    before: SheetPlan | None,
    language: str,
    progress: Progress,
) -> SheetPlan:
    """Plan every row; `before` is an earlier plan of the same rows by the same mapping.

    Raises `MappingError`, `KzcaseError`, `Cancelled`.
    """
    return sheets.plan(
        office,
        grid,
        mapping,
        decided=decided,
        possibly=before.possibly if before is not None else None,
        language=language,
        progress=progress,
    )


def take(office: Office, planned: SheetPlan, progress: Progress) -> Taken:
    """Take in what was planned, after a verified backup; raises `Unwritable`, `Cancelled`, `KzcaseError`."""
    number = planned.plan.new + planned.plan.changed
    if not number:
        return Taken((), 0, 0, 0, conflicts.count(office), None)
    kept = backups.back_up(office, why=backups.IMPORT, progress=progress)
    batch = sheets.apply(office, planned, progress=progress)["batch"]
    return Taken((batch,) if batch else (), number, 0, 0, conflicts.count(office), kept)
