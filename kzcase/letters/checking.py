"""Looks a letter's text over once more: it must not name whom its audience may not be told of.

Text is typed and edited by hand, and consents change between writing and
printing; so what is printed is looked at as it is then, not as it was filled in.
People the letter is not about, and who are nowhere near those it is about, are
not looked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from kzcase.briefing.gate import AUDIENCE_WORDS
from kzcase.briefing.text import clean, shortened
from kzcase.errors import KzcaseError
from kzcase.letters.told import Told

_QUOTED = 120


class NotForThisAudience(KzcaseError):
    """A letter says something that its audience may not be told."""


def check(facts: Told, texts: Iterable[str], known: Iterable[str] = ()) -> None:
    """Make sure that texts name nobody who may not be named and say nothing that must not be said.

    What the gate itself let through may name those whom its sources name, and
    so may `known`: the name of the addressee. Raises `NotForThisAudience`.
    """
    for text in texts:
        for paragraph in text.split("\n"):
            if not sayable(facts, paragraph, known):
                raise NotForThisAudience(
                    "The letter names somebody who may not be named to "
                    f"{AUDIENCE_WORDS[facts.view.audience]}, or holds words of a list “do not say”: "
                    f"“{shortened(paragraph, _QUOTED)}”",
                    safe="No letter was written.",
                    remedy="Write that sentence in other words, or ask the person and record the consent.",
                )


def sayable(facts: Told, paragraph: str, known: Iterable[str] = ()) -> bool:
    """Whether a paragraph may be read by the audience as it stands."""
    if paragraph not in facts.sayable:
        facts.sayable[paragraph] = _sayable(facts, paragraph, known)
    return facts.sayable[paragraph]


def _sayable(facts: Told, paragraph: str, known: Iterable[str]) -> bool:
    view = facts.view
    if not paragraph.strip() or view.text(paragraph, cited=False) == clean(paragraph):
        return True
    if view.text(paragraph, cited=True) != clean(paragraph):
        # A name that is kept out everywhere, or one that stands where only a pseudonym may.
        return False
    rest = paragraph
    for told in sorted({*facts.texts, *known}, key=len, reverse=True):
        rest = rest.replace(told, " ") if told else rest
    return view.text(rest, cited=False) == clean(rest)
