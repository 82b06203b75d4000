"""Copies a vault, page by page and encrypted all the way, and takes such a copy back.

Only the database's own backup is used, from one stable picture: a copy of the
file of an open vault would lack what is still in its log. A copy gets its name
only after it was read back and every page, row and reference in it checked.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcase.errors import Unwritable
from kzcase.progress import Progress, quiet
from kzcase.vault import files, meta, pages
from kzcase.vault.connection import Connector, Doors, Mode, identify, translated
from kzcase.vault.failures import Damaged
from kzcase.vault.keys import Secret
from kzcase.vault.lockfile import InstanceLock

if TYPE_CHECKING:
    from kzcase.vault.vault import Vault

STEP = 512  # pages copied between two looks at the progress
SUFFIX = ".kzvault"
MARGIN = 1 << 20  # bytes that stay free beside a backup


@dataclass(frozen=True, slots=True)
class Contents:
    """What a whole, closed vault file holds: enough to see that two are alike."""

    uuid: str
    commits: int
    rows: dict[str, int]


def backup(vault: Vault, place: Path, progress: Progress | None = None, *, why: str | None = None) -> Path:
    """Make a backup in a folder (it is named after the vault and the hour) or at a free name.

    It opens with the passphrase and the recovery sheet of today; the vault remembers it, with `why`
    it was made. Raises `Unwritable` (with how much room is missing), `Cancelled` or `Damaged`; then
    there is no new file.
    """
    target = write(vault, place, progress)
    try:
        note(vault, [target], why)
    except BaseException:
        files.remove(target)
        raise
    return target


def write(vault: Vault, place: Path, progress: Progress | None = None) -> Path:
    """Write a backup and read it back, as `backup` does, without the vault's remembering it yet."""
    progress = progress or quiet()
    place = Path(place).expanduser().resolve()
    target = _free_name(place, vault.path.stem) if place.is_dir() else place
    if target.exists():
        raise Unwritable(f"There is already a file of that name: {target}.", remedy="Choose another name.")
    secret = vault.secret
    require_room(target.parent, files.size_with_log(vault.path))
    part = target.with_name(f".{vault.id}{SUFFIX}-part")
    try:
        with vault.driver() as source:
            fill(source, part, secret, progress)
        verify(part, secret, progress)
        files.move_to_new(part, target)
    finally:
        files.remove(part)
    return target


def copy(vault: Vault, made: Path, folder: Path, progress: Progress | None = None) -> Path:
    """Put a second copy of a finished backup into another folder and read it back; raises as `write`."""
    progress = progress or quiet()
    target = folder / made.name
    if target.exists():
        target = _free_name(folder, vault.path.stem)
    part = target.with_name(f".{vault.id}{SUFFIX}-part")
    try:
        require_room(folder, made.stat().st_size)
        files.remove(part)
        files.create_empty(part)
        pour(made, part, progress)
        files.flush_file(part)
        verify(part, vault.secret, progress)
        files.move_to_new(part, target)
    except OSError as error:
        raise Unwritable.from_os(error, str(folder)) from error
    finally:
        files.remove(part)
    return target


def note(vault: Vault, made: Sequence[Path], why: str | None) -> None:
    """Let the vault remember backups of its present state."""
    stamps = [stamp_of(one) for one in made]
    with vault.write() as session:
        for one, stamp in zip(made, stamps, strict=True):
            meta.note_copy(session, "backup", vault.secret.name, one, stamp=stamp, why=why)


def forget(vault: Vault, gone: Sequence[int]) -> None:
    """Let the vault forget backups that are no more; those of its present state stay so."""
    if gone:
        with vault.write() as session:
            meta.forget_copies(session, gone)


def mark(vault: Vault, copies: Sequence[int], why: str) -> None:
    """Let the vault know some of its backups by another reason; those of its present state stay so."""
    if copies:
        with vault.write() as session:
            meta.mark_copies(session, copies, why)


def pour(source: Path, target: Path, progress: Progress) -> None:
    """Copy a file into an empty one that is there already; raises OSError, `Cancelled`."""
    total, done = source.stat().st_size, 0
    with source.open("rb") as one, target.open("r+b") as other:
        while piece := one.read(STEP * pages.PAGE):
            progress.step("Copying the backup", done, total)
            other.write(piece)
            done += len(piece)


