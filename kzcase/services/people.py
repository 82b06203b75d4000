"""A person's page: the header that says it all at one glance, the parts below it, the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, Edtf, parse_edtf
from kzcase.models.base import kinds
from kzcase.search.titles import name_text
from kzcase.services import belongings, records, restrictions
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker, show_date
from kzcase.services.office import Office
from kzcase.timeline.item import TimelineItem


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
    """Who, where, under what, until when, what comes next: on one day."""

    id: str
    title: str
    other_names: tuple[str, ...]
    line: str
    liberty: str
    liberty_since: str
    in_force: tuple[RestrictionLine, ...]
    next_date: str
    consent: str
    conflicts: int
    unanswered: int
    as_of: date


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row of a part of the page: lines of text, its date in words and for sorting."""

    id: str
    kind: str
    lines: tuple[str, ...]
    date_text: str
    sort: str


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One part of the page; `adds` are the kinds that + offers there."""

    key: str
    label: str
    adds: tuple[str, ...]
    rows: tuple[PartRow, ...]


def head(office: Office, person: str, as_of: date, language: str = "en") -> PersonHead:
    """The header of a person's page. Raises `NotFound`."""
    with office.read() as session:
        view = records.view_in(session, person)
        speaker = Speaker(session, language)
        now = belongings.now_of(session, person)
        standing = restrictions.of_person(session, person, as_of, language)
        liberty = view.fields.get("liberty") or {}
        return PersonHead(
            id=view.id,
            title=records.shown_title(view.title, view.status),
            other_names=_other_names(session, now, view.title),
            line=_line(speaker, view),
            liberty=speaker.label("liberty", liberty["status"]) if liberty.get("status") else "",
            liberty_since=show_date(liberty["since"], language) if liberty.get("since") else "",
            in_force=tuple(
                _restriction_line(one, as_of, language)
                for one in standing
                if one.state.state in ("yes", "unknown")
            ),
            next_date=_next_date(session, speaker, person, as_of),
            consent=_consent(session, speaker, now, as_of),
            conflicts=_conflicts(session, now, view),
            unanswered=_unanswered(session, now, as_of),
            as_of=as_of,
        )


def plain_state(one: PersonHead) -> dict[str, Any]:
    """A person's state on a day as plain values, for scripts."""
    return {
        "as_of": one.as_of.isoformat(),
        "liberty": one.liberty,
        "liberty_since": one.liberty_since,
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
        "next": one.next_date,
        "consent": one.consent,
        "conflicts": one.conflicts,
        "unanswered": one.unanswered,
    }


def _restriction_line(one: restrictions.Standing, as_of: date, language: str) -> RestrictionLine:
    return RestrictionLine(
        one.id,
        one.text,
        one.end_text(language),
        one.days_left(as_of),
        one.how(language),
        one.why(language),
        one.state.state,
        one.undecided,
    )


def _other_names(session: Session, now: str, title: str) -> tuple[str, ...]:
    names = belongings.naming(session, "name", (now,), "person")
    said = [name_text(row["parts"]) for row in names]
    return tuple(one for one in dict.fromkeys(said) if one and one != title)


def _line(speaker: Speaker, view: records.RecordView) -> str:
    """Who it is, in one line: roles or occupation, place, birth."""
    fields = kinds()["person"].fields
    given = view.fields
    roles = speaker.text(fields["roles"], given.get("roles")).lower()
    region = speaker.text(fields["region"], given.get("region"))
    born = show_date(given["born"], speaker.language) if given.get("born") else ""
    parts = (given.get("occupation") or roles, given.get("locality") or region, f"b. {born}" if born else "")
    return ", ".join(part for part in parts if part)


def _next_date(session: Session, speaker: Speaker, person: str, as_of: date) -> str:
    coming = []
    for row in belongings.below_prosecutions(session, "hearing", person):
        day = read(row["date"])
        if day is not None and day.latest is not None and day.latest >= as_of:
            kind = speaker.label("hearing_kind", row["kind"]) if row["kind"] else ""
            court = speaker.title(row["court"]) if row["court"] else ""
            coming.append(
                (day.sort_key, ", ".join(one for one in (day.show(speaker.language), kind, court) if one))
            )
    return min(coming)[1] if coming else ""


def _consent(session: Session, speaker: Speaker, now: str, as_of: date) -> str:
    """The consents that hold on a day, in short."""
    said = []
    for row in belongings.naming(session, "consent", (now,), "person"):
        expires, withdrawn = read(row["expires"]), read(row["withdrawn"])
        if withdrawn is not None or (
            expires is not None and expires.latest is not None and expires.latest < as_of
        ):
            continue
        if row["scope"] and row["answer"]:
            scope = speaker.label("consent_scope", row["scope"])
            said.append(f"{scope}: {speaker.label('consent_answer', row['answer'])}")
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
    letters = belongings.naming(session, "letter", (now,), "persons")
    return sum(is_unanswered(row, as_of) for row in letters)


def is_unanswered(row: Row, as_of: date) -> bool:
    """Whether a letter we sent is past its due day without an answer."""
    due = read(row["due"])
    return (
        row["direction"] == "out"
        and not row["answered"]
        and bool(row["sent"])
        and due is not None
        and due.latest is not None
        and due.latest < as_of
    )


