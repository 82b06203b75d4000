"""Reads, beside the window, everything a form needs before it can be built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kzcase.errors import NotFound
from kzcase.services import display, drafts, records, vocabulary, writers
from kzcase.services.declarations import Field, FieldType, Kind, form_fields, kinds
from kzcase.services.office import Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.fields.base import Surroundings


@dataclass(frozen=True, slots=True)
class Inline:
    """A kind of small record that is typed in the form of the one that owns it."""

    kind: str
    owner: str


INLINE: Mapping[str, tuple[Inline, ...]] = {
    "person": (Inline("name", "person"),),
    "prosecution": (Inline("charge", "prosecution"),),
    "restriction": (Inline("condition", "record"),),
    "sentence": (Inline("penalty", "sentence"),),
    "letter": (Inline("ask", "record"),),
}
"""To type another kind inside its owner's form: one line here."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One of several undecided values as the form shows it."""

    text: str
    value: Any
    author: str


@dataclass(frozen=True, slots=True)
class FormData:
    """What one form starts from. `view` is None for a record not yet made."""

    kind: Kind
    record: str
    view: records.RecordView | None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[CandidateLine, ...]] = field(default_factory=dict)
    typed: Mapping[str, Any] | None = None
    heads: bytes = b""


@dataclass(frozen=True, slots=True)
class SheetData:
    """What a sheet starts from: the main form, the small ones by kind, what editors need to know."""

    main: FormData
    inline: Mapping[str, tuple[FormData, ...]]
    around: Surroundings
    kept: frozenset[str] = frozenset()
    """The keys of the drafts that were typed into it and not saved."""


def draft_key(kind: str, record: str, main: str) -> str:
    """The key under which a form's draft is kept: kind and record, and the record whose sheet it is in."""
    return f"{kind}:{record}@{main}"


def main_of(key: str) -> str:
    """The record whose sheet a draft's key names."""
    return key.rpartition("@")[2]


def gather(
    office: Office, kind: str, record: str | None, preset: Mapping[str, Any], language: str
) -> SheetData:
    """Read a sheet for a record, or for a new one of that kind with some values already known."""
    main_id = record or records.new_id()
    kept = {draft.key: draft for draft in drafts.kept(office) if main_of(draft.key) == main_id}
    names = {writer.id: writer.name for writer in writers.everyone(office)}
    main = _form(office, kind, main_id, preset, kept, main_id, names, language)
    inline = {one.kind: _children(office, one, main, kept, names, language) for one in INLINE.get(kind, ())}
    forms = [main, *(child for children in inline.values() for child in children)]
    used = [kinds()[kind], *(kinds()[one.kind] for one in INLINE.get(kind, ()))]
    around = Surroundings(language, _terms(office, used, language), _titles(office, forms, language))
    return SheetData(main, inline, around, frozenset(kept))


def child(kind: str, owner: str, main: str) -> FormData:
    """A new small record in the sheet of its owner."""
    return FormData(kinds()[kind], records.new_id(), None, fixed={owner: main})


def _children(
    office: Office,
    inline: Inline,
    main: FormData,
    kept: Mapping[str, drafts.KeptDraft],
    names: Mapping[str, str],
    language: str,
) -> tuple[FormData, ...]:
    ids: list[str] = []
    if main.view is not None:
        ids = [
            one.id
            for one in records.related(office, main.record)
            if one.kind == inline.kind and one.field == inline.owner and one.status == "here"
        ]
    new = [d.record for d in kept.values() if d.kind == inline.kind and d.record and d.record not in ids]
    fixed = {inline.owner: main.record}
    found = [
        _form(office, inline.kind, one, {} if one in ids else fixed, kept, main.record, names, language)
        for one in [*ids, *reversed(new)]
    ]
    if not found and main.view is None:
        found = [child(inline.kind, inline.owner, main.record)]
    if all("position" in form.kind.fields for form in found):
        found.sort(key=_position)
    return tuple(found)


def _position(form: FormData) -> int:
    return (form.view.fields.get("position") if form.view else None) or 1_000


def _form(
    office: Office,
    kind: str,
    record: str,
    preset: Mapping[str, Any],
    kept: Mapping[str, drafts.KeptDraft],
    main: str,
    names: Mapping[str, str],
    language: str,
) -> FormData:
    declared = kinds()[kind]
    draft = kept.get(draft_key(kind, record, main))
    try:
        view = records.view(office, record)
    except NotFound:
        view = None
    conflicts = {
        key: tuple(
            CandidateLine(
                display.text(office, declared.fields[key], one.value, language),
                one.value,
                names.get(one.author, one.author[:8]),
            )
            for one in candidates
        )
        for key, candidates in (view.conflicts if view else {}).items()
    }
    heads = draft.heads if draft is not None and draft.heads else (view.heads if view else b"")
    return FormData(declared, record, view, preset, conflicts, draft.values if draft else None, heads)


def _terms(office: Office, used: Iterable[Kind], language: str) -> dict[str, tuple[Term, ...]]:
    wanted = {name for kind in used for one in kind.fields.values() for name in _vocabularies(one)}
    return {name: vocabulary.terms(office, name, language) for name in sorted(wanted)}


def _vocabularies(declared: Field) -> Iterable[str]:
    if declared.vocabulary:
        yield declared.vocabulary
    if declared.composite is not None:
        yield from (part.vocabulary for part in declared.composite.parts if part.vocabulary)


def _titles(office: Office, forms: Iterable[FormData], language: str) -> dict[str, str]:
    """The titles of every record that a form starts with a link to."""
    found: dict[str, str] = {}
    for form in forms:
        for declared in form_fields(form.kind):
            if not declared.type.is_link:
                continue
            for record in _linked(form, declared):
                if record not in found:
                    found[record] = display.text(office, _one(declared), record, language)
    return found


def _linked(form: FormData, declared: Field) -> set[str]:
    ids: set[str] = set()
    stored = form.view.fields.get(declared.key) if form.view else None
    typed = (form.typed or {}).get(declared.key)
    if isinstance(typed, dict):
        typed = typed.get("keys")
    for value in (stored, form.fixed.get(declared.key), typed):
        if isinstance(value, str):
            ids.add(value)
        elif value:
            ids |= set(value)
    return ids


def _one(declared: Field) -> Field:
    """The declaration of one element of a set of links."""
    return Field(declared.key, declared.label, FieldType.LINK, targets=declared.targets)
