"""Takes revisions in piece by piece: what an import brings, how much of it was new, whom it touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kzcase.history.idset import ByKind
from kzcase.history.picture import Picture, Taken, accepted_tombstones
from kzcase.history.revision import Revision
from kzcase.history.sign import Signature
from kzcase.history.store import Stored, keep_batch, keep_signatures, store


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """What an import is remembered by.

    `sender` is the key id of a case file's sender, None for script files;
    `sender_name`, `verified` and `export` say what `BatchRow` keeps of it.
    """

    id: str
    label: str
    sender: str | None = None
    sender_name: str | None = None
    verified: bool | None = None
    export: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking revisions in did. `joined` counts known revisions that got a part.

    `ids` are the touched records by kind, `conflicts` those of them with
    undecided fields.
    """

    new: int
    same: int
    joined: int
    ids: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    conflicts: Mapping[str, AbstractSet[str]] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many records were touched."""
        return sum(map(len, self.ids.values()))


class Intake:
    """Takes revisions in, piece by piece; all of a record come in one piece (made by `Ledger.taking`)."""

    def __init__(self, connection: Connection, picture: Picture, batch: BatchInfo | None) -> None:
        self.erased = accepted_tombstones(connection)
        self.fields: dict[str, frozenset[str]] = {}
        self.connection = connection
        self._picture = picture
        self._batch = batch
        self._new = self._same = self._joined = 0
        self._ids, self._conflicts = ByKind(), ByKind()

    def take(self, revisions: Iterable[Revision]) -> Stored:
        """Store some revisions and paint what they change."""
        stored = store(self.connection, revisions, self.erased)
        if self._batch is not None:
            keep_batch(self.connection, self._batch.id, stored)
        taken = self._picture.take(
            self.connection,
            stored.new,
            refold=[(one.kind, one.record) for one in stored.joined],
            erased=self.erased,
        )
        self._note(stored, taken)
        return stored

    def again(self, known: Mapping[bytes, str]) -> None:
        """Note that this import brought some known revisions too, as others before it had.

        By id the compartments that it brought (space-separated).
        """
        if self._batch is not None:
            keep_batch(self.connection, self._batch.id, Stored(same=list(known), brought=dict(known)))

    def refold(self, records: Iterable[tuple[str, str]]) -> None:
        """Paint (kind, record) pairs anew whose revisions were changed by hand."""
        self._note(Stored(), self._picture.take(self.connection, [], refold=records, erased=self.erased))

    def touch(self, kind: str, record: str) -> None:
        """Let what is derived of a record follow, though it did not change itself."""
        self._ids.add(kind, record)
        self.fields.pop(record, None)

    def keep(self, signatures: Iterable[Signature], *, own: bool = False) -> None:
        """Keep writers' signatures over revisions; raises `BadSignature`."""
        keep_signatures(self.connection, signatures, own=own)

    @property
    def ids(self) -> Mapping[str, AbstractSet[str]]:
        """The records touched until now, by kind."""
        return self._ids.ids()

    @property
    def applied(self) -> Applied:
        """What was done until now."""
        return Applied(
            self._new,
            self._same,
            self._joined,
            self.ids,
            self._conflicts.ids(),
        )

    def _note(self, stored: Stored, taken: Taken) -> None:
        self._new += len(stored.new)
        self._same += len(stored.same)
        self._joined += len(stored.joined)
        for into, given in ((self._ids, taken.ids), (self._conflicts, taken.conflicts)):
            for kind, ids in given.items():
                into.update(kind, ids)
        self.fields.update(taken.fields)
