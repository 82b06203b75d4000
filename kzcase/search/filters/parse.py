"""Finds in a typed search what it asks for besides words.

Nothing needs a syntax: "restriction in force Turkistan" is a kind, a state and
a region. What stands in quotes is words and nothing else, which is how a wrong
guess is taken back. In the list of one kind its own filters are found, and
words for other kinds are words. Any text may be given; of a page that was
pasted only the beginning is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kzcase.dates.edtf.moment import DateError
from kzcase.models.base import kinds
from kzcase.names import folding
from kzcase.search.filters import articles, phrases, places
from kzcase.search.filters.shapes import LONGEST, Filter, Key, Query

Labels = Callable[[str], Mapping[str, str]]
"""Of a vocabulary the key that each label stands for, in lower case."""

_QUOTED = re.compile(r'"[^"]*"?')
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MASK = "\x00"
_DASHES = str.maketrans(
    {"–": "-", "—": "-", "‐": "-", "‑": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"'}
)
_BETWEEN = ",;"
_IN = ("в", "во")
_LONGEST_DATE = 4  # words
_LONGEST_LABEL = 5
_SHORTEST_LABEL = 3
_MOST = 8  # of each sort of filter; nobody types more

_DAYS_BACK: Mapping[str, int] = {
    "today": 0, "сегодня": 0, "бүгін": 0,
    "yesterday": 1, "вчера": 1, "вчерашнего дня": 1, "кеше": 1,
    "last week": 7, "a week ago": 7, "прошлой недели": 7,
    "last month": 30, "прошлого месяца": 30,
}  # fmt: skip


def no_labels(vocabulary: str) -> Mapping[str, str]:
    """No terms of the office's own."""
    return {}


@dataclass(slots=True)
class _Reading:
    """A text that is being read: what was understood is masked out of `left`."""

    text: str
    left: str
    day: date
    labels: Labels
    found: list[Filter] = field(default_factory=list)
    weak: list[Filter] = field(default_factory=list)

    def take(self, key: Key, value: str, start: int, end: int) -> Filter:
        one = Filter(key, value, start, end)
        self.found.append(one)
        self.left = self.left[:start] + _MASK * (end - start) + self.left[end:]
        return one


def parse(
    text: str,
    day: date,
    *,
    kind: str = "",
    takes: Callable[[Filter, str], bool] | None = None,
    labels: Labels = no_labels,
) -> Query:
    """Read a typed search on a day; `kind` is that of the list it is typed in, if it is.

    `takes` says whether records of a kind can be asked by a filter: others are
    words there. `labels` gives the office's own terms.
    """
    cut = unicodedata.normalize("NFC", text[:LONGEST].encode("utf-8", "replace").decode())
    low = "".join(map(_plain, cut))
    reading = _Reading(cut, _QUOTED.sub(_masked, low.translate(_DASHES)), day, labels)
    named = _take_named_kind(reading)
    kind = kind or named
    _take_phrases(reading)
    _take_since(reading)
    _take_articles(reading)
    _take_tags(reading)
    _take_regions(reading)
    _take_kinds(reading, kind)
    _take_bare(reading)
    if kind and takes is not None:
        reading.found = [one for one in reading.found if one.key is not Key.KIND or one.value == kind]
        reading.found = [one for one in reading.found if one.key is Key.KIND or takes(one, kind)]
    found = sorted(reading.found, key=lambda one: one.start)
    if not kind and not any(one.key is Key.KIND for one in found):
        found += reading.weak[:1]
    return Query(cut, _words_left(cut, found), tuple(found))


def _plain(letter: str) -> str:
    """A letter in lower case, one for one, so that places stay what they are."""
    low = letter.lower()
    if len(low) != 1:
        return letter
    if low == "ё":
        return "е"
    return " " if low.isspace() or unicodedata.category(low) == "Cc" else low


def _masked(found: re.Match[str]) -> str:
    return _MASK * len(found.group())


def _take_named_kind(reading: _Reading) -> str:
    """The kind that is named by its key, whose list the text is read as typed in."""
    found = phrases.NAMED_KIND.search(reading.left)
    if found is None or found["kind"] not in kinds():
        return ""
    reading.take(Key.KIND, found["kind"], found.start(), found.end())
    return found["kind"]


def _take_phrases(reading: _Reading) -> None:
    for phrase in phrases.said():
        while found := phrase.pattern.search(reading.left):
            value = str(phrases.days(found)) if phrase.value == "{n}" else phrase.value
            one = reading.take(phrase.key, value, found.start(), found.end())
            if phrase.kind:
                reading.weak.append(Filter(Key.KIND, phrase.kind, one.end, one.end))


def _take_since(reading: _Reading) -> None:
    """What was changed since a day; in Kazakh the day stands before its word."""
    for found in list(phrases.SINCE.finditer(reading.left))[:_MOST]:
        for end in reversed(list(_ends_of_words(reading.left, found.end(), _LONGEST_DATE))):
            if since := _day_said(reading.text[found.end() : end], reading.day):
                reading.take(Key.CHANGED_SINCE, since, found.start(), end)
                return
    after = phrases.SINCE_AFTER.search(reading.left)
    if after is None:
        return
    starts = [one.start() for one in _WORD.finditer(reading.left, 0, after.start())][-_LONGEST_DATE:]
    for start in starts:
        if since := _day_said(reading.text[start : after.start()], reading.day):
            reading.take(Key.CHANGED_SINCE, since, start, after.end())
            return


