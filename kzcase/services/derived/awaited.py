"""Tells by when replies to letters are due: by the day somebody set, by rule, or after a time of our own.

A rule follows from the letter and from whom it went to: an addressee's kind and
mechanism are its contact's own, or those of the contact's organisation. So a
letter leans on its addressees, and is derived anew when they change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from kzcase.dates.replies import ReplyDue, ReplyRule, reply_due
from kzcase.dates.restrictions import InWords
from kzcase.dates.workdays import WorkCalendar
from kzcase.history.idset import Gathered, ascending
from kzcase.reference import replies
from kzcase.reference.replies import NO_RULE, ReplyTerm
from kzcase.reference.shipped import LANGUAGES, Standing
from kzcase.search.statements import rows_of
from kzcase.services.derived import follow, items, readings, rows
from kzcase.services.derived.items import OVER, Dated, ItemRow
from kzcase.services.stored import stored_date

KIND = "letter"
DUE, UNANSWERED = "letter_due", "letter_unanswered"
BY_RULE = f"{DUE}:rule"
"""The item of a day that no one set but a rule gives."""

UNANSWERED_AFTER = items.UNANSWERED_AFTER
MOST_READINGS = 64

STATED = Dated(
    "due",
    DUE,
    done=("answered",),
    given=("sent",),
    only={"direction": ("out",)},
    settled=OVER,
)
OWED = Dated("due", "reply_owed", done=("answered",), only={"direction": ("in",)}, settled=OVER)
WAITS = Dated("sent", DUE, done=("answered",), only={"direction": ("out",)}, settled=OVER, without="due")
"""What must hold of a letter for its reply to be due by a rule, or late by our own measure."""

RULED = ("kind", "mechanism", "sent", "acknowledged", "due_rule")
"""The fields of a letter that a rule and its day follow from."""
FIELDS = tuple(
    dict.fromkeys(("direction", "status", "answered", "due", *RULED, *STATED.fields, *OWED.fields))
)
DECIDING = (*FIELDS, "addressees", "deleted")
CONTACT = ("kind", "mechanism", "organisation", "deleted")
ORGANISATION = ("kind", "deleted")
BY_KIND = MappingProxyType({KIND: DECIDING, "contact": CONTACT, "organisation": ORGANISATION})
"""By kind the fields on which it depends by when an answer is due."""

TO = (
    "SELECT l.source, l.now, c.kind, c.mechanism, o.now FROM link AS l "
    "LEFT JOIN contact AS c ON c.id = l.now "
    "LEFT JOIN link AS o ON o.source = l.now AND o.field = 'organisation' AND o.kind = 'contact' "
    "WHERE l.source IN (:ids) AND l.field = 'addressees' AND l.kind = 'letter'"
)
KINDS = "SELECT id, kind FROM organisation WHERE id IN (:ids)"


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter went to: kinds of addressees, their mechanisms, and the records that say so."""

    kinds: frozenset[str] = frozenset()
    mechanisms: frozenset[str] = frozenset()
    leans: frozenset[str] = frozenset()


NOBODY = Addressed()


@cache
def calendar() -> WorkCalendar:
    """The working days of Kazakhstan."""
    days = replies.days_off()
    return WorkCalendar(days.first, days.last, days.moved_known_to, days.off, days.perhaps, days.worked)


@cache
def rules() -> Mapping[str, ReplyRule]:
    """The shipped terms as rules to count by; one that was read nowhere names no source."""
    return MappingProxyType({term.id: _rule(term) for term in replies.terms().values()})


def _rule(term: ReplyTerm) -> ReplyRule:
    law = InWords(*(term.law.label(language) for language in LANGUAGES))
    source = term.source if term.standing is not Standing.UNCHECKED else ""
    return ReplyRule(
        key=term.id,
        days=term.days,
        working=term.working,
        passed_on=term.passed_on,
        law=law,
        source=source,
        second_hand=term.standing is Standing.PARTLY,
        registered=term.registered,
    )


def expects_no_reply(kind: str | None) -> bool:
    """Whether nobody is asked to answer a letter of a kind: a statement, a meeting."""
    return kind in replies.no_reply_expected()


