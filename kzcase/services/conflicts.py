"""What awaits a decision: values of one field that were written independently, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history import read
from kzcase.history.fold import DELETED
from kzcase.history.ledger import Change
from kzcase.history.read import Authorship
from kzcase.models.base import kinds
from kzcase.models.fields import Field
from kzcase.services import journal, records
from kzcase.services.display import YES_NO, Speaker
from kzcase.services.office import Office

OURS, THEIRS = "ours", "theirs"
DELETED_LABEL = "Deleted"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: in words and as stored, who wrote it and when; `shown` is the one on view now."""

    revision: str
    value: Any
    text: str
    author: str
    who: str
    time: str
    ours: bool
    proven: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """One undecided field. `heads` are to be given back with the decision.

    `why` says why the value on view is the one shown.
    """

    id: str
    kind: str
    title: str
    field: str
    label: str
    protective: bool
    why: str
    sides: tuple[Side, ...]
    heads: bytes


@dataclass(frozen=True, slots=True)
class Chosen:
    """What shall become of one undecided field: the value of that revision (hex), or (None) both are kept."""

    record: str
    field: str
    revision: str | None


def listed(
    office: Office, kind: str | None = None, *, limit: int = 200, language: str = "en"
) -> tuple[Conflict, ...]:
    """Undecided fields (of one kind), by kind and record; `limit` records at most."""
    with office.read() as session:
        return tuple(_conflicts(session, read.open_conflicts(session, kind)[:limit], language))


def count(office: Office) -> int:
    """How many records have undecided fields."""
    with office.read() as session:
        return len(read.open_conflicts(session))


def of_record(office: Office, record: str, *, language: str = "en") -> tuple[Conflict, ...]:
    """The undecided fields of one record; raises `NotFound` when nothing of it is here."""
    with office.read() as session:
        return tuple(_conflicts(session, [_of_view(records.view_in(session, record))], language))


def take(
    office: Office,
    record: str,
    field: str,
    revision: str,
    *,
    heads: bytes | None = None,
    initiator: object | None = None,
) -> None:
    """Decide for the value of one revision (hex, or an unambiguous beginning). Raises `NotFound`."""
    with office.vault.write() as session:
        change = _taking(records.view_in(session, record), field, revision)
        written = office.ledger.record(session, [change if heads is None else replace(change, parents=heads)])
    office.announce(written.ids, initiator)


def decide(
    office: Office,
    record: str,
    field: str,
    value: Any,
    *,
    heads: bytes | None = None,
    initiator: object | None = None,
) -> None:
    """Decide for a value of one's own. Raises `InputRefused`."""
    records.decide(office, record, field, value, heads=heads, initiator=initiator)


def keep_both(
    office: Office,
    record: str,
    field: str,
    *,
    heads: bytes | None = None,
    initiator: object | None = None,
) -> tuple[str, ...]:
    """Keep the value on view and put each other one beside it as an alternative value; returns their ids.

    Each alternative says in its note who wrote it. Raises `KzcaseError` for fields that cannot have any
    (a deletion, links).
    """
    with office.vault.write() as session:
        changes = _keeping_both(session, records.view_in(session, record), field)
        first = replace(changes[0], parents=heads) if heads is not None else changes[0]
        written = office.ledger.record(session, [first, *changes[1:]])
    office.announce(written.ids, initiator)
    return tuple(one.record for one in changes[1:])


def settle(
    office: Office, chosen: Sequence[Chosen], *, initiator: object | None = None
) -> tuple[Chosen, ...]:
    """Decide many fields in one write; returns those that could not be decided and are as they were."""
    left: list[Chosen] = []
    decided: dict[str, Change] = {}
    beside: list[Change] = []
    with office.vault.write() as session:
        for one in chosen:
            try:
                found = records.view_in(session, one.record)
                if one.revision is None:
                    change, *others = _keeping_both(session, found, one.field)
                else:
                    change, others = _taking(found, one.field, one.revision), []
            except KzcaseError:
                left.append(one)
                continue
            before = decided.get(one.record)
            together = {**(before.fields if before is not None else {}), **change.fields}
            decided[one.record] = replace(change, fields=together)
            beside += others
        written = office.ledger.record(session, [*decided.values(), *beside])
    office.announce(written.ids, initiator)
    return tuple(left)


def _taking(found: records.RecordView, field: str, revision: str) -> Change:
    """Deciding for the value of one revision."""
    value = _candidate(found, field, revision).value
    if field == DELETED:
        value = value is True
    return Change(found.kind, found.id, {field: value}, parents=found.heads)


