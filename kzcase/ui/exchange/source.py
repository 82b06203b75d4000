"""What the screen of a plan reads from, off the window's thread: case files, records files, sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange import casefile, recordsfile, sealing
from kzcase.exchange.casefile import ATTENTION, Incoming, PlanField, PlanRecord, Status
from kzcase.exchange.recordsfile import details
from kzcase.exchange.sealing import Paper
from kzcase.names.folding import fold
from kzcase.progress import Progress
from kzcase.services import duplicates, records
from kzcase.services.office import Office
from kzcase.ui.exchange.sheets import opening
from kzcase.ui.exchange.sheets.opening import SheetFile

PAGE = 500
MOST_READ, MOST_ALIKE = 1_000, 40
"""New records among which people are looked for who may be here, and how many of these are compared."""


class Block(StrEnum):
    """Where in the list of a plan a record stands."""

    WIDENS = "widens"
    CONFLICT = "conflict"
    REFUSED = "refused"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one person, in one block; `title` "" for what belongs to nobody in particular."""

    block: Block
    title: str
    records: tuple[PlanRecord, ...]


@dataclass(frozen=True, slots=True)
class At:
    """How far a plan has been read: the block, and the number of the last record read of it."""

    block: int = 0
    after: int = -1


@dataclass(frozen=True, slots=True)
class Some:
    """A part of a plan: its groups, and where to go on (None: that was all)."""

    groups: tuple[Group, ...]
    next: At | None


@dataclass(frozen=True, slots=True)
class Alike:
    """A new person of a file who looks like one that is here."""

    coming: str
    id: str
    here: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a plan says at one glance, whatever kind of file it is of.

    `taken` is how many records would be taken in without any tick, `held` how
    many more were undone here, `widening` how many more would let more be shown.
    """

    name: str
    counts: Mapping[Status, int]
    taken: int
    widening: int
    held: int
    nothing_new: bool


class Source(Protocol):
    """One file, or several records files that belong together."""

    @property
    def sum(self) -> Sum:
        """What its plan says at one glance."""

    def read(self, office: Office, status: Status | None, at: At, language: str) -> Some:
        """Some of its records."""

    def fields(self, office: Office, number: int, language: str) -> tuple[PlanField, ...]:
        """What one of its records would change."""

    def alike(self, office: Office, language: str) -> tuple[Alike, ...]:
        """New people who look like somebody that is here."""

    def close(self) -> None:
        """Forget the file."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file that was opened and planned."""

    incoming: Incoming

    @property
    def sum(self) -> Sum:
        plan = self.incoming.plan
        counts = {one: plan.counts[one] for one in Status}
        coming = counts[Status.NEW] + counts[Status.CHANGED] + counts[Status.CONFLICT]
        return Sum(
            plan.file,
            counts,
            max(0, coming - plan.widening),
            plan.widening,
            counts[Status.UNDONE],
            plan.nothing_new and not counts[Status.UNDONE],
        )

    def read(self, office: Office, status: Status | None, at: At, language: str) -> Some:
        blocks = _BLOCKS if status is None else ((_block_of(status), (status,), None),)
        block, wanted, widening = blocks[at.block]
        found = casefile.plan_records(
            self.incoming, status=wanted, widening=widening, after=at.after, limit=PAGE, language=language
        )
        if len(found) == PAGE:
            following: At | None = At(at.block, found[-1].number)
        else:
            following = At(at.block + 1) if at.block + 1 < len(blocks) else None
        groups = tuple(_grouped(office, block, found))
        if not groups and following is not None:
            return self.read(office, status, following, language)
        return Some(groups, following)

    def fields(self, office: Office, number: int, language: str) -> tuple[PlanField, ...]:
        return casefile.plan_fields(self.incoming, number, language=language)

    def alike(self, office: Office, language: str) -> tuple[Alike, ...]:
        some = casefile.plan_records(self.incoming, status=(Status.NEW,), limit=MOST_READ, language=language)
        return _alike(office, self, some, language)

    def close(self) -> None:
        self.incoming.close()


