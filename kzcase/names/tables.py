"""The letter tables by which Cyrillic names are written in Latin, each with its source.

Tables are data: a letter, its Latin. Rules that depend on the neighbouring
letters live in `translit`. Letters whose Latin form could not be checked
against the standard itself are listed as unchecked, and whatever is made with
one of them is marked so on screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Language = Literal["kk", "ru"]


@dataclass(frozen=True, slots=True)
class Standard:
    """One way to write a Cyrillic alphabet in Latin.

    `letters` maps lower-case letters; a capital is made by capitalising the
    result unless `capitals` says otherwise. `only_read` marks spellings that
    people meet in old texts and type into the search, but that are not
    proposed for new records. `unchecked` are letters not verified at the source.
    """

    key: str
    language: Language
    title: str
    source: str
    letters: Mapping[str, str]
    unchecked: frozenset[str] = frozenset()
    only_read: bool = False
    capitals: Mapping[str, str] = field(default_factory=dict)


_SHARED: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f",
}  # fmt: skip

_KAZAKH_LETTERS: Final = frozenset("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")

KAZAKH_BGN_PCGN_1979: Final = Standard(
    key="kk-bgn-pcgn-1979",
    language="kk",
    title="BGN/PCGN 1979",
    source="BGN/PCGN romanization of Kazakh, 1979 agreement (confirmed 2019)",
    letters=_SHARED
    | {
        "ә": "ä", "ғ": "gh", "е": "e", "ё": "yo", "ж": "zh", "и": "ī", "й": "y", "қ": "q", "ң": "ng",
        "ө": "ö", "у": "ū", "ұ": "u", "ү": "ü", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "”", "ы": "y", "і": "i", "ь": "’", "э": "ė", "ю": "yu", "я": "ya",
    },
)  # fmt: skip

KAZAKH_ODNI_2015: Final = Standard(
    key="kk-odni-2015",
    language="kk",
    title="ODNI 2015",
    source="US Intelligence Community Standard ICS-630-01 (2015), table for Kazakh",
    letters=_SHARED
    | {
        "ә": "a", "ғ": "gh", "е": "e", "ё": "yo", "ж": "zh", "и": "i", "й": "y", "қ": "q", "ң": "ng",
        "ө": "o", "у": "u", "ұ": "u", "ү": "u", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    },
)  # fmt: skip

_KAZAKH_LATIN_2021: Final = _SHARED | {
    "ә": "ä", "ғ": "ğ", "е": "e", "ё": "io", "ж": "j", "и": "i", "й": "i", "қ": "q", "ң": "ñ", "ө": "ö",
    "у": "u", "ұ": "ū", "ү": "ü", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "ş", "щ": "ş", "ъ": "",
    "ы": "y", "і": "ı", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip

KAZAKH_LATIN_2021: Final = Standard(
    key="kk-latin-2021",
    language="kk",
    title="Kazakh Latin, draft of 2021",
    source="Kazakh Latin alphabet of 31 letters as put to public opinion in April 2021",
    letters=_KAZAKH_LATIN_2021,
    unchecked=_KAZAKH_LETTERS - frozenset("ғжйқңөұүһшыі"),  # those a published sample text confirms
    capitals={"и": "İ", "й": "İ", "і": "I"},
)

KAZAKH_ACUTE_2018: Final = Standard(
    key="kk-acute-2018",
    language="kk",
    title="Kazakh Latin with acutes, 2018",
    source="Kazakh Latin alphabet of February 2018; news sites still write it",
    letters=_SHARED
    | {
        "ә": "á", "ғ": "ǵ", "е": "e", "ё": "ıo", "ж": "j", "и": "ı", "й": "ı", "қ": "q", "ң": "ń", "ө": "ó",
        "у": "ý", "ұ": "u", "ү": "ú", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh",
        "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "ıý", "я": "ıa",
    },
    unchecked=_KAZAKH_LETTERS - frozenset("әғңөүучшреспбликаын"),  # marks, digraphs and a sample word
    only_read=True,
    capitals={"и": "I", "й": "I"},
)  # fmt: skip

KAZAKH_APOSTROPHE_2017: Final = Standard(
    key="kk-apostrophe-2017",
    language="kk",
    title="Kazakh Latin with apostrophes, 2017",
    source="Kazakh Latin alphabet of October 2017, replaced in February 2018",
    letters=_SHARED
    | {
        "ә": "a'", "ғ": "g'", "е": "e", "ё": "i'o", "ж": "j", "и": "i'", "й": "i'", "қ": "q", "ң": "n'",
        "ө": "o'", "у": "y'", "ұ": "u", "ү": "u'", "х": "h", "һ": "h", "ц": "ts", "ч": "c'", "ш": "s'",
        "щ": "s'", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "i'y'", "я": "i'a",
    },
    unchecked=_KAZAKH_LETTERS - frozenset("респубкасы"),  # a sample word
    only_read=True,
)  # fmt: skip

RUSSIAN_BGN_PCGN_1947: Final = Standard(
    key="ru-bgn-pcgn-1947",
    language="ru",
    title="BGN/PCGN 1947",
    source="BGN/PCGN romanization of Russian, 1947 agreement",
    letters=_SHARED
    | {
        "е": "e", "ё": "ë", "ж": "zh", "и": "i", "й": "y", "у": "u", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "”", "ы": "y", "ь": "’", "э": "e", "ю": "yu", "я": "ya",
    },
)  # fmt: skip

RUSSIAN_ICAO_9303: Final = Standard(
    key="ru-icao-9303",
    language="ru",
    title="ICAO 9303",
    source="ICAO Doc 9303, transliteration of Cyrillic characters in travel documents",
    letters=_SHARED
    | {
        "е": "e", "ё": "e", "ж": "zh", "и": "i", "й": "i", "у": "u", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    },
    unchecked=frozenset("ъ"),
)  # fmt: skip

RUSSIAN_GOST_779_A: Final = Standard(
    key="ru-gost-7.79-a",
    language="ru",
    title="GOST 7.79-2000, system A",
    source="GOST 7.79-2000 (ISO 9:1995), system A",
    letters=_SHARED
    | {
        "е": "e", "ё": "ë", "ж": "ž", "и": "i", "й": "j", "у": "u", "х": "h", "ц": "c", "ч": "č", "ш": "š",
        "щ": "ŝ", "ъ": "″", "ы": "y", "ь": "′", "э": "è", "ю": "û", "я": "â",
    },
)  # fmt: skip

STANDARDS: Final[Mapping[str, Standard]] = {
    standard.key: standard
    for standard in (
        KAZAKH_BGN_PCGN_1979,
        KAZAKH_ODNI_2015,
        KAZAKH_LATIN_2021,
        KAZAKH_ACUTE_2018,
        KAZAKH_APOSTROPHE_2017,
        RUSSIAN_BGN_PCGN_1947,
        RUSSIAN_ICAO_9303,
        RUSSIAN_GOST_779_A,
    )
}
"""Every standard by its key, Kazakh ones first."""
