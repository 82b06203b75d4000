"""Keeps the text index: the folded words of every record, in the vault itself.

One FTS5 table without content, keyed by kind and the registry's number of the
record (`kzcase.models.textrow`), so that a list looks through its own kind
only. Its automatic merging is off (one save in a hundred would wait for it); `tidy`
merges when the program is idle and after an import. What a save changes is
written a little later (`kzcase.search.due`).

The words of a person's names stand there a second time with a mark before
them, so that a name finds its person first however many letters and hearings
say it too. What filters ask for stands there as words, too (`kzcase.search.marks`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.idset import ascending
from kzcase.history.tables import GROUP, groups, many, quoted, run
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.models.textrow import first_row
from kzcase.names.folding import fold_many
from kzcase.progress import Progress
from kzcase.search import marks
from kzcase.search.statements import rows_of
from kzcase.search.titles import composite, name_text

TEXT_TYPES = (FieldType.TEXT, FieldType.NOTE)
VERSION = 5
"""Raised when folding, titles or what is indexed change, so that vaults are indexed anew."""

INDEXING = "Bringing search up to date"
MERGE_PAGES = 500
NAME_MARK = "j"  # no folded word has this letter
SHOWN = ("here", "merged")
_HYPHENS = str.maketrans("-‐‑\n", "    ")

ADD = "INSERT INTO search_text(rowid, words) VALUES (?, ?)"
REPLACE = "INSERT OR REPLACE INTO search_text(rowid, words) VALUES (?, ?)"
REMOVE = "DELETE FROM search_text WHERE rowid = ?"
EMPTY = "INSERT INTO search_text(search_text) VALUES ('delete-all')"
NUMBERS = "SELECT seq FROM record WHERE id IN (:ids)"
NUMBERED = "SELECT id FROM record WHERE seq IN (:ids) ORDER BY seq"
SPELLINGS = (
    "SELECT l.now, n.parts FROM link AS l JOIN name AS n ON n.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'name' AND n.deleted IS NOT 1 ORDER BY n.id"
)


@cache
def indexed_fields(kind: str) -> frozenset[str]:
    """The fields whose words stand in the index, and the one that takes a record out of it."""
    return frozenset((*_texts(kind), *marks.chosen(kind), "deleted"))


@cache
def _texts(kind: str) -> tuple[str, ...]:
    fields = kinds()[kind].fields.values()
    return tuple(sorted(f.key for f in fields if f.type in TEXT_TYPES and not f.hidden))


@cache
def _select(kind: str) -> str:
    """What the index needs of records of a kind: the registry's, then the kind's own choices and texts.

    First the row of the index, last of the registry's columns whether the index has words of the record:
    FTS5 keeps a row of `search_text_docsize` for each. To replace what is not there costs twice as much as
    to add it.
    """
    own = (f"k.{quoted(key)}" for key in (*marks.chosen(kind), *_texts(kind)))
    row = f"r.seq + {first_row(kind)}"
    columns = ", ".join((row, "r.now", "r.status", "r.fold", "d.id IS NOT NULL", *own))
    return (
        f"SELECT {columns} FROM record AS r JOIN {quoted(kind)} AS k ON k.id = r.id "
        f"LEFT JOIN search_text_docsize AS d ON d.id = {row} WHERE r.id IN (:ids)"
    )


def put(connection: Connection, touched: Mapping[str, Collection[str]], progress: Progress) -> None:
    """Write the words of these records, by kind; those that are not here any more leave the index."""
    number, total = 0, sum(map(len, touched.values()))
    # In the order of the index's rows: whenever it has to go back, it writes a segment.
    for kind in sorted(touched, key=first_row):
        ids = touched[kind]
        if len(ids) <= GROUP:
            progress.step(INDEXING, number, total)
            number += len(ids)
            _put_group(connection, kind, sorted(ids))
            continue
        # An import may touch a million: sorted are their numbers, and the ids are read group by group.
        for group in groups(sorted(seq for (seq,) in rows_of(connection, NUMBERS, ascending(ids)))):
            progress.step(INDEXING, number, total)
            number += len(group)
            _put_group(connection, kind, [one for (one,) in rows_of(connection, NUMBERED, group)])


def _put_group(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    gone: list[tuple[Any, ...]] = []
    here: list[tuple[Any, ...]] = []
    for row in rows_of(connection, _select(kind), ids):
        (here if row[2] in SHOWN else gone).append(row)
    here.sort(key=_row)
    # The first five columns are the registry's, then come the kind's choices and its texts.
    chosen, begin = marks.chosen(kind), 5 + len(marks.chosen(kind))
    texts = [" ".join([parted(str(said)) for said in row[begin:] if said]) for row in here]
    spelled = _spellings(connection, {row[1] for row in here}) if kind == "person" else {}
    names = [" ".join(map(parted, spelled.get(row[1], ()))) for row in here]
    folded = fold_many(texts + names)  # at once: what one call costs by itself is a tenth of a save
    around = marks.of_others(connection, kind, [row[1] for row in here])
    words = [
        (
            row[0],
            " ".join(
                (
                    *marks.own(chosen, row[5:begin]),
                    *sorted(around.get(row[1], ())),
                    *(row[3] or "", text, name, _marked(name)),
                )
            ).strip(),
        )
        for row, text, name in zip(here, folded, folded[len(here) :], strict=False)
    ]
    many(connection, REMOVE, [row[:1] for row in gone if row[4]])
    many(connection, ADD, [one for one, row in zip(words, here, strict=True) if not row[4]])
    many(connection, REPLACE, [one for one, row in zip(words, here, strict=True) if row[4]])


def parted(text: str) -> str:
    """A text as one line, with the halves of hyphenated words beside the whole."""
    if "-" in text or (not text.isascii() and ("‐" in text or "‑" in text)):
        text = f"{text} {text.translate(_HYPHENS)}"
    return text.replace("\n", " ")


def _marked(name: str) -> str:
    return " ".join(NAME_MARK + word for word in dict.fromkeys(name.split()))


def _spellings(connection: Connection, persons: Collection[str]) -> dict[str, list[str]]:
    """Every spelling of the names of each person who stands for itself or for a group."""
    found: dict[str, list[str]] = {}
    for now, parts in rows_of(connection, SPELLINGS, sorted(persons)):
        found.setdefault(now, []).append(name_text(composite(parts)))
    return found


def _row(row: tuple[Any, ...]) -> int:
    return int(row[0])


def empty(connection: Connection) -> None:
    """Take everything out, so that all of it can be written anew for less than replacing it costs."""
    run(connection, EMPTY)


def tidy(session: Session, pages: int = MERGE_PAGES) -> bool:
    """Merge some of the indexes' segments, so many pages of each; returns whether there may be more to merge.

    To be called again, later, until there is nothing: in segments that were never merged stands every
    word that was replaced or taken out, and whatever is found is looked up among those.
    """
    connection = session.connection()
    more = [_merge(connection, index, pages) for index in ("search_text", "search_page")]
    return any(more)


def _merge(connection: Connection, index: str, pages: int) -> bool:
    driver = connection.connection.driver_connection
    assert driver is not None
    before = driver.total_changes
    run(connection, f"INSERT INTO {index}({index}, rank) VALUES ('merge', ?)", (pages,))
    # FTS5 says so: a change or none means that there was nothing to merge.
    return bool(driver.total_changes - before > 1)
