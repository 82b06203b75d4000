"""What stands beside a title so that two records of the same name can be told apart.

Of whom a record is, and the fields its kind declares as `tells`: of a person
the birth, the occupation and the place; of a court its kind and its town.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kzcase.models.base import kinds
from kzcase.models.fields import Field
from kzcase.services import belongings
from kzcase.services.display import Speaker


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that tells a record from another: the field it stands in, and its value in words."""

    field: Field
    text: str


def tellers(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that tell its records apart: first whose they are."""
    fields = kinds()[kind].fields.values()
    return (*(one for one in fields if one.owner), *(one for one in fields if one.tells))


def telling(
    session: Session, found: Sequence[tuple[str, str]], language: str = "en"
) -> Mapping[str, tuple[Told, ...]]:
    """What tells each of some records (id, kind) apart, by id; one statement for each kind among them."""
    speaker = Speaker(session, language)
    by_kind: dict[str, list[str]] = {}
    for record, kind in found:
        by_kind.setdefault(kind, []).append(record)
    told: dict[str, tuple[Told, ...]] = {}
    for kind, ids in by_kind.items():
        fields = tellers(kind)
        if not fields:
            continue
        for row in belongings.rows(session, kind, ids):
            said = ((one, speaker.text(one, row[one.key])) for one in fields)
            told[row["id"]] = tuple(Told(one, text) for one, text in said if text)
    return told
