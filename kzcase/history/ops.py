"""Turns values as forms and services see them into what history holds, and back.

The types of values stand in `kzcase.models.fields`. History holds the same,
except that a set field's entry says which elements were added and removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kzcase.history.canonical import NotPlain, plain, plain_text
from kzcase.models.fields import Field, FieldType, fits


@dataclass(frozen=True, slots=True)
class SetOps:
    """What someone did to a set: elements added and elements removed."""

    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()

    def on(self, before: Iterable[str] | None) -> frozenset[str]:
        """The set after it."""
        return (frozenset(before or ()) - self.remove) | self.add

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


def tidy(field: Field, value: Any) -> Any:
    """A value in its one form: text in NFC, empty text and empty composites as None, sets as frozensets.

    Raises `NotPlain` for a value that does not fit the field's type or cannot
    be kept in history (SQL expressions, floats, control characters ...).
    """
    if value is None:
        return None
    match field.type:
        case FieldType.CHOICES | FieldType.LINKS:
            if not isinstance(value, frozenset | set | list | tuple):
                raise _unfit(field, value)
            return frozenset(_text(field, element) for element in value) or None
        case FieldType.COMPOSITE:
            if not isinstance(value, dict):
                raise _unfit(field, value)
            made = {key: plain(part) for key, part in value.items() if part is not None and part != ""}
            if any(not isinstance(part, str | int) for part in made.values()):
                raise _unfit(field, value)
            if not fits(field, made):
                raise _unfit(field, value)
            return plain(made) or None
        case FieldType.FLAG:
            if type(value) is not bool:
                raise _unfit(field, value)
            return value
        case FieldType.INTEGER:
            if type(value) is not int:
                raise _unfit(field, value)
            return plain(value)
        case _:
            return _text(field, value) or None


def change(field: Field, value: Any, before: Any = None) -> Any:
    """The entry that history holds for a field that is given a value.

    For a set field `value` is the new set (what differs from `before` is
    recorded) or a `SetOps`; then the answer is None if nothing changes.
    """
    if not field.type.is_set:
        return tidy(field, value)
    if isinstance(value, SetOps):
        ops = SetOps(tidy(field, value.add) or frozenset(), tidy(field, value.remove) or frozenset())
        ops = SetOps(ops.add, ops.remove - ops.add)
    else:
        after, earlier = tidy(field, value) or frozenset(), frozenset(before or ())
        ops = SetOps(after - earlier, earlier - after)
    return {"add": sorted(ops.add), "remove": sorted(ops.remove)} if ops else None


def changes(
    declared: dict[str, Field] | Any, given: dict[str, Any] | Any, before: dict[str, Any] | Any = None
) -> dict[str, Any]:
    """The entries of several fields; set fields that do not change are left out."""
    made = {}
    for key, value in given.items():
        field = declared[key]
        entry = change(field, value, (before or {}).get(key))
        if entry is not None or not field.type.is_set:
            made[key] = entry
    return made


def _text(field: Field, value: Any) -> str:
    if type(value) is not str:
        raise _unfit(field, value)
    return plain_text(value)


def _unfit(field: Field, value: Any) -> NotPlain:
    return NotPlain(f"“{field.label}” cannot hold a value of the type {type(value).__name__}.")
