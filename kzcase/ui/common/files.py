"""Asks for a file's place without leaving a trace of it outside the vault.

The system's own dialog feeds lists of recent files, and Qt's writes the folders
it visited into its settings. Ours is Qt's, with its settings led into nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget


class FileQuestion(QObject):
    """One question for a file, or for a folder; calls back with the path if one was chosen.

    With `answers` several files may be chosen, and it is called with all of them instead.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        pattern: str,
        answer: Callable[[Path], None],
        *,
        save: bool,
        start: Path,
        folder: bool = False,
        answers: Callable[[tuple[Path, ...]], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._answer = answer
        self._answers = answers
        keep_no_history()
        dialog = QFileDialog(parent, title, str(start.parent if save else start), pattern)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
        dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons, True)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if save else QFileDialog.FileMode.ExistingFile)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        if save:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(start.name)
        if answers is not None:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(self._over)
        self.dialog = dialog
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        if self._answers is not None:
            self._answers(tuple(map(Path, names)))
        else:
            self._answer(Path(names[0]))

    def _over(self) -> None:
        # Qt writes its settings when the dialog goes, which may be together with the page that asked:
        # by then nothing of ours is there to be called, so a plain function hears of it.
        self.dialog.destroyed.connect(forget_history)
        self.dialog.deleteLater()
        self.deleteLater()


def keep_no_history() -> None:
    """Lead the settings of Qt's own dialog to a place that cannot hold anything."""
    nowhere = "/dev/null"
    for style in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(style, QSettings.Scope.UserScope, nowhere)


def forget_history() -> None:
    """Remove what Qt's dialog wrote where its settings cannot be led away (the Windows registry)."""
    if sys.platform == "win32":
        kept = QSettings(QSettings.Scope.UserScope, "QtProject")
        kept.remove("FileDialog")
        kept.sync()


def start_folder() -> Path:
    """Where a question for a file begins: the user's documents, or home."""
    documents = platformdirs.user_documents_path()
    return documents if documents.is_dir() else Path.home()
