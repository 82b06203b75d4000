"""What goes into a person's timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from kzcase.dates import custody
from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.models.base import kinds
from kzcase.services import belongings, restrictions
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker, stored_date
from kzcase.services.office import Office
from kzcase.timeline import item as look
from kzcase.timeline.item import TimelineItem

OVER = frozenset({"in_force", "serving", "served", "expunged", "closed"})
"""The terms of the vocabulary `stage` at which the proceedings themselves are over."""
UNDECIDED = (None, "pending", "overturned")
"""What an outcome says of proceedings that go on."""


def timeline(office: Office, person: str, as_of: date, language: str = "en") -> tuple[TimelineItem, ...]:
    """What goes into a person's timeline: detentions, proceedings, restrictions, events, letters."""
    with office.read() as session:
        return timeline_in(session, person, as_of, language)


def timeline_in(session: Session, person: str, as_of: date, language: str = "en") -> tuple[TimelineItem, ...]:
    """The same inside a unit that is already open."""
    speaker = Speaker(session, language)
    now = belongings.now_of(session, person)
    items = [
        *_detentions(session, speaker, now, as_of),
        *(_prosecution(speaker, row) for row in belongings.naming(session, "prosecution", (now,), "person")),
        *(_restriction(one) for one in restrictions.of_person(session, person, as_of, language)),
    ]
    for kind in ("hearing", "sentence"):
        rows = belongings.below_prosecutions(session, kind, person)
        items += points_of(kind, "prosecution", rows, _kind_of(speaker, kind))
    for kind in ("event", "assembly"):
        items += points_of(kind, "event", belongings.naming(session, kind, (now,), "persons"))
    items += letters_of(belongings.naming(session, "letter", (now,), "persons"))
    return tuple(item for item in items if item.start is not None or item.end is not None)


def points_of(
    kind: str, lane: str, rows: Sequence[Row], label: Callable[[Row], str] | None = None
) -> list[TimelineItem]:
    """Rows with a `date` as points of a lane, labelled by their titles if not otherwise."""
    label = label or _title
    return [TimelineItem(row["id"], kind, lane, label(row), stored_date(row["date"])) for row in rows]


def letters_of(rows: Sequence[Row]) -> list[TimelineItem]:
    """Letters on the day they were sent, or written; those that nobody answered are told apart."""
    return [
        TimelineItem(
            row["id"],
            "letter",
            "letter",
            row["subject"] or "",
            stored_date(row["sent"] or row["written"]),
            state=look.WAITING if row["direction"] == "out" and row["sent"] and not row["answered"] else "",
        )
        for row in rows
    ]


def _title(row: Row) -> str:
    return row["title"] or ""


def _kind_of(speaker: Speaker, kind: str) -> Callable[[Row], str]:
    field = kinds()[kind].fields["kind"]

    def label(row: Row) -> str:
        return speaker.text(field, row["kind"])

    return label


def _detentions(session: Session, speaker: Speaker, now: str, as_of: date) -> Iterator[TimelineItem]:
    people = belongings.rows(session, "person", (now,))
    liberty = people[0]["liberty"] if people else None
    for row in belongings.naming(session, "detention", (now,), "person"):
        label = speaker.label("detention_kind", row["kind"]) if row["kind"] else ""
        start, end = stored_date(row["start"]), stored_date(row["end"])
        known = custody.stretch(start, end, row["term"], liberty, as_of)
        yield TimelineItem(
            row["id"], "detention", "detention", label, known.start, known.end, open_end=known.lasting
        )


def _prosecution(speaker: Speaker, row: Row) -> TimelineItem:
    label = speaker.label("prosecution_kind", row["kind"] or "other")
    start, end = stored_date(row["opened"]), stored_date(row["closed"])
    stage = row["stage"] or {}
    over = stage.get("status") in OVER or row["outcome"] not in UNDECIDED
    if end is None and over:
        end = stored_date(stage.get("since"))
    return TimelineItem(
        row["id"], "prosecution", "prosecution", label, start, end, open_end=end is None and not over
    )


def _restriction(one: restrictions.Standing) -> TimelineItem:
    end = _end(one)
    return TimelineItem(
        one.id,
        "restriction",
        "restriction",
        one.text,
        one.begins,
        end,
        open_end=end is None,
        state=_look(one),
    )


def _look(one: restrictions.Standing) -> str:
    """In grey what has ended, in outline what only may be in force."""
    if one.state.state == "unknown" or one.undecided:
        return look.UNSURE
    return look.OVER if one.state.state == "no" else ""


def _end(one: restrictions.Standing) -> Edtf | None:
    """The end shown first as a date, if any side of it is known."""
    bound = one.ends.shown.bound if one.ends.shown is not None else None
    if bound is None or not bound.known:
        return None
    first = bound.earliest.isoformat() if bound.earliest else ".."
    last = bound.latest.isoformat() if bound.latest else ".."
    return parse_edtf(first if first == last else f"{first}/{last}")
