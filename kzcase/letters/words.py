"""The fixed words of letters in their language: marks, closings, labels; beside those of all papers.

They stand in `resources/letters/words/<language>.json`. Which of them a native
speaker has not read yet: `docs/translations.md`.
"""

from __future__ import annotations

from functools import cache

import orjson

from kzcase import resources
from kzcase.briefing import words as papers
from kzcase.briefing.words import Words

LANGUAGES = papers.LANGUAGES


@cache
def words(language: str) -> Words:
    """The catalogue of a language; raises `KzcaseError` for one in which no letters are written."""
    papers.words(language)
    return Words(language, orjson.loads(resources.path("letters", "words", f"{language}.json").read_bytes()))
