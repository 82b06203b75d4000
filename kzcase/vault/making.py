"""Makes the file of a new vault, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from kzcase.vault import files, meta, migrate, pages
from kzcase.vault.connection import APPLICATION_ID, FORMAT, Connector, Doors
from kzcase.vault.failures import Damaged
from kzcase.vault.keys import Secret


def build(path: Path, secret: Secret) -> None:
    """Make a new vault, whole or not at all: under another name, then given its own.

    Raises `Unwritable`, `EncryptionMissing`.
    """
    part = files.side_file(path, "-part")
    files.remove(part)
    files.create_empty(part)
    doors = Doors(Connector(part, secret))
    try:
        migrate.upgrade(doors, finish=_finish)
        doors.checkpoint()
        doors.close()
        _assert_encrypted(part, secret)
        files.flush_file(part)
        files.move_to_new(part, path)
    finally:
        doors.close()
        doors.connector.forget()
        files.remove(part)


def _finish(connection: Connection) -> None:
    meta.begin(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def _assert_encrypted(path: Path, secret: Secret) -> None:
    with path.open("rb") as file:
        if file.read(len(secret.salt)) != secret.salt:
            raise Damaged("The new vault could not be read back.", remedy="Try again in another place.")
    pages.prove(path, secret)
