"""The two doors through which anything is written: a session's flush, and revisions taken in.

First door: inside `Ledger.write` objects of a session are changed as usual; the
one flush at its end makes revisions of what changed. Second door: `apply` takes
revisions from anywhere, `record` makes one's own in bulk and applies them.
Both leave the tables as the picture of the set of revisions.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.history import rebuild, sign, straight, withdraw
from kzcase.history.declared import orders, picture
from kzcase.history.guard import Guard, materialising
from kzcase.history.idset import ByKind
from kzcase.history.intake import Applied, BatchInfo, Intake
from kzcase.history.listener import Listener, Unit, Written
from kzcase.history.ops import SetOps, changes
from kzcase.history.picture import Picture, refuse_erased
from kzcase.history.reach import parents_here, values_at
from kzcase.history.rebuild import Rebuilt
from kzcase.history.revision import Revision, make, utc_text
from kzcase.history.roots import Row, existing, plan_row
from kzcase.history.tables import KindTable, quoted, rows_in, run
from kzcase.history.upcast import UPCASTERS, Upcasters
from kzcase.history.withdraw import Withdrawal
from kzcase.history.writers import Writer, WriterKeys, active_keys, make_writer
from kzcase.models.base import models
from kzcase.models.ledger import BatchRow, WriterRow
from kzcase.progress import Progress, quiet
from kzcase.vault.vault import Vault

__all__ = ["Applied", "BatchInfo", "Change", "Intake", "Ledger", "SetOps", "Unit", "Writer", "Written"]

Deriver = Callable[[Connection, Mapping[str, AbstractSet[str]], Mapping[str, frozenset[str]], Progress], None]
"""Brings derived tables up to date for the touched ids by kind, inside the same transaction.

