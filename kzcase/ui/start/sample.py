"""The sample vault that is looked at from the first page, in a private folder of its own.

Nothing of it is secret and nothing of it lasts: its passphrase is thrown away
and the folder goes when the program ends.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kzcase.progress import Progress

if TYPE_CHECKING:
    from kzcase.services.office import Office


class SamplePlace:
    """The private folder of a sample vault, removed with this object."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kzcase-sample-")
        self._made: list[Office] = []

    def open(self, progress: Progress) -> Office:
        """Make the vault with the shipped records in it."""
        from kzcase.exchange import sample  # with all that reads files: loaded for who wants the sample
        from kzcase.services import vaults

        path = Path(self._folder.name) / "sample.kzvault"
        path.unlink(missing_ok=True)
        made = sample.make(path, vaults.suggest_passphrase(), progress)
        self._made.append(made)
        return made

    def holds(self, path: Path) -> bool:
        """Whether this is the sample's vault."""
        return path.resolve().is_relative_to(Path(self._folder.name).resolve())

    def remove(self) -> None:
        """Remove the folder and all in it, and what this computer remembers of the vaults."""
        for one in self._made:
            one.forget_use()
        self._folder.cleanup()
