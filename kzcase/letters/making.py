"""Makes the records of a mailing: a draft for each addressee with what it asks, all in one unit or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kzcase.briefing.text import line
from kzcase.errors import KzcaseError
from kzcase.history.ledger import Change
from kzcase.letters import letterheads, rows, saying
from kzcase.letters.shapes import Asked, Filled, Mailing
from kzcase.progress import Progress, quiet
from kzcase.services import records
from kzcase.services.letters import next_numbers
from kzcase.services.office import Office

_AT_A_TIME = 25


def make(
    office: Office,
    filled: Sequence[Filled],
    mailing: Mailing,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> tuple[str, ...]:
    """Keep filled letters as drafts, as they were edited; the ids of their records, in order.

    Each gets its number, put in where its text asks for it. Letters that still
    lack something are kept too: they are drafts. Raises `Cancelled` if the user
    stopped it, and then nothing is kept.
    """
    if not filled:
        raise KzcaseError("There is no letter to save.", safe="Nothing was changed.")
    steps = progress or quiet()
    day = mailing.day or office.today()
    numbers = next_numbers(office, day, len(filled))
    batch = records.new_id() if len(filled) > 1 else None
    with office.vault.write() as session:
        kinds = rows.here(session, mailing.enclosures)
        heads = letterheads.read(session)
        changes: list[Change] = []
        enclosures: list[str] = []
        for one in mailing.enclosures:
            if kinds.get(one) == "document":
                enclosures.append(one)
            elif line(one):
                # What is enclosed and not in the vault is a document that was only written down.
                enclosures.append(records.new_id())
                changes.append(Change("document", enclosures[-1], {"title": line(one)}))
        ids: list[str] = []
        for place, (letter, number) in enumerate(zip(filled, numbers, strict=True)):
            if place % _AT_A_TIME == 0:
                steps.step("Saving letters", place, len(filled))
            ids.append(records.new_id())
            head = heads.choose(letter.language, mailing.letterhead)
            values = _values(letter, mailing, number, head.prefix, enclosures)
            values.update(mailing=batch, written=day.isoformat())
            changes.append(_change("letter", ids[-1], values))
            changes += _asks(ids[-1], letter.asks)
        written = office.ledger.record(session, changes)
        # The last moment at which nothing of it is kept.
        steps.step("Saving letters", len(filled), len(filled))
    office.announce(written.ids, initiator)
    return tuple(ids)


def _values(
    letter: Filled, mailing: Mailing, number: str, prefix: str, enclosures: Sequence[str]
) -> dict[str, Any]:
    later, reference = saying.later(letter.language), f"{prefix}{number}"
    copies = frozenset(mailing.copies) - {letter.addressee}
    return {
        "direction": "out",
        "kind": letter.kind or None,
        "number": number,
        "status": "draft",
        "subject": line(letter.subject.replace(later, reference)),
        "salutation": line(letter.salutation),
        "body": letter.body.replace(later, reference),
        "signature": letter.signature.replace(later, reference),
        "addressees": frozenset({letter.addressee}),
        "copies": copies,
        "persons": frozenset(letter.persons),
        "cases": frozenset(mailing.cases),
        "audience": letter.audience,
        "language": letter.language,
        "mechanism": mailing.mechanism,
        "follow_up_of": mailing.follow_up_of,
        "enclosures": frozenset(enclosures),
        "letterhead": mailing.letterhead,
        "template": letter.template,
    }


def _change(kind: str, record: str, values: dict[str, Any]) -> Change:
    """A change that makes a record of what is given."""
    return Change(
        kind, record, {key: value for key, value in values.items() if value not in (None, "", frozenset())}
    )


def _asks(letter: str, asks: Sequence[Asked]) -> Iterator[Change]:
    for position, ask in enumerate(asks, start=1):
        values = {
            "record": letter,
            "position": position,
            "kind": ask.kind,
            "text": ask.en.strip() or next(filter(None, (ask.ru.strip(), ask.kk.strip())), ""),
            "text_ru": ask.ru.strip(),
            "text_kk": ask.kk.strip(),
            "outcome": "open",
        }
        yield _change("ask", records.new_id(), values)