def read(stored: Any) -> Edtf | None:
    """A stored date, or None for nothing and for text that is no date any more."""
    if not isinstance(stored, str):
        return None
    try:
        return parse_edtf(stored)
    except DateError:
        return None


# --- the parts ---------------------------------------------------------------------------------------

PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("story", "Story", ("event", "detention")),
    ("names", "Names", ("name",)),
    ("restrictions", "Restrictions", ("restriction",)),
    ("prosecutions", "Prosecutions", ("prosecution",)),
    ("letters", "Letters", ("letter",)),
    ("documents", "Documents", ("document",)),
    ("consent", "Consent", ("consent",)),
    ("sources", "Sources", ("citation",)),
)


def parts(office: Office, person: str, as_of: date, language: str = "en") -> tuple[PersonPart, ...]:
    """Every part of a person's page, each with its rows, newest first."""
    with office.read() as session:
        speaker = Speaker(session, language)
        now = belongings.now_of(session, person)
        made: dict[str, Callable[[], list[PartRow]]] = {
            "story": lambda: _story(session, speaker, person, now),
            "names": lambda: _plain_rows(
                speaker, "name", _direct(session, "name", now), ("parts", "use", "language")
            ),
            "restrictions": lambda: _restriction_rows(session, speaker, person, as_of),
            "prosecutions": lambda: _prosecution_rows(session, speaker, now),
            "letters": lambda: _plain_rows(
                speaker,
                "letter",
                belongings.naming(session, "letter", (now,), "persons"),
                ("subject", "addressees", "sent", "due", "answered"),
                "sent",
            ),
            "documents": lambda: _plain_rows(
                speaker,
                "document",
                belongings.naming(session, "document", (now,)),
                ("title", "kind", "date"),
                "date",
            ),
            "consent": lambda: _plain_rows(
                speaker,
                "consent",
                _direct(session, "consent", now),
                ("scope", "audiences", "answer", "expires", "withdrawn"),
                "date",
            ),
            "sources": lambda: _citation_rows(session, speaker, person, now),
        }
        return tuple(
            PersonPart(key, label, adds, tuple(sorted(made[key](), key=lambda row: row.sort, reverse=True)))
            for key, label, adds in PARTS
        )


def _direct(session: Session, kind: str, now: str) -> list[Row]:
    return belongings.naming(session, kind, (now,), "person")


def _plain_rows(
    speaker: Speaker, kind: str, rows: Sequence[Row], shown: Sequence[str], dated: str = ""
) -> list[PartRow]:
    """Rows whose first line is their first field and whose second line is the rest, with labels."""
    fields = kinds()[kind].fields
    made = []
    for row in rows:
        said = [(fields[key], speaker.text(fields[key], row[key])) for key in shown]
        first = said[0][1] or records.shown_title(None, "here")
        rest = "   ".join(f"{field.label}: {text}" for field, text in said[1:] if text)
        day = read(row[dated]) if dated else None
        made.append(
            PartRow(
                row["id"],
                kind,
                (first, rest) if rest else (first,),
                day.show(speaker.language) if day else "",
                day.sort_key if day else "",
            )
        )
    return made


def _restriction_rows(session: Session, speaker: Speaker, person: str, as_of: date) -> list[PartRow]:
    made = []
    words = {
        "yes": "in force",
        "no": "ended",
        "not yet": "not begun",
        "unknown": "not known whether in force",
    }
    for one in restrictions.of_person(session, person, as_of, speaker.language):
        left = one.days_left(as_of)
        state = words[one.state.state] + (f", {left} days left" if left is not None else "")
        end = f"to {one.end_text(speaker.language)} ({one.how(speaker.language)})"
        start = read(one.row["start"]) or read(one.row["in_force"]) or read(one.row["decided"])
        made.append(
            PartRow(
                one.id,
                "restriction",
                (one.text, f"{state}; {end}", one.why(speaker.language)),
                start.show(speaker.language) if start else "",
                start.sort_key if start else "",
            )
        )
    return made


def _prosecution_rows(session: Session, speaker: Speaker, now: str) -> list[PartRow]:
    made = []
    fields = kinds()["prosecution"].fields
    for row in _direct(session, "prosecution", now):
        charges = belongings.naming(session, "charge", (row["id"],), "prosecution")
        articles = ", ".join(sorted(_charge(speaker, charge) for charge in charges))
        title = ", ".join(
            one
            for one in (speaker.text(fields["kind"], row["kind"]), row["title"] or "", row["number"] or "")
            if one
        )
        stage = speaker.text(fields["stage"], row["stage"])
        opened = read(row["opened"])
        made.append(
            PartRow(
                row["id"],
                "prosecution",
                tuple(one for one in (title, articles, stage) if one),
                opened.show(speaker.language) if opened else "",
                opened.sort_key if opened else "",
            )
        )
    return made


def _charge(speaker: Speaker, row: Row) -> str:
    article = speaker.label("law_article", row["article"]) if row["article"] else row["wording"] or ""
    part = f"({row['part']})" if row["part"] else ""
    return f"{article}{part}"


