"""Who writes in this vault: their identities, and who is writing now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from kzcase.errors import InputRefused, Refusal
from kzcase.models.ledger import WriterRow
from kzcase.services import lostkeys
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class WriterView:
    """A writer: the key id that history carries, and the name shown beside it."""

    id: str
    name: str
    active: bool


def everyone(office: Office) -> tuple[WriterView, ...]:
    """All writers of this vault, by name."""
    with office.read() as session:
        rows = session.scalars(select(WriterRow).order_by(WriterRow.name, WriterRow.id))
        return tuple(WriterView(row.id, row.name, row.active) for row in rows)


def active(office: Office) -> WriterView:
    """The writer in whose name is saved now."""
    with office.read() as session:
        writer = office.ledger.active(session)
        return WriterView(writer.id, writer.name, True)


def switch(office: Office, writer: str) -> None:
    """Save in another writer's name from now on; raises `NotFound`, `KeyLost`."""
    with office.vault.write() as session:
        row = session.get(WriterRow, writer)
        if row is not None and (since := lostkeys.lost_since(session, writer)) is not None:
            raise lostkeys.KeyLost(row.name, since)
        office.ledger.switch_writer(session, writer)


def add(office: Office, name: str) -> str:
    """Make an identity for another writer; returns its key id."""
    if not name.strip():
        raise InputRefused("A writer needs a name.", (Refusal("", "A writer needs a name.", "name"),))
    with office.vault.write() as session:
        return office.ledger.add_writer(session, name.strip()).id
