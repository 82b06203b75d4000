"""Where backups go, when the program makes one by itself, which stay, and the last good one.

Each is read back before it counts, and the vault keeps the list of them. Of a
state that has a good backup no second one is made. What the program made by
itself is thinned: all of the newest day stay, then the last of each of seven
days, four weeks and twelve months. Days are counted as they stand in the
vault's own list, not from today's clock, so that a clock that jumps costs no
backup; and a file goes only if it is still what this vault wrote.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.errors import Unwritable
from kzcase.models.ledger import LocalRow
from kzcase.progress import Progress, quiet
from kzcase.services.office import Office
from kzcase.vault import backup, files, meta
from kzcase.vault.failures import VaultBusy
from kzcase.vault.meta import Copy

KEY = "backup folder"
"""Kept inside the vault: the name of a stick or of a folder may tell whose it is."""
SECOND = "second backup folder"
SPARED = "backed up by hand only"

ASKED, SCHEDULE, IMPORT, ERASURE = "asked", "schedule", "import", "erasure"
GOING = "going"
"""In place of why a backup was made, from before the program removes its file until it is out of the list:
a program that was ended in between must not tell for ever that a backup is missing."""
BY_ITSELF = frozenset({SCHEDULE, IMPORT, ERASURE, GOING})
"""Only such backups are ever removed by the program."""

OFF, DAILY, WEEKLY = "off", "daily", "weekly"
DAYS, WEEKS, MONTHS = 7, 4, 12
LEAST_KEPT = 2
"""Of those the program made by itself, so many stay in a place however little room there is."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup: the day it was made and read back, its file, and whether that can be seen now."""

    made_on: str
    file: Path | None
    there: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Where backups go: the first place, and the second if one is set."""

    first: Path
    second: Path | None


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a backup: its file, and whether it is `new` or that of the same state was good enough.

    `second` is the copy in the second place; `unseen` are places that cannot be
    seen now; `removed` are older ones that were thinned out.
    """

    file: Path
    new: bool
    second: Path | None = None
    unseen: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A backup that the vault remembers.

    `there`: its file can be seen now and is what was written. `fits`: it opens with today's passphrase.
    """

    file: Path
    made_at: str
    size: int | None
    there: bool
    fits: bool


def last(office: Office) -> Last | None:
    """The last backup that was written and read back; None: there never was one."""
    with office.read() as session:
        made = _backups(session)
    if not made:
        return None
    same = [one for one in made if one.made_on == made[-1].made_on]
    seen = next((one for one in reversed(same) if _is_there(one.place)), made[-1])
    return Last(seen.made_on, Path(seen.place) if seen.place else None, _is_there(seen.place))


def listed(office: Office, limit: int = 50) -> tuple[Known, ...]:
    """The backups that the vault remembers, the newest first."""
    with office.read() as session:
        made = [one for one in _backups(session) if one.place and not _is_gone(one)][::-1][:limit]
    now = office.vault.secret.name
    return tuple(
        Known(
            Path(one.place or ""),
            one.made_at or one.made_on,
            one.size,
            backup.is_as_written(one) if one.size else _is_there(one.place),
            one.secret == now,
        )
        for one in made
    )


# --- places ---------------------------------------------------------------------------------------


def folder(office: Office) -> Path:
    """Where the next backup goes: the folder that was chosen last, else one beside the vault."""
    return places(office).first


def beside(path: Path) -> Path:
    """The folder for backups beside a vault, used while no other was chosen."""
    return path.with_name(f"{path.stem} backups")


def places(office: Office) -> Places:
    """Where backups go."""
    statement = select(LocalRow.key, LocalRow.value).where(LocalRow.key.in_((KEY, SECOND)))
    with office.read() as session:
        kept = {row.key: row.value for row in session.execute(statement)}
    first = Path(kept[KEY]) if KEY in kept else beside(office.path)
    return Places(first, Path(kept[SECOND]) if SECOND in kept else None)


def choose_folder(office: Office, place: Path) -> None:
    """Put backups into this folder from now on."""
    _keep(office, KEY, place)


def choose_second(office: Office, place: Path | None) -> None:
    """Put a copy of each backup into this folder, too; None: into one place only."""
    _keep(office, SECOND, place)


def spare(office: Office) -> None:
    """Make none by the calendar in this vault: what is in it ships with the program (the sample)."""
    _keep(office, SPARED, office.path)


def _is_spared(office: Office) -> bool:
    with office.read() as session:
        return session.scalar(select(LocalRow.key).where(LocalRow.key == SPARED)) is not None


# --- making ---------------------------------------------------------------------------------------


def back_up(office: Office, *, why: str = ASKED, progress: Progress | None = None) -> Path:
    """Have a good backup of the present state in the chosen places; its file. Raises as `make`."""
    return make(office, why, progress=progress).file


def make(office: Office, why: str = ASKED, *, progress: Progress | None = None) -> Made:
    """Write a backup into each place that can be seen, read it back, and thin out older ones.

    If a good one of the same state is there already, none is made. Raises `Unwritable` if no place
    can be seen or there is not enough room (saying how much is missing), `Cancelled`, `Damaged`;
    then the vault is as it was.
    """
    progress = progress or quiet()
    wanted = places(office)
    both = [wanted.first] if wanted.second is None else [wanted.first, wanted.second]
    seen = [one for one in both if _ready(office, one)]
    unseen = tuple(one for one in both if one not in seen)
    if not seen:
        raise Unwritable(
            f"The folder for backups cannot be seen: {both[0]}.",
            safe="No backup was made; the vault is as it was.",
            remedy="Put the stick in, or choose another folder under Settings, Backup.",
        )
    good = {_folder(one): Path(one.place or "") for one in _current(office)}
    if all(one.resolve() in good for one in seen):
        at = [good[one.resolve()] for one in seen]
        return Made(at[0], False, at[1] if len(at) > 1 else None, unseen)
    size = files.size_with_log(office.path)
    for one in seen:
        _make_room(office, one, size, spare=why in BY_ITSELF)
    file = backup.write(office.vault, seen[0], progress)
    second = None
    try:
        second = backup.copy(office.vault, file, seen[1], progress) if len(seen) > 1 else None
    finally:  # the first is a good one, whatever became of the second
        new = [one for one in (file, second) if one is not None]
        backup.note(office.vault, new, why)
    gone = _thin(office)
    return Made(file, True, second, unseen, tuple(Path(one.place or "") for one in gone))


def due(office: Office, every: str) -> bool:
    """Whether the program should make one by itself now (`every`: a value of the setting)."""
    if every == OFF or _is_spared(office) or _current(office):
        return False
    with office.read() as session:
        made = _backups(session)
    if not made:
        return True
    newest, today = _day(made[-1]), datetime.now(UTC).date()
    # A clock that was put back must not stop backups until it has caught up.
    return newest != today if every == DAILY else abs((today - newest).days) >= 7


def overdue(office: Office, every: str) -> bool:
    """Whether a day, or a week, has gone by without the backup that was due when work ended."""
    if not due(office, every):
        return False
    with office.read() as session:
        made = _backups(session)
    days = (datetime.now(UTC).date() - _day(made[-1])).days if made else 0
    return not made or days < 0 or days > (1 if every == DAILY else 7)


def scheduled(office: Office, every: str, *, progress: Progress | None = None) -> Made | None:
    """Make the backup that is due, if one is; raises as `make`."""
    return make(office, SCHEDULE, progress=progress) if due(office, every) else None


# --- thinning -------------------------------------------------------------------------------------


def _thin(office: Office) -> list[Copy]:
    """Remove what need not stay of the backups that the program made by itself, and forget it.

    Only once the new one is in the list: whatever fails before, the older ones are still there.
    A backup was made, so that what fails here is no failure of it; the list is made good next time.
    """
    with office.read() as session:
        gone = [one for one in _backups(session) if _is_gone(one)]
    going: list[Copy] = []
    for made in _removable(office).values():
        stay = {one.id for one in kept(made)}
        going += [one for one in made if one.id not in stay]
    removed = _removed(office, going)
    with suppress(Unwritable, VaultBusy):
        backup.forget(office.vault, [one.id for one in (*gone, *removed)])
    return removed


def kept(made: Sequence[Copy]) -> tuple[Copy, ...]:
    """Which of the backups in one place stay, given in the order in which they were made."""
    if not made:
        return ()
    stay = {one.id for one in made if _day(one) == _day(made[-1])}
    rules: tuple[tuple[int, Callable[[date], object]], ...] = (
        (DAYS, _same_day),
        (WEEKS, _week),
        (MONTHS, _month),
    )
    for number, label in rules:
        seen: set[object] = set()
        for one in reversed(made):
            if (mark := label(_day(one))) not in seen and len(seen) < number:
                seen.add(mark)
                stay.add(one.id)
    return tuple(one for one in made if one.id in stay)


def _same_day(day: date) -> date:
    return day


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _removable(office: Office) -> dict[Path, list[Copy]]:
    """By folder, in the vault's own order, what the program made by itself and is still what was written."""
    with office.read() as session:
        made = _backups(session)
    found: dict[Path, list[Copy]] = {}
    for one in made:
        if one.why in BY_ITSELF and backup.is_as_written(one):
            found.setdefault(_folder(one), []).append(one)
    return found


