"""What else a paper may be asked to do: a named audience, a letterhead, answers typed for a form, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kzcase.briefing.annexes.preparing import Shelf
from kzcase.briefing.changes import Since
from kzcase.services.audiences import Rule


@dataclass(frozen=True, slots=True)
class Wishes:
    """Options of a paper beyond whom it is about and for whom.

    `rule` and `letterhead` are ids of records ("" for none); a rule may also be
    given as it was read. `classification` is printed on every page in place of
    what the audience's own line says. `answers`
    are what a caseworker wrote for questions of a form, by the question's key.
    `since` marks what changed after an earlier paper. `annexes` are documents as
    `kzcase.briefing.annexes.wanted` reads them; `shelf` keeps what was drawn of them.
    """

    rule: str | Rule = ""
    letterhead: str = ""
    classification: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    since: Since | None = None
    annexes: tuple[str, ...] = ()
    shelf: Shelf = field(default_factory=Shelf, compare=False)


NONE = Wishes()
