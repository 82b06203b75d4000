"""The columns of each kind that are worked out for the rows of one page, however many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kzcase.services.lists.cells import Cell, DerivedColumn, Reading, Sign, Source
from kzcase.services.lists.limits import OF_LIBERTY, PERSON, RESTRICTION
from kzcase.services.lists.states import CONSENT, LETTER, NAMING, OVER, PROSECUTION, TASK

SOURCES: Mapping[str, tuple[Source, ...]] = {
    "person": (PERSON, CONSENT),
    "restriction": (RESTRICTION,),
    "prosecution": (PROSECUTION,),
    "letter": (LETTER,),
    "task": (TASK,),
    "case": (NAMING,),
    "organisation": (NAMING,),
    "contact": (NAMING,),
    "event": (NAMING,),
    "assembly": (NAMING,),
    "source": (NAMING,),
    "document": (NAMING,),
}
"""To add a column that is worked out: one line here, and its reading in a file beside this one."""

NOTHING = Cell("")


def derived_columns(kind: str) -> tuple[DerivedColumn, ...]:
    """The columns that can be worked out for a kind."""
    return tuple(column for source in SOURCES.get(kind, ()) for column in source.columns)


def derived_cells(
    reading: Reading, kind: str, ids: Sequence[str], wanted: Sequence[str]
) -> dict[str, list[Cell]]:
    """The cells of the wanted columns, each in the order of `ids`; columns of records are left out."""
    found: dict[str, list[Cell]] = {}
    for source in SOURCES.get(kind, ()):
        if keys := [key for key in wanted if key in source.keys]:
            cells = source.read(reading, ids) if ids else {}
            for key in keys:
                found[key] = [cells.get(one, {}).get(key, NOTHING) for one in ids]
    return found


def _of_stage(status: str) -> Sign:
    return Sign.ENDED if status in OVER else Sign.GOING_ON


SIGNS: Mapping[tuple[str, str], Callable[[str], Sign]] = {
    ("person", "liberty"): lambda status: OF_LIBERTY.get(status, Sign.NONE),
    ("prosecution", "stage"): _of_stage,
}
"""What a status tells at a glance, by kind and field."""


def sign_of(kind: str, field: str, value: Any) -> Sign:
    """The state that a recorded status tells; none for other fields."""
    tell = SIGNS.get((kind, field))
    status = value.get("status") if tell is not None and isinstance(value, dict) else None
    return tell(status) if tell is not None and isinstance(status, str) else Sign.NONE
