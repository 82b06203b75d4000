"""Says what taking a spreadsheet in would do, row by row, and does it: by the plan of records files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kzcase.errors import Refusal
from kzcase.exchange import recordsfile
from kzcase.exchange.recordsfile.lines import RawLine, file_name
from kzcase.exchange.recordsfile.plan import NEW, plan_lines
from kzcase.exchange.sheets import csvfile, deciding, xlsxfile
from kzcase.exchange.sheets import mapping as mappings
from kzcase.exchange.sheets.cells import Missing
from kzcase.exchange.sheets.deciding import Decision
from kzcase.exchange.sheets.failures import NotASheet, SheetError, SheetTooLarge
from kzcase.exchange.sheets.grid import Grid
from kzcase.exchange.sheets.mapping import Mapping
from kzcase.exchange.sheets.naming import words_of
from kzcase.exchange.sheets.rows import Reader
from kzcase.history.roots import Row
from kzcase.names import parts as name_parts
from kzcase.progress import Progress, quiet
from kzcase.services import duplicates
from kzcase.services.office import Office

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = ((b"%PDF", "a PDF"), (b"SQLite format", "a database"), (b"age-encryption", "an encrypted file"))
REMEDY = "If it is the same register, give both mappings the same `namespace`; if not, different ones."
MOST_TOLD = 20
HERE_ALREADY = ", who is here already"


@dataclass(frozen=True, slots=True)
class PossiblyHere:
    """A person of the sheet who may be in the vault already, or in another row: why, and how likely.

    `id` is that of the one in the vault, "" for one of the sheet.
    """

    where: str
    name: str
    id: str
    title: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What taking a sheet in would do.

    `plan` is that of records files (`recordsfile.details` opens it row by row);
    `missing` are records that rows name and that are not here; `possibly` the
    people who may be here already, whatever was decided of them (`decided`, by the
    row), `places` the row of each record; `said` are the records that rows were
    said to be, by the id they would have had.
    """

    plan: recordsfile.Plan
    grid: Grid
    mapping: Mapping
    missing: tuple[Missing, ...]
    possibly: tuple[PossiblyHere, ...]
    warnings: tuple[str, ...]
    rows: int
    rows_refused: int
    places: Mapped[str, str]
    decided: Mapped[str, Decision] = field(default_factory=dict)
    said: Mapped[str, str] = field(default_factory=dict)

    @property
    def undecided(self) -> tuple[PossiblyHere, ...]:
        """Those who may be here already and of whom nobody has said who they are."""
        return tuple(one for one in self.possibly if one.where not in self.decided)

    def without_widening(self) -> SheetPlan:
        """The plan without what would let more be shown."""
        return replace(self, plan=self.plan.without_widening())

    def report(self, told: Mapped[str, Any] | None = None) -> dict[str, Any]:
        """The plan, or its outcome `told`, in the shape of `import --json` and more."""
        detected = self.grid.detected
        return {
            **(told if told is not None else self.plan.report(None)),
            "file": self.grid.file,
            "format": detected.format,
            "encoding": detected.encoding or None,
            "delimiter": detected.delimiter or None,
            "sheet": detected.sheet or None,
            "kind": self.mapping.kind,
            "columns": dict(self.mapping.columns),
            "rows": self.rows,
            "rows_refused": self.rows_refused,
            "possible_duplicates": [
                {
                    "where": one.where,
                    "name": one.name,
                    "id": one.id or None,
                    "title": one.title,
                    "score": one.score,
                    "reasons": list(one.reasons),
                }
                for one in self.possibly
            ],
            "not_here": [
                {"kind": one.kind or None, "name": one.text, "rows": list(one.rows)} for one in self.missing
            ],
            "warnings": list(self.warnings),
        }


def is_sheet(path: Path) -> bool:
    """Whether a file's name is that of a spreadsheet."""
    return path.suffix.lower() in SUFFIXES


def read(
    path: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    progress: Progress | None = None,
) -> Grid:
    """Read a spreadsheet, whatever its name says it is; raises kinds of `SheetError`, `Cancelled`."""
    name = file_name(path)
    try:
        with path.open("rb") as file:
            raw = file.read(csvfile.LARGEST + 1)
        if raw.startswith(ZIP):
            del raw
            return xlsxfile.read(path, name, sheet=sheet, progress=progress)
    except OSError as error:
        shown = str(path).encode("utf-8", "replace").decode()
        raise SheetError(f"The file cannot be read: {shown}.") from error
    if raw.startswith(OLD_EXCEL):
        raise NotASheet(
            "The file is of Excel's old form, or has a password.",
            remedy="Save it as .xlsx without a password.",
        )
    for mark, what in OTHERS:
        if raw.startswith(mark):
            raise NotASheet(f"The file is {what}, no spreadsheet.")
    if len(raw) > csvfile.LARGEST:
        raise SheetTooLarge(f"The file is larger than {csvfile.LARGEST // 1_000_000} MB.")
    return csvfile.read(raw, name, encoding=encoding, delimiter=delimiter, progress=progress)


