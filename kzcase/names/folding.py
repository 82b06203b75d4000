"""Bring every spelling of a name to one text, so that searching finds them all.

Боқаев, Бокаев, Bokaev, Bokayev, Bokaiev, Boqaev and Boqaıev all fold to
`bukaev`. A fold is for comparing and indexing only; it is never shown and
nothing is ever converted back from it.

How: compatibility decomposition and case folding without any locale (so that
I, ı, İ and i are one letter), invisible characters and apostrophes away, each
Cyrillic letter to the plainest Latin it is written with, each Latin letter and
digraph of the standards in `translit` to the same, and then a few rules that
merge what the standards write differently (ye and e, kh and h, ng and n, u and
o, doubled letters). The rules run until nothing changes, so a fold of a fold
is the fold.

What merging costs: the two vowels of Омаров and Умаров, Галиев and Галев,
Жанғали and Жанали cannot be told apart by the fold; `likeness` and the reader
can. What it cannot do is listed in `readings`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from kzcase.names.letters import by_words, replace_letters
from kzcase.names.scripts import unmix_words

_APOSTROPHES: Final = frozenset("'`´‘’‛ʹʻʼʽˈ′＇ꞌ")
_DROPPED: Final = frozenset('"“”„″ʺ·‧')  # also signs for ъ, and the dot that parts n·g in BGN/PCGN 1979
_HYPHENS: Final = frozenset("‐‑")

# Marks that make another letter of their base; every other mark is dropped.
_TELLING_MARKS: Final = frozenset("\u0301\u0302\u030c\u0326\u0327")
_MARKED: Final = {
    "s\u0327": "sh", "s\u0326": "sh", "s\u030c": "sh", "s\u0302": "sh", "s\u0301": "sh",
    "c\u0327": "ch", "c\u030c": "ch", "c\u0301": "ch",
    "z\u030c": "zh",
    "y\u0301": "u",  # у in the Kazakh Latin of 2018
    "a\u0302": "ia", "u\u0302": "iu",  # я and ю in GOST 7.79 system A
}  # fmt: skip

# Letters of Cyrillic alphabets. Russian and Kazakh first, then the neighbours'.
_CYRILLIC: Final = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "є": "e", "ґ": "g", "ҳ": "h", "җ": "zh", "ҙ": "z", "ҡ": "k", "ҫ": "s", "ҥ": "n", "ҷ": "ch", "ј": "i",
    "ѕ": "z", "џ": "zh", "ҝ": "g", "ҹ": "ch", "ѣ": "e", "ѳ": "f", "ѵ": "i",
}  # fmt: skip

_LATIN: Final = {
    "ı": "i", "ə": "a", "ɵ": "o", "ø": "o", "æ": "a", "œ": "o", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n",
    "ɣ": "g", "q": "k", "x": "ks",
}  # fmt: skip

# Words that Kazakh and Russian spell with different consonants, so often that people expect them to
# meet: қазақ and казах, бақыт and бахыт, рақым and рахим. A tolerance of searching, nothing more.
_STEMS: Final = {"kazah": "kazak", "bahit": "bakit", "rahim": "rakim"}

_DOUBLES: Final = tuple((letter * 2, letter) for letter in "abdefghijklmnoprstuvz")
_MERGERS: Final = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ng", "n"),
    ("ie", "e"), ("io", "e"),
    ("giu", "gu"), ("lia", "la"),  # Гүл, Гуль, Гюль; Ләззат, Ляззат
    ("o", "u"),
    *_STEMS.items(),
    ("shsh", "sh"), ("zhzh", "zh"), ("chch", "ch"),
)  # fmt: skip
# A bound against made-up texts in which every pass frees one more pair; no name comes near it.
_MOST_PASSES: Final = 40

_QUOTED: Final = re.compile(r"(?<!\S)'(\S*)'(?!\S)")
# The apostrophe Latin of 2017 writes s' for ш where BGN/PCGN 1947 writes it for сь: the soft sign is
# meant before ya, ye, yo, yu, in the frequent -sk- (Vas'kov) and in an English possessive.
_APOSTROPHE_SH: Final = re.compile(r"s'(?!y[aeou]|k[io]|s\b)")
_HYPHENATED: Final = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")
# j is ж in the Kazakh Latin of 2021, but й in GOST 7.79 and in German: й is meant after a vowel before
# a consonant or the word's end (Baltabaj), after a lone i (Ilijashev; not Aijan), in -ajev and before â or û.
_J_AS_Y: Final = re.compile(
    r"j(?:"
    r"(?<=[aeiouy]j)(?![aeiouy])"
    r"|(?<=[iy]j)(?<![aeiouy][iy]j)"
    r"|(?<=[aeou]j)(?=i[au])"
    r"|(?<=[aeou]j)(?=ev(?:\b|[ainy]))"
    r")"
)
_C_AS_K: Final = re.compile(r"c(?=[trl]|k(?![aio]))")
_C_AS_TS: Final = re.compile(r"c(?!h)")
_W_AS_U: Final = re.compile(r"w(?<=[ae]w)(?=[bdfghklmnprstvz])")
_C_ALONE: Final = re.compile(r"c(?![h\u0300-\u036f])")
# Letters that make a digraph with the one before, in the script that it is of.
_NEXT_LATIN: Final = "heaou"
_NEXT_CYRILLIC: Final = "һеаоу"
_DZH: Final = re.compile(r"(?:dz)+h")


def fold(text: str) -> str:
    """The one text under which all spellings of `text` meet: words of plain letters, parted by spaces.

    Only the letters a-z (never j, o, q, w, x, y) and digits remain, and letters
    of scripts other than Latin and Cyrillic. Punctuation parts words;
    a hyphen between letters joins them (Нур-Султан, Нурсултан).
    `fold(fold(text)) == fold(text)`.
    """
    return " ".join(_folded(text.replace("\n", " ")).split())


def fold_many(texts: Sequence[str]) -> list[str]:
    """`fold` of each text, all at once: 100,000 names in a fraction of a second."""
    return by_words(texts, _folded)


def words(folded: str) -> tuple[str, ...]:
    """The words of a folded text, in order."""
    return tuple(folded.split())


def readings(text: str) -> tuple[str, ...]:
    """`fold(text)` first, then the folds of other ways to read letters that standards use differently.

    j as й everywhere (Jurij, Tatjana) and as ж everywhere (Qajmurat), c as к
    (Oscar), and each apostrophe as a soft sign. To be tried by a search when
    the first finds little; the index holds only folds. Not covered: ъ as IE of
    ICAO 9303 (Podieiachev), ңх and ңһ where ң is ng (Manghan).
    """
    return tuple(dict.fromkeys(fold_many([text, *_other_readings(text)])))


def prefixes(text: str) -> tuple[str, ...]:
    """The beginnings that the fold of a finished name may have while only `text` of it is typed.

    The last letter may yet become part of a digraph: "K" of Kharkova, "Y" of
    Yerlan, "Ali" of Aliyev. `fold(text)` comes first.
    """
    return typed(text)[1]


def typed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The `readings` and the `prefixes` of a text, folded at once, as at every letter somebody types."""
    others = _other_readings(text)
    # No rule looks across white space: the words before the last stay as they are.
    *before, last = text.split() or ("",)
    following = _NEXT_CYRILLIC if last[-1:] in _CYRILLIC else _NEXT_LATIN
    longer = [] if not last or text[-1:].isspace() else [last + letter for letter in following]
    first, start, *rest = fold_many([text, " ".join(before), *others, *longer])
    ends = rest[len(others) :] if first else ()
    longer = [f"{start} {end}".strip() for end in ends]
    return (
        tuple(dict.fromkeys((first, *rest[: len(others)]))),
        tuple(dict.fromkeys((first, *(other for other in longer if not other.startswith(first))))),
    )


