"""Finds the fewest records among which what is asked for must be looked for.

Words are looked up in the text index, and what a filter asks for in an index of
its own where there is one. Where neither leaves few records, a page goes
through its list in the list's own order and stops after some thousands of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from kzcase.history.tables import run
from kzcase.search import query as searching
from kzcase.search.filters.answers import Answer, answer, takes
from kzcase.search.filters.parse import parse
from kzcase.search.filters.shapes import Filter, Query
from kzcase.search.index import kind_mark
from kzcase.search.labels import LANGUAGES, own_labels, shipped_labels

MOST_LOOKED_AT = 4_000
"""Rows that one page goes through; then it says where to go on."""

MOST_FOUND = searching.MOST_LISTED
NOTHING = Answer("0")
SAYS_SO = "EXISTS (SELECT 1 FROM search_text AS t WHERE t.search_text MATCH :words AND t.rowid = r.seq)"
MARKED = (
    "SELECT n.id AS id FROM (SELECT rowid FROM search_text WHERE search_text MATCH :marks LIMIT "
    f"{MOST_LOOKED_AT + 1}) AS f CROSS JOIN record AS n ON n.seq = f.rowid"
)


@dataclass(slots=True)
class Ground:
    """From which records a page is read: a SELECT of their `seq` ("" for all), conditions, their values.

    `looks` says that the page goes through the list in its order and so must
    stop after `MOST_LOOKED_AT` rows; `many`, that what is asked for holds for more than are counted.
    """

    found: str
    conditions: tuple[str, ...]
    looks: bool
    many: bool = False
    values: dict[str, Any] = field(default_factory=dict)


def understood(connection: Connection, text: str, day: date, kind: str = "") -> Query:
    """What a typed search asks, with the office's own terms; `kind` is that of the list it is typed in."""
    kept: dict[str, Mapping[str, str]] = {}

    def labels(vocabulary: str) -> Mapping[str, str]:
        if vocabulary not in kept:
            kept[vocabulary] = _keys(connection, vocabulary)
        return kept[vocabulary]

    return parse(text, day, kind=kind, takes=takes, labels=labels)


def _keys(connection: Connection, vocabulary: str) -> Mapping[str, str]:
    """The key that each label of a vocabulary stands for, in lower case."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for key, label in shipped_labels(vocabulary, language).items():
            found[" ".join(label.lower().split())] = key
    for key, labels in own_labels(connection, vocabulary).items():
        found |= {" ".join(label.lower().split()): key for label in labels.values()}
    return found


def asked(connection: Connection, kind: str, filters: Sequence[Filter], day: date) -> tuple[Answer, ...]:
    """How records of a kind are asked by these filters; by one that they cannot be asked by none is found."""
    made = (answer(connection, kind, one, number, day) for number, one in enumerate(filters))
    return tuple(one or NOTHING for one in made)


def conditions(answers: Sequence[Answer]) -> Ground:
    """Any records that these hold for."""
    values = {key: value for one in answers for key, value in one.values.items()}
    held = tuple(one.condition for one in answers)
    return Ground("", held, looks=bool(held), values=values)


def ground(connection: Connection, kind: str, words: str, answers: Sequence[Answer]) -> Ground:
    """The fewest records of a kind that have all these words and for which all these answers hold."""
    wide = conditions(answers)
    marks = tuple(one.match for one in answers if one.match)
    text = searching.filtered(connection, kind, words, marks)
    if text is not None and not (text.many and _narrow(answers)):
        found = Ground(_named(text.select), wide.conditions, looks=False, many=text.many, values=wide.values)
        found.values.update({f"found{number}": one for number, one in enumerate(text.values)})
        return found
    if text is not None:
        wide.conditions += (SAYS_SO,)
        wide.values["words"] = text.values[0]
    if marks:
        wide.values["marks"] = " AND ".join((kind_mark(kind), *marks))
        if (few := _few(connection, MARKED, wide, wide.conditions)) is not None:
            return few
    for one in answers:
        if one.found:
            others = tuple(held for held in wide.conditions if held != one.condition)
            most = MOST_FOUND if one.dear else MOST_LOOKED_AT
            if (few := _few(connection, one.found, wide, others, most)) is not None:
                return few
    wide.many = bool(marks) or _narrow(answers)
    if text is None:
        return wide
    found = Ground(_named(text.select), wide.conditions[:-1], looks=False, many=True, values=wide.values)
    found.values.update({f"found{number}": one for number, one in enumerate(text.values)})
    return found


def _narrow(answers: Sequence[Answer]) -> bool:
    return any(one.found for one in answers)


def _few(
    connection: Connection, found: str, wide: Ground, held: tuple[str, ...], most: int = MOST_LOOKED_AT
) -> Ground | None:
    """What an index finds, if that is few records; None if it is many, or more than `most` rows are read."""
    begun = f"{found} LIMIT {most + 1}"
    count = f"SELECT count(*), count(DISTINCT id) FROM ({begun})"
    read, distinct = named(connection, count, wide.values).fetchone()
    if read > most or distinct > MOST_FOUND:
        return None
    each = f"SELECT DISTINCT id FROM ({begun})"
    select = f"SELECT n.seq FROM ({each}) AS d CROSS JOIN record AS n ON n.id = d.id"
    return Ground(select, held, looks=False, values=wide.values)


def named(connection: Connection, statement: str, values: Any) -> Any:
    """Run a statement whose values go by their names; it may leave some of them unused."""
    return run(connection, statement, values)


@cache
def _named(select: str) -> str:
    """The text search's statement with names for its values, in their order."""
    parts = select.split("?")
    return "".join(chain(*zip(parts, (*(f":found{n}" for n in range(len(parts) - 1)), ""), strict=True)))
