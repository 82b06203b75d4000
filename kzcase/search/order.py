"""Remembers in which order the records of a kind stand in a list, so that many that were found need no sort.

To read what thousands of records are sorted by takes a look at each of them; an
order read once from the index of a column tells it for all. It is kept as the
registry's numbers (`seq`), eight bytes a record, and for one state of the vault:
every unit of work gives the vault a new mark.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history.tables import quoted, run, single

TITLE = ""
"""Stands for the title, by which the registry itself sorts."""

MARK = "SELECT mark FROM vault_mark"
# As one value: to hand a hundred thousand rows over costs more than to read them.
BY_TITLE = (
    "SELECT json_group_array(seq) FROM "
    "(SELECT seq FROM record WHERE kind = ? AND sort IS NOT NULL ORDER BY sort, id)"
)
NUMBERS = "SELECT id, seq FROM record WHERE kind = ?"
VALUED = "SELECT id FROM {table} WHERE {column} IS NOT NULL ORDER BY {column}, id"
LACKING = "SELECT id FROM {table} WHERE {column} IS NULL ORDER BY id"
REACHED_TITLE = (
    "SELECT seq, sort, id FROM record WHERE kind = ? AND sort IS NOT NULL AND (sort, id) <= (?, ?) "
    "ORDER BY sort DESC, id DESC LIMIT 1"
)
REACHED = (
    "SELECT r.seq, k.{column}, k.id FROM {table} AS k CROSS JOIN record AS r ON r.id = k.id "
    "WHERE k.{column} IS NOT NULL AND (k.{column}, k.id) <= (?, ?) "
    "ORDER BY k.{column} DESC, k.id DESC LIMIT 1"
)
REACHED_LACKING = (
    "SELECT r.seq, NULL, k.id FROM {table} AS k CROSS JOIN record AS r ON r.id = k.id "
    "WHERE k.{column} IS NULL AND k.id <= ? ORDER BY k.id DESC LIMIT 1"
)

Key = tuple[bool, Any, str]
"""A place in a list: whether the record has the sorted value, that value, the record's id."""


@dataclass(frozen=True, slots=True)
class Order:
    """The records of a kind by the value they are sorted by, then those without one by their ids."""

    kind: str
    column: str
    valued: array[int]
    lacking: array[int]

    def after(
        self, connection: Connection, key: Key | None, *, descending: bool
    ) -> Iterator[tuple[bool, Iterable[int]]]:
        """What comes after a key: first those with a value, from the end if `descending`, then the others."""
        if key is None or key[0]:
            yield True, self._valued_after(connection, key, descending=descending)
        if key is None or key[0]:
            yield False, self.lacking
        else:
            begin, _ = self._reached(connection, self.lacking, key)
            yield False, self.lacking[begin:]

    def _valued_after(self, connection: Connection, key: Key | None, *, descending: bool) -> Iterable[int]:
        begin, end = 0, len(self.valued)
        if key is not None:
            place, met = self._reached(connection, self.valued, key)
            begin, end = (0, place - met) if descending else (place, end)
        return reversed(self.valued[begin:end]) if descending else self.valued[begin:end]

    def _reached(self, connection: Connection, order: array[int], key: Key) -> tuple[int, bool]:
        """How many stand up to a key, and whether the last of these is the one with that very key."""
        table, column = quoted(self.kind), quoted(self.column)
        if self.column == TITLE:
            row = run(connection, REACHED_TITLE, (self.kind, *key[1:])).fetchone()
        elif key[0]:
            row = run(connection, REACHED.format(table=table, column=column), key[1:]).fetchone()
        else:
            row = run(connection, REACHED_LACKING.format(table=table, column=column), key[2:]).fetchone()
        return (0, False) if row is None else (order.index(row[0]) + 1, row[1:] == key[1:])


class KnownOrders:
    """The orders that were asked for, in one state of the vault.

    They tell what stands in the vault: `forget` them when it is locked.
    """

    def __init__(self) -> None:
        self._state: tuple[bytes, dict[tuple[str, str], Order]] = (b"", {})

    def of(self, connection: Connection, kind: str, column: str = TITLE) -> Order:
        """The order of a kind by a column that has an index, or by the title, as this connection sees it."""
        mark: bytes = single(connection, MARK)
        state = self._state
        if state[0] != mark:
            state = self._state = (mark, {})
        known = state[1]
        if (kind, column) not in known:
            known[kind, column] = _read(connection, kind, column)
        return known[kind, column]

    def forget(self) -> None:
        """Keep nothing."""
        self._state = (b"", {})


def _read(connection: Connection, kind: str, column: str) -> Order:
    if column == TITLE:
        return Order(
            kind, column, array("Q", orjson.loads(single(connection, BY_TITLE, (kind,)))), array("Q")
        )
    # Joined here: to look each of them up in the registry would take five times as long.
    numbers = dict(run(connection, NUMBERS, (kind,)).fetchall())
    valued, lacking = (
        array(
            "Q",
            [
                numbers[one]
                for (one,) in run(
                    connection, statement.format(table=quoted(kind), column=quoted(column))
                ).fetchall()
                if one in numbers
            ],
        )
        for statement in (VALUED, LACKING)
    )
    return Order(kind, column, valued, lacking)
