"""Says what is missing where it is missing, in words of the letter's language, and finds it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kzcase.letters.language import CLOSE, OPEN, Lack, Mark
from kzcase.letters.placeholders import LISTS, PLACES
from kzcase.letters.shapes import Missing
from kzcase.letters.words import words

MARK = re.compile(f"{OPEN}([^{OPEN}{CLOSE}\\n]*){CLOSE}?")
"""A mark in a text; one whose end was lost reaches to the end of its line."""
LATER = "reference"
"""The word that is filled in only when a letter is saved."""


class Marks(Mark):
    """The marks of one language."""

    def __init__(self, language: str) -> None:
        self.words = words(language)

    def say(self, word: str, lack: Lack) -> str:
        """For example ⟦name in Kazakh: not in the vault⟧."""
        what = label(word, self.words.language)
        if word == LATER:
            return later(self.words.language)
        told = self.words("lack.audience" if lack.withheld else "lack.vault", what=what)
        # What could stand instead is put in by somebody who looks at it, or not at all.
        said = f"{told}; {lack.instead}" if lack.instead else told
        return f"{OPEN}{' '.join(said.replace(OPEN, '[').replace(CLOSE, ']').split())}{CLOSE}"


def label(word: str, language: str) -> str:
    """What a word of templates stands for, in a language."""
    catalogue = words(language)
    key = f"place.{word}"
    return catalogue(key) if catalogue.has(key) else word


def later(language: str) -> str:
    """The mark of the reference, which is given when the letter is saved."""
    catalogue = words(language)
    return f"{OPEN}{catalogue('lack.later', what=label(LATER, language))}{CLOSE}"


def missing_in(text: str, language: str = "en") -> tuple[Missing, ...]:
    """What a text still lacks: every mark in it, with the word it stands for ("" if none is known)."""
    if OPEN not in text:
        return ()
    expected = _labels(language)
    given_later = later(language)
    found: list[Missing] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for mark in MARK.finditer(line):
            if mark.group() == given_later:
                continue
            said = mark.group(1)
            # The longest label that the mark begins with: one may be the beginning of another.
            word = max((one for one in expected if said.startswith(f"{one}:")), key=len, default="")
            found.append(Missing(expected.get(word, ""), said, number))
    return tuple(found)


@cache
def _labels(language: str) -> Mapping[str, str]:
    """Every word of templates by what it stands for."""
    return {label(one.word, language): one.word for one in (*PLACES, *LISTS)}


def bracketed(text: str) -> str:
    """The text with its marks in plain brackets, which every font has."""
    return text.replace(OPEN, "[").replace(CLOSE, "]")
