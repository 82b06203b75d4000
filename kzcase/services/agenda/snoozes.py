"""Puts an item of the agenda off until a day, with the reason; this stays on this laptop.

It comes back on that day, and earlier if its date has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kzcase.errors import InputRefused, NotFound, Refusal
from kzcase.history.tables import groups
from kzcase.models.agenda import AgendaItemRow, SnoozeRow
from kzcase.services.office import Office

SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until when an item was put off (ISO day), why, and the date it had then (EDTF)."""

    until: str
    reason: str
    date: str


def item_key(record: str, item: str) -> str:
    """The key of an item, from its record and its name among the record's items."""
    return f"{record}{SEPARATOR}{item}"


def snooze(office: Office, key: str, until: date, reason: str, *, initiator: object | None = None) -> None:
    """Put an item off until a day, for a reason.

    Raises `NotFound` if there is no such item, `InputRefused` without a reason
    or for a day that is not to come.
    """
    if not reason.strip():
        raise _refused("reason", "A reason is needed, so that whoever looks later understands.")
    if until <= office.today():
        raise _refused("until", "That day is not to come: choose a later one.")
    record, _, item = key.partition(SEPARATOR)
    with office.vault.write() as session:
        row = session.get(AgendaItemRow, (record, item))
        if row is None:
            raise NotFound("That is not in the agenda any more.", safe="Nothing was changed.")
        kept = SnoozeRow(
            record=record, item=item, date=row.date, until=until.isoformat(), reason=reason.strip()
        )
        session.merge(kept)
        kind = row.kind
    office.announce({kind: {record}}, initiator)


def wake(office: Office, key: str, *, initiator: object | None = None) -> None:
    """Bring an item back that was put off; does nothing for any other."""
    record, _, item = key.partition(SEPARATOR)
    with office.vault.write() as session:
        session.execute(delete(SnoozeRow).where(SnoozeRow.record == record, SnoozeRow.item == item))
        row = session.get(AgendaItemRow, (record, item))
        kind = row.kind if row is not None else None
    if kind is not None:
        office.announce({kind: {record}}, initiator)


def of_records(session: Session, records: Sequence[str]) -> dict[str, Snooze]:
    """What was put off of these records, by the key of the item."""
    found: dict[str, Snooze] = {}
    for group in groups(list(records)):
        for row in session.scalars(select(SnoozeRow).where(SnoozeRow.record.in_(group))):
            found[item_key(row.record, row.item)] = Snooze(row.until, row.reason, row.date)
    return found


def _refused(field: str, reason: str) -> InputRefused:
    return InputRefused(reason, (Refusal("", reason, field),))
