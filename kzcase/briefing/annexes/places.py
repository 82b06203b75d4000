"""Finds the places of a page's words at which a name stands, in any script and spelling. Pure.

What the gate would object to in a text is found here letter by letter, by the
same rules, so that whoever covers every place found is not told of another.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kzcase.briefing.annexes.flatten import BROKEN, WHOLE, Box, Letters
from kzcase.briefing.discretion import Care, Discretion
from kzcase.briefing.pairs import placed
from kzcase.names.folding import fold, words

Span = tuple[int, int]
"""Where some letters begin and end in a text."""

_IN_WORDS = frozenset("'`´‘’‛ʹʻʼʽˈ′＇ꞌ-‐‑·‧" + BROKEN)
_HYPHENS = "-‐‑" + BROKEN
_LINES = frozenset("\r\n" + BROKEN)
_INITIALS_BEFORE = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?){1,3}$")
_INITIALS_BEHIND = re.compile(r"[ \u00a0]?(?:[^\W\d_]\.[ \u00a0]?){1,3}")
_REACH = 12
"""Letters beside a name in which its initials are looked for."""
_FAR = 60
"""Thousandths between two letters that stand in different places, whatever the text says."""
_ASIDE, _ABOVE = 3, 2
"""Thousandths by which a box is larger than the letters it covers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A name on a page: the words as they stand there, what is around them, and the boxes that cover it.

    A name that goes on in the next line has two boxes.
    """

    page: int
    text: str
    around: str
    areas: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, and what it is folded."""

    start: int
    end: int
    fold: str


def readings(text: str) -> str:
    """A page's words with each broken one written both ways: as one word, and as two.

    «Али-» and «ев» are one name, «Али-» and «Бек» two; nobody can tell.
    """
    if BROKEN not in text:
        return text
    return "\n".join((text.replace(BROKEN, ""), text.replace(BROKEN, "-\n")))


def spans(text: str, keeping: Discretion, *, cited: bool = False, exact: Iterable[str] = ()) -> list[Span]:
    """The places of a text that give away somebody who is kept out, or hold words not to be said.

    `exact` are folded words that are found only as they are, with a capital:
    names too short for any ending. Initials beside a name belong to it.
    """
    least = Care.STRICT if cited else Care.UNCITED
    short = frozenset(exact)
    found: set[Span] = set()
    plain = list(_words(text))
    for word in (*plain, *_joined(text, plain), *_parts(text, plain)):
        tokens = words(word.fold)
        if any(keeping.is_name(token, least) for token in tokens) or (
            short and not short.isdisjoint(tokens) and text[word.start].isupper()
        ):
            found.add((word.start, word.end))
    hidden = [name for name, care in keeping.inside.items() if care >= least]
    found |= set(_across(plain, (*hidden, *keeping.unsaid)))
    if keeping.strangers:
        # The line a name breaks off at is no end of it.
        flowing = text.translate({ord(one): " " for one in _LINES})
        for pair, start, end in placed(flowing):
            if (care := keeping.strangers.get(pair)) is not None and care >= least:
                found.add((start, end))
    return _merged(text, (_with_initials(text, span) for span in found))


def boxes(letters: Letters, span: Span) -> tuple[Box, ...]:
    """The boxes that cover some letters of a page: one for each line they stand on."""
    made: list[Box] = []
    now: Box | None = None
    for index in range(*span):
        place = letters.place(index)
        if letters.text[index] in _LINES and now is not None:
            now = _union(now, place) if place is not None and _near(now, place) else now
            made.append(now)
            now = None
        elif place is not None:
            if now is not None and not _near(now, place):
                made.append(now)
                now = None
            now = place if now is None else _union(now, place)
    if now is not None:
        made.append(now)
    return tuple(dict.fromkeys(_padded(one) for one in made))


def found(letters: Letters, some: Sequence[Span]) -> Iterator[Place]:
    """The places of a page's spans; those that are drawn nowhere have none."""
    for start, end in some:
        if areas := boxes(letters, (start, end)):
            said = " ".join(letters.text[start:end].replace(BROKEN, "").split())
            yield Place(letters.number, said, _around(letters.text, start, end), areas)


