"""Keeps what was typed and not yet saved inside the vault, so that nothing loses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.models.ledger import DraftRow, RecordRow
from kzcase.services.office import Office

GUIDED = "guided"
"""The kind of a draft that holds a whole new case: `forms`, each with its kind, record and typed values."""

PAPER = "paper"
"""The key and the kind of what was put together for a paper last: whom it is about, for whom it is."""

MAILING = "mailing"
"""The kind of a draft that holds a letter being written: to whom, about whom, the texts typed by hand."""

REPLY = "reply"
"""The kind of a draft that holds a reply being written down; the letter it answers is its record."""

_ID = 36
"""Letters of a record's id."""
_UNLISTED = (PAPER, REPLY)
"""Kinds that are taken up where they were typed, and are not listed with what has still to be saved."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A kept draft: its key, what it is of, the heads the form was read at, and the raw typed values."""

    key: str
    kind: str
    record: str | None
    heads: bytes
    values: Mapping[str, Any]
    time: str


def keep(
    office: Office, key: str, kind: str, record: str | None, heads: bytes, values: Mapping[str, Any]
) -> None:
    """Keep a draft under its form's key, replacing what was kept there before.

    Raises as a write unit does; then the office has what the vault could not take.
    """
    plain = {name: sorted(v) if isinstance(v, frozenset | set) else v for name, v in values.items()}
    row = {
        "id": key,
        "kind": kind,
        "record": record,
        "heads": heads,
        "body": plain,
        "time": office.clock().isoformat(timespec="seconds"),
    }
    keep_rows(office, [row])


def keep_rows(office: Office, rows: Sequence[dict[str, Any]]) -> int:
    """Keep drafts that are rows already, all in one unit; how many of them. Raises as `keep`.

    What was typed of a record that is erased is not kept, as nothing of it is: its form may
    have been open meanwhile, or its words held while the vault was away.
    """
    office.unkept.update({row["id"]: row for row in rows})
    with office.vault.write() as session:
        kept = _of_what_is_here(session, rows)
        for row in kept:
            statement = insert(DraftRow).values(row)
            session.execute(
                statement.on_conflict_do_update(
                    index_elements=["id"], set_={k: statement.excluded[k] for k in row if k != "id"}
                )
            )
    for row in rows:
        office.unkept.pop(row["id"], None)
    return len(kept)


def _of_what_is_here(session: Session, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {
        row["id"]: {one for one in _texts((row["record"], row["body"])) if len(one) == _ID} for row in rows
    }
    wanted = sorted(set().union(*named.values()))
    erased: set[str] = set()
    for group in groups(wanted):
        erased |= set(
            session.scalars(select(RecordRow.id).where(RecordRow.id.in_(group), RecordRow.status == "erased"))
        )
    return [row for row in rows if erased.isdisjoint(named[row["id"]])]


def _texts(value: Any) -> Iterator[str]:
    """Every text that stands in a typed value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for one in value for text in _texts(one))


def kept(office: Office) -> tuple[KeptDraft, ...]:
    """Every kept draft of a record, the latest first."""
    with office.read() as session:
        wanted = select(DraftRow).where(DraftRow.kind.not_in(_UNLISTED))
        rows = session.scalars(wanted.order_by(DraftRow.time.desc(), DraftRow.id))
        return tuple(_kept(row) for row in rows)


def paper(office: Office) -> Mapping[str, Any]:
    """What was put together for a paper last; empty if nothing was."""
    return values(office, PAPER)


def values(office: Office, key: str) -> Mapping[str, Any]:
    """What is kept under a key, as it was given to `keep`; empty if nothing is."""
    with office.read() as session:
        row = session.scalar(select(DraftRow).where(DraftRow.id == key))
        return dict(row.body or {}) if row is not None else {}


def _kept(row: DraftRow) -> KeptDraft:
    fields = kinds()[row.kind].fields if row.kind in kinds() else {}
    values = {
        key: frozenset(value)
        if isinstance(value, list) and key in fields and fields[key].type.is_set
        else value
        for key, value in (row.body or {}).items()
    }
    return KeptDraft(row.id, row.kind, row.record, row.heads, values, row.time)


def discard(office: Office, key: str) -> None:
    """Forget a draft (it was saved, or its writer let it go)."""
    office.unkept.pop(key, None)
    with office.vault.write() as session:
        session.execute(delete(DraftRow).where(DraftRow.id == key))
