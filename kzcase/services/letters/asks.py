"""What was asked: of one letter, and the board of everything that is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import parse_edtf
from kzcase.errors import NotFound
from kzcase.search.statements import rows_of
from kzcase.services import belongings, records, vocabulary
from kzcase.services.display import Speaker, show_date
from kzcase.services.letters.failures import NoSuchTerm
from kzcase.services.letters.painting import to_words
from kzcase.services.letters.shapes import AskPage, AskRow
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.services.stored import stored_date

MOST = 100

Key = tuple[str, str]
"""An ask's place on the board: give it to go on from there."""
OPEN = ("open", "promised")
"""The terms of `ask_outcome` under which something still has to be done; so has what has no outcome."""

FARTHEST = 20
"""So many letters back a chain of follow-ups is gone."""

BOARD = (
    "SELECT k.id, coalesce(f.sent, f.written, '') FROM ask AS k JOIN record AS r ON r.id = k.id "
    "LEFT JOIN letter AS f ON f.id = k.record "
    "WHERE r.status = 'here' AND k.outcome IS {outcome} {more} ORDER BY k.id LIMIT :limit"
)
MOST_SORTED = 1_000
"""A board of no more asks than this comes the oldest first; a longer one as its index has it."""

UNDATED = "~"
"""Stands for the day of what stands in no letter: it comes last."""
TEXT_OF = {"ru": "text_ru", "kk": "text_kk"}


def asks_of(
    office: Office, letter_id: str, language: str = "en", *, chain: bool = True
) -> tuple[AskRow, ...]:
    """What a letter asks, in its order; then, with `chain`, what is still open of those it follows up."""
    with office.read() as session:
        found = _of(session, letter_id)
        before = _before(session, letter_id) if chain else ()
        for letter in before:
            found += [row for row in _of(session, letter) if row["outcome"] is None or row["outcome"] in OPEN]
        return _painted(session, [(row, ("", row["id"])) for row in found], office.today(), language)


def open_asks(
    office: Office,
    as_of: date,
    *,
    after: Key | None = None,
    limit: int = MOST,
    language: str = "en",
) -> AskPage:
    """The board of what still has to be done: what has no outcome, is open or only promised.

    What was asked longest ago comes first, asks of people and cases that stand in
    no letter last; of more than `MOST_SORTED` asks those that were promised come
    last, and else in no order. `after` is the key of the last row of the page before.
    """
    with office.read() as session:
        found = _page(session, after, limit + 1)
        rows = {row["id"]: row for row in belongings.rows(session, "ask", [one for one, _ in found])}
        ordered = [(rows[record], key) for record, key in found[:limit] if record in rows]
        return AskPage(_painted(session, ordered, as_of, language), len(found) > limit)


def decide_ask(
    office: Office,
    ask_id: str,
    outcome: str,
    day: date | str | None = None,
    note: str = "",
    initiator: object | None = None,
) -> None:
    """Write down what came of an ask; "open" opens it again, and then there is no day.

    Raises `NotFound` or `NoSuchTerm`.
    """
    decide_asks(office, (ask_id,), outcome, day, note, initiator)


def decide_asks(
    office: Office,
    ask_ids: Sequence[str],
    outcome: str,
    day: date | str | None = None,
    note: str = "",
    initiator: object | None = None,
) -> None:
    """The same of several asks, all of them in one action or none."""
    with office.read() as session:
        asks = [records.view_in(session, one) for one in dict.fromkeys(ask_ids)]
        known = vocabulary.labels(session, "ask_outcome", "en")
    if any(ask.kind != "ask" or ask.status == "deleted" for ask in asks):
        raise NotFound("That is no ask of this vault.")
    if outcome not in known:
        raise NoSuchTerm("outcome", outcome, ", ".join(known))
    decided = [draft for ask in asks if (draft := _decided(ask, outcome, day, note)) is not None]
    if decided:
        records.save_all(office, decided, initiator=initiator)


def _decided(ask: records.RecordView, outcome: str, day: date | str | None, note: str) -> Draft | None:
    """What has to be written of an ask; None if it stands there already."""
    on = None if day is None or outcome == "open" else str(parse_edtf(str(day)))
    values: dict[str, Any] = {"outcome": outcome, "outcome_date": on}
    if note:
        values["outcome_note"] = note
    touched = {
        key: value for key, value in values.items() if ask.fields.get(key) != value or key in ask.conflicts
    }
    return Draft("ask", ask.id, touched, ask.heads) if touched else None


