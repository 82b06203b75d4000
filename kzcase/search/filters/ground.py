"""Finds the fewest records among which what is asked for must be looked for.

Words are looked up in the text index, and what a filter asks for in an index of
its own where there is one. Where neither leaves few records, a page goes
through its list in the list's own order and stops after some thousands of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history.tables import run
from kzcase.models.textrow import first_row
from kzcase.search import query as searching
from kzcase.search.filters.answers import Answer, answer, takes, together
from kzcase.search.filters.parse import parse
from kzcase.search.filters.shapes import Filter, Query
from kzcase.search.labels import LANGUAGES, own_labels, shipped_labels

MOST_LOOKED_AT = 4_000
"""Rows that one page goes through; then it says where to go on."""

MOST_FOUND = 1_000
"""What holds for more is not counted."""
MOST_GATHERED = 8_000
"""So many records that an index finds are gathered, and a list in its order looks only at those."""
MOST_DEAR = 500
FEW = 400
"""So few are read one by one and sorted; of more the order of the whole list says which come first."""

Kept = dict[tuple[Any, ...], Sequence[str] | None]
"""What was gathered by which statement with which values."""

NOTHING = Answer("0")
SAYS_SO = (
    "EXISTS (SELECT 1 FROM search_text AS t WHERE t.search_text MATCH :words AND t.rowid = r.seq + {first})"
)


@dataclass(slots=True)
class Ground:
    """From which records a page is read: a SELECT of their `seq` ("" for all), conditions, their values.

    `looks` says that the page goes through the list in its order and so must
    stop after `MOST_LOOKED_AT` rows; `many`, that what is asked for holds for more than are counted.
    `among` are the only records that are in question, where they are too many to be read one by one.
    """

    found: str
    conditions: tuple[str, ...]
    looks: bool
    many: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    among: frozenset[int] = frozenset()


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
    wanted = tuple(filters)
    made = tuple(answer(connection, kind, one, number, day) for number, one in enumerate(wanted))
    return tuple(one or NOTHING for one in together(wanted, made))


def conditions(answers: Sequence[Answer]) -> Ground:
    """Any records that these hold for."""
    values = {key: value for one in answers for key, value in one.values.items()}
    held = tuple(one.condition for one in answers)
    return Ground("", held, looks=bool(held), values=values)


def ground(
    connection: Connection,
    kind: str,
    words: str,
    answers: Sequence[Answer],
    *,
    by_title: bool,
    counting: bool = False,
    kept: Kept | None = None,
) -> Ground:
    """The fewest records of a kind that have all these words and for which all these answers hold.

    A page that goes `by_title` goes through an index that has all it takes to
    know those that were gathered; any other must read each of them. For `counting` as many as are
    counted are read one by one. `kept` remembers what was gathered for the kind before, where several
    are asked the same.
    """
    wide = conditions(answers)
    if counting and not answers and searching.exceeds(connection, kind, words, MOST_FOUND):
        wide.many = True
        return wide
    marks = tuple(one.match for one in answers if one.match)
    sets: list[_Gathered] = []
    text = searching.filtered(connection, kind, words, marks)
    if text is not None and text.many:
        wide.conditions += (SAYS_SO.format(first=first_row(kind)),)
        wide.values["words"] = text.match
        wide.looks = True
    elif text is not None:
        sets.append(_Gathered("seq", text.seqs))
    elif marks:
        most = MOST_GATHERED if by_title else searching.EVERY
        marked = searching.gathered(connection, kind, " AND ".join(marks), most)
        if len(marked) <= most:
            sets.append(_Gathered("seq", marked))
    for one in answers:
        if not one.found or any(len(other.values) <= FEW for other in sets):
            continue
        if (ids := _ids(connection, one, {} if kept is None else kept)) is not None:
            sets.append(_Gathered("id", ids))
            wide.conditions = tuple(held for held in wide.conditions if held != one.condition)
    if not sets:
        wide.many = text is not None or bool(marks) or _narrow(answers)
        return wide
    sets.sort(key=lambda one: len(one.values))
    least = sets[0]
    number = len(least.values)
    if number <= FEW or (number <= MOST_FOUND and (counting or (not by_title and least.by == "id"))):
        return _driven(least, sets[1:], wide)
    many = number > MOST_FOUND
    numbered = [one for one in sets if one.by == "seq"]
    if numbered and not counting:
        among = frozenset(map(int, numbered[0].values))
        held = _held([one for one in sets if one.by == "id"], wide)
        return Ground("", held, looks=False, many=many, values=wide.values, among=among)
    return Ground("", _held(sets, wide), looks=not by_title, many=many, values=wide.values)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """All records that hold for something: by `seq` or `id` of the registry."""

    by: str
    values: Sequence[int] | Sequence[str]


def _ids(connection: Connection, one: Answer, kept: Kept) -> Sequence[str] | None:
    """What an index finds for an answer; None if that is too much to be gathered."""
    key = (one.found, tuple(sorted(one.values.items())))
    if key not in kept:
        most = MOST_DEAR if one.dear else MOST_GATHERED
        begun = f"{one.found} LIMIT {most + 1}"
        # Counted first: to hand over what is then too much takes three times as long.
        few = named(connection, f"SELECT count(*) FROM ({begun})", one.values).fetchone()[0] <= most
        rows = named(connection, begun, one.values).fetchall() if few else ()
        kept[key] = sorted({row[0] for row in rows}) if few else None
    return kept[key]


def _driven(first: _Gathered, others: Sequence[_Gathered], wide: Ground) -> Ground:
    """The records of a set that are in the others, too, and for which the rest holds."""
    wide.values["driven"] = orjson.dumps(first.values).decode()
    select = "SELECT value AS seq FROM json_each(:driven)"
    if first.by == "id":
        select = "SELECT n.seq FROM json_each(:driven) AS d CROSS JOIN record AS n ON n.id = d.value"
    return Ground(select, _held(others, wide), looks=False, values=wide.values)


def _held(sets: Sequence[_Gathered], wide: Ground) -> tuple[str, ...]:
    """The conditions that a record is in all the sets, before those that must be looked up for each."""
    within = []
    # Numbers are found in a set in half the time that ids are.
    for number, one in enumerate(sorted(sets, key=_by_id)):
        # The sign keeps SQLite from reading those of the set one by one.
        within.append(f"+r.{one.by} IN (SELECT value FROM json_each(:set{number}))")
        wide.values[f"set{number}"] = orjson.dumps(one.values).decode()
    return (*within, *wide.conditions)


def _by_id(one: _Gathered) -> bool:
    return one.by == "id"


def _narrow(answers: Sequence[Answer]) -> bool:
    return any(one.found for one in answers)


def named(connection: Connection, statement: str, values: Any) -> Any:
    """Run a statement whose values go by their names; it may leave some of them unused."""
    return run(connection, statement, values)
