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
    "entry_due": {
        "en": "In force, unless appealed",
        "ru": "В силе, если не обжалован",
        "kk": "Шағымданбаса, күшіне енеді",
    },
    "ruling_due": {
        "en": "Appeal: ruling expected",
        "ru": "Апелляция: ожидается решение",
        "kk": "Апелляция: шешім күтіледі",
    },
    "hearing_due": {
        "en": "First hearing expected",
        "ru": "Ожидается первое заседание",
        "kk": "Алғашқы отырыс күтіледі",
    },
    "decision_due": {
        "en": "Next hearing or decision",
        "ru": "Заседание или решение",
        "kk": "Келесі отырыс не шешім",
    },
    "quiet": {"en": "Ask how the case stands", "ru": "Узнать о ходе дела", "kk": "Істің барысын білу"},
    "receipt_due": {"en": "Receipt by probation", "ru": "Поступление в пробацию", "kk": "Пробацияға түсуі"},
}
LATE: Mapping[str, Mapping[str, str]] = {
    "hearing": {
        "en": "Hearing: what happened?",
        "ru": "Заседание: что произошло?",
        "kk": "Сот отырысы: не болды?",
    },
    "remand_ends": {
        "en": "Remand over: what followed?",
        "ru": "Стража истекла: что дальше?",
        "kk": "Күзет мерзімі бітті: не болды?",
    },
    "measure_ends": {
        "en": "Measure over: what followed?",
        "ru": "Мера истекла: что дальше?",
        "kk": "Шара мерзімі бітті: не болды?",
    },
    "entry_due": {
        "en": "Judgment: appealed, in force?",
        "ru": "Обжалован или в силе?",
        "kk": "Шағымданды ма, күшінде ме?",
    },
    "ruling_due": {
        "en": "Appeal: what was decided?",
        "ru": "Апелляция: что решено?",
        "kk": "Апелляция: не шешілді?",
    },
    "hearing_due": {
        "en": "In court: was there a hearing?",
        "ru": "В суде: было ли заседание?",
        "kk": "Сотта: отырыс болды ма?",
    },
    "decision_due": {
        "en": "After the hearing: what followed?",
        "ru": "После заседания: что дальше?",
        "kk": "Отырыстан кейін: әрі қарай не болды?",
    },
    "quiet": {
        "en": "No news: how does it stand?",
        "ru": "Давно нет записей: каков ход?",
        "kk": "Көптен жазба жоқ: іс қалай?",
    },
    "receipt_due": {
        "en": "Received by probation, when?",
        "ru": "Когда получила пробация?",
        "kk": "Пробация қашан алды?",
    },
}
"""What is asked of those that are overdue, instead of what was to come."""
OTHERWISE = {
    "en": "{words}, counted otherwise",
    "ru": "{words}, при ином подсчёте",
    "kk": "{words}, басқаша есептегенде",
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


def words(what: str, language: str, *, shown: bool = True, late: bool = False) -> str:
    """What an item is, in words; one that is not shown first says so."""
    said = say(LATE.get(what, WORDS[what]) if late else WORDS[what], language)
    return said if shown else say(OTHERWISE, language).format(words=said)