It is told of some of these ids which fields were set and that nothing else
changed; of the others anything may have changed. It says how far it is, and
raises `Cancelled`.
"""

PIECE = 2_000
"""Revisions taken in between two looks at whether somebody wants it stopped."""

GUARDED = ("revision", "signature", "signed", "tombstone", "record", "link", "batch_item")


@dataclass(frozen=True, slots=True)
class Change:
    """New values of some fields of one record, to be written by the second door.

    `parents` are the heads the values were decided at; None: the present ones.
    For set fields a value is the whole new set or a `SetOps`.
    """

    kind: str
    record: str
    fields: Mapping[str, Any]
    parents: bytes | None = None
    note: str | None = None


class Ledger:
    """Writes history for one open vault; there is one for each open vault."""

    def __init__(
        self,
        vault: Vault,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        derivers: Sequence[Deriver] = (),
        own_derivers: Sequence[Deriver] | None = None,
        upcasters: Upcasters = UPCASTERS,
    ) -> None:
        self.vault = vault
        self.picture = Picture(picture().tables, upcasters, orders())
        self._clock = clock
        self._derivers = tuple(derivers)
        # After one's own changes these follow instead, which may put off what nobody waits for.
        self._own_derivers = self._derivers if own_derivers is None else tuple(own_derivers)
        self._signer: sign.Signer | None = None
        self._guard = Guard(vault.writer, (*GUARDED, *models()))
        self._listener = Listener(self)
        self._listener.attach(vault.sessions)

    # --- who writes ---------------------------------------------------------------------------------

    def add_writer(self, session: Session, name: str) -> WriterRow:
        """Make the identity of someone who writes in this vault; the first one becomes the active one."""
        row = make_writer(name, utc_text(self._clock()))
        row.active = session.query(WriterRow).count() == 0
        session.add(row)
        session.flush()
        return row

    def switch_writer(self, session: Session, id: str) -> None:  # noqa: A002
        """Let another of this vault's writers write from now on. Raises `NotFound`."""
        if session.get(WriterRow, id) is None:
            raise NotFound("This vault has no such writer.", safe="Nothing was changed.")
        for row in session.query(WriterRow):
            row.active = row.id == id
        session.flush()

    def active(self, session: Session) -> Writer:
        """Who is writing. Raises `NotFound` in a vault without writers."""
        keys = active_keys(session.connection())
        return Writer(keys.id, keys.name)

    def signer(self, writer: WriterKeys) -> sign.Signer:
        """What signs for a writer; the last one is kept, since to read a key takes longer than to sign."""
        if self._signer is None or self._signer.secret != writer.secret:
            self._signer = sign.Signer(writer.secret)
        return self._signer

    def forget(self) -> None:
        """Drop the writer's key: the vault is being locked."""
        self._signer = None

    # --- the first door -----------------------------------------------------------------------------

    @contextmanager
    def write(
        self,
        read_at: Mapping[str, bytes] | None = None,
        touched: Mapping[str, Mapping[str, SetOps | None]] | None = None,
        note: str | None = None,
    ) -> Iterator[Unit]:
        """One unit of the first door: change objects of `unit.session`; leaving makes the revisions.

        `read_at` gives by record id the heads its form was read at; `touched`
        the fields that were decided even if the value stayed, with the elements
        added and removed for sets. After leaving, `unit.written` says what was
        written. Raises `NotPlain` for values that cannot be kept.
        """
        with self.vault.write() as session:
            unit = self._listener.begin(session, read_at or {}, touched or {}, note)
            yield unit
            self._listener.finish(unit)

    # --- the second door ----------------------------------------------------------------------------

    def record(self, session: Session, given: Iterable[Change]) -> Written:
        """Write one's own changes in bulk: makes, signs and applies a revision for each.

        Several changes of one record stand on one another. A change that sets
        nothing to a new value of a set, and no other field, makes no revision.
        """
        session.flush()
        connection = session.connection()
        writer = active_keys(connection)
        given = list(given)
        if len(given) == 1 and (one := self._straight(connection, given[0], writer)) is not None:
            session.expire_all()
            return Written({one.kind: frozenset((one.record,))}, (one.hex,))
        revisions, stale = self._revisions(connection, given, writer)
        applied = self.apply(session, revisions, own=writer)
        return Written(applied.ids, tuple(one.hex for one in revisions), frozenset(stale))

    def _straight(self, connection: Connection, change: Change, writer: WriterKeys) -> Revision | None:
        """Write a change that is plain enough (`kzcase.history.straight`), and what is derived of it."""
        tables, upcasters = self.picture.tables, self.picture.upcasters
        one = straight.write(
            connection,
            tables,
            upcasters,
            change,
            author=writer.id,
            signer=lambda: self.signer(writer),
            time=self.time(),
        )
        if one is not None:
            with materialising(connection), quiet_collector():
                fields = {one.record: frozenset(change.fields)}
                self.derive(connection, {one.kind: {one.record}}, fields, own=True)
        return one

    def _revisions(
        self, connection: Connection, given: Sequence[Change], writer: WriterKeys
    ) -> tuple[list[Revision], set[str]]:
        time = utc_text(self._clock())
        by_kind: dict[str, list[str]] = {}
        for change in given:
            by_kind.setdefault(change.kind, []).append(change.record)
        heads: dict[str, bytes] = {}
        for kind, ids in by_kind.items():
            select = f"SELECT id, heads FROM {quoted(kind)}"
            for rows in rows_in(connection, select, "id", list(dict.fromkeys(ids))):
                heads.update((one, joined or b"") for one, joined in rows)
        made: dict[str, list[Revision]] = {}
        stale = set()
        for change in given:
            table = self.picture.tables[change.kind]
            own = made.setdefault(change.record, [])
            now = parents = own[-1].id if own else heads.get(change.record, b"")
            if change.parents is not None and change.parents != now and not own:
                parents = parents_here(connection, change.record, change.parents)
                stale.add(change.record)
            before: Mapping[str, Any] = {}
            if now and any(_is_whole_set(table, key, value) for key, value in change.fields.items()):
                before = values_at(self.picture, connection, change.kind, change.record, parents, own)
            entries = changes(table.fields, change.fields, before)
            if not now:
                entries = {key: entry for key, entry in entries.items() if entry is not None}
            elif not entries:
                continue
            own.append(
                make(
                    change.kind,
                    change.record,
                    entries,
                    table.fields,
                    parents=parents,
                    author=writer.id,
                    time=time,
                    schema=self.picture.upcasters.today(change.kind),
                    note=change.note,
                )
            )
        return [one for own in made.values() for one in own], stale

    def apply(
        self,
        session: Session,
        revisions: Iterable[Revision],
        *,
        signatures: Iterable[sign.Signature] = (),
        batch: BatchInfo | None = None,
        own: bool | WriterKeys = False,
        progress: Progress | None = None,
    ) -> Applied:
        """Take revisions in: the set of the vault becomes the union, the tables its picture.

        With `progress` they are taken piece by piece; revisions of a record stand together then.
        `own`: they were made here just now; those in the active writer's name (whose keys may be
        given, if they are at hand) are signed. Raises `BadSignature`, `KindMismatch` and `Erased`; the
        unit must then be left.
        """
        with self.taking(session, batch=batch, own=bool(own) and batch is None, progress=progress) as intake:
            if own and intake.erased and batch is None:
                revisions = list(revisions)
                refuse_erased(revisions, intake.erased)
            new: list[tuple[bytes, str]] = []
            for some in _pieces(revisions, progress):
                new += [(one.id, one.author) for _, one in intake.take(some).new]
            if own is not False:
                writer = active_keys(session.connection()) if own is True else own
                mine = [one for one, author in new if author == writer.id]
                signatures = self.signer(writer).sign(mine)
            intake.keep(signatures, own=bool(own))
        return intake.applied

    @contextmanager
    def taking(
        self,
        session: Session,
        *,
        batch: BatchInfo | None = None,
        own: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Intake]:
        """Take revisions in piece by piece, as `apply` does at once; what is derived follows at the end."""
        session.flush()
        connection = session.connection()
        with materialising(connection), quiet_collector():
            if batch is not None:
                self._keep_batch(connection, batch)
            intake = Intake(connection, self.picture, batch)
            yield intake
            self.derive(connection, intake.ids, intake.fields, own=own, progress=progress)
        session.expire_all()

    def plan_rows(self, session: Session, rows: Sequence[Row]) -> tuple[Revision, ...]:
        """The revisions that rows of a script file bring, in the order of the rows; writes nothing.

        Rows that bring nothing new have none; give the answer to `apply(own=True)`.
        Raises ValueError if two rows are of the same record.
        """
        connection = session.connection()
        if len({row.record for row in rows}) < len(rows):
            raise ValueError("two rows of the same record")
        writer = active_keys(connection).id
        time = utc_text(self._clock())
        here = existing(connection, self.picture, rows)
        planned: list[Revision] = []
        for row in rows:
            table = self.picture.tables[row.kind]
            planned += plan_row(
                here.get(row.record),
                row,
                table.fields,
                schema=self.picture.upcasters.today(row.kind),
                author=writer,
                time=time,
            )
        return tuple(planned)

    def withdraw(
        self,
        session: Session,
        batch: str,
        planned: Withdrawal | None = None,
        progress: Progress | None = None,
    ) -> Withdrawal:
        """Take an import back: what only it brought leaves, and it is remembered as undone.

        `planned` is what was planned in this unit, if it was.
        """
        with self.taking(session, progress=progress) as intake:
            watched = progress or quiet()
            found = planned or withdraw.plan(session.connection(), batch, watched)
            withdraw.withdraw(session.connection(), intake, found, self.time(), watched)
        return found

    def _keep_batch(self, connection: Connection, batch: BatchInfo) -> None:
        connection.execute(
            insert(BatchRow).values(
                id=batch.id,
                label=batch.label,
                sender=batch.sender,
                time=utc_text(self._clock()),
                writer=active_keys(connection).id,
                sender_name=batch.sender_name,
                verified=batch.verified,
                export=batch.export,
            )
        )

    def derive(
        self,
        connection: Connection,
        ids: Mapping[str, AbstractSet[str]],
        fields: Mapping[str, frozenset[str]],
        *,
        own: bool = False,
        progress: Progress | None = None,
    ) -> None:
        """Let the derivers follow what was touched; they may write derived tables only.

        `own`: somebody's own changes, and no import, erasure or rebuilding.
        """
        if ids:
            for deriver in self._own_derivers if own else self._derivers:
                deriver(connection, ids, fields, progress or quiet())

    # --- the picture ------------------------------------------------------------------------------

    def check(self, session: Session, progress: Progress | None = None) -> Rebuilt:
        """Compare the tables with a picture folded anew (`kzcase.history.rebuild.check`)."""
        return rebuild.check(session, progress, picture=self.picture)

    def rebuild(self, session: Session, progress: Progress | None = None) -> int:
        """Paint the tables anew from revisions, and all that is derived; returns the number of records."""
        session.flush()
        count = rebuild.rebuild(session, progress, picture=self.picture)
        connection = session.connection()
        every = ByKind()
        for kind, one in run(connection, "SELECT kind, id FROM record WHERE kind IS NOT NULL"):
            every.add(kind, one)
        with materialising(connection):
            self.derive(connection, every.ids(), {}, progress=progress)
        return count

    def repaint(self, session: Session, kind: str, records: Sequence[str]) -> None:
        """Fold records of one kind anew into their rows, links and places in the registry.

        For a version that reads their fields otherwise; what is derived from them is the caller's.
        """
        connection = session.connection()
        with materialising(connection), quiet_collector():
            self.picture.take(connection, (), refold=[(kind, record) for record in records])
        session.expire_all()

    def time(self) -> str:
        """Now, as headers write it."""
        return utc_text(self._clock())


def _is_whole_set(table: KindTable, key: str, value: Any) -> bool:
    """Whether a set field is given as the set it shall be, so that what it was must be known."""
    return table.fields[key].type.is_set and not isinstance(value, SetOps)


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the garbage collector from walking over a hundred thousand new objects again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _pieces(revisions: Iterable[Revision], progress: Progress | None) -> Iterator[Iterable[Revision]]:
    """All at once, or so many at a time that somebody can see how far it is, and stop it."""
    if progress is None:
        yield revisions
        return
    number = 0
    piece: list[Revision] = []
    for one in revisions:
        if len(piece) >= PIECE and one.record != piece[-1].record:
            progress.step("Taking records in", number)
            yield piece
            number, piece = number + len(piece), []
        piece.append(one)
    progress.step("Taking records in", number)
    yield piece
