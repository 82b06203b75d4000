"""Keeps the text index: the folded words of every record, in the vault itself.

One FTS5 table without content, keyed by the registry's row number. Its
automatic merging is off (one save in a hundred would wait for it); `tidy`
merges when the program is idle and after an import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from kzcase.models.base import Kind, kinds, models
from kzcase.models.fields import FieldType
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names.folding import fold_many
from kzcase.search.titles import groups, name_text, standing_for

TEXT_TYPES = (FieldType.TEXT, FieldType.NOTE)
MERGE_PAGES = 500

CREATE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(words, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')",
    "INSERT INTO search_text(search_text, rank) VALUES ('automerge', 0)",
    "CREATE VIRTUAL TABLE search_word USING fts5vocab(search_text, row)",
)
"""The statements that make the index, for its migration."""


def put(connection: Connection, touched: Mapping[str, set[str]]) -> None:
    """Write the words of these records, by kind; those that are not here any more leave the index."""
    for kind, ids in touched.items():
        for group in groups(sorted(ids)):
            _put_group(connection, kinds()[kind], group)


def _put_group(connection: Connection, kind: Kind, ids: Sequence[str]) -> None:
    table = models()[kind.key].__table__
    keys = [f.key for f in kind.fields.values() if f.type in TEXT_TYPES and not f.hidden]
    rows = connection.execute(
        select(RecordRow.seq, RecordRow.id, RecordRow.status, RecordRow.fold, *(table.c[key] for key in keys))
        .join(table, table.c.id == RecordRow.id)
        .where(RecordRow.id.in_(ids))
    ).all()
    gone = [{"seq": row.seq} for row in rows if row.status not in ("here", "merged")]
    here = [row for row in rows if row.status in ("here", "merged")]
    spelled = _spellings(connection, [row.id for row in here]) if kind.key == "person" else {}
    texts = [
        " ".join([*spelled.get(row.id, ()), *(str(row._mapping[key]) for key in keys if row._mapping[key])])
        for row in here
    ]
    words = [
        {"seq": row.seq, "words": f"{row.fold or ''} {fold}".strip()}
        for row, fold in zip(here, fold_many([text.replace("\n", " ") for text in texts]), strict=True)
    ]
    if gone:
        connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = :seq", gone)
    if words:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO search_text(rowid, words) VALUES (:seq, :words)", words
        )


def _spellings(connection: Connection, persons: Sequence[str]) -> dict[str, list[str]]:
    """Every spelling of each person's names."""
    table = models()["name"].__table__
    nows = standing_for(connection, persons)
    rows = connection.execute(
        select(LinkRow.now, table.c.parts)
        .join(LinkRow, LinkRow.source == table.c.id)
        .where(LinkRow.now.in_(set(nows.values())), LinkRow.kind == "name", LinkRow.field == "person")
        .where(table.c.deleted.is_not(True))
        .order_by(table.c.id)
    )
    by_now: dict[str, list[str]] = {}
    for now, parts in rows:
        by_now.setdefault(now, []).append(name_text(parts))
    return {one: by_now.get(now, []) for one, now in nows.items()}


def tidy(session: Session, pages: int = MERGE_PAGES) -> None:
    """Merge some of the index's segments (positive pages: a little; call again until idle time is over)."""
    _tell(session, "merge", pages)


def _tell(session: Session, command: str, value: Any) -> None:
    session.connection().exec_driver_sql(
        "INSERT INTO search_text(search_text, rank) VALUES (:command, :value)",
        {"command": command, "value": value},
    )
