"""The header of a person's page: who, where, under what, until when, on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.search.titles import name_text
from kzcase.services import belongings, records, restrictions, standing
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker, show_date
from kzcase.services.office import Office
from kzcase.services.people import ends
from kzcase.services.people.joined import first_said
from kzcase.services.stored import stored_date

ASSUMED = {"en": "assumed", "ru": "предположительно", "kk": "болжам"}

UNANSWERED = (
    "SELECT count(DISTINCT i.record) FROM link AS l CROSS JOIN agenda_item AS i ON i.record = l.source "
    "WHERE l.now = ? AND l.kind = 'letter' AND l.field = 'persons' "
    "AND +i.what IN ('letter_due', 'letter_unanswered') AND i.waits AND i.shown AND +i.latest < ?"
)


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    """One restriction in force, as the header says it."""

    id: str
    text: str
    end: str
    days_left: int | None
    how: str
    why: str
    state: str
    undecided: bool


@dataclass(frozen=True, slots=True)
class PersonHead:
    """Who, where, under what, until when, what comes next: on one day.

    `liberty_basis` is "stated", "computed" or "assumed", `liberty_why` says on
    what it rests.
    """

    id: str
    title: str
    other_names: tuple[str, ...]
    line: str
    liberty: str
    liberty_since: str
    liberty_basis: str
    liberty_why: str
    in_force: tuple[RestrictionLine, ...]
    next_date: str
    consent: str
    conflicts: int
    unanswered: int
    as_of: date
    standing: standing.Standing
    joined: int = 1
    """Of how many records the person is made."""


def head(office: Office, person: str, as_of: date, language: str = "en") -> PersonHead:
    """The header of a person's page. Raises `NotFound`."""
    with office.read() as session:
        view = records.view_in(session, person)
        speaker = Speaker(session, language)
        now = belongings.now_of(session, person)
        found = restrictions.of_person(session, person, as_of, language)
        stands = standing.on_day_in(session, person, as_of, language, found)
        liberty = stands.liberty
        people = belongings.own_first(session, now)
        return PersonHead(
            id=view.id,
            title=records.shown_title(view.title, view.status),
            other_names=_other_names(session, now, view.title),
            line=_line(speaker, people, view.id),
            liberty=_liberty(liberty, people, language),
            liberty_since=liberty.since,
            liberty_basis=liberty.basis,
            liberty_why=liberty.why,
            in_force=tuple(
                _restriction_line(one, as_of, language)
                for one in found
                if one.state.state in ("yes", "unknown")
            ),
            next_date=_next_date(session, speaker, person, as_of),
            consent=_consent(session, speaker, now, as_of),
            conflicts=_conflicts(session, now, view),
            unanswered=_unanswered(session, now, as_of),
            as_of=as_of,
            standing=stands,
            joined=len(people),
        )


def plain_state(one: PersonHead) -> dict[str, Any]:
    """A person's state on a day as plain values, for scripts."""
    return {
        "as_of": one.as_of.isoformat(),
        "liberty": one.liberty,
        "liberty_since": one.liberty_since,
        "liberty_basis": one.liberty_basis,
        "liberty_why": one.liberty_why,
        "restrictions": [
            {
                "id": line.id,
                "text": line.text,
                "end": line.end,
                "days_left": line.days_left,
                "how": line.how,
                "explanation": line.why,
                "in_force": line.state,
                "undecided": line.undecided,
            }
            for line in one.in_force
        ],
        "measures": [
            {
                "id": line.id,
                "text": line.text,
                "end": line.end,
                "in_force": line.state,
                "explanation": line.why,
            }
            for line in one.standing.measures
        ],
        "serving": [
            {"id": line.id, "text": line.text, "end": line.end, "how": line.basis, "explanation": line.why}
            for line in one.standing.serving
        ],
        "proceedings": [
            {
                "id": line.id,
                "title": line.title,
                "stage": line.stage.key,
                "stage_words": line.stage.text,
                "how": line.stage.basis,
                "explanation": line.stage.why,
                "next": list(line.next),
            }
            for line in one.standing.proceedings
        ],
        "known": list(one.standing.known),
        "assumed": list(one.standing.assumed),
        "next": one.next_date,
        "consent": one.consent,
        "conflicts": one.conflicts,
        "unanswered": one.unanswered,
    }


