"""The one place where a connection to a vault is made, and the two engines over it.

Every connection runs the same preamble, in this order: no log to stderr, key,
pinned SQLCipher settings, memory for temporary tables, safety, write-ahead log,
then a first real query, because a wrong key is only noticed there.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, Unwritable
from kzcase.vault.failures import (
    Damaged,
    EncryptionMissing,
    NewerVault,
    NotAVault,
    VaultBusy,
    VaultLocked,
    VaultVanished,
)
from kzcase.vault.keys import Secret

APPLICATION_ID = 0x4B5A4341
"""`PRAGMA application_id` of every vault: "KZCA"."""

FORMAT = 1
"""`PRAGMA user_version`: the format of the file; the shape of its tables has its own revision."""

CHECKPOINT_PAGES = 4000  # the log is copied back when idle; this only keeps a long import from growing it
READER_CACHE_KIB = 16_384
"""What a reading connection may keep of the file in memory.

A page of dates at 100,000 people touches more pages than SQLite keeps by itself, and each that
was dropped is decrypted again: most of what such a page costs.
"""
WRITER_CACHE_KIB = 65_536
"""What the writing connection may keep of the file in memory.

A page that was dropped must be read and decrypted again before it can change, and an import
changes pages of every index all the time. `Doors.checkpoint` gives the memory back.
"""
LARGE_CACHE_KIB = 81_920
"""The same for a unit that is known to be large: titles, words and dates go over what was just written.

With a fifth less, a quarter more pages are read and decrypted again when 10,000 people are taken in. More
saves little, and would not leave enough of the 200 MB that taking in a file may need.
"""

WRITER_STATEMENTS, READER_STATEMENTS = 512, 128
"""How many statements a connection keeps prepared.

To parse those of a save anew, because an import's had driven them out, was a sixth of it. There is one
connection that writes and may be many that read.
"""

CODES = MappingProxyType(
    {
        "database or disk is full": "SQLITE_FULL",
        "disk I/O error": "SQLITE_IOERR",
        "database disk image is malformed": "SQLITE_CORRUPT",
        "file is not a database": "SQLITE_NOTADB",
        "attempt to write a readonly database": "SQLITE_READONLY",
        "database is locked": "SQLITE_BUSY",
        "unable to open database file": "SQLITE_CANTOPEN",
    }
)
"""SQLite's sentences (`sqlite3_errstr`) for what the driver reports without its code, as in a backup."""

LITTLE = 1 << 17  # bytes free on a disk that is as good as full: the log's index alone takes 32768

TO_DISCARD = ("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")


class Mode(Enum):
    """How a connection may use the file; none of them ever makes one."""

    WRITE = "write"
    READ = "read"
    WHOLE = "read whole"  # a closed file with no log beside it, even on a read-only disk
    FILL = "fill"  # an empty file about to receive a copy

    @property
    def query(self) -> str:
        """The part of the file's URI that asks for this mode."""
        return {"read": "mode=ro", "read whole": "mode=ro&immutable=1"}.get(self.value, "mode=rw")


class Connector:
    """Makes connections to one file with one secret, until it is told to forget the secret.

    `driver` is the database module; a test hands in one that cannot encrypt.
    """

    def __init__(
        self, path: Path, secret: Secret, *, busy_seconds: float = 5.0, driver: ModuleType = sqlcipher
    ) -> None:
        self.path = path
        self._secret: Secret | None = secret
        self._busy_seconds = busy_seconds
        self._driver = driver

    @property
    def secret(self) -> Secret:
        """The secret; raises `VaultLocked` once it was forgotten."""
        if self._secret is None:
            raise VaultLocked
        return self._secret

    def forget(self) -> None:
        """Drop the secret: no further connection can be made."""
        self._secret = None

    def connect(self, mode: Mode) -> Any:
        """A new connection, proved to be encrypted, keyed and readable.

        Raises the known failures of `translated`, and `EncryptionMissing`.
        """
        secret = self.secret
        with translated(self.path):
            connection = self._driver.connect(
                f"{self.path.as_uri()}?{mode.query}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                timeout=self._busy_seconds,
                cached_statements=WRITER_STATEMENTS if mode is Mode.WRITE else READER_STATEMENTS,
            )
            try:
                self._prepare(connection, secret, mode)
            except BaseException:
                connection.close()
                raise
        return connection

    def _prepare(self, connection: Any, secret: Secret, mode: Mode) -> None:
        if _value(connection, "cipher_version") is None:
            raise EncryptionMissing
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key = {secret.literal}")
        connection.execute("PRAGMA cipher_compatibility=4")
        for pragma in (
            "temp_store=MEMORY",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "secure_delete=ON",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if mode is Mode.WRITE:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
            connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
        elif mode in (Mode.READ, Mode.WHOLE):
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA cache_size=-{READER_CACHE_KIB}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # A temporary file of SQLite's would be plain text: never trade this for speed.
        if _value(connection, "temp_store") != 2 or _value(connection, "foreign_keys") != 1:
            raise EncryptionMissing


class Doors:
    """The two engines of an open vault: one connection that writes, some that can only read."""

    def __init__(self, connector: Connector) -> None:
        quiet_sqlalchemy()
        self.connector = connector
        self.writer = self._engine(Mode.WRITE, size=1, overflow=0, begin="BEGIN IMMEDIATE")
        self.reader = self._engine(Mode.READ, size=2, overflow=8, begin="BEGIN")

    def _engine(self, mode: Mode, *, size: int, overflow: int, begin: str) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: self.connector.connect(mode),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=overflow,
            hide_parameters=True,
        )

        def begin_unit(connection: Connection) -> None:
            # Over the driver: through SQLAlchemy this alone would be a tenth of a small unit.
            driver: Any = connection.connection.driver_connection
            driver.execute(begin)

        event.listen(engine, "begin", begin_unit)
        event.listen(engine, "handle_error", _discard_after_disk_fault)
        return engine

    def checkpoint(self) -> bool:
        """Copy the log into the one file and empty it; False, at once, if a reader still needs it."""
        raw = self.writer.raw_connection()
        driver: Any = raw.driver_connection
        patience = _value(driver, "busy_timeout")
        try:
            with translated(self.connector.path):
                driver.execute("PRAGMA busy_timeout=0")
                (busy, _log, _moved) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                driver.execute("PRAGMA shrink_memory")  # an import may have filled the writer's cache
        finally:
            driver.execute(f"PRAGMA busy_timeout={patience}")
            raw.close()
        return not busy

    def rewrite(self) -> None:
        """Write the whole file anew, so that pages that were freed are in it no more."""
        raw = self.writer.raw_connection()
        driver: Any = raw.driver_connection
        try:
            with translated(self.connector.path):
                driver.execute("VACUUM")
        finally:
            raw.close()

    def close(self) -> None:
        """Close every connection, the writing one last so that it can remove the log."""
        self.reader.dispose()
        self.writer.dispose()


