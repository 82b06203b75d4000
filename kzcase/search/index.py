"""Keeps the text index: the folded words of every record, in the vault itself.

One FTS5 table without content, keyed by the registry's row number. Its
automatic merging is off (one save in a hundred would wait for it); `tidy`
merges when the program is idle and after an import.

The words of a person's names stand there a second time with a mark before
them, so that a name finds its person first however many letters and hearings
say it too.
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
from kzcase.search.past import groups
from kzcase.search.titles import name_text, standing_for

TEXT_TYPES = (FieldType.TEXT, FieldType.NOTE)
VERSION = 1
"""Raised when folding, titles or what is indexed change, so that vaults are indexed anew."""

MERGE_PAGES = 500
NAME_MARK = "j"  # no folded word has this letter
_HYPHENS = str.maketrans("-‐‑\n", "    ")


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
    # The first four columns are the registry's, the others the kind's texts.
    texts = fold_many([" ".join([_parted(str(said)) for said in row[4:] if said]) for row in here])
    spelled = _spellings(connection, [row.id for row in here]) if kind.key == "person" else {}
    names = fold_many([" ".join(map(_parted, spelled.get(row.id, ()))) for row in here])
    words = [
        {"seq": row.seq, "words": " ".join((row.fold or "", text, name, _marked(name))).strip()}
        for row, text, name in zip(here, texts, names, strict=True)
    ]
    if gone:
        connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = :seq", gone)
    if words:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO search_text(rowid, words) VALUES (:seq, :words)", words
        )


def _parted(text: str) -> str:
    """A text as one line, with the halves of hyphenated words beside the whole."""
    if "-" in text or (not text.isascii() and ("‐" in text or "‑" in text)):
        text = f"{text} {text.translate(_HYPHENS)}"
    return text.replace("\n", " ")


def _marked(name: str) -> str:
    return " ".join(NAME_MARK + word for word in dict.fromkeys(name.split()))


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
