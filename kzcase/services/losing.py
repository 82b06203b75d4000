"""Says that an identity is lost: a laptop or a travel vault is in somebody else's hands, and signs no more.

What was taken in before stays, and its history says of it that the key is not a compared one any more.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.models.ledger import KnownKeyRow, WriterRow
from kzcase.services import lostkeys
from kzcase.services.colleagues import Contact, added, fingerprint, known, named
from kzcase.services.office import Office

SHORTEST_ID = 8
"""So much of the key id of a writer of this vault must be given."""


def lost(office: Office) -> tuple[Contact, ...]:
    """The identities that were marked as lost: colleagues, vaults to travel with, writers of this vault."""
    with office.read() as session:
        return lost_in(session)


def lost_in(session: Session) -> tuple[Contact, ...]:
    """The same inside a unit that is already open."""
    found = [one for one in added(session) if one.lost is not None]
    marks = lostkeys.lost(session)
    for row in session.scalars(select(WriterRow).order_by(WriterRow.name, WriterRow.id)):
        if row.id in marks:
            words = fingerprint(row.sign_public, row.age_public)
            of = (row.id, row.name, words, row.age_public, row.created)
            found.append(Contact(*of, None, None, marks[row.id]))
    return tuple(found)


def lose(office: Office, key: str) -> Contact:
    """Mark the key of a contact, or of a writer of this vault, as lost: in somebody else's hands.

    `key` is a key id, a beginning of it, or a contact's name. Nothing is written to it any more, and no
    file that it signed is taken in; what lies in folders for it is written anew for the others. Raises
    `NotFound`, `KeyLost` if it is marked already, and `KzcaseError` for the key of whoever is writing.
    """
    with office.vault.write() as session:
        writer = _writer(session, key)
        if writer is not None and writer.active:
            raise KzcaseError(
                "This is the key you write with now.",
                safe="Nothing was changed.",
                remedy="Add a writer with a new key, go on as that one, and mark this key as lost then.",
            )
        found = writer.id if writer is not None else known(session, key).key
        row = session.get(KnownKeyRow, found)
        if row is not None:
            row.verified = None
        lostkeys.mark(session, found, office.ledger.time())
        return next(one for one in lost_in(session) if one.key == found)


def found_again(office: Office, key: str) -> Contact:
    """Take the mark of a lost key back: its words have to be compared anew. Raises `NotFound`."""
    with office.vault.write() as session:
        gone = named(lost_in(session), key)
        if len(gone) != 1:
            raise NotFound(f"No key of “{key}” is marked as lost.", safe="Nothing was changed.")
        lostkeys.unmark(session, gone[0].key)
        return replace(gone[0], lost=None)


def _writer(session: Session, key: str) -> WriterRow | None:
    """The writer of this vault whose key id begins so."""
    if len(key) < SHORTEST_ID:
        return None
    rows = session.scalars(select(WriterRow)).all()
    return next((row for row in rows if row.id.startswith(key.lower())), None)
