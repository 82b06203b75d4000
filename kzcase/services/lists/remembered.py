"""Remembers inside the vault how each list was left: its columns, their widths, its order.

This stays on this laptop, and it is in the vault because the choice of columns
can tell what an office works on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.models.ledger import LocalRow
from kzcase.services.lists.columns import TITLE, first_look, offered
from kzcase.services.office import Office

KEY = "list:"
NARROWEST, WIDEST = 24, 4_000


@dataclass(frozen=True, slots=True)
class ListLook:
    """How a list looks: its columns in their order, widths in logical pixels by column, its order."""

    columns: tuple[str, ...]
    sort: str = TITLE
    descending: bool = False
    widths: Mapping[str, int] = field(default_factory=dict)


def remembered(office: Office, kind: str) -> ListLook:
    """How the list of a kind was left, or how it looks at first."""
    with office.read() as session:
        return remembered_in(session, kind)


def remembered_in(session: Session, kind: str) -> ListLook:
    """The same inside a unit that is already open."""
    stored = session.scalar(select(LocalRow.value).where(LocalRow.key == KEY + kind))
    first = first_look(kind)
    look = ListLook(first.columns, first.sort, first.descending)
    return look if stored is None else _fitting(kind, stored, look)


def remember(office: Office, kind: str, look: ListLook) -> None:
    """Keep how the list of a kind looks now."""
    row = {"key": KEY + kind, "value": orjson.dumps(asdict(look)).decode()}
    statement = insert(LocalRow).values(row)
    with office.vault.write() as session:
        session.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )


def forget(office: Office, kind: str) -> None:
    """Let the list of a kind look again as at first."""
    with office.vault.write() as session:
        session.execute(delete(LocalRow).where(LocalRow.key == KEY + kind))


def _fitting(kind: str, stored: str, first: ListLook) -> ListLook:
    """What was kept, as far as this version still has such columns."""
    kept: Any = orjson.loads(stored)
    known = {one.key: one for one in offered(kind)}
    columns = tuple(dict.fromkeys(key for key in kept["columns"] if key in known)) or first.columns
    orders = {known[key].sorts_by for key in known if known[key].sortable}
    fits = kept["sort"] in orders
    return ListLook(
        columns,
        kept["sort"] if fits else first.sort,
        bool(kept["descending"]) if fits else first.descending,
        {
            key: width
            for key, width in kept["widths"].items()
            if key in known and isinstance(width, int) and NARROWEST <= width <= WIDEST
        },
    )
