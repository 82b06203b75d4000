"""Runs search's own statements over the driver's connection: every save waits for a handful of them.

In a statement `:ids` stands for as many ids as are given, some hundred at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection

from kzcase.history.tables import GROUP, groups, rounded, run

Key = TypeVar("Key", str, int)


def rows_of(connection: Connection, statement: str, ids: Iterable[Key]) -> Iterator[tuple[Any, ...]]:
    """The rows that a statement finds for these ids, in the driver's own values."""
    for group in groups(ids):
        marks = rounded(group, GROUP)
        yield from run(connection, _filled(statement, len(marks)), marks).fetchall()


@cache
def _filled(statement: str, number: int) -> str:
    # Numbered marks, so that a statement may ask for the same ids twice.
    return statement.replace(":ids", ",".join(f"?{place}" for place in range(1, number + 1)))
