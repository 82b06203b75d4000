"""A record of every kind, with words of one's choice in every field that takes any words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kzcase.history.ledger import Change
from kzcase.models.base import kinds
from kzcase.models.fields import NAME, Field, FieldType, Nature
from kzcase.reference import vocabularies
from kzcase.services import records
from kzcase.services.office import Office

_ANY = "person"
_PLACE = {"citation": "field", "alternative": "field", "term": "vocabulary", "letter_template": "key"}
"""Fields of text that name a part of the program and take no words of a person's."""


def fill(office: Office, word: Callable[[Field], str]) -> dict[str, str]:
    """Write what `word` says of each field into it, in one unit; each kind's record by its kind."""
    ids = {kind: records.new_id() for kind in kinds()}
    changes = []
    for kind in kinds().values():
        values = {
            field.key: value
            for field in kind.fields.values()
            if field.nature is Nature.RECORDED
            and not field.hidden
            and (value := _value(kind.key, field, word, ids)) is not None
        }
        changes.append(Change(kind.key, ids[kind.key], values))
    office.record(changes)
    return ids


def _value(kind: str, field: Field, word: Callable[[Field], str], ids: dict[str, str]) -> Any:
    if _PLACE.get(kind) == field.key:
        return {"citation": "occupation", "alternative": "occupation", "term": "tag"}.get(kind)
    match field.type:
        case FieldType.TEXT | FieldType.NOTE:
            return word(field)
        case FieldType.COMPOSITE if field.composite is NAME:
            return dict.fromkeys(("family", "given", "patronymic"), word(field))
        case FieldType.DATE:
            return "2026-11-20"
        case FieldType.LINK:
            return ids[(field.targets or (_ANY,))[0]] if _points_on(kind, field) else None
        case FieldType.LINKS:
            return frozenset({ids[(field.targets or (_ANY,))[0]]}) if _points_on(kind, field) else None
        case FieldType.CHOICE if field.vocabulary:
            return next(iter(vocabularies.load(field.vocabulary).terms), None)
    return None


def _points_on(kind: str, field: Field) -> bool:
    """Not to itself: nobody is merged into, or the answer to, themselves."""
    return (field.targets or (_ANY,))[0] != kind
