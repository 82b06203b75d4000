"""The words in which people write dates in English, Russian and Kazakh, and what they mean.

All words stand here folded by `fold`: small letters, Kazakh letters as the
Russian ones nearest to them, because many type Kazakh on a Russian keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_FOLD = str.maketrans("әғқңөұүһіёх", "агкноууxиеx")


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


_ENGLISH = _words("january february march april may june july august september october november december")
_RUSSIAN = _words("январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр")
_KAZAKH = _words("кантар акпан наурыз сауир мамыр маусым шилде тамыз кыркуйек казан караша желтоксан")

_SOFT_ENDINGS = ("ь", "я", "ю", "ем", "е")
_HARD_ENDINGS = ("", "а", "у", "ом", "е")
_MAY_ENDINGS = ("й", "я", "ю", "ем", "е")
_KAZAKH_ENDING = re.compile(
    # possession (маусымы, шілдесін-), then a case; harmony is not checked, only forms are told apart
    r"(?:с?[ыи]н?)?(?:[дтн][ыи]н?|[гкн][ае]|[дт][ае]|[дтн][ае]н|[мпб]ен|[дт][ае]г[ыи])?"
)

# Kazakh's ablative ("from"), on a month, on "year" or after a number and a hyphen.
ABLATIVE = re.compile(r".*(?:дан|ден|тан|тен|нан|нен)")

FILLERS = frozenset(
    _words(
        "in on at the of year month day date period",
        "г гг год года году годом годы годаx годов в во период месяц месяца месяце число числа",
        "ж жж жыл жылы жылгы жылдын жылдан жылга жылда жылдары ай айы айынын айында айынан айына",
        "кун куни кунгы",
        # The day of the week says nothing more; it is not compared with the date.
        "monday tuesday wednesday thursday friday saturday sunday",
        "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье",
        "дуйсенби сейсенби сарсенби бейсенби жума сенби жексенби",
    )
)
APPROXIMATE = frozenset(
    _words(
        "about circa ca around approximately approx roughly",
        "около примерно приблизительно ориентировочно прибл ок",
        "шамамен жуыктап шамасында",
    )
)
UNCERTAIN = frozenset(
    _words(
        "possibly probably maybe perhaps uncertain",
        "возможно вероятно предположительно неточно",
        "мумкин балким накты емес",
    )
)
BETWEEN = frozenset(("between", "между"))
FROM = frozenset(("from", "since", "starting", "с", "со", "начиная"))
TO = frozenset(("to", "until", "till", "through", "по", "до"))
AND = frozenset(("and", "и", "мен", "пен", "бен"))
KAZAKH_SINCE = frozenset(("бастап", "бери"))
KAZAKH_UNTIL = frozenset(("дейин", "шейин"))
KAZAKH_BETWEEN = frozenset(("аралыгында", "аралыгы", "арасында", "арасы"))

# Words we understand but will not turn into a date, because each would put a day where none was said.
_PARTS: tuple[tuple[tuple[str, ...], tuple[int, int]], ...] = (
    (_words("early beginning start начало начале начала нач басы басында"), (1, 3)),
    (_words("mid middle середина середине середины сер ортасы ортасында"), (5, 8)),
    (_words("late end конец конце конца кон соны сонында аягы аягында"), (10, 12)),
    (_words("half половина половине половины жартысы жартысында"), (1, 6)),
    (_words("quarter квартал квартале токсан токсанында токсаны"), (1, 3)),
)
_SEASONS: tuple[tuple[tuple[str, ...], tuple[int, int]], ...] = (
    (_words("spring весна весной весны коктем коктемде коктеми коктеминде"), (3, 5)),
    (_words("summer лето летом лета жаз жазда жазы жазында"), (6, 8)),
    (_words("autumn fall осень осенью осени куз кузде кузи кузинде"), (9, 11)),
    (_words("winter зима зимой зимы кыс кыста кысы кысында"), (12, 2)),
)
VAGUE = frozenset(word for words, _ in _PARTS for word in words)
SEASONS = frozenset(word for words, _ in _SEASONS for word in words)
OR = frozenset(_words("or или либо немесе алде"))
STRICTLY = frozenset(_words("before after by перед после раньше позже позднее к кейин бурын"))
RELATIVE = frozenset(
    _words("today yesterday tomorrow now сегодня вчера завтра сейчас бугин кеше ертен казир")
)
UNKNOWN = frozenset(_words("unknown неизвестно неизвестна неизвестен белгисиз"))

# Notes that stand beside a date whose day or month is said to be unknown; see `shown`.
NOTES = (
    (re.compile(r"\(?(?:day and month unknown|день и месяц неизвестны|куни мен айы белгисиз)\)?"), "both"),
    (re.compile(r"\(?(?:month unknown|месяц неизвестен|айы белгисиз)\)?"), "month"),
    (re.compile(r"\(?(?:day unknown|день неизвестен|куни белгисиз)\)?"), "day"),
)
END_UNKNOWN = re.compile(r",? *\(?(?:end unknown|конец неизвестен|соны белгисиз)\)?$")
START_UNKNOWN = re.compile(r",? *\(?(?:start unknown|начало неизвестно|басы белгисиз)\)?$")


def fold(text: str) -> str:
    """Small letters without the difference between a Kazakh letter and its Russian neighbour.

    The Cyrillic letter х becomes the Latin x, so that 201Х is read however it was typed.
    """
    return text.casefold().translate(_FOLD)


def part_of_year(word: str) -> tuple[int, int]:
    """The first and the last month one may mean by a word of `VAGUE`."""
    return next(months for words, months in _PARTS if word in words)


def months_of_season(word: str) -> tuple[int, int]:
    """The first and the last month of a word of `SEASONS`; winter begins in the year before."""
    return next(months for words, months in _SEASONS if word in words)


def month_of(word: str) -> int | None:
    """The month (1 to 12) a folded word names in any case of its language, or None.

    The first three letters or more are enough when only one month begins so.
    """
    forms = _forms()
    if word in forms:
        return forms[word]
    for number, stem in enumerate(_KAZAKH, 1):
        if word.startswith(stem) and _KAZAKH_ENDING.fullmatch(word[len(stem) :]):
            return number
    if len(word) < 3:
        return None
    begun = {number for form, number in forms.items() if form.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


@cache
def _forms() -> dict[str, int]:
    return dict(_each_form())


def _each_form() -> Iterator[tuple[str, int]]:
    for number, (english, russian, kazakh) in enumerate(zip(_ENGLISH, _RUSSIAN, _KAZAKH, strict=True), 1):
        yield english, number
        yield kazakh, number
        if number == 5:
            endings = _MAY_ENDINGS
        else:
            endings = _HARD_ENDINGS if number in (3, 8) else _SOFT_ENDINGS
        for ending in endings:
            yield russian + ending, number
    yield "sept", 9