def _story(session: Session, speaker: Speaker, person: str, now: str) -> list[PartRow]:
    """Everything dated that happened to the person."""
    found = [
        *_plain_rows(
            speaker,
            "event",
            belongings.naming(session, "event", (now,), "persons"),
            ("title", "locality"),
            "date",
        ),
        *_plain_rows(
            speaker,
            "assembly",
            belongings.naming(session, "assembly", (now,), "persons"),
            ("title", "police"),
            "date",
        ),
        *_plain_rows(
            speaker, "detention", _direct(session, "detention", now), ("kind", "end", "place"), "start"
        ),
        *_plain_rows(speaker, "measure", _direct(session, "measure", now), ("kind", "claimed_end"), "start"),
    ]
    for kind, shown in (("hearing", ("kind", "court", "outcome")), ("sentence", ("kind", "court", "judge"))):
        found += _plain_rows(
            speaker, kind, belongings.below_prosecutions(session, kind, person), shown, "date"
        )
    return found


def _citation_rows(session: Session, speaker: Speaker, person: str, now: str) -> list[PartRow]:
    """The citations of the person and of what belongs to it."""
    cited = [now, *(row["id"] for kind in OWNED for row in _direct(session, kind, now))]
    cited += [row["id"] for kind in BELOW for row in belongings.below_prosecutions(session, kind, person)]
    return _plain_rows(
        speaker,
        "citation",
        belongings.naming(session, "citation", cited, "record"),
        ("source", "record", "field", "place", "quote"),
    )


OWNED = ("name", "restriction", "prosecution", "detention", "measure")
BELOW = ("charge", "hearing", "sentence", "step")


# --- the timeline ------------------------------------------------------------------------------------


def timeline(office: Office, person: str, as_of: date, language: str = "en") -> tuple[TimelineItem, ...]:
    """What goes into a person's timeline: detentions, proceedings, restrictions, events, letters."""
    with office.read() as session:
        return timeline_in(session, person, as_of, language)


def timeline_in(session: Session, person: str, as_of: date, language: str = "en") -> tuple[TimelineItem, ...]:
    """The same inside a unit that is already open."""
    speaker = Speaker(session, language)
    now = belongings.now_of(session, person)
    items = [_detention_item(speaker, row) for row in _direct(session, "detention", now)]
    items += [
        TimelineItem(
            row["id"],
            "prosecution",
            "prosecution",
            speaker.label("prosecution_kind", row["kind"] or "other"),
            read(row["opened"]),
            read(row["closed"]),
            open_end=not row["closed"],
        )
        for row in _direct(session, "prosecution", now)
    ]
    items += [
        _restriction_item(one, language) for one in restrictions.of_person(session, person, as_of, language)
    ]
    points: tuple[tuple[str, str, Sequence[Row], Callable[[Row], str]], ...] = (
        (
            "hearing",
            "prosecution",
            belongings.below_prosecutions(session, "hearing", person),
            _label(speaker, "hearing"),
        ),
        (
            "sentence",
            "prosecution",
            belongings.below_prosecutions(session, "sentence", person),
            _label(speaker, "sentence"),
        ),
        (
            "event",
            "event",
            belongings.naming(session, "event", (now,), "persons"),
            lambda row: row["title"] or "",
        ),
        (
            "assembly",
            "event",
            belongings.naming(session, "assembly", (now,), "persons"),
            lambda row: row["title"] or "",
        ),
    )
    for kind, lane, rows, label in points:
        items += [TimelineItem(row["id"], kind, lane, label(row), read(row["date"])) for row in rows]
    items += [
        TimelineItem(row["id"], "letter", "letter", row["subject"] or "", read(row["sent"] or row["written"]))
        for row in belongings.naming(session, "letter", (now,), "persons")
    ]
    return tuple(item for item in items if item.start is not None or item.end is not None)


def _label(speaker: Speaker, kind: str) -> Callable[[Mapping[str, Any]], str]:
    field = kinds()[kind].fields["kind"]
    return lambda row: speaker.text(field, row["kind"])


def _detention_item(speaker: Speaker, row: Row) -> TimelineItem:
    label = speaker.label("detention_kind", row["kind"]) if row["kind"] else ""
    return TimelineItem(
        row["id"],
        "detention",
        "detention",
        label,
        read(row["start"]),
        read(row["end"]),
        open_end=not row["end"],
    )


def _restriction_item(one: restrictions.Standing, language: str) -> TimelineItem:
    shown = one.ends.shown
    start = read(one.row["start"]) or read(one.row["in_force"]) or read(one.row["decided"])
    bound = shown.bound if shown is not None else None
    end = None
    if bound is not None and bound.known:
        first = bound.earliest.isoformat() if bound.earliest else ""
        last = bound.latest.isoformat() if bound.latest else ".."
        end = parse_edtf(first if first == last else f"{first or '..'}/{last}")
    return TimelineItem(
        one.id,
        "restriction",
        "restriction",
        one.text,
        start,
        end,
        open_end=end is None,
        state=one.state.state,
    )