@dataclass(frozen=True, slots=True)
class RecordsFiles:
    """Records files that were read and planned together; `whole`: what is the same is listed too."""

    planned: recordsfile.Plan
    whole: bool = False

    @property
    def sum(self) -> Sum:
        plan = self.planned
        counts = dict.fromkeys(Status, 0) | {
            Status.NEW: plan.new,
            Status.SAME: plan.same,
            Status.CHANGED: plan.changed,
            Status.ERASED: plan.erased,
            Status.REFUSED: len(plan.refused),
        }
        coming, wide = plan.new + plan.changed, len(plan.widening)
        return Sum(plan.label, counts, coming - wide, wide, 0, not coming)

    def read(self, office: Office, status: Status | None, at: At, language: str) -> Some:
        plan = self.planned
        groups: list[Group] = []
        if status is None and at.block == 0 and not plan.widening:
            at = At(1)
        if at.after < 0 and (at.block == 1 or status is Status.REFUSED) and plan.refused:
            bad = tuple(
                PlanRecord(-1, "", "", one.where, one.reason, Status.REFUSED, False, one.reason, 0, 0, (), ())
                for one in plan.refused[:PAGE]
            )
            groups.append(Group(Block.REFUSED, "", bad))
        if status is Status.REFUSED:
            return Some(tuple(groups), None)
        only = _CHANGING if status is None and not self.whole else None if status is None else (status,)
        wide = at.block == 0 if status is None else None  # what widens stands first, and once
        some = details.plan_rows(
            office, plan, only=only, widening=wide, after=at.after, limit=PAGE, language=language
        )
        groups += _grouped(office, Block.WIDENS if wide else Block.REST, some)
        if len(some) == PAGE:
            return Some(tuple(groups), At(at.block, some[-1].number))
        return Some(tuple(groups), At(1) if wide else None)

    def fields(self, office: Office, number: int, language: str) -> tuple[PlanField, ...]:
        return details.row_fields(office, self.planned, number, language=language) if number >= 0 else ()

    def alike(self, office: Office, language: str) -> tuple[Alike, ...]:
        some = details.plan_rows(office, self.planned, only=(Status.NEW,), limit=MOST_READ, language=language)
        return _alike(office, self, some, language)

    def close(self) -> None:
        """Nothing of it is held open."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that cannot be opened, and why."""

    path: Path
    error: KzcaseError


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of some files: those that can be taken in, and those that cannot.

    A spreadsheet (`sheet`) is not planned yet: first somebody says which column goes where.
    A sealed paper (`paper`) is looked at and brings no records.
    """

    sources: tuple[Source, ...] = ()
    failed: tuple[Failed, ...] = ()
    paths: tuple[Path, ...] = field(default=())
    sheet: SheetFile | None = None
    paper: Paper | None = None


def open_files(
    office: Office, paths: Sequence[Path], passphrases: Mapping[Path, str], progress: Progress
) -> Opened:
    """Open and plan files; a known failure of one does not keep the others back. Raises `Cancelled`."""
    sources: list[Source] = []
    failed: list[Failed] = []
    # A workbook is a ZIP, as a case file that is not encrypted is: its name tells them apart.
    tables = opening.only_sheets(paths)
    letters = [one for one in paths if one not in tables and sealing.is_paper(one)]
    if letters:
        try:
            return _paper(office, letters[0], paths, passphrases.get(letters[0]), progress)
        except sealing.HoldsCaseFile:
            # Somebody gave a case file a paper's name: what is in it decides.
            pass
    sealed = [one for one in paths if one not in tables and casefile.is_case_file(one)]
    scripts = [one for one in paths if one not in tables and one not in sealed]
    if sealed and scripts:
        failed += _apart(scripts, "Records files are taken in apart from case files.")
        scripts = []
    if tables and (sealed or scripts):
        failed += _apart(tables, "Spreadsheets are taken in apart from other files.")
        tables = ()
    failed += _apart(tables[1:], "Spreadsheets are taken in one after the other.")
    if tables:
        try:
            return Opened((), tuple(failed), tuple(paths), opening.open_sheet(office, tables[0], progress))
        except Cancelled:
            raise
        except KzcaseError as error:
            return Opened((), (Failed(tables[0], error), *failed), tuple(paths))
    try:
        for path in sealed:
            try:
                opened = Incoming.open(office, path, passphrase=passphrases.get(path), progress=progress)
                sources.append(CaseFile(opened))
            except Cancelled:
                raise
            except KzcaseError as error:
                failed.append(Failed(path, error))
        if scripts:
            try:
                sources.append(RecordsFiles(recordsfile.plan(office, scripts, progress=progress)))
            except Cancelled:
                raise
            except KzcaseError as error:
                failed += [Failed(path, error) for path in scripts]
    except BaseException:
        close_all(sources)
        raise
    return Opened(tuple(sources), tuple(failed), tuple(paths))


def _paper(
    office: Office, path: Path, paths: Sequence[Path], passphrase: str | None, progress: Progress
) -> Opened:
    """A sealed paper by itself; other files wait until it was looked at."""
    others = tuple(
        _apart([one for one in paths if one != path], "A sealed paper is opened apart from other files.")
    )
    try:
        paper = sealing.opened(office, path, passphrase, progress)
    except (Cancelled, sealing.HoldsCaseFile):
        raise
    except KzcaseError as error:
        return Opened((), (Failed(path, error), *others), tuple(paths))
    return Opened((), others, tuple(paths), paper=paper)


def _apart(paths: Sequence[Path], what: str) -> list[Failed]:
    error = KzcaseError(
        what, safe="Nothing was changed.", remedy="Choose it again when the others are taken in."
    )
    return [Failed(path, error) for path in paths]


def close_all(sources: Sequence[Source]) -> None:
    """Forget some files."""
    for one in sources:
        one.close()


_BLOCKS: tuple[tuple[Block, tuple[Status, ...], bool | None], ...] = (
    (Block.WIDENS, (Status.NEW, Status.CHANGED, Status.CONFLICT), True),
    (Block.CONFLICT, (Status.CONFLICT,), False),
    (Block.REFUSED, (Status.REFUSED,), None),
    (
        Block.REST,
        tuple(one for one in ATTENTION if one not in (Status.CONFLICT, Status.REFUSED)),
        False,
    ),
)
"""What is read first: what needs a tick, what needs a decision, what stays out; then all the rest."""


_CHANGING = frozenset(Status) - {Status.SAME}


def _block_of(status: Status) -> Block:
    return {Status.CONFLICT: Block.CONFLICT, Status.REFUSED: Block.REFUSED}.get(status, Block.REST)


def _grouped(office: Office, block: Block, found: Sequence[PlanRecord]) -> Iterator[Group]:
    """The records by whose they are, people by name; what is nobody's comes last."""
    people: dict[str, list[PlanRecord]] = {}
    for one in found:
        whose = one.id if one.kind == "person" else one.people[0] if one.people else ""
        people.setdefault(whose, []).append(one)
    named = {one.id: one.title for one in found if one.kind == "person"}
    missing = [one for one in people if one and one not in named]
    with office.read() as session:
        here = records.titles(session, missing)
        absent = records.shown_title(None, "absent")
    groups = []
    for person, some in people.items():
        title = named.get(person) or here.get(person, "")
        if title == absent:
            title = next((one.title.split(": ")[0] for one in some if ": " in one.title), title)
        some.sort(key=lambda one: (one.kind != "person", one.kind_words, one.title))
        groups.append(Group(block, title, tuple(_under(title, one) for one in some)))
    yield from sorted(groups, key=lambda group: (not group.title, fold(group.title)))


