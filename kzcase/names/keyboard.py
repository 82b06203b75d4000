"""Reads what was typed with the keyboard set to another language: "<jrftd" is "Бокаев", "Ищлфум" is "Bokaev".

The layouts are those that computers in Kazakhstan come with: US English, Russian
(ЙЦУКЕН) and Kazakh, which has its own letters in the row of digits (GOST 43-95
and the layout of that name in Windows).
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_DIGITS = "234589-=" + "@#$%*(_+0)"
_KAZAKH = "әіңғүұөһ" + "ӘІҢҒҮҰӨҺқҚ"
SHORTEST = 3
"""Fewer letters are a beginning of something in any layout."""


@cache
def _tables() -> tuple[MappingProxyType[int, int], ...]:
    english, russian = _ENGLISH, _RUSSIAN
    to_russian = str.maketrans(english, russian)
    to_kazakh = str.maketrans(english + _DIGITS, russian + _KAZAKH)
    to_english = str.maketrans(russian + _KAZAKH, english + _DIGITS)
    return tuple(MappingProxyType(table) for table in (to_russian, to_kazakh, to_english))


def mistyped(text: str) -> tuple[str, ...]:
    """What the same keys say in the other layouts; nothing for texts of both scripts or of a letter or two.

    >>> mistyped("<jrftd"), mistyped("Ищлфум")
    (('Бокаев',), ('Bokaev',))
    """
    said = text.strip()
    if len(said) < SHORTEST:
        return ()
    low = said.casefold()
    cyrillic = any("а" <= letter <= "я" or letter in _KAZAKH or letter == "ё" for letter in low)
    latin = any("a" <= letter <= "z" for letter in low)
    if cyrillic == latin:
        return ()
    to_russian, to_kazakh, to_english = _tables()
    if cyrillic:
        found = [said.translate(to_english)]
    else:
        found = [said.translate(to_russian), said.translate(to_kazakh)]
    return tuple(one for one in dict.fromkeys(found) if one != said and _is_said(one))


def _is_said(text: str) -> bool:
    """Whether all words are letters and digits, as names are."""
    return all(part.isalnum() or part in "-'" for part in text.replace(" ", "")) and any(
        letter.isalpha() for letter in text
    )
