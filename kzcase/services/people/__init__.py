"""A person's page: the header that says it all at one glance, the parts below it, the timeline."""

from __future__ import annotations

from kzcase.services.people.head import PersonHead, RestrictionLine, head, plain_state
from kzcase.services.people.joined import ALONE, Joined, JoinedRecord, SaidByEach, joined
from kzcase.services.people.parts import PartRow, PersonPart, parts
from kzcase.services.people.timeline import timeline

__all__ = [
    "ALONE",
    "Joined",
    "JoinedRecord",
    "PartRow",
    "PersonHead",
    "PersonPart",
    "RestrictionLine",
    "SaidByEach",
    "head",
    "joined",
    "parts",
    "plain_state",
    "timeline",
]