def _make_room(office: Office, place: Path, size: int, *, spare: bool) -> None:
    """Remove the oldest of one's own in a place where a new one has no room; the newest ones stay.

    What nobody asked for leaves `spare` room for as much again: a full disk would stop the vault.
    """
    needed = 2 * size if spare else size
    made = _removable(office).get(place.resolve(), [])
    while len(made) > LEAST_KEPT and _free(place) < needed + backup.MARGIN:
        backup.forget(office.vault, [one.id for one in _removed(office, [made.pop(0)])])
    backup.require_room(place, needed)


def _removed(office: Office, copies: Sequence[Copy]) -> list[Copy]:
    """Remove the files of backups, having noted that they go; those that went are yet to be forgotten."""
    with suppress(Unwritable, VaultBusy):  # without the note, too: it may be for room on this very disk
        backup.mark(office.vault, [one.id for one in copies if one.why != GOING], GOING)
    gone = []
    for one in copies:
        try:
            Path(one.place or "").unlink(missing_ok=True)
        except OSError:
            continue  # a place that became read-only: it stays, and stays in the list
        gone.append(one)
    return gone


# --- reading --------------------------------------------------------------------------------------


def _backups(session: Session) -> list[Copy]:
    return [one for one in meta.copies(session) if one.what == "backup"]


