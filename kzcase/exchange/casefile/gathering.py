"""Gathers what goes into a case file: records, their whole histories, the terms they use, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.exchange.casefile import selection
from kzcase.exchange.casefile.selection import Found
from kzcase.exchange.casefile.shapes import Contents, Selection
from kzcase.history.idset import IdSet, ascending
from kzcase.history.picture import stored_revisions
from kzcase.history.revision import Revision, split
from kzcase.history.withdraw import files_of
from kzcase.progress import Progress
from kzcase.services.office import Office
from kzcase.vault import blobs

RECORDS_AT_A_TIME = 500
LOOKING = "Looking at the records"


@dataclass(slots=True)
class Count:
    """What the walk over the revisions found."""

    revisions: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    missing: int = 0


def find(
    session: Session, chosen: Selection, office: Office, progress: Progress
) -> tuple[Found, Count | None]:
    """The records that go, with the terms they use; and what their revisions told, if they had to be read."""
    connection = session.connection()
    found = selection.find(session, chosen, office.today(), progress)
    if chosen.everything:  # the terms are among it
        return found, None
    terms = selection.own_terms(connection)
    count = Count()
    for revisions in histories(connection, found.ids, count, progress, LOOKING):
        _note(count, revisions, chosen, terms)
    used = {one for word in count.words for one in terms.get(word, ())}
    added = used - found.ids - found.left_out.keys()
    for revisions in histories(connection, added, count, progress, LOOKING):
        _note(count, revisions, chosen, {})
    found.ids = IdSet.united((found.ids, added))
    return found, count


def gather(session: Session, chosen: Selection, office: Office, progress: Progress) -> tuple[Found, Count]:
    """The records that go, and what is known of their revisions."""
    found, count = find(session, chosen, office, progress)
    if count is None:
        count = Count()
        for _ in walked(session.connection(), found, chosen, count, progress, LOOKING):
            pass
    return found, count


def walked(
    connection: Connection, found: Found, chosen: Selection, count: Count, progress: Progress, what: str
) -> Iterator[list[Revision]]:
    """The histories of all that goes, noted in `count` on the way."""
    for revisions in histories(connection, found.ids, count, progress, what):
        _note(count, revisions, chosen, {})
        yield revisions


def _note(count: Count, revisions: Sequence[Revision], chosen: Selection, terms: Any) -> None:
    count.revisions += len(revisions)
    kind = revisions[0].kind
    count.kinds[kind] = count.kinds.get(kind, 0) + 1
    without = {name for one in revisions for name in one.commitments if name in chosen.without_compartments}
    for name in without:
        count.withheld[name] = count.withheld.get(name, 0) + 1
    for one in revisions:
        for name in files_of(one.only(lambda name: name not in chosen.without_compartments)):
            count.documents[name] = 0
        if terms:
            choosing = selection.choosing(one.kind)
            for part in one.parts:
                for key in choosing & part.fields.keys():
                    count.words.update(selection.words_in(part.fields[key]))


def histories(
    connection: Connection, ids: Set[str], count: Count, progress: Progress, what: str
) -> Iterator[list[Revision]]:
    """The whole history of each record, by record, parents first; what waits for a missing parent stays."""
    ordered = iter(ascending(ids))
    done = 0
    while group := list(islice(ordered, RECORDS_AT_A_TIME)):
        progress.step(what, done, len(ids))
        done += len(group)
        found = {revisions[0].record: revisions for _, revisions in stored_revisions(connection, group)}
        for record in group:
            if record in found:
                whole = parents_first(found[record])
                count.missing += len(found[record]) - len(whole)
                if whole:
                    yield whole


def parents_first(revisions: Iterable[Revision]) -> list[Revision]:
    """A record's revisions, each after its parents; those whose ancestors are not all there are left out."""
    left = {one.id: one for one in sorted(revisions, key=lambda one: one.id)}
    waiting: dict[bytes, list[Revision]] = {}
    missing: dict[bytes, int] = {}
    ready = []
    for one in left.values():
        parents = split(one.parents)
        missing[one.id] = len(parents)
        for parent in parents:
            waiting.setdefault(parent, []).append(one)
        if not parents:
            ready.append(one)
    for one in ready:  # grows while it is read
        for child in waiting.get(one.id, ()):
            missing[child.id] -= 1
            if not missing[child.id]:
                ready.append(child)
    return ready


def described(session: Session, found: Found, chosen: Selection, count: Count) -> Contents:
    """What goes and what stays, with the number and size of the documents."""
    documents, size = 0, 0
    if chosen.documents:
        for one in sorted(count.documents):
            if blobs.exists(session, one):
                count.documents[one] = blobs.size(session, one)
                documents += 1
                size += count.documents[one]
    return selection.describe(session, found, count.kinds, (documents, size), count.withheld)
