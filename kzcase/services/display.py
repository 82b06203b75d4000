"""Turns stored values into the words a person reads: the same in lists, headers, history and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.orm import Session

from kzcase.models.fields import HOURS, INDEX, NAME, STATUS, TERM, Field, FieldType, Part, fits
from kzcase.names import parts as name_parts
from kzcase.services import records, vocabulary
from kzcase.services.office import Office
from kzcase.services.stored import stored_date


@dataclass(slots=True)
class Speaker:
    """Puts values into words of one language within one read unit, looking each list up once."""

    session: Session
    language: str = "en"
    _labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)

    def remember_titles(self, ids: Iterable[str]) -> None:
        """Read many titles at once, before a page of rows is put into words."""
        wanted = [one for one in ids if one not in self._titles]
        if wanted:
            self._titles.update(records.titles(self.session, wanted))

    def title(self, record: str) -> str:
        """The title of another record."""
        self.remember_titles((record,))
        return self._titles[record]

    def label(self, name: str, key: str) -> str:
        """The label of a vocabulary's term."""
        if name not in self._labels:
            self._labels[name] = vocabulary.labels(self.session, name, self.language)
        return self._labels[name].get(key, vocabulary.unknown(key))

    def text(self, declared: Field, value: Any) -> str:
        """A field's value in words; "" when it is not given."""
        if value is None:
            return ""
        if not fits(declared, value):
            return as_it_stands(value)
        match declared.type:
            case FieldType.CHOICES:
                return ", ".join(sorted(self.label(declared.vocabulary, one) for one in value))
            case FieldType.LINK:
                return self.title(value)
            case FieldType.LINKS:
                self.remember_titles(value)
                return ", ".join(sorted(self.title(one) for one in value))
            case FieldType.COMPOSITE:
                return self._composite(declared, value)
            case _:
                return self.plain(declared.type, declared.vocabulary, value)

    def plain(self, type_: FieldType, name: str, value: Any) -> str:
        """A value that has no parts in words."""
        match type_:
            case FieldType.DATE:
                return show_date(value, self.language)
            case FieldType.FLAG:
                return YES_NO[self.language][0 if value else 1]
            case FieldType.CHOICE:
                return self.label(name, value)
            case FieldType.DECIMAL:
                return grouped(value)
            case _:
                return str(value)

    def _composite(self, declared: Field, value: Mapping[str, Any]) -> str:
        special: dict[str, Callable[[Field, Mapping[str, Any]], str]] = {
            NAME.key: self._name,
            TERM.key: self._term,
            STATUS.key: self._status,
            HOURS.key: self._hours,
            INDEX.key: self._index,
        }
        assert declared.composite is not None
        if (say := special.get(declared.composite.key)) is not None:
            return say(declared, value)
        return " ".join(self._parts(declared, value).values())

    def _parts(self, declared: Field, value: Mapping[str, Any]) -> dict[str, str]:
        assert declared.composite is not None
        return {
            part.key: self._part(declared, part, value[part.key])
            for part in declared.composite.parts
            if value.get(part.key) is not None
        }

    def _part(self, declared: Field, part: Part, value: Any) -> str:
        return self.plain(part.type, part.vocabulary or declared.vocabulary, value)

    def _name(self, declared: Field, value: Mapping[str, Any]) -> str:
        return name_parts.display(
            value.get("family") or "", value.get("given") or "", value.get("patronymic") or ""
        )

    def _term(self, declared: Field, value: Mapping[str, Any]) -> str:
        from kzcase.dates.terms import Term, TermError, show_term

        try:
            term = Term(value.get("years") or 0, value.get("months") or 0, value.get("days") or 0)
        except TermError:  # it came from elsewhere and is none by today's rules: shown as it stands
            return as_it_stands(value)
        return show_term(term, self.language)

    def _status(self, declared: Field, value: Mapping[str, Any]) -> str:
        said = self._parts(declared, value)
        since = f"{SINCE[self.language]} {said['since']}" if "since" in said else ""
        return ", ".join(one for one in (said.get("status", ""), since) if one)

    def _hours(self, declared: Field, value: Mapping[str, Any]) -> str:
        said = self._parts(declared, value)
        return " ".join(
            one for one in (said.get("hours", ""), HOURS_WORD[self.language], said.get("per", "")) if one
        )

    def _index(self, declared: Field, value: Mapping[str, Any]) -> str:
        said = self._parts(declared, value)
        of = f"({said['date']})" if "date" in said else ""
        return " ".join(one for one in (said.get("count", ""), INDEX_WORD[self.language], of) if one)


YES_NO = {"en": ("yes", "no"), "ru": ("да", "нет"), "kk": ("иә", "жоқ")}
SINCE = {"en": "since", "ru": "с", "kk": "бастап:"}
HOURS_WORD = {"en": "hours", "ru": "ч", "kk": "сағ"}
INDEX_WORD = {"en": "MCI", "ru": "МРП", "kk": "АЕК"}


def as_it_stands(value: Any) -> str:
    """A value that today's rules cannot read, as history holds it."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def show_date(value: str, language: str = "en") -> str:
    """A stored date in words; text that is no date any more is shown as it stands."""
    day = stored_date(value)
    return day.show(language) if day is not None else value


def grouped(value: str) -> str:
    """A decimal number with its thousands set apart: 530250.00 as 530 250.00."""
    whole, dot, rest = value.partition(".")
    sign, digits = (whole[:1], whole[1:]) if whole[:1] in "+-" and whole else ("", whole)
    if not digits.isdigit():
        return value
    return f"{sign}{int(digits):,}".replace(",", "\u00a0") + dot + rest


def local_time(stamp: str | None) -> datetime | None:
    """A stored time by this laptop's clock; None for none, and for what is no time."""
    try:
        return datetime.fromisoformat(stamp or "").astimezone()
    except (ValueError, OverflowError):
        return None  # a colleague's file may give a moment that no clock here shows


def text(office: Office, declared: Field, value: Any, language: str = "en") -> str:
    """A field's value in words of one language, for a single look-up."""
    with office.read() as session:
        return Speaker(session, language).text(declared, value)
