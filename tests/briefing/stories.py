"""Writes the story of a test into an office, and reads what a paper says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.briefing.said import Said
from kzcase.history.ledger import Change
from kzcase.models.ledger import RecordRow
from kzcase.services import records
from kzcase.services.office import Office

TODAY = date(2026, 11, 22)
SIX = (
    "Bokayev Max",
    "Ilyashev Alnur",
    "Tulesova Asya",
    "Kharkova Larisa",
    "Eleusinov Amin",
    "Baltabay Erlan",
)
"""The people of the shipped sample who are real."""


def person_called(office: Office, title: str) -> str:
    with office.read() as session:
        found = session.scalars(
            select(RecordRow.id).where(RecordRow.kind == "person", RecordRow.title == title)
        ).all()
    assert len(found) == 1, title
    return found[0]


class File:
    """Writes records of one test's story into an office."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def put(
        self, kind: str, record: str | None = None, parents: bytes | None = None, /, **values: Any
    ) -> str:
        record = record or records.new_id()
        self.office.record([Change(kind, record, values, parents)])
        return record

    def heads(self, record: str) -> bytes:
        return records.view(self.office, record).heads

    def consent(self, person: str, **values: Any) -> str:
        given = {
            "scope": "case",
            "answer": "given",
            "audiences": frozenset({"diplomatic"}),
            "date": "2026-01-01",
            **values,
        }
        return self.put("consent", person=person, **given)

    def person(self, family: str = "Сериков", given: str = "Алмас", **values: Any) -> str:
        person = self.put("person", **{"occupation": "blogger", **values})
        self.put(
            "name", person=person, parts={"family": family, "given": given}, use="preferred", language="ru"
        )
        return person

    def restriction(self, person: str, **values: Any) -> str:
        given = {
            "kind": "deprivation_of_right",
            "translation": "Blogging",
            "term": {"years": 3},
            "in_force": "2025-05-05",
            **values,
        }
        return self.put("restriction", person=person, **given)

    def public_source(self, **values: Any) -> str:
        return self.put("source", **{"title": "Example Times", "kind": "news", "public": True, **values})

    def cite(self, record: str, field: str | None = None, source: str | None = None) -> str:
        more = {"field": field} if field else {}
        return self.put("citation", record=record, source=source or self.public_source(), **more)

    def gather(self, *people: str, audience: str = "diplomatic", **more: Any) -> Content:
        return gather(self.office, people, audience=audience, **{"as_of": TODAY, **more})


def said_in(value: object) -> Iterator[Said]:
    """Everything a brief says, wherever it stands."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from said_in(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from said_in(getattr(value, part.name))


def text_of(content: Content) -> str:
    return "\n".join(text for _, text in content.texts())


def reasons(content: Content) -> dict[tuple[str, str], str]:
    return {(one.id, one.field): one.reason for one in content.withheld}
