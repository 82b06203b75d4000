"""Take a name apart into surname, given name and patronymic, and put it together again.

Kazakhstan's official order is surname, given name, patronymic; the English
press writes given name and surname. A patronymic is told by its ending, a
Russian-style surname often too; -ұлы and -қызы may be either (Marriage and
Family Code, art. 194: the father's name with -uly or -kyzy may stand as the
surname, and then first and without a patronymic). So everything here is a
suggestion for a form, with its doubt said, never a fact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kzcase.names.folding import fold
from kzcase.names.scripts import Script, script_of


class Gender(StrEnum):
    """What an ending says about its bearer."""

    FEMALE = "female"
    MALE = "male"


class Place(StrEnum):
    """Which part of a name an ending marks."""

    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    EITHER = "either"


class Style(StrEnum):
    """How a name is written out."""

    OFFICIAL = "official"
    """Surname, given name, patronymic: Сериков Алмас Болатұлы."""
    ENGLISH = "english"
    """Given name and surname: Almas Serikov."""
    LISTED = "listed"
    """For lists sorted by surname: Serikov, Almas Bolatuly."""
    SHORT = "short"
    """Initials: А. Б. Сериков."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of a surname or patronymic, as it folds.

    `folded` is what a folded word ends with, `written` how it is spelled in
    Cyrillic, for showing.
    """

    folded: str
    written: str
    place: Place
    gender: Gender


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart. Parts that are not there are empty texts.

    `certain` is False where the order or an ending left a doubt: the form then
    asks the caseworker to look.
    """

    family: str = ""
    given: str = ""
    patronymic: str = ""
    certain: bool = False


# The first that fits is meant, so a longer one stands before a shorter one it ends with.
ENDINGS: Final = (
    Ending("kizi", "-қызы", Place.EITHER, Gender.FEMALE),
    Ending("uli", "-ұлы", Place.EITHER, Gender.MALE),
    Ending("ugli", "-оглы", Place.EITHER, Gender.MALE),
    Ending("inichna", "-инична", Place.PATRONYMIC, Gender.FEMALE),
    Ending("uvna", "-овна", Place.PATRONYMIC, Gender.FEMALE),
    Ending("evna", "-евна", Place.PATRONYMIC, Gender.FEMALE),
    Ending("ichna", "-ична", Place.PATRONYMIC, Gender.FEMALE),
    Ending("uvich", "-ович", Place.PATRONYMIC, Gender.MALE),
    Ending("evich", "-евич", Place.PATRONYMIC, Gender.MALE),
    Ending("tskaia", "-цкая", Place.SURNAME, Gender.FEMALE),
    Ending("skaia", "-ская", Place.SURNAME, Gender.FEMALE),
    Ending("tski", "-цкий", Place.SURNAME, Gender.MALE),
    Ending("ski", "-ский", Place.SURNAME, Gender.MALE),
    Ending("uva", "-ова", Place.SURNAME, Gender.FEMALE),
    Ending("eva", "-ева", Place.SURNAME, Gender.FEMALE),
    Ending("ina", "-ина", Place.SURNAME, Gender.FEMALE),
    Ending("uv", "-ов", Place.SURNAME, Gender.MALE),
    Ending("ev", "-ев", Place.SURNAME, Gender.MALE),
    Ending("in", "-ин", Place.SURNAME, Gender.MALE),
)
# Fathers' names with the short ending -ич: Ильич, Кузьмич, Фомич, Лукич, Никитич, Саввич.
_SHORT_PATRONYMICS: Final = frozenset(map(fold, ("Ильич", "Кузьмич", "Фомич", "Лукич", "Никитич", "Саввич")))
_SHORT: Final = Ending("ich", "-ич", Place.PATRONYMIC, Gender.MALE)
# Endings that also close many given names (Амин, Марина): no proof of a surname by themselves.
_WEAK: Final = frozenset({"in", "ina"})
_LONE_ENDINGS: Final = frozenset({"uli", "kizi", "ugli"})
# A root of at least two letters before the ending: "Лев" and "Ева" are given names.
_LEAST_ROOT: Final = 2
_INITIAL: Final = re.compile(r"\w{1,2}\.|\w")
_DIGRAPHS: Final = ("shch", "sh", "zh", "kh", "ch", "ts", "gh", "ya", "yu", "ye", "yo", "ia", "iu")


def ending_of(word: str) -> Ending | None:
    """The surname or patronymic ending of one word in any script or spelling, or None.

    "Қайрат қызы" counts as one word.
    """
    folded = fold(word)
    root, gap, last = folded.rpartition(" ")
    if gap:
        if " " in root or last not in _LONE_ENDINGS:
            return None
        folded = root + last
    if folded in _SHORT_PATRONYMICS:
        return _SHORT
    for ending in ENDINGS:
        if folded.endswith(ending.folded) and len(folded) >= len(ending.folded) + _LEAST_ROOT:
            return ending
    return None


