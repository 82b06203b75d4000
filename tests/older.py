"""Vaults as earlier versions made them: their tables, and their way of beginning."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from kzcase import resources
from kzcase.vault import migrate
from kzcase.vault.connection import APPLICATION_ID, FORMAT, Connector, Doors
from kzcase.vault.keys import PROFILES, Secret, new_salt


def _begin(connection: Connection) -> None:
    """The first facts of a vault, as versions before 0008 wrote them."""
    facts = {"id": str(uuid.uuid4()), "created": "2026-01-01", "commits": "7", "app_version": "0.1"}
    for key, value in facts.items():
        connection.exec_driver_sql("INSERT INTO vault_meta (key, value) VALUES (?, ?)", (key, value))
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


@contextmanager
def made_by(path: Path, key: bytes, last: str) -> Iterator[Any]:
    """Make a vault whose last migration is `last` and write rows over the driver.

    From "0008" on that must be the row of `vault_mark`, too.
    """
    folder = path.with_suffix(".migrations")
    shutil.copytree(resources.migrations(), folder)
    for file in (folder / "versions").glob("*.py"):
        if file.name[:4] > last:
            file.unlink()
    path.touch()
    doors = Doors(Connector(path, Secret(key, new_salt(PROFILES[1]))))
    try:
        migrate.upgrade(doors, folder=folder, finish=_begin)
        with doors.writer.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            yield driver
            driver.execute("COMMIT")
    finally:
        doors.close()
