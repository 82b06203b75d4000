"""Brings the tables of a vault to this version's shape, all or nothing, after a backup.

Foreign keys are switched off outside the transaction (inside it the switch
does nothing, and rebuilding a table would delete what refers to it); rows are
counted before and after; the whole upgrade is one transaction. Alembic itself
is loaded only when there is something to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from kzcase import resources
from kzcase.errors import KzcaseError
from kzcase.vault.connection import Doors, translated
from kzcase.vault.failures import MigrationFailed, NewerVault

ASSIGNED = re.compile(r'^(revision|down_revision)\b[^=\n]*=\s*(?:"([^"]+)"|None)', re.MULTILINE)


def head(folder: Path | None = None) -> str:
    """The newest schema revision this program knows, read from the migrations' own files."""
    known = revisions(folder)
    (newest,) = known.keys() - set(known.values())
    return newest


def revisions(folder: Path | None = None) -> dict[str, str | None]:
    """Every schema revision this program knows, with the one before it."""
    found: dict[str, str | None] = {}
    for file in sorted(((folder or resources.migrations()) / "versions").glob("*.py")):
        stated = {name: value or None for name, value in ASSIGNED.findall(file.read_text("utf-8"))}
        if revision := stated.get("revision"):
            found[revision] = stated.get("down_revision")
    return found


def current(driver: Any) -> str | None:
    """The schema revision of a vault, asked over the driver's connection; None without tables."""
    if not driver.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone():
        return None
    row = driver.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def needed(driver: Any, folder: Path | None = None) -> bool:
    """Whether the vault is older than this program; raises `NewerVault` if it is newer."""
    revision = current(driver)
    if revision == head(folder):
        return False
    if revision is not None and revision not in revisions(folder):
        raise NewerVault
    return True


def upgrade(
    doors: Doors,
    *,
    folder: Path | None = None,
    finish: Callable[[Connection], None] | None = None,
) -> None:
    """Run what is missing in one transaction, then `finish` in the same one.

    Raises `MigrationFailed` (and the disk's own failures); then nothing has changed.
    """
    try:
        with _without_foreign_keys(doors) as connection, translated(doors.connector.path), connection.begin():
            before = _counts(connection)
            expected = _run(connection, folder or resources.migrations())
            _compare(before, _counts(connection), expected)
            _verify(connection)
            if finish:
                finish(connection)
    except KzcaseError:
        raise
    except SQLAlchemyError as error:
        raise _failed(f"A step of the update could not be done ({type(error).__name__}).") from error


@contextmanager
def _without_foreign_keys(doors: Doors) -> Iterator[Connection]:
    with doors.writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            # One that met a disk fault was discarded, and its successor has them on.
            if not connection.invalidated:
                driver.execute("PRAGMA foreign_keys=ON")
                if driver.execute("PRAGMA foreign_keys").fetchone() != (1,):
                    raise RuntimeError("foreign keys could not be switched on again")


def _run(connection: Connection, folder: Path) -> dict[str, int]:
    """Run the migrations; what each says about rows it adds or removes (`row_changes`), summed up."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    before = current(connection.connection.driver_connection)
    command.upgrade(config, "head")
    expected: dict[str, int] = {}
    for script in ScriptDirectory.from_config(config).iterate_revisions("head", before or "base"):
        for table, change in getattr(script.module, "row_changes", {}).items():
            expected[table] = expected.get(table, 0) + change
    return expected


def _counts(connection: Connection) -> dict[str, int]:
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name != 'alembic_version' AND name NOT IN (SELECT name FROM pragma_table_list"
        " WHERE type IN ('virtual', 'shadow'))"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in tables.all()
    }


def _compare(before: dict[str, int], after: dict[str, int], expected: dict[str, int]) -> None:
    for table, rows in before.items():
        wanted, there = rows + expected.get(table, 0), after.get(table, 0)
        if there != wanted:
            raise _failed(f"The table {table} would hold {there} rows instead of {wanted}.")


def _verify(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise _failed("A row would refer to one that is not there.")
    problems = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if problems != ["ok"]:
        raise _failed("The structure of the file is damaged.")


def _failed(what: str) -> MigrationFailed:
    return MigrationFailed(
        f"The vault could not be updated to this version. {what}",
        safe="Nothing was changed, and a copy made before lies beside the vault.",
        remedy="Go on with the version of kzcase used before, and report this sentence.",
    )
