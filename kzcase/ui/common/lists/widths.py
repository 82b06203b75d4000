"""How wide a column of a list is until somebody drags it."""

from __future__ import annotations

from kzcase.services import lists
from kzcase.services.declarations import FieldType, kinds

_FIRST = 300
_USUAL = 160
_NUMBER = 100
_OF_TYPES = {FieldType.DATE: 140, FieldType.FLAG: 90, FieldType.COMPOSITE: 240, FieldType.LINK: 230}
_DERIVED = {"state": 180, "until": 190, "next_end": 130, "next_hearing": 140, "consent": 240}


def first_width(kind: str, column: lists.Column) -> int:
    """Logical pixels that suit what a column of a kind's list holds."""
    if column.key == lists.TITLE:
        return _FIRST
    if column.numeric:
        return _NUMBER
    if column.derived:
        return _DERIVED.get(column.key, _USUAL)
    return _OF_TYPES.get(kinds()[kind].fields[column.key].type, _USUAL)
