"""Keeps titles and the text index right, in the transaction that changed the records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection

from kzcase.history.idset import IdSet, gathered
from kzcase.progress import Progress, quiet
from kzcase.search import due, index, marks, titles

FEW = 20
"""Of so many records at most the words are put off; of more each costs little when written at once."""

UNKNOWN: Mapping[str, Collection[str]] = {}

Touched = dict[str, set[str]]


def derive(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]] = UNKNOWN,
    progress: Progress | None = None,
) -> None:
    """Derive again what depends on the touched records, by kind; called by history after it wrote them.

    `fields` says of some records that only these fields of theirs were set; of
    the others anything may have changed. Raises `Cancelled`.
    """
    progress = progress or quiet()
    words = dict(titles.put(connection, _named(touched, fields), progress))
    for kind, ids in _worded(connection, touched, fields):
        named = words.setdefault(kind, ids)
        if named is not ids:
            words[kind] = IdSet.united((named, ids))
    index.put(connection, words, progress)


def derive_soon(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]] = UNKNOWN,
    progress: Progress | None = None,
) -> None:
    """The same for one's own changes: at once how everything is named, and the words a little later.

    Titles, their order in lists and the words of people's names are right when it returns. Other
    words are noted as due (`kzcase.search.due`).
    """
    progress = progress or quiet()
    named = dict(titles.put(connection, _named(touched, fields), progress))
    later: Touched = {}
    for kind, ids in _worded(connection, touched, fields):
        later.setdefault(kind, set()).update(ids)
    now = {"person": named.pop("person")} if "person" in named else {}
    for kind, ids in named.items():
        later.setdefault(kind, set()).update(ids)
    if now:
        later.get("person", set()).difference_update(now["person"])
    if sum(map(len, later.values())) > FEW:
        for kind, ids in now.items():
            later.setdefault(kind, set()).update(ids)
        index.put(connection, later, progress)
    else:
        index.put(connection, now, progress)
        due.put_off(connection, [one for ids in later.values() for one in ids])


def _named(
    touched: Mapping[str, Collection[str]], fields: Mapping[str, Collection[str]]
) -> dict[str, Collection[str]]:
    """Those of the records whose titles may have changed."""
    return {
        kind: _those(ids, titles.naming_fields(kind), fields)
        for kind, ids in touched.items()
        if titles.is_known(kind)
    }


def _worded(
    connection: Connection, touched: Mapping[str, Collection[str]], fields: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, AbstractSet[str]]]:
    """Those of the records whose words may have changed, and others whose words change with them, by kind.

    A kind may come twice. Kind by kind: an import may touch a million, who are not held once more.
    """
    for kind, ids in touched.items():
        if titles.is_known(kind) and (concerned := _those(ids, index.indexed_fields(kind), fields)):
            yield kind, concerned
    yield from marks.concerned(connection, touched, fields).items()


def _those(
    ids: Collection[str], deciding: frozenset[str], fields: Mapping[str, Collection[str]]
) -> AbstractSet[str]:
    """Those of some records of which a deciding field, or any, was set; the very set, if they are all."""
    if fields.keys().isdisjoint(ids):
        return ids if isinstance(ids, AbstractSet) else gathered(ids)
    return gathered(
        one for one in ids if (changed := fields.get(one)) is None or not deciding.isdisjoint(changed)
    )