def require_room(folder: Path, needed: int) -> None:
    """See that a file of that many bytes fits; raises `Unwritable`, saying how much room is missing."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Unwritable.from_os(error, str(folder)) from error
    missing = needed + MARGIN - free
    if missing > 0:
        raise Unwritable(
            f"The disk is full: {folder}. {_megabytes(needed + MARGIN)} MB are needed there, "
            f"{_megabytes(missing)} MB are missing.",
            safe="Nothing was written.",
            remedy="Free some space there, or choose another place.",
        )


def _megabytes(number: int) -> int:
    """Whole megabytes, rounded up, so that what is missing is never said to be 0."""
    return -(-number // 1_000_000)


def stamp_of(path: Path) -> meta.Stamp:
    """How a finished backup is known again; raises `Unwritable`."""
    try:
        with path.open("rb") as file:
            head = hashlib.sha256(file.read(pages.PAGE)).hexdigest()
        return meta.Stamp(path.stat().st_size, head)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def is_as_written(made: meta.Copy) -> bool:
    """Whether the file of a backup is there and still what this vault wrote, by its size and first page."""
    if made.place is None or made.size is None:
        return False
    try:
        return stamp_of(Path(made.place)) == meta.Stamp(made.size, made.head or "")
    except Unwritable:
        return False


def restore(source: Path, passphrase: str, target: Path, progress: Progress | None = None) -> Path:
    """Take a backup back as a vault at a free name; the backup is checked first and not changed.

    Raises the failures of opening a vault, and `Unwritable`; then there is no new file.
    """
    source = Path(source).expanduser().resolve()
    pages.require_file(source)
    with _Alone(source):
        return restore_with(source, pages.unlock(source, passphrase, progress), target, progress)


def restore_with(source: Path, secret: Secret, target: Path, progress: Progress | None = None) -> Path:
    """Take a backup back whose secret is known and proved, as `restore` does."""
    progress = progress or quiet()
    target = Path(target).expanduser().resolve()
    if target.exists():
        raise Unwritable(
            f"There is already a file of that name: {target}.",
            safe="It was not touched.",
            remedy="Choose another name.",
        )
    part = files.side_file(target, "-part")
    require_room(target.parent, source.stat().st_size)
    try:
        if not files.has_log(source):
            verify(source, secret, progress)
        connection = Connector(source, secret).connect(reading(source))
        try:
            identify(connection)
            fill(connection, part, secret, progress)
        finally:
            connection.close()
        verify(part, secret, progress)
        files.move_to_new(part, target)
    finally:
        files.remove(part)
    return target


def before_update(doors: Doors, revision: str | None, progress: Progress) -> Path:
    """Keep a checked copy of a vault beside it before its tables change; raises as `backup`."""
    path, secret = doors.connector.path, doors.connector.secret
    name = f"{path.stem} before update {revision} {datetime.now():%Y-%m-%d}{SUFFIX}"
    part = files.side_file(path, "-part")
    try:
        source = doors.connector.connect(reading(path))
        try:
            fill(source, part, secret, progress)
        finally:
            source.close()
        verify(part, secret, progress)
        files.move(part, path.with_name(name))
    finally:
        files.remove(part)
    return path.with_name(name)


def fill(source: Any, target: Path, secret: Secret, progress: Progress) -> None:
    """Copy what a connection sees into a new file under any secret, and wait until it is on the disk."""

    def report(_status: int, remaining: int, total: int) -> None:
        progress.step("Copying the vault", total - remaining, total)

    files.remove(target)
    files.create_empty(target)
    copy = Connector(target, secret).connect(Mode.FILL)
    try:
        with translated(target):
            source.execute("BEGIN")  # one picture from the first page to the last
            try:
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                source.backup(copy, pages=STEP, progress=report)
            finally:
                source.execute("ROLLBACK")
    finally:
        copy.close()
    files.flush_file(target)


def reading(path: Path) -> Mode:
    """How to read a vault that nobody has open, so that nothing new is left beside it."""
    return Mode.READ if files.has_log(path) else Mode.WHOLE


def verify(path: Path, secret: Secret, progress: Progress | None = None) -> Contents:
    """Read a closed vault file from end to end; what it holds, or `Damaged`.

    Nothing is written beside it, so that it may lie on a read-only disk.
    """
    if bad := pages.damaged(path, secret, progress):
        raise Damaged(f"{len(bad)} pages of {path.name} are damaged, the first is page {bad[0]}.")
    connection = Connector(path, secret).connect(Mode.WHOLE)
    try:
        with translated(path):
            identify(connection)
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Damaged(f"The structure of {path.name} is damaged.")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise Damaged(f"A part of {path.name} refers to another that is missing.")
            return contents(connection)
    finally:
        connection.close()


def commits(path: Path, secret: Secret) -> int:
    """How many units of work a closed vault file has kept."""
    connection = Connector(path, secret).connect(Mode.WHOLE)
    try:
        with translated(path):
            return meta.commits_seen(connection) or 0
    finally:
        connection.close()


def contents(connection: Any) -> Contents:
    """What a connection sees of a vault, counted."""
    facts = dict(connection.execute("SELECT key, value FROM vault_meta").fetchall())
    names = connection.execute(
        "SELECT name FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    return Contents(facts[meta.ID], meta.commits_seen(connection) or 0, rows)


def _free_name(folder: Path, stem: str) -> Path:
    name = f"{stem} {datetime.now():%Y-%m-%d %H%M}"
    target, number = folder / f"{name}{SUFFIX}", 1
    while target.exists():
        number += 1
        target = folder / f"{name} {number}{SUFFIX}"
    return target


class _Alone:
    """Holds the lock of a backup while it is read, where its folder can be written at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: InstanceLock | None = None

    def __enter__(self) -> None:
        try:
            self._lock = InstanceLock(self._path)
        except Unwritable:
            self._lock = None  # a read-only disk: nobody can be writing there

    def __exit__(self, *_: object) -> None:
        if self._lock:
            self._lock.release()
