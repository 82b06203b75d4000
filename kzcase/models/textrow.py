"""Numbers the rows of the text index: by kind, then as the registry numbers its records.

What a list of one kind looks for then stands together, and a search for all
that is offered ends before the kinds that are found only when asked for.
"""

from __future__ import annotations

BITS = 32
SEQ = (1 << BITS) - 1
"""The part of a row's number that is the record's `seq`."""

OFFERED = (
    *("person", "restriction", "prosecution", "letter", "case", "organisation", "event", "assembly"),
    *("hearing", "charge", "detention", "document", "source", "contact", "task", "sentence", "measure"),
    *("consent", "step", "ask", "involvement", "registration", "condition", "restriction_change"),
    *("breach", "penalty", "law_note", "letter_template", "letterhead"),
)
"""Kinds that every search looks through. A new one is added at the end: places in vaults are for ever."""

APART = (
    *("name", "citation", "alternative", "not_same", "benchmark_link", "term", "saved_search"),
    *("paper_audience", "paper_out", "paper_pack", "redaction"),
)
"""Kinds that are found only when asked for: who looks for a name wants its person."""

_FIRST_APART = 64
_PLACES = {
    **{kind: place for place, kind in enumerate(OFFERED, start=1)},
    **{kind: place for place, kind in enumerate(APART, start=_FIRST_APART)},
}

END_OF_OFFERED = _FIRST_APART << BITS
"""Rows below this are of offered kinds."""


def first_row(kind: str) -> int:
    """Where the rows of a kind begin; raises `KeyError` for a kind without a place."""
    return _PLACES[kind] << BITS


def last_row(kind: str) -> int:
    """Where the rows of a kind end at the latest."""
    return first_row(kind) | SEQ


def row_of(kind: str, seq: int) -> int:
    """The row of the record that the registry numbers so."""
    return first_row(kind) | seq
