"""What history takes from the declarations: the tables, and in which vocabularies the order protects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kzcase.history.picture import Picture
from kzcase.history.tables import kind_tables
from kzcase.history.upcast import UPCASTERS
from kzcase.models.base import kinds
from kzcase.models.fields import Protect


def protecting_vocabularies() -> frozenset[str]:
    """The vocabularies whose first term protects most."""
    return frozenset(
        field.vocabulary
        for kind in kinds().values()
        for field in kind.fields.values()
        if field.protect is Protect.FIRST
    )


def orders() -> Mapping[str, tuple[str, ...]]:
    """The keys of those vocabularies' terms, in order."""
    from kzcase.reference import vocabularies

    return {name: tuple(vocabularies.load(name).terms) for name in protecting_vocabularies()}


@cache
def picture() -> Picture:
    """The picture as this version of the program paints it."""
    return Picture(kind_tables(), UPCASTERS, orders())
