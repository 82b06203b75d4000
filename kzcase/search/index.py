"""Keeps the text index: the folded words of every record, in the vault itself.

One FTS5 table without content, keyed by the registry's row number. Its
automatic merging is off (one save in a hundred would wait for it); `tidy`
merges when the program is idle and after an import.

The words of a person's names stand there a second time with a mark before
them, so that a name finds its person first however many letters and hearings
say it too. Each record's kind stands there as a word, so that a list of few
records need not look through what is found of all others; and so do its
region, article, tags and liberty status, for the filters that ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.tables import many, quoted
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.names.folding import fold_many
from kzcase.search.statements import groups, rows_of
from kzcase.search.titles import composite, name_text

TEXT_TYPES = (FieldType.TEXT, FieldType.NOTE)
VERSION = 3
"""Raised when folding, titles or what is indexed change, so that vaults are indexed anew."""

MERGE_PAGES = 500
NAME_MARK = "j"  # no folded word has this letter
KIND_MARK = "q"  # nor this one
CHOICE_MARK = "w"  # nor this one
CHOICES = ("region", "article", "tags", "liberty")
"""The fields whose chosen terms stand in the index as words of their own."""

SHOWN = ("here", "merged")
_NO_WORD = re.compile(r"[\W_]+")
_HYPHENS = str.maketrans("-‐‑\n", "    ")

ADD = "INSERT INTO search_text(rowid, words) VALUES (?, ?)"
REPLACE = "INSERT OR REPLACE INTO search_text(rowid, words) VALUES (?, ?)"
REMOVE = "DELETE FROM search_text WHERE rowid = ?"
SPELLINGS = (
    "SELECT l.now, n.parts FROM link AS l JOIN name AS n ON n.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'name' AND n.deleted IS NOT 1 ORDER BY n.id"
)


@cache
def indexed_fields(kind: str) -> frozenset[str]:
    """The fields whose words stand in the index, and the one that takes a record out of it."""
    return frozenset((*_texts(kind), *_chosen(kind), "deleted"))


@cache
def _texts(kind: str) -> tuple[str, ...]:
    fields = kinds()[kind].fields.values()
    return tuple(sorted(f.key for f in fields if f.type in TEXT_TYPES and not f.hidden))


@cache
def _chosen(kind: str) -> tuple[str, ...]:
    """The fields of a kind whose terms are words of the index."""
    return tuple(key for key in CHOICES if key in kinds()[kind].fields)


@cache
def _select(kind: str) -> str:
    """What the index needs of records of a kind: the registry's, then the kind's own choices and texts.

    The registry's columns end with whether the index has words of the record: FTS5 keeps a row of
    `search_text_docsize` for each. To replace what is not there costs twice as much as to add it.
    """
    own = (f"k.{quoted(key)}" for key in (*_chosen(kind), *_texts(kind)))
    columns = ", ".join(("r.seq", "r.now", "r.status", "r.fold", "d.id IS NOT NULL", *own))
    return (
        f"SELECT {columns} FROM record AS r JOIN {quoted(kind)} AS k ON k.id = r.id "
        "LEFT JOIN search_text_docsize AS d ON d.id = r.seq WHERE r.id IN (:ids)"
    )


def put(connection: Connection, touched: Mapping[str, Collection[str]]) -> None:
    """Write the words of these records, by kind; those that are not here any more leave the index."""
    for kind, ids in touched.items():
        for group in groups(sorted(ids)):
            _put_group(connection, kind, group)


def _put_group(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    gone: list[tuple[Any, ...]] = []
    here: list[tuple[Any, ...]] = []
    for row in rows_of(connection, _select(kind), ids):
        (here if row[2] in SHOWN else gone).append(row)
    # The first five columns are the registry's, then come the kind's choices and its texts.
    chosen, begin = _chosen(kind), 5 + len(_chosen(kind))
    texts = [" ".join([parted(str(said)) for said in row[begin:] if said]) for row in here]
    spelled = _spellings(connection, {row[1] for row in here}) if kind == "person" else {}
    names = [" ".join(map(parted, spelled.get(row[1], ()))) for row in here]
    folded = fold_many(texts + names)  # at once: what one call costs by itself is a tenth of a save
    words = [
        (
            row[0],
            " ".join(
                (kind_mark(kind), *_marks(chosen, row[5:begin]), row[3] or "", text, name, _marked(name))
            ).strip(),
        )
        for row, text, name in zip(here, folded, folded[len(here) :], strict=False)
    ]
    many(connection, REMOVE, [row[:1] for row in gone if row[4]])
    many(connection, ADD, [one for one, row in zip(words, here, strict=True) if not row[4]])
    many(connection, REPLACE, [one for one, row in zip(words, here, strict=True) if row[4]])


@cache
def kind_mark(kind: str) -> str:
    """The word by which the index knows records of a kind."""
    return KIND_MARK + kind.replace("_", "")


def choice_mark(field: str, value: str) -> str:
    """The word by which the index knows that a term was chosen; "" for one that makes no word."""
    plain = _NO_WORD.sub("", value.lower())
    return f"{CHOICE_MARK}{field}{plain}" if plain else ""


def _marks(fields: Sequence[str], values: Sequence[str | None]) -> Iterator[str]:
    for field, value in zip(fields, values, strict=True):
        if not value:
            continue
        if field == "tags":
            chosen = orjson.loads(value)
        elif field == "liberty":
            chosen = [str(orjson.loads(value).get("status") or "")]
        else:
            chosen = [value]
        yield from (choice_mark(field, str(one)) for one in chosen)


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


def tidy(session: Session, pages: int = MERGE_PAGES) -> None:
    """Merge some of the indexes' segments (positive pages: a little; call again until idle time is over)."""
    for index in ("search_text", "search_page"):
        session.connection().exec_driver_sql(
            f"INSERT INTO {index}({index}, rank) VALUES ('merge', :value)", {"value": pages}
        )