@contextmanager
def roomier(driver: Any, kib: int) -> Iterator[None]:
    """Let the writing connection keep more of the file in memory for the length of a block."""
    driver.execute(f"PRAGMA cache_size=-{kib}")
    try:
        yield
    finally:
        # After a fault of the disk the connection is thrown away, whatever it would keep.
        with suppress(driver.Error):
            driver.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")


def identify(connection: Any) -> None:
    """Tell a vault from any other encrypted database that happens to have this key.

    Raises `NotAVault` or `NewerVault`.
    """
    if _value(connection, "application_id") != APPLICATION_ID:
        raise NotAVault("This is an encrypted database of another program, or has no vault in it.")
    if _value(connection, "user_version") > FORMAT:
        raise NewerVault


def quiet_sqlalchemy() -> None:
    """Keep SQLAlchemy's loggers above DEBUG and INFO: they would print statements and result rows."""
    for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm"):
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def translated(path: Path, *, writing: bool = True) -> Iterator[None]:
    """Turn what the database reports into a failure the user can be told; anything else is a bug.

    A refused write while only reading is one of ours and stays as it is.
    """
    try:
        yield
    except DBAPIError as error:
        known = _known(error.orig, path, writing)
        if known is None:
            raise
        raise known from error
    except sqlcipher.Error as error:
        known = _known(error, path, writing)
        if known is None:
            raise
        raise known from error


def _known(error: object, path: Path, writing: bool) -> KzcaseError | None:
    code = _code(error)
    match code.split("_")[1:2]:
        case ["BUSY"] | ["LOCKED"]:
            return VaultBusy()
        case ["READONLY"] if code == "SQLITE_READONLY_DBMOVED":
            return VaultVanished()
        case ["READONLY"] if writing:
            return _unwritable(path, "The vault is in a place that cannot be written")
        case ["FULL"]:
            return _unwritable(path, "The disk is full", "Free some space and try again.")
        case ["IOERR"] | ["CANTOPEN"]:
            if not path.exists():
                return VaultVanished()
            if _is_full(path):
                return _unwritable(path, "The disk is full", "Free some space and try again.")
            if code.startswith("SQLITE_CANTOPEN"):
                return _unwritable(path, "The vault, or the folder it is in, cannot be used")
            return _unwritable(path, "The disk reported an error", "Check the disk or the stick.")
        case ["NOTADB"]:
            return NotAVault("This file is not a vault, or another key belongs to it.")
        case ["CORRUPT"]:
            return Damaged("A part of the vault that was needed is damaged.")
    return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < LITTLE
    except OSError:
        return False


def _code(error: object) -> str:
    return str(getattr(error, "sqlite_errorname", None) or CODES.get(str(error), ""))


def _unwritable(path: Path, what: str, remedy: str = "Copy the vault to this computer first.") -> Unwritable:
    return Unwritable(f"{what}: {path}.", safe="Nothing was changed.", remedy=remedy)


def _discard_after_disk_fault(context: ExceptionContext) -> None:
    """Never go on with a connection that met a disk error or a bad page: it may report false damage."""
    if _code(context.original_exception).startswith(TO_DISCARD):
        context.is_disconnect = True


@contextmanager
def discarding(session: Session) -> Iterator[None]:
    """The same for what goes over the driver's own connection inside a unit, past SQLAlchemy's events."""
    try:
        yield
    except sqlcipher.Error as error:
        if _code(error).startswith(TO_DISCARD):
            session.invalidate()
        raise


def _value(connection: Any, pragma: str) -> Any:
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    return row[0] if row else None