def by_rule(row: Mapping[str, Any], to: Addressed) -> ReplyDue | None:
    """By when the reply to a letter is due by its rule, as its fields stand; None if it has none."""
    chosen = row["due_rule"]
    if chosen == NO_RULE:
        return None
    sent, received = stored_date(row["sent"]), stored_date(row["acknowledged"])
    start = received or sent
    if start is None:
        return None
    if chosen is not None:
        term = replies.terms().get(chosen)
    elif expects_no_reply(row["kind"]):
        term = None
    else:
        mechanisms = to.mechanisms if row["mechanism"] is None else {row["mechanism"]}
        term = replies.term_of(row["kind"], mechanisms, to.kinds)
        if term is not None and not term.was_law_on(start.earliest):
            term = None
    return reply_due(sent, rules()[term.id], calendar(), received) if term is not None else None


def addressed(connection: Connection, letters: Collection[str]) -> dict[str, Addressed]:
    """Whom letters went to, by letter."""
    found = list(rows_of(connection, TO, sorted(letters)))
    organisations = {one for _, to, _, _, of in found for one in (to, of) if one is not None}
    kinds = dict(rows_of(connection, KINDS, sorted(organisations)))
    said: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for letter, to, kind, mechanism, of in found:
        of_kinds, mechanisms, leans = said.setdefault(letter, (set(), set(), set()))
        leans.update(one for one in (to, of) if one is not None)
        own = kind or kinds.get(of) or kinds.get(to)
        if own is not None:
            of_kinds.add(own)
        if mechanism is not None:
            mechanisms.add(mechanism)
    return {letter: Addressed(*(frozenset(one) for one in several)) for letter, several in said.items()}


def of(connection: Connection, ids: Collection[str]) -> Iterator[tuple[str, list[ItemRow], frozenset[str]]]:
    """What is due of each of these letters, and on which records that leans."""
    found = rows.here(connection, KIND, FIELDS, ids)
    waiting = [row["id"] for row in found if items.applies(WAITS, row)]
    to = addressed(connection, waiting) if waiting else {}
    for row in found:
        made = [
            one
            for dated in (STATED, OWED)
            if items.applies(dated, row)
            for one in items.dates(KIND, dated, row)
        ]
        whom = to.get(row["id"], NOBODY)
        if items.applies(WAITS, row):
            made += _expected(row, whom)
        yield row["id"], list({one.item: one for one in reversed(made)}.values()), whom.leans


def _expected(row: rows.Row, to: Addressed) -> Iterator[ItemRow]:
    """The days by rule, by every reading of what is undecided; where there is no rule, our own measure."""
    several = list(islice(readings.possible_readings(row, RULED), MOST_READINGS))
    found = {said(due): due for one in several if (due := by_rule(one, to)) is not None and due.bound.known}
    for place, (day, due) in enumerate(found.items()):
        yield items.item(
            row["id"],
            BY_RULE if place == 0 else f"{BY_RULE}:{day}",
            KIND,
            DUE,
            day,
            due.bound.earliest,
            due.bound.latest,
            waits=True,
            shown=place == 0,
            certainty="disputed" if len(found) > 1 else due.certainty,
        )
    if not found and not expects_no_reply(row["kind"]):
        yield from items.dates(KIND, _OURS, row)


_OURS = Dated("sent", UNANSWERED, without="due", later=UNANSWERED_AFTER)


def said(due: ReplyDue) -> str:
    """The day of a reply as EDTF: one day, or an interval that may be open."""
    return items.as_edtf(due.bound.earliest, due.bound.latest)


def explained(connection: Connection, ids: Sequence[str], language: str) -> dict[tuple[str, str], str]:
    """Why a reply is due on a day by rule, by letter and day (EDTF)."""
    found = rows.here(connection, KIND, FIELDS, ids)
    to = addressed(connection, [row["id"] for row in found])
    return {
        (row["id"], said(due)): due.explain(language)
        for row in found
        for one in islice(readings.possible_readings(row, RULED), MOST_READINGS)
        if (due := by_rule(one, to.get(row["id"], NOBODY))) is not None
    }


def touched(connection: Connection, records: follow.Touched, fields: follow.Fields) -> AbstractSet[str]:
    """The letters that must be derived anew: the touched ones, and those to whom has changed."""
    found = Gathered()
    found.update(follow.concerned(records, fields, KIND, DECIDING))
    for kind, deciding in (("contact", CONTACT), ("organisation", ORGANISATION)):
        others = follow.concerned(records, fields, kind, deciding)
        for letter, leaning in rows_of(connection, follow.LEANING, ascending(others)):
            if leaning == KIND:
                found.add(letter)
    return found.ids()
