"""Records of any kind: view, save, delete, decide, restore, and what they are related to.

A window or a script never holds a database object: it gets a frozen
`RecordView`, types into a frozen `Draft` made from it, and hands that back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import InputRefused, KzcaseError, NotFound, Refusal
from kzcase.history.ledger import Change, SetOps
from kzcase.history.read import value_at
from kzcase.history.tables import quoted, run
from kzcase.models.base import Record, kinds, models
from kzcase.models.fields import Field
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names.folding import fold
from kzcase.search.statements import rows_of
from kzcase.services import validation
from kzcase.services.office import Office

SHORTEST_BEGINNING = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several values written independently, with its revision (hex) and author (key id)."""

    revision: str
    value: Any
    author: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as it stands: given fields only, the heads it was read at, what is undecided."""

    id: str
    kind: str
    title: str
    status: str
    fields: Mapping[str, Any]
    heads: bytes
    conflicts: Mapping[str, tuple[Candidate, ...]]
    now: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form hands back: the touched fields only, and the heads the form was read at.

    `record` may be an id not yet in the vault: then the record is made.
    `base` holds, for touched set fields, the elements the form was read with.
    """

    kind: str
    record: str
    values: Mapping[str, Any]
    heads: bytes = b""
    base: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved draft; `stale` says that others' changes had come meanwhile and were kept too."""

    id: str
    kind: str
    title: str
    heads: bytes
    stale: bool


@dataclass(frozen=True, slots=True)
class Related:
    """A record that names another one, and through which of its fields."""

    id: str
    kind: str
    field: str
    title: str
    status: str


def new_id() -> str:
    """A fresh record id."""
    return str(uuid.uuid4())


def resolve(office: Office, key: str) -> str:
    """The id for an id, for an unambiguous beginning of one (8 letters or more), or for a whole title.

    Raises `NotFound`, also for a title that several records have.
    """
    with office.read() as session:
        if session.scalar(select(RecordRow.id).where(RecordRow.id == key)) is not None:
            return key
        found: Sequence[str] = ()
        if len(key) >= SHORTEST_BEGINNING:
            beginning = select(RecordRow.id).where(RecordRow.id >= key, RecordRow.id < key + "\U0010ffff")
            found = session.scalars(beginning.limit(2)).all()
        folded = fold(key)
        if not found and folded:
            titled = select(RecordRow.id).where(
                RecordRow.kind.in_(kinds()),
                RecordRow.fold == folded,
                RecordRow.title == key.strip(),
                RecordRow.status == "here",
            )
            found = session.scalars(titled.limit(2)).all()
    if len(found) == 1:
        return found[0]
    several = "Several records begin with that id or have that title."
    raise NotFound(
        several if found else "There is no record with that id in this vault.",
        remedy="Look it up with `kzcase search` or `kzcase list`.",
    )


def view(office: Office, record: str) -> RecordView:
    """Read one record; raises `NotFound` when nothing of it is here."""
    with office.read() as session:
        return view_in(session, record)


def view_in(session: Session, record: str) -> RecordView:
    """Read one record inside a unit that is already open."""
    entry = session.scalar(select(RecordRow).where(RecordRow.id == record))
    if entry is None or entry.kind is None or entry.kind not in models():
        raise NotFound("That record is not in this vault.")
    row = session.get(models()[entry.kind], record)
    if row is None:
        raise NotFound("That record is not in this vault.", remedy="A colleague's file may bring it.")
    return view_of(row, entry)


def view_of(row: Record, entry: RecordRow) -> RecordView:
    """Freeze a row that was read."""
    kind = kinds()[row.__tablename__]
    values = {key: getattr(row, key) for key in kind.fields}
    conflicts = {
        key: tuple(
            Candidate(c["revision"], thaw(kind.fields[key], c["value"]), c["author"]) for c in candidates
        )
        for key, candidates in (row.conflicts or {}).items()
        if key in kind.fields
    }
    return RecordView(
        id=row.id,
        kind=kind.key,
        title=entry.title or "",
        status=entry.status,
        fields={key: value for key, value in values.items() if value is not None},
        heads=row.heads or b"",
        conflicts=conflicts,
        now=entry.now,
    )


def thaw(declared: Field, value: Any) -> Any:
    """A stored candidate's JSON value as the plain value of its field."""
    if declared.type.is_set and value is not None:
        return frozenset(value)
    return value


def problems(office: Office, draft: Draft) -> tuple[Refusal, ...]:
    """What a form should mend before saving (required fields, dates, vocabulary, links)."""
    with office.read() as session:
        return _problems(session, (_cleaned(draft),))


def _cleaned(draft: Draft) -> Draft:
    return replace(draft, values=validation.cleaned(draft.kind, draft.values))


def _problems(session: Session, drafts: Sequence[Draft]) -> tuple[Refusal, ...]:
    """What is wrong with drafts whose values are in their one form."""
    rules = validation.Rules(session, {draft.record: draft.kind for draft in drafts})
    return tuple(
        refusal
        for draft in drafts
        for refusal in rules.problems(draft.kind, draft.values, new=not draft.heads, where=draft.record)
    )


def save(office: Office, draft: Draft, *, note: str | None = None, initiator: object | None = None) -> Saved:
    """Save one draft as one revision. Raises `InputRefused` when a value does not fit its field."""
    return save_all(office, (draft,), note=note, initiator=initiator)[0]


