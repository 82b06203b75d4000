"""Vocabularies as the office sees them: what ships, with the office's own terms laid over it.

A `term` record adds a term to a vocabulary, or gives a shipped term another
label; both are history like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kzcase.errors import InputRefused, Refusal
from kzcase.history.ledger import Change
from kzcase.history.tables import run
from kzcase.reference import vocabularies
from kzcase.search.labels import own_labels, shipped_labels
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its key, its label in one language, and a word of help; a `retired` one is not offered."""

    key: str
    label: str
    help: str = ""
    own: bool = False
    retired: bool = False


def terms(office: Office, name: str, language: str = "en") -> tuple[Term, ...]:
    """The terms of a vocabulary in its own order, the office's own ones last.

    Those that are no longer offered are among them: a record may still hold one.
    """
    with office.read() as session:
        return terms_in(session, name, language)


RETIRED = (
    "SELECT DISTINCT key FROM term "
    "WHERE vocabulary = ? AND retired = 1 AND deleted IS NOT 1 AND key IS NOT NULL"
)


def terms_in(session: Session, name: str, language: str = "en") -> tuple[Term, ...]:
    """The same inside a unit that is already open."""
    own = own_labels(session, name)
    gone = frozenset(row[0] for row in run(session.connection(), RETIRED, (name,))) if own else frozenset()
    shipped = vocabularies.load(name).terms
    listed = [
        Term(
            key,
            own[key].get(language, term.label(language)) if key in own else term.label(language),
            term.help,
            retired=key in gone,
        )
        for key, term in shipped.items()
    ]
    listed += [
        Term(
            key,
            labels.get(language) or next(iter(labels.values()), key),
            own=True,
            retired=key in gone,
        )
        for key, labels in own.items()
        if key not in shipped
    ]
    return tuple(listed)


def labels(session: Session, name: str, language: str = "en") -> Mapping[str, str]:
    """The label of every term of a vocabulary by its key."""
    if not own_labels(session, name):
        return shipped_labels(name, language)
    return {term.key: term.label for term in terms_in(session, name, language)}


def label(office: Office, name: str, key: str, language: str = "en") -> str:
    """One term's label; an unknown key is shown as such, never hidden."""
    with office.read() as session:
        return labels(session, name, language).get(key, unknown(key))


def unknown(key: str) -> str:
    """How a key that no vocabulary here knows is shown."""
    return f"{key} (unknown term)"


def keys(session: Session, name: str) -> frozenset[str]:
    """The keys of a vocabulary's terms, shipped and the office's own."""
    return frozenset(vocabularies.load(name).terms) | frozenset(own_labels(session, name))


def add_term(
    office: Office,
    name: str,
    label_en: str,
    label_ru: str = "",
    label_kk: str = "",
    *,
    initiator: object | None = None,
) -> str:
    """Add a term of the office's own to a vocabulary; returns its key, which never changes."""
    from kzcase.services.records import new_id

    given = label_en.strip() or label_ru.strip() or label_kk.strip()
    if not given:
        raise InputRefused("A term needs a label.", (Refusal("", "A term needs a label.", "label_en"),))
    record = new_id()
    key = f"own-{record[:8]}"
    values = {
        "vocabulary": name,
        "key": key,
        "label_en": label_en.strip() or None,
        "label_ru": label_ru.strip() or None,
        "label_kk": label_kk.strip() or None,
    }
    office.record(
        [Change("term", record, {k: v for k, v in values.items() if v is not None})], initiator=initiator
    )
    return key
