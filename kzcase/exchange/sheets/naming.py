"""Finds the records that cells name: exactly one, or the row says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.exchange.sheets.values import BadCell, quoted
from kzcase.history.revision import is_id
from kzcase.history.tables import groups, run
from kzcase.models.base import kinds, models
from kzcase.models.ledger import RecordRow
from kzcase.names import folding
from kzcase.search import query

MOST_HITS = 20
NAMES_OF = "SELECT parts FROM name WHERE person = ? AND deleted IS NOT 1 AND parts IS NOT NULL"


class NotHere(BadCell):
    """Nobody and nothing of that name is here; `kind` is what could be made of it, "" for nothing."""

    def __init__(self, kind: str, text: str, words: str) -> None:
        self.kind = kind
        self.text = text
        super().__init__(f"No {words} called {quoted(text)} is here.")


@dataclass(slots=True)
class Names:
    """The records of a vault by their names, each looked up once."""

    session: Session
    _found: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = field(default_factory=dict)

    def one(self, targets: Sequence[str], text: str) -> str:
        """The one record of these kinds with that name, or that id; raises `BadCell`, `NotHere`."""
        if is_id(text.lower()):
            return text.lower()
        kept = (tuple(targets), text)
        if kept not in self._found:
            self._found[kept] = self._look(tuple(targets) or tuple(kinds()), text)
        found = self._found[kept]
        if len(found) == 1:
            return found[0]
        words = " or ".join(kinds()[kind].label.lower() for kind in targets) or "record"
        if found:
            raise BadCell(f"{len(found)} records are called {quoted(text)}: write the id of the one meant.")
        raise NotHere(targets[0] if len(targets) == 1 else "", text, words)

    def _look(self, wanted: tuple[str, ...], text: str) -> tuple[str, ...]:
        fold = folding.fold(text)
        if not fold:
            return ()
        found: set[str] = set()
        for kind in wanted:
            rows = self.session.execute(
                select(RecordRow.id, RecordRow.now).where(
                    RecordRow.kind == kind, RecordRow.fold == fold, RecordRow.status.in_(("here", "merged"))
                )
            )
            found |= {row.now for row in rows}
        if "person" in wanted:
            found |= self._people(text)
        return tuple(sorted(found))

    def _people(self, text: str) -> set[str]:
        """The people one of whose names has exactly these words, in any script and order."""
        wanted = sorted(folding.words(folding.fold(text)))
        hits = query.find(self.session, text, kinds=("person",), limit=MOST_HITS, alike=False)
        return {hit.id for hit in hits if any(wanted == one for one in self.spelled(hit.id))}

    def spelled(self, person: str) -> list[list[str]]:
        """The names of a person, each as its folded words in order."""
        rows = run(self.session.connection(), NAMES_OF, (person,))
        return [words_of(orjson.loads(row[0])) for row in rows]


def words_of(parts: Mapping[str, Any]) -> list[str]:
    """A name's folded words in order of the alphabet: the same however it is written out."""
    return sorted(folding.words(folding.fold(" ".join(str(one) for one in parts.values() if one))))


def by_field(session: Session, kind: str, key: str, values: Iterable[Any]) -> dict[Any, tuple[str, ...]]:
    """The records of a kind by the value of one field."""
    table: Any = models()[kind].__table__
    column = table.c[key]
    found: dict[Any, tuple[str, ...]] = {}
    for group in groups([one for one in dict.fromkeys(values) if one is not None]):
        rows = session.execute(
            select(column, RecordRow.now)
            .join(RecordRow, RecordRow.id == table.c.id)
            .where(column.in_(group), RecordRow.status.in_(("here", "merged")))
        )
        for value, record in rows:
            found[value] = tuple(sorted({*found.get(value, ()), record}))
    return found
