"""Reads the office's own vocabulary terms: labels laid over the shipped lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.reference import vocabularies

LANGUAGES = ("en", "ru", "kk")


OWN = (
    "SELECT key, label_en, label_ru, label_kk FROM term "
    "WHERE vocabulary = ? AND deleted IS NOT 1 AND key IS NOT NULL ORDER BY key, id"
)


def own_labels(where: Connection | Session, vocabulary: str) -> dict[str, dict[str, str]]:
    """The office's own terms of a vocabulary: labels by language, by the term's key."""
    connection = where.connection() if isinstance(where, Session) else where
    return {
        key: {language: text for language, text in zip(LANGUAGES, labels, strict=True) if text}
        for key, *labels in run(connection, OWN, (vocabulary,))
    }


def english_labels(where: Connection | Session, vocabulary: str) -> Mapping[str, str]:
    """The English label of every term of a vocabulary, the office's own ones included."""
    shipped = shipped_labels(vocabulary, "en")
    if not (own := own_labels(where, vocabulary)):
        return shipped
    return {
        **shipped,
        **{
            key: labels.get("en") or next(iter(labels.values()), shipped.get(key, key))
            for key, labels in own.items()
        },
    }


@cache
def shipped_labels(vocabulary: str, language: str) -> Mapping[str, str]:
    """The labels in one language that came with the program."""
    return {key: term.label(language) for key, term in vocabularies.load(vocabulary).terms.items()}
