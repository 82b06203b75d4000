"""Lets one writer and any number of readers into a vault, until it is shut."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kzcase.vault.failures import VaultBusy, VaultLocked

PATIENCE = 30.0
"""Seconds to wait for another thread's unit before the user is told that the vault is busy."""


class Gate:
    """Counts the units of work that are under way, so that a lock never cuts through one."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._changed = threading.Condition()
        self._open = True
        self._writer: int | None = None
        self._readers: Counter[int] = Counter()

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator[None]:
        """Be the one writer; raises `VaultLocked`, `VaultBusy`, and RuntimeError for a unit within a unit.

        `patience`: seconds to wait for another writer, if others than usual.
        """
        patience = self._patience if patience is None else patience
        me = threading.get_ident()
        with self._changed:
            if self._writer == me:
                raise RuntimeError("a write unit was begun inside a write unit")
            if not self._changed.wait_for(lambda: self._writer is None or not self._open, patience):
                raise VaultBusy
            if not self._open:
                raise VaultLocked
            self._writer = me
        try:
            yield
        finally:
            with self._changed:
                self._writer = None
                self._changed.notify_all()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Be one of the readers; raises `VaultLocked`."""
        me = threading.get_ident()
        with self._changed:
            if not self._open:
                raise VaultLocked
            self._readers[me] += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers[me] -= 1
                self._readers += Counter()  # forget the threads that are through
                self._changed.notify_all()

    def is_writing(self) -> bool:
        """Whether a write unit is under way."""
        return self._writer is not None

    def shut(self) -> bool:
        """Let nobody in any more and wait for those inside; False if it was shut before.

        Raises `VaultBusy`, and stays open, if someone does not come out.
        """
        me = threading.get_ident()
        with self._changed:
            if not self._open:
                return False
            if self._writer == me or self._readers[me]:
                raise RuntimeError("a vault was locked from inside a unit of work")
            self._open = False
            if not self._changed.wait_for(lambda: self._writer is None and not self._readers, self._patience):
                self._open = True
                self._changed.notify_all()
                raise VaultBusy
        return True
