"""Through which of its links a new record becomes one of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kzcase.services.declarations import kinds

_LINKS = ("person", "persons", "record", "records")
PROSECUTION = "prosecution"


def preset(kind: str, person: str, prosecutions: Sequence[str] = ()) -> dict[str, Any]:
    """The values that make a new record of this kind one of this person.

    What belongs to a prosecution belongs to the only one of `prosecutions`; of
    several one has to be chosen in the form.
    """
    fields = kinds()[kind].fields
    for key in _LINKS:
        declared = fields.get(key)
        if declared is not None and (not declared.targets or "person" in declared.targets):
            return {key: frozenset({person}) if declared.type.is_set else person}
    return {PROSECUTION: prosecutions[0]} if len(prosecutions) == 1 and below_prosecution(kind) else {}


def below_prosecution(kind: str) -> bool:
    """Whether a record of this kind belongs to a prosecution and only through it to a person."""
    declared = kinds()[kind].fields.get(PROSECUTION)
    return declared is not None and declared.owner
