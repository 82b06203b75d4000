"""The phrases that ask for something besides words, in English, Russian and Kazakh.

A phrase is matched in lower case and as whole words only. `{n}` stands for a
number of days, weeks or months. Kazakh and Russian words are met in any form
that begins so. None has been read by a native speaker of Kazakh yet.
"""
# ruff: noqa: E501 (a phrase in one language stands on one line)

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kzcase.search.filters.shapes import HELD, IN_FORCE_TO_ANY, Key

SOON = 60
"""The days that "soon" means."""

NUMBER = (
    r"(?P<n>\d{1,4})\s*(?:(?P<days>days?|дн\w*|день|сут\w*|күн\w*)"
    r"|(?P<weeks>weeks?|недел\w*|апта\w*)|(?P<months>months?|месяц\w*|мес|ай\w*))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that stands for a filter; `kind`: the records it speaks of, if no other is named."""

    pattern: re.Pattern[str]
    key: Key
    value: str = ""
    kind: str = ""


_AUDIENCES: Mapping[str, tuple[str, str, str]] = {
    # to whom, in the three languages
    "un_public": (r"un\s+publi\w+", r"публикаци\w+\s+(?:в\s+)?оон", r"бұұ(?:[-‐‑]?\w+)?\s+жариял\w+"),
    "un": (r"un|united\s+nations", r"оон", r"бұұ(?:[-‐‑]?\w+)?|біріккен\s+ұлттар\s+ұйым\w*"),
    "diplomatic": (r"diplomat\w*(?:\s+briefings?)?|embass(?:y|ies)", r"дипломат\w*|посольств\w*", r"дипломат\w*|елшілік\w*"),
    "public": (r"publi\w+|press|media", r"публик\w*|публичн\w*|пресс\w*|сми", r"жариялан?у?\w*|жария|баспасөз\w*|жұртшылық\w*|көпшілік\w*"),
    "partner": (r"partners?", r"партн[её]р\w*", r"серіктес\w*|әріптес\w*"),
    "lawyer": (r"lawyers?", r"адвокат\w*", r"адвокат\w*|қорғаушы\w*"),
}  # fmt: skip


def _no_consent_to(audience: str) -> Iterator[tuple[Key, str, str, str]]:
    en, ru, kk = _AUDIENCES[audience]
    for pattern in (
        rf"(?:no|without)\s+(?:a\s+)?consents?(?:\s+in\s+force)?\s+(?:to|for)\s+(?:the\s+)?(?:{en})",
        rf"(?:нет|без)\s+(?:действующ\w+\s+)?согласи\w*\s+(?:на|для|перед)\s+(?:{ru})",
        rf"(?:{kk})\s+(?:үшін\s+)?(?:күшіндегі\s+)?келісім\w*\s+(?:(?:берген\s+)?жоқ|берілмеген|алынбаған)",
    ):
        yield (Key.NO_CONSENT, audience, "person", pattern)


_SAID: tuple[tuple[Key, str, str, str], ...] = (
    # key, value ("{n}" for the number that was typed), kind, pattern
    *(phrase for audience in _AUDIENCES for phrase in _no_consent_to(audience)),
    (Key.NO_CONSENT, IN_FORCE_TO_ANY, "person", r"(?:no|without)\s+(?:a\s+)?(?:valid\s+consents?|consents?\s+in\s+force)(?:\s+(?:today|now))?"),
    (Key.NO_CONSENT, IN_FORCE_TO_ANY, "person", r"(?:без|нет)\s+действующ\w+\s+согласи\w*"),
    (Key.NO_CONSENT, IN_FORCE_TO_ANY, "person", r"күшіндегі\s+келісім\w*\s+жоқ"),
    (Key.CONSENT_REFUSED, "", "person", r"(?:who\s+)?(?:refused|withdrew|withheld)\s+(?:their\s+|the\s+)?consents?|consents?\s+(?:was\s+|is\s+)?(?:refused|withdrawn)"),
    (Key.CONSENT_REFUSED, "", "person", r"согласи\w*\s+(?:отозван\w*|отклонен\w*)|отозва\w*\s+согласи\w*|отказ\w*\s+(?:от|в|дать)\s+согласи\w*|не\s+да(?:л|ла|ли)\s+согласи\w*"),
    (Key.CONSENT_REFUSED, "", "person", r"келісім\w*\s+(?:қайтарып\s+ал\w*|бермеген\w*|бас\s+тарт\w*)"),
    (Key.ENDS_WITHIN, "{n}", "", r"(?:that )?(?:end(?:s|ing)?|expir(?:es?|ing)|runs? out)\s+(?:with)?in\s+(?:the\s+next\s+)?{n}"),
    (Key.ENDS_WITHIN, "{n}", "", r"(?:срок\w*\s+)?(?:заканчива|истека|кончает|оканчива)\w*\s+(?:в\s+течение|через|в\s+ближайш\w+|за)?\s*{n}"),
    (Key.ENDS_WITHIN, "{n}", "", r"{n}\s+(?:ішінде|ішінде)\s+(?:аяқтал|бітет)\w*"),
    *(
        (Key.ENDS_WITHIN, days, "", pattern)
        for days, en, ru, kk in (("7", "week", "недел[юи]", "апта"), ("30", "month", "месяца?", "ай"))
        for pattern in (
            rf"(?:that )?(?:end(?:s|ing)?|expir(?:es?|ing))\s+(?:with)?in\s+(?:an?|one|the\s+next)\s+{en}",
            rf"(?:срок\w*\s+)?(?:заканчива|истека|кончает|оканчива)\w*\s+(?:в\s+течение|через|за)\s+{ru}",
            rf"бір\s+{kk}\s+ішінде\s+(?:аяқтал|бітет)\w*",
        )
    ),
    (Key.ENDS_WITHIN, str(SOON), "", r"(?:that )?(?:end(?:s|ing)?|expir(?:es?|ing))\s+soon"),
    (Key.ENDS_WITHIN, str(SOON), "", r"(?:срок\w*\s+)?скоро\s+(?:заканчива|истека|конч)\w*"),
    (Key.ENDS_WITHIN, str(SOON), "", r"жақында\s+(?:аяқтал|бітет)\w*"),
    (Key.IN_FORCE, "", "restriction", r"restrictions?\s+(?:are\s+|is\s+)?in\s+force(?:\s+(?:today|now))?"),
    (Key.IN_FORCE, "", "restriction", r"действующ\w*\s+ограничени\w*|ограничени\w*\s+(?:действу\w*|в\s+силе)"),
    (Key.IN_FORCE, "", "restriction", r"күшіндегі\s+шектеу\w*|шектеу\w*\s+күшінде\w*"),
    (Key.IN_FORCE, "", "person", r"(?:people|persons|люди|людей|кто)\s+(?:with|с)\s+(?:restrictions?|ограничени\w*)|шектеу(?:і|лері)\s+бар\w*"),
    (Key.IN_FORCE, "", "person", r"under\s+(?:a\s+)?restrictions?|под\s+ограничени\w*|шектеудегі\w*"),
    (Key.IN_FORCE, "", "", r"in\s+force(?:\s+(?:today|now))?|действу(?:ет|ют|ющ\w*)|в\s+силе|күшінде\w*"),
    (Key.UNANSWERED, "", "letter", r"letters?\s+(?:is\s+|are\s+)?(?:unanswered|not\s+answered|never\s+answered|without\s+(?:an\s+)?(?:answer|reply))"),
    (Key.UNANSWERED, "", "letter", r"unanswered\s+letters?|no\s+(?:answer|reply)\s+to\s+letters?"),
    (Key.UNANSWERED, "", "letter", r"пис(?:ьм\w*|ем)\s+(?:без\s+ответа|не\s?отвечен\w*)|неотвеченн\w*\s+пис(?:ьм\w*|ем)"),
    (Key.UNANSWERED, "", "letter", r"жауапсыз\s+хат\w*|хат\w*\s+жауапсыз"),
    (Key.UNANSWERED, "", "", r"unanswered|(?:not|never)\s+answered|без\s+ответа|нет\s+ответа|жауапсыз|жауап\s+(?:жоқ|келмеген)"),
    (Key.OVERDUE, "", "", r"overdue|просрочен\w*|мерзімі\s+өткен|кешіккен"),
    (Key.NO_CONSENT, "", "", r"(?:no|without|missing)\s+(?:a\s+)?consents?(?:\s+(?:recorded|given))?|consent\s+(?:is\s+)?(?:missing|not\s+recorded)"),
    (Key.NO_CONSENT, "", "", r"(?:без|нет)\s+согласи\w*(?:\s+записан\w*)?|согласи\w*\s+(?:не\s+записан\w*|нет)"),
    (Key.NO_CONSENT, "", "", r"келісімсіз|келісім\w*\s+(?:жоқ|жазылмаған)"),
    (Key.CONFLICT, "", "", r"(?:in\s+|with\s+(?:a\s+)?)?(?:conflicts?)|undecided|(?:в\s+|с\s+)?конфликт\w*|қайшылық\w*"),
    (Key.LIBERTY, HELD, "", r"detained|in\s+detention|behind\s+bars|in\s+custody|задержан\w*|под\s+стражей|қамаудағы\w*|қамалған\w*|ұсталған\w*"),
    (Key.LIBERTY, "at_liberty", "", r"at\s+liberty|на\s+свободе|бостандықта\w*"),
    (Key.LIBERTY, "imprisoned", "", r"imprisoned|in\s+prison|в\s+(?:заключении|тюрьме|колонии)|түрмеде\w*"),
    (Key.LIBERTY, "remand", "", r"on\s+remand|in\s+pre-?trial\s+detention"),
    (Key.LIBERTY, "house_arrest", "", r"under\s+house\s+arrest|под\s+домашним\s+арестом|үйқамақта\w*"),
    (Key.LIBERTY, "abroad", "", r"in\s+exile|в\s+изгнании|қуғында\w*"),
    (Key.LIBERTY, "hiding", "", r"in\s+hiding|скрыва(?:ется|ются)|жасырын\w*\s+жүр\w*"),
    (Key.OPEN, "", "", r"not\s+closed|(?:не\s?закрыт|незакрыт)\w*|жабылмаған"),
)  # fmt: skip

_KINDS: Mapping[str, tuple[str, str]] = {
    # several of them; one of them
    "person": (r"people|persons|люди|людей|адамдар", r"person|человек|адам"),
    "restriction": (r"restrictions|ограничения|ограничений|шектеулер", r"restriction|ограничение|шектеу"),
    "prosecution": (r"prosecutions|преследования|қудалаулар", r"prosecution|преследование"),
    "letter": (r"letters|письма|писем|хаттар", r"letter|письмо|хат"),
    "case": (r"cases|дела|кейсы|кейсов|істер|кейстер", r"case|дело|кейс|іс"),
    "organisation": (
        r"organi[sz]ations|организации|организаций|ұйымдар",
        r"organi[sz]ation|организация|ұйым",
    ),
    "contact": (r"contacts|контакты|контактов|байланыстар", r"contact|контакт"),
    "event": (r"events|события|событий|оқиғалар", r"event|событие|оқиға"),
    "assembly": (r"assemblies|собрания|собраний|митинги|жиналыстар", r"assembly|собрание|митинг|жиналыс"),
    "source": (r"sources|источники|источников|дереккөздер", r"source|источник|дереккөз"),
    "document": (r"documents|документы|документов|құжаттар", r"document|документ|құжат"),
    "task": (r"tasks|задачи|задач|тапсырмалар", r"task|задача|тапсырма"),
    "hearing": (
        r"hearings|(?:судебные\s+)?заседания|заседаний|(?:сот\s+)?отырыстар\w*",
        r"hearing|заседание|(?:сот\s+)?отырыс\w*",
    ),
    "charge": (r"charges|обвинения|обвинений|айыптаулар", r"charge|обвинение|айыптау"),
    "detention": (r"detentions|задержания|задержаний", r"detention|задержание"),
    "sentence": (r"sentences|приговоры|приговоров|үкімдер", r"sentence|приговор|үкім"),
    "consent": (r"consents|согласия|келісімдер", r"consent|согласие|келісім"),
}
"""The words for kinds of records; a kind that is not here is asked for in its list."""

NAMED_KIND = re.compile(r"(?<!\w)kind:(?P<kind>[a-z_]+)(?!\w)")
"""Any kind by its key, as a saved search names the list it was made in."""

TAG = re.compile(r"(?<!\w)(?:tag(?:ged)?|тег|метка|с\s+меткой|тегі?|белгі)\s*:?\s+|#")
"""What a tag stands behind."""

SINCE = re.compile(
    r"(?<!\w)(?:(?:changed|edited|new)\s+)?since\s+"
    r"|(?<!\w)(?:измен[её]н\w*\s+(?:с|после)|измен\w*\s+с|новое\s+с)\s+"
)
SINCE_AFTER = re.compile(r"\s*(?:күннен|нан|нен|дан|ден|-нан|-нен|-дан|-ден)?\s*бері(?:\s+өзгер\w*)?(?!\w)")
"""In Kazakh the day comes first."""

LINKING = frozenset(
    "with in to of and who whose the from under has have a an for that is are on at by all any their as "
    "в во с со и у из по на где кто чьи для о об от к всех все "
    "мен пен бен және бар үшін бойынша туралы барлық".split()
)
"""Small words beside a filter that are nothing to look for."""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’])(?:{pattern.replace('{n}', NUMBER)})(?![\w'’])")


@cache
def said() -> tuple[Phrase, ...]:
    """Every phrase, those that say most first."""
    return tuple(Phrase(_whole(pattern), key, value, kind) for key, value, kind, pattern in _SAID)


@cache
def of_kinds() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """The kinds, each with its words for several and for one."""
    return tuple((kind, _whole(many), _whole(one)) for kind, (many, one) in _KINDS.items())


def days(found: re.Match[str]) -> int:
    """How many days a number with its unit means; a month is taken as 30."""
    unit = 7 if found["weeks"] else 30 if found["months"] else 1
    return int(found["n"]) * unit


SAYS: Mapping[Key, str] = {
    Key.KIND: "kind:{0}",
    Key.IN_FORCE: "in force",
    Key.ENDS_WITHIN: "ends within {0} days",
    Key.REGION: "{0} region",
    Key.ARTICLE: "article {0}",
    Key.TAG: "tag {0}",
    Key.NO_CONSENT: "no consent",
    Key.CONSENT_REFUSED: "consent refused",
    Key.UNANSWERED: "unanswered",
    Key.OVERDUE: "overdue",
    Key.LIBERTY: "detained",
    Key.CONFLICT: "conflict",
    Key.CHANGED_SINCE: "changed since {0}",
    Key.OPEN: "not closed",
}
"""How a filter that was chosen with a button is typed."""
