"""Looks for other records in which a name of somebody who is to be erased stands, now or in their past."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from kzcase.history.erase import Scope
from kzcase.history.filenames import says
from kzcase.history.fold import WHOLE
from kzcase.history.picture import stored_revisions
from kzcase.history.tables import rows_in, run
from kzcase.models.base import kinds
from kzcase.models.ledger import DraftRow
from kzcase.names import parts as name_parts
from kzcase.names.folding import fold
from kzcase.search import query
from kzcase.services import records

HERE = ("here", "deleted", "merged")
MOST_SHOWN = 500
SHORTEST_NAME = 4
_FORMS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Another record in which a name of an erased person stands; `past`: only in its history."""

    id: str
    kind: str
    title: str
    past: bool


def elsewhere(session: Session, found: Scope) -> tuple[Place, ...]:
    """Every other record in which a spelling of an erased person's name stands, now or in its past."""
    connection = session.connection()
    if found.compartment != WHOLE:
        return ()
    families: set[str] = set()
    looked_for: dict[str, None] = {}
    for family, given in spellings(connection, found):
        said = family if len(family) >= SHORTEST_NAME else f"{family} {given}".strip()
        families.update(one for one in (family,) if one == said)
        looked_for.setdefault(said)
    now: dict[str, None] = {}
    for said in looked_for:
        for one in query.met(session, said, kinds=tuple(kinds()), limit=MOST_SHOWN):
            now.setdefault(one)
    past = _in_revisions(connection, families)
    ids = [one for one in (*now, *(one for one in past if one not in now)) if one not in found.records]
    titles = records.titles(session, ids)
    kind_of = {
        one: kind
        for rows in rows_in(connection, "SELECT id, kind, status FROM record", "id", ids)
        for one, kind, status in rows
        if kind and status in HERE
    }
    shown = [one for one in ids if one in kind_of][:MOST_SHOWN]
    return tuple(Place(one, kind_of[one], titles[one], one not in now) for one in shown)


def spellings(connection: Connection, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Every spelling of the names that would be erased as a whole, now or once, as (family, given)."""
    names = [one for one, kind in scope.records.items() if kind == "name" and scope.compartment == WHOLE]
    found: dict[tuple[str, str], None] = {}
    for _, revisions in stored_revisions(connection, names):
        for part in (part for one in revisions for part in one.parts):
            said = part.fields.get("parts")
            if isinstance(said, dict):
                family, given = (str(said.get(key) or "").strip() for key in ("family", "given"))
                if name_parts.display(family, given, ""):
                    found.setdefault((family, given))
    return tuple(found)


def drafts_saying(session: Session, found: Scope) -> tuple[str, ...]:
    """The keys of drafts that are not of what would be erased, nor name it, and say one of its names.

    They are somebody's unsaved typing: nobody but that person can say what to do with them.
    """
    said = {fold(part) for name in spellings(session.connection(), found) for part in name[:1] if part}
    if not said:
        return ()
    keys = []
    for row in session.scalars(select(DraftRow).order_by(DraftRow.id)):
        body = orjson.dumps(row.body).decode()
        if row.record in found.records or any(one in body for one in found.records):
            continue
        if says(body, said):
            keys.append(row.id)
    return tuple(keys)


def _in_revisions(connection: Connection, families: set[str]) -> list[str]:
    """The records of whose history a family name is a part, letter by letter, in small or large letters.

    All are looked for in one walk: it is the reading of every revision that costs.
    """
    written = {form for one in families for form in (one, one.lower(), one.upper(), one.title())}
    said = [orjson.dumps(form)[1:-1] for form in sorted(written)]
    found: dict[str, None] = {}
    for start in range(0, len(said), _FORMS):
        some = said[start : start + _FORMS]
        says_it = " OR ".join("instr(parts, ?) > 0" for _ in some)
        rows = run(connection, f"SELECT DISTINCT record FROM revision WHERE {says_it}", tuple(some))
        found.update((row[0], None) for row in rows)
    return list(found)
