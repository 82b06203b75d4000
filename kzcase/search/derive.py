"""Keeps titles and the text index right, in the transaction that changed the records."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from kzcase.search import index, marks, titles

UNKNOWN: Mapping[str, Collection[str]] = {}


def derive(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]] = UNKNOWN,
) -> None:
    """Derive again what depends on the touched records, by kind; called by history after it wrote them.

    `fields` says of some records that only these fields of theirs were set; of
    the others anything may have changed.
    """
    named = {
        kind: [one for one in ids if _concerns(titles.naming_fields(kind), fields.get(one))]
        for kind, ids in touched.items()
        if titles.is_known(kind)
    }
    words = titles.put(connection, named)
    for kind, ids in touched.items():
        if titles.is_known(kind):
            said = index.indexed_fields(kind)
            words.setdefault(kind, set()).update(one for one in ids if _concerns(said, fields.get(one)))
    for kind, others in marks.concerned(connection, touched, fields).items():
        words.setdefault(kind, set()).update(others)
    index.put(connection, words)


def _concerns(deciding: frozenset[str], changed: Collection[str] | None) -> bool:
    return changed is None or not deciding.isdisjoint(changed)
