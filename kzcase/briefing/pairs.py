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
_AROUND = 80
"""Letters on each side of such a sign that are read again: more than a name has."""


def flowing(text: str) -> str:
    """A text as it would be printed, without the ends of its lines: a name may go over them."""
    plain = clean(text)
    return _LINE_END.sub(" ", _DIVIDED.sub("", plain)) if "\n" in plain else plain


def pairs(text: str) -> Iterator[Pair]:
    """Words with a capital that stand beside each other, or with another such word between.

    Behind a comma only the word next to it is looked at: a surname may stand
    before the given name so. The text is read as `flowing` says; words joined
    by a hyphen, dash, slash or a capital are read as one and as several.
    """
    plain = flowing(text)
    yield from (pair for pair, _, _ in placed(plain))
    yield from apart(plain)


def apart(plain: str) -> Iterator[Pair]:
    """The pairs of a flowing text where words that something joins are read as several."""
    for part in _joined(plain):
        yield from (pair for pair, _, _ in placed(_JOINERS.sub(" ", part)))


def single_words(plain: str) -> frozenset[str]:
    """The words of a flowing text, as they stand in its pairs but for an initial's full stop."""
    return frozenset(_WORD.findall(plain))


def _joined(text: str) -> Iterator[str]:
    """The stretches of a text around what may join words."""
    start = end = -1
    for found in _JOINERS.finditer(text):
        if start >= 0 and found.start() - _AROUND <= end:
            end = found.end() + _AROUND
            continue
        if start >= 0:
            yield text[start:end]
        start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    if start >= 0:
        yield text[start:end]


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
