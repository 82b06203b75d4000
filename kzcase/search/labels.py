"""Reads the office's own vocabulary terms: labels laid over the shipped lists."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from kzcase.models.base import models
from kzcase.reference import vocabularies

LANGUAGES = ("en", "ru", "kk")


def own_labels(where: Connection | Session, vocabulary: str) -> dict[str, dict[str, str]]:
    """The office's own terms of a vocabulary: labels by language, by the term's key."""
    table = models()["term"].__table__
    rows = where.execute(
        select(table.c.key, table.c.label_en, table.c.label_ru, table.c.label_kk)
        .where(table.c.vocabulary == vocabulary, table.c.deleted.is_not(True), table.c.key.is_not(None))
        .order_by(table.c.key, table.c.id)
    )
    return {
        row.key: {
            language: text
            for language, text in zip(LANGUAGES, (row.label_en, row.label_ru, row.label_kk), strict=True)
            if text
        }
        for row in rows
    }


def english_labels(where: Connection | Session, vocabulary: str) -> Mapping[str, str]:
    """The English label of every term of a vocabulary, the office's own ones included."""
    shipped = {key: term.label("en") for key, term in vocabularies.load(vocabulary).terms.items()}
    own = {
        key: labels.get("en") or next(iter(labels.values()), shipped.get(key, key))
        for key, labels in own_labels(where, vocabulary).items()
    }
    return shipped | own
