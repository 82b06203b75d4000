"""Boxes that cover places on a document's pages whenever these go out; the document is never changed.

Each box is a record of its own with its history, so two colleagues who cover
different places have covered both. Where they disagree about one box, all that
either covers stays covered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import InputRefused, Refusal
from kzcase.history.ledger import Change
from kzcase.models.ledger import LinkRow
from kzcase.models.redaction import Redaction
from kzcase.services import records
from kzcase.services.office import Office

KIND = "redaction"
WHOLE = 1000
"""The width and the height of a page, in which boxes are measured."""
LEAST = 2
"""The narrowest box: what is thinner covers nothing."""
EVERY_PAGE = 0

Area = tuple[int, int, int, int]
"""Left, top, right and bottom in thousandths of the page as it is looked at."""
EVERYTHING: Area = (0, 0, WHOLE, WHOLE)
_WRITTEN = re.compile(r"(\d{1,4}) (\d{1,4}) (\d{1,4}) (\d{1,4})")


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a page (from 1), why it is there, and the content it was drawn on."""

    id: str
    page: int
    area: Area
    reason: str = ""
    note: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Covering:
    """What is covered on the pages of a document; `files` are the contents the boxes were drawn on.

    Under `EVERY_PAGE` stands what covers each of them, because nobody can tell any more which one is meant.
    """

    areas: Mapping[int, tuple[Area, ...]]
    files: frozenset[str]

    def on(self, page: int) -> tuple[Area, ...]:
        """What covers a page."""
        return (*self.areas.get(page, ()), *self.areas.get(EVERY_PAGE, ()))


def listed(office: Office, document: str) -> tuple[Box, ...]:
    """The boxes of a document, page by page, from the top."""
    with office.read() as session:
        found = [_box(row) for row in _rows(session, document)]
    return tuple(sorted(found, key=lambda one: (one.page, one.area[1], one.area[0], one.id)))


def covering(session: Session, document: str) -> Covering:
    """What must be covered, whatever colleagues have not decided and however strangely it is written."""
    areas: dict[int, set[Area]] = defaultdict(set)
    files: set[str] = set()
    for row in _rows(session, document):
        pages = {_page(one) for one in _candidates(row, "page")} or {EVERY_PAGE}
        boxes = {read(one) or EVERYTHING for one in _candidates(row, "box")} or {EVERYTHING}
        files |= {str(one) for one in _candidates(row, "file")}
        for page in pages:
            areas[page] |= boxes
    return Covering({page: tuple(sorted(some)) for page, some in sorted(areas.items())}, frozenset(files))


def add(
    office: Office,
    document: str,
    page: int,
    area: Area,
    *,
    reason: str = "",
    note: str = "",
    initiator: object | None = None,
) -> str:
    """Cover a place of a document that is here; returns the id of the box.

    Raises `NotFound`, and `InputRefused` for a box that is none or that covers nothing.
    """
    (made,) = add_all(office, document, ((page, area),), reason=reason, note=note, initiator=initiator)
    return made


def add_all(
    office: Office,
    document: str,
    some: Sequence[tuple[int, Area]],
    *,
    reason: str = "",
    note: str = "",
    initiator: object | None = None,
) -> tuple[str, ...]:
    """Cover many places, by page and area, in one action that is undone as one; raises as `add`."""
    held = records.view(office, document).fields.get("file")
    told = {key: one for key, one in (("reason", reason), ("note", note), ("file", held)) if one}
    made: dict[str, dict[str, Any]] = {}
    for page, area in some:
        if page < 1:
            raise InputRefused("The box was not kept.", (Refusal("", "must be 1 or more", "page"),))
        made[records.new_id()] = {"document": document, "page": page, "box": written(area), **told}
    office.record([Change(KIND, one, values) for one, values in made.items()], initiator=initiator)
    return tuple(made)


def change(
    office: Office,
    box: str,
    *,
    area: Area | None = None,
    reason: str | None = None,
    note: str | None = None,
    initiator: object | None = None,
) -> None:
    """Give a box another place, reason or note; raises as `add`."""
    values: dict[str, Any] = {}
    if area is not None:
        values["box"] = written(area)
    if reason is not None:
        values["reason"] = reason or None
    if note is not None:
        values["note"] = note.strip() or None
    heads = records.view(office, box).heads
    office.record([Change(KIND, box, values, parents=heads)], initiator=initiator)


def confirm(office: Office, document: str, *, initiator: object | None = None) -> None:
    """Say that the boxes drawn on an earlier content of a document stand rightly on the one it has now."""
    held = records.view(office, document).fields.get("file")
    with office.read() as session:
        stale = [(row.id, row.heads) for row in _rows(session, document) if held and row.file != held]
    office.record(
        [Change(KIND, one, {"file": held}, parents=heads) for one, heads in stale], initiator=initiator
    )


def remove(office: Office, box: str, *, initiator: object | None = None) -> None:
    """Cover a place no longer; history keeps the box."""
    records.delete(office, box, initiator=initiator)


def written(area: Area) -> str:
    """A box as it is kept; raises `InputRefused` for one that is none."""
    left, top, right, bottom = area
    inside = 0 <= left < right <= WHOLE and 0 <= top < bottom <= WHOLE
    if not inside or right - left < LEAST or bottom - top < LEAST:
        raise InputRefused(
            "The box was not kept: it covers nothing of the page.",
            (Refusal("", "must lie on the page", "box"),),
        )
    return f"{left} {top} {right} {bottom}"


def read(text: Any) -> Area | None:
    """A box as it was kept; None for what is none."""
    found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    left, top, right, bottom = (int(one) for one in found.groups())
    return (left, top, right, bottom) if left < right <= WHOLE and top < bottom <= WHOLE else None


def _rows(session: Session, document: str) -> Iterator[Redaction]:
    named = select(LinkRow.source).where(
        LinkRow.target == document, LinkRow.kind == KIND, LinkRow.field == "document"
    )
    # Where colleagues disagree to which document a box belongs, it covers each of them.
    wanted = Redaction.id.in_(named) | Redaction.conflicts.is_not(None)
    for row in session.scalars(select(Redaction).where(wanted).order_by(Redaction.id)):
        # A deletion that is contested leaves the box where it was.
        here = row.deleted is not True or "deleted" in (row.conflicts or {})
        if here and document in _candidates(row, "document"):
            yield row


def _candidates(row: Redaction, key: str) -> list[Any]:
    several = [one["value"] for one in (row.conflicts or {}).get(key, ())]
    return [one for one in (getattr(row, key), *several) if one is not None]


def _page(value: Any) -> int:
    return value if type(value) is int and value > 0 else EVERY_PAGE


def _box(row: Redaction) -> Box:
    return Box(
        row.id,
        _page(row.page),
        read(row.box) or EVERYTHING,
        row.reason or "",
        row.note or "",
        row.file or "",
    )
