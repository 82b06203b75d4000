"""Through which of its links a new record becomes one of a person."""

from __future__ import annotations

from typing import Any

from kzcase.services.declarations import kinds

_LINKS = ("person", "persons", "record", "records")


def preset(kind: str, person: str) -> dict[str, Any]:
    """The values that make a new record of this kind one of this person."""
    fields = kinds()[kind].fields
    for key in _LINKS:
        declared = fields.get(key)
        if declared is not None and (not declared.targets or "person" in declared.targets):
            return {key: frozenset({person}) if declared.type.is_set else person}
    return {}
