"""Turns the steps of a computation into sentences, in English, Russian and Kazakh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import Edtf
from kzcase.dates.edtf.shown import show_day
from kzcase.dates.restrictions.rules import Basis
from kzcase.dates.sentences import BASES, SENTENCES
from kzcase.dates.terms import Bound, Term, show_days


@dataclass(frozen=True, slots=True)
class Ground:
    """The day an end is counted from, as it is named inside a sentence."""

    basis: Basis


@dataclass(frozen=True, slots=True)
class InWords:
    """A text that each language says otherwise, such as how an article is cited."""

    en: str
    ru: str
    kk: str

    def show(self, language: str = "en") -> str:
        """In "en", "ru" or "kk"; English for any other."""
        return {"ru": self.ru, "kk": self.kk}.get(language, self.en)


Value = Edtf | Bound | Term | Ground | InWords | date | int | str


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
        known = language if language in SENTENCES else "en"
        values = {name: _shown(value, known) for name, value in self.values}
        # A month shortened with a full stop may stand at the end of a sentence.
        return SENTENCES[known][self.code].format(**values).replace("..", ".")


def explain(steps: Iterable[Step], language: str = "en") -> str:
    """The steps as one paragraph."""
    return " ".join(step.say(language) for step in steps)


def _shown(value: Value, language: str) -> str:
    match value:
        case Edtf() | Bound() | Term() | InWords():
            return value.show(language)
        case Ground():
            return BASES[language][value.basis]
        case date():
            return show_day(value, language)
        case int():
            return show_days(value, language)
        case _:
            return value
