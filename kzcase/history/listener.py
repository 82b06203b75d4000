"""The first door: makes revisions of what a session is about to flush.

Before the flush the revisions are made and every value is checked, so that
nothing is written if one of them cannot be kept; after it revisions, registry,
links and signature follow in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Session, attributes, sessionmaker

from kzcase.history.fold import DELETED
from kzcase.history.guard import close_door, materialising, open_door
from kzcase.history.ops import SetOps, change, tidy
from kzcase.history.picture import accepted_tombstones, refuse_erased
from kzcase.history.reach import parents_here, values_at
from kzcase.history.registry import MERGED_INTO, UNKNOWN, Entry, link, register, registry, regroup, waiting
from kzcase.history.revision import Revision, is_id, make
from kzcase.history.store import keep_signatures, last_seq
from kzcase.history.tables import KindTable, quoted, run, single
from kzcase.history.writers import WriterKeys, active_keys
from kzcase.models.base import Record
from kzcase.models.ledger import (
    BatchItemRow,
    LinkRow,
    RecordRow,
    RevisionRow,
    SignatureRow,
    SignedRow,
    TombstoneRow,
)

if TYPE_CHECKING:
    from kzcase.history.ledger import Ledger

_UNIT = "kzcase_history_unit"
_PENDING = "kzcase_history_pending"
_OURS = (RevisionRow, SignatureRow, SignedRow, TombstoneRow, RecordRow, LinkRow, BatchItemRow)
_GROUND = ("heads", "conflicts", "last_seq")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: touched ids by kind, revisions (hex), records others had changed meanwhile."""

    ids: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    revisions: tuple[str, ...] = ()
    stale: frozenset[str] = frozenset()


@dataclass(slots=True)
class Unit:
    """One unit of the first door; `written` is filled when it is left."""

    session: Session
    read_at: Mapping[str, bytes]
    touched: Mapping[str, Mapping[str, SetOps | None]]
    note: str | None
    written: Written = field(default_factory=Written)


@dataclass(slots=True)
class _Pending:
    """What a flush under way will have to add to the rows it writes."""

    writer: WriterKeys
    known: Mapping[str, Entry]
    revisions: list[tuple[int, Revision]] = field(default_factory=list)
    rows: dict[str, tuple[KindTable, Record]] = field(default_factory=dict)
    links: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    anew: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)


