"""Says in words why two records may be one person, in the window's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kzcase.names.sameness import Why

WORDS: Final[Mapping[Why, Mapping[str, str]]] = {
    Why.ACROSS_SCRIPTS: {
        "en": "same name across scripts",
        "ru": "одно имя в двух письменностях",
        "kk": "бір есім екі жазуда",
    },
    Why.SAME_NAME: {
        "en": "same name",
        "ru": "одно и то же имя",
        "kk": "есімі бірдей",
    },
    Why.OTHER_SPELLING: {
        "en": "same name spelled differently",
        "ru": "одно имя в разном написании",
        "kk": "бір есім әртүрлі жазылған",
    },
    Why.ALIKE: {
        "en": "names alike",
        "ru": "похожие имена",
        "kk": "ұқсас есімдер",
    },
    Why.INITIAL: {
        "en": "the initial fits",
        "ru": "инициал подходит",
        "kk": "бас әрпі сәйкес",
    },
    Why.OTHER_SURNAME: {
        "en": "another surname, all else the same",
        "ru": "другая фамилия, остальное совпадает",
        "kk": "тегі басқа, қалғаны бірдей",
    },
    Why.FATHER: {
        "en": "same patronymic",
        "ru": "одно отчество",
        "kk": "әкесінің аты бірдей",
    },
    Why.LIKE_FATHER: {
        "en": "patronymics alike",
        "ru": "похожие отчества",
        "kk": "әкелерінің аттары ұқсас",
    },
    Why.ONE_FATHER: {
        "en": "patronymic on one side only",
        "ru": "отчество есть только у одного",
        "kk": "әкесінің аты біреуінде ғана",
    },
    Why.DAY: {
        "en": "same date of birth",
        "ru": "одна дата рождения",
        "kk": "туған күні бірдей",
    },
    Why.SWAPPED: {
        "en": "day and month of birth swapped",
        "ru": "день и месяц рождения переставлены",
        "kk": "туған күні мен айы ауысқан",
    },
    Why.YEAR: {
        "en": "same year of birth",
        "ru": "один год рождения",
        "kk": "туған жылы бірдей",
    },
    Why.BESIDE: {
        "en": "years of birth one apart",
        "ru": "годы рождения отличаются на один",
        "kk": "туған жылдарының айырмасы бір",
    },
    Why.OTHER_DAY: {
        "en": "but another date of birth in the same year",
        "ru": "но другая дата рождения в том же году",
        "kk": "бірақ сол жылы басқа күні туған",
    },
    Why.OTHER_YEAR: {
        "en": "but another year of birth",
        "ru": "но другой год рождения",
        "kk": "бірақ туған жылы басқа",
    },
    Why.OTHER_FATHER: {
        "en": "but another patronymic",
        "ru": "но другое отчество",
        "kk": "бірақ әкесінің аты басқа",
    },
    Why.OTHER_GENDER: {
        "en": "but another gender",
        "ru": "но другой пол",
        "kk": "бірақ жынысы басқа",
    },
    Why.REGION: {
        "en": "same region",
        "ru": "один регион",
        "kk": "өңірі бірдей",
    },
    Why.OTHER_REGION: {
        "en": "but another region",
        "ru": "но другой регион",
        "kk": "бірақ өңірі басқа",
    },
    Why.TOWN: {
        "en": "same town or village",
        "ru": "один населённый пункт",
        "kk": "елді мекені бірдей",
    },
}


def words_of(reasons: Iterable[Why], language: str = "en") -> tuple[str, ...]:
    """Each reason as a phrase; a language that is not known gets English."""
    return tuple(WORDS[why].get(language, WORDS[why]["en"]) for why in reasons)