def _current(office: Office) -> list[Copy]:
    """The good backups of the present state."""
    with office.read() as session:
        made, commits = _backups(session), meta.commits(session)
    secret = office.vault.secret.name
    same = [one for one in made if one.commits == commits and one.secret == secret]
    return [one for one in same if backup.is_as_written(one)]


def _folder(copy: Copy) -> Path:
    return Path(copy.place or "").parent.resolve()


def _day(copy: Copy) -> date:
    return date.fromisoformat(copy.made_on)


def _ready(office: Office, place: Path) -> bool:
    """Whether a place can be seen; the folder beside the vault is made when it is needed first."""
    try:
        if place == beside(office.path):
            place.mkdir(mode=0o700, exist_ok=True)
        return place.is_dir()
    except OSError:
        return False


def _is_gone(copy: Copy) -> bool:
    """Whether the program removed its file and was ended before it could say so in the list."""
    place = Path(copy.place or "")
    try:
        return copy.why == GOING and place.parent.is_dir() and not place.exists()
    except OSError:
        return False


def _is_there(place: str | None) -> bool:
    try:
        return place is not None and Path(place).is_file()
    except OSError:
        return False


def _free(place: Path) -> int:
    try:
        return shutil.disk_usage(place).free
    except OSError as error:
        raise Unwritable.from_os(error, str(place)) from error


def _keep(office: Office, key: str, place: Path | None) -> None:
    with office.vault.write() as session:
        if place is None:
            session.execute(delete(LocalRow).where(LocalRow.key == key))
            return
        statement = insert(LocalRow).values(key=key, value=str(place))
        session.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )
