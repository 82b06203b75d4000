"""The words of the agenda in three languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "hearing": {"en": "Hearing", "ru": "Заседание суда", "kk": "Сот отырысы"},
    "restriction_ends": {
        "en": "Restriction ends",
        "ru": "Ограничение заканчивается",
        "kk": "Шектеу аяқталады",
    },
    "appeal": {
        "en": "Last day to appeal",
        "ru": "Последний день обжалования",
        "kk": "Шағымданудың соңғы күні",
    },
    "remand_ends": {
        "en": "Remand ends",
        "ru": "Срок содержания под стражей истекает",
        "kk": "Күзетпен ұстау мерзімі бітеді",
    },
    "measure_ends": {
        "en": "Measure of restraint ends",
        "ru": "Мера пресечения заканчивается",
        "kk": "Бұлтартпау шарасы аяқталады",
    },
    "detention_ends": {
        "en": "Detention ends",
        "ru": "Срок содержания заканчивается",
        "kk": "Ұстау мерзімі аяқталады",
    },
    "letter_due": {"en": "Reply due", "ru": "Срок ответа", "kk": "Жауап мерзімі"},
    "letter_unanswered": {
        "en": "No reply for 60 days",
        "ru": "Нет ответа 60 дней",
        "kk": "60 күн бойы жауап жоқ",
    },
    "reply_owed": {"en": "We owe a reply", "ru": "Мы должны ответить", "kk": "Біз жауап беруге тиіспіз"},
    "consent_expires": {"en": "Consent expires", "ru": "Согласие истекает", "kk": "Келісім мерзімі бітеді"},
    "task": {"en": "Task", "ru": "Задача", "kk": "Тапсырма"},
}
OTHERWISE = {
    "en": "{words}, counted otherwise",
    "ru": "{words}, при ином подсчёте",
    "kk": "{words}, басқаша есептегенде",
}
NOT_TOLD = {
    "en": "Hearing: what happened?",
    "ru": "Заседание: что произошло?",
    "kk": "Сот отырысы: не болды?",
}
NOT_TOLD_WHY = {
    "en": "It was scheduled for {day}; what happened there is not written down.",
    "ru": "Было назначено на {day}; что там произошло, не записано.",
    "kk": "{day} күніне тағайындалған; онда не болғаны жазылмаған.",
}
LEFT = {
    "en": "{days} before a restriction ends",
    "ru": "{days} до конца ограничения",
    "kk": "Шектеудің аяқталуына {days} қалды",
}
RECORDED = {"en": "Recorded: {day}.", "ru": "Записано: {day}.", "kk": "Жазылған: {day}."}
DISPUTED = {
    "en": "Undecided: several dates are recorded.",
    "ru": "Не решено: записано несколько дат.",
    "kk": "Шешілмеген: бірнеше күн жазылған.",
}
UNCERTAIN = {"en": "day not certain", "ru": "день точно не известен", "kk": "күні нақты белгісіз"}
UNANSWERED = {
    "en": "Sent {day}; no day was set for the reply. 60 days is the office's own measure.",
    "ru": "Отправлено {day}; срок ответа не установлен. 60 дней — собственная мера офиса.",
    "kk": "{day} жіберілді; жауап мерзімі белгіленбеген. 60 күн — кеңсенің өз өлшемі.",
}


def say(texts: Mapping[str, str], language: str) -> str:
    """The text in a language; English where it has none."""
    return texts.get(language, texts["en"])


def words(what: str, language: str, *, shown: bool = True) -> str:
    """What an item is, in words; one that is not shown first says so."""
    said = say(WORDS[what], language)
    return said if shown else say(OTHERWISE, language).format(words=said)
