"""The office as it stands on a letter: its letterhead, and the signature below."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.briefing.text import clean, line
from kzcase.letters import rows
from kzcase.models.ledger import RecordRow


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a letterhead prints; `logo` is a document's id."""

    id: str = ""
    name: str = ""
    language: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    prefix: str = ""
    signatory: str = ""
    post: str = ""
    note: str = ""
    logo: str | None = None
    preferred: bool = False


NONE = Letterhead()


@dataclass(frozen=True, slots=True)
class Letterheads:
    """Every letterhead of the office."""

    every: tuple[Letterhead, ...]

    def choose(self, language: str, wanted: str | None = None) -> Letterhead:
        """The one asked for; else that of the language; else the usual one; else an empty one."""
        for one in self.every:
            if wanted and one.id == wanted:
                return one
        ranked = sorted(
            self.every,
            key=lambda one: (one.language != language, bool(one.language), not one.preferred, one.id),
        )
        fitting = [one for one in ranked if one.language in (language, "")]
        usual = sorted(self.every, key=lambda one: (not one.preferred, one.id))
        return next(iter((*fitting, *usual)), NONE)


def read(session: Session) -> Letterheads:
    """Every letterhead that is here."""
    ids = session.scalars(
        select(RecordRow.id).where(RecordRow.kind == "letterhead", RecordRow.status == "here")
    ).all()
    found = rows.read(session, "letterhead", ids)
    return Letterheads(tuple(_letterhead(one, row) for one, row in sorted(found.items())))


def _letterhead(record: str, row: rows.Row) -> Letterhead:
    return Letterhead(
        record,
        line(str(row.get("name") or "")),
        str(row.get("language") or ""),
        _lines(row.get("address")),
        _lines(row.get("contact")),
        line(str(row.get("reference_prefix") or "")),
        line(str(row.get("signatory") or "")),
        line(str(row.get("signatory_post") or "")),
        clean(str(row.get("signature_note") or "")),
        row.get("logo"),
        row.get("preferred") is True,
    )


def _lines(text: object) -> tuple[str, ...]:
    return tuple(one.strip() for one in clean(str(text or "")).split("\n") if one.strip())