def take_apart(name: str) -> Parts:
    """A typed or pasted full name as surname, given name and patronymic.

    Reads "Surname, Given Patronymic"; a surname in capitals; a patronymic by
    its ending; a surname by its ending; and otherwise the order usual in the
    script: surname first in Cyrillic, last in Latin. "Болат ұлы" is one word.
    Four words and more are left together beside the surname, uncertain.
    """
    name = unicodedata.normalize("NFC", name)
    family, comma, rest = name.partition(",")
    if comma and "," not in rest:
        given, patronymic = _given_and_patronymic(_split(rest))
        return Parts(" ".join(_split(family)), given, patronymic, certain=bool(given))
    parts = _split(name.replace(",", " "))
    if len(parts) < 2:
        return Parts(given=parts[0]) if parts else Parts()
    fathers = [_ends_either(word) for word in parts]
    if fathers == [False, True] and script_of(name) is not Script.LATIN:
        return Parts(given=parts[0], patronymic=parts[1])  # in Latin a surname of that kind comes last
    at, certain = _surname_at(parts)
    others = parts[:at] + parts[at + 1 :]
    given, patronymic = _given_and_patronymic(others)
    return Parts(parts[at], given, patronymic, certain=certain and len(others) <= 2)


def display(family: str, given: str, patronymic: str = "", style: Style = Style.OFFICIAL) -> str:
    """A name written out in `style`; missing parts leave no gap."""
    family, given, patronymic = (" ".join(part.split()) for part in (family, given, patronymic))
    if style is Style.ENGLISH:
        return " ".join(filter(None, (given, family)))
    if style is Style.LISTED:
        return ", ".join(filter(None, (family, " ".join(filter(None, (given, patronymic))))))
    if style is Style.SHORT and family:
        return " ".join(filter(None, (initial(given), initial(patronymic), family)))
    return " ".join(filter(None, (family, given, patronymic)))


def initial(name: str) -> str:
    """The initial of one name with its point: "А.", "Zh." where English writes one sound in two letters.

    Empty for an empty name; each part of a hyphenated name has its own.
    """
    return "-".join(_initial(part) for part in name.strip().split("-") if part)


def suggest_gender(family: str = "", given: str = "", patronymic: str = "") -> Gender | None:
    """The gender that the endings speak for, or None when they are silent or disagree.

    A suggestion for an empty field, no more: many surnames have no ending, and
    a given name is never judged.
    """
    found = {ending.gender for ending in map(ending_of, (patronymic, family)) if ending}
    return found.pop() if len(found) == 1 else None


def _initial(name: str) -> str:
    lower = name.lower()
    for digraph in _DIGRAPHS:
        if lower.startswith(digraph):
            return name[0].upper() + digraph[1:] + "."
    return name[0].upper() + "."


def _split(text: str) -> list[str]:
    """The words of a name, with a lone ұлы or қызы joined to the father's name before it."""
    found: list[str] = []
    for word in text.split():
        if found and fold(word) in _LONE_ENDINGS and not _ends_patronymic(found[-1]):
            found[-1] += " " + word
        else:
            found.append(word)
    return found


def _ends_patronymic(word: str) -> bool:
    ending = ending_of(word)
    return ending is not None and ending.place is not Place.SURNAME


def _ends_either(word: str) -> bool:
    ending = ending_of(word)
    return ending is not None and ending.place is Place.EITHER


def _surname_at(parts: list[str]) -> tuple[int, bool]:
    """Where the surname stands among at least two words, and whether that is beyond doubt."""
    shouted = [place for place, word in enumerate(parts) if len(word) > 2 and word.isupper()]
    if len(shouted) == 1 and not all(word.isupper() for word in parts):
        return shouted[0], True
    places = {Place.SURNAME: list[int](), Place.PATRONYMIC: list[int](), Place.EITHER: list[int]()}
    for at, word in enumerate(parts):
        ending = ending_of(word)
        if ending and not (ending.place is Place.SURNAME and ending.folded in _WEAK):
            places[ending.place].append(at)
    if len(places[Place.SURNAME]) == 1:
        return places[Place.SURNAME][0], True
    patronymic = places[Place.PATRONYMIC] or places[Place.EITHER]
    last = len(parts) - 1
    if len(parts) == 3 and patronymic == [2]:
        return 0, True  # surname, given name, patronymic
    if len(parts) == 3 and patronymic == [1]:
        return 2, True  # given name, patronymic, surname
    if len(parts) == 2 and places[Place.EITHER] == [0]:
        return 0, True  # the father's name stands as the surname and comes first
    latin = all(script_of(word) in (Script.LATIN, Script.NONE) for word in parts)
    return (last if latin else 0), False


def _given_and_patronymic(parts: list[str]) -> tuple[str, str]:
    """The words beside the surname as given name and patronymic."""
    if len(parts) >= 2 and (_ends_patronymic(parts[-1]) or _INITIAL.fullmatch(parts[-1])):
        return " ".join(parts[:-1]), parts[-1]
    return " ".join(parts), ""
