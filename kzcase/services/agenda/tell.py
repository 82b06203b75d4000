"""Puts rows of the agenda into words: of what record, of whom, and how the day is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kzcase.dates.deadlines import milestones
from kzcase.dates.restrictions import Step, ends
from kzcase.dates.terms import show_days
from kzcase.models.base import kinds
from kzcase.services import belongings, restrictions
from kzcase.services.agenda import words
from kzcase.services.agenda.find import Found
from kzcase.services.agenda.item import Item
from kzcase.services.agenda.people import concerned
from kzcase.services.agenda.snoozes import item_key
from kzcase.services.belongings import Row
from kzcase.services.derived import awaited, course, readings, reckoned
from kzcase.services.derived.items import RESTRICTION_ENDS, UNANSWERED_AFTER
from kzcase.services.derived.reckoned import Reckoning
from kzcase.services.display import Speaker, show_date
from kzcase.services.nextsteps import RECEIPT, of_restriction

START = "start"


@dataclass(slots=True)
class _Teller:
    """What is looked up once for all rows that are told."""

    speaker: Speaker
    people: dict[str, tuple[str, ...]]
    texts: dict[str, str]
    why: dict[tuple[str, str, str], str]
    explains: bool


def told(session: Session, rows: Sequence[Found], as_of: date, language: str) -> tuple[Item, ...]:
    """The rows as items, in their order."""
    return _told(session, rows, as_of, language, explained=True)


def named(session: Session, rows: Sequence[Found], as_of: date, language: str) -> tuple[Item, ...]:
    """The same without explanations: what they rest on need not be read for a cell of a month."""
    return _told(session, rows, as_of, language, explained=False)


def _told(
    session: Session, rows: Sequence[Found], as_of: date, language: str, *, explained: bool
) -> tuple[Item, ...]:
    speaker = Speaker(session, language)
    records = list(dict.fromkeys(row.record for row in rows))
    people = concerned(session, records)
    speaker.remember_titles({*records, *(person for several in people.values() for person in several)})
    teller = _Teller(speaker, people, {}, {}, explained)
    of_kind: dict[str, dict[str, None]] = {}
    for row in rows:
        of_kind.setdefault(row.kind, {})[row.record] = None
    limits = belongings.rows(session, "restriction", list(of_kind.get("restriction", ())))
    teller.texts.update((row["id"], restrictions.describe(speaker, row)) for row in limits)
    for kind in (kinds()[key] for key in of_kind if START in kinds()[key].title):
        # Beside the day on which it ends, the day on which it began would be read as that one.
        own = [kind.fields[key] for key in kind.title if key != START]
        for one in belongings.rows(session, kind.key, list(of_kind[kind.key])):
            said = (speaker.text(field, one[field.key]) for field in own)
            teller.texts[one["id"]] = ", ".join(filter(None, said))
    if explained:
        _explain(session, teller, rows, of_kind, limits)
    return tuple(_item(teller, row, as_of) for row in rows)


def _explain(
    session: Session,
    teller: _Teller,
    rows: Sequence[Found],
    of_kind: Mapping[str, Collection[str]],
    limits: Sequence[Row],
) -> None:
    """Read why each date is as it is."""
    _of_restrictions(session, teller, limits)
    for kind in reckoned.KINDS:
        _reckoned(teller, reckoned.of(session.connection(), kind, list(of_kind.get(kind, ()))))
    _reckoned(teller, course.of(session.connection(), list(of_kind.get(course.KIND, ()))))
    _read_letters(session, teller, [row.record for row in rows if row.item.startswith(awaited.BY_RULE)])


def _read_letters(session: Session, teller: _Teller, ids: Sequence[str]) -> None:
    """Why the replies to letters are due on their days by rule."""
    found = awaited.explained(session.connection(), ids, teller.speaker.language) if ids else {}
    teller.why.update({(letter, awaited.DUE, day): why for (letter, day), why in found.items()})


def _reckoned(teller: _Teller, found: Iterable[Reckoning]) -> None:
    """Why each term of proceedings ends on its day, and each next step is asked for."""
    for one in found:
        for dated in one.dates:
            teller.why[one.record, dated.what, dated.date_edtf] = dated.explain(teller.speaker.language)


def _of_restrictions(session: Session, teller: _Teller, rows: Sequence[Row]) -> None:
    """Why each restriction ends on each of its days, by every reading of what is undecided."""
    known = readings.read(session.connection(), rows)
    for row in rows:
        for facts in known[row["id"]].facts:
            if (receipt := of_restriction(row["id"], facts)) is not None:
                said = receipt.explain(teller.speaker.language)
                teller.why.setdefault((row["id"], RECEIPT, receipt.date_edtf), said)
            for one in milestones(ends(facts), date.min):
                if (place := (row["id"], one.basis, one.date)) not in teller.why:
                    teller.why[place] = one.end.explain(teller.speaker.language)


def _item(teller: _Teller, row: Found, as_of: date) -> Item:
    people = teller.people.get(row.record, ())
    names = ", ".join(sorted(teller.speaker.title(person) for person in people))
    own = teller.texts.get(row.record) or teller.speaker.title(row.record)
    if row.record in people:
        names = ""
    late = row.latest is not None and row.latest < as_of.isoformat() and bool(row.waits)
    return Item(
        key=item_key(row.record, row.item),
        date=row.date,
        earliest=row.earliest,
        latest=row.latest,
        what=row.what,
        words=_words(row, teller.speaker.language, late=late),
        id=row.record,
        kind=row.kind,
        title=" · ".join(one for one in (names, own) if one),
        people=people,
        explanation=_explanation(teller, row, late=late) if teller.explains else "",
        certainty=row.certainty,
        overdue=late,
        snoozed_until=row.until,
        snooze_reason=row.reason or "",
        shown=bool(row.shown),
        basis=_basis(row),
    )


def _words(row: Found, language: str, *, late: bool) -> str:
    if row.what == "milestone":
        return words.say(words.LEFT, language).format(days=show_days(_days_before(row), language))
    return words.words(row.what, language, shown=bool(row.shown), late=late)


def _explanation(teller: _Teller, row: Found, *, late: bool) -> str:
    language = teller.speaker.language
    if row.what == "hearing" and late:
        return words.say(words.NOT_TOLD_WHY, language).format(day=show_date(row.date, language))
    if row.kind == "restriction" and row.what != RECEIPT:
        return teller.why.get((row.record, _basis(row), _end(row)), "")
    if row.what == "letter_unanswered" and row.earliest is not None:
        sent = (date.fromisoformat(row.earliest) - UNANSWERED_AFTER).isoformat()
        return words.say(words.UNANSWERED, language).format(day=show_date(sent, language))
    if (why := teller.why.get((row.record, row.what, row.date))) is not None:
        return f"{why} {Step.of('not_followed').say(language)}" if late and row.kind == "measure" else why
    said = words.say(words.RECORDED, language).format(day=show_date(row.date, language))
    return f"{said} {words.say(words.DISPUTED, language)}" if row.certainty == "disputed" else said


def _basis(row: Found) -> str:
    """From what the end of a restriction was counted."""
    _, _, rest = row.item.partition(RESTRICTION_ENDS + ":")
    return rest.partition(":")[0]


def _days_before(row: Found) -> int:
    """How many days a milestone lies before the end it announces."""
    return int(row.item.split(":")[1])


def _end(row: Found) -> str:
    """The end that a row is about: its own date, or what its milestone announces."""
    if row.what != "milestone":
        return row.date
    return (date.fromisoformat(row.date) + timedelta(days=_days_before(row))).isoformat()
