"""Identities that are lost: a laptop or a travel vault was taken, and whoever has it can sign with its key.

A lost key is never written to again, and nothing signed with it is taken in from its own files.
Marks belong to this vault alone; no file sets or clears one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError
from kzcase.models.folder import SyncFileRow
from kzcase.models.ledger import LocalRow

MARK = "lost key: "
"""Before the key id; the value is when it was marked (as headers write a moment)."""


class KeyLost(KzcaseError):
    """Something was to be done with a key that was marked as lost."""

    def __init__(self, name: str, since: str) -> None:
        super().__init__(
            f"The key of {name} was marked as lost on {since[:10]}: whoever has that vault writes in its "
            "name and reads what is written for it.",
            safe="Nothing was changed.",
            remedy="Ask them by voice or face to face for the card of a new vault. If the key was never out "
            "of their hands, take the mark back (Exchange, Colleagues) and compare the words again.",
        )


def lost(session: Session) -> Mapping[str, str]:
    """Every lost key's id, with when it was marked."""
    rows = session.execute(
        select(LocalRow.key, LocalRow.value).where(LocalRow.key.startswith(MARK, autoescape=True))
    )
    return {key.removeprefix(MARK): since for key, since in rows}


def lost_since(session: Session, key: str) -> str | None:
    """When a key was marked as lost; None if it was not."""
    found: str | None = session.scalar(select(LocalRow.value).where(LocalRow.key == MARK + key))
    return found


def mark(session: Session, key: str, since: str) -> None:
    """Mark a key as lost; what lies in folders for its owner has to go. An earlier mark stays."""
    row: dict[str, Any] = {"key": MARK + key, "value": since}
    session.execute(insert(LocalRow).values(row).on_conflict_do_nothing())
    for file in session.scalars(select(SyncFileRow).where(SyncFileRow.state.in_(("sent", "writing")))):
        if key in orjson.loads(file.readers):
            file.state = "stale"
    session.flush()


def unmark(session: Session, key: str) -> None:
    """Take the mark of a key back."""
    session.execute(delete(LocalRow).where(LocalRow.key == MARK + key))
