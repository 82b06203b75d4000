"""Packs kept under a name: whom a paper is about and all its settings, so that it is made again at one click.

They are records of the office and never leave the vault. People are kept one
by one, or as a search that is asked again each time, or both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from kzcase.errors import InputRefused, KzcaseError, NotFound, Refusal
from kzcase.history.ledger import Change
from kzcase.history.tables import groups
from kzcase.models.ledger import RecordRow
from kzcase.models.paper import PaperPack
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.searching import everything

KIND = "paper_pack"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Pack:
    """What a paper is made of. `rule`, `mission`, `letterhead` and `without` are ids of records.

    `annexes` are documents, each as its id or as "ID:PAGES".
    """

    name: str
    template: str = "pack"
    persons: tuple[str, ...] = ()
    search: str = ""
    audience: str = "diplomatic"
    rule: str = ""
    language: str = "en"
    mission: str = ""
    heading: str = ""
    recipient: str = ""
    sender: str = ""
    classification: str = ""
    letterhead: str = ""
    without: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    annexes: tuple[str, ...] = ()


def listed(office: Office) -> tuple[Pack, ...]:
    """The packs of the office by their names."""
    with office.read() as session:
        rows = session.scalars(select(PaperPack).where(PaperPack.deleted.isnot(True))).all()
        packs = [_pack(row) for row in rows]
    return tuple(sorted(packs, key=lambda one: (one.name.casefold(), one.id)))


def named(office: Office, wanted: str) -> Pack:
    """The pack with this name or id; raises `NotFound`."""
    plain = " ".join(wanted.split()).casefold()
    for one in listed(office):
        if one.id == wanted or one.name.casefold() == plain:
            return one
    raise NotFound(
        f"There is no pack called “{wanted}”.",
        safe="No paper was written.",
        remedy="`kzcase packs` lists those the office keeps.",
    )


def save(office: Office, pack: Pack, *, initiator: object | None = None) -> str:
    """Keep a pack; one that bears the name already is replaced. Returns its id.

    Raises `InputRefused` for a pack without a name.
    """
    name = " ".join(pack.name.split())[:LONGEST_NAME]
    if not name:
        raise InputRefused(
            "The pack was not kept.", (Refusal("", "is needed", "name"),), safe="Nothing was changed."
        )
    same = next((one for one in listed(office) if one.name.casefold() == name.casefold()), None)
    record = same.id if same else records.new_id()
    values = _values(pack, name)
    heads = None
    if same:
        heads = records.view(office, record).heads
    else:
        values = {key: value for key, value in values.items() if value}
    office.record([Change(KIND, record, values, parents=heads)], initiator=initiator)
    return record


def remove(office: Office, pack: str, *, initiator: object | None = None) -> None:
    """Keep a pack no longer; papers made of it stay in the register."""
    records.delete(office, pack, initiator=initiator)


def people(office: Office, pack: Pack) -> tuple[str, ...]:
    """Whom a pack is about today: those named one by one, then whom its search finds, if they are here.

    Raises `KzcaseError` if the search finds more than can be taken.
    """
    found = list(pack.persons)
    if pack.search:
        ids, whole = everything(office, pack.search, ("person",))
        if not whole:
            raise KzcaseError(
                f"The search of “{pack.name}” finds more than {len(ids):,} people.",
                safe="No paper was written.",
                remedy="Ask for fewer.",
            )
        found += ids
    here: set[str] = set()
    with office.read() as session:
        for group in groups(found):
            here |= set(
                session.scalars(
                    select(RecordRow.id).where(
                        RecordRow.id.in_(group), RecordRow.status.in_(("here", "merged"))
                    )
                )
            )
    return tuple(one for one in dict.fromkeys(found) if one in here)


def _values(pack: Pack, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "template": pack.template or None,
        "persons": frozenset(pack.persons),
        "search": pack.search or None,
        "audience": pack.audience or None,
        "rule": pack.rule or None,
        "language": pack.language or None,
        "mission": pack.mission or None,
        "heading": pack.heading or None,
        "recipient": pack.recipient or None,
        "sender": pack.sender or None,
        "classification": pack.classification or None,
        "letterhead": pack.letterhead or None,
        "without": frozenset(pack.without),
        "answers": written(pack.answers) or None,
        "documents": frozenset(one.partition(":")[0] for one in pack.annexes),
        "annexes": "\n".join(pack.annexes) or None,
    }


def written(answers: Mapping[str, str]) -> str:
    """Answers as they are kept: one a line, the question's key, a colon, the text on one line."""
    return "\n".join(
        f"{key}: {' '.join(text.split())}" for key, text in sorted(answers.items()) if text.strip()
    )


def read(text: str) -> dict[str, str]:
    """Answers as `written` wrote them; lines without a colon are passed over."""
    pairs: Sequence[tuple[str, str, str]] = [one.partition(":") for one in text.split("\n")]
    return {key.strip(): said.strip() for key, colon, said in pairs if colon and key.strip() and said.strip()}


def _pack(row: PaperPack) -> Pack:
    return Pack(
        row.name or "",
        row.template or "pack",
        tuple(sorted(row.persons or ())),
        row.search or "",
        row.audience or "public",
        row.rule or "",
        row.language or "en",
        row.mission or "",
        row.heading or "",
        row.recipient or "",
        row.sender or "",
        row.classification or "",
        row.letterhead or "",
        tuple(sorted(row.without or ())),
        read(row.answers or ""),
        row.id,
        _annexes(row),
    )


def _annexes(row: PaperPack) -> tuple[str, ...]:
    """The annexes in their order; a document that nothing says the order of comes last."""
    here = set(row.documents or ())
    kept = [one for one in (row.annexes or "").split("\n") if one.partition(":")[0] in here]
    said = {one.partition(":")[0] for one in kept}
    return (*kept, *sorted(here - said))
