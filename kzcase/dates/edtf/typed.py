"""Reads a date as people type it: "June 2020", "около 2019", "2020 жылғы 12 тамыз", "12.08.2020".

A number date is day, month, year, as everywhere in Kazakhstan; never month
first. Nothing is guessed: a year of two digits, "end of 2019", "before May"
or a season is refused with a sentence that says how to write it instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kzcase.dates.edtf import offers, words
from kzcase.dates.edtf.moment import DateError, Edge, Moment, parse_moment, require_day, require_month
from kzcase.dates.edtf.tidy import tidied
from kzcase.dates.edtf.tokens import Token, cut
from kzcase.dates.edtf.value import Edtf, parse_edtf

_LONGEST = 120

_EXAMPLES = {
    "en": 'Write for example "2020", "June 2020", "12 Aug 2020", "about 2019" or "2016 to 2018".',
    "ru": 'Пишите, например: "2020", "июнь 2020", "12.08.2020", "около 2019", "с 2016 по 2018".',
    "kk": 'Мысалы: "2020", "2020 ж. маусым", "12.08.2020", "шамамен 2019", "2016 – 2018".',
}

_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans("–—−‒‐‑", "------")
_MOMENT = r"[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[?~%]?"
_EDTF = re.compile(rf"(?:{_MOMENT}|\.\.)/(?:{_MOMENT}|\.\.)?|/{_MOMENT}|{_MOMENT}")
# Forms of the wider standard: the strict reader says why they are not kept.
_WIDER = re.compile(r"[\[{].*|Y-?[0-9]+|-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{1,2}:.*")
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
_RUN_TOGETHER = re.compile(r"\d{8}")
_OPEN_END = re.compile(
    r"(?:-|\b(?:to|until|till|through|по|до))? *\b(?:(?:the )?present|now|настоящее время|настоящего времени"
    r"|сей день|н\.? ?в\.?|наст\.? вр\.?|(?:казирги|осы) уакытка дейин)$"
)


@dataclass(slots=True)
class _Side:
    """What one end of a typed range, or the whole of a single date, has said so far."""

    year: str = ""
    month: int | None = None
    day: int | None = None
    whole: Moment | None = None
    bare: list[int] = field(default_factory=list)
    year_came_first: bool = False
    approximate: bool = False
    uncertain: bool = False
    unknown: str = ""


def read_date(text: str, language: str | None = None) -> Edtf:
    """The date meant by what someone typed; EDTF itself is read too.

    `language` ("en", "ru", "kk") decides only what cannot be decided by the
    words: a lone Latin "c" (circa, or the Russian "с"), and in which language
    examples are offered. Raises `DateError` with a sentence to show beside the
    field, also for a date that is only half typed.
    """
    cleaned = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not cleaned:
        raise DateError("There is no date.", remedy=_examples(language))
    if len(cleaned) > _LONGEST:
        raise DateError("This is too long for a date.", remedy=_examples(language))
    strict = cleaned.upper().replace("Х", "X")
    if _EDTF.fullmatch(strict) or _WIDER.fullmatch(strict):
        return parse_edtf(strict)
    return _Reader(words.fold(cleaned).translate(_DASHES), language).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, folded: str, language: str | None) -> None:
        self._text = folded
        self._language = language or _language_of(folded)

    def read(self) -> Edtf:
        text = tidied(self._text)
        self._refuse(text)
        for pattern, at_end in ((words.END_UNKNOWN, True), (words.START_UNKNOWN, False)):
            shortened = pattern.sub("", text)
            if shortened != text:
                return self._half_known(shortened, at_end=at_end)
        now = _OPEN_END.search(text)
        if now is not None and now.start() > 0:
            # "From 2019 to the present" says no more than "since 2019".
            return Edtf(self._moment(self._without_since(self._tokens(text[: now.start()]))), Edge.OPEN)
        return self._read_tokens(self._tokens(text))

    def _refuse(self, text: str) -> None:
        """Refuse what is well understood but is no date that can be kept, and say what to write."""
        if _TIME_OF_DAY.search(text):
            raise DateError(
                "A date has no time of day here.", remedy="Write the time in its own field or in the text."
            )
        if _RUN_TOGETHER.fullmatch(text.strip()):
            raise DateError("Day, month and year run together.", remedy=_examples(self._language))
        pieces = [token.text for token in cut(text) if token.kind == "word"]
        if words.OR.intersection(pieces):
            raise DateError(
                "One of two dates cannot be kept in one field.",
                remedy='Write the likelier one with a question mark ("2017?"), or the range they lie in.',
            )
        if words.STRICTLY.intersection(pieces) or (pieces[:1] == ["до"] and "с" not in pieces):
            raise DateError(
                '"Before" and "after" leave open whether the day itself counts.',
                remedy='Write "until" ("по", "дейін") with the last possible date or "since" ("с", "бастап") '
                "with the first.",
            )

    def _half_known(self, text: str, *, at_end: bool) -> Edtf:
        tokens = self._tokens(text)
        if at_end:
            return Edtf(self._moment(self._without_since(tokens)), Edge.UNKNOWN)
        return Edtf(Edge.UNKNOWN, self._moment(self._without_until(tokens)))

    def _tokens(self, text: str) -> list[Token]:
        lone = Token("word", "c")
        meant = Token("word", self._circa_or_from(text))
        # In "12 Aug. 2020" or "(2019)" these signs say nothing.
        kept = (token for token in cut(text) if token.text not in (".", ",", "(", ")"))
        return [meant if token == lone else token for token in kept]

    def _circa_or_from(self, text: str) -> str:
        russian = self._language in ("ru", "kk") or re.search("[а-я]", text) is not None
        return "с" if russian and "c." not in text else "circa"

    def _read_tokens(self, tokens: list[Token]) -> Edtf:
        if not tokens:
            raise self._unreadable()
        sides = self._ends(tokens)
        if sides is None:
            return Edtf(self._moment(tokens))
        first, last = sides
        if last is None:
            return Edtf(self._moment(first or ()), Edge.OPEN)
        if first is None:
            return Edtf(Edge.OPEN, self._moment(last))
        return self._range(first, last)

    def _ends(self, tokens: list[Token]) -> tuple[list[Token] | None, list[Token] | None] | None:
        """The two ends of a range, None for an open one; None altogether for a single date."""
        for vocabulary, split in (
            (words.KAZAKH_SINCE, "since"),
            (words.KAZAKH_UNTIL, "until"),
            (words.KAZAKH_BETWEEN, "between"),
        ):
            at = next((i for i, token in enumerate(tokens) if token.is_in(vocabulary)), None)
            if at is not None:
                return self._kazakh_ends(tokens[:at] + tokens[at + 1 :], split)
        start = next((i for i, token in enumerate(tokens) if not token.is_in(words.FILLERS)), 0)
        if tokens[start].is_in(words.FROM):
            rest = self._without_since(tokens)
            at = _index(rest, words.TO)
            return (rest, None) if at is None else (rest[:at], rest[at + 1 :])
        if tokens[start].is_in(words.BETWEEN):
            rest = tokens[start + 1 :]
            at = _index(rest, words.AND)
            if at is None:
                raise self._unfinished()
            return rest[:at], rest[at + 1 :]
        until = self._without_until(tokens)
        if len(until) < len(tokens):
            return None, until
        at = _index(tokens, words.TO)
        return None if at is None else (tokens[:at], tokens[at + 1 :])

    def _kazakh_ends(self, rest: list[Token], split: str) -> tuple[list[Token] | None, list[Token] | None]:
        if split == "since":
            return rest, None
        if split == "between":
            at = _index(rest, words.AND)
            if at is None:
                raise self._unfinished()
            return rest[:at], rest[at + 1 :]
        at = next((i for i, token in enumerate(rest) if token.is_ablative), None)
        return (None, rest) if at is None else (rest[: at + 1], rest[at + 1 :])

    def _without_since(self, tokens: list[Token]) -> list[Token]:
        start = 0
        while start < len(tokens) and tokens[start].is_in(words.FROM | words.FILLERS):
            start += 1
        return [token for token in tokens[start:] if not token.is_in(words.KAZAKH_SINCE)]

    def _without_until(self, tokens: list[Token]) -> list[Token]:
        start = 0
        if tokens and tokens[0] == Token("word", "up"):
            start = 1
        if start < len(tokens) and tokens[start].is_in(words.TO):
            start += 1
        else:
            start = 0
        return [token for token in tokens[start:] if not token.is_in(words.KAZAKH_UNTIL)]

    def _range(self, first: list[Token], last: list[Token]) -> Edtf:
        if not first or not last:
            raise self._unfinished()
        start, end = self._side(first), self._side(last)
        # "12-15 August 2020", "June to August 2020", "June 2020 to August": one end lends to the other.
        if not start.whole and not end.whole:
            lacks_year = not start.year
            start.year = start.year or end.year
            end.year = end.year or start.year
            if lacks_year and start.month is None and len(start.bare) == 1:
                start.day, start.month, start.bare = start.bare[0], end.month, []
                if end.day is None:
                    raise self._unfinished()
            elif end.month is None and len(end.bare) == 1 and start.day is not None and not lacks_year:
                end.day, end.month, end.bare = end.bare[0], start.month, []
        return Edtf(self._finish(start), self._finish(end))

    def _moment(self, tokens: Sequence[Token]) -> Moment:
        return self._finish(self._side(tokens))

    def _side(self, tokens: Sequence[Token]) -> _Side:
        side = _Side()
        for token in self._without_notes(tokens, side):
            self._take(token, side)
        if side.month is None and len(side.bare) == 2:
            side.day, side.month = reversed(side.bare) if side.year_came_first else side.bare
            side.bare = []
        elif side.month is not None and side.day is None and len(side.bare) == 1:
            side.day, side.bare = side.bare[0], []
        elif side.month is None and side.year and len(side.bare) == 1:
            side.month, side.bare = side.bare[0], []
        return side

    def _without_notes(self, tokens: Sequence[Token], side: _Side) -> Sequence[Token]:
        text = " ".join(token.text for token in tokens)
        for pattern, unit in words.NOTES:
            if pattern.search(text):
                side.unknown = unit
                return self._tokens(pattern.sub("", text))
        return tokens

    def _take(self, token: Token, side: _Side) -> None:
        numbers = token.numbers
        match token.kind:
            case "edtf":
                side.whole = parse_moment(token.text.upper())
            case "tens":
                side.whole = Moment(f"{numbers[0] // 10:03}X")
            case "dmy":
                self._set(side, year=numbers[2], month=numbers[1], day=numbers[0])
            case "ymd":
                self._set(side, year=numbers[0], month=numbers[1], day=numbers[2])
            case "my":
                self._set(side, year=numbers[1], month=numbers[0])
            case "ym":
                self._set(side, year=numbers[0], month=numbers[1])
            case "dm":
                self._set(side, month=numbers[1], day=numbers[0])
            case "short":
                raise DateError("The year has only two digits.", remedy="Write it in full, as in 12.08.2020.")
            case "num":
                self._take_number(token, side)
            case "word":
                self._take_word(token.text, side)
            case _:
                self._take_mark(token.text, side)

    def _set(
        self, side: _Side, *, year: int | None = None, month: int | None = None, day: int | None = None
    ) -> None:
        """Note parts of the date; a part said twice is two dates in one place."""
        twice = (year is not None and side.year) or (month is not None and side.month is not None)
        if twice or (day is not None and side.day is not None):
            raise DateError(
                "There seem to be two dates here.", remedy='Write a range as "2016 to 2018", or one date.'
            )
        if year is not None:
            side.year = f"{year:04}"
        side.month = side.month if month is None else month
        side.day = side.day if day is None else day

    def _take_number(self, token: Token, side: _Side) -> None:
        number = token.numbers[0]
        digits = sum(letter.isdigit() for letter in token.text)
        if digits == 4:
            side.year_came_first = not side.bare
            self._set(side, year=number)
        elif digits <= 2:
            side.bare.append(number)
        else:
            raise DateError("The year needs four digits.", remedy=_examples(self._language))

    def _take_word(self, word: str, side: _Side) -> None:
        month = words.month_of(word)
        if word in words.FILLERS:
            return
        if word in words.APPROXIMATE:
            side.approximate = True
        elif word in words.UNCERTAIN:
            side.uncertain = True
        elif word in words.VAGUE:
            offered = offers.of_part(self._text, word, self._language)
            raise DateError(
                '"Beginning", "middle", "end" and parts of a year are not dates.',
                remedy=f"Write the months or days you mean, such as {offered}.",
            )
        elif word in words.SEASONS:
            raise DateError(
                "Seasons are not kept as dates.",
                remedy=f"Write the months, such as {offers.of_season(self._text, word, self._language)}.",
            )
        elif word in words.RELATIVE:
            raise DateError("A date here is not counted from today.", remedy="Write the day itself.")
        elif word in words.UNKNOWN:
            raise DateError("There is no date in this.", remedy="Leave the field empty if nothing is known.")
        elif month is not None:
            self._set(side, month=month)
        else:
            raise self._unreadable()

    def _take_mark(self, mark: str, side: _Side) -> None:
        if mark == "?":
            side.uncertain = True
        elif mark == "~":
            side.approximate = True
        elif mark == "%":
            side.approximate = side.uncertain = True
        elif mark == "-":
            raise self._unfinished()
        else:
            raise self._unreadable()

    def _finish(self, side: _Side) -> Moment:
        qualifier = ("%" if side.uncertain else "~") if side.approximate else ("?" if side.uncertain else "")
        if side.whole is not None:
            if side.year or side.month is not None or side.bare or side.unknown:
                raise self._unreadable()
            return replace(side.whole, qualifier=qualifier)
        if not side.year:
            if side.month is None and not side.bare:
                raise self._unfinished()
            raise DateError("The year is missing.", remedy=_examples(self._language))
        if side.bare or (side.day is not None and side.month is None):
            raise self._unreadable()
        month = day = ""
        if side.month is not None:
            require_month(side.month)
            month = f"{side.month:02}"
        if side.day is not None:
            require_day(max(1, int(side.year)), int(month), side.day)
            day = f"{side.day:02}"
        if side.unknown:
            month, day = self._unknown_parts(side.unknown, month, day)
        return Moment(side.year, month, day, qualifier)

    def _unknown_parts(self, unit: str, month: str, day: str) -> tuple[str, str]:
        fits = {"day": bool(month) and not day, "month": not month, "both": not month}
        if not fits[unit]:
            raise self._unreadable()
        return {"day": (month, "XX"), "month": ("XX", ""), "both": ("XX", "XX")}[unit]

    def _unreadable(self) -> DateError:
        return DateError("This cannot be read as a date.", remedy=_examples(self._language))

    def _unfinished(self) -> DateError:
        return DateError("The date is not finished.", remedy=_examples(self._language))


def _index(tokens: Sequence[Token], vocabulary: frozenset[str]) -> int | None:
    """Where the first word of the vocabulary or, failing that, the only dash stands."""
    for at, token in enumerate(tokens):
        if token.is_in(vocabulary):
            return at
    dashes = [at for at, token in enumerate(tokens) if token.is_dash]
    return dashes[0] if len(dashes) == 1 else None


def _language_of(folded: str) -> str | None:
    """In which language to answer, as far as the letters and a few words of the text tell."""
    if re.search("[а-я]", folded) is None:
        return None
    return "kk" if re.search(r"\bжыл|\bдейин\b|\bбастап\b|\bж\b", folded) else "ru"


def _examples(language: str | None) -> str:
    return _EXAMPLES.get(language or "en", _EXAMPLES["en"])
