"""The vault's facts about itself, kept inside it: id, date, counter of commits, copies made."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from kzcase import __version__
from kzcase.models.file import VaultCopy, VaultMark, VaultMeta

ID = "id"
CREATED = "created"
PREVIOUS_SALT = "previous_salt"

Unit = Session | Connection


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What one may want to know of a vault at a glance.

    `id` is short, `uuid` the whole id, `created` a date (UTC), `size` bytes
    with the log, `schema` the revision of the tables, `app_version` the
    version that last wrote, `commits` how many units were ever kept.
    """

    path: Path
    id: str
    uuid: str
    created: str
    profile: int
    size: int
    schema: str
    app_version: str
    commits: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup or a recovery sheet that was made: `what` is "backup" or "sheet".

    Of a backup also when (UTC, ISO 8601), the counter of commits it stands for,
    its size in bytes, the SHA-256 of its first page, and who wanted it; None
    where an earlier version of the program made it.
    """

    id: int
    what: str
    made_on: str
    place: str | None
    secret: str
    made_at: str | None = None
    commits: int | None = None
    size: int | None = None
    head: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """How the file of a backup is known again: its size in bytes, and the SHA-256 of its first page."""

    size: int
    head: str


def short_id(whole: str) -> str:
    """The first eight digits of a vault's id, as they stand on its recovery sheet."""
    digits = uuid.UUID(whole).hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def today() -> str:
    """The date, in UTC."""
    return datetime.now(UTC).date().isoformat()


def begin(unit: Unit) -> None:
    """Write the first facts into a new vault."""
    facts = {ID: str(uuid.uuid4()), CREATED: today()}
    unit.execute(insert(VaultMeta), [{"key": key, "value": value} for key, value in facts.items()])
    first = {"commits": 0, "mark": token_bytes(16), "before": bytes(16), "app_version": __version__}
    unit.execute(insert(VaultMark).values(id=1, **first))


def read(unit: Unit, key: str) -> str | None:
    """The value of a fact, or None."""
    value: str | None = unit.execute(select(VaultMeta.value).where(VaultMeta.key == key)).scalar()
    return value


def write(unit: Unit, key: str, value: str) -> None:
    """Keep a fact, in place of the one that was there."""
    unit.execute(delete(VaultMeta).where(VaultMeta.key == key))
    unit.execute(insert(VaultMeta).values(key=key, value=value))


def count_commit(driver: Any) -> int:
    """Add one to the counter of commits, set a new mark, and keep the version of the program that wrote.

    Over the driver's own connection: it is done for every save, and costs a tenth of what it would
    through the session. Returns the counter.
    """
    row = driver.execute(
        "UPDATE vault_mark SET commits = commits + 1, before = mark, mark = randomblob(16), app_version = ?"
        " RETURNING commits",
        (__version__,),
    ).fetchall()
    return int(row[0][0])


def commits(unit: Unit) -> int:
    """How many units of work this vault has kept."""
    return unit.execute(select(VaultMark.commits)).scalar_one()


def commits_seen(driver: Any) -> int | None:
    """The counter as a connection of the driver's own sees it; None where there is none.

    Of a vault of an earlier version too, which kept the counter among its facts.
    """
    tables = {name for (name,) in driver.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    row = None
    if VaultMark.__tablename__ in tables:
        row = driver.execute("SELECT commits FROM vault_mark").fetchone()
    if row is None and VaultMeta.__tablename__ in tables:
        row = driver.execute("SELECT value FROM vault_meta WHERE key = 'commits'").fetchone()
    return int(row[0]) if row else None


def app_version(unit: Unit) -> str:
    """The version of the program that wrote last."""
    return unit.execute(select(VaultMark.app_version)).scalar_one()


def note_copy(
    unit: Unit,
    what: str,
    secret: str,
    place: Path | None = None,
    *,
    stamp: Stamp | None = None,
    why: str | None = None,
) -> None:
    """Remember that a backup or a sheet was made, which opens with the secret of that name.

    The counter kept with it is the one this unit will leave: a backup and the note of it are one state.
    """
    values: dict[str, Any] = {"what": what, "made_on": today(), "secret": secret}
    if place is not None:
        values |= {"place": str(place), "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    if stamp is not None:
        values |= {"size": stamp.size, "head": stamp.head, "commits": commits(unit) + 1, "why": why}
    unit.execute(insert(VaultCopy).values(**values))


def forget_copies(unit: Unit, ids: Iterable[int]) -> None:
    """Forget backups that are no more; that is no other state of what they hold."""
    unit.execute(delete(VaultCopy).where(VaultCopy.id.in_(list(ids))))
    _is_the_same_state(unit)


def mark_copies(unit: Unit, ids: Iterable[int], why: str) -> None:
    """Note otherwise why backups were made; that is no other state of what they hold."""
    unit.execute(update(VaultCopy).where(VaultCopy.id.in_(list(ids))).values(why=why))
    _is_the_same_state(unit)


def _is_the_same_state(unit: Unit) -> None:
    """Let backups that stand for the counter before this unit stand for the one after it."""
    now = commits(unit)
    unit.execute(update(VaultCopy).where(VaultCopy.commits == now).values(commits=now + 1))


def copies(unit: Unit) -> tuple[Copy, ...]:
    """The backups and sheets that were made, oldest first."""
    columns = [getattr(VaultCopy, one.name) for one in dataclass_fields(Copy)]
    return tuple(Copy(*row) for row in unit.execute(select(*columns).order_by(VaultCopy.id)))
