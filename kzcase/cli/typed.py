"""Reads values typed on a command line into the plain values of their fields."""

from __future__ import annotations

from typing import Any

import orjson

from kzcase.dates.edtf import read_date
from kzcase.dates.terms import parse_term
from kzcase.errors import KzcaseError
from kzcase.models.fields import TERM, Field, FieldType
from kzcase.services import records
from kzcase.services.office import Office

YES, NO = ("yes", "true", "1"), ("no", "false", "0")


def value(office: Office, field: Field, text: str) -> Any:
    """The plain value of a typed text; "" empties the field. Raises `KzcaseError` in words."""
    text = text.strip()
    if not text:
        return None
    match field.type:
        case FieldType.DATE:
            return str(read_date(text))
        case FieldType.INTEGER:
            return _integer(field, text)
        case FieldType.FLAG:
            return _flag(field, text)
        case FieldType.LINK:
            return records.resolve(office, text)
        case FieldType.LINKS:
            return frozenset(records.resolve(office, one) for one in _split(text))
        case FieldType.CHOICES:
            return frozenset(_split(text))
        case FieldType.COMPOSITE:
            return _composite(field, text)
        case _:
            return text


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _integer(field: Field, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _misread(field, text, "a whole number") from None


def _flag(field: Field, text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise _misread(field, text, "yes or no")


def _composite(field: Field, text: str) -> Any:
    assert field.composite is not None
    if field.composite is TERM and not text.startswith("{"):
        term = parse_term(text)
        return {k: v for k, v in (("years", term.years), ("months", term.months), ("days", term.days)) if v}
    example = "{" + ", ".join(f'"{part.key}": ...' for part in field.composite.parts) + "}"
    try:
        loaded = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _misread(field, text, f"JSON such as {example}") from None
    if not isinstance(loaded, dict):
        raise _misread(field, text, f"JSON such as {example}")
    return loaded


def _misread(field: Field, text: str, wanted: str) -> KzcaseError:
    return KzcaseError(
        f"“{text}” does not fit “{field.label}”: it takes {wanted}.", safe="Nothing was changed."
    )
