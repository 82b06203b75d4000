"""Which kinds can be added to each part of a person's page, and through which of their links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzcase.services.declarations import kinds

ADDS: Mapping[str, tuple[str, ...]] = {
    "story": ("event", "detention", "measure"),
    "restrictions": ("restriction",),
    "prosecutions": ("prosecution",),
    "letters": ("letter", "ask"),
    "events": ("event", "detention", "assembly"),
    "documents": ("document",),
    "consent": ("consent",),
    "sources": ("citation", "alternative"),
}
"""To offer another kind in a part of the page: one word here."""

_LINKS = ("person", "persons", "record", "records")


def preset(kind: str, person: str) -> dict[str, Any]:
    """The values that make a new record of this kind one of this person."""
    fields = kinds()[kind].fields
    for key in _LINKS:
        declared = fields.get(key)
        if declared is not None and (not declared.targets or "person" in declared.targets):
            return {key: frozenset({person}) if declared.type.is_set else person}
    return {}
