"""The sentences of computations in Russian."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "counted_start": "Отсчёт от указанного начала ({start}): {term}, окончание: {end}.",
    "counted_in_force": "Отсчёт от вступления в законную силу ({start}): {term}, окончание: {end}.",
    "counted_received": "Отсчёт от получения приговора службой пробации ({start}): {term}, окончание: {end}.",
    "counted_released": "Отсчёт от освобождения из мест лишения свободы ({start}): {term}, окончание: {end}.",
    "counted_decided": "Назначено: {start}, срок: {term}; день начала не записан, поэтому окончание: {end}.",
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
}

# How the day an end is counted from is named inside a sentence, in the case the sentences need.
BASES: Mapping[str, str] = {
    "start": "указанного начала",
    "in_force": "вступления в силу",
    "received": "получения службой пробации",
    "released": "освобождения",
    "decided": "решения",
}
