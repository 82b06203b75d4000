"""An open vault: made or unlocked here, used in units of work, locked by closing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from os import stat_result
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from kzcase.errors import Unwritable
from kzcase.progress import Progress, quiet
from kzcase.vault import backup, files, keys, meta, migrate, pages
from kzcase.vault.connection import (
    LARGE_CACHE_KIB,
    Connector,
    Doors,
    Mode,
    discarding,
    roomier,
    translated,
)
from kzcase.vault.failures import VaultLocked, VaultVanished
from kzcase.vault.keys import Profile, Secret
from kzcase.vault.lockfile import InstanceLock, assert_alone
from kzcase.vault.making import build
from kzcase.vault.opening import judge, settle
from kzcase.vault.units import Gate

BUSY_SECONDS = 5.0


class Vault:
    """One encrypted file, open: read it and write it in units of work, then `close` it.

    Made by `create`, `open` or their raw-key forms, never directly.
    `sessions` makes the writing sessions: what is listened to on it is heard on
    each of them (history installs its listener there). `on_commit` holds what hears
    the counter of commits after each unit that was kept. `damage` are the numbers
    of pages that were found damaged when a few were looked at on opening.
    """

    def __init__(self, path: Path, doors: Doors, lock: InstanceLock) -> None:
        self.path = path
        self.on_commit: list[Callable[[int], None]] = []
        self.damage: tuple[int, ...] = ()
        self._doors = doors
        self._lock: InstanceLock | None = lock
        self._gate = Gate()
        self._file = path.stat()
        self.sessions = sessionmaker(doors.writer, expire_on_commit=False, autoflush=False)
        self._new_reader = sessionmaker(doors.reader, expire_on_commit=False, autoflush=False)
        with self.read() as session:
            self.uuid = meta.read(session, meta.ID) or ""
        self.id = meta.short_id(self.uuid)

    # --- making and opening ------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, passphrase: str, *, profile: Profile | None = None, progress: Progress | None = None
    ) -> Self:
        """Make a new vault at a free name and open it.

        Without a `profile`, the strongest this machine can run is taken. Raises
        `Unwritable` (also if the name is taken), `NotEnoughMemory`, or
        `KzcaseError` for an empty passphrase; then nothing was made.
        """
        progress = progress or quiet()
        path = real(path)
        _refuse_taken(path)
        progress.step("Deriving the key")
        secret = keys.new_secret(passphrase, profile)
        progress.step("Making the vault")
        return cls._create(path, secret)

    @classmethod
    def create_raw(cls, path: Path, key: bytes) -> Self:
        """Make a new vault with a key of 32 bytes and no passphrase, quickly (templates of tests)."""
        path = real(path)
        _refuse_taken(path)
        return cls._create(path, Secret(key, keys.new_salt(keys.PROFILES[1])))

    @classmethod
    def open(cls, path: Path, passphrase: str, *, progress: Progress | None = None) -> Self:
        """Unlock a vault; one of an older version is backed up and updated.

        Raises, having changed nothing: `NotFound`, `NotAVault`, `NewerVault`,
        `WrongPassphrase`, `Damaged`, `AlreadyOpen`, `VaultBusy`,
        `NotEnoughMemory`, `Unwritable`, `MigrationFailed`, `EncryptionMissing`.
        """
        progress = progress or quiet()
        return cls._locked(path, lambda real_path: pages.unlock(real_path, passphrase, progress), progress)

    @classmethod
    def open_raw(cls, path: Path, key: bytes, *, progress: Progress | None = None) -> Self:
        """Open a vault by its key (32 bytes), as `open` does but without deriving anything."""
        return cls._locked(path, lambda real_path: pages.unlock_raw(real_path, key), progress or quiet())

    @classmethod
    def open_with(
        cls, path: Path, find: Callable[[Path], Secret], *, progress: Progress | None = None
    ) -> Self:
        """Open a vault with the secret that `find` proves, once this file is ours alone."""
        return cls._locked(path, find, progress or quiet())

    @classmethod
    def _create(cls, path: Path, secret: Secret) -> Self:
        lock = InstanceLock(path)
        try:
            build(path, secret)
            return cls._enter(path, secret, lock, quiet())
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _locked(cls, path: Path, find: Callable[[Path], Secret], progress: Progress) -> Self:
        path = real(path)
        pages.require_file(path)
        lock = InstanceLock(path)
        try:
            assert_alone(path)
            return cls._enter(path, find(path), lock, progress)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _enter(cls, path: Path, secret: Secret, lock: InstanceLock, progress: Progress) -> Self:
        doors = Doors(Connector(path, secret, busy_seconds=BUSY_SECONDS))
        try:
            old, before = judge(doors.connector, progress)
            # Before anything has the file open: whoever closes it would drop the database's locks.
            bad = () if files.has_log(path) else pages.glance(path, secret)
            if old:
                progress.step("Keeping a copy before the update")
                kept = backup.before_update(doors, before, progress)
                progress.step("Updating the vault")
                migrate.upgrade(doors, finish=lambda c: meta.note_copy(c, "backup", secret.name, kept))
            vault = cls(path, doors, lock)
            vault.damage = bad
            vault._settle(secret)
            return vault
        except BaseException:
            doors.close()
            raise

    def _settle(self, secret: Secret) -> None:
        """Put away what a change of passphrase left beside the vault, now that it has been unlocked."""
        with self.read() as session:
            settle(self.path, secret, meta.commits(session), meta.read(session, meta.PREVIOUS_SALT))

    # --- units of work -----------------------------------------------------------------------------

    @contextmanager
    def write(self, patience: float | None = None, *, large: bool = False) -> Iterator[Session]:
        """One unit of writing: leaving it normally keeps everything, leaving it any other way nothing.

        `patience`: seconds to wait for another unit; else long enough for any that a person waits for.
        `large`: it will write much, and may keep more of the file in memory meanwhile.
        Raises `VaultLocked`, `VaultBusy`, `VaultVanished`, `Unwritable`, `Damaged`;
        RuntimeError for a unit inside a unit.
        """
        gate = self._gate.writing(patience)
        with gate, translated(self.path), self.sessions() as session, discarding(session):
            self._assert_in_place()
            driver: Any = session.connection().connection.driver_connection
            with roomier(driver, LARGE_CACHE_KIB) if large else nullcontext():
                before = driver.total_changes
                yield session
                session.flush()
                counted = meta.count_commit(driver) if driver.total_changes != before else None
                self._assert_in_place()
                session.commit()
            if counted is not None:
                for hear in self.on_commit:
                    hear(counted)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One unit of reading: a stable picture of the vault, in which nothing can be written.

        Raises `VaultLocked`, `VaultBusy`, `VaultVanished`, `Damaged`.
        """
        reading, told = self._gate.reading(), translated(self.path, writing=False)
        with reading, told, self._new_reader() as session, discarding(session):
            yield session

    @property
    def is_writing(self) -> bool:
        """Whether a write unit is under way, so that another one would have to wait."""
        return self._gate.is_writing()

    def commit_counter(self, session: Session) -> int:
        """How many write units that changed something this vault has kept, as the session sees it."""
        return meta.commits(session)

    @property
    def writer(self) -> Engine:
        """The engine with the one writing connection."""
        return self._doors.writer

    @property
    def reader(self) -> Engine:
        """The engine whose connections can only read."""
        return self._doors.reader

    @property
    def secret(self) -> Secret:
        """The secret, for backups and the recovery sheet; raises `VaultLocked` after closing."""
        return self._doors.connector.secret

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """A fresh connection of the driver's own that can only read, for checks and backups."""
        with self._gate.reading():
            connection = self._doors.connector.connect(Mode.READ)
            try:
                with translated(self.path, writing=False):
                    yield connection
            finally:
                connection.close()

    # --- the file ----------------------------------------------------------------------------------

    def checkpoint(self) -> bool:
        """Copy the log into the one file, so that it is whole; for idle moments.

        Returns False, having done no harm, if a unit of work is under way.
        """
        if self._gate.is_writing():
            return False
        with self._gate.writing():
            return self._doors.checkpoint()

    def rewrite(self) -> None:
        """Write the whole file anew, so that nothing that was removed is left in a freed page.

        Raises `Unwritable` when there is no room for a second copy; nothing is lost then.
        """
        with self._gate.writing():
            self._doors.rewrite()
            self._doors.checkpoint()

    def info(self) -> meta.VaultInfo:
        """The vault's facts about itself."""
        with self.read() as session:
            return meta.VaultInfo(
                path=self.path,
                id=self.id,
                uuid=self.uuid,
                created=meta.read(session, meta.CREATED) or "",
                profile=self.secret.salt[0],
                size=files.size_with_log(self.path),
                schema=migrate.current(session.connection().connection.driver_connection) or "",
                app_version=meta.app_version(session),
                commits=meta.commits(session),
            )

    def close(self) -> None:
        """Lock the vault: wait for units under way, make the one file whole, drop the key.

        A second call does nothing. Raises `VaultBusy`, and stays open, if a unit does not end.
        """
        if self._gate.shut():
            self._leave()

    def close_keeping_lock(self) -> InstanceLock:
        """Close, but let nobody else in before the lock is released (a change of passphrase)."""
        if not self._gate.shut():
            raise VaultLocked
        lock, self._lock = self._lock, None
        assert lock is not None
        try:
            self._leave()
        except BaseException:
            lock.release()
            raise
        return lock

    def _leave(self) -> None:
        try:
            if self._is_in_place():
                self._doors.checkpoint()
        finally:
            self._doors.close()
            self._doors.connector.forget()
            # Their class holds for ever whoever listens to them, and so the vault and its writer's keys.
            del self.sessions
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_in_place(self) -> bool:
        try:
            return _same(self._file, self.path.stat())
        except OSError:
            return False

    def _assert_in_place(self) -> None:
        """A file that was moved or removed under us still takes writes, which nobody would find again."""
        if not self._is_in_place():
            raise VaultVanished


def real(path: Path) -> Path:
    """The path of the file itself: two ways to it must not be taken for two vaults."""
    return Path(path).expanduser().resolve()


def _same(one: stat_result, other: stat_result) -> bool:
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def _refuse_taken(path: Path) -> None:
    try:
        taken = path.exists()
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    if taken:
        raise Unwritable(
            f"There is already a file of that name: {path}.",
            safe="It was not touched.",
            remedy="Choose another name.",
        )
