"""The frozen shapes that pass between whoever writes letters and this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kzcase.briefing.remarks import Withheld


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it is offered: one shipped, or one of the office's own (then `id` is its record)."""

    key: str
    name: str
    kind: str
    language: str
    audience: str
    subject: str
    body: str
    own: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for in a letter, in the languages it was written in."""

    en: str = ""
    ru: str = ""
    kk: str = ""
    kind: str | None = None

    def text(self, language: str) -> str:
        """The words in a language; "" if it was not written in it."""
        return {"en": self.en, "ru": self.ru, "kk": self.kk}.get(language, "").strip()


@dataclass(frozen=True, slots=True)
class Mailing:
    """One letter to one or many addressees, as somebody chose it.

    `template` is the key of a template, or "" if `subject` and `text` are the
    template (and `kind` its kind). `persons` are the people it is about: those
    of `cases` if none is named. `asks` are what it asks for: the open asks of
    those people and cases if none is named. `language` is for all addressees,
    `languages` for one by id; otherwise it is the addressee's own. `audience`
    holds unless an addressee's is narrower. `follow_up_of` is the letter it
    follows or answers.
    """

    addressees: tuple[str, ...]
    template: str = ""
    subject: str = ""
    text: str = ""
    kind: str = "letter"
    copies: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    asks: tuple[Asked, ...] = ()
    audience: str | None = None
    language: str | None = None
    languages: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    letterhead: str | None = None
    enclosures: tuple[str, ...] = ()
    note: str = ""
    follow_up_of: str | None = None
    mechanism: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a letter lacks: the word of the place, what its mark says, and its line in the text (from 1).

    Line 0 is the subject.
    """

    placeholder: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter to one addressee, filled in and not yet saved; every text may be edited.

    `persons` are those the letter may tell of; `asks` those it asks for, in
    order. What its audience may not see stands in `withheld` with the reason.
    """

    addressee: str
    addressee_words: str
    audience: str
    language: str
    salutation: str
    subject: str
    body: str
    signature: str
    kind: str = "letter"
    template: str = ""
    persons: tuple[str, ...] = ()
    asks: tuple[Asked, ...] = ()
    missing: tuple[Missing, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, how many pages, the SHA-256 of its bytes, and what its letters lack."""

    path: Path
    pages: int
    sha256: str
    missing: tuple[Missing, ...] = ()
