"""Writes a field's value as text and reads it back, for alternative values and script files.

A scalar is its own text; flags are `true` and `false`; composites and sets
are JSON, sorted. What is read is checked for shape only, not for meaning.
"""

from __future__ import annotations

from typing import Any

import orjson

from kzcase.errors import KzcaseError
from kzcase.models.fields import Field, FieldType


class NotThatType(KzcaseError):
    """A text that is no value of the field it was given for."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            f"This is not a value of {field.label}.", remedy="Correct the value or name another field."
        )


def as_text(field: Field, value: Any) -> str:
    """A plain value of the field (not None) as text."""
    match field.type:
        case FieldType.FLAG:
            return "true" if value else "false"
        case FieldType.CHOICES | FieldType.LINKS:
            return orjson.dumps(sorted(value)).decode()
        case FieldType.COMPOSITE:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        case _:
            return str(value)


def from_text(field: Field, text: str) -> Any:
    """The plain value that `as_text` wrote; raises `NotThatType` if the text has another shape."""
    match field.type:
        case FieldType.FLAG:
            if text not in ("true", "false"):
                raise NotThatType(field)
            return text == "true"
        case FieldType.INTEGER:
            try:
                return int(text)
            except ValueError as error:
                raise NotThatType(field) from error
        case FieldType.CHOICES | FieldType.LINKS:
            loaded = _json(field, text)
            if not isinstance(loaded, list) or not all(isinstance(one, str) for one in loaded):
                raise NotThatType(field)
            return frozenset(loaded)
        case FieldType.COMPOSITE:
            loaded = _json(field, text)
            parts = {part.key for part in field.composite.parts} if field.composite else set()
            if not isinstance(loaded, dict) or not set(loaded) <= parts:
                raise NotThatType(field)
            return loaded
        case _:
            return text


def _json(field: Field, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotThatType(field) from error
