"""Checks the file itself: every page, the structure, references, documents. Changes nothing.

Whether the tables are the true picture of history is checked in `kzcase.history`.
Each probe has a fresh connection: one that met a bad page may report false damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kzcase.progress import Progress, quiet
from kzcase.vault import blobs
from kzcase.vault.failures import Damaged
from kzcase.vault.vault import Vault

BAD_PAGE = re.compile(r"HMAC verification failed for page (\d+)")


def check_file(vault: Vault, progress: Progress | None = None) -> list[str]:
    """Every problem of the file as a sentence; an empty list if there is none.

    The log is copied into the file first, because pages are checked there.
    Raises `Cancelled`, `VaultLocked`.
    """
    progress = progress or quiet()
    progress.step("Making the file whole", 0, 5)
    vault.checkpoint()
    found: list[str] = []
    probes: tuple[tuple[str, Callable[[Any], Iterator[str]]], ...] = (
        ("Checking every page", _pages),
        ("Checking the structure", _structure),
        ("Checking references", _references),
    )
    for done, (what, probe) in enumerate(probes, 1):
        progress.step(what, done, 5)
        found += _probed(vault, probe)
    progress.step("Checking documents", 4, 5)
    try:
        with vault.read() as session:
            found += blobs.problems(session)
    except Damaged as damage:
        found.append(damage.what)
    return list(dict.fromkeys(found))


def _probed(vault: Vault, probe: Callable[[Any], Iterator[str]]) -> list[str]:
    try:
        with vault.driver() as connection:
            return list(probe(connection))
    except Damaged as damage:
        return [damage.what]


def _pages(connection: Any) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA cipher_integrity_check"):
        bad = BAD_PAGE.search(line)
        yield f"Page {bad[1]} of the file is damaged." if bad else f"The file is damaged: {line}."


def _structure(connection: Any) -> Iterator[str]:
    told = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    # What SQLite names (trees, pages, cells) helps nobody to decide what to do: it is counted.
    if places := [one for line in told for one in line.splitlines() if not one.startswith("***")]:
        yield f"The structure of the file is damaged in {len(places)} place{'s' * (len(places) > 1)}."


def _references(connection: Any) -> Iterator[str]:
    for table, row, parent, _key in connection.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of the table {table} refers to a row of {parent} that is missing."
