"""Says what taking records files in would do, and does it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, Refusal
from kzcase.exchange.recordsfile.held import HeldLines, HeldRows
from kzcase.exchange.recordsfile.lines import Load, RawLine, file_name, read, stop_at_too_many
from kzcase.exchange.recordsfile.links import names, resolve
from kzcase.exchange.recordsfile.widening import widening
from kzcase.history.filenames import BETWEEN_FILES, UNNAMED
from kzcase.history.ledger import BatchInfo
from kzcase.history.revision import Revision, is_id
from kzcase.history.tables import groups
from kzcase.models.ledger import BatchItemRow, BatchRow, RecordRow, RevisionRow
from kzcase.progress import Progress, quiet
from kzcase.services import validation
from kzcase.services.office import Office

ROWS_AT_A_TIME = 2_000
PLACE = re.compile(r"(.*?)(?:line|row) ([0-9]+)")
NAMESPACE_REMEDY = (
    'If it is the same register, give both files the same first line {"namespace": "..."}; '
    "if not, different ones."
)
HELD = ("here", "deleted", "merged")
NEW, SAME, CHANGED, ERASED = range(4)
"""What becomes of a row: it makes a record, brings nothing, changes one, or is of one erased here."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking files in would do; `rows` are the good ones, in order, `outcomes` what becomes of each.

    `widening` are by their number the rows by which more might be shown to more people, with the fields;
    `left_out` is how many such rows were taken out.
    """

    label: str
    rows: HeldRows
    new: int
    same: int
    changed: int
    erased: int
    refused: tuple[Refusal, ...]
    outcomes: bytes = b""
    widening: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    left_out: int = 0

    def without_widening(self) -> Plan:
        """The plan without the rows that would let more be shown."""
        if not self.widening:
            return self
        kept = [number for number in range(len(self.rows)) if number not in self.widening]
        outcomes = bytes(self.outcomes[number] for number in kept)
        return replace(
            self,
            rows=self.rows.only(kept),
            new=outcomes.count(NEW),
            changed=outcomes.count(CHANGED),
            outcomes=outcomes,
            widening={},
            left_out=self.left_out + len(self.widening),
        )

    def report(self, batch: str | None, conflict: int = 0) -> dict[str, Any]:
        """The plan or its outcome, in the shape of `import --json`."""
        return {
            "batch": batch,
            "from": self.label,
            "verified": False,
            "new": self.new,
            "same": self.same,
            "changed": self.changed,
            "conflict": conflict,
            "refused": [
                {
                    "where": one.where,
                    "field": one.field,
                    "reason": f"{one.field}: {one.reason}" if one.field else one.reason,
                }
                for one in self.refused
            ],
            "erased": self.erased,
            "widening": len(self.widening) + self.left_out,
            "widening_left_out": self.left_out,
        }


def plan(office: Office, files: Sequence[Path], *, progress: Progress | None = None) -> Plan:
    """Read files and say what taking them in would do; changes nothing.

    Raises `KzcaseError` for a file that cannot be read at all, for keys
    without namespace that belong to another file's records here, and for more than is taken in at once.
    """
    watched = progress or quiet()
    refused: list[Refusal] = []
    label = BETWEEN_FILES.join(file_name(path) for path in files)
    return plan_lines(office, label, _read(files, refused, watched), refused, progress=watched)


def _read(files: Sequence[Path], refused: list[Refusal], progress: Progress) -> Iterator[RawLine]:
    load = Load()
    for place, path in enumerate(files):
        progress.step("Reading files", place, len(files))
        yield from read(path, load, many=len(files) > 1, refused=refused)


def plan_lines(
    office: Office,
    label: str,
    raw: Iterable[RawLine],
    refused: list[Refusal],
    *,
    remedy: str = NAMESPACE_REMEDY,
    progress: Progress | None = None,
) -> Plan:
    """The same for lines that are read already, of whatever file; `refused` are those that could not be.

    `remedy` says how such a file gets a namespace. Raises `KzcaseError` for keys
    without namespace that belong to another file's records here.
    """
    watched = progress or quiet()
    with office.read() as session:
        lines = HeldLines(raw)
        _refuse_borrowed_keys(session, lines, remedy)
        rows, places = resolve(session, lines, refused)
        del lines
        good = _checked(session, rows, places, refused, watched)
        outcomes = _outcomes(office, session, good, watched)
        making = [number for number, one in enumerate(outcomes) if one == NEW]
        changing = [number for number, one in enumerate(outcomes) if one == CHANGED]
        wide = widening(office, session, good, making, changing, watched)
    refused.sort(key=_place)
    new, same, changed, erased = (outcomes.count(one) for one in (NEW, SAME, CHANGED, ERASED))
    return Plan(label, good, new, same, changed, erased, tuple(refused), outcomes, wide)


def apply(
    office: Office,
    planned: Plan,
    *,
    beside: Callable[[Session], object] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Take in what was planned, in one unit; returns the report with the batch's id.

    `beside` is done in that unit too, also if nothing of the plan is new.
    """
    watched = progress or quiet()
    if not planned.rows and beside is None:
        return planned.report(None)
    batch = BatchInfo(str(uuid.uuid4()), planned.label)
    with office.vault.write() as session:
        if beside is not None:
            beside(session)
        revisions = _brought(office, session, planned.rows)
        if (first := next(revisions, None)) is None:
            return planned.report(None)
        applied = office.ledger.apply(
            session, chain((first,), revisions), batch=batch, own=True, progress=watched
        )
        watched.step("Finishing", 0, 0)
    office.announce(applied.ids)
    office.tidy()
    conflicts = sum(len(ids) for ids in applied.conflicts.values())
    return planned.report(batch.id, conflicts)