def _ends_of_words(text: str, start: int, most: int) -> Iterator[int]:
    """Where the next words end, one after the other, as long as they stand together."""
    at = start
    for _ in range(most):
        while at < len(text) and text[at] == " ":
            at += 1
        if at >= len(text) or text[at] == _MASK:
            return
        while at < len(text) and text[at] not in (" ", _MASK):
            at += 1
        yield at


def _day_said(text: str, day: date) -> str:
    """The first day that a text means, as ISO text ("" for none); without a year the last such day."""
    from kzcase.dates.edtf.typed import read_date  # loaded when somebody asks by a day

    said = " ".join(text.lower().split()).strip(" ,;")
    if said in _DAYS_BACK:
        return (day - timedelta(days=_DAYS_BACK[said])).isoformat()
    if not any(letter.isdigit() for letter in said):
        return ""
    for tried in (
        said,
        *(f"{said.rstrip('.')}{gap}{year}" for gap in (" ", ".") for year in (day.year, day.year - 1)),
    ):
        try:
            first = read_date(tried).earliest
        except DateError:
            continue
        if first is not None and (first <= day or tried == said):
            return first.isoformat()
    return ""


def _take_articles(reading: _Reading) -> None:
    for pattern in articles.patterns():
        while found := pattern.search(reading.left):
            groups = found.groupdict()
            code = groups.get("code") or groups.get("after")
            value = articles.value(groups["number"], groups.get("part"), code)
            reading.take(Key.ARTICLE, value, found.start(), found.end())


def _take_tags(reading: _Reading) -> None:
    for found in list(phrases.TAG.finditer(reading.left))[:_MOST]:
        ends = list(_ends_of_words(reading.left, found.end(), _LONGEST_LABEL))
        start = found.end()
        if not ends and (quoted := _QUOTED.match(reading.text.translate(_DASHES), start)):
            ends = [quoted.end()]
        for end in reversed(ends):
            if key := _tag(reading, _label(reading.text[start:end])):
                reading.take(Key.TAG, key, found.start(), end)
                break


def _tag(reading: _Reading, said: str) -> str:
    """The tag of a label, of the beginning of one, or of a key."""
    labels = reading.labels("tag")
    if said in labels or len(said) < _SHORTEST_LABEL:
        return labels.get(said, "")
    begun = (key for label, key in labels.items() if label.startswith(said) or key == said)
    return next(begun, "")


def _label(text: str) -> str:
    return " ".join(text.translate(_DASHES).lower().strip(' "').split())


def _take_regions(reading: _Reading) -> None:
    """Places that are called a region or a city, before the word for it or behind."""
    for pattern, is_city in ((places.REGION_WORDS, False), (places.CITY_WORDS, True)):
        for word in list(pattern.finditer(reading.left))[:_MOST]:
            before = [(one.start(), one.end()) for one in _WORD.finditer(reading.left, 0, word.start())][-3:]
            after = [(one.start(), one.end()) for one in _WORD.finditer(reading.left, word.end())][:3]
            spans = [
                *((start, before[-1][1], start, word.end()) for start, _ in before),
                *((after[0][0], end, word.start(), end) for _, end in reversed(after)),
            ]
            for start, end, first, last in spans:
                if _MASK in reading.left[first:last]:
                    continue
                if key := _place(reading, reading.text[start:end], is_city=is_city):
                    reading.take(Key.REGION, key, first, last)
                    break


def _place(reading: _Reading, said: str, *, is_city: bool) -> str:
    words = folding.words(folding.fold(said))
    if is_city:
        return places.city(words)
    return places.of_words(words, bare=False) or reading.labels("region").get(_label(said), "")


def _take_kinds(reading: _Reading, kind: str) -> None:
    """Kinds that are named: several of them always, one of them beside something else."""
    if any(one.key is Key.KIND for one in reading.found):
        return
    for several in (True, False):
        for key, many, one in phrases.of_kinds():
            found = (many if several else one).search(reading.left)
            if found is None or (kind and key != kind):
                continue
            alone = not reading.found and not _WORD.search(reading.left.replace(found.group(), " ", 1))
            if (several and not alone) or (several and not kind) or (not several and reading.found):
                reading.take(Key.KIND, key, found.start(), found.end())


def _take_bare(reading: _Reading) -> None:
    """Beside other filters the name of a region, or the number of an article, is one, too."""
    if not reading.found:
        return
    words = [(one.start(), one.end()) for one in _WORD.finditer(reading.left)]
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            start, end = words[at][0], words[at + length - 1][1]
            if _MASK in reading.left[start:end]:
                continue
            if key := places.of_words(folding.words(folding.fold(reading.text[start:end])), bare=True):
                reading.take(Key.REGION, key, start, end)
    for found in list(articles.BARE.finditer(reading.left)):
        if articles.known(found.group()):
            reading.take(Key.ARTICLE, found.group(), found.start(), found.end())


def _words_left(text: str, found: Collection[Filter]) -> str:
    """What is left to look for: without the pieces of filters and the small words that join them."""
    if not found:
        return text
    left = list(text)
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    words = [word for word in "".join(left).split() if word.strip(_BETWEEN)]
    # "В Алматы": what begins a text is a capital letter, too.
    before = min(found, key=lambda one: one.start)
    inside = before.key is Key.REGION and text[: before.start].strip().lower() in _IN
    return " ".join(word for word in words[inside:] if not _links(word))


def _links(word: str) -> bool:
    """Whether a word only joins others; a capital letter by itself is an initial."""
    plain = word.strip(_BETWEEN)
    return plain.lower() in phrases.LINKING and (len(plain) > 1 or plain.islower())
