"""Draws the documents that are wanted as annexes, before anything is decided about them.

What a page still says, once it is covered, decides whether it may go; so it is
drawn first. No unit of work is open meanwhile, and never more than one document
is in memory beside the pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.briefing.annexes import wanted
from kzcase.briefing.annexes.flatten import Flat, NotDrawn, flat
from kzcase.briefing.annexes.wanted import Wanted
from kzcase.errors import KzcaseError, NotFound
from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.progress import Progress
from kzcase.services import documents, records, redactions
from kzcase.services.office import Office
from kzcase.services.redactions import Covering

MOST = 60
"""Annexes of one paper."""
HEAVIEST = 160 << 20
"""Bytes of all pictures in one paper: memory holds them four times over while it is written."""
_DEEP = 6
"""How far up owners are followed: a penalty belongs to a sentence, that to a prosecution, ..."""

NOTHING = Covering({}, frozenset())
"""No box at all."""

_Key = tuple[str, tuple[int, ...], Any]


@dataclass(slots=True)
class Shelf:
    """Keeps what was drawn for one paper, so that its next preview need not draw it again."""

    _drawn: dict[_Key, Flat] = field(default_factory=dict)

    def take(self, key: _Key) -> Flat | None:
        """What was drawn before of the same content, pages and boxes."""
        return self._drawn.get(key)

    def keep(self, drawn: dict[_Key, Flat]) -> None:
        """Keep these and nothing older."""
        self._drawn = drawn


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is wanted: its content, what is covered on it, and its pages or why there are none."""

    wanted: Wanted
    file: str
    covering: Covering
    flat: Flat | None = None
    failure: KzcaseError | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What can still be read, page by page."""
        return tuple(one.words for one in self.flat.pages) if self.flat is not None else ()

    @property
    def beneath(self) -> tuple[str, ...]:
        """The same with what is covered: who is named there is named by a surname alone elsewhere."""
        return tuple(one.beneath for one in self.flat.pages) if self.flat is not None else ()


def prepare(office: Office, asked: Sequence[str], shelf: Shelf, progress: Progress) -> tuple[Prepared, ...]:
    """Draw what is wanted, each document once, in the order asked.

    One that was deleted or erased meanwhile comes back with that as its failure.
    Raises `NotFound` for a record that is no document, `KzcaseError` for too
    many, too large ones together, or pages that cannot be read, `Cancelled`.
    """
    found = {one.document: one for one in map(wanted.read, asked)}
    if len(found) > MOST:
        raise KzcaseError(
            f"A paper has at most {MOST} annexes.", safe="No paper was written.", remedy="Choose fewer."
        )
    kept: dict[_Key, Flat] = {}
    made: list[Prepared] = []
    heavy = 0
    for one in found.values():
        made.append(_prepared(office, one, shelf, kept, progress))
        heavy += made[-1].flat.size if made[-1].flat is not None else 0
        if heavy > HEAVIEST:
            raise KzcaseError(
                f"The annexes are larger than {HEAVIEST >> 20} MB together.",
                safe="No paper was written.",
                remedy="Choose fewer documents, or some of their pages.",
            )
    shelf.keep(kept)
    return tuple(made)


def _prepared(
    office: Office, one: Wanted, shelf: Shelf, kept: dict[_Key, Flat], progress: Progress
) -> Prepared:
    gone = NotFound("It is not in this vault any more.", remedy="Leave it out of the paper.")
    try:
        view = records.view(office, one.document)
    except NotFound:
        return Prepared(one, "", NOTHING, failure=gone)
    if view.kind != "document":
        raise NotFound(
            f"There is no document with the id {one.document} in this vault.",
            safe="No paper was written.",
            remedy="`kzcase list VAULT document` tells their ids.",
        )
    if view.status != "here":
        return Prepared(one, "", NOTHING, failure=gone)
    file = str(view.fields.get("file") or "")
    with office.read() as session:
        covering = redactions.covering(session, one.document)
    key = (file, one.pages, tuple(covering.areas.items()))
    if (drawn := shelf.take(key)) is None:
        try:
            drawn = flat(documents.read(office, one.document), one.pages, covering.areas, progress=progress)
        except (NotDrawn, NotFound) as failure:
            return Prepared(one, file, covering, failure=failure)
    kept[key] = drawn
    return Prepared(one, file, covering, drawn)


def besides(session: Session, prepared: Iterable[Prepared]) -> frozenset[str]:
    """What decides on some documents: themselves, what they belong to but for people, whom they show."""
    edge = {one.wanted.document for one in prepared}
    found = set(edge)
    for group in groups(sorted(edge)):
        showing = select(LinkRow.source).where(
            LinkRow.now.in_(group), LinkRow.kind == "person", LinkRow.field == "photo"
        )
        found |= set(session.scalars(showing))
    owning = {(kind.key, declared.key) for kind in kinds().values() for declared in kind.owners}
    for _ in range(_DEEP):
        above: set[str] = set()
        for group in groups(sorted(edge)):
            rows = session.execute(
                select(LinkRow.kind, LinkRow.field, LinkRow.now, RecordRow.kind)
                .join(RecordRow, RecordRow.id == LinkRow.now)
                .where(LinkRow.source.in_(group))
            )
            above |= {now for kind, key, now, of in rows if (kind, key) in owning and of != "person"}
        edge = above - found
        found |= edge
        if not edge:
            break
    return frozenset(found)
