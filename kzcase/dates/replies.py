"""Tells by when a reply to a letter is due, in days or working days, and why.

A term runs from the day on which the letter was received. Where that day is
not recorded it is counted from the day of sending, and said so. The day itself
does not count (of the Administrative Procedural and Process-related Code art.
76(2), at second hand; of other terms it is our assumption). What reaches a state
body on a day off is registered on its next working day (art. 64(3), at second
hand). Some terms are set for a third party
and run from a day we do not learn (a mechanism gives a Government 60 days
after passing a letter on): of those only the first possible day is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions import InWords
from kzcase.dates.terms import Bound, show_days
from kzcase.dates.workdays import Counted, WorkCalendar, after


@dataclass(frozen=True, slots=True)
class ReplyRule:
    """A term for a reply: so many `days`, `working` or not, and on what ground.

    `passed_on` says that it runs from the day on which the addressee passes the
    letter on to somebody else, `registered` that it runs from a working day.
    `law` is how the ground is cited, `source` where it was read, "" if nowhere;
    `second_hand` if that source only quotes it.
    """

    key: str
    days: int
    working: bool
    passed_on: bool
    law: InWords
    source: str = ""
    second_hand: bool = False
    registered: bool = False

    @property
    def checked(self) -> bool:
        """Whether the term was read in a source."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class ReplyDue:
    """Between which days a reply is due, or from which day on, and what was counted.

    `bound` is unknown on both sides where it cannot be told. `received` says
    that it was counted from the day of receipt.
    """

    bound: Bound
    rule: ReplyRule
    start: Bound
    received: bool
    counted: Counted | None = None

    @property
    def certainty(self) -> str:
        """How it is known: "computed" from the day of receipt, "inferred" from another, or "unknown"."""
        if not self.bound.known:
            return "unknown"
        return "computed" if self.received and not self.rule.passed_on else "inferred"

    def explain(self, language: str = "en") -> str:
        """Why this day, in "en", "ru" or "kk"."""
        words = WORDS.get(language, WORDS["en"])
        start, end = self.start.show(language), self.bound.show(language)
        said = [words["received" if self.received else "sent"].format(day=start)]
        if not self.bound.known:
            said.append(words["beyond"])
        elif self.rule.passed_on:
            said.append(words["passed on"].format(days=show_days(self.rule.days, language), end=end))
        elif self.rule.working:
            said.append(words["working"].format(number=self.rule.days, end=end))
            said += self._about_working_days(words)
        else:
            said.append(words["days"].format(days=show_days(self.rule.days, language), end=end))
        law = self.rule.law.show(language)
        form = "law unread" if not self.rule.source else "law told" if self.rule.second_hand else "law read"
        said.append(words[form].format(law=law, source=self.rule.source))
        # A month shortened with a full stop may stand at the end of a sentence.
        return " ".join(said).replace("..", ".")

    def _about_working_days(self, words: Mapping[str, str]) -> list[str]:
        said = []
        if self.counted is not None and self.counted.holidays:
            said.append(words["holidays"].format(number=self.counted.holidays))
        if self.counted is not None and self.counted.unsure is not None:
            said.append(words["unsure"])
        if self.counted is not None and self.counted.unmoved is not None:
            said.append(words["unmoved"].format(year=self.counted.unmoved))
        return said


def reply_due(
    sent: Edtf | None, rule: ReplyRule, calendar: WorkCalendar, received: Edtf | None = None
) -> ReplyDue | None:
    """By when a reply is due by a rule; None while the letter is neither sent nor received.

    A partial or uncertain date gives the days between which the reply is due; one
    that is open on a side, or beyond the calendar, leaves that side open.
    """
    start = received if received is not None else sent
    if start is None:
        return None
    counted_from = Bound.of(start)
    arrives = rule.registered and received is None
    days = (counted_from.earliest, counted_from.latest)
    first, last = (_moved(day, rule, calendar, registered=arrives) for day in days)
    bound = Bound(_earliest(first), None if rule.passed_on else _latest(last))
    counted = first if isinstance(first, Counted) else last if isinstance(last, Counted) else None
    return ReplyDue(bound, rule, counted_from, received is not None, counted)


