"""Finds two words of a text that may be somebody's name: a surname with a given name or its initial. Pure.

One of them alone may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzcase.names.folding import fold, words

Pair = tuple[str, str]
"""Two words as they stand in a text; an initial keeps its full stop."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BESIDE = " \u00a0()«»„“”\"'‘’"
"""What may stand between the words of one name."""
_LONGEST_INITIAL = 2
_SHORTEST = 3
_FARTHEST = 2
"""How many words on the other half of a name may stand: a father's name may be between."""


def pairs(text: str) -> Iterator[Pair]:
    """Words with a capital that stand beside each other, or with another such word between.

    Behind a comma only the word next to it is looked at: a surname may stand
    before the given name so.
    """
    row: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word, between = found.group(), text[end : found.start()].strip(_BESIDE)
        end = found.end()
        if not word[0].isupper():
            row = []
            continue
        if len(word) <= _LONGEST_INITIAL and text[end : end + 1] == ".":
            word, end = f"{word}.", end + 1
        if between == "," and row:
            row = row[-1:]
        elif between:
            row = []
        yield from ((before, word) for before in row[-_FARTHEST:])
        row = [word] if between == "," else [*row, word]


def is_initial(word: str) -> bool:
    """Whether a word of a pair is an initial with its full stop."""
    return word.endswith(".")


def folded(word: str) -> str:
    """A word of a pair as the index knows names; "" for one too short to be one and no initial."""
    parts = words(fold(word))
    return parts[0] if len(parts) == 1 and (is_initial(word) or len(parts[0]) >= _SHORTEST) else ""
