"""Checks typed and imported values against their declarations; never used when folding.

A stored value that today's rules refuse is kept and shown; these checks guard
the two ways in by hand: forms and script files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.dates.terms import Term, TermError
from kzcase.errors import Refusal
from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.models.fields import LARGEST_PART, TERM, Field, FieldType, Nature, Part
from kzcase.models.ledger import RecordRow
from kzcase.services import vocabulary

ALLOWED_CONTROLS = "\n\t"
LONGEST_LINE = 2_000
LONGEST_NOTE = 1_000_000
LARGEST_NUMBER = 2**53
LONGEST_QUOTE = 40
DECIMAL = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,10})?")


class Rules:
    """The checks of one action, which looks up each vocabulary and each linked record once.

    `coming` are the kinds, by id, of the records that the same action makes.
    """

    def __init__(self, session: Session, coming: Mapping[str, str] | None = None) -> None:
        self._session = session
        self._coming = coming or {}
        self._terms: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, str | None] = {}

    def remember(self, ids: Iterable[str]) -> None:
        """Look up the kinds of many records at once."""
        wanted = [one for one in dict.fromkeys(ids) if one not in self._kinds]
        self._kinds |= dict.fromkeys(wanted)
        for group in groups(wanted):
            rows = self._session.execute(
                select(RecordRow.id, RecordRow.kind).where(
                    RecordRow.id.in_(group), RecordRow.status != "absent"
                )
            )
            self._kinds |= {row.id: row.kind for row in rows}

    def problems(
        self, kind: str, values: Mapping[str, Any], *, new: bool = False, where: str = ""
    ) -> tuple[Refusal, ...]:
        """Every reason why these values cannot be saved as a record of this kind.

        Required fields must be there when the record is `new`, and may never be
        emptied. `where` is the place named in each refusal.
        """
        declared = kinds()[kind].fields
        found: list[Refusal] = []
        for key, value in values.items():
            field = declared.get(key)
            if field is None or field.nature is not Nature.RECORDED:
                found.append(Refusal(where, f"A {kind} has no field {_quoted(key)}.", key[:LONGEST_QUOTE]))
            else:
                found.extend(Refusal(where, reason, key) for reason in self._reasons(field, value))
        for field in declared.values():
            if field.required and (is_empty(values[field.key]) if field.key in values else new):
                found.append(Refusal(where, f"“{field.label}” is needed.", field.key))
        return tuple(found)

    def _reasons(self, field: Field, value: Any) -> Iterator[str]:
        """Why one value does not fit its field, as sentences; nothing when it fits."""
        if value is None:
            return
        match field.type:
            case FieldType.CHOICES | FieldType.LINKS:
                if not isinstance(value, frozenset) or not all(isinstance(one, str) for one in value):
                    yield f"“{field.label}” must be a list of keys."
                    return
                for one in sorted(value):
                    if field.type is FieldType.LINKS:
                        yield from self._link(field, one)
                    else:
                        yield from self._choice(field.label, field.vocabulary, one)
            case FieldType.LINK:
                yield from self._link(field, value)
            case FieldType.COMPOSITE:
                yield from self._composite(field, value)
            case _:
                yield from self._plain(field.label, field.type, field.vocabulary, value)

    def _plain(self, label: str, type_: FieldType, name: str, value: Any) -> Iterator[str]:
        match type_:
            case FieldType.INTEGER:
                if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= LARGEST_NUMBER:
                    yield f"“{label}” must be a whole number."
            case FieldType.FLAG:
                if not isinstance(value, bool):
                    yield f"“{label}” must be yes or no."
            case FieldType.DECIMAL:
                if not isinstance(value, str) or not DECIMAL.fullmatch(value):
                    yield f"“{label}” must be a number as text, such as 530250 or 12.50."
            case FieldType.DATE:
                yield from _date(label, value)
            case FieldType.CHOICE:
                yield from self._choice(label, name, value)
            case FieldType.TEXT:
                yield from _text(label, value, LONGEST_LINE)
            case _:
                yield from _text(label, value, LONGEST_NOTE)

    def _choice(self, label: str, name: str, value: Any) -> Iterator[str]:
        if name not in self._terms:
            self._terms[name] = vocabulary.keys(self._session, name)
        if not isinstance(value, str) or value not in self._terms[name]:
            yield f"“{label}”: {_quoted(value)} is not a term of the list “{name}”."

    def _link(self, field: Field, value: Any) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"“{field.label}” must name a record by its id."
            return
        kind = self._coming.get(value)
        if kind is None:
            self.remember((value,))
            kind = self._kinds[value]
        if kind is None:
            yield f"“{field.label}” names a record that is not here."
        elif field.targets and kind not in field.targets:
            yield f"“{field.label}” cannot name a {kind}."

    def _composite(self, field: Field, value: Any) -> Iterator[str]:
        assert field.composite is not None
        parts: dict[str, Part] = {part.key: part for part in field.composite.parts}
        if not isinstance(value, Mapping):
            yield f"“{field.label}” has parts: {', '.join(parts)}."
            return
        if field.composite.key == TERM.key and not is_empty(value) and (fault := _term_fault(value)):
            yield f"“{field.label}”: {fault}"
        for key, one in value.items():
            part = parts.get(key)
            if part is None:
                yield f"“{field.label}” has no part {_quoted(key)}."
            elif one is not None:
                name = part.vocabulary or field.vocabulary
                label = f"{field.label}: {part.label}"
                faults = tuple(self._plain(label, part.type, name, one))
                yield from faults
                if not faults and part.type is FieldType.INTEGER and not 0 <= one <= LARGEST_PART:
                    yield f"“{label}” must be between 0 and {LARGEST_PART:,}."


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value == "" or (isinstance(value, dict | frozenset) and not value)


def _quoted(value: Any) -> str:
    """A refused value as a sentence may show it: short, and of whole characters."""
    text = str(value)
    shown = text[:LONGEST_QUOTE].encode("utf-8", "replace").decode()
    return f"“{shown}{'…' if len(text) > LONGEST_QUOTE else ''}”"


def _term_fault(value: Mapping[str, Any]) -> str:
    """Why whole numbers of years, months and days are no term; other faults are told part by part."""
    numbers = [value.get(key) or 0 for key in ("years", "months", "days")]
    if all(type(one) is int and one >= 0 for one in numbers):
        try:
            Term(*numbers)
        except TermError as error:
            return error.what
    return ""


def _date(label: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"“{label}” must be a date as text."
        return
    try:
        parse_edtf(value)
    except DateError as error:
        yield f"“{label}”: {error.what}"


def _text(label: str, value: Any, longest: int) -> Iterator[str]:
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
            if not all(isinstance(one, str) for one in value):
                return value
            return frozenset(_clean_text(one) for one in value) or None
        case FieldType.COMPOSITE if isinstance(value, Mapping):
            kept = {key: _clean_text(one) if isinstance(one, str) else one for key, one in value.items()}
            return {key: one for key, one in kept.items() if one is not None and one != ""} or None
        case FieldType.DATE if isinstance(value, str):
            return _clean_date(_clean_text(value)) or None
        case _ if isinstance(value, str):
            return _clean_text(value) or None
        case _:
            return value


def cleaned(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a record in its canonical form; unknown keys stay for the checks to name."""
    fields = kinds()[kind].fields
    return {key: clean(fields[key], value) if key in fields else value for key, value in values.items()}


def _clean_date(value: str) -> str:
    """The one way to write a date; what is no date stays as it is, for the checks to name."""
    try:
        return str(parse_edtf(value))
    except DateError:
        return value


def _clean_text(value: str) -> str:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
