"""The work behind the letters' pages, done beside the window; nothing here knows a widget."""

from __future__ import annotations

from typing import Any

from kzcase.services import documents, drafts, letters
from kzcase.services.letters import addressees as posts
from kzcase.services.letters.addressees import AddresseeRow
from kzcase.services.letters.asks import decide_asks
from kzcase.services.letters.shapes import AskRow, RegisterRow, Reply
from kzcase.services.office import Office
from kzcase.ui.letters.pagedtablemodel import Paged
from kzcase.ui.letters.replyform import Typed


def register(
    office: Office, view: str, query: str, language: str, after: Any, limit: int
) -> Paged[RegisterRow]:
    """A page of the register, with the number of letters in each view."""
    page = letters.register(
        office, office.today(), view=view, query=query, after=after, limit=limit, language=language
    )
    return Paged(page.rows, page.more, page.rows[-1].key if page.rows else after, page.counts)


def open_asks(office: Office, language: str, after: Any, limit: int) -> Paged[AskRow]:
    """A page of what was asked for and not done yet."""
    page = letters.open_asks(office, office.today(), after=after, limit=limit, language=language)
    return Paged(page.rows, page.more, page.rows[-1].key if page.rows else after)


def mark(office: Office, ids: tuple[str, ...], status: str, initiator: object) -> int:
    """Give letters a status as of today, in one action; returns how many."""
    letters.set_status(office, ids, status, office.today(), initiator)
    return len(ids)


def reply_key(letter: str) -> str:
    """Under which key a reply is kept while it is being written down."""
    return f"{drafts.REPLY}:{letter}"


def write_reply(office: Office, letter: str, typed: Typed, initiator: object) -> str:
    """Put the scan into the vault and the reply into the register; returns the reply's id."""
    scan = documents.add(office, typed.scan, initiator=initiator) if typed.scan is not None else None
    reply = Reply(typed.received, typed.response, typed.note, scan, typed.impact)
    made = letters.record_reply(office, letter, reply, initiator)
    drafts.discard(office, reply_key(letter))
    return made


def decide(office: Office, asks: tuple[str, ...], outcome: str, initiator: object) -> None:
    """Write down as of today what came of asks."""
    decide_asks(office, asks, outcome, office.today(), "", initiator)


def addressees(office: Office, query: str, language: str, after: Any, limit: int) -> Paged[AddresseeRow]:
    """A page of those whom the office writes to."""
    page = posts.addressees(office, office.today(), query=query, after=after, limit=limit, language=language)
    return Paged(page.rows, page.more, page.after)
