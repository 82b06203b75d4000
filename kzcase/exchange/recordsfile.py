"""Records files: one JSON object a line, for scripts to bring records in and take them out.

    {"namespace": "my-register"}                                     (first line, optional)
    {"kind": "person", "id": "any key or a UUID", "fields": {"region": "KZ-23", ...}}

A link is the other record's id: its key in the same file, or a UUID. Dates are
EDTF, amounts text. `kzcase schema --json` names kinds and fields. Nothing of a
file is taken in if any line is bad, unless the caller asks to skip the bad
ones; a plan says beforehand what would happen. A plain file is not encrypted.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, Refusal, Unwritable
from kzcase.exchange import strictjson
from kzcase.history import roots, sign
from kzcase.history.ledger import BatchInfo
from kzcase.history.revision import Revision
from kzcase.history.writers import active_keys
from kzcase.models.base import Travel, kinds, models
from kzcase.models.fields import Field
from kzcase.models.ledger import BatchItemRow, BatchRow, RecordRow, RevisionRow
from kzcase.progress import Progress, quiet
from kzcase.search import index
from kzcase.services import validation
from kzcase.services.office import Office, in_groups

LONGEST_LINE = 4_000_000
ROWS_AT_A_TIME = 2_000
NOTE = "kzcase records, plain: not encrypted"


@dataclass(frozen=True, slots=True)
class Line:
    """One good line of a file: where it stands, and its row with links resolved."""

    where: str
    row: roots.Row


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking files in would do; `rows` are the good ones, in order."""

    label: str
    rows: tuple[roots.Row, ...]
    new: int
    same: int
    changed: int
    erased: int
    refused: tuple[Refusal, ...]

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
                {"where": one.where, "reason": f"{one.field}: {one.reason}" if one.field else one.reason}
                for one in self.refused
            ],
            "erased": self.erased,
        }


def plan(office: Office, files: Sequence[Path], *, progress: Progress | None = None) -> Plan:
    """Read files and say what taking them in would do; changes nothing.

    Raises `KzcaseError` for a file that cannot be read at all, and for keys
    without namespace that belong to another file's records here.
    """
    watched = progress or quiet()
    refused: list[Refusal] = []
    raw: list[_Raw] = []
    for place, path in enumerate(files):
        watched.step("Reading files", place, len(files))
        raw += _read(path, len(files) > 1, refused)
    label = ", ".join(path.name for path in files)
    with office.read() as session:
        lines = _resolved(session, raw, refused)
        _refuse_borrowed_keys(session, raw, label)
        good = _checked(session, lines, refused, watched)
        counts = _counted(office, session, good, watched)
    refused.sort(key=_place)
    return Plan(label, good, *counts, refused=tuple(refused))


def apply(office: Office, planned: Plan, *, progress: Progress | None = None) -> dict[str, Any]:
    """Take in what was planned, in one unit; returns the report with the batch's id."""
    watched = progress or quiet()
    if not planned.rows:
        return planned.report(None)
    batch = BatchInfo(str(uuid.uuid4()), planned.label)
    with office.vault.write() as session:
        keys = active_keys(session.connection())
        revisions = [
            one
            for group in _planned(office, session, planned.rows, watched)
            for made in group
            for one in made
        ]
        watched.step("Taking records in", 0, 0)
        signatures = sign.sign(keys.secret, [one.id for one in revisions if one.author == keys.id])
        applied = office.ledger.apply(session, revisions, signatures=signatures, batch=batch)
        watched.step("Finishing", 0, 0)
    with office.vault.write() as session:
        index.tidy(session)
    office.announce(applied.ids)
    conflicts = sum(len(ids) for ids in applied.conflicts.values())
    return planned.report(batch.id if revisions else None, conflicts)


# --- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line as it was read: place, namespace of its file, kind, key, fields."""

    where: str
    namespace: str
    kind: str
    key: str
    fields: Mapping[str, Any]

    @property
    def record(self) -> str:
        return roots.record_id(self.namespace, self.kind, self.key)


def _read(path: Path, many: bool, refused: list[Refusal]) -> Iterator[_Raw]:
    namespace = ""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                where = f"{path.name}, line {number}" if many else f"line {number}"
                try:
                    value = strictjson.read(_text(line))
                    if number == 1 and isinstance(value, dict) and "namespace" in value:
                        namespace = _namespace(value)
                    else:
                        yield _raw(where, namespace, value)
                except strictjson.BadJson as bad:
                    refused.append(Refusal(where, bad.what))
    except OSError as error:
        raise KzcaseError(f"The file cannot be read: {path}.", safe="Nothing was changed.") from error


