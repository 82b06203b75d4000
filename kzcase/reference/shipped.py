"""Reads one shipped file of reference rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

import orjson

from kzcase import resources

LANGUAGES = ("en", "ru", "kk")


class Standing(StrEnum):
    """How far a shipped statement can be trusted."""

    SEEN = "seen"  # read in the source named
    PARTLY = "partly"  # at second hand, in an older version, or by arithmetic
    UNCHECKED = "unchecked"  # no source: never authoritative


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the three languages, each with its standing."""

    text: MappingProxyType[str, str]
    standing: MappingProxyType[str, Standing]

    def label(self, language: str) -> str:
        """The text in a language, or in English if there is none."""
        return self.text.get(language) or self.text["en"]

    def checked(self, language: str) -> bool:
        """Whether the text in that language was read in a source."""
        return bool(self.text.get(language)) and self.standing.get(language) is Standing.SEEN

    @classmethod
    def of(cls, text: dict[str, str], standing: dict[str, str]) -> Words:
        """From the shipped form."""
        return cls(
            MappingProxyType(dict(text)),
            MappingProxyType({language: Standing(word) for language, word in standing.items()}),
        )


@cache
def read(*parts: str) -> Any:
    """The content of `resources/<parts>`; raises `resources.Incomplete` if it does not ship."""
    return orjson.loads(resources.path(*parts).read_bytes())


def versions() -> MappingProxyType[str, int]:
    """The version of every shipped set of rows, so that an open vault can tell what it was used with."""
    files = {
        "law": ("law", "articles.json"),
        "mci": ("law", "mci.json"),
        "synonyms": ("law", "synonyms.json"),
        "procedure": ("law", "procedure.json"),
        "replies": ("law", "replies.json"),
        "workdays": ("calendar", "kazakhstan.json"),
        "regions": ("regions", "regions.json"),
        "benchmarks": ("benchmarks", "benchmarks.json"),
    }
    return MappingProxyType({name: int(read(*parts)["version"]) for name, parts in files.items()})
