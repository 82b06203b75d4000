"""The vocabularies that ship: a key that never changes, and its words in three languages.

The vocabularies of articles, regions and benchmarks are made from their rows;
all others are one file each. `checked` says whether the words in a language
were read in a source; the rest are ours and wait for a native reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kzcase import resources
from kzcase.reference import benchmarks, law, regions
from kzcase.reference.shipped import Standing, Words, read


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its key, its words, and a sentence of help (English)."""

    key: str
    words: Words
    help: str = ""

    def label(self, language: str = "en") -> str:
        """The term in a language, or in English."""
        return self.words.label(language)

    def checked(self, language: str) -> bool:
        """Whether the words in that language were read in a source."""
        return self.words.checked(language)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one vocabulary in its own order, which protective choices rely on."""

    name: str
    title: str
    version: int
    source: str
    terms: Mapping[str, Term]


def names() -> tuple[str, ...]:
    """The name of every vocabulary that ships."""
    files = (found.stem for found in resources.path("vocabularies").glob("*.json"))
    return tuple(sorted({*files, *_MADE}))


@cache
def load(name: str) -> Vocabulary:
    """A vocabulary by name; `LookupError` if there is none, which is a fault of the caller."""
    if name in _MADE:
        return _MADE[name]()
    if name not in names():
        raise LookupError(f"there is no vocabulary {name!r}")
    raw = read("vocabularies", f"{name}.json")
    terms = {
        key: Term(
            key,
            Words.of(
                {language: row[language] for language in row["checked"]},
                {
                    language: Standing.SEEN if seen else Standing.UNCHECKED
                    for language, seen in row["checked"].items()
                },
            ),
            row.get("help", ""),
        )
        for key, row in raw["terms"].items()
    }
    return Vocabulary(name, raw["title"], raw["version"], raw["source"], MappingProxyType(terms))


def _articles() -> Vocabulary:
    terms: dict[str, Term] = {}
    for article in law.articles():
        text = {language: article.label(language) for language in ("en", "ru", "kk")}
        words = Words.of(text, dict.fromkeys(text, Standing.SEEN))
        # The newest wording comes last and gives the help.
        terms[article.key] = Term(article.key, words, article.title.label("en"))
    raw = read("law", "articles.json")
    return Vocabulary("law_article", "Article", raw["version"], raw["about"], MappingProxyType(terms))


def _regions() -> Vocabulary:
    terms = {
        region.key: Term(
            region.key,
            region.name,
            "; ".join(f"formerly {former.name.label('en')}" for former in region.former),
        )
        for region in regions.regions()
    }
    raw = read("regions", "regions.json")
    return Vocabulary("region", "Region", raw["version"], raw["about"], MappingProxyType(terms))


def _benchmarks() -> Vocabulary:
    terms = {
        one.key: Term(
            one.key,
            Words(
                MappingProxyType({language: f"{one.key} {text}" for language, text in one.text.text.items()}),
                one.text.standing,
            ),
        )
        for one in benchmarks.benchmarks()
    }
    raw = read("benchmarks", "benchmarks.json")
    return Vocabulary("benchmark", "Benchmark", raw["version"], raw["source"], MappingProxyType(terms))


_MADE: Mapping[str, Callable[[], Vocabulary]] = MappingProxyType(
    {"law_article": _articles, "region": _regions, "benchmark": _benchmarks}
)
