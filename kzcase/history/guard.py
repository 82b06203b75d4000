"""Refuses every write to a table of history that does not come through one of the two doors.

It stands on the write engine itself, so that bulk operations, Core statements
and plain text are seen as well as objects of a session.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

_DOOR = "kzcase_history_door"

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_WRITE = re.compile(
    r"\b(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r"(?:[\"`\[]?(?:main|temp)[\"`\]]?\s*\.\s*)?[\"`\[]?(\w+)",
    re.I,
)


class UnrecordedWrite(RuntimeError):
    """Our own code tried to write a table of history past both doors."""


class Guard:
    """Watches the write engine of one vault."""

    def __init__(self, engine: Engine, tables: Iterable[str]) -> None:
        self._tables = frozenset(name.lower() for name in tables)
        event.listen(engine, "before_cursor_execute", self._check)
        event.listen(engine, "begin", close_door)

    def _check(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        if not connection.info.get(_DOOR) and (hit := self._tables & written_tables(statement)):
            raise UnrecordedWrite(f"a write to {', '.join(sorted(hit))} must go through history")


def open_door(connection: Connection) -> None:
    """Let writes to tables of history pass on this connection until `close_door`."""
    connection.info[_DOOR] = True


def close_door(connection: Connection) -> None:
    """Refuse writes to tables of history on this connection again."""
    connection.info.pop(_DOOR, None)


@contextmanager
def materialising(connection: Connection) -> Iterator[None]:
    """Let derived tables be written for the length of a block (apply, rebuild, search index)."""
    before = connection.info.get(_DOOR)
    open_door(connection)
    try:
        yield
    finally:
        if not before:
            close_door(connection)


@lru_cache(maxsize=1024)
def written_tables(statement: str) -> frozenset[str]:
    """The tables that a statement inserts into, updates or deletes from, in lower case."""
    return frozenset(name.lower() for name in _WRITE.findall(_COMMENT.sub(" ", statement)))
