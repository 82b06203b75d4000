"""Remembers which words the names in a vault are made of, for the search of what is spelled alike."""

from __future__ import annotations

from sqlalchemy import Connection

from kzcase.history.tables import run
from kzcase.search.index import NAME_MARK

STATE = "SELECT seq, id FROM revision ORDER BY seq DESC LIMIT 1"
WORDS = "SELECT term FROM search_word WHERE term >= ? AND term < ?"


class KnownWords:
    """The distinct words of people's names, read once for each state of history.

    At 100,000 people reading them takes several times as long as looking
    through them. They are words of the vault: `forget` them when it is locked.
    """

    def __init__(self) -> None:
        self._kept: tuple[tuple[int, bytes] | None, list[str]] | None = None

    def of_names(self, connection: Connection) -> list[str]:
        """Every word of a name, folded, as this connection sees the vault."""
        state: tuple[int, bytes] | None = run(connection, STATE).fetchone()
        kept = self._kept
        if kept is None or kept[0] != state:
            found = run(connection, WORDS, (NAME_MARK, chr(ord(NAME_MARK) + 1)))
            kept = self._kept = (state, [term[len(NAME_MARK) :] for (term,) in found])
        return kept[1]

    def forget(self) -> None:
        """Keep nothing."""
        self._kept = None
