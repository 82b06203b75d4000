"""Looks through a document for a name, a number or a person, so that all places are covered at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kzcase.briefing import ground, strangers
from kzcase.briefing.annexes import places
from kzcase.briefing.annexes.flatten import Letters, letters
from kzcase.briefing.annexes.places import Place
from kzcase.briefing.discretion import Care, Discretion, Hidden, discretion, names_of
from kzcase.briefing.reading import candidates
from kzcase.errors import KzcaseError
from kzcase.names.folding import fold, words
from kzcase.progress import Progress
from kzcase.services import documents, records, redactions
from kzcase.services.office import Office

_SHORTEST = 3
"""Letters of a folded name below which it is found only as it is, with a capital."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The places found outside the boxes, page by page, and the pages that may say more than can be read.

    `of` is how many pages the document has.
    """

    places: tuple[Place, ...]
    unread: tuple[int, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Named:
    """A person of the vault whose full name stands in a document, outside the boxes."""

    id: str
    title: str


def seek(
    office: Office,
    document: str,
    *,
    said: str = "",
    together: bool = False,
    person: str = "",
    progress: Progress | None = None,
) -> Sought:
    """Every place where some typed words stand, or any name of a person, each part of it alone too.

    `together`: only where all the typed words stand beside one another.

    Raises `KzcaseError` for words of which nothing can be looked for, `NotDrawn`, `NotFound`, `Cancelled`.
    """
    names = _names(office, person) if person else (tuple(said.split()),)
    keeping, short = _whole(said) if together else _keeping(names)
    if not keeping.stems and not keeping.unsaid and not short:
        raise KzcaseError(
            "There is nothing to look for.",
            safe="Nothing was covered.",
            remedy="Type a name or a number, or choose a person who has a name.",
        )
    found: list[Place] = []
    unread: list[int] = []
    of = 0
    for page in _read(office, document, progress):
        of += 1
        if page.unread:
            unread.append(page.number)
        found += places.found(page, places.spans(page.text, keeping, exact=short))
    return Sought(tuple(found), tuple(unread), of)


def named(office: Office, document: str, *, progress: Progress | None = None) -> tuple[Named, ...]:
    """The people of the vault whose full name stands in a document; raises as `seek`."""
    text = "\n".join(places.readings(page.text) for page in _read(office, document, progress))
    with office.read() as session:
        met = dict.fromkeys(one for _, bearing in strangers.named(session, text) for one in bearing)
        titles = records.titles(session, tuple(met))
    some = [Named(one, title) for one in met if (title := titles.get(one, ""))]
    return tuple(sorted(some, key=lambda one: (fold(one.title), one.id)))


def _read(office: Office, document: str, progress: Progress | None) -> Iterator[Letters]:
    with office.read() as session:
        covering = redactions.covering(session, document)
    yield from letters(documents.read(office, document), covering.areas, progress=progress)


def _keeping(names: Sequence[tuple[str, ...]]) -> tuple[Discretion, frozenset[str]]:
    """What keeps these names out, and those of them that are too short for it."""
    parts = {word for name in names for part in name for word in words(fold(part))}
    short = frozenset(one for one in parts if len(one) < _SHORTEST)
    return discretion([Hidden(tuple(names), "", Care.STRICT)], []), short


def _whole(said: str) -> tuple[Discretion, frozenset[str]]:
    return discretion((), (), (" ".join(said.split()),)), frozenset()


def _names(office: Office, person: str) -> tuple[tuple[str, ...], ...]:
    """Every name of a person, and of the records that are the same person, as they are written."""
    with office.read() as session:
        read = ground.people(session, (person,))
    written: list[Mapping[str, Any]] = [
        value
        for raw in read.of(read.resolved(person), "name", "person")
        for value in candidates(raw, "parts")
        if isinstance(value, Mapping)
    ]
    return names_of(written)
