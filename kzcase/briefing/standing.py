"""Looks whether a paper that was gathered may still be handed out: what it stands on may have gone meanwhile.

A paper is shown before it is handed over, and that may take a while: a consent
may be withdrawn, a mark be set, a case file be taken in, a night pass.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kzcase.briefing.content import Content
from kzcase.errors import KzcaseError
from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.models.ledger import BatchRow, RecordRow, RevisionRow, TombstoneRow
from kzcase.services.office import Office

_DECIDING = frozenset({"consent", "citation", "source", "name", "involvement", "redaction"})
"""Kinds that decide on others: whatever changes in them may take the ground away, or be to be kept out."""
_ALSO = frozenset({"deleted", "merged_into"})
_SAFE = "No paper was written."
_REMEDY = "Make the paper again, and look at what it leaves out now."


class Overtaken(KzcaseError):
    """What may be told has changed since a paper was made."""


def ground(session: Session) -> tuple[int, ...]:
    """What of the vault's state no later revision tells: erasures, imports, and those that were taken back.

    An import may bring a part of a revision that was here already, and taking one back takes
    consents and sources with it.
    """
    found = (
        session.scalar(select(func.count()).select_from(TombstoneRow).where(TombstoneRow.accepted)),
        session.scalar(select(func.count()).select_from(BatchRow).where(BatchRow.sender.is_not(None))),
        session.scalar(select(func.count()).select_from(BatchRow).where(BatchRow.undone.is_not(None))),
    )
    return tuple(number or 0 for number in found)


def check(office: Office, content: Content) -> None:
    """Make sure that nothing which protects somebody has come since the paper was gathered.

    Raises `Overtaken`, also after anything was erased or taken in or back. A paper that was
    gathered on another day is one too: consents end with a day.
    """
    if content.gathered is not None and content.gathered != office.today():
        raise Overtaken("This paper was made on another day.", safe=_SAFE, remedy=_REMEDY)
    with office.read() as session:
        moved = content.ground != ground(session)
        if moved or _gone(session, content.people) or _narrowed(session, content.mark):
            raise Overtaken(
                "What may be told has changed since this paper was made.", safe=_SAFE, remedy=_REMEDY
            )


def _gone(session: Session, people: Iterable[str]) -> bool:
    """Whether somebody the paper is about was deleted or erased."""
    for group in groups(sorted(people)):
        states = session.scalars(select(RecordRow.status).where(RecordRow.id.in_(group)))
        if not frozenset(states) <= {"here", "merged"}:
            return True
    return False


def _narrowed(session: Session, mark: int) -> bool:
    """Whether a revision after this one set something that may protect somebody."""
    rows = session.execute(
        select(RecordRow.kind, RevisionRow.parts)
        .join(RecordRow, RecordRow.id == RevisionRow.record)
        .where(RevisionRow.seq > mark)
    )
    for kind, parts in rows:
        if kind in _DECIDING:
            return True
        declared = kinds().get(kind) if kind else None
        known = declared.fields if declared is not None else {}
        for key in (key for part in orjson.loads(parts) for key in part.get("fields", ())):
            if key in _ALSO or (key in known and known[key].protect is not None):
                return True
    return False
