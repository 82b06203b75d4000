"""Reads, beside the window, everything a form needs before it can be built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kzcase.errors import NotFound
from kzcase.services import alternatives, citations, display, drafts, records, telling, vocabulary, writers
from kzcase.services.declarations import Field, FieldType, Kind, form_fields, kinds
from kzcase.services.office import Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.fields.base import Surroundings
from kzcase.ui.common.forms.fieldbox import Beside, CandidateLine


@dataclass(frozen=True, slots=True)
class Inline:
    """A kind of small record that is typed in the form of the one that owns it.

    `begins`: a new owner's form starts with an empty one. `before`: it stands
    above the owner's own fields.
    """

    kind: str
    owner: str
    begins: bool = True
    before: bool = False


INLINE: Mapping[str, tuple[Inline, ...]] = {
    "person": (
        Inline("name", "person", before=True),
        Inline("consent", "person", begins=False),
    ),
    "prosecution": (Inline("charge", "prosecution"),),
    "restriction": (Inline("condition", "record"),),
    "sentence": (Inline("penalty", "sentence"),),
    "letter": (Inline("ask", "record"),),
}
"""To type another kind inside its owner's form: one line here."""

CHANGEABLE = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.DATE})
"""Types whose values, where a new record is begun with them, are shown and may be changed."""


@dataclass(frozen=True, slots=True)
class FormData:
    """What one form starts from. `view` is None for a record not yet made.

    `first` are the fields shown first (none: as declared), `presumed` values a
    new record has until others are typed, `instead` other declarations by which
    some fields are edited, `certain` whether a new one is made in any case.
    """

    kind: Kind
    record: str
    view: records.RecordView | None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[CandidateLine, ...]] = field(default_factory=dict)
    typed: Mapping[str, Any] | None = None
    heads: bytes = b""
    beside: Mapping[str, Beside] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    presumed: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, Field] = field(default_factory=dict)
    certain: bool = False


@dataclass(frozen=True, slots=True)
class SheetData:
    """What a sheet starts from: the main form, the small ones by kind, what editors need to know.

    `attached` are forms that were begun beside a field of another one.
    """

    main: FormData
    inline: Mapping[str, tuple[FormData, ...]]
    around: Surroundings
    kept: frozenset[str] = frozenset()
    """The keys of the drafts that were typed into it and not saved."""
    attached: tuple[FormData, ...] = ()


def draft_key(kind: str, record: str, main: str) -> str:
    """The key under which a form's draft is kept: kind and record, and the record whose sheet it is in."""
    return f"{kind}:{record}@{main}"


def main_of(key: str) -> str:
    """The record whose sheet a draft's key names."""
    return key.rpartition("@")[2]


def gather(
    office: Office, kind: str, record: str | None, preset: Mapping[str, Any], language: str
) -> SheetData:
    """Read a sheet for a record, or for a new one of that kind with some values already known.

    Whose it is stands fast; choices and dates of `preset` are shown and can be changed.
    """
    main_id = record or records.new_id()
    kept = {draft.key: draft for draft in drafts.kept(office) if main_of(draft.key) == main_id}
    names = {writer.id: writer.name for writer in writers.everyone(office)}
    declared = kinds()[kind].fields
    presumed = {key: value for key, value in preset.items() if declared[key].type in CHANGEABLE}
    fixed = {key: value for key, value in preset.items() if key not in presumed}
    main = _form(office, kind, main_id, fixed, kept, main_id, names, language)
    main = replace(main, certain=main.view is None, presumed=presumed)
    inline = {one.kind: _children(office, one, main, kept, names, language) for one in INLINE.get(kind, ())}
    forms = [main, *(child for children in inline.values() for child in children)]
    attached = _attached(kept.values(), forms)
    used = {main.kind.key, *(one.kind for one in INLINE.get(kind, ())), *(one.kind.key for one in attached)}
    around = surroundings(office, used, [*forms, *attached], language)
    return SheetData(main, inline, around, frozenset(kept), attached)


def surroundings(
    office: Office, used: Iterable[str], forms: Iterable[FormData], language: str
) -> Surroundings:
    """What the editors of these kinds need to know, and the titles that these forms start with."""
    return Surroundings(
        language, _terms(office, [kinds()[one] for one in used], language), _titles(office, forms, language)
    )


