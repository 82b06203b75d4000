"""Which files are being dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

FROM_COLLEAGUES = frozenset({".kzcase", ".age", ".kzcard", ".jsonl", ".csv", ".tsv", ".xlsx", ".xlsm"})


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """All files on this machine that are being dropped."""
    return tuple(Path(one.toLocalFile()) for one in data.urls() if one.isLocalFile())


def from_colleagues(data: QMimeData) -> tuple[Path, ...]:
    """The files among them that can be taken in, by their names."""
    return tuple(one for one in files_of(data) if one.suffix.lower() in FROM_COLLEAGUES)