class Listener:
    """Stands on every writing session of one vault."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def attach(self, sessions: sessionmaker[Session]) -> None:
        """Listen to every writing session that is made."""
        event.listen(sessions, "before_flush", self._before_flush)
        event.listen(sessions, "after_flush", self._after_flush)
        event.listen(sessions, "after_flush_postexec", self._after_all)
        event.listen(sessions, "after_soft_rollback", self._after_rollback)

    def begin(
        self,
        session: Session,
        read_at: Mapping[str, bytes],
        touched: Mapping[str, Mapping[str, SetOps | None]],
        note: str | None,
    ) -> Unit:
        """Begin a unit of the first door on a session that is attached."""
        unit = Unit(session, read_at, touched, note)
        session.info[_UNIT] = unit
        return unit

    def finish(self, unit: Unit) -> None:
        """Mark what was decided without being changed, and flush once."""
        for record, fields in unit.touched.items():
            self._mark(unit.session, record, fields)
        unit.session.flush()
        unit.session.info.pop(_UNIT, None)

    def _mark(self, session: Session, record: str, fields: Mapping[str, SetOps | None]) -> None:
        row = self._loaded(session, record)
        table = self._ledger.picture.tables[row.__tablename__]
        for key, ops in fields.items():
            name = table.attributes[key]
            getattr(row, name)  # loads it, so that it can be marked
            if ops:
                setattr(row, name, ops.on(_committed(row, name)) or None)
            new = not inspect(row).persistent
            if ops or not (table.fields[key].type.is_set or (new and getattr(row, name) is None)):
                attributes.flag_modified(row, name)

    def _loaded(self, session: Session, record: str) -> Record:
        for row in (*session.new, *session.identity_map.values()):
            if isinstance(row, Record) and row.id == record:
                return row
        entry = registry(session.connection(), [record]).get(record)
        table = self._ledger.picture.tables.get(entry.kind or "") if entry else None
        found = session.get(table.model, record) if table else None
        if found is None:
            raise LookupError("a touched record is neither here nor new")
        return found

    # --- before: make the revisions --------------------------------------------------------------

    def _before_flush(self, session: Session, context: Any, instances: Any) -> None:
        records = []
        for row in session.deleted:
            if isinstance(row, (Record, *_OURS)):
                raise RuntimeError("a record is deleted by its field, never as a row")
        for row in (*session.new, *session.dirty):
            if isinstance(row, _OURS):
                raise RuntimeError("tables of history are written by history alone")
            if isinstance(row, Record):
                records.append(row)
        if records:
            if _PENDING in session.info:
                raise RuntimeError("a unit flushes its records once")
            self._prepare(session, records)
        open_door(session.connection())

    def _prepare(self, session: Session, records: list[Record]) -> None:
        connection = session.connection()
        pending: _Pending | None = None
        unit: Unit = session.info.get(_UNIT) or Unit(session, {}, {}, None)
        for row in records:
            table = self._ledger.picture.tables[row.__tablename__]
            fields = _changed(table, row)
            if fields is None:
                continue
            if pending is None:
                pending = _Pending(active_keys(connection), registry(connection, [one.id for one in records]))
            self._revise(connection, unit, table, row, fields, pending)
        if pending is not None:
            refuse_erased((one for _, one in pending.revisions), accepted_tombstones(connection))
            session.info[_PENDING] = pending

    def _revise(
        self,
        connection: Connection,
        unit: Unit,
        table: KindTable,
        row: Record,
        fields: dict[str, Any],
        pending: _Pending,
    ) -> None:
        """Make the revision of one object and bring its row's ground columns up to date."""
        record = row.id
        now = single(
            connection,
            f"SELECT heads FROM {quoted(table.name)} WHERE id = ?",
            (record,),
        )
        now = now or b""
        parents = unit.read_at.get(record, row.heads or b"")
        if stale := parents != now:
            parents = parents_here(connection, record, parents)
        touched = unit.touched.get(record, {})
        entries = {}
        seen: Mapping[str, Any] | None = None
        for key, value in fields.items():
            declared = table.fields[key]
            if not declared.type.is_set:
                entries[key] = change(declared, value)
                continue
            if (ops := touched.get(key)) is None:
                if stale and seen is None:
                    seen = values_at(self._ledger.picture, connection, table.name, record, parents)
                before = (seen or {}).get(key) if stale else _committed(row, table.attributes[key])
            entry = change(declared, ops if ops is not None else value, None if ops is not None else before)
            if entry is not None:
                entries[key] = entry
        if not entries and now:
            return
        revision = make(
            table.name,
            record,
            entries,
            table.fields,
            parents=parents,
            author=pending.writer.id,
            time=self._ledger.time(),
            schema=self._ledger.picture.upcasters.today(table.name),
            note=unit.note,
        )
        seq = (pending.revisions[-1][0] if pending.revisions else last_seq(connection)) + 1
        pending.revisions.append((seq, revision))
        pending.rows[record] = (table, row)
        if stale:
            pending.stale.add(record)
            pending.anew.add(record)
        row.heads = revision.id
        row.last_seq = seq
        if row.conflicts:
            left = {key: value for key, value in row.conflicts.items() if key not in entries}
            row.conflicts = left or None
        for key in entries:
            declared = table.fields[key]
            value = getattr(row, table.attributes[key])
            if key == DELETED:
                row.deleted = value or None
            if declared.type.is_link:
                named = value if declared.type.is_set else ({value} if value else None)
                pending.links[table.name, record, key] = frozenset(named or ())

    # --- after: write the rest --------------------------------------------------------------------

    def _after_flush(self, session: Session, context: Any) -> None:
        connection = session.connection()
        close_door(connection)
        pending: _Pending | None = session.info.get(_PENDING)
        if pending is None or not pending.revisions:
            return
        with materialising(connection):
            self._write(connection, pending)
        unit: Unit | None = session.info.get(_UNIT)
        ids: dict[str, set[str]] = {}
        for record, (table, _) in pending.rows.items():
            ids.setdefault(table.name, set()).add(record)
        if unit is not None:
            unit.written = Written(
                {kind: frozenset(those) for kind, those in ids.items()},
                tuple(revision.hex for _, revision in pending.revisions),
                frozenset(pending.stale),
            )
        pending.revisions = []

    def _after_all(self, session: Session, context: Any) -> None:
        """Objects whose row was folded anew must not go on showing what was typed."""
        pending: _Pending | None = session.info.get(_PENDING)
        if pending is not None:
            for record in pending.anew:
                session.refresh(pending.rows[record][1])
            pending.anew.clear()

    def _write(self, connection: Connection, pending: _Pending) -> None:
        picture = self._ledger.picture
        for seq, one in pending.revisions:
            run(
                connection,
                "INSERT INTO revision (seq, id, record, header, parts) VALUES (?, ?, ?, ?, ?)",
                (seq, one.id, one.record, one.header, one.stored_parts),
            )
        ids = [one.id for _, one in pending.revisions]
        keep_signatures(connection, self._ledger.signer(pending.writer).sign(ids), own=True)
        pending.anew |= waiting(connection) & pending.rows.keys()
        anew = pending.anew
        register(
            connection,
            {
                record: Entry(
                    table.name,
                    "deleted" if row.deleted else "here",
                    record,
                    len(row.conflicts or ()) or None,
                )
                for record, (table, row) in pending.rows.items()
                if record not in anew
            },
            pending.known,
        )
        fresh = [record for record in pending.rows if record not in pending.known]
        link(connection, pending.links, fresh=fresh)
        arrived = {one for one in pending.rows if pending.known.get(one, UNKNOWN).status == "absent"}
        merged = {source for _, source, key in pending.links if key == MERGED_INTO}
        if arrived or merged:
            regroup(connection, arrived | merged)
        if anew:
            refold = [(pending.rows[record][0].name, record) for record in sorted(anew)]
            picture.take(connection, (), refold=refold)
        touched: dict[str, set[str]] = {}
        for record, (table, _) in pending.rows.items():
            touched.setdefault(table.name, set()).add(record)
        fields = {
            one.record: frozenset(key for part in one.parts for key in part.fields)
            for _, one in pending.revisions
            if one.parents and one.record not in anew
        }
        self._ledger.derive(connection, touched, fields)

    def _after_rollback(self, session: Session, previous: Any) -> None:
        session.info.pop(_PENDING, None)


