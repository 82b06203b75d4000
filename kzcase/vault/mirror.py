"""Remembers, outside the vault, how far each vault had come when this computer last used it.

A vault whose side file was lost, or in whose place an older copy was put, is
whole in itself and cannot tell. So the counter of its commits is also kept in
the settings folder: one small file for each vault, named after its random id,
with one number in it; no name, no path, no date. It is a help and no duty: where
it cannot be written or read, nothing fails and nothing is told.

It is written after the first unit and then at most once in a while, not waited
for: it may lag behind the vault, and never runs before it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kzcase import settings
from kzcase.vault import meta
from kzcase.vault.vault import Vault

FOLDER = "vaults"
DIGITS = 20
MOST = 64
"""Vaults remembered; those longest unused are forgotten first."""
PAUSE = 1.0
"""Seconds between two writes while unit follows unit."""


class Mirror:
    """The number that is kept of one vault, by its whole id (a UUID)."""

    def __init__(self, uuid: str, folder: Path | None = None) -> None:
        self._path = (folder or default_folder()) / uuid

    def read(self) -> int | None:
        """The counter that was kept; None if none was, or it cannot be read."""
        try:
            with self._path.open("rb") as file:
                return int(file.read(DIGITS))
        except (OSError, ValueError):
            return None

    def write(self, commits: int) -> None:
        """Keep a counter, in place: one short write that a kill cannot tear."""
        with suppress(OSError):
            try:
                handle = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            except FileNotFoundError:
                handle = self._made()
            try:
                os.write(handle, f"{commits:0{DIGITS}}\n".encode())
            finally:
                os.close(handle)

    def forget(self) -> None:
        """Keep nothing of this vault any more."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _made(self) -> int:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        others = sorted(self._path.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
        for one in others[: max(0, len(others) - MOST + 1)]:
            one.unlink(missing_ok=True)
        return os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)


class Follower:
    """Compares a vault that was just opened with its mirror, and keeps the mirror in step with it.

    `missing` is how many kept units the vault had more when this computer last used it, at least;
    0 if it is as it was or newer. Until `accept` says that somebody knows, it stays so also for the
    next opening.
    """

    def __init__(
        self, vault: Vault, folder: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._mirror = Mirror(vault.uuid, folder)
        self._clock = clock
        with vault.read() as session:
            self._latest = meta.commits(session)
        self._kept = self._mirror.read()
        self.missing = max(0, (self._kept or 0) - self._latest)
        self._written_at: float | None = None
        vault.on_commit.append(self._hear)
        self.settle()

    def accept(self) -> None:
        """Take the vault as it is: what is missing is known."""
        self.missing = 0
        self.settle()

    def settle(self) -> None:
        """Write what was put off, if anything was, and the next unit at once."""
        self._written_at = None
        self._keep()

    def _keep(self) -> None:
        wanted = self._latest + self.missing
        if wanted != self._kept:
            self._mirror.write(wanted)
            self._kept = wanted

    def forget(self) -> None:
        """Keep nothing of this vault any more; nothing may be settled afterwards."""
        self._mirror.forget()

    def _hear(self, commits: int) -> None:
        self._latest = commits
        now = self._clock()
        if self.missing or self._written_at is None or now - self._written_at >= PAUSE:
            self._written_at = now
            self._keep()


def default_folder() -> Path:
    """Where the numbers are kept: beside the settings of this user."""
    return settings.default_path().parent / FOLDER
