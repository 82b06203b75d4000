"""Checks typed and imported values against their declarations; never used when folding.

A stored value that today's rules refuse is kept and shown; these checks guard
the two ways in by hand: forms and script files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.errors import Refusal
from kzcase.models.base import kinds
from kzcase.models.fields import Field, FieldType, Nature, Part
from kzcase.models.ledger import RecordRow
from kzcase.services import vocabulary

ALLOWED_CONTROLS = "\n\t"
LONGEST_LINE = 2_000
LONGEST_NOTE = 1_000_000
LARGEST_NUMBER = 2**53


def problems(
    session: Session,
    kind: str,
    values: Mapping[str, Any],
    *,
    existing: str | None = None,
    coming: frozenset[str] = frozenset(),
    where: str = "",
) -> tuple[Refusal, ...]:
    """Every reason why these values cannot be saved as a record of this kind.

    `existing` is the record's id when it is already here (then required fields
    may be missing from `values`, but not emptied). `coming` are ids that the
    same action creates. `where` is the place named in each refusal.
    """
    declared = kinds()[kind].fields
    found: list[Refusal] = []
    for key, value in values.items():
        field = declared.get(key)
        if field is None or field.nature is not Nature.RECORDED:
            found.append(Refusal(where, f"A {kind} has no field “{key}”.", key))
            continue
        found.extend(Refusal(where, reason, key) for reason in _reasons(session, field, value, coming))
    for field in declared.values():
        missing = field.key not in values if existing is None else False
        emptied = field.key in values and _empty(values[field.key])
        if field.required and (missing or emptied):
            found.append(Refusal(where, f"“{field.label}” is needed.", field.key))
    return tuple(found)


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, dict | frozenset | list) and not value)


def _reasons(session: Session, field: Field, value: Any, coming: frozenset[str]) -> Iterable[str]:
    """Why one value does not fit its field, as sentences; nothing when it fits."""
    if value is None:
        return
    match field.type:
        case FieldType.CHOICES | FieldType.LINKS:
            if not isinstance(value, frozenset | set | list | tuple) or not all(
                isinstance(v, str) for v in value
            ):
                yield f"“{field.label}” must be a list of keys."
                return
            if field.type is FieldType.CHOICES:
                for one in sorted(value):
                    yield from _choice(session, field.label, field.vocabulary, one)
            else:
                for one in sorted(value):
                    yield from _link(session, field, one, coming)
        case FieldType.LINK:
            yield from _link(session, field, value, coming)
        case FieldType.COMPOSITE:
            yield from _composite(session, field, value)
        case _:
            yield from _plain(session, field.label, field.type, field.vocabulary, value)


def _plain(session: Session, label: str, type_: FieldType, vocabulary_name: str, value: Any) -> Iterable[str]:
    match type_:
        case FieldType.INTEGER:
            if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= LARGEST_NUMBER:
                yield f"“{label}” must be a whole number."
        case FieldType.FLAG:
            if not isinstance(value, bool):
                yield f"“{label}” must be yes or no."
        case FieldType.DECIMAL:
            if not isinstance(value, str) or not _is_decimal(value):
                yield f"“{label}” must be a number such as 530250 or 12.50."
        case FieldType.DATE:
            yield from _date(label, value)
        case FieldType.CHOICE:
            yield from _choice(session, label, vocabulary_name, value)
        case FieldType.TEXT:
            yield from _text(label, value, LONGEST_LINE)
        case _:
            yield from _text(label, value, LONGEST_NOTE)


def _is_decimal(value: str) -> bool:
    try:
        return Decimal(value).is_finite() and "e" not in value.lower() and value == value.strip()
    except InvalidOperation:
        return False


def _date(label: str, value: Any) -> Iterable[str]:
    if not isinstance(value, str):
        yield f"“{label}” must be a date as text."
        return
    try:
        parse_edtf(value)
    except DateError as error:
        yield f"“{label}”: {error.what}"


def _choice(session: Session, label: str, name: str, value: Any) -> Iterable[str]:
    if not isinstance(value, str) or not vocabulary.known(session, name, value):
        yield f"“{label}”: “{value}” is not a term of the list “{name}”."


def _link(session: Session, field: Field, value: Any, coming: frozenset[str]) -> Iterable[str]:
    if not isinstance(value, str):
        yield f"“{field.label}” must name a record by its id."
        return
    if value in coming:
        return
    kind = session.scalar(select(RecordRow.kind).where(RecordRow.id == value))
    if kind is None:
        yield f"“{field.label}” names a record that is not here."
    elif field.targets and kind not in field.targets:
        yield f"“{field.label}” cannot name a {kind}."


def _composite(session: Session, field: Field, value: Any) -> Iterable[str]:
    assert field.composite is not None
    if not isinstance(value, Mapping):
        yield f"“{field.label}” has parts: {', '.join(part.key for part in field.composite.parts)}."
        return
    parts: dict[str, Part] = {part.key: part for part in field.composite.parts}
    for key, one in value.items():
        part = parts.get(key)
        if part is None:
            yield f"“{field.label}” has no part “{key}”."
        elif one is not None:
            name = part.vocabulary or field.vocabulary
            yield from _plain(session, f"{field.label}: {part.label}", part.type, name, one)


def _text(label: str, value: Any, longest: int) -> Iterable[str]:
    if not isinstance(value, str):
        yield f"“{label}” must be text."
        return
    if len(value) > longest:
        yield f"“{label}” is longer than {longest:,} characters."
    if fault := text_fault(value):
        yield f"“{label}” {fault}"


def text_fault(value: str) -> str:
    """Why a text cannot be stored, or nothing: surrogates, control characters, non-characters."""
    for letter in value:
        code = ord(letter)
        if 0xD800 <= code <= 0xDFFF:
            return "holds half a character (a lone surrogate)."
        if (code < 32 or 0x7F <= code < 0xA0) and letter not in ALLOWED_CONTROLS:
            return f"holds a control character (U+{code:04X})."
        if code & 0xFFFE == 0xFFFE:
            return f"holds a code that is no character (U+{code:04X})."
    return ""


def clean(field: Field, value: Any) -> Any:
    """A typed or imported value in its canonical form: NFC, line feeds, no empty text or parts."""
    match field.type:
        case FieldType.CHOICES | FieldType.LINKS if isinstance(value, list | tuple | set | frozenset):
            return frozenset(_clean_text(v) if isinstance(v, str) else v for v in value) or None
        case FieldType.COMPOSITE if isinstance(value, Mapping):
            kept = {k: _clean_text(v) if isinstance(v, str) else v for k, v in value.items()}
            return {k: v for k, v in kept.items() if v is not None and v != ""} or None
        case _ if isinstance(value, str):
            return _clean_text(value) or None
        case _:
            return value


def _clean_text(value: str) -> str:
    try:
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    except UnicodeError:
        return value
