"""The history of a record in words: who wrote what, when, through whose file, old and new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.history.read import Authorship, Entry, history_of
from kzcase.history.revision import IMPORT
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment, Field
from kzcase.services import records
from kzcase.services.display import Speaker
from kzcase.services.office import Office

COMPARTMENT_WORDS = {
    Compartment.OPEN: "general details",
    Compartment.IDENTITY: "identity details",
    Compartment.FAMILY: "family details",
    Compartment.HEALTH: "health details",
    Compartment.SOURCE: "source details",
}


@dataclass(frozen=True, slots=True)
class LineChange:
    """One field in one revision, in words and as stored; `known` is False for a newer version's field."""

    field: str
    label: str
    old: str
    new: str
    old_value: Any
    new_value: Any
    restorable: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One revision as the history tab shows it.

    `who` says how far authorship is known ("Aigerim", "says Aigerim, unproven",
    "from rows.jsonl"); `time` is when it was written or, for a row of a file,
    taken in; `missing` names details that exist and were not shared or are erased.
    """

    revision: str
    time: str
    who: str
    author: str
    proven: bool
    note: str
    changes: tuple[LineChange, ...]
    missing: tuple[str, ...]


def of_record(office: Office, record: str, language: str = "en") -> tuple[Line, ...]:
    """Every revision of a record, the newest first."""
    with office.read() as session:
        kind = records.view_in(session, record).kind
        fields = kinds()[kind].fields
        speaker = Speaker(session, language)
        return tuple(_line(speaker, fields, entry) for entry in history_of(session, record))


def who(said: Entry | Authorship) -> str:
    """Who wrote something and how far that is known.

    "Aigerim" (she writes here), "proven: Aigerim" (a key that was compared), "signed as Aigerim, key not
    compared", "says Aigerim, through Berik's file, unproven", "from rows.jsonl". What came in a file whose
    sender was not known for certain then says so for ever.
    """
    files = _files(said)
    if said.author == IMPORT:
        scripts = [one.name for one in said.through if not one.sender]
        return f"from {scripts[0] if scripts else 'a records file'}{'' if scripts else files}"
    name = said.author_name or f"key {said.author[:8]}"
    if not said.author_name and said.claimed:
        name = f"{said.claimed} (key {said.author[:8]})"
    if not said.proven:
        return f"says {name}{files}, unproven"
    if said.ours:
        return f"{name}{files}"
    if said.verified:
        return f"proven: {name}{files}"
    known = said.author_name or said.claimed
    return f"signed as {name}, key not compared{files}" if known else f"{name}, not known here{files}"


def _files(said: Entry | Authorship) -> str:
    """Through whose files something came, where that is not its author's own."""
    senders = {one.sender: one.name for one in said.through if one.sender and one.sender != said.author}
    told = "".join(f", through {name}'s file" for name in dict.fromkeys(senders.values()))
    files = [one for one in said.through if one.sender]
    if files and len(files) == len(said.through) and not any(one.verified for one in files):
        told += ", sender not verified"
    return told


def _line(speaker: Speaker, fields: Mapping[str, Field], entry: Any) -> Line:
    return Line(
        revision=entry.revision,
        time=entry.time or entry.came or "",
        who=who(entry),
        author=entry.author,
        proven=entry.proven,
        note=entry.note or "",
        changes=tuple(_change(speaker, fields, change) for change in entry.changes),
        missing=tuple(COMPARTMENT_WORDS.get(Compartment(c), c) for c in entry.withheld),
    )


def _change(speaker: Speaker, fields: Mapping[str, Field], change: Any) -> LineChange:
    declared = fields.get(change.field)
    if declared is None:
        return LineChange(
            change.field,
            change.field,
            str(change.old or ""),
            str(change.new or ""),
            change.old,
            change.new,
            False,
        )
    return LineChange(
        change.field,
        declared.label,
        speaker.text(declared, change.old),
        speaker.text(declared, change.new),
        change.old,
        change.new,
        True,
    )


def plain(line: Line) -> dict[str, Any]:
    """A line as plain values, for scripts."""
    return {
        "revision": line.revision,
        "time": line.time,
        "author": line.author,
        "who": line.who,
        "proven": line.proven,
        "note": line.note,
        "changes": [{"field": c.field, "old": c.old_value, "new": c.new_value} for c in line.changes],
        "missing": list(line.missing),
    }


def full_revision(office: Office, record: str, beginning: str) -> str:
    """The whole id of a record's revision from an unambiguous beginning of it."""
    with office.read() as session:
        return full_revision_in(session, record, beginning)


def full_revision_in(session: Session, record: str, beginning: str) -> str:
    """The same inside a unit that is already open."""
    found = [e.revision for e in history_of(session, record) if e.revision.startswith(beginning.lower())]
    if len(found) != 1 or len(beginning) < 4:
        raise NotFound(
            "This record has no such revision.",
            safe="Nothing was changed.",
            remedy="See `kzcase show ID --history`.",
        )
    return found[0]