def _page(session: Session, after: Key | None, limit: int) -> list[tuple[str, Key]]:
    """Ids with their keys in the order of the board."""
    whole = [(record, (sent or UNDATED, record)) for record, sent, _ in _open(session, None, MOST_SORTED + 1)]
    if len(whole) <= MOST_SORTED:
        found = sorted(whole, key=lambda one: one[1])
        return [one for one in found if after is None or one[1] > after][:limit]
    return [(record, (outcome, record)) for record, _, outcome in _open(session, after, limit)]


def _open(session: Session, after: Key | None, limit: int) -> list[tuple[str, str, str]]:
    """Ids, days of their letters and outcomes: a range of the index for each outcome."""
    driver: Any = session.connection().connection.driver_connection
    found: list[tuple[str, str, str]] = []
    places = ("", *OPEN)
    begin = places.index(after[0]) if after is not None and after[0] in places else 0
    for place in places[begin:]:
        goes_on = after is not None and after[0] == place
        statement = BOARD.format(
            outcome=":outcome" if place else "NULL", more="AND k.id > :after" if goes_on else ""
        )
        given = {
            "outcome": place,
            "after": after[1] if after is not None else "",
            "limit": limit - len(found),
        }
        found += [(record, sent, place) for record, sent in driver.execute(statement, given).fetchall()]
        if len(found) >= limit:
            break
    return found


def _of(session: Session, letter: str) -> list[Mapping[Any, Any]]:
    rows = belongings.naming(session, "ask", (belongings.now_of(session, letter),), "record")
    return sorted(rows, key=lambda row: (row["position"] is None, row["position"] or 0, row["id"]))


def _before(session: Session, letter: str) -> list[str]:
    """The letters that a letter follows up, the nearest first."""
    found: list[str] = []
    at: str | None = letter
    while at is not None and len(found) < FARTHEST:
        rows = belongings.rows(session, "letter", [at])
        at = rows[0]["follow_up_of"] if rows else None
        if at is None or at in found or at == letter:
            break
        found.append(at)
    return found


KINDS = "SELECT id, kind FROM record WHERE id IN (:ids)"


def _painted(
    session: Session,
    found: Sequence[tuple[Mapping[Any, Any], Key]],
    as_of: date,
    language: str,
) -> tuple[AskRow, ...]:
    owners = sorted({row["record"] for row, _ in found if row["record"] is not None})
    kinds = dict(rows_of(session.connection(), KINDS, owners))
    letters = {
        row["id"]: row
        for row in belongings.rows(session, "letter", [one for one in owners if kinds.get(one) == "letter"])
    }
    speaker = Speaker(session, language)
    speaker.remember_titles(
        {
            *owners,
            *(
                one
                for row in letters.values()
                for field in ("addressees", "senders", "persons")
                for one in row[field] or ()
            ),
        }
    )
    return tuple(_row(speaker, row, kinds, letters, as_of, key) for row, key in found)


def _row(
    speaker: Speaker,
    row: Mapping[Any, Any],
    kinds: Mapping[str, str | None],
    letters: Mapping[str, Mapping[Any, Any]],
    as_of: date,
    key: Key,
) -> AskRow:
    language, owner = speaker.language, row["record"] or ""
    letter = letters.get(owner)
    since = letter["sent"] or letter["written"] if letter is not None else None
    day = stored_date(since)
    if letter is not None:
        people = sorted(speaker.title(one) for one in letter["persons"] or ())
    else:
        people = [speaker.title(owner)] if kinds.get(owner) == "person" else []
    outcome = row["outcome"] or "open"
    return AskRow(
        id=row["id"],
        kind_words=speaker.label("ask_kind", row["kind"]) if row["kind"] else "",
        text=row[TEXT_OF.get(language, "text")] or row["text"] or "",
        of=owner,
        of_kind=kinds.get(owner) or "",
        of_title=speaker.title(owner) if owner else "",
        to_words=to_words(speaker, letter) if letter is not None else "",
        person_titles=tuple(people),
        since=show_date(since, language) if since else "",
        days=(as_of - day.latest).days if day is not None and day.latest is not None else None,
        outcome=outcome,
        outcome_words=speaker.label("ask_outcome", outcome),
        outcome_date=show_date(row["outcome_date"], language) if row["outcome_date"] else "",
        outcome_note=row["outcome_note"] or "",
        key=key,
    )
