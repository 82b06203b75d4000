"""Reminds of letters that were not answered: a draft for each from the template, chained to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kzcase.letters import filling, making
from kzcase.letters.shapes import Filled, Mailing
from kzcase.progress import Progress, quiet
from kzcase.services import records
from kzcase.services.letters.failures import NotOurs
from kzcase.services.office import Office

TEMPLATE = "follow_up"
"""The key of the template that reminds of a letter."""


def chase(
    office: Office,
    letters: Sequence[str],
    progress: Progress | None = None,
    initiator: object | None = None,
) -> tuple[str, ...]:
    """Keep a reminder of each of these letters as a draft, to those it went to; all in one unit or none.

    What was asked stays with the letter that asked it. Returns the drafts' ids.
    Raises `NotOurs` for a letter that came from somebody else, and as
    `filling.fill` and `making.make`.
    """
    steps = progress or quiet()
    made: list[tuple[Filled, Mailing]] = []
    for place, letter in enumerate(dict.fromkeys(letters)):
        steps.step("Filling in", place, len(letters))
        mailing = reminder(office, letter)
        made += [(replace(one, asks=()), mailing) for one in filling.fill(office, mailing)]
    return making.make_each(office, made, steps, initiator)


def reminder(office: Office, letter: str) -> Mailing:
    """What reminds of a letter: the same addressees, people and language, the template, the link to it."""
    view = records.view(office, letter)
    if view.fields.get("direction") == "in":
        raise NotOurs(view.title)
    fields = view.fields
    return Mailing(
        addressees=tuple(_ids(fields, "addressees")),
        template=TEMPLATE,
        persons=tuple(_ids(fields, "persons")),
        cases=tuple(_ids(fields, "cases")),
        audience=fields.get("audience"),
        language=fields.get("language"),
        letterhead=fields.get("letterhead"),
        mechanism=fields.get("mechanism"),
        follow_up_of=letter,
    )


def _ids(fields: Mapping[str, Any], key: str) -> Iterator[str]:
    yield from sorted(fields.get(key) or ())