def _brought(office: Office, session: Session, rows: HeldRows) -> Iterator[Revision]:
    """The revisions that rows bring, made as they are asked for: no two rows are about one record."""
    for _, some in rows.in_parts():
        yield from office.ledger.plan_rows(session, some)


def _refuse_borrowed_keys(session: Session, raw: HeldLines, remedy: str) -> None:
    """Stop when keys without namespace are already those of records from another file.

    A file whose name was forgotten with somebody erased may be any.
    """
    each = zip(raw.records, raw.files, raw.namespaces, raw.keys, strict=True)
    keyed = {
        record: file for record, file, namespace, key in each if not namespace and not is_id(key.lower())
    }
    others: set[str] = set()
    for group in groups(list(keyed)):
        rows = session.execute(
            select(RevisionRow.record, BatchRow.label)
            .join(BatchItemRow, BatchItemRow.revision == RevisionRow.id)
            .join(BatchRow, BatchRow.id == BatchItemRow.batch)
            .where(RevisionRow.record.in_(group), BatchRow.sender.is_(None), BatchRow.undone.is_(None))
            .distinct()
        )
        came: dict[str, set[str]] = {}
        for record, label in rows:
            came.setdefault(record, set()).update(label.split(BETWEEN_FILES))
        for record, files in came.items():
            if keyed[record] not in files and UNNAMED not in files:
                others |= files
    if others:
        raise KzcaseError(
            f"Some ids of this file are already those of records that came from {', '.join(sorted(others))}.",
            safe="Nothing was changed.",
            remedy=remedy,
        )


def _checked(
    session: Session, rows: HeldRows, places: Sequence[str], refused: list[Refusal], watched: Progress
) -> HeldRows:
    """The rows that fit their declarations; one that names a refused row is refused too."""
    rules = validation.Rules(session, dict(zip(rows.records, rows.kinds, strict=True)))
    here = _kinds_here(session, rows.records)
    bad: set[str] = set()
    for number, row in enumerate(rows):
        if number % ROWS_AT_A_TIME == 0:
            watched.step("Checking rows", number, len(rows))
        where = places[number]
        faults = rules.problems(row.kind, row.fields, new=row.record not in here, where=where)
        if here.get(row.record, row.kind) != row.kind:
            faults = (Refusal(where, f"That id is already a {here[row.record]} in this vault."),)
        if faults:
            refused.extend(faults)
            stop_at_too_many(refused)
            bad.add(row.record)
    if not bad:
        return rows
    bad |= _named_in_vain(rows, places, bad, here, refused)
    return rows.only(number for number, record in enumerate(rows.records) if record not in bad)


def _named_in_vain(
    rows: HeldRows, places: Sequence[str], bad: set[str], here: Mapping[str, str], refused: list[Refusal]
) -> set[str]:
    """The rows that cannot be taken in because they name one that is refused and not here either."""
    coming = set(rows.records) - here.keys()
    naming: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for target in (names(row) & coming) if row.record not in bad else ():
            naming.setdefault(target, []).append(number)
    found: set[str] = set()
    waiting = [record for record in bad if record not in here]
    while waiting:
        target = waiting.pop()
        for number in naming.get(target, ()):
            record = rows.records[number]
            if record not in found:
                found.add(record)
                refused.append(Refusal(places[number], "It names a record that is refused."))
                if record not in here:
                    waiting.append(record)
    return found


def _kinds_here(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The kinds of those records that are in the vault."""
    found: dict[str, str] = {}
    for group in groups(ids):
        rows = session.execute(
            select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(group), RecordRow.status.in_(HELD))
        )
        found |= {row.id: row.kind or "" for row in rows}
    return found


def _outcomes(office: Office, session: Session, rows: HeldRows, watched: Progress) -> bytes:
    """What becomes of each row."""
    statuses: dict[str, str] = {}
    for group in groups(rows.records):
        found = session.execute(select(RecordRow.id, RecordRow.status).where(RecordRow.id.in_(group)))
        statuses |= {row.id: row.status for row in found}
    bringing: set[str] = set()
    for start, some in rows.in_parts():
        watched.step("Comparing with what is here", start, len(rows))
        bringing |= {revision.record for revision in office.ledger.plan_rows(session, some)}
    outcomes = bytearray()
    for record in rows.records:
        status = statuses.get(record, "absent")
        if status == "erased":
            outcomes.append(ERASED)
        elif record not in bringing:
            outcomes.append(SAME)
        else:
            outcomes.append(NEW if status == "absent" else CHANGED)
    return bytes(outcomes)


def _place(refusal: Refusal) -> tuple[str, int]:
    found = PLACE.match(refusal.where)
    return (found[1], int(found[2])) if found else ("", 0)
