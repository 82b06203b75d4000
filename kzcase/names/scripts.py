"""Tell which script a word is written in, and flag words that mix two.

A name with one Latin letter inside a Cyrillic word looks right and is found by
nobody. Such words are flagged to the caseworker; the stored text is never
altered. For searching, `unmix` reads the stranger letter as its look-alike.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Script(StrEnum):
    """The writing of a word, as far as names here need it."""

    KAZAKH = "kazakh"
    """Cyrillic with at least one letter that Kazakh has and Russian has not."""
    CYRILLIC = "cyrillic"
    """Cyrillic without such a letter: Russian, or a Kazakh word that needs none."""
    LATIN = "latin"
    MIXED = "mixed"
    """Cyrillic and Latin letters in one word."""
    OTHER = "other"
    NONE = "none"
    """No letters at all."""


KAZAKH_LETTERS: Final = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
"""The nine letters of Kazakh Cyrillic that Russian lacks (BGN/PCGN 1979)."""

KAZAKH_LATIN_LETTERS: Final = frozenset("äğıñöşūüÄĞİÑÖŞŪÜ")
"""Letters by which a Kazakh Latin spelling of 2021 can be recognised."""

# Letters that look alike in print, lower case; the reader cannot tell them apart.
_LATIN_AS_CYRILLIC: Final = {
    "a": "а", "b": "в", "c": "с", "e": "е", "h": "һ", "i": "і", "k": "к", "m": "м", "o": "о",
    "p": "р", "t": "т", "x": "х", "y": "у", "ə": "ә", "ɵ": "ө",
}  # fmt: skip
_CYRILLIC_AS_LATIN: Final = {
    "а": "a", "в": "b", "с": "c", "е": "e", "һ": "h", "і": "i", "к": "k", "м": "m", "о": "o",
    "р": "p", "т": "t", "х": "x", "у": "y", "ә": "ə", "ө": "ɵ", "ј": "j", "ѕ": "s",
}  # fmt: skip

_BOTH: Final = re.compile(r"[\u0400-\u052f][a-zəɵ]|[a-zəɵ][\u0400-\u052f]")
_WORD_LETTERS: Final = re.compile(r"\w+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f'’ʼ\u00ad\u200b-\u200f\u2060\ufeff]*[^\W\d_]+)*")


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f" or "\u1c80" <= letter <= "\u1c8f" or "\ua640" <= letter <= "\ua69f"


def _is_latin(letter: str) -> bool:
    if letter.isascii():
        return letter.isalpha()
    return letter.isalpha() and "LATIN" in unicodedata.name(letter, "")


def script_of(word: str) -> Script:
    """The script of one word (or of a whole text taken as one word).

    Marks, digits and punctuation count for nothing.
    """
    cyrillic = latin = other = kazakh = False
    for letter in unicodedata.normalize("NFC", word):
        if _is_cyrillic(letter):
            cyrillic = True
            kazakh = kazakh or letter in KAZAKH_LETTERS
        elif _is_latin(letter):
            latin = True
        elif letter.isalpha():
            other = True
    if cyrillic and latin:
        return Script.MIXED
    if cyrillic:
        return Script.KAZAKH if kazakh else Script.CYRILLIC
    if latin:
        return Script.LATIN
    return Script.OTHER if other else Script.NONE


def mixed_script_words(text: str) -> tuple[str, ...]:
    """The words of `text` that hold both Cyrillic and Latin letters, in order, each once.

    To be shown as a warning. Invisible characters inside a word do not hide it;
    a hyphen parts two words.
    """
    found = (match.group() for match in _WORD.finditer(unicodedata.normalize("NFC", text)))
    return tuple(dict.fromkeys(word for word in found if script_of(word) is Script.MIXED))


def unmix(word: str) -> str:
    """`word`, in lower case, with stranger letters read as the look-alikes they are.

    If every Latin letter of a mixed word has a Cyrillic double the word is read
    as Cyrillic, else if every Cyrillic one has a Latin double, as Latin;
    otherwise, and when not mixed, it comes back as it is. Only for comparing.
    """
    latin = {letter for letter in word if _is_latin(letter)}
    cyrillic = {letter for letter in word if _is_cyrillic(letter)}
    if not latin or not cyrillic:
        return word
    to_cyrillic = latin <= _LATIN_AS_CYRILLIC.keys()
    to_latin = cyrillic <= _CYRILLIC_AS_LATIN.keys()
    # Both fit only in short words of look-alikes alone; the script with more letters is meant.
    if to_cyrillic and not (to_latin and sum(map(_is_latin, word)) > sum(map(_is_cyrillic, word))):
        return "".join(_LATIN_AS_CYRILLIC.get(letter, letter) for letter in word)
    if to_latin:
        return "".join(_CYRILLIC_AS_LATIN.get(letter, letter) for letter in word)
    return word


def unmix_words(text: str) -> str:
    """`text`, in lower case and without marks, with each word of two scripts as `unmix` reads it.

    Most texts have none and come back as they are.
    """
    parts: list[str] = []
    done = 0
    found = _BOTH.search(text)
    while found:
        start = found.start()
        while start > done and text[start - 1].isalnum():
            start -= 1
        word = _WORD_LETTERS.match(text, start)
        assert word is not None  # it starts with a letter
        parts += (text[done:start], unmix(word.group()))
        done = word.end()
        found = _BOTH.search(text, done)
    return "".join(parts) + text[done:] if parts else text
