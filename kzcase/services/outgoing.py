"""Lets a finished file go out together with its entry in the vault's registers, whatever stops the program.

A file and the vault cannot be changed in one step. If the program is killed
between the two, a paper would be out of which the register knows nothing. So
what is going out is noted in the vault first, with the name that the finished
file has until then; the note goes in the unit that makes the entry final. A
note that is still there at the next opening tells what happened: as long as the
file has its first name it never went out, and both are taken away; else it is
entered. Where that cannot be seen, as on a stick that is gone, it counts as out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import KzcaseError
from kzcase.history.ledger import Change, Ledger
from kzcase.history.revision import new_id
from kzcase.models.base import kinds
from kzcase.models.ledger import ExportItemRow, ExportRow, LocalRow
from kzcase.vault.vault import Vault

GOING = "going out: "
"""Begins the keys of the notes."""
PAPER, EXPORT = "paper_out", "export"

Said = Mapping[str, Any]
"""What is noted: `paper_out` with the values of its record, or the `export` id of a case file."""


def put_out(
    vault: Vault,
    ledger: Ledger,
    part: Path,
    path: Path,
    said: Said,
    begin: Callable[[Session], None] = lambda session: None,
) -> None:
    """Give a finished file its name and make its entry: both, or neither.

    The record of a paper is made in the unit in which it goes out; `begin` enters
    beforehand what may be too much to be noted, such as all that is in a case file.
    `part` has become `path` afterwards; if that fails it is gone, or waits for the next opening.
    Raises `OSError`, `Unwritable` and whatever keeps the vault from being written.
    """
    key = GOING + new_id()
    try:
        wholefile.spare_vaults(path)
        with vault.write() as session:
            begin(session)
            note = orjson.dumps({"part": str(part), **said}).decode()
            session.execute(insert(LocalRow).values(key=key, value=note))
    except BaseException:
        wholefile.discard(part)
        raise
    try:
        with wholefile.naming(part, path) as give_name, vault.write() as session:
            _enter(session, ledger, said)
            _forget(session, key)
            give_name()
    except BaseException:
        # Where the vault takes nothing any more, the next opening finds the note, and the file not named.
        with suppress(KzcaseError):
            with vault.write() as session:
                _withdraw(session, said)
                _forget(session, key)
            wholefile.discard(part)
        raise


def settle(vault: Vault, ledger: Ledger) -> None:
    """Bring to its end what was going out when the program was stopped; to be called when a vault is opened.

    What the vault cannot take now waits for the next opening.
    """
    with vault.read() as session:
        found = session.execute(
            select(LocalRow.key, LocalRow.value).where(LocalRow.key.startswith(GOING, autoescape=True))
        ).all()
    for key, value in found:
        said = orjson.loads(value)
        part = Path(said["part"])
        went = not _waits(part)
        with suppress(KzcaseError):
            with vault.write() as session:
                (_enter(session, ledger, said) if went else _withdraw(session, said))
                _forget(session, key)
            if not went:
                wholefile.discard(part)


def _waits(part: Path) -> bool:
    """Whether a file still has the name that it had before it went out."""
    try:
        return part.exists()
    except OSError:
        return False


def _enter(session: Session, ledger: Ledger, said: Said) -> None:
    if PAPER in said:
        fields = kinds()[PAPER].fields
        values = {
            key: frozenset(value) if fields[key].type.is_set else value
            for key, value in said[PAPER]["values"].items()
        }
        ledger.record(session, [Change(PAPER, said[PAPER]["record"], values)])


def _withdraw(session: Session, said: Said) -> None:
    if EXPORT in said:
        session.execute(delete(ExportItemRow).where(ExportItemRow.export == said[EXPORT]))
        session.execute(delete(ExportRow).where(ExportRow.id == said[EXPORT]))


def _forget(session: Session, key: str) -> None:
    session.execute(delete(LocalRow).where(LocalRow.key == key))
