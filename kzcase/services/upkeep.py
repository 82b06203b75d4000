"""Paints the tables anew when this version reads history differently than the one that painted them.

A newer version may know fields that were only kept until now, name records
otherwise, or fold spellings otherwise. History itself never changes; what is
derived from it must follow. A mark in the vault says by which declarations its
tables were painted.
"""

from __future__ import annotations

from hashlib import sha256

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.history.ledger import Ledger
from kzcase.models.base import kinds
from kzcase.models.ledger import LocalRow
from kzcase.progress import Progress
from kzcase.reference import shipped
from kzcase.search.index import VERSION as INDEX_VERSION
from kzcase.services import derived

MARK = "painted by"


def declarations_mark() -> str:
    """A hash of everything that decides how tables, titles and indexes are painted from history."""
    declared = {
        kind.key: {
            "title": kind.title,
            "fields": {
                field.key: [field.type, field.compartment, field.protect, field.vocabulary, field.owner]
                for field in kind.fields.values()
            },
        }
        for kind in kinds().values()
    }
    everything = [declared, INDEX_VERSION, derived.VERSION, dict(shipped.versions())]
    return sha256(orjson.dumps(everything, option=orjson.OPT_SORT_KEYS)).hexdigest()


def is_current(session: Session) -> bool:
    """Whether the vault's tables were painted by these declarations."""
    mark = session.scalar(select(LocalRow.value).where(LocalRow.key == MARK))
    return mark == declarations_mark()


def note(session: Session) -> None:
    """Remember that the tables are painted by these declarations."""
    statement = insert(LocalRow).values(key=MARK, value=declarations_mark())
    session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )


def catch_up(ledger: Ledger, session: Session, progress: Progress) -> None:
    """Paint everything anew from history, in the unit of `session`, and remember it."""
    derived.forget(session.connection())
    ledger.rebuild(session, progress)
    note(session)
