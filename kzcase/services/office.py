"""The open office: one unlocked vault and everything that works on it.

An `Office` is made by the composition root (or by a test) and handed to every
service as its first argument. It owns the units of work, tells listeners what
changed, and knows what day it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from kzcase.errors import Unwritable
from kzcase.history.idset import IdSet
from kzcase.history.ledger import Change, Ledger, Written
from kzcase.progress import Progress, quiet
from kzcase.search import due, index
from kzcase.search.derive import derive as name_and_index
from kzcase.search.derive import derive_soon as name_and_note
from kzcase.search.words import KnownWords
from kzcase.services import derived, outgoing, upkeep
from kzcase.vault.failures import VaultBusy, VaultVanished
from kzcase.vault.mirror import Follower
from kzcase.vault.vault import Vault

LITTLE_PATIENCE = 0.1
"""Seconds that a search waits for another unit before it does without the words that are due."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one action changed: kinds and ids, and who asked for it (a view knows its own echo).

    `gone` are those of the ids of which nothing is here any more.
    """

    kinds: frozenset[str]
    ids: AbstractSet[str]
    initiator: object | None = None
    gone: AbstractSet[str] = frozenset()


Listener = Callable[[Changed], None]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Listeners:
    """The subscribers of an office, safe to change while one of them is told."""

    lock: Lock = field(default_factory=Lock)
    members: list[Listener] = field(default_factory=list)

    def snapshot(self) -> list[Listener]:
        with self.lock:
            return list(self.members)


class Office:
    """An unlocked vault with its history, its indexes and its listeners."""

    def __init__(self, vault: Vault, clock: Clock = utc_now) -> None:
        self.vault = vault
        self.clock = clock
        self.ledger = Ledger(
            vault,
            clock=clock,
            derivers=(name_and_index, derived.derive),
            own_derivers=(name_and_note, derived.derive),
        )
        self._mirror: Follower | None = None
        self._listeners = _Listeners()
        self.known_words = KnownWords()
        self.unkept: dict[str, dict[str, Any]] = {}
        """Drafts, by key, that the vault could not take: a stick was pulled, a disk is full."""
        self._rested = True

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        writer: str,
        *,
        progress: Progress | None = None,
        clock: Clock = utc_now,
    ) -> Office:
        """Make a new vault with the identity of its first writer."""
        return cls.begin(Vault.create(path, passphrase, progress=progress or quiet()), writer, clock)

    @classmethod
    def begin(cls, vault: Vault, writer: str, clock: Clock = utc_now) -> Office:
        """The office of a vault that was just made, with the identity of its first writer."""
        office = cls(vault, clock)
        with vault.write() as session:
            office.ledger.add_writer(session, writer)
            upkeep.note(session)
        office._mirror = Follower(vault)
        return office

    @classmethod
    def open(
        cls, path: Path, passphrase: str, *, progress: Progress | None = None, clock: Clock = utc_now
    ) -> Office:
        """Unlock an existing vault."""
        return cls.of(Vault.open(path, passphrase, progress=progress or quiet()), progress, clock)

    @classmethod
    def of(cls, vault: Vault, progress: Progress | None = None, clock: Clock = utc_now) -> Office:
        """The office of a vault that was just opened; paints its tables anew if this version must."""
        office = cls(vault, clock)
        try:
            office._mirror = Follower(vault)
            with vault.read() as session:
                current = upkeep.is_current(session)
            if not current:
                upkeep.catch_up(vault, office.ledger, progress or quiet())
            outgoing.settle(vault, office.ledger)
        except BaseException:
            vault.close()
            raise
        return office

    @property
    def path(self) -> Path:
        """Where the vault's file is."""
        return self.vault.path

    @property
    def vault_id(self) -> str:
        """The vault's short id, as printed on its recovery sheet."""
        return self.vault.id

    @property
    def missing_units(self) -> int:
        """How many kept units the vault had more, at least, when this computer last used it; 0: none."""
        return self._mirror.missing if self._mirror is not None else 0

    def accept_older(self) -> None:
        """Take the vault as it is: somebody knows that units are missing."""
        if self._mirror is not None:
            self._mirror.accept()

    def forget_use(self) -> None:
        """Leave no sign on this computer, outside the vault, that it was used here."""
        if self._mirror is not None:
            self._mirror.forget()
            self._mirror = None

    def today(self) -> date:
        """The civil date on this laptop."""
        return self.clock().astimezone().date()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One read unit: a snapshot that cannot write."""
        with self.vault.read() as session:
            yield session

    @contextmanager
    def searching(self) -> Iterator[Session]:
        """One read unit in which the text index has every word: those that saves put off are written first.

        Where the vault cannot be written just now (a full disk, a long import under way), what the last
        saves changed is found by people's names, and by other words a little later.
        """
        with self.vault.read() as session:
            if due.is_settled(session.connection()):
                yield session
                return
        if not self.vault.is_writing:
            known = suppress(Unwritable, VaultBusy, VaultVanished)
            with known, self.vault.write(patience=LITTLE_PATIENCE) as session:
                due.settle(session.connection())
        with self.vault.read() as session:
            yield session

    def record(self, changes: Iterable[Change], *, initiator: object | None = None) -> Written:
        """Write changes by the second door in one unit, and announce them."""
        with self.vault.write() as session:
            written = self.ledger.record(session, changes)
        self.announce(written.ids, initiator)
        return written

    def announce(
        self,
        ids: Mapping[str, AbstractSet[str]],
        initiator: object | None = None,
        gone: AbstractSet[str] = frozenset(),
    ) -> None:
        """Tell the listeners which records, by kind, have changed, and which of them are gone."""
        told = Changed(
            frozenset(kind for kind, members in ids.items() if members),
            IdSet.united(ids.values()),
            initiator,
            gone,
        )
        if not told.ids:
            return
        self._rested = False
        for listener in self._listeners.snapshot():
            listener(told)

    def tidy(self) -> None:
        """Merge the text index a little after much was written; where the disk refuses, `rest` does it later.

        What was written before is kept: it must not be told as a failure of that.
        """
        with suppress(Unwritable, VaultBusy), self.vault.write() as session:
            due.settle(session.connection())
            index.tidy(session)

    def rest(self) -> bool:
        """What is put off until nobody waits: words that are due, merging the text index, one whole file.

        To be called some seconds after the last change, and again some seconds later while it returns that
        there is more to do; does nothing when nothing was changed since, and gives way to a unit that is
        under way.
        """
        if self._rested:
            return False
        with self.vault.write() as session:
            due.settle(session.connection())
            more = index.tidy(session)
        self._rested = self.vault.checkpoint() and not more
        self._settle_mirror()
        return more

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each change; returns the call that ends it."""
        with self._listeners.lock:
            self._listeners.members.append(listener)

        def end() -> None:
            with self._listeners.lock:
                if listener in self._listeners.members:
                    self._listeners.members.remove(listener)

        return end

    def close(self) -> None:
        """Lock: forget the key, every connection, and the words that were kept."""
        self.known_words.forget()
        self.unkept.clear()
        self.vault.close()
        self.ledger.forget()
        self._settle_mirror()

    def _settle_mirror(self) -> None:
        if self._mirror is not None:
            self._mirror.settle()
