"""Reads rows of records for what is derived from them: over the driver, because every save waits for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history.tables import quoted
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.search.statements import rows_of

Row = Mapping[str, Any]
"""A record's plain values by field, with its `id` and its `conflicts` (candidates by field, or None)."""

JSON = (FieldType.COMPOSITE, FieldType.CHOICES, FieldType.LINKS)


def here(connection: Connection, kind: str, fields: tuple[str, ...], ids: Collection[str]) -> list[Row]:
    """The rows of those of these records that are here and not deleted, with some of their fields."""
    statement, names, loaded = _reading(kind, fields)
    found: list[Row] = []
    for values in rows_of(connection, statement, sorted(ids)):
        row = dict(zip(names, values, strict=True))
        for name in loaded:
            if row[name] is not None:
                row[name] = orjson.loads(row[name])
        found.append(row)
    return found


@cache
def _reading(kind: str, fields: tuple[str, ...]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The statement, the names of its columns, and those among them that hold JSON."""
    declared = kinds()[kind].fields
    names = ("id", "conflicts", *fields)
    columns = ", ".join(f"k.{quoted(name)}" for name in names)
    loaded = ("conflicts", *(name for name in fields if declared[name].type in JSON))
    statement = (
        f"SELECT {columns} FROM {quoted(kind)} AS k JOIN record AS r ON r.id = k.id "
        "WHERE r.status = 'here' AND k.id IN (:ids)"
    )
    return statement, names, loaded


def candidates(row: Row, field: str) -> tuple[str | None, ...]:
    """Every text (or None) a field may hold: the one shown, then the others while it is undecided."""
    others = [one["value"] for one in (row["conflicts"] or {}).get(field, ())]
    return tuple(dict.fromkeys(one for one in (row[field], *others) if one is None or isinstance(one, str)))