def _moved(
    day: date | None, rule: ReplyRule, calendar: WorkCalendar, *, registered: bool
) -> Counted | Bound | None:
    if day is None:
        return None
    if rule.working:
        return after(day, rule.days, calendar, registered=registered)
    return Bound(day, day).later(rule.days)


def _earliest(found: Counted | Bound | None) -> date | None:
    bound = found.bound if isinstance(found, Counted) else found
    return None if bound is None else bound.earliest


def _latest(found: Counted | Bound | None) -> date | None:
    bound = found.bound if isinstance(found, Counted) else found
    return None if bound is None else bound.latest


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "received": "Counted from the day of receipt, {day}.",
        "sent": (
            "Counted from the day of sending, {day}, for the day of receipt is not recorded; "
            "if it came later, the reply is due later."
        ),
        "working": "{number} working days: {end}.",
        "days": "{days}: {end}.",
        "passed on": (
            "The Government is given {days} from the day on which the letter is passed on to it; "
            "that day is not known here: {end}."
        ),
        "beyond": "The calendar of working days does not reach that far.",
        "holidays": "Public holidays in between: {number}.",
        "unsure": "One holiday is not fixed yet and may come a day earlier or later.",
        "unmoved": "Days off that the Government moves in {year} are not known here.",
        "law read": "{law} ({source}); not checked by a lawyer.",
        "law told": "{law} (at second hand: {source}); not checked by a lawyer.",
        "law unread": "{law}: this term was read in no source. Check it, or set a day yourself.",
    },
    "ru": {
        "received": "Отсчёт со дня получения, {day}.",
        "sent": (
            "Отсчёт со дня отправки, {day}: день получения не записан; "
            "если получено позже, срок ответа тоже позже."
        ),
        "working": "Рабочих дней: {number}; {end}.",
        "days": "{days}: {end}.",
        "passed on": (
            "Правительству даётся {days} со дня, когда ему передано письмо; "
            "этот день здесь не известен: {end}."
        ),
        "beyond": "Календарь рабочих дней так далеко не простирается.",
        "holidays": "Праздничных дней в этом промежутке: {number}.",
        "unsure": "Один из праздников ещё не назначен и может прийтись на день раньше или позже.",
        "unmoved": "Переносы выходных за {year} год здесь не известны.",
        "law read": "{law} ({source}); юристом не проверено.",
        "law told": "{law} (из вторых рук: {source}); юристом не проверено.",
        "law unread": "{law}: этот срок не прочитан ни в одном источнике. Проверьте или назначьте день сами.",
    },
    "kk": {
        "received": "Алынған күннен бастап есептелген: {day}.",
        "sent": (
            "Жіберілген күннен бастап есептелген: {day}, алынған күні жазылмаған; "
            "кейінірек алынса, жауап мерзімі де кейінірек."
        ),
        "working": "Жұмыс күндері: {number}; {end}.",
        "days": "{days}: {end}.",
        "passed on": "Үкіметке хат тапсырылған күннен бастап {days} беріледі; ол күн мұнда белгісіз: {end}.",
        "beyond": "Жұмыс күндерінің күнтізбесі бұған дейін жетпейді.",
        "holidays": "Осы аралықтағы мереке күндері: {number}.",
        "unsure": "Бір мереке әлі белгіленбеген, бір күн ерте не кеш болуы мүмкін.",
        "unmoved": "{year} жылғы демалыс күндерінің ауыстырылуы мұнда белгісіз.",
        "law read": "{law} ({source}); заңгер тексермеген.",
        "law told": "{law} (жанама дереккөз: {source}); заңгер тексермеген.",
        "law unread": (
            "{law}: бұл мерзім ешбір дереккөзде оқылмаған. Тексеріңіз немесе күнін өзіңіз белгілеңіз."
        ),
    },
}
