"""What a list asks for and what it is handed back: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kzcase.services.lists.columns import TITLE


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for: kind, order, filter text, columns, and the key after which to go on.

    `only` are keys of quick filters (`kzcase.services.lists.filters`), all of
    which must hold. `day` is the day that "in force" and "overdue" mean; today
    if it is None.
    """

    kind: str
    sort: str = TITLE
    descending: bool = False
    filter: str = ""
    columns: tuple[str, ...] = ()
    after: tuple[Any, ...] | None = None
    limit: int = 60
    language: str = "en"
    only: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as it is painted: the record's id, its cells, and its key in the list's order.

    `signs` says of each cell which state it tells ("" for none), `whys` what
    more can be said of it; both are empty when no cell has any. `people` are
    the ids of the people the record is about.
    """

    id: str
    cells: tuple[str, ...]
    key: tuple[Any, ...]
    signs: tuple[str, ...] = ()
    whys: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, whether there may be more, and the key after which those come.

    A quick filter looks at some thousands of rows at a time: then a page can
    hold few rows, or none, although there are more.
    """

    rows: tuple[ListRow, ...]
    more: bool
    after: tuple[Any, ...] | None = None
