"""Finds records by any name or word, as every box of the program does."""

from __future__ import annotations

from collections.abc import Sequence

from kzcase.search.query import Hit
from kzcase.search.query import find as find_in
from kzcase.services.office import Office

__all__ = ["Hit", "find"]


def find(
    office: Office, query: str, *, kinds: Sequence[str] | None = None, limit: int = 50, alike: bool = True
) -> tuple[Hit, ...]:
    """The best `limit` records for a query; nothing for an empty one; `alike` ones too."""
    with office.read() as session:
        return find_in(session, query, kinds=kinds, limit=limit, alike=alike, known=office.known_words)
