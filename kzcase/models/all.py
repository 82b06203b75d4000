"""Imports every module that declares a table, so that the metadata is whole."""

from __future__ import annotations

from kzcase.models import (
    agenda,
    case,
    consent,
    detention,
    document,
    event,
    file,
    folder,
    ledger,
    letter,
    office,
    organisation,
    paper,
    person,
    prosecution,
    redaction,
    restriction,
    sentence,
    source,
)

__all__ = [
    "agenda",
    "case",
    "consent",
    "detention",
    "document",
    "event",
    "file",
    "folder",
    "ledger",
    "letter",
    "office",
    "organisation",
    "paper",
    "person",
    "prosecution",
    "redaction",
    "restriction",
    "sentence",
    "source",
]
