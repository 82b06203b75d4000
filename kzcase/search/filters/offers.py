"""Offers filters while somebody types, so that nobody has to know their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from kzcase.reference.regions import regions
from kzcase.search.filters.answers import takes
from kzcase.search.filters.shapes import LONGEST, Filter, Key
from kzcase.search.labels import own_labels, shipped_labels

MOST = 6
SHORTEST = 2
_MOST_WORDS = 3

PHRASES: Mapping[str, tuple[tuple[Key, str], ...]] = {
    "en": (
        (Key.IN_FORCE, "restriction in force"),
        (Key.IN_FORCE, "in force"),
        (Key.ENDS_WITHIN, "ends within 60 days"),
        (Key.NO_CONSENT, "no consent recorded"),
        (Key.NO_CONSENT, "no consent in force"),
        (Key.NO_CONSENT, "no consent for the public"),
        (Key.NO_CONSENT, "no consent for the UN"),
        (Key.CONSENT_REFUSED, "consent refused"),
        (Key.UNANSWERED, "letter unanswered"),
        (Key.UNANSWERED, "unanswered"),
        (Key.OVERDUE, "overdue"),
        (Key.LIBERTY, "detained"),
        (Key.LIBERTY, "at liberty"),
        (Key.LIBERTY, "imprisoned"),
        (Key.LIBERTY, "in exile"),
        (Key.CONFLICT, "conflict"),
        (Key.CHANGED_SINCE, "changed since yesterday"),
        (Key.CHANGED_SINCE, "changed since last week"),
        (Key.OPEN, "not closed"),
    ),
    "ru": (
        (Key.IN_FORCE, "действующее ограничение"),
        (Key.IN_FORCE, "действует"),
        (Key.ENDS_WITHIN, "заканчивается в течение 60 дней"),
        (Key.NO_CONSENT, "без согласия"),
        (Key.NO_CONSENT, "нет действующего согласия"),
        (Key.NO_CONSENT, "нет согласия на публикацию"),
        (Key.NO_CONSENT, "нет согласия для ООН"),
        (Key.CONSENT_REFUSED, "согласие отозвано"),
        (Key.UNANSWERED, "письмо без ответа"),
        (Key.UNANSWERED, "без ответа"),
        (Key.OVERDUE, "просрочено"),
        (Key.LIBERTY, "задержан"),
        (Key.LIBERTY, "на свободе"),
        (Key.LIBERTY, "в заключении"),
        (Key.LIBERTY, "в изгнании"),
        (Key.CONFLICT, "в конфликте"),
        (Key.CHANGED_SINCE, "изменено с вчера"),
        (Key.OPEN, "не закрыто"),
    ),
    "kk": (
        (Key.IN_FORCE, "күшіндегі шектеу"),
        (Key.IN_FORCE, "күшінде"),
        (Key.ENDS_WITHIN, "60 күн ішінде аяқталады"),
        (Key.NO_CONSENT, "келісімсіз"),
        (Key.NO_CONSENT, "күшіндегі келісім жоқ"),
        (Key.CONSENT_REFUSED, "келісім бермеген"),
        (Key.UNANSWERED, "жауапсыз хат"),
        (Key.UNANSWERED, "жауапсыз"),
        (Key.OVERDUE, "мерзімі өткен"),
        (Key.LIBERTY, "қамаудағы"),
        (Key.LIBERTY, "бостандықта"),
        (Key.CONFLICT, "қайшылық"),
        (Key.OPEN, "жабылмаған"),
    ),
}
_TAGGED = {"en": "tag", "ru": "метка", "kk": "белгі"}
_ANY = {Key.ENDS_WITHIN: "60", Key.CHANGED_SINCE: "2000-01-01"}
_CITY = {"en": "city of {0}", "ru": "город {0}", "kk": "{0} қаласы"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase that could be meant, and the whole text if it is taken."""

    phrase: str
    text: str


def offers(connection: Connection, text: str, language: str, kind: str = "") -> tuple[Offer, ...]:
    """At most `MOST` phrases that begin as the text ends; `kind`: only what its records can be asked."""
    if len(text) > LONGEST or text.count('"') % 2:
        return ()
    words = text.split()
    found: dict[str, Offer] = {}
    for number in range(min(_MOST_WORDS, len(words)), 0, -1):
        typed = " ".join(words[-number:]).lower()
        if len(typed) < SHORTEST:
            continue
        before = " ".join(words[:-number])
        for phrase in _phrases(connection, language, kind):
            low = phrase.lower()
            # By its name, too: "women" offers "tag Women's rights".
            named = low.split(" ", 1)[-1] if low.startswith(_TAGGED.get(language, "tag")) else low
            if typed != low and (low.startswith(typed) or (named.startswith(typed) and typed != named)):
                found.setdefault(phrase, Offer(phrase, f"{before} {phrase}".strip()))
    return tuple(found.values())[:MOST]


def _phrases(connection: Connection, language: str, kind: str) -> Iterator[str]:
    chosen = language if language in PHRASES else "en"
    for key, phrase in PHRASES[chosen]:
        if not kind or takes(Filter(key, _ANY.get(key, "")), kind):
            yield phrase
    if not kind or takes(Filter(Key.REGION), kind):
        for region in regions():
            name = region.name.label(chosen)
            yield _CITY[chosen].format(name) if region.city else name
    if not kind or takes(Filter(Key.TAG), kind):
        own = own_labels(connection, "tag")
        labels = {**shipped_labels("tag", chosen), **{key: said.get(chosen, "") for key, said in own.items()}}
        yield from (f"{_TAGGED[chosen]} {label}" for label in labels.values() if label)