# --- words ----------------------------------------------------------------------------------------


def _words(text: str) -> Iterator[_Word]:
    """Every word, as the fold parts them; one that is broken at a line's end is two."""
    start = None
    for index, letter in enumerate(text):
        if letter != BROKEN and _is_in_words(letter):
            start = index if start is None else start
        elif start is not None:
            yield _word(text, start, index)
            start = None
    if start is not None:
        yield _word(text, start, len(text))


def _word(text: str, start: int, end: int) -> _Word:
    return _Word(start, end, fold(text[start:end]))


@lru_cache(maxsize=4096)
def _is_in_words(letter: str) -> bool:
    return letter.isalnum() or letter in _IN_WORDS or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")


def _joined(text: str, plain: Sequence[_Word]) -> Iterator[_Word]:
    """Words that a line's end parts, as one."""
    for one, other in zip(plain, plain[1:], strict=False):
        between = text[one.end : other.start]
        hyphen = text[one.end - 1] in _HYPHENS or between[:1] == BROKEN
        if hyphen and not between.strip(" \r\n" + BROKEN):
            said = text[one.start : one.end].rstrip(_HYPHENS) + text[other.start : other.end]
            yield _Word(one.start, other.end, fold(said))


def _parts(text: str, plain: Sequence[_Word]) -> Iterator[_Word]:
    """The halves of words with a hyphen."""
    for word in plain:
        said = text[word.start : word.end]
        if any(one in said for one in _HYPHENS):
            for part in re.finditer(rf"[^{_HYPHENS}]+", said):
                yield _word(text, word.start + part.start(), word.start + part.end())


def _across(plain: Sequence[_Word], names: Sequence[str]) -> Iterator[Span]:
    """Names that stand in the text once all its gaps are taken out: spaced letters, odd breaks."""
    if not names:
        return
    begins, whole = [], []
    length = 0
    for word in plain:
        begins.append(length)
        squeezed = word.fold.replace(" ", "")
        whole.append(squeezed)
        length += len(squeezed)
    text = "".join(whole)
    for name in names:
        at = text.find(name)
        while at >= 0:
            first = bisect_right(begins, at) - 1
            last = bisect_right(begins, at + len(name) - 1) - 1
            yield plain[first].start, plain[last].end
            at = text.find(name, at + 1)


def _with_initials(text: str, span: Span) -> Span:
    start, end = span
    beside = _INITIALS_BEFORE.search(text[max(0, start - _REACH) : start])
    if beside is not None and beside.group()[0].isupper():
        start -= len(beside.group())
    behind = _INITIALS_BEHIND.match(text[end : end + _REACH])
    if behind is not None and behind.group().strip()[0].isupper():
        end += len(behind.group().rstrip())
    return start, end


def _merged(text: str, some: Iterable[Span]) -> list[Span]:
    """Spans that overlap, or have no more than a space between, as one; in the order of the text."""
    made: list[Span] = []
    for start, end in sorted(some):
        if made and not text[made[-1][1] : start].strip(" \u00a0"):
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _around(text: str, start: int, end: int) -> str:
    """A place with some words before and behind it, on one line."""
    before, behind = text[max(0, start - 30) : start], text[end : end + 30]
    said = f"{before}{text[start:end]}{behind}".replace(BROKEN, "-")
    return " ".join(said.split())


# --- boxes ----------------------------------------------------------------------------------------


def _near(one: Box, other: Box) -> bool:
    """Whether a letter stands beside what was before it."""
    across = max(other[0] - one[2], one[0] - other[2])
    down = max(other[1] - one[3], one[1] - other[3])
    return across <= _FAR and down <= _FAR


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _padded(box: Box) -> Box:
    left, top, right, bottom = box
    return (
        max(0, left - _ASIDE),
        max(0, top - _ABOVE),
        min(WHOLE, right + _ASIDE),
        min(WHOLE, bottom + _ABOVE),
    )