def _keeping_both(session: Session, found: records.RecordView, field: str) -> list[Change]:
    """Deciding for the value on view, and each other one beside it as a record of its own."""
    declared = records.require_field(found.kind, field)
    # Beside what protects somebody nothing may stand that protects less.
    single = field == DELETED or declared.protect is not None or declared.type.is_link
    if single or found.kind == "alternative":
        raise KzcaseError(
            f"“{declared.label}” holds one value only: decide for one.", safe="Nothing was changed."
        )
    candidates = found.conflicts.get(field, ())
    if not candidates:
        raise NotFound("This field is not undecided.", safe="Nothing was changed.")
    said = read.authorship(session, [one.revision for one in candidates])
    changes = [Change(found.kind, found.id, {field: candidates[0].value}, parents=found.heads)]
    seen = [candidates[0].value]
    for one in candidates[1:]:
        if one.value is None or any(one.value == other for other in seen):
            continue
        seen.append(one.value)
        by = said[one.revision]
        note = f"Written independently: {journal.who(by)}, {(by.time or '')[:10]}".rstrip(", ")
        values = {"record": found.id, "field": field, "value": _as_text(one.value), "note": note}
        changes.append(Change("alternative", records.new_id(), values))
    return changes


def take_all(office: Office, kind: str, field: str, prefer: str, *, initiator: object | None = None) -> int:
    """Decide every undecided `field` of a kind at once, for `ours` or `theirs`; returns how many.

    Left undecided are those where that is not clear: no such value, or several.
    """
    if prefer not in (OURS, THEIRS):
        raise ValueError(prefer)
    with office.vault.write() as session:
        changes = []
        for one in _conflicts(session, read.open_conflicts(session, kind), "en"):
            if one.field != field:
                continue
            wanted = [side for side in one.sides if side.ours is (prefer == OURS)]
            if wanted and all(side.value == wanted[0].value for side in wanted):
                value = wanted[0].value is True if field == DELETED else wanted[0].value
                changes.append(Change(kind, one.id, {field: value}, parents=one.heads))
        written = office.ledger.record(session, changes)
    office.announce(written.ids, initiator)
    return len(changes)


# --- reading --------------------------------------------------------------------------------------


def _of_view(found: records.RecordView) -> read.OpenConflict:
    return read.OpenConflict(
        found.id,
        found.kind,
        {
            key: tuple((one.revision, one.value, one.author) for one in candidates)
            for key, candidates in found.conflicts.items()
        },
    )


def _conflicts(session: Session, found: Iterable[read.OpenConflict], language: str) -> Iterator[Conflict]:
    found = list(found)
    titles = records.titles(session, [one.record for one in found])
    revisions = [side[0] for one in found for sides in one.fields.values() for side in sides]
    said = read.authorship(session, list(dict.fromkeys(revisions)))
    speaker = Speaker(session, language)
    for one in found:
        heads = read.heads_of(session, one.record)
        for key, sides in one.fields.items():
            declared = kinds()[one.kind].fields.get(key)
            yield Conflict(
                one.record,
                one.kind,
                titles[one.record],
                key,
                DELETED_LABEL if key == DELETED else declared.label if declared else key,
                declared is not None and declared.protect is not None,
                _why(declared, key),
                _sides(speaker, declared, key, sides, said, language),
                heads,
            )


def _why(declared: Field | None, key: str) -> str:
    if key == DELETED:
        return "It is shown, because someone changed it without knowing of the deletion."
    if declared is not None and declared.protect is not None:
        return "Shown is the value that protects most."
    return "Until you decide, the value that was worked on most is shown, whoever wrote later."


def _sides(
    speaker: Speaker,
    declared: Field | None,
    key: str,
    sides: Sequence[tuple[str, Any, str]],
    said: Mapping[str, Authorship],
    language: str,
) -> tuple[Side, ...]:
    made = []
    for place, (revision, value, author) in enumerate(sides):
        by = said.get(revision)
        plain = records.thaw(declared, value) if declared else value
        made.append(
            Side(
                revision,
                plain,
                _text(speaker, declared, key, plain, language),
                author,
                journal.who(by) if by else f"key {author[:8]}",
                (by.time or by.came or "") if by else "",
                by is not None and by.ours,
                by is not None and by.proven,
                place == 0 and key != DELETED,
            )
        )
    return tuple(made)


def _text(speaker: Speaker, declared: Field | None, key: str, value: Any, language: str) -> str:
    if key == DELETED:
        return YES_NO[language][0 if value is True else 1]
    return speaker.text(declared, value) if declared is not None else str(value or "")


def _candidate(found: records.RecordView, field: str, revision: str) -> records.Candidate:
    alike = [one for one in found.conflicts.get(field, ()) if one.revision.startswith(revision.lower())]
    if len(alike) != 1 or len(revision) < 4:
        raise NotFound(
            "This field has no such undecided value.",
            safe="Nothing was changed.",
            remedy="See `kzcase conflicts VAULT`.",
        )
    return alike[0]


def _as_text(value: Any) -> str:
    """A value as an alternative value holds it: text, and JSON for what has parts."""
    if isinstance(value, str):
        return value
    plain = sorted(value) if isinstance(value, frozenset) else value
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()