def _liberty(liberty: standing.Known, people: Sequence[Row], language: str) -> str:
    """The liberty status in words; what nobody stated is marked as assumed."""
    stated = (first_said(people)["liberty"] or {}).get("status")
    if not liberty.text or liberty.basis != "assumed" or liberty.key == stated:
        return liberty.text
    return f"{liberty.text} ({ASSUMED.get(language, ASSUMED['en'])})"


def _restriction_line(one: restrictions.Standing, as_of: date, language: str) -> RestrictionLine:
    return RestrictionLine(
        one.id,
        one.text,
        one.end_text(language),
        one.days_left(as_of),
        ends.how(one, language),
        one.why(language),
        one.state.state,
        one.undecided,
    )


def _other_names(session: Session, now: str, title: str) -> tuple[str, ...]:
    names = belongings.naming(session, "name", (now,), "person")
    said = [name_text(row["parts"]) for row in names]
    return tuple(one for one in dict.fromkeys(said) if one and one != title)


def _line(speaker: Speaker, people: Sequence[Row], person: str) -> str:
    """Who it is, in one line: roles or occupation, place, birth.

    First what this record says, then what is said only in others that are the same person; of births all.
    """
    fields = kinds()["person"].fields
    people = sorted(people, key=lambda row: row["id"] != person)
    given = first_said(people)
    roles = speaker.text(fields["roles"], given["roles"]).lower()
    region = speaker.text(fields["region"], given["region"])
    births = dict.fromkeys(show_date(row["born"], speaker.language) for row in people if row["born"])
    born = f"b. {' / '.join(births)}" if births else ""
    parts = (given["occupation"] or roles, given["locality"] or region, born)
    return ", ".join(part for part in parts if part)


NOT_HELD = ("postponed", "cancelled")
"""The statuses of a hearing that does not take place on its day."""


def _next_date(session: Session, speaker: Speaker, person: str, as_of: date) -> str:
    coming = []
    for row in belongings.below_prosecutions(session, "hearing", person):
        day = stored_date(row["date"])
        if row["status"] in NOT_HELD and "status" not in (row["conflicts"] or {}):
            continue
        if day is not None and day.latest is not None and day.latest >= as_of:
            kind = speaker.label("hearing_kind", row["kind"]) if row["kind"] else ""
            court = speaker.title(row["court"]) if row["court"] else ""
            coming.append(
                (day.sort_key, ", ".join(one for one in (day.show(speaker.language), kind, court) if one))
            )
    return min(coming)[1] if coming else ""


def _consent(session: Session, speaker: Speaker, now: str, as_of: date) -> str:
    """The consents that hold on a day, in short: what, to whom, and the answer."""
    fields = kinds()["consent"].fields
    said = []
    for row in belongings.naming(session, "consent", (now,), "person"):
        expires = stored_date(row["expires"])
        # As papers take it: of a day not exactly known the first one ends it.
        ended = expires is not None and expires.earliest is not None and expires.earliest < as_of
        if row["withdrawn"] is not None or ended:
            continue
        if row["scope"] and row["answer"]:
            answer, scope, to = (
                speaker.text(fields[key], row[key]) for key in ("answer", "scope", "audiences")
            )
            said.append(f"{answer}: {scope} ({to})" if to else f"{answer}: {scope}")
    return "; ".join(sorted(dict.fromkeys(said)))


def _conflicts(session: Session, now: str, view: records.RecordView) -> int:
    """Undecided fields of the person and of what belongs to it."""
    found = len(view.conflicts)
    for kind in ("name", "restriction", "prosecution", "detention", "consent"):
        found += sum(
            len(row["conflicts"] or ()) for row in belongings.naming(session, kind, (now,), "person")
        )
    return found


def _unanswered(session: Session, now: str, as_of: date) -> int:
    """How many letters about the person should have been answered, as Today tells it."""
    found = run(session.connection(), UNANSWERED, (now, as_of.isoformat()))
    return int(found.fetchone()[0])
