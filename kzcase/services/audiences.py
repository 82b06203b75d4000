"""Audiences that the office named: one of the four that may read papers, with more kept back.

A named audience can only narrow: what it is based on decides first, and what it
keeps back besides comes on top. It never widens what its base may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.models.base import kinds
from kzcase.models.fields import Audience
from kzcase.models.ledger import RecordRow
from kzcase.models.paper import PaperAudience
from kzcase.services.office import Office

NO_NAMES = frozenset({"name", "name.parts"})
"""Whoever keeps these back names nobody at all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named audience: its base, what it keeps back besides ("letter", "person.health"), its line."""

    id: str
    name: str
    base: Audience
    kept_back: frozenset[str] = frozenset()
    line: str = ""

    def keeps_back(self, kind: str, field: str = "") -> bool:
        """Whether a whole kind, or one field of it, is kept back."""
        return kind in self.kept_back or f"{kind}.{field}" in self.kept_back

    @property
    def nameless(self) -> bool:
        """Whether nobody at all is named."""
        return not NO_NAMES.isdisjoint(self.kept_back)


def listed(office: Office) -> tuple[Rule, ...]:
    """The audiences the office named and still offers, by name."""
    with office.read() as session:
        rows = session.scalars(
            select(PaperAudience).where(PaperAudience.deleted.isnot(True), PaperAudience.retired.isnot(True))
        ).all()
        rules = [_rule(row) for row in rows]
    return tuple(sorted(rules, key=lambda one: (one.name.casefold(), one.id)))


def named(office: Office, wanted: str) -> Rule | None:
    """The named audience with this name or id; None if there is none."""
    plain = " ".join(wanted.split()).casefold()
    found = [one for one in listed(office) if one.id == wanted or one.name.casefold() == plain]
    return found[0] if found else None


def rule(session: Session, record: str) -> Rule:
    """A named audience by its id.

    Raises `NotFound` if it is not here any more, `KzcaseError` if it cannot be understood.
    """
    row = session.get(PaperAudience, record)
    if row is None or row.deleted:
        raise NotFound(
            "The named audience of this paper is not here any more.",
            safe="No paper was written.",
            remedy="Choose another audience.",
        )
    return _rule(row)


@dataclass(frozen=True, slots=True)
class Readers:
    """Which contacts and bodies are named audiences, read once for many letters."""

    rows: Mapping[str, tuple[PaperAudience, ...]]

    def rule(self, ids: Iterable[str]) -> Rule | None:
        """What the named audiences of some readers keep back together; None if they are none.

        Raises `KzcaseError` for a named audience that cannot be understood.
        """
        rows = {row.id: row for one in ids for row in self.rows.get(one, ())}
        if not rows:
            return None
        rules = [_rule(rows[one]) for one in sorted(rows)]
        back = frozenset(one for rule in rules for one in rule.kept_back)
        named = ", ".join(one.name for one in rules)
        lines = " ".join(dict.fromkeys(one.line for one in rules if one.line))
        return Rule(" ".join(one.id for one in rules), named, rules[0].base, back, lines)


def readers(session: Session) -> Readers:
    """The contacts and bodies that named audiences are for, with those audiences."""
    rows = session.scalars(
        select(PaperAudience)
        .where(PaperAudience.readers.isnot(None))
        .where(PaperAudience.deleted.isnot(True), PaperAudience.retired.isnot(True))
        .order_by(PaperAudience.id)
    ).all()
    written = sorted({one for row in rows for one in row.readers or ()})
    found: dict[str, tuple[PaperAudience, ...]] = {}
    if not written:
        return Readers(found)
    stands = select(RecordRow.id, RecordRow.now).where(RecordRow.id.in_(written))
    now = {one.id: one.now for one in session.execute(stands)}
    for row in rows:
        for one in row.readers or ():
            # Who was merged with somebody else is named either way.
            for id_ in dict.fromkeys((one, now.get(one, one))):
                found[id_] = (*found.get(id_, ()), row)
    return Readers(found)


def _rule(row: PaperAudience) -> Rule:
    name = " ".join((row.name or "").split())
    # Written differently by two colleagues: what either keeps back is kept back.
    several = (row.fields, *(one["value"] for one in (row.conflicts or {}).get("fields", ())))
    back = kept_back("\n".join(str(one) for one in several if one), name)
    return Rule(row.id, name, _base(row), back, " ".join((row.line or "").split()))


def _base(row: PaperAudience) -> Audience:
    """What it is based on; in a conflict, and where nothing is said, the narrowest."""
    if row.conflicts and "base" in row.conflicts:
        return Audience.PUBLIC
    try:
        base = Audience(row.base or Audience.PUBLIC)
    except ValueError:
        base = Audience.PUBLIC
    return Audience.PUBLIC if base is Audience.INTERNAL else base


def kept_back(text: str, name: str = "") -> frozenset[str]:
    """The kinds and fields of a list, one a line.

    Raises `KzcaseError` for one that does not exist: a slip must not let
    through what was meant to be kept back.
    """
    found = {one.strip() for one in text.replace(",", "\n").split("\n") if one.strip()}
    unknown = sorted(one for one in found if not _exists(one))
    if unknown:
        raise KzcaseError(
            f"The audience “{name}” keeps back “{unknown[0]}”, and there is no such kind or field.",
            safe="No paper was written.",
            remedy="Write a kind (letter) or a field of a kind (person.health); `kzcase schema` lists them.",
        )
    return frozenset(found)


def _exists(one: str) -> bool:
    kind, _, field = one.partition(".")
    return kind in kinds() and (not field or field in kinds()[kind].fields)
