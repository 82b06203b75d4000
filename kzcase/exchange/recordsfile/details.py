"""Opens the plan of records files: what each row is called and what it would change, field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.exchange.casefile.shapes import PlanField, PlanRecord, Status
from kzcase.exchange.recordsfile.plan import CHANGED, ERASED, NEW, SAME, Plan
from kzcase.history.roots import Row
from kzcase.models.base import kinds
from kzcase.names import parts as name_parts
from kzcase.services import records
from kzcase.services.display import Speaker
from kzcase.services.office import Office

_TITLED = ("title", "name", "translation", "subject", "summary")


_STATUS = {NEW: Status.NEW, SAME: Status.SAME, CHANGED: Status.CHANGED, ERASED: Status.ERASED}


def plan_rows(
    office: Office,
    planned: Plan,
    *,
    only: Collection[Status] | None = None,
    widening: bool | None = None,
    after: int = -1,
    limit: int = 100,
    language: str = "en",
) -> tuple[PlanRecord, ...]:
    """Rows of a plan in the order of the files, those after number `after`; `limit` at most.

    `only` are the rows of which this becomes, `widening` those that let more be shown or (False) the
    others; None: all.
    """
    wanted = (
        number
        for number in range(after + 1, len(planned.rows))
        if (only is None or _STATUS[planned.outcomes[number]] in only)
        and (widening is None or (number in planned.widening) is widening)
    )
    names = _names(planned)
    with office.read() as session:
        speaker = Speaker(session, language)
        return tuple(_told(session, speaker, planned, number, names) for number in islice(wanted, limit))


def row_fields(office: Office, planned: Plan, number: int, *, language: str = "en") -> tuple[PlanField, ...]:
    """What a row would change: the fields it names, as they are here and as it says."""
    row, wide = planned.rows[number], planned.widening.get(number, ())
    with office.read() as session:
        speaker = Speaker(session, language)
        here = _here(session, row.record)
        before = here.fields if here is not None else {}
        found = []
        for key, value in row.fields.items():
            declared = kinds()[row.kind].fields[key]
            now, then = before.get(key), records.thaw(declared, value)
            if now != then:
                words = speaker.text(declared, now), speaker.text(declared, then)
                found.append(PlanField(key, declared.label, *words, now, then, False, key in wide))
        return tuple(found)


def _names(planned: Plan) -> dict[str, str]:
    """What the rows call the people they tell of, by the first name of each."""
    found: dict[str, str] = {}
    for number, kind in enumerate(planned.rows.kinds):
        fields = planned.rows[number].fields if kind == "name" else {}
        person, parts = fields.get("person"), fields.get("parts")
        if isinstance(person, str) and isinstance(parts, dict):
            found.setdefault(person, _name(parts))
    return found


def _told(
    session: Session, speaker: Speaker, planned: Plan, number: int, names: Mapping[str, str]
) -> PlanRecord:
    row = planned.rows[number]
    here = _here(session, row.record)
    status = _STATUS[planned.outcomes[number]]
    kind = kinds()[row.kind]
    said = {key: value for key, value in row.fields.items() if value is not None}
    people = tuple(
        said[one.key]
        for one in kind.owners
        if one.targets == ("person",) and isinstance(said.get(one.key), str)
    )
    title = here.title if here is not None else names.get(row.record) or _called(speaker, row, said)
    wide = number in planned.widening
    return PlanRecord(number, row.record, row.kind, kind.label, title, status, wide, "", 1, 0, (), people)


def _called(speaker: Speaker, row: Row, said: dict[str, Any]) -> str:
    """A record that is not here yet, by the fields its kind is called by."""
    if row.kind == "name" and isinstance(said.get("parts"), dict):
        return _name(said["parts"])
    kind = kinds()[row.kind]
    keys = (*kind.title, *(key for key in _TITLED if key in kind.fields))
    words = (speaker.text(kind.fields[key], records.thaw(kind.fields[key], said.get(key))) for key in keys)
    return next((text for text in words if text), "untitled")


def _name(parts: dict[str, Any]) -> str:
    family, given, patronymic = (str(parts.get(key) or "") for key in ("family", "given", "patronymic"))
    return name_parts.display(family, given, patronymic)


def _here(session: Session, record: str) -> records.RecordView | None:
    try:
        return records.view_in(session, record)
    except NotFound:
        return None