def _under(title: str, one: PlanRecord) -> PlanRecord:
    """A record under the heading of its person need not repeat the name."""
    start = f"{title}: "
    return replace(one, title=one.title[len(start) :]) if title and one.title.startswith(start) else one


def _alike(office: Office, source: Source, found: Sequence[PlanRecord], language: str) -> tuple[Alike, ...]:
    """New people of a file who may be somebody here, the likeliest first."""
    people = [one for one in found if one.kind == "person"][:MOST_ALIKE]
    names: dict[str, list[Mapping[str, str]]] = {one.id: [] for one in people}
    for one in found:
        for person in one.people if one.kind == "name" else ():
            if person in names:
                said = _values(source.fields(office, one.number, language))
                names[person].append(_spelled(said.get("parts")))
    alike = []
    for one in people:
        if not names[one.id]:
            continue
        said = _values(source.fields(office, one.number, language))
        like = duplicates.of_new(
            office,
            names[one.id],
            born=said.get("born"),
            gender=said.get("gender"),
            region=said.get("region"),
            language=language,
            limit=1,
        )
        alike += [Alike(one.title, each.b.id, each.b.title, each.score, each.reasons) for each in like]
    return tuple(sorted(alike, key=lambda each: -each.score))


def _values(fields: Sequence[PlanField]) -> dict[str, Any]:
    return {one.field: one.after_value for one in fields}


def _spelled(parts: Any) -> dict[str, str]:
    """The parts of a name that are text."""
    if not isinstance(parts, Mapping):
        return {}
    return {key: value for key, value in parts.items() if isinstance(value, str)}