def _lines(file: Iterable[bytes]) -> Iterator[bytes]:
    for line in file:
        if stripped := line.strip(b"\r\n \t"):
            yield stripped
        # An empty line still counts, so that the numbers agree with an editor's.
        else:
            yield b""


def _text(line: bytes) -> str:
    if not line:
        raise strictjson.BadJson("The line is empty.")
    if len(line) > LONGEST_LINE:
        raise strictjson.BadJson(f"The line is longer than {LONGEST_LINE:,} bytes.")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise strictjson.BadJson("The line is not UTF-8 text.") from None


def _namespace(value: Mapping[str, Any]) -> str:
    namespace = value["namespace"]
    if not isinstance(namespace, str) or set(value) - {"namespace", "note"}:
        raise strictjson.BadJson("The first line names the namespace as text, and nothing else.")
    return namespace


def _raw(where: str, namespace: str, value: Any) -> _Raw:
    if not isinstance(value, dict) or set(value) - {"kind", "id", "fields"}:
        raise strictjson.BadJson('A line is {"kind": ..., "id": ..., "fields": {...}}.')
    kind, key, fields = value.get("kind"), value.get("id"), value.get("fields")
    if not isinstance(kind, str) or kind not in kinds():
        raise strictjson.BadJson(f"There is no kind “{kind}”.")
    if kinds()[kind].travel is not Travel.SHARED:
        raise strictjson.BadJson(f"A {kind} never travels in files.")
    if not isinstance(key, str) or not key.strip():
        raise strictjson.BadJson("The id is missing or not text.")
    if not isinstance(fields, dict):
        raise strictjson.BadJson("The fields are missing.")
    return _Raw(where, namespace, kind, key, fields)


# --- resolving and checking --------------------------------------------------------------------------


def _resolved(session: Session, raw: Sequence[_Raw], refused: list[Refusal]) -> list[Line]:
    """Lines with every link turned into a record id; repeated ids are refused."""
    by_key: dict[str, list[_Raw]] = {}
    for one in raw:
        by_key.setdefault(one.key, []).append(one)
    here = _Here(session)
    seen: dict[str, str] = {}
    lines = []
    for one in raw:
        if one.record in seen:
            refused.append(Refusal(one.where, f"The same id and kind stand in {seen[one.record]}."))
            continue
        seen[one.record] = one.where
        try:
            fields = {
                key: _linked(kinds()[one.kind].fields.get(key), value, one, by_key, here)
                for key, value in one.fields.items()
            }
        except strictjson.BadJson as bad:
            refused.append(Refusal(one.where, bad.what))
            continue
        lines.append(Line(one.where, roots.Row(one.kind, one.record, validation.cleaned(one.kind, fields))))
    return lines


class _Here:
    """Which ids the registry knows, asked once each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, bool] = {}

    def knows(self, record: str) -> bool:
        if record not in self._known:
            self._known[record] = (
                self._session.scalar(select(RecordRow.seq).where(RecordRow.id == record)) is not None
            )
        return self._known[record]


def _linked(field: Field | None, value: Any, one: _Raw, by_key: Mapping[str, list[_Raw]], here: _Here) -> Any:
    if field is None or not field.type.is_link:
        return value
    if isinstance(value, str):
        return _target(field, value, one, by_key, here)
    if isinstance(value, list):
        return [_target(field, key, one, by_key, here) if isinstance(key, str) else key for key in value]
    return value


def _target(field: Field, key: str, one: _Raw, by_key: Mapping[str, list[_Raw]], here: _Here) -> str:
    """The id a link's key means: a row of these files, a UUID, or a row of the same namespace imported before."""
    rows = [row for row in by_key.get(key, ()) if not field.targets or row.kind in field.targets]
    same = [row for row in rows if row.namespace == one.namespace] or rows
    if len({row.record for row in same}) > 1:
        raise strictjson.BadJson(f"“{field.key}” names “{key}”, which is the id of several rows.")
    if same:
        return same[0].record
    if by_key.get(key):
        return by_key[key][0].record  # of a kind that does not fit: the checks say so
    possible = [roots.record_id(one.namespace, kind, key) for kind in field.targets or kinds()]
    return next((record for record in possible if here.knows(record)), possible[0])


def _refuse_borrowed_keys(session: Session, raw: Sequence[_Raw], label: str) -> None:
    """Stop when keys without namespace are already those of records from another file."""
    ids = [one.record for one in raw if not one.namespace and one.record != one.key]
    others: set[str] = set()
    for group in in_groups(ids):
        others |= set(
            session.scalars(
                select(BatchRow.label)
                .join(BatchItemRow, BatchItemRow.batch == BatchRow.id)
                .join(RevisionRow, RevisionRow.id == BatchItemRow.revision)
                .where(RevisionRow.record.in_(group), BatchRow.label != label, BatchRow.undone.is_(None))
                .distinct()
            )
        )
    if others:
        raise KzcaseError(
            f"Some ids of this file are already those of records that came from {', '.join(sorted(others))}.",
            safe="Nothing was changed.",
            remedy='If it is the same register, give both files the same first line {"namespace": "..."}; '
            "if not, different ones.",
        )


