"""Tells in words what a typed search was understood to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.models.base import kinds
from kzcase.search.filters import articles
from kzcase.search.filters.shapes import HELD, IN_FORCE_TO_ANY, Filter, Key, Query
from kzcase.search.labels import own_labels, shipped_labels

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "in_force": "restriction in force",
        "ends_within": "ends within {0} days",
        "article": "article {0}",
        "article part": "article {0}({1})",
        "tag": "tag: {0}",
        "no_consent": "no consent recorded",
        "no_consent_in_force": "no consent in force",
        "no_consent_to": "no consent in force: {0}",
        "consent_refused": "consent refused or withdrawn",
        "unanswered": "letter unanswered",
        "overdue": "overdue",
        "held": "detained",
        "conflict": "in conflict",
        "changed_since": "changed since {0}",
        "open": "not closed",
        "words": "words: {0}",
    },
    "ru": {
        "in_force": "действующее ограничение",
        "ends_within": "заканчивается в течение {0} дн.",
        "article": "статья {0}",
        "article part": "статья {0}({1})",
        "tag": "метка: {0}",
        "no_consent": "без согласия",
        "no_consent_in_force": "нет действующего согласия",
        "no_consent_to": "нет действующего согласия: {0}",
        "consent_refused": "согласие отклонено или отозвано",
        "unanswered": "письмо без ответа",
        "overdue": "просрочено",
        "held": "задержан(а)",
        "conflict": "в конфликте",
        "changed_since": "изменено с {0}",
        "open": "не закрыто",
        "words": "слова: {0}",
    },
    "kk": {
        "in_force": "күшіндегі шектеу",
        "ends_within": "{0} күн ішінде аяқталады",
        "article": "{0}-бап",
        "article part": "{0}-бап {1}-бөлік",
        "tag": "белгі: {0}",
        "no_consent": "келісім жазылмаған",
        "no_consent_in_force": "күшіндегі келісім жоқ",
        "no_consent_to": "күшіндегі келісім жоқ: {0}",
        "consent_refused": "келісімнен бас тартқан немесе қайтарып алған",
        "unanswered": "жауапсыз хат",
        "overdue": "мерзімі өткен",
        "held": "қамаудағы",
        "conflict": "қайшылықта",
        "changed_since": "{0} бері өзгерген",
        "open": "жабылмаған",
        "words": "сөздер: {0}",
    },
}

_KINDS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "person": "Люди", "restriction": "Ограничения", "prosecution": "Преследования", "letter": "Письма",
        "case": "Дела", "organisation": "Организации", "contact": "Контакты", "event": "События",
        "assembly": "Собрания", "source": "Источники", "document": "Документы", "task": "Задачи",
        "hearing": "Заседания", "charge": "Обвинения", "detention": "Задержания", "sentence": "Приговоры",
        "consent": "Согласия",
    },
    "kk": {
        "person": "Адамдар", "restriction": "Шектеулер", "prosecution": "Қудалаулар", "letter": "Хаттар",
        "case": "Істер", "organisation": "Ұйымдар", "contact": "Байланыстар", "event": "Оқиғалар",
        "assembly": "Жиналыстар", "source": "Дереккөздер", "document": "Құжаттар", "task": "Тапсырмалар",
        "hearing": "Отырыстар", "charge": "Айыптаулар", "detention": "Ұстаулар", "sentence": "Үкімдер",
        "consent": "Келісімдер",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words; `as_words` is the text in which it is taken as words, `without` that without it.

    Both are "" for a filter that nobody typed.
    """

    filter: Filter
    label: str
    as_words: str = ""
    without: str = ""


def chips(connection: Connection, query: Query, language: str) -> tuple[Chip, ...]:
    """The filters of a query, each in words of a language."""
    return tuple(
        Chip(one, label_of(connection, one, language), query.as_words(one), query.without(one))
        if one.end > one.start
        else Chip(one, label_of(connection, one, language))
        for one in query.filters
    )


def explain(query: Query, told: Sequence[Chip], language: str) -> str:
    """One line that says what is looked for; "" where that is just the words as they were typed."""
    if not told:
        return ""
    said = [chip.label for chip in told]
    if query.words:
        said.append(_say(language, "words").format(query.words.replace('"', "").strip()))
    return " · ".join(said)


def label_of(connection: Connection, one: Filter, language: str) -> str:
    """A filter in words of a language."""
    match one.key:
        case Key.KIND:
            plural = kinds()[one.value].plural
            return _KINDS.get(language, {}).get(one.value, plural)
        case Key.REGION:
            return _term(connection, "region", one.value, language)
        case Key.TAG:
            return _say(language, "tag").format(_term(connection, "tag", one.value, language))
        case Key.LIBERTY if one.value == HELD:
            return _say(language, "held")
        case Key.LIBERTY:
            return _term(connection, "liberty", one.value, language)
        case Key.ARTICLE:
            return _article(connection, one.value, language)
        case Key.NO_CONSENT if one.value == IN_FORCE_TO_ANY:
            return _say(language, "no_consent_in_force")
        case Key.NO_CONSENT if one.value:
            to = _term(connection, "consent_audience", one.value, language)
            return _say(language, "no_consent_to").format(to)
        case Key.CHANGED_SINCE:
            return _say(language, "changed_since").format(_day(one.value, language))
        case _:
            return _say(language, one.key.value).format(one.value)


def _article(connection: Connection, value: str, language: str) -> str:
    named, part = articles.split(value)
    if named[:1].isdigit():
        words = _say(language, "article part" if part else "article")
        return words.format(named, part)
    label = _term(connection, "law_article", named, language)
    return f"{label} ({part})" if part else label


def _day(value: str, language: str) -> str:
    try:
        return parse_edtf(value).show(language)
    except DateError:
        return value


def _term(connection: Connection, vocabulary: str, key: str, language: str) -> str:
    own = own_labels(connection, vocabulary).get(key, {})
    return own.get(language) or own.get("en") or shipped_labels(vocabulary, language).get(key, key)


def _say(language: str, key: str) -> str:
    return _WORDS.get(language, _WORDS["en"])[key]
