"""Puts the rows of a page into words: recorded fields, what is worked out, and whom each is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import Session

from kzcase.models.base import kinds, models
from kzcase.models.fields import Field, FieldType
from kzcase.services.display import Speaker
from kzcase.services.lists.cells import Cell, Reading
from kzcase.services.lists.columns import TITLE
from kzcase.services.lists.derived import derived_cells, derived_columns, sign_of
from kzcase.services.lists.query import ListQuery, ListRow
from kzcase.services.records import shown_title

GROUND = 4
"""Every row begins with id, title, status and the sorted value."""
PEOPLE = ("person", "persons")
"""The links that name whom a record is about."""


@cache
def recorded(kind: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The fields to be read for these columns, and those that say whom a record is about."""
    derived = {one.key for one in derived_columns(kind)}
    shown = [one for one in columns if one != TITLE and one not in derived]
    about = [one for one in PEOPLE if one in kinds()[kind].fields]
    return tuple(dict.fromkeys((*shown, *about)))


@cache
def _readers(kind: str, columns: tuple[str, ...]) -> tuple[tuple[Field, Callable[[Any], Any] | None], ...]:
    """The fields after a row's ground, each with what makes its value out of the driver's, as models do."""
    dialect = SQLiteDialect()
    table = models()[kind].__table__
    return tuple(
        (
            kinds()[kind].fields[key],
            table.c[key].type.dialect_impl(dialect).result_processor(dialect, None),
        )
        for key in columns
    )


def painted(session: Session, query: ListQuery, rows: Sequence[tuple[Any, ...]]) -> tuple[ListRow, ...]:
    """The rows a statement of a page gave, as the list shows them."""
    if not rows:
        return ()
    speaker = Speaker(session, query.language)
    read = recorded(query.kind, query.columns)
    columns = dict(zip(read, list(zip(*rows, strict=True))[GROUND:], strict=True))
    readers = dict(zip(read, _readers(query.kind, read), strict=True))
    cells = {TITLE: [Cell(shown_title(title, status)) for _, title, status, *_ in rows]}
    for key in read:
        if key in query.columns:
            cells[key] = _texts(speaker, query.kind, *readers[key], columns[key])
    if any(key not in cells for key in query.columns):
        assert query.day is not None
        ids = [row[0] for row in rows]
        cells |= derived_cells(Reading(session, speaker, query.day), query.kind, ids, query.columns)
    links = _links(columns, len(rows))
    people = [_about(query.kind, row[0], values) for row, values in zip(rows, links, strict=True)]
    return tuple(
        ListRow(
            row[0],
            tuple(one.text for one in line),
            (row[3] is not None, row[3], row[0]),
            tuple(one.sign for one in line),
            tuple(one.why for one in line),
            about,
        )
        for row, line, about in zip(rows, _lines(cells, query.columns, len(rows)), people, strict=True)
    )


def _lines(cells: Mapping[str, Sequence[Cell]], keys: Sequence[str], number: int) -> Sequence[Sequence[Cell]]:
    """The cells row by row."""
    return list(zip(*(cells[key] for key in keys), strict=True)) if keys else [()] * number


def _links(columns: Mapping[str, Sequence[Any]], number: int) -> Sequence[tuple[str | None, ...]]:
    """What the links to people hold, row by row, as the driver gives it."""
    about = [columns[key] for key in PEOPLE if key in columns]
    return list(zip(*about, strict=True)) if about else [()] * number


def _about(kind: str, record: str, values: tuple[str | None, ...]) -> tuple[str, ...]:
    """The people a record is about: itself, the one it belongs to, those it names."""
    if kind == "person":
        return (record,)
    found: list[str] = []
    for value in values:
        if value:
            found += orjson.loads(value) if value.startswith("[") else [value]
    return tuple(found)


def _texts(
    speaker: Speaker, kind: str, field: Field, thaw: Callable[[Any], Any] | None, column: Sequence[Any]
) -> list[Cell]:
    """The cells of a column: each value put into words once, however many rows have it."""
    values = {raw: raw if raw is None or thaw is None else thaw(raw) for raw in dict.fromkeys(column)}
    if field.type is FieldType.LINK:
        speaker.remember_titles(one for one in values.values() if isinstance(one, str))
    elif field.type is FieldType.LINKS:
        speaker.remember_titles(one for several in values.values() if several for one in several)
    cells = {
        raw: Cell(speaker.text(field, value), sign_of(kind, field.key, value))
        for raw, value in values.items()
    }
    return [cells[raw] for raw in column]
