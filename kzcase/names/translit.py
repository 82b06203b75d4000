"""Write Cyrillic names in Latin by a named standard, and Kazakh ones in Russian letters.

What comes out is a suggestion for a form or a query, never a passport spelling
(passports follow ministry practice and the holder's wish) and never stored
unasked. There is no way from Russian spelling back to Kazakh: Тулесова may be
Төлесова or Түлесова, and only a person knows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from kzcase.names.scripts import KAZAKH_LATIN_LETTERS, Script, script_of
from kzcase.names.tables import (
    KAZAKH_LATIN_2021,
    KAZAKH_ODNI_2015,
    RUSSIAN_BGN_PCGN_1947,
    STANDARDS,
    Language,
    Standard,
)

__all__ = [
    "STANDARDS",
    "Standard",
    "Suggestion",
    "latin_forms",
    "russian_form",
    "to_cyrillic",
    "transliterate",
]

# BGN/PCGN 1947: е is ye (ё is yë) at a word's beginning, after a vowel, and after й, ъ and ь.
_YE_AFTER: Final = frozenset("аеёиоуыэюяйъь")

# How Russian writes Kazakh letters; the rule for йы and йі is applied before.
_RUSSIAN: Final = {"ә": "а", "ө": "о", "ү": "у", "ұ": "у", "қ": "к", "ң": "н", "ғ": "г"}
_RUSSIAN_UNCHECKED: Final = {"і": "и", "һ": "х"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A spelling to offer in a form, with the rule that made it.

    `unchecked` says that a letter of it follows a table row nobody has checked
    at the source: to be shown with a mark.
    """

    text: str
    rule: str
    unchecked: bool


def transliterate(text: str, standard: str | Standard) -> str:
    """`text` in the Latin of `standard` (a key of `STANDARDS`), letter by letter.

    Letters that the standard does not know stay as they are. Capitals follow
    the word: Шағи gives Shaghi, ШАҒИ gives SHAGHI. Raises KeyError for an
    unknown standard.
    """
    rules = STANDARDS[standard] if isinstance(standard, str) else standard
    composed = unicodedata.normalize("NFC", text)
    return "".join(_letter(rules, composed, place) for place in range(len(composed)))


def latin_forms(text: str, language: Language | None = None) -> tuple[Suggestion, ...]:
    """Latin spellings to offer for a Cyrillic name, each once, the plainest first.

    `language` may say what the spelling is; otherwise a Kazakh letter tells
    Kazakh, and a name without one is tried as Russian and then as Kazakh.
    Nothing for a name that is not Cyrillic.
    """
    composed = unicodedata.normalize("NFC", text)
    script = script_of(composed)
    if script not in (Script.KAZAKH, Script.CYRILLIC):
        return ()
    order: tuple[Language, ...]
    if language:
        order = (language,)
    else:
        order = ("kk",) if script is Script.KAZAKH else ("ru", "kk")
    found: dict[str, Suggestion] = {}
    for wanted in order:
        for rules in _offered(wanted):
            if script is Script.KAZAKH and wanted == "ru":
                continue  # a table of Russian has no Kazakh letters
            latin = transliterate(composed, rules)
            unchecked = not rules.unchecked.isdisjoint(composed.casefold())
            found.setdefault(latin, Suggestion(latin, rules.title, unchecked))
    return tuple(found.values())


def russian_form(text: str) -> Suggestion:
    """A Kazakh Cyrillic name as Russian texts write it: Төлесова to Толесова.

    Common practice, not a standard: ә to а, ө to о, ү and ұ to у, қ to к, ң to
    н, ғ to г, йы and йі to и; і to и and һ to х are unchecked. Usage often
    differs (Төлесова is Тулесова to many), so it is only ever offered.
    """
    composed = unicodedata.normalize("NFC", text)
    unchecked = not frozenset(_RUSSIAN_UNCHECKED).isdisjoint(composed.casefold())
    plain = re.sub("й[ыі]", "и", composed)
    plain = re.sub("Й[ыіЫІ]", "И", plain)
    for kazakh, russian in (_RUSSIAN | _RUSSIAN_UNCHECKED).items():
        plain = plain.replace(kazakh, russian).replace(kazakh.upper(), russian.upper())
    return Suggestion(plain, "Russian spelling of Kazakh letters", unchecked)


