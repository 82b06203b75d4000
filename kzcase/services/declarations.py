"""What kinds and fields there are, for windows and scripts that may not know the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzcase.models.base import Kind, Travel, kinds
from kzcase.models.fields import Audience, Compartment, Composite, Field, FieldType, Nature, Part, Protect

__all__ = [
    "Audience",
    "Compartment",
    "Composite",
    "Field",
    "FieldType",
    "Kind",
    "Nature",
    "Part",
    "Protect",
    "Travel",
    "form_fields",
    "kind_of",
    "kinds",
    "schema",
]


def kind_of(key: str) -> Kind:
    """The kind of that key; raises `NotFound` in words that list the kinds."""
    from kzcase.errors import NotFound

    known = kinds()
    if key not in known:
        raise NotFound(f"There is no kind called “{key}”.", remedy=f"The kinds are: {', '.join(known)}.")
    return known[key]


def form_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields a person types into, in the order of their declaration."""
    return tuple(f for f in kind.fields.values() if not f.hidden and f.nature is Nature.RECORDED)


def schema() -> Mapping[str, Any]:
    """Kinds and fields as plain values (the contract of `kzcase schema --json`)."""
    return {
        kind.key: {
            "label": kind.label,
            "plural": kind.plural,
            "travel": kind.travel.value,
            "fields": {field.key: _field(field) for field in kind.fields.values()},
        }
        for kind in kinds().values()
    }


def _field(field: Field) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "type": field.type.value,
        "label": field.label,
        "help": field.help,
        "vocabulary": field.vocabulary or None,
        "sensitivity": field.compartment.value,
        "audiences": [audience.value for audience in Audience if audience in field.audiences],
        "required": field.required,
        "nature": field.nature.value,
        "protective": field.protect is not None,
        "owner": field.owner,
    }
    if field.type.is_link:
        plain["targets"] = list(field.targets)
    if field.composite is not None:
        plain["parts"] = {
            part.key: {"type": part.type.value, "label": part.label, "vocabulary": part.vocabulary or None}
            for part in field.composite.parts
        }
    return plain
