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
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.stored import stored_date
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
    return timelines_in(session, (person,), as_of, language)[person]


def timelines_in(
    session: Session, people: Sequence[str], as_of: date, language: str = "en"
) -> dict[str, tuple[TimelineItem, ...]]:
    """The same of several people at once, by their ids: so many people take as many statements as one."""
    speaker = Speaker(session, language)
    now = belongings.nows_of(session, people)
    everyone = tuple(dict.fromkeys(now.values()))
    persons = {row["id"]: row for row in belongings.rows(session, "person", everyone)}
    by_person = {
        kind: belongings.naming_each(session, kind, everyone, "person")
        for kind in ("detention", "prosecution", "restriction")
    }
    together = {
        # Of an assembly whoever took part, and whoever called for it.
        kind: belongings.naming_each(session, kind, everyone, None if kind == "assembly" else "persons")
        for kind in ("event", "assembly", "letter")
    }
    prosecutions = list({row["id"]: None for rows in by_person["prosecution"].values() for row in rows})
    below = {
        kind: belongings.naming_each(session, kind, prosecutions, "prosecution")
        for kind in ("hearing", "sentence")
    }
    limits = {row["id"]: row for rows in by_person["restriction"].values() for row in rows}
    standing = restrictions.standings(session, list(limits.values()), as_of, language)
    found: dict[str, tuple[TimelineItem, ...]] = {}
    for one in everyone:
        own = {row["id"] for row in by_person["restriction"][one]}
        items = [
            *_detentions(speaker, by_person["detention"][one], persons.get(one), as_of),
            *(_prosecution(speaker, row) for row in by_person["prosecution"][one]),
            *(_restriction(limit) for limit in standing if limit.id in own),
        ]
        for kind, rows in below.items():
            mine = {row["id"]: row for case in by_person["prosecution"][one] for row in rows[case["id"]]}
            items += points_of(
                kind, "prosecution", [mine[key] for key in sorted(mine)], _kind_of(speaker, kind)
            )
        for kind in ("event", "assembly"):
            items += points_of(kind, "event", together[kind][one])
        items += letters_of(together["letter"][one])
        found[one] = tuple(item for item in items if item.start is not None or item.end is not None)
    return {one: found[now[one]] for one in people}


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


def _detentions(
    speaker: Speaker, rows: Sequence[Row], person: Row | None, as_of: date
) -> Iterator[TimelineItem]:
    liberty = person["liberty"] if person is not None else None
    for row in rows:
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