def _changed(table: KindTable, row: Record) -> dict[str, Any] | None:
    """The recorded fields of an object that were set, with their tidied values; None if nothing was.

    A value that tidies to what was there before is no change (a text typed in
    another normal form, empty text for none). Raises `NotPlain`.
    """
    state = inspect(row)
    new = not state.persistent
    if not is_id(row.id):
        raise ValueError("a record id is a UUID in lower case")
    names = {name: key for key, name in table.attributes.items()}
    fields: dict[str, Any] = {}
    for name in list(state.committed_state):
        if not state.attrs[name].history.has_changes():
            continue
        if name in _GROUND or (name == "id" and not new):
            raise RuntimeError(f"“{name}” is written by history alone")
        if (key := names.get(name)) is None:
            continue
        before = state.committed_state[name]
        value = tidy(table.fields[key], getattr(row, name))
        if value != getattr(row, name):
            setattr(row, name, value)
        if value != before and not (new and value is None):
            fields[key] = value
    return fields if fields or new else None


def _committed(row: Record, name: str) -> frozenset[str]:
    """The set that an attribute held when the object was loaded; nothing, if it is new."""
    history = inspect(row).attrs[name].history
    held = history.deleted if history.added else history.unchanged or history.deleted
    return frozenset((held[0] if held else None) or ())
