"""Knows each kind's table: which column holds which field, and how a folded value is stored in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import orjson
from sqlalchemy import Connection, Table

from kzcase.history.fold import DELETED, Candidate
from kzcase.models.base import Kind, Record, Travel, kinds, models
from kzcase.models.fields import Field, FieldType, Nature, Protect, fits

ID, HEADS, CONFLICTS, LAST_SEQ = 0, 1, 2, 3
_GROUND = ("id", "heads", "conflicts", "last_seq")

MOST_MARKS = 900
"""How many values a statement is given at once."""

GROUP = 500
"""How many records are gone through at once."""

_OTHERWISE = (*(FieldType.CHOICES, FieldType.LINKS, FieldType.COMPOSITE, FieldType.INTEGER, FieldType.FLAG),)

_Value = TypeVar("_Value")

Row = list[Any]
"""A record's row as the driver sees it, in the order of `KindTable.columns`."""


FreshRow = dict[int, Any]
"""The places that are set in the row of a record of which nothing was here, as in `Row`."""


class Place(NamedTuple):
    """A field's place in a row, and what is asked of it for every value that is written.

    `as_it_is`: a text stands in the column as it does in history.
    """

    at: int
    field: Field
    is_set: bool
    is_link: bool
    as_it_is: bool


@dataclass(frozen=True)
class KindTable:
    """The table of one kind, with its recorded fields only: derived and local columns are not history's."""

    kind: Kind
    model: type[Record]
    fields: Mapping[str, Field]
    attributes: Mapping[str, str]
    columns: tuple[str, ...]
    place: Mapping[str, int]

    @classmethod
    def of(cls, kind: Kind, model: type[Record]) -> KindTable:
        """Read a kind's declaration."""
        table = model.__table__
        assert isinstance(table, Table)
        attributes = {
            column.info["field"].key: column.name
            for column in table.columns
            if "field" in column.info and column.info["field"].nature is Nature.RECORDED
        }
        columns = (*_GROUND, *attributes.values())
        place = {key: n for n, key in enumerate(attributes, start=len(_GROUND))}
        fields = {key: kind.fields[key] for key in attributes}
        return cls(kind, model, fields, attributes, columns, place)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each field stands and of what sort it is."""
        return {
            key: Place(at, field, field.type.is_set, field.type.is_link, field.type not in _OTHERWISE)
            for key, at in self.place.items()
            for field in (self.fields[key],)
        }

    @property
    def name(self) -> str:
        """The table's name, which is the kind's key."""
        return self.kind.key

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The fields that name other records."""
        return tuple(key for key, field in self.fields.items() if field.type.is_link)

    def blank(self, record: str) -> Row:
        """The row of a record that is not here yet."""
        row: Row = [None] * len(self.columns)
        row[ID] = record
        return row

    @cached_property
    def select_sql(self) -> str:
        """Reads rows; the condition is to be added."""
        return f"SELECT {self._listed} FROM {quoted(self.name)}"

    def read(self, connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of these records that are here, by id."""
        found: dict[str, Row] = {}
        for rows in rows_in(connection, self.select_sql, "id", ids):
            found.update((row[ID], list(row)) for row in rows)
        return found

    @cached_property
    def upsert_sql(self) -> str:
        """Writes a row over whatever is there, leaving derived and local columns alone."""
        marks = ", ".join("?" * len(self.columns))
        updates = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in self.columns[1:])
        return (
            f"INSERT INTO {quoted(self.name)} ({self._listed}) VALUES ({marks}) "
            f"ON CONFLICT (id) DO UPDATE SET {updates}"
        )

    def insert(self, connection: Connection, rows: Sequence[FreshRow]) -> None:
        """Write rows of records of which nothing was here; columns that none of them sets are not named."""
        places = sorted(set().union(*rows))
        listed = ", ".join(quoted(self.columns[at]) for at in places)
        marks = ", ".join("?" * len(places))
        many(
            connection,
            f"INSERT INTO {quoted(self.name)} ({listed}) VALUES ({marks})",
            [tuple(map(row.get, places)) for row in rows],
        )

    def write(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Write whole rows."""
        many(connection, self.upsert_sql, [tuple(row) for row in rows])

    def update(self, connection: Connection, changed: Iterable[tuple[Row, frozenset[int]]]) -> None:
        """Write the changed places of rows that are there; whatever is indexed and stays costs nothing."""
        alike: dict[frozenset[int], list[Row]] = {}
        for row, places in changed:
            alike.setdefault(places, []).append(row)
        for places, rows in alike.items():
            order = sorted(places)
            sets = ", ".join(f"{quoted(self.columns[n])} = ?" for n in order)
            many(
                connection,
                f"UPDATE {quoted(self.name)} SET {sets} WHERE id = ?",
                [(*(row[n] for n in order), row[ID]) for row in rows],
            )

    def remove(self, connection: Connection, ids: Sequence[str]) -> None:
        """Take away rows whose record is no longer here."""
        many(connection, f"DELETE FROM {quoted(self.name)} WHERE id = ?", [(one,) for one in ids])

    @cached_property
    def _listed(self) -> str:
        return ", ".join(map(quoted, self.columns))

    def targets(self, row: Row, key: str) -> frozenset[str]:
        """The ids that a link field of a row names."""
        stored = row[self.place[key]]
        if not isinstance(stored, str):
            return frozenset()
        if self.fields[key].type.is_set:
            return elements(stored)
        return frozenset((stored,))


def quoted(name: str) -> str:
    """A name of a table or column as SQL writes it (some kinds are called like words of SQL)."""
    return f'"{name}"'


def run(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> Any:
    """Run a statement of history's own over the driver's connection, and return the driver's cursor.

    Every save runs a dozen of them, and through SQLAlchemy each costs several
    times what it does. Faults are told by the vault's unit of work as usual.
    """
    return _driver(connection).execute(statement, parameters)


def single(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> Any:
    """The first column of the first row that a statement finds, or None."""
    row = run(connection, statement, parameters).fetchone()
    return None if row is None else row[0]


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def groups(values: Iterable[_Value], size: int = GROUP) -> Iterator[list[_Value]]:
    """Cut ids, or numbers of the registry, into groups small enough for one statement."""
    left = iter(values)
    while group := list(islice(left, size)):
        yield group


def rows_in(
    connection: Connection, select: str, column: str, values: Sequence[Any], *, extra: str = ""
) -> Iterator[Sequence[Any]]:
    """Run a SELECT for many values of one column, some hundred at a time."""
    for found in _asked(connection, select, column, values, extra):
        yield found.fetchall()


def each_in(connection: Connection, select: str, column: str, values: Sequence[Any]) -> Iterator[Any]:
    """As `rows_in`, but row by row: where there may be more than should be held at once."""
    for found in _asked(connection, select, column, values, ""):
        yield from found


def _asked(
    connection: Connection, select: str, column: str, values: Sequence[Any], extra: str
) -> Iterator[Any]:
    for at in range(0, len(values), MOST_MARKS):
        chunk = rounded(values[at : at + MOST_MARKS])
        yield run(connection, _asking(select, column, len(chunk), extra), chunk)


@lru_cache(maxsize=512)
def _asking(select: str, column: str, number: int, extra: str) -> str:
    return f"{select} WHERE {quoted(column)} IN ({','.join('?' * number)}) {extra}"


def rounded(values: Sequence[Any], most: int = MOST_MARKS) -> tuple[Any, ...]:
    """Values for the marks of a statement, the last one again and again up to a power of two, or `most`.

    A driver keeps so many statements prepared; one for every number of values would drive out
    those that each save needs.
    """
    number = len(values)
    if number < 3:
        return tuple(values)
    return (*values, *([values[-1]] * (min(1 << (number - 1).bit_length(), most) - number)))


def many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Run a statement for each row; for none, nothing. Returns how many rows it changed."""
    return int(_driver(connection).executemany(statement, rows).rowcount) if rows else 0


def elements(stored: str | None) -> frozenset[str]:
    """A stored set."""
    return frozenset(orjson.loads(stored)) if stored else frozenset()


def stored(field: Field, value: Any) -> Any:
    """A folded value as its column holds it.

    A value that is not of the field's type (from a newer or a strange kzcase)
    stays in history and `check` names it. In the table a text says it as a JSON
    list, a protective flag protects, and any other column is empty.
    """
    if value is None:
        return None
    match field.type:
        case FieldType.CHOICES | FieldType.LINKS:
            return orjson.dumps(sorted(value)).decode() if value else None
        case FieldType.COMPOSITE:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode() if fits(field, value) else None
        case FieldType.INTEGER:
            return value if type(value) is int else None
        case FieldType.FLAG if type(value) is bool:
            return int(value)
        case FieldType.FLAG:
            return {Protect.TRUE: 1, Protect.FALSE: 0}.get(field.protect) if field.protect else None
        case FieldType.LINK:
            return value if type(value) is str else None
        case _ if type(value) is str:
            return value
        case _:
            return orjson.dumps([value], option=orjson.OPT_SORT_KEYS).decode()


def stored_conflicts(conflicts: Mapping[str, Sequence[Candidate]]) -> str | None:
    """The undecided candidates as the `conflicts` column holds them, first the one shown."""
    if not conflicts:
        return None
    plain = {
        key: [
            {"author": one.author, "revision": one.revision.hex(), "value": one.value} for one in candidates
        ]
        for key, candidates in conflicts.items()
    }
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()


def kind_tables() -> dict[str, KindTable]:
    """Every kind's table by the kind's key."""
    return {key: KindTable.of(kind, models()[key]) for key, kind in kinds().items()}


def is_shared(kind: str) -> bool:
    """Whether records of a kind may leave the vault; an unknown kind came from another one."""
    known = kinds().get(kind)
    return known is None or known.travel is Travel.SHARED


def is_deleted(table: KindTable, row: Row) -> bool:
    """Whether a row's record counts as deleted."""
    return bool(row[table.place[DELETED]])