def save_all(
    office: Office, drafts: Sequence[Draft], *, note: str | None = None, initiator: object | None = None
) -> tuple[Saved, ...]:
    """Save several drafts in one unit: all of them or none."""
    drafts = tuple(map(_cleaned, drafts))
    # Checked, written and read back in one unit: nothing can come between, and no second unit is waited for.
    with office.vault.write() as session:
        if refused := _problems(session, drafts):
            raise InputRefused("Not saved yet: " + " ".join(r.reason for r in refused), refused, safe="")
        changes = [Change(d.kind, d.record, _entered(d), d.heads, note) for d in drafts]
        written = office.ledger.record(session, changes)
        saved = tuple(_saved(session, draft, draft.record in written.stale) for draft in drafts)
    office.announce(written.ids, initiator)
    return saved


def _entered(draft: Draft) -> dict[str, Any]:
    """Every typed field: what was typed, but of sets the elements added and removed."""
    fields = kinds()[draft.kind].fields
    entered: dict[str, Any] = {}
    for key, value in draft.values.items():
        if fields[key].type.is_set:
            before = draft.base.get(key, frozenset())
            after = frozenset(value or ())
            value = SetOps(add=after - before, remove=before - after)
        entered[key] = value
    return entered


def _saved(session: Session, draft: Draft, stale: bool) -> Saved:
    # The driver's own statement: it is a part of every save.
    found = run(
        session.connection(),
        f"SELECT r.title, k.heads FROM record AS r JOIN {quoted(draft.kind)} AS k ON k.id = r.id "
        "WHERE r.id = ?",
        (draft.record,),
    )
    title, heads = found.fetchone() or ("", b"")
    return Saved(draft.record, draft.kind, title or "", heads or b"", stale)


def _change(
    office: Office,
    record: str,
    values: Callable[[Session, RecordView], Mapping[str, Any]],
    heads: bytes | None,
    initiator: object | None,
) -> None:
    """Write plain values by the second door, on the heads they were decided at (None: the present ones)."""
    with office.vault.write() as session:
        found = view_in(session, record)
        given = values(session, found)
        at = found.heads if heads is None else heads
        written = office.ledger.record(session, [Change(found.kind, record, given, parents=at)])
    office.announce(written.ids, initiator)


def delete(
    office: Office, record: str, *, heads: bytes | None = None, initiator: object | None = None
) -> None:
    """Mark a record deleted: it stays in history, nothing cascades, it can be brought back.

    `heads`, here and below, are those of the view that the user had before
    their eyes; what came since is then not taken for seen.
    """
    _change(office, record, lambda *_: {"deleted": True}, heads, initiator)


def undelete(
    office: Office, record: str, *, heads: bytes | None = None, initiator: object | None = None
) -> None:
    """Bring a deleted record back."""
    _change(office, record, lambda *_: {"deleted": False}, heads, initiator)


def restore_value(
    office: Office,
    record: str,
    field_key: str,
    revision: str,
    *,
    heads: bytes | None = None,
    initiator: object | None = None,
) -> None:
    """Give a field the value it had in a past revision (a new revision).

    Raises `NotFound` if there is no such revision or an earlier one is missing.
    """

    def past(session: Session, found: RecordView) -> Mapping[str, Any]:
        require_field(found.kind, field_key)
        return {field_key: value_at(session, record, field_key, revision)}

    _change(office, record, past, heads, initiator)


def decide(
    office: Office,
    record: str,
    field_key: str,
    value: Any,
    *,
    heads: bytes | None = None,
    initiator: object | None = None,
) -> None:
    """Decide an undecided field, also for the value already shown."""

    def decided(session: Session, found: RecordView) -> Mapping[str, Any]:
        require_field(found.kind, field_key)
        values = validation.cleaned(found.kind, {field_key: value})
        if refused := validation.Rules(session).problems(found.kind, values):
            raise InputRefused(refused[0].reason, refused)
        return values

    _change(office, record, decided, heads, initiator)


def require_field(kind: str, key: str) -> Field:
    """The declared field, or a plain sentence that names those there are."""
    fields = kinds()[kind].fields
    if key not in fields:
        known = ", ".join(k for k, f in fields.items() if not f.hidden)
        raise KzcaseError(
            f"A {kind} has no field “{key}”.", safe="Nothing was changed.", remedy=f"It has: {known}."
        )
    return fields[key]


def related(office: Office, record: str) -> tuple[Related, ...]:
    """The records that name this one (or one merged with it), by kind and title."""
    with office.read() as session:
        return related_in(session, record)


def related_in(session: Session, record: str) -> tuple[Related, ...]:
    """The same inside a unit that is already open."""
    now = session.scalar(select(RecordRow.now).where(RecordRow.id == record)) or record
    rows = session.execute(
        select(RecordRow.id, RecordRow.kind, LinkRow.field, RecordRow.title, RecordRow.status)
        .join(RecordRow, RecordRow.id == LinkRow.source)
        .where(LinkRow.now == now, LinkRow.source != record, LinkRow.field != "merged_into")
        .order_by(RecordRow.kind, RecordRow.sort, RecordRow.id)
    )
    return tuple(Related(r.id, r.kind or "", r.field, r.title or "", r.status) for r in rows)


def titles(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Titles of records as they are to be shown, by id; says so of what is absent, deleted or erased."""
    wanted = list(dict.fromkeys(ids))
    rows = rows_of(session.connection(), "SELECT id, title, status FROM record WHERE id IN (:ids)", wanted)
    found = {record: shown_title(title, status) for record, title, status in rows}
    return {one: found.get(one, shown_title(None, "absent")) for one in wanted}


def shown_title(title: str | None, status: str) -> str:
    """A title with what must be said of the record's status."""
    match status:
        case "absent":
            return "not in this vault"
        case "erased":
            return "erased"
        case "deleted":
            return f"deleted: {title or 'untitled'}"
        case _:
            return title or "untitled"
