"""Remembers which words the names in a vault are made of, for the search of what is spelled alike.

And how many people there are. Both are read once for each state of history: at
100,000 people reading them takes several times as long as looking through them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import Connection

from kzcase.history.tables import run, single
from kzcase.search.index import NAME_MARK
from kzcase.search.order import KnownOrders

STATE = "SELECT seq, id FROM revision ORDER BY seq DESC LIMIT 1"
WORDS = "SELECT term FROM search_word WHERE term >= ? AND term < ?"
PEOPLE = "SELECT count(*) FROM record WHERE kind = 'person' AND status = 'here'"

State = tuple[int, bytes]


@dataclass(slots=True)
class _Kept:
    """What is known of one state: the words by length, where each length begins, the number of people."""

    state: State | None
    words: Sequence[str] | None = None
    lengths: Sequence[int] = ()
    people: int | None = None


class KnownWords:
    """The distinct words of people's names, by their length.

    `orders` are those of lists. They are words of the vault: `forget` them when it is locked.
    """

    def __init__(self) -> None:
        self._kept = _Kept(None)
        self.orders = KnownOrders()

    def of_names(self, connection: Connection) -> Sequence[str]:
        """Every word of a name, folded, as this connection sees the vault; short ones first."""
        return self._with_words(connection).words or ()

    def near(self, connection: Connection, word: str, slips: int, limit: int) -> list[tuple[str, int]]:
        """Words of names that differ from this one by so many letters at most, each with by how many.

        The nearest first, and never more than `limit`. A word itself is near.
        """
        kept = self._with_words(connection)
        words, lengths = kept.words or (), kept.lengths
        # Each slip makes a word longer or shorter by one letter at most: the others need not be looked at.
        first = bisect_left(lengths, len(word) - slips)
        last = bisect_left(lengths, len(word) + slips + 1)
        found = extract(word, words[first:last], scorer=OSA.distance, score_cutoff=slips, limit=limit)
        return [(one, int(apart)) for one, apart, _ in found]

    def people(self, connection: Connection) -> int:
        """How many people there are."""
        kept = self._now(connection)
        if kept.people is None:
            kept.people = int(single(connection, PEOPLE))
        return kept.people

    def forget(self) -> None:
        """Keep nothing."""
        self._kept = _Kept(None)
        self.orders.forget()

    def _with_words(self, connection: Connection) -> _Kept:
        kept = self._now(connection)
        if kept.words is None:
            found = run(connection, WORDS, (NAME_MARK, chr(ord(NAME_MARK) + 1)))
            words = sorted((term[len(NAME_MARK) :] for (term,) in found), key=len)
            # The lengths first: whoever finds words finds them, on whatever thread.
            kept.lengths = [len(word) for word in words]
            kept.words = words
        return kept

    def _now(self, connection: Connection) -> _Kept:
        state: State | None = run(connection, STATE).fetchone()
        kept = self._kept
        if kept.state != state:
            kept = self._kept = _Kept(state)
        return kept
