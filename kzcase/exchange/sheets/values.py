"""Turns the text of cells into values: dates as people type them, terms by their words in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from kzcase.dates.edtf import read_date
from kzcase.dates.terms import parse_term
from kzcase.errors import KzcaseError
from kzcase.exchange.sheets.guess import folded
from kzcase.models.fields import NAME, TERM, Field, FieldType, Part
from kzcase.names import parts as name_parts
from kzcase.reference import regions, vocabularies
from kzcase.search.labels import LANGUAGES, own_labels
from kzcase.services.display import YES_NO

YES = frozenset({"true", "1", "+", "да", "y", "д", *(words[0] for words in YES_NO.values())})
NO = frozenset({"false", "0", "-", "n", "н", *(words[1] for words in YES_NO.values())})
ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ССЫЛКА!", "#ЗНАЧ!", "#Н/Д"}
)
GENDERS = {
    "м": "male",
    "муж": "male",
    "m": "male",
    "ер": "male",
    "ж": "female",
    "жен": "female",
    "f": "female",
}
LIKE_ENOUGH = 70.0
MOST_SHOWN = 40
_SEPARATORS = re.compile(r"[;\n]")
_AMOUNT = re.compile(r"([+-]?[0-9][0-9\s\u00a0\u202f]*(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)


class BadCell(KzcaseError):
    """A cell that cannot be understood; `what` is the reason as a sentence."""


def quoted(text: str) -> str:
    """A refused text as a sentence may show it: short, and of whole characters."""
    short = text[:MOST_SHOWN].encode("utf-8", "replace").decode()
    return f"“{short}{'…' if len(text) > MOST_SHOWN else ''}”"


@dataclass(slots=True)
class Words:
    """The terms of vocabularies by their words, in one reading of a vault; each list is looked up once."""

    session: Session
    _by_word: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def term(self, name: str, text: str) -> str:
        """The key of the term a text means; raises `BadCell`."""
        known = self._known(name)
        if text in vocabularies_keys(name):
            return text
        found = known.get(folded(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise BadCell(f"{quoted(text)} may be {' or '.join(sorted(found))}: write one of these keys.")
        near = process.extractOne(folded(text), known.keys(), scorer=fuzz.WRatio, score_cutoff=LIKE_ENOUGH)
        label = next(iter(sorted(known[near[0]]))) if near else ""
        offer = f" Is {quoted(near[0])} ({label}) meant?" if near else ""
        raise BadCell(f"{quoted(text)} is not a term of the list “{name}”.{offer}")

    def _known(self, name: str) -> dict[str, set[str]]:
        if name not in self._by_word:
            found = {word: set(keys) for word, keys in shipped_words(name).items()}
            for key, labels in own_labels(self.session, name).items():
                for word in (key, *labels.values()):
                    found.setdefault(folded(word), set()).add(key)
            self._by_word[name] = found
        return self._by_word[name]

    def value(self, declared: Field, text: str) -> Any:
        """The value of a whole cell for a field that is no link; raises `BadCell`."""
        match declared.type:
            case FieldType.CHOICES:
                return self._terms(declared.vocabulary, text)
            case FieldType.COMPOSITE:
                return self._composite(declared, text)
            case _:
                return self.plain(declared.type, declared.vocabulary, text)

    def part(self, declared: Field, part: Part, text: str) -> Any:
        """The value of one part of a composite; raises `BadCell`."""
        return self.plain(part.type, part.vocabulary or declared.vocabulary, text)

    def plain(self, type_: FieldType, name: str, text: str) -> Any:
        """A value that has no parts; raises `BadCell`."""
        if text in ERRORS:
            raise BadCell(f"The cell shows an error of the spreadsheet: {text}.")
        match type_:
            case FieldType.DATE:
                try:
                    return str(read_date(text))
                except KzcaseError as error:
                    raise BadCell(f"{quoted(text)}: {error.what}") from error
            case FieldType.INTEGER:
                return _integer(text)
            case FieldType.DECIMAL:
                return _decimal(text)
            case FieldType.FLAG:
                return _flag(text)
            case FieldType.CHOICE:
                return self.term(name, text)
            case _:
                return text

    def _terms(self, name: str, text: str) -> list[str]:
        """Several terms; a comma parts them only where the whole is none, because labels may hold commas."""
        found: dict[str, None] = {}
        for piece in _pieces(_SEPARATORS.split(text)):
            try:
                found[self.term(name, piece)] = None
            except BadCell:
                if "," not in piece:
                    raise
                found |= dict.fromkeys(self.term(name, one) for one in _pieces(piece.split(",")))
        return list(found)

    def _composite(self, declared: Field, text: str) -> dict[str, Any]:
        assert declared.composite is not None
        if text in ERRORS:
            raise BadCell(f"The cell shows an error of the spreadsheet: {text}.")
        if declared.composite is NAME:
            apart = name_parts.take_apart(text)
            given = {"family": apart.family, "given": apart.given, "patronymic": apart.patronymic}
            return {key: one for key, one in given.items() if one}
        if declared.composite is TERM:
            try:
                term = parse_term(text)
            except KzcaseError as error:
                raise BadCell(f"{quoted(text)}: {error.what}") from error
            numbers = {"years": term.years, "months": term.months, "days": term.days}
            return {key: number for key, number in numbers.items() if number} or {"days": 0}
        first, *others = declared.composite.parts
        if first.type not in (FieldType.INTEGER, FieldType.DECIMAL):
            return {first.key: self.part(declared, first, text)}
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise BadCell(f"{quoted(text)} does not begin with a number.")
        value = {first.key: self.part(declared, first, found[1].strip())}
        if found[2] and others and others[0].type is FieldType.CHOICE:
            value[others[0].key] = self.part(declared, others[0], found[2])
        elif found[2]:
            raise BadCell(f"{quoted(text)} is more than a number.")
        return value


def _pieces(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def vocabularies_keys(name: str) -> frozenset[str]:
    """The keys of the terms that ship."""
    return frozenset(vocabularies.load(name).terms)


@cache
def shipped_words(name: str) -> Mapping[str, frozenset[str]]:
    """The keys of the terms that ship, by every word for each: key and label in three languages."""
    found: dict[str, set[str]] = {}
    for key, term in vocabularies.load(name).terms.items():
        for word in (key, *(term.label(language) for language in LANGUAGES)):
            found.setdefault(folded(word), set()).add(key)
    if name == "region":
        for region in regions.regions():
            for former in region.former:
                for language in LANGUAGES:
                    found.setdefault(folded(former.name.label(language)), set()).add(region.key)
    if name == "law_article":
        for word, keys in list(found.items()):
            if word.startswith("ст "):
                rest = word.removeprefix("ст ")
                for written in (f"{word} рк", rest, f"{rest} рк", f"статья {rest}", f"статья {rest} рк"):
                    found.setdefault(written, set()).update(keys)
    if name == "gender":
        for word, key in GENDERS.items():
            found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items() if word}


def _without_gaps(text: str) -> str:
    return re.sub(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9])", "", text)


def _integer(text: str) -> int:
    digits = _without_gaps(text)
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", digits):
        raise BadCell(f"{quoted(text)} is not a whole number.")
    return int(digits)


def _decimal(text: str) -> str:
    digits = _without_gaps(text).replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,30}(\.[0-9]{1,10})?", digits):
        raise BadCell(f"{quoted(text)} is not a number.")
    return digits


def _flag(text: str) -> bool:
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(f"{quoted(text)} is neither yes nor no.")
