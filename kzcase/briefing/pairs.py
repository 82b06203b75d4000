"""Finds two words of a text that may be somebody's name: a surname with a given name or its initial. Pure.

One of them alone may be anybody's. The text is read as it would be printed,
without what nobody sees in it, and across the ends of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzcase.briefing.text import clean
from kzcase.names.folding import fold, words

Pair = tuple[str, str]
"""Two words as they stand in a text; an initial keeps its full stop."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BESIDE = " \u00a0()«»„“”\"'‘’"
"""What may stand between the words of one name."""
_LONGEST_INITIAL = 2
_SHORTEST = 2
_FARTHEST = 2
"""How many words on the other half of a name may stand: a father's name may be between."""


_DIVIDED = re.compile(r"(?<=\w)[-\u2010\u2011]\n\s*(?=[^\W\d_])")
"""A word that goes on in the next line."""
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_JOINERS = re.compile(r"[-\u2010-\u2015_/|\\+]+|(?<=[a-zа-яёәғқңөұүһі])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
"""What stands between the words of a file's name, or of a name that was written as one word."""


def pairs(text: str) -> Iterator[Pair]:
    """Words with a capital that stand beside each other, or with another such word between.

    Behind a comma only the word next to it is looked at: a surname may stand
    before the given name so. The text is read as it would be printed, across
    the ends of its lines; words joined by a hyphen, dash, slash or a capital
    are read as one and as several.
    """
    plain = _LINE_END.sub(" ", _DIVIDED.sub("", clean(text)))
    yield from (pair for pair, _, _ in placed(plain))
    apart = _JOINERS.sub(" ", plain)
    if apart != plain:
        yield from (pair for pair, _, _ in placed(apart))


def placed(text: str) -> Iterator[tuple[Pair, int, int]]:
    """The pairs of a text as it stands, each with where it begins and ends."""
    row: list[tuple[str, int]] = []
    end = 0
    for found in _WORD.finditer(text):
        word, between = found.group(), text[end : found.start()].strip(_BESIDE)
        start, end = found.span()
        if not word[0].isupper():
            row = []
            continue
        if len(word) <= _LONGEST_INITIAL and text[end : end + 1] == ".":
            word, end = f"{word}.", end + 1
        elif len(word) == 1 and row and not between:
            word = f"{word}."  # behind a surname; before it, it is a word of its own as often
        if between == "," and row:
            row = row[-1:]
        elif between:
            row = []
        yield from (((before, word), begun, end) for before, begun in row[-_FARTHEST:])
        row = [(word, start)] if between == "," else [*row, (word, start)]


def is_initial(word: str) -> bool:
    """Whether a word of a pair is an initial with its full stop."""
    return word.endswith(".")


def folded(word: str) -> str:
    """A word of a pair as the index knows names; "" for one too short to be one and no initial."""
    parts = words(fold(word))
    return parts[0] if len(parts) == 1 and (is_initial(word) or len(parts[0]) >= _SHORTEST) else ""
