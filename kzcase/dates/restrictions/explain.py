"""Turns the steps of a computation into sentences, in English, Russian and Kazakh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import Edtf
from kzcase.dates.edtf.shown import show_day
from kzcase.dates.restrictions.rules import Basis
from kzcase.dates.terms import Bound, Term, show_days


@dataclass(frozen=True, slots=True)
class Ground:
    """The day an end is counted from, as it is named inside a sentence."""

    basis: Basis


Value = Edtf | Bound | Term | Ground | date | int | str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: which sentence, and the values it names (an int is a number of days)."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Value) -> Step:
        """A step with its values by name."""
        return cls(code, tuple(values.items()))

    def say(self, language: str = "en") -> str:
        """The sentence; English where the language has none."""
        known = language if language in _SENTENCES else "en"
        values = {name: _shown(value, known) for name, value in self.values}
        # A month shortened with a full stop may stand at the end of a sentence.
        return _SENTENCES[known][self.code].format(**values).replace("..", ".")


def explain(steps: Iterable[Step], language: str = "en") -> str:
    """The steps as one paragraph."""
    return " ".join(step.say(language) for step in steps)


def _shown(value: Value, language: str) -> str:
    match value:
        case Edtf() | Bound() | Term():
            return value.show(language)
        case Ground():
            return _BASES[language][value.basis]
        case date():
            return show_day(value, language)
        case int():
            return show_days(value, language)
        case _:
            return value


_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "counted_start": "Counted from its stated start ({start}): {term}, ends {end}.",
        "counted_in_force": "Counted from entry into force ({start}): {term}, ends {end}.",
        "counted_received": "Counted from receipt by the probation service ({start}): {term}, ends {end}.",
        "counted_released": "Counted from release from imprisonment ({start}): {term}, ends {end}.",
        "counted_decided": "Imposed {start} for {term}; the day it began is not recorded, so it ends {end}.",
        "not_exact": "The day it is counted from is not exactly known.",
        "not_certain": "The day it is counted from is not certain.",
        "no_received": "The day the probation service received the judgment is not recorded; "
        "counted from it, the term ({term}) ends {end}.",
        "no_released": "The day of release is not recorded; the ban runs through the imprisonment, "
        "and its length ({term}) is counted from release.",
        "no_released_after": "The term ({term}) ends {end}.",
        "no_day": "No day is recorded from which the term ({term}) could be counted.",
        "no_term": "No term is recorded, so no end can be computed.",
        "no_end": "No end is set: it lasts until it is lifted.",
        "too_long": "The term ends beyond the calendar.",
        "claimed": "The stated end is {end}.",
        "implied_received": "With a term of {term} this means that it was counted from {start}. That the "
        "probation service received the judgment on that day is inferred; no source says so.",
        "implied_start": "With a term of {term} this means that it was counted from {start}; "
        "that is inferred, no source says so.",
        "later": "This is {days} later than counted from {basis} ({end}).",
        "earlier": "This is {days} earlier than counted from {basis} ({end}).",
        "same": "This is the end counted from {basis}.",
        "lifted": "It was lifted: {end}.",
        "rule_reported": "Counted so according to {source}; rule not checked by a lawyer.",
        "rule_unchecked": "Rule not checked by a lawyer.",
        "begins": "It begins {start}.",
        "imposed_later": "It was imposed later: {start}.",
        "may_not_have_begun": "It may not have begun: its start is {start}.",
        "start_unknown": "Its beginning is not recorded.",
        "start_inferred": "Imposed {start}; the day it began is not recorded.",
        "runs": "It ends {end}.",
        "over": "It ended {end}.",
        "may_be_over": "It may have ended: its end is {end}.",
        "may_have_ended": "It may have ended.",
        "stated_over": "The stated end ({claimed}) has passed, but counted from {basis} it ends {end}.",
        "counted_over": "Counted from {basis} it ended {end}.",
        "end_unknown": "Its end is not known.",
    },
    "ru": {
        "counted_start": "Отсчёт от указанного начала ({start}): {term}, окончание: {end}.",
        "counted_in_force": "Отсчёт от вступления в законную силу ({start}): {term}, окончание: {end}.",
        "counted_received": "Отсчёт от получения приговора службой пробации ({start}): {term}, "
        "окончание: {end}.",
        "counted_released": "Отсчёт от освобождения из мест лишения свободы ({start}): {term}, "
        "окончание: {end}.",
        "counted_decided": "Назначено: {start}, срок: {term}; день начала не записан, "
        "поэтому окончание: {end}.",
        "not_exact": "День, от которого ведётся отсчёт, точно не известен.",
        "not_certain": "День, от которого ведётся отсчёт, под вопросом.",
        "no_received": "День получения приговора службой пробации не записан; при отсчёте от него "
        "окончание срока ({term}): {end}.",
        "no_released": "День освобождения не записан; запрет действует во время лишения свободы, "
        "а его срок ({term}) считается со дня освобождения.",
        "no_released_after": "Окончание срока ({term}): {end}.",
        "no_day": "Не записан день, от которого можно считать срок ({term}).",
        "no_term": "Срок не записан, поэтому окончание вычислить нельзя.",
        "no_end": "Срок не установлен: действует до отмены.",
        "too_long": "Окончание срока выходит за пределы календаря.",
        "claimed": "Указанное окончание: {end}.",
        "implied_received": "При сроке в {term} это означает отсчёт от даты: {start}. Что служба пробации "
        "получила приговор в этот день – вывод; источника этому нет.",
        "implied_start": "При сроке в {term} это означает отсчёт от даты: {start}; "
        "это вывод, источника этому нет.",
        "later": "Это позже на {days}, чем при отсчёте от {basis} ({end}).",
        "earlier": "Это раньше на {days}, чем при отсчёте от {basis} ({end}).",
        "same": "Это совпадает с отсчётом от {basis}.",
        "lifted": "Отменено: {end}.",
        "rule_reported": "Так считает источник: {source}; правило не проверено юристом.",
        "rule_unchecked": "Правило не проверено юристом.",
        "begins": "Начало: {start}.",
        "imposed_later": "Назначено позже: {start}.",
        "may_not_have_begun": "Возможно, ещё не началось; начало: {start}.",
        "start_unknown": "Начало не записано.",
        "start_inferred": "Назначено: {start}; день начала не записан.",
        "runs": "Окончание: {end}.",
        "over": "Закончилось: {end}.",
        "may_be_over": "Возможно, уже закончилось; окончание: {end}.",
        "may_have_ended": "Возможно, уже закончилось.",
        "stated_over": "Указанное окончание ({claimed}) прошло, но при отсчёте от {basis} окончание: {end}.",
        "counted_over": "При отсчёте от {basis} закончилось: {end}.",
        "end_unknown": "Окончание неизвестно.",
    },
    "kk": {
        "counted_start": "Көрсетілген басталу күнінен ({start}) есептегенде: {term}, аяқталуы: {end}.",
        "counted_in_force": "Заңды күшіне енген күннен ({start}) есептегенде: {term}, аяқталуы: {end}.",
        "counted_received": "Пробация қызметі үкімді алған күннен ({start}) есептегенде: {term}, "
        "аяқталуы: {end}.",
        "counted_released": "Бас бостандығынан айыру орнынан босаған күннен ({start}) есептегенде: {term}, "
        "аяқталуы: {end}.",
        "counted_decided": "Тағайындалуы: {start}, мерзімі: {term}; басталған күні жазылмаған, "
        "сондықтан аяқталуы: {end}.",
        "not_exact": "Есептеу басталатын күн дәл белгілі емес.",
        "not_certain": "Есептеу басталатын күн күмәнді.",
        "no_received": "Пробация қызметі үкімді алған күн жазылмаған; содан есептегенде "
        "мерзімнің ({term}) аяқталуы: {end}.",
        "no_released": "Босаған күн жазылмаған; тыйым бас бостандығынан айыру кезінде де қолданылады, "
        "ал мерзімі ({term}) босаған күннен есептеледі.",
        "no_released_after": "Мерзімнің ({term}) аяқталуы: {end}.",
        "no_day": "Мерзімді ({term}) қай күннен есептеуге болатыны жазылмаған.",
        "no_term": "Мерзім жазылмаған, сондықтан аяқталуын есептеу мүмкін емес.",
        "no_end": "Мерзімі белгіленбеген: күші жойылғанға дейін қолданылады.",
        "too_long": "Мерзімнің аяқталуы күнтізбеден тыс.",
        "claimed": "Көрсетілген аяқталу күні: {end}.",
        "implied_received": "Мерзімі {term} болса, есептеу мына күннен басталған: {start}. Пробация қызметі "
        "үкімді сол күні алды деу – қорытынды ғана, оған дереккөз жоқ.",
        "implied_start": "Мерзімі {term} болса, есептеу мына күннен басталған: {start}; "
        "бұл – қорытынды ғана, дереккөз жоқ.",
        "later": "Бұл {basis} есептегендегіден ({end}) {days} кейін.",
        "earlier": "Бұл {basis} есептегендегіден ({end}) {days} бұрын.",
        "same": "Бұл {basis} есептегенмен бірдей.",
        "lifted": "Күші жойылған: {end}.",
        "rule_reported": "Дереккөз бойынша есептелді: {source}; ережені заңгер тексермеген.",
        "rule_unchecked": "Ережені заңгер тексермеген.",
        "begins": "Басталуы: {start}.",
        "imposed_later": "Кейін тағайындалған: {start}.",
        "may_not_have_begun": "Әлі басталмаған болуы мүмкін; басталуы: {start}.",
        "start_unknown": "Басталуы жазылмаған.",
        "start_inferred": "Тағайындалуы: {start}; басталған күні жазылмаған.",
        "runs": "Аяқталуы: {end}.",
        "over": "Аяқталды: {end}.",
        "may_be_over": "Аяқталған болуы мүмкін; аяқталуы: {end}.",
        "may_have_ended": "Аяқталған болуы мүмкін.",
        "stated_over": "Көрсетілген аяқталу күні ({claimed}) өтті, бірақ {basis} есептегенде "
        "аяқталуы: {end}.",
        "counted_over": "Егер {basis} есептесе, аяқталды: {end}.",
        "end_unknown": "Аяқталуы белгісіз.",
    },
}

# How a basis is named inside a sentence; Russian and Kazakh in the case their sentences need.
_BASES: Mapping[str, Mapping[Basis, str]] = {
    "en": {
        "start": "its stated start",
        "in_force": "entry into force",
        "received": "receipt by the probation service",
        "released": "release",
        "decided": "the decision",
    },
    "ru": {
        "start": "указанного начала",
        "in_force": "вступления в силу",
        "received": "получения службой пробации",
        "released": "освобождения",
        "decided": "решения",
    },
    "kk": {
        "start": "көрсетілген басталу күнінен",
        "in_force": "заңды күшіне енген күннен",
        "received": "пробация қызметі алған күннен",
        "released": "босаған күннен",
        "decided": "шешім күнінен",
    },
}
