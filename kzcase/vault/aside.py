"""Keeps a vault aside: as it is when it is damaged, or when a backup takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kzcase.errors import NotFound, Unwritable
from kzcase.progress import Progress, quiet
from kzcase.vault import backup, files, pages
from kzcase.vault.failures import UNTOUCHED, WrongVault
from kzcase.vault.lockfile import InstanceLock


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A backup took a vault's place: `aside` is where what was there before is kept (None: nothing was)."""

    path: Path
    aside: Path | None
    contents: backup.Contents


def put_in_place(
    path: Path, source: Path, passphrase: str, uuid: str | None = None, progress: Progress | None = None
) -> Exchanged:
    """Take a backup back in the place of a closed vault, which is kept beside it whole, with its log.

    With a `uuid`, only a backup of that vault is taken. A kill at any moment leaves the vault as it was
    or the restored one in its place. Raises the failures of opening a vault, `Unwritable`, `WrongVault`;
    then the vault is in its place as it was.
    """
    progress = progress or quiet()
    path, source = (Path(one).expanduser().resolve() for one in (path, source))
    if path == source:
        raise Unwritable("That is the vault itself.", safe=UNTOUCHED, remedy="Choose one of its backups.")
    fresh = files.side_file(path, "-back")
    with InstanceLock(path):
        files.remove(fresh)
        try:
            backup.restore(source, passphrase, fresh, progress)
            found = backup.verify(fresh, pages.unlock(fresh, passphrase, progress), progress)
            if uuid is not None and found.uuid != uuid:
                raise WrongVault
            aside = _aside(path) if path.exists() else None
            if aside is not None:
                log = files.side_file(path, "-wal")
                if files.has_log(path):
                    files.keep_as(log, files.side_file(aside, "-wal"))
                files.keep_as(path, aside)
            files.move(fresh, path)
        finally:
            files.remove(fresh)
        for suffix in ("-wal", "-shm"):  # they belong to what was there before, and went aside with it
            files.side_file(path, suffix).unlink(missing_ok=True)
    return Exchanged(path, aside, found)


def keep_aside(path: Path, folder: Path | None = None, progress: Progress | None = None) -> Path:
    """Copy a vault that nobody has open, damaged or not, byte for byte with its log; the path of the copy.

    Raises `NotFound`, `AlreadyOpen`, `Unwritable`; then there is no copy.
    """
    path = Path(path).expanduser().resolve()
    if not path.is_file():
        raise NotFound(f"There is no file here: {path}.")
    aside = _aside(path, folder)
    backup.require_room(aside.parent, files.size_with_log(path))
    made: list[Path] = []
    with InstanceLock(path):
        try:
            for suffix in ("-wal", ""):
                if not files.side_file(path, suffix).exists():
                    continue
                target = files.side_file(aside, suffix)
                files.create_empty(target)
                made.append(target)
                backup.pour(files.side_file(path, suffix), target, progress or quiet())
                files.flush_file(target)
        except BaseException as error:
            for one in made:
                one.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise Unwritable.from_os(error, str(aside)) from error
            raise
    return aside


def _aside(path: Path, folder: Path | None = None) -> Path:
    name = f"{path.stem} kept aside {datetime.now():%Y-%m-%d %H%M%S}"
    place, number = folder or path.parent, 1
    target = place / f"{name}{backup.SUFFIX}"
    while target.exists():
        number += 1
        target = place / f"{name} {number}{backup.SUFFIX}"
    return target
