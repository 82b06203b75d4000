"""Where backups go, and the last good one: what a caseworker must know before a border."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from kzcase.errors import Unwritable
from kzcase.models.ledger import LocalRow
from kzcase.progress import Progress
from kzcase.services import vaults
from kzcase.services.office import Office
from kzcase.vault import meta

KEY = "backup folder"
"""Kept inside the vault: the name of a stick or of a folder may tell whose it is."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup: the day it was made and read back, its file, and whether that can be seen now."""

    made_on: str
    file: Path | None
    there: bool


def last(office: Office) -> Last | None:
    """The last backup that was written and read back; None: there never was one."""
    with office.read() as session:
        made = [one for one in meta.copies(session) if one.what == "backup"]
    if not made:
        return None
    file = Path(made[-1].place) if made[-1].place else None
    return Last(made[-1].made_on, file, file is not None and _is_there(file))


def folder(office: Office) -> Path:
    """Where the next backup goes: the folder that was chosen last, else that of the vault."""
    with office.read() as session:
        kept = session.scalar(select(LocalRow.value).where(LocalRow.key == KEY))
    return Path(kept) if kept else office.path.parent


def choose_folder(office: Office, place: Path) -> None:
    """Put backups into this folder from now on."""
    statement = insert(LocalRow).values(key=KEY, value=str(place))
    with office.vault.write() as session:
        session.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )


def back_up(office: Office, *, progress: Progress | None = None) -> Path:
    """Write a backup into the chosen folder and read it back; raises as `vaults.back_up`."""
    place = folder(office)
    if not place.is_dir():
        raise Unwritable(
            f"The folder for backups cannot be seen: {place}.",
            safe="No backup was made; the vault is as it was.",
            remedy="Put the stick in, or choose another folder under Settings, Backup.",
        )
    return vaults.back_up(office, place, progress=progress)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False
