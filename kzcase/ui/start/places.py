"""Where vaults are looked for and made: one folder of the user's documents, nothing remembered."""

from __future__ import annotations

from pathlib import Path

import platformdirs

SUFFIX = ".kzvault"
PATTERN = f"kzcase (*{SUFFIX})"


def folder() -> Path:
    """The folder where a new vault is proposed and where the first page looks for vaults."""
    return platformdirs.user_documents_path() / "kzcase"


def vaults() -> tuple[Path, ...]:
    """The vaults in that folder, by name; none if it cannot be read."""
    try:
        return tuple(sorted(path for path in folder().iterdir() if path.suffix == SUFFIX and path.is_file()))
    except OSError:
        return ()


def proposal() -> Path:
    """A free name for a new vault, which says nothing about whose it is."""
    for number in range(1, 1000):
        path = folder() / (f"cases{SUFFIX}" if number == 1 else f"cases-{number}{SUFFIX}")
        if not path.exists():
            return path
    return folder() / f"cases{SUFFIX}"