def to_cyrillic(text: str) -> Suggestion | None:
    """A Cyrillic spelling to offer for a Latin name, or None when it is not Latin.

    Kazakh only when the Latin itself has letters of the Kazakh alphabet of
    2021; otherwise the Russian reading of the usual English spelling. Always
    unchecked: Latin tells less than Cyrillic.
    """
    composed = unicodedata.normalize("NFC", text)
    if script_of(composed) is not Script.LATIN:
        return None
    if KAZAKH_LATIN_LETTERS.isdisjoint(composed):
        return Suggestion(_read_words(composed, kazakh=False), "Russian reading of the Latin spelling", True)
    return Suggestion(_read_words(composed, kazakh=True), "Kazakh Latin of 2021 read back", True)


def _offered(language: Language) -> tuple[Standard, ...]:
    """The standards to propose, the plainest to read first."""
    first = KAZAKH_ODNI_2015 if language == "kk" else RUSSIAN_BGN_PCGN_1947
    others = (rules for rules in STANDARDS.values() if rules.language == language and not rules.only_read)
    return (first, *(rules for rules in others if rules is not first))


def _letter(rules: Standard, text: str, place: int) -> str:
    """The Latin for the letter of `text` at `place`, seen with its neighbours."""
    letter = text[place]
    lower = letter.lower()
    latin = rules.letters.get(lower)
    if latin is None:
        return letter
    before = text[place - 1].lower() if place else ""
    if rules is RUSSIAN_BGN_PCGN_1947 and lower in "её" and (not before.isalpha() or before in _YE_AFTER):
        latin = "y" + latin
    if rules is KAZAKH_ODNI_2015 and lower == before == "ш":
        return ""  # шш is sh, not shsh
    if letter == lower:
        return latin
    if lower in rules.capitals:
        return rules.capitals[lower]
    return latin.upper() if _in_capitals(text, place) else latin[:1].upper() + latin[1:]


def _in_capitals(text: str, place: int) -> bool:
    """Whether the capital at `place` stands in a word of capitals."""
    after = text[place + 1 : place + 2]
    if after.isalpha():
        return after.isupper()
    before = text[place - 1 : place]
    return before.isalpha() and before.isupper()


# The usual English spelling read in Russian letters, longest first.
_ENGLISH: Final = (
    ("shch", "щ"), ("dzh", "дж"), ("iia", "ия"), ("iiu", "ию"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"),
    ("ch", "ч"), ("sh", "ш"), ("gh", "г"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("ye", "е"), ("x", "кс"),
    ("q", "к"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"),
    ("i", "и"), ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("y", "ы"), ("z", "з"), ("'", "ь"),
    ("’", "ь"),
)  # fmt: skip
# Latin letters of 2021 that can be read back; i is и or й, h is х, as seen in `_read_kazakh`.
_KAZAKH_BACK: Final = {"iia": "ия", "ch": "ч", "w": "у", "x": "кс", "h": "х", "i": "и"} | {
    latin: letter
    for letter, latin in KAZAKH_LATIN_2021.letters.items()
    if len(latin) == 1 and letter not in "иййщэхһ"
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")


def _read_words(text: str, *, kazakh: bool) -> str:
    """`text` with each Latin word read as Cyrillic, its capitals kept."""

    def read(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.replace("İ", "i").replace("I", "ı" if kazakh else "i").lower()
        cyrillic = _read_kazakh(lower) if kazakh else _read_russian(lower)
        if len(word) > 1 and word.isupper():
            return cyrillic.upper()
        return cyrillic[:1].upper() + cyrillic[1:] if word[0].isupper() else cyrillic

    return _WORD.sub(read, text)


def _read_russian(word: str) -> str:
    plain = "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))
    plain = re.sub(r"(?<=[rk])y$", "ий", plain)
    plain = re.sub(r"(?<=[^aeiouy])ia$", "ия", plain)
    plain = re.sub(r"(?<=[aeou])i(?=e)", "", plain)  # Bokaiev
    plain = re.sub(r"(?<=[aeiou])[yi](?![aeiou])", "й", plain)
    for latin, cyrillic in _ENGLISH:
        plain = plain.replace(latin, cyrillic)
    return plain


def _read_kazakh(word: str) -> str:
    text = re.sub(r"(?<=[aäeoöuūüyı])i", "й", word)
    for latin, cyrillic in _KAZAKH_BACK.items():
        text = text.replace(latin, cyrillic)
    return text