def plan(
    office: Office,
    grid: Grid,
    mapping: Mapping,
    *,
    decided: Mapped[str, Decision] | None = None,
    possibly: tuple[PossiblyHere, ...] | None = None,
    language: str = "en",
    progress: Progress | None = None,
) -> SheetPlan:
    """Say what taking a sheet in would do; changes nothing.

    A row with anything wrong in it takes nothing in. `decided` says by the row
    who its person is; `possibly` are those who may be here already as an earlier
    plan of the same rows found them, so that they are not looked for again.
    Raises `MappingError`, and `KzcaseError` for keys that belong to another
    file's records here.
    """
    decided = decided or {}
    watched = progress or quiet()
    resolved = mappings.resolve(mapping, grid.headings)
    with office.read() as session:
        found = Reader(office, session, grid, resolved, decided).read(watched)
    refused = list(found.refused)
    lines = found.lines
    while True:
        faults = list(refused)
        planned = plan_lines(office, grid.file, lines, faults, remedy=REMEDY, progress=watched)
        bad = {one.where for one in planned.refused}
        kept = [line for line in lines if line.where not in bad]
        if len(kept) == len(lines):
            break
        lines, refused = kept, list(planned.refused)
    made = sum(line.record in found.made for line in lines)
    warnings = _warnings(grid, resolved, [*found.repeated, *found.left], made)
    if possibly is None:
        possibly = _possibly(office, planned, lines, language, watched)
    return SheetPlan(
        planned,
        grid,
        mapping,
        tuple(found.missing),
        possibly,
        warnings,
        len(grid.rows),
        len({one.where for one in planned.refused}),
        {line.record: line.where for line in lines},
        decided,
        found.said,
    )


def _warnings(grid: Grid, resolved: mappings.Resolved, repeated: list[str], created: int) -> tuple[str, ...]:
    found = []
    if resolved.absent:
        found.append(f"Columns of the mapping that the sheet has not: {', '.join(resolved.absent)}.")
    if resolved.ids < 0 and resolved.keys < 0 and not resolved.mapping.match:
        found.append(
            "No column tells rows apart for good: a row in which a name is changed later "
            "comes in as somebody new. Choose a key column if the register has one."
        )
    if resolved.guarded_key:
        found.append("The key column holds what may have to be withheld: ids made of it could be guessed.")
    if grid.detected.formulas:
        found.append(
            f"{grid.detected.formulas} cells hold formulas: their kept results are read, none is worked out."
        )
    if created:
        found.append(f"{created} records are made of nothing but a name.")
    found += [f"{one}." for one in repeated[:MOST_TOLD]]
    if len(repeated) > MOST_TOLD:
        found.append(f"And {len(repeated) - MOST_TOLD} more such rows.")
    return tuple(found)


def apply(office: Office, planned: SheetPlan, *, progress: Progress | None = None) -> dict[str, Any]:
    """Take in what was planned, in one unit; returns the report with the batch's id.

    Which records rows were said to be is remembered in the same unit.
    """
    remember = partial(deciding.remember, said=planned.said) if planned.said else None
    return planned.report(recordsfile.apply(office, planned.plan, beside=remember, progress=progress))


def held_back(office: Office, planned: SheetPlan, *, progress: Progress | None = None) -> SheetPlan:
    """The plan without the rows whose people may be here already: they are refused with that reason."""
    doubtful = {one.where: one for one in planned.undecided}
    if not doubtful:
        return planned
    refused = list(planned.plan.refused)
    refused += [
        Refusal(where, f"{one.name} may be {one.title}{HERE_ALREADY if one.id else ''}.")
        for where, one in doubtful.items()
    ]
    raw = [
        RawLine(planned.grid.file, where, "", row.kind, row.record, _listed(row.fields))
        for row in planned.plan.rows
        if (where := planned.places[row.record]) not in doubtful
    ]
    again = plan_lines(office, planned.grid.file, raw, refused, remedy=REMEDY, progress=progress)
    return replace(planned, plan=again, rows_refused=len({one.where for one in again.refused}))


def _listed(fields: Mapped[str, Any]) -> dict[str, Any]:
    return {key: sorted(one) if isinstance(one, frozenset) else one for key, one in fields.items()}


def _possibly(
    office: Office, planned: recordsfile.Plan, lines: list[RawLine], language: str, watched: Progress
) -> tuple[PossiblyHere, ...]:
    """People whom the rows would make and who may be here, or in two rows, already."""
    places = {line.record: line.where for line in lines}
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in planned.rows:
        if row.kind == "name" and row.fields.get("parts"):
            names[row.fields["person"]].append(row.fields["parts"])
    new = _new_people(planned)
    found: list[PossiblyHere] = []
    met: dict[tuple[str, ...], tuple[str, Any]] = {}
    for at, row in enumerate(new):
        watched.step("Looking for people who are here already", at, len(new))
        said = names.get(row.record)
        if not said:
            continue
        where, born = places[row.record], row.fields.get("born")
        name = _name(said[0])
        words = tuple(words_of(said[0]))
        before = met.setdefault(words, (where, born))
        if before[0] != where and (not born or not before[1] or born == before[1]):
            found.append(PossiblyHere(where, name, "", f"{name} of {before[0]}", 1.0, ("the same name",)))
        likely = duplicates.of_new(
            office,
            said,
            born=born,
            gender=row.fields.get("gender"),
            region=row.fields.get("region"),
            language=language,
            limit=1,
        )
        for one in likely:
            other = one.b if one.b.id else one.a
            found.append(PossiblyHere(where, name, other.id, other.title, one.score, one.reasons))
    return tuple(found)


def _new_people(planned: recordsfile.Plan) -> list[Row]:
    """The people whom taking the rows in would make."""
    each = zip(planned.rows, planned.outcomes, strict=True)
    return [row for row, outcome in each if row.kind == "person" and outcome == NEW]


def _name(parts: Mapped[str, Any]) -> str:
    family, given, patronymic = (str(parts.get(key) or "") for key in ("family", "given", "patronymic"))
    return name_parts.display(family, given, patronymic)
