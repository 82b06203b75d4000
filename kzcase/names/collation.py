"""Put names in Kazakh alphabetical order, through a plain text that sorts by itself.

Code points put Ә, Ғ, Қ and their kin after Я; a caseworker looks for them
beside А, Г and К. `sort_key` gives a text whose order, compared letter by
letter or byte by byte in UTF-8, is the Kazakh order, so that it can stand in
an ordinary indexed column of any database.

Order: digits, then the 42 letters of the Kazakh Cyrillic alphabet (for Russian
words it is the Russian order too), then Latin, then other scripts, as in the
Kazakh collation of Unicode CLDR; a shorter word before a longer one that
begins with it. Capitals, apostrophes and invisible characters do not count; a
hyphen parts words; Latin accents only decide between names otherwise equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from kzcase.names.letters import by_words, replace_letters
from kzcase.names.scripts import unmix_words

KAZAKH_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The letters of Kazakh Cyrillic, lower case, in alphabetical order."""

# Word gap < digits < Cyrillic ("@" to "i") < Latin (each led by "~") < other scripts, as they are.
# The accents of a name follow its key after a space, which is less than anything in a key.
_GAP: Final = "!"
_CYRILLIC: Final = {letter: chr(ord("@") + place) for place, letter in enumerate(KAZAKH_ALPHABET)}
_NEIGHBOURS: Final = {
    "є": "е", "ґ": "г", "ҳ": "х", "җ": "ж", "ҙ": "з", "ҡ": "к", "ҫ": "с", "ҥ": "н", "ҷ": "ч", "ј": "й",
    "ѣ": "е", "ѳ": "ф", "ѵ": "и",
}  # fmt: skip
_LATIN_SPECIAL: Final = {
    "ı": "i", "ə": "a", "ɵ": "o", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n",
}  # fmt: skip
_LATIN: Final = {letter: "~" + letter for letter in "abcdefghijklmnopqrstuvwxyz"}
_ACCENTED: Final = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_APOSTROPHES: Final = frozenset("'`´‘’‛ʹʻʼʽˈ′″”“\"·")


def sort_key(text: str) -> str:
    """A text whose plain order is the Kazakh alphabetical order of `text`.

    Equal keys mean that the names differ in nothing that sorting looks at.
    """
    return sort_keys([text])[0]


def sort_keys(texts: Sequence[str]) -> list[str]:
    """`sort_key` of each text, all at once."""
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    keys = [key.replace(" ", _GAP) for key in by_words(composed, _primary)]
    for place, text in enumerate(composed):
        if _ACCENTED.search(text):
            keys[place] += " " + unicodedata.normalize("NFC", text.casefold())
    return keys


def _primary(text: str) -> str:
    """What counts first in lines of composed text."""
    text = unicodedata.normalize("NFKD", text.replace("´", "'")).casefold()
    text = text.replace("и\u0306", "й").replace("е\u0308", "ё")
    others: dict[str, str] = {}
    for letter in frozenset(text):
        category = unicodedata.category(letter)
        if letter in _APOSTROPHES or category[0] == "M" or category in ("Cf", "Cs"):
            others[letter] = ""
        elif category == "Nd":
            others[letter] = str(unicodedata.digit(letter))
        elif not letter.isalnum() and letter != "\n":
            others[letter] = " "
    text = unmix_words(replace_letters(text, others))
    # Latin first: the Cyrillic letters become ASCII ones.
    for table in (_LATIN_SPECIAL, _LATIN, _NEIGHBOURS, _CYRILLIC):
        text = replace_letters(text, table)
    return text