def _checked(
    session: Session, lines: Sequence[Line], refused: list[Refusal], watched: Progress
) -> tuple[roots.Row, ...]:
    """The rows that fit their declarations; one that links to a refused row is refused too."""
    good = list(lines)
    while True:
        coming = {line.row.record: line.row.kind for line in good}
        rules = validation.Rules(session, coming)
        known = {one for group in in_groups(list(coming)) for one in _known_ids(session, group)}
        kept = []
        for place, line in enumerate(good):
            if place % ROWS_AT_A_TIME == 0:
                watched.step("Checking rows", place, len(good))
            new = line.row.record not in known
            faults = rules.problems(line.row.kind, line.row.fields, new=new, where=line.where)
            refused.extend(faults)
            if not faults:
                kept.append(line)
        if len(kept) == len(good):
            return tuple(line.row for line in kept)
        good = kept


def _known_ids(session: Session, ids: Sequence[str]) -> Iterable[str]:
    return session.scalars(
        select(RecordRow.id).where(RecordRow.id.in_(ids), RecordRow.status.in_(("here", "deleted", "merged")))
    )


# --- planning ----------------------------------------------------------------------------------------


def _planned(
    office: Office, session: Session, rows: Sequence[roots.Row], watched: Progress
) -> Iterator[list[tuple[Revision, ...]]]:
    """The revisions each row brings, some thousand rows at a time."""
    connection = session.connection()
    picture = office.ledger.picture
    author, time = active_keys(connection).id, office.ledger.time()
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        watched.step("Comparing with what is here", start, len(rows))
        group = rows[start : start + ROWS_AT_A_TIME]
        here = roots.existing(connection, picture, group)
        yield [
            roots.plan_row(
                here.get(row.record),
                row,
                picture.tables[row.kind].fields,
                schema=picture.upcasters.today(row.kind),
                author=author,
                time=time,
            )
            for row in group
        ]


def _counted(
    office: Office, session: Session, rows: Sequence[roots.Row], watched: Progress
) -> tuple[int, int, int, int]:
    """How many rows are new, the same, changed and erased here."""
    new = same = changed = erased = 0
    made = (one for group in _planned(office, session, rows, watched) for one in group)
    statuses: dict[str, str] = {}
    for group in in_groups([row.record for row in rows]):
        found = session.execute(select(RecordRow.id, RecordRow.status).where(RecordRow.id.in_(group)))
        statuses |= {row.id: row.status for row in found}
    for row, revisions in zip(rows, made, strict=True):
        status = statuses.get(row.record, "absent")
        if status == "erased":
            erased += 1
        elif not revisions:
            same += 1
        elif status == "absent":
            new += 1
        else:
            changed += 1
    return new, same, changed, erased


def _place(refusal: Refusal) -> tuple[str, int]:
    name, _, number = refusal.where.rpartition("line ")
    return name, int(number) if number.isdigit() else 0


# --- writing -----------------------------------------------------------------------------------------


def write(office: Office, path: Path, *, progress: Progress | None = None) -> int:
    """Write every shared record as it stands to a plain file; returns how many.

    The file is not encrypted and says so in its first line. Raises `Unwritable`;
    then there is no new file.
    """
    watched = progress or quiet()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kzcase-", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file, office.read() as session:
                written = 0
                file.write(orjson.dumps({"namespace": "", "note": NOTE}) + b"\n")
                for line in _written(session, watched):
                    file.write(line + b"\n")
                    written += 1
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    return written


def _written(session: Session, watched: Progress) -> Iterator[bytes]:
    shared = [kind for kind in kinds().values() if kind.travel is Travel.SHARED]
    for place, kind in enumerate(shared):
        watched.step("Writing records", place, len(shared))
        table = models()[kind.key].__table__
        rows = session.execute(
            select(table)
            .join(RecordRow, RecordRow.id == table.c.id)
            .where(RecordRow.status.in_(("here", "merged")))
            .order_by(table.c.id)
        ).mappings()
        for row in rows:
            fields = {
                key: sorted(row[key]) if isinstance(row[key], frozenset) else row[key]
                for key in kind.fields
                if row[key] is not None
            }
            yield orjson.dumps(
                {"kind": kind.key, "id": row["id"], "fields": fields}, option=orjson.OPT_SORT_KEYS
            )
