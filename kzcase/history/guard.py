"""Refuses every write to a table of history that does not come through one of the two doors.

It stands on the write engine itself, so that bulk operations, Core statements
and plain text are seen as well as objects of a session.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

_DOOR = "kzcase_history_door"

_TOKEN = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\[[^]]*\]|\w+|\S", re.S
)
_CHANGING = re.compile(r"\b(?:INTO|UPDATE|DELETE|DROP|ALTER)\b", re.I)


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
    """The tables that a statement writes to, drops or alters, in lower case, in whichever database.

    SQLite also takes text in single quotes for a name; comment marks inside a
    text are no comment.
    """
    if _CHANGING.search(statement) is None:
        return frozenset()
    tokens = [token for token in _TOKEN.findall(statement) if not token.startswith(("--", "/*"))]
    words = [token.upper() for token in tokens]
    found = set()
    for at, word in enumerate(words):
        match word:
            case "INTO":
                found.add(_name(tokens, at + 1))
            case "UPDATE":
                found.add(_name(tokens, at + (3 if words[at + 1 : at + 2] == ["OR"] else 1)))
            case "DELETE" if words[at + 1 : at + 2] == ["FROM"]:
                found.add(_name(tokens, at + 2))
            case "DROP" | "ALTER" if words[at + 1 : at + 2] == ["TABLE"]:
                found.add(_name(tokens, at + (4 if words[at + 2 : at + 4] == ["IF", "EXISTS"] else 2)))
    return frozenset(found)


def _name(tokens: Sequence[str], at: int) -> str:
    """The name of a table that begins at a token, without its database and its quotes."""
    while tokens[at + 1 : at + 2] == ["."]:
        at += 2
    named = tokens[at] if at < len(tokens) else ""
    if named[:1] in ("'", '"', "`"):
        named = named[1:-1].replace(named[0] * 2, named[0])
    return named.strip("[]").lower()
