"""Looks a letter's text over once more: it must not name whom its audience may not be told of.

Text is typed and edited by hand, and consents change between writing and
printing; so what is printed is looked at as it is then, not as it was filled in.
Of people the letter is not about a full name is known again, anywhere in the vault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from sqlalchemy.orm import Session

from kzcase.briefing import ground, strangers
from kzcase.briefing.discretion import names_of
from kzcase.briefing.gate import AUDIENCE_WORDS
from kzcase.briefing.seen import View
from kzcase.briefing.text import clean, shortened
from kzcase.errors import KzcaseError
from kzcase.letters.told import Told
from kzcase.models.fields import Audience

_QUOTED = 120


class NotForThisAudience(KzcaseError):
    """A letter says something that its audience may not be told."""


def check(session: Session, facts: Told, texts: Iterable[str], known: Iterable[str] = ()) -> None:
    """Make sure that texts name nobody who may not be named and say nothing that must not be said.

    What the gate itself let through may name those whom its sources name, and
    so may `known`: the name of the addressee. Raises `NotForThisAudience`.
    """
    for text in texts:
        lines = text.split("\n")
        # A name may go on in the next line.
        over = (f"{one} {other}" for one, other in pairwise(lines) if one.strip() and other.strip())
        for paragraph in (*lines, *over):
            if not sayable(session, facts, paragraph, known):
                raise NotForThisAudience(
                    "The letter names somebody who may not be named to "
                    f"{AUDIENCE_WORDS[facts.view.audience]}, or holds words of a list “do not say”: "
                    f"“{shortened(paragraph, _QUOTED)}”",
                    safe="No letter was written.",
                    remedy="Write that sentence in other words, or ask the person and record the consent.",
                )


def sayable(session: Session, facts: Told, paragraph: str, known: Iterable[str] = ()) -> bool:
    """Whether a paragraph may be read by the audience as it stands."""
    if paragraph not in facts.sayable:
        facts.sayable[paragraph] = _sayable(session, facts, paragraph, ())
    # Whom one letter may name another one may not: only what holds for all is remembered.
    return facts.sayable[paragraph] or _sayable(session, facts, paragraph, tuple(known))


def _sayable(session: Session, facts: Told, paragraph: str, known: tuple[str, ...]) -> bool:
    view = facts.view
    if not paragraph.strip() or view.audience is Audience.INTERNAL:
        return True
    if view.text(paragraph, cited=True) != clean(paragraph):
        # A name that is kept out everywhere, or one that stands where only a pseudonym may.
        return False
    rest = _without(paragraph, {*facts.texts, *known})
    if view.text(paragraph, cited=False) != clean(paragraph) and view.text(rest, cited=False) != clean(rest):
        return False
    return not any(
        _is_hidden(session, facts, name, person)
        for part in rest.split("\n")
        for name, people in strangers.named(session, part)
        # Of several who bear a name, the one the letter is about is meant.
        if not any(_may_be_named(view, person) for person in people)
        for person in people
        if view.records.resolved(person) not in view.people
    )


def _without(paragraph: str, told: Iterable[str]) -> str:
    """A paragraph without what was told in it, word for word: part of a word is not taken out."""
    for one in sorted(told, key=len, reverse=True):
        if one and one in paragraph:
            paragraph = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "\n", paragraph)
    return paragraph


def _may_be_named(view: View, person: str) -> bool:
    return view.records.resolved(person) in view.people and view.may_name(person, cited=True)


def _is_hidden(session: Session, facts: Told, name: str, person: str) -> bool:
    """Whether somebody far from the letter's people may not be named by these words, or at all."""
    view = View(ground.people(session, (person,)), facts.view.audience, facts.view.on, (person,))
    own = (" ".join(filter(None, words)) for words in names_of(view.written_names(person)))
    return any(view.text(one, cited=False) != clean(one) for one in (name, *own))
