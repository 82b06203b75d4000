"""Makes letters, and those they go to, for the tests of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office

DAY = date(2026, 11, 23)
"""A Monday; the day most of these tests look from."""


def made(office: Office, kind: str, /, **fields: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def body(office: Office, kind: str, name: str = "A body") -> str:
    """An organisation of a kind."""
    return made(office, "organisation", name=name, kind=kind)


def contact(office: Office, name: str = "A. Modeluly", **fields: Any) -> str:
    return made(office, "contact", name=name, **fields)


def person(office: Office, family: str = "Үлгі") -> str:
    found = made(office, "person")
    made(office, "name", person=found, parts={"family": family})
    return found


def letter(office: Office, *to: str, **fields: Any) -> str:
    """A letter that was sent on the first of November 2026, if not otherwise."""
    given = {"direction": "out", "subject": "Appeal", "sent": "2026-11-02", **fields}
    if to:
        given["addressees"] = frozenset(to)
    return made(office, "letter", **{key: value for key, value in given.items() if value is not None})


def fields(office: Office, record: str) -> dict[str, Any]:
    return dict(records.view(office, record).fields)