def _other_readings(text: str) -> list[str]:
    lower = unicodedata.normalize("NFKD", text).casefold()
    others = []
    if "j" in lower:
        others += [lower.replace("j", "y"), lower.replace("j", "zh")]
    if "c" in lower:
        others.append(_C_ALONE.sub("k", lower))
    if not _APOSTROPHES.isdisjoint(lower):
        others.append("".join([letter for letter in lower if letter not in _APOSTROPHES]))
    return others


def _folded(text: str) -> str:
    """The fold of lines parted by newline, with stray spaces still in it.

    No rule looks across white space, which is what lets `fold_many` fold each
    distinct word once.
    """
    if text.isascii():
        text = text.casefold()
    else:
        text = unicodedata.normalize("NFKD", text.replace("´", "'")).casefold()
        if not unicodedata.is_normalized("NFKD", text):
            text = unicodedata.normalize("NFKD", text)
        text = _unmarked(text)
    if "'" in text or "`" in text:
        text = _without_apostrophes(text.replace("`", "'"))
    if "-" in text:
        text = _HYPHENATED.sub("", text)
    alphabet = frozenset(text)
    others = {
        letter: ("" if letter in _DROPPED else " ")
        for letter in alphabet
        if not (letter.isalnum() or letter in " \n")
    }
    text = replace_letters(text, others)
    if not text.isascii():
        text = unmix_words(text)
        alphabet = frozenset(text)
    text = _latin(text, alphabet)
    if not text.isascii():
        text = replace_letters(text, _CYRILLIC, alphabet)
    return _merged(text)


