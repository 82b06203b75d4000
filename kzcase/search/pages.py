"""Keeps and searches the words of attached files, page by page.

They stand in tables beside the file's bytes and go with them. What is found is
the documents that hold the file; whether one may be seen is the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kzcase.history.tables import many, run, single
from kzcase.names import folding
from kzcase.search.extract import READER, Extracted, State
from kzcase.search.index import parted

MOST_PAGES_LOOKED_AT = 400
AROUND = 60
"""Characters shown on each side of what was found."""

WAITING = (
    "SELECT b.sha256 FROM blob AS b LEFT JOIN attached_text AS t ON t.sha256 = b.sha256 "
    "WHERE b.sha256 IS NOT NULL AND (t.sha256 IS NULL OR t.reader < ?) "
    "AND EXISTS (SELECT 1 FROM document AS d WHERE d.file = b.sha256) ORDER BY b.id DESC LIMIT 1"
)
HERE = "SELECT 1 FROM blob WHERE sha256 = ?"
MATCHED = "SELECT rowid FROM search_page WHERE search_page MATCH ? LIMIT ?"
DOCUMENTS = (
    f"SELECT r.id, r.title, p.page, p.text FROM ({MATCHED}) AS f "
    "CROSS JOIN attached_page AS p ON p.id = f.rowid CROSS JOIN document AS d ON d.file = p.sha256 "
    "CROSS JOIN record AS r ON r.id = d.id WHERE r.status = 'here' ORDER BY p.sha256, p.page, r.id"
)
AS_SEQ = (
    f"SELECT r.seq FROM ({MATCHED}) AS f CROSS JOIN attached_page AS p ON p.id = f.rowid "
    "CROSS JOIN document AS d ON d.file = p.sha256 CROSS JOIN record AS r ON r.id = d.id"
)
TOLD = "SELECT state, pages FROM attached_text WHERE sha256 = ?"
_WORD = re.compile(r"[^\W_]+(?:[-'’‐‑][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class PageHit:
    """A document in whose file something was found: the first such page and the words around it."""

    id: str
    title: str
    page: int
    around: str


def waiting(connection: Connection) -> str:
    """The hash of a document's file that was not read yet, or "": the latest first."""
    return str(single(connection, WAITING, (READER,)) or "")


def put(connection: Connection, sha256: str, read: Extracted) -> None:
    """Keep what was read in a file, if the file is still here."""
    remove(connection, sha256)
    if single(connection, HERE, (sha256,)) is None:
        return
    run(
        connection,
        "INSERT INTO attached_text (sha256, state, pages, reader) VALUES (?, ?, ?, ?)",
        (sha256, read.state.value, read.pages, READER),
    )
    texts = [" ".join(parted(text).split()) for _, text in read.texts]
    first = int(single(connection, "SELECT coalesce(max(id), 0) FROM attached_page")) + 1
    rows = [(first + at, sha256, page, text) for at, (page, text) in enumerate(read.texts)]
    many(connection, "INSERT INTO attached_page (id, sha256, page, text) VALUES (?, ?, ?, ?)", rows)
    words = zip((row[0] for row in rows), folding.fold_many(texts), strict=True)
    many(connection, "INSERT INTO search_page(rowid, words) VALUES (?, ?)", list(words))


def remove(connection: Connection, sha256: str) -> None:
    """Forget what was read in a file."""
    rows = run(connection, "SELECT id FROM attached_page WHERE sha256 = ?", (sha256,)).fetchall()
    many(connection, "DELETE FROM search_page WHERE rowid = ?", rows)
    many(connection, "DELETE FROM attached_page WHERE id = ?", rows)
    run(connection, "DELETE FROM attached_text WHERE sha256 = ?", (sha256,))


def state(connection: Connection, sha256: str) -> tuple[State, int] | None:
    """What came of reading a file and how many pages it has; None if it was not read yet."""
    row = run(connection, TOLD, (sha256,)).fetchone()
    return None if row is None else (State(row[0]), int(row[1]))


def any_read(connection: Connection) -> bool:
    """Whether any file here has words; asking the index of none costs ten times as much."""
    return single(connection, "SELECT 1 FROM attached_page LIMIT 1") is not None


def find(connection: Connection, match: str, words: Sequence[str], limit: int) -> Iterator[PageHit]:
    """The documents in whose files an expression is met, each once, with the first page that was found."""
    seen: set[str] = set()
    for record, title, page, text in run(connection, DOCUMENTS, (match, MOST_PAGES_LOOKED_AT)):
        if record not in seen:
            seen.add(record)
            yield PageHit(record, title or "", page, around(text, words))
        if len(seen) >= limit:
            return


def around(text: str, words: Sequence[str]) -> str:
    """The first place of a text in which one of these folded words stands, in its own spelling."""
    found = next(
        (
            word
            for word in _WORD.finditer(text)
            if any(
                said.startswith(one) for said in folding.words(folding.fold(word.group())) for one in words
            )
        ),
        None,
    )
    start, end = (found.start(), found.end()) if found else (0, 0)
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    piece = " ".join(text[left:right].split())
    return f"{'… ' if left else ''}{piece}{' …' if right < len(text) else ''}"
