"""Makes the records of a mailing: a draft for each addressee with what it asks, all in one unit or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from kzcase.briefing.text import clean, line
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
    return make_each(office, [(letter, mailing) for letter in filled], progress, initiator)


def make_each(
    office: Office,
    filled: Sequence[tuple[Filled, Mailing]],
    progress: Progress | None = None,
    initiator: object | None = None,
) -> tuple[str, ...]:
    """The same for letters of several mailings, each with its own, in one unit.

    The letters of one mailing stand together, and bear its mark if they are several.
    """
    if not filled:
        raise KzcaseError("There is no letter to save.", safe="Nothing was changed.")
    steps = progress or quiet()
    day = filled[0][1].day or office.today()
    numbers = next_numbers(office, day, len(filled))
    with office.vault.write() as session:
        heads = letterheads.read(session)
        changes: list[Change] = []
        ids: list[str] = []
        place = 0
        for mailing, letters in _by_mailing(filled):
            enclosures, noted = _enclosed(session, mailing)
            changes += noted
            batch = records.new_id() if len(letters) > 1 else None
            chained = _chained(session, mailing)
            for letter in letters:
                if place % _AT_A_TIME == 0:
                    steps.step("Saving letters", place, len(filled))
                ids.append(records.new_id())
                head = heads.choose(letter.language, mailing.letterhead)
                values = _values(letter, mailing, numbers[place], head.prefix, enclosures)
                values.update(chained, mailing=batch, written=(mailing.day or day).isoformat())
                changes.append(_change("letter", ids[-1], values))
                changes += _asks(ids[-1], letter.asks)
                place += 1
        written = office.ledger.record(session, changes)
        # The last moment at which nothing of it is kept.
        steps.step("Saving letters", len(filled), len(filled))
    office.announce(written.ids, initiator)
    return tuple(ids)


def _by_mailing(filled: Sequence[tuple[Filled, Mailing]]) -> Iterator[tuple[Mailing, list[Filled]]]:
    for _, pairs in groupby(filled, key=lambda pair: id(pair[1])):
        together = list(pairs)
        yield together[0][1], [letter for letter, _ in together]


def _chained(session: Session, mailing: Mailing) -> dict[str, str]:
    """The link to the letter before: one of theirs is answered, one of ours is followed."""
    before = mailing.follow_up_of
    if before is None:
        return {}
    found = rows.read(session, "letter", (before,)).get(before, {})
    return {"reply_to" if found.get("direction") == "in" else "follow_up_of": before}


def _enclosed(session: Session, mailing: Mailing) -> tuple[list[str], list[Change]]:
    """The documents that a mailing encloses, and those that have to be written down for it."""
    kinds = rows.here(session, mailing.enclosures)
    found: list[str] = []
    noted: list[Change] = []
    for one in mailing.enclosures:
        if kinds.get(one) == "document":
            found.append(one)
        elif line(one):
            # What is enclosed and not in the vault is a document that was only written down.
            found.append(records.new_id())
            noted.append(Change("document", found[-1], {"title": line(one)}))
    return found, noted


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
        "body": clean(letter.body.replace(later, reference)),
        "signature": clean(letter.signature.replace(later, reference)),
        "addressees": frozenset({letter.addressee}),
        "copies": copies,
        "persons": frozenset(letter.persons),
        "cases": frozenset(mailing.cases),
        "audience": letter.audience,
        "language": letter.language,
        "mechanism": mailing.mechanism,
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
        english, russian, kazakh = clean(ask.en), clean(ask.ru), clean(ask.kk)
        values = {
            "record": letter,
            "position": position,
            "kind": ask.kind,
            # The field without a language is required: the first there is stands in it.
            "text": english or russian or kazakh,
            "text_ru": russian,
            "text_kk": kazakh,
            "outcome": "open",
        }
        yield _change("ask", records.new_id(), values)
