"""The fixed words of a paper in its language: labels, plurals, audience lines.

They stand in `resources/i18n/paper/<language>.json`; a text with forms for
several numbers is an object by CLDR plural category, chosen through Babel.
Which of them a native speaker has not read yet: `docs/translations.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import orjson
from babel import Locale

from kzcase import resources
from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.errors import KzcaseError

LANGUAGES = ("en", "ru", "kk")

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue of one language."""

    language: str
    entries: Mapping[str, Entry]

    def __call__(self, key: str, **values: object) -> str:
        """A text with its places filled; raises `KeyError` for a key no catalogue has."""
        entry = self.entries[key]
        assert isinstance(entry, str), key
        return entry.format_map(values) if values else entry

    def count(self, key: str, n: int) -> str:
        """A text in the form that goes with the number `n`."""
        forms = self.entries[key]
        assert not isinstance(forms, str), key
        form = Locale.parse(self.language).plural_form(n)
        return forms.get(form, forms["other"]).format(n=n)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.entries

    def day(self, day: date) -> str:
        """A calendar day in the one form papers use."""
        return parse_edtf(day.isoformat()).show(self.language)

    def date(self, value: str) -> str:
        """A stored date in words; what is no date any more is shown as it stands."""
        try:
            return parse_edtf(value).show(self.language)
        except DateError:
            return value


@cache
def words(language: str) -> Words:
    """The catalogue of a language; English fills what another one lacks.

    Raises `KzcaseError` for a language no paper can be printed in.
    """
    if language not in LANGUAGES:
        raise KzcaseError(
            f"There are no papers in the language “{language}”.",
            safe="No paper was written.",
            remedy=f"The languages are: {', '.join(LANGUAGES)}.",
        )
    english = _load("en")
    return Words(language, english if language == "en" else {**english, **_load(language)})


def _load(language: str) -> dict[str, Entry]:
    loaded: dict[str, Entry] = orjson.loads(resources.path("i18n", "paper", f"{language}.json").read_bytes())
    return loaded
