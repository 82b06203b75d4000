"""To whom or what a record belongs, in words: what stands before its title wherever it is shown alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.services import records
from kzcase.services.office import Office

MOST = 3
"""More owners than these are not named one by one."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A record that another one belongs to; `kind` is "" for one that is not here."""

    id: str
    kind: str
    title: str


def of_values(office: Office, kind: str, values: Mapping[str, Any]) -> tuple[Owner, ...]:
    """Whom a record of these values belongs to, the person of a prosecution or the like before it.

    At most `MOST` of them; nothing for a kind that stands for itself.
    """
    direct: list[str] = []
    for field in kinds()[kind].owners:
        value = values.get(field.key)
        if field.type is FieldType.LINK and isinstance(value, str):
            direct.append(value)
        elif field.type is FieldType.LINKS and isinstance(value, frozenset | set | list | tuple):
            direct += sorted(one for one in value if isinstance(one, str))
    with office.read() as session:
        ids: list[str] = []
        for one in direct[:MOST]:
            ids += [above for above in _above(session, one) if above not in ids]
            ids += [one] if one not in ids else []
        titles = records.titles(session, ids)
        known = session.execute(select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(ids)))
        of_kind = {one: of or "" for one, of in known}
    return tuple(Owner(one, of_kind.get(one, ""), titles[one]) for one in ids)


def _above(session: Session, record: str) -> list[str]:
    """The person that a record itself belongs to, if it does."""
    found = session.scalars(
        select(LinkRow.now).where(LinkRow.source == record, LinkRow.field == "person").limit(1)
    )
    return list(found)
