"""The people who write in a vault, and their keys."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from kzcase.errors import NotFound
from kzcase.history.sign import key_id, new_keys
from kzcase.history.tables import run
from kzcase.models.ledger import WriterRow


class Writer(NamedTuple):
    """Who is writing: key id and name."""

    id: str
    name: str


class WriterKeys(NamedTuple):
    """Who is writing, with the Ed25519 secret key that signs."""

    id: str
    name: str
    secret: bytes


def make_writer(name: str, created: str) -> WriterRow:
    """A new identity: a pair of signing keys (Ed25519) and one for case files (age, X25519)."""
    from pyrage import x25519

    public, secret = new_keys()
    age = x25519.Identity.generate()
    return WriterRow(
        id=key_id(public),
        name=name,
        sign_public=public,
        sign_secret=secret,
        age_public=str(age.to_public()),
        age_secret=str(age),
        created=created,
        active=False,
    )


def active_keys(connection: Connection) -> WriterKeys:
    """The active writer. Raises `NotFound` in a vault without one."""
    row = run(connection, "SELECT id, name, sign_secret FROM writer WHERE active").fetchone()
    if row is None:
        raise NotFound(
            "This vault does not know who is writing.",
            safe="Nothing was changed.",
            remedy="Add a writer or choose one.",
        )
    return WriterKeys(*row)