def _unmarked(text: str) -> str:
    """`text`, decomposed and lower case, without marks, invisible characters and foreign digits."""
    early: dict[str, str] = {}
    late: dict[str, str] = {}
    for letter in frozenset(text):
        if letter in _TELLING_MARKS:
            late[letter] = ""
        elif (plain := _instead(letter)) is not None:
            early[letter] = plain
    text = replace_letters(text, early)
    if late:
        for marked, plain in _MARKED.items():
            text = text.replace(marked, plain)
    return replace_letters(text, late)


@lru_cache(maxsize=4096)
def _instead(letter: str) -> str | None:
    """What stands for one character before all else, if anything does."""
    if letter.isascii():
        return None
    if letter in _APOSTROPHES:
        return "'"
    if letter in _HYPHENS:
        return "-"
    category = unicodedata.category(letter)
    if category[0] == "M" or category in ("Cf", "Cs") or letter in _DROPPED:
        return ""
    return str(unicodedata.digit(letter)) if category == "Nd" else None


def _without_apostrophes(text: str) -> str:
    text = _QUOTED.sub(r"\1", text)
    text = _APOSTROPHE_SH.sub("sh", text)
    return text.replace("c'", "ch").replace("y'", "u").replace("'", "")


def _latin(text: str, alphabet: frozenset[str]) -> str:
    """`text` with the Latin letters read that mean different sounds in different standards."""
    if "ı" in alphabet:
        text = text.replace("ı", "i")
    if "j" in alphabet:
        text = _J_AS_Y.sub("i", text).replace("j", "zh")
    if "w" in alphabet:
        text = _W_AS_U.sub("u", text).replace("w", "v")
    if "c" in alphabet:
        text = _C_AS_TS.sub("ts", _C_AS_K.sub("k", text))
    return replace_letters(text, _LATIN, alphabet).replace("y", "i")


def _merged(text: str) -> str:
    """`text` after the merging rules, again and again until nothing changes."""
    for _ in range(_MOST_PASSES):
        before = text
        for double, single in _DOUBLES:
            text = text.replace(double, single)
        if "dzh" in text:
            text = _DZH.sub("zh", text)
        for spelled, plain in _MERGERS:
            text = text.replace(spelled, plain)
        if text == before:
            break
    return text