def _attached(kept: Iterable[drafts.KeptDraft], forms: Sequence[FormData]) -> tuple[FormData, ...]:
    """What was begun beside fields of these forms, or of one another, and not saved."""
    placed = {form.record: form.kind for form in forms}
    loose = [one for one in kept if one.record and one.record not in placed and one.kind in kinds()]
    placed |= {one.record: kinds()[one.kind] for one in loose if one.record}
    return tuple(
        begun(one.kind, one.record or "", placed, typed=one.values)
        for one in sorted(loose, key=lambda one: one.key)
    )


def begun(
    kind: str,
    record: str,
    placed: Mapping[str, Kind],
    fixed: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> FormData:
    """The form of a record that is begun beside a field of another one: first what tells it from its like.

    `placed` are the kinds of the records whose forms it may stand in: another
    value of a field is typed as that field is.
    """
    declared = kinds()[kind]
    known = {key: (typed or {}).get(key) for key in _OF.get(kind, ())} | dict(fixed or {})
    instead = {}
    host = placed.get(str(known.get("record")))
    if kind == "alternative" and host is not None and known.get("field") in host.fields:
        instead["value"] = host.fields[str(known["field"])]
    return FormData(
        declared,
        record,
        None,
        fixed={key: value for key, value in known.items() if value is not None},
        typed=typed,
        first=_told_first(declared),
        instead=instead,
        certain=kind not in _OF,
    )


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is needed to begin a record beside a field: its forms, the main one last, what they must know."""

    record: str
    forms: tuple[FormData, ...]
    around: Surroundings


def beginning(
    office: Office,
    kind: str,
    record: str,
    placed: Mapping[str, Kind],
    fixed: Mapping[str, Any],
    language: str,
) -> Beginning:
    """Read what is needed to begin a record of this kind inside another's form; runs beside the window."""
    forms = [begun(kind, record, placed, fixed)]
    if kind == "person":
        forms.insert(0, begun("name", records.new_id(), placed, {"person": record}))
    return Beginning(record, tuple(forms), surroundings(office, [f.kind.key for f in forms], forms, language))


_OF = {"citation": ("record", "field"), "alternative": ("record", "field"), "name": ("person",)}
"""The kinds that say something of a record, and the fields that say of which."""
_TOLD_FIRST = {"citation": ("source", "place"), "alternative": ("value", "source"), "name": ("parts",)}


def _told_first(kind: Kind) -> tuple[str, ...]:
    """What is asked first of a record begun inside another's form: its name, and what tells it apart."""
    if kind.key in _TOLD_FIRST:
        return _TOLD_FIRST[kind.key]
    told = (one.key for one in telling.tellers(kind.key) if not one.owner)
    return tuple(dict.fromkeys((*kind.title, *told)))


def child(kind: str, owner: str, main: str) -> FormData:
    """A new small record in the sheet of its owner."""
    return FormData(kinds()[kind], records.new_id(), None, fixed={owner: main})


def _beside(office: Office, record: str, language: str) -> dict[str, Beside]:
    """The sources and alternative values of a record by the field they stand beside."""
    with office.read() as session:
        cited = citations.of_record_in(session, record)
        given = alternatives.of_record_in(session, record, language)
    fields = {one.field for one in cited} | {one.field for one in given}
    return {
        key: Beside(
            tuple(one for one in cited if one.field == key), tuple(one for one in given if one.field == key)
        )
        for key in fields
    }


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
    new = [
        d.record
        for d in kept.values()
        if d.kind == inline.kind
        and d.record
        and d.record not in ids
        and d.values.get(inline.owner) == main.record
    ]
    fixed = {inline.owner: main.record}
    found = [
        _form(office, inline.kind, one, {} if one in ids else fixed, kept, main.record, names, language)
        for one in [*ids, *reversed(new)]
    ]
    if not found and main.view is None and inline.begins:
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
    beside = _beside(office, record, language) if view is not None else {}
    typed = draft.values if draft else None
    return FormData(declared, record, view, preset, conflicts, typed, heads, beside)


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
