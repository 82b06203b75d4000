"""Editor of a person's name: part by part, or whole in one go; a word in two scripts is pointed out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from kzcase.names.scripts import mixed_script_words
from kzcase.services.declarations import Field
from kzcase.ui.common.fields.base import LineEditor
from kzcase.ui.common.fields.composite import CompositeEditor, MakePart

_PARTS = ("family", "given", "patronymic")


class NameEditor(CompositeEditor):
    """The parts of a name; one typed whole into the first is put into its parts when that is left.

    Only while the others are empty, and everything stays to be seen and mended.
    """

    def __init__(self, declared: Field, make: MakePart) -> None:
        super().__init__(declared, make)
        for part in self.parts.values():
            if isinstance(part, LineEditor):
                part.edited.connect(partial(_point_out, part))
        first = self.parts[_PARTS[0]]
        assert isinstance(first, LineEditor)
        self._whole = first.line
        self._whole.editingFinished.connect(self._take_apart)

    def _take_apart(self) -> None:
        typed = self._whole.text()
        others = [self.parts[key] for key in _PARTS[1:]]
        if len(typed.split()) < 2 or not self.parts[_PARTS[0]].touched:
            return
        if any(other.touched or other.value() for other in others):
            return
        self.offer(split_name(typed))


def _point_out(part: LineEditor) -> None:
    """Say which words hold letters of two scripts: they look right and are another name."""
    mixed = mixed_script_words(part.line.text())
    if mixed:
        words = QCoreApplication.translate("NameEditor", "Cyrillic and Latin letters in one word: {0}")
        part.say(words.format(", ".join(mixed)))


def split_name(text: str) -> dict[str, str]:
    """A typed name in its parts, in the order people here write it: family, given, patronymic."""
    words = text.split()
    found = dict(zip(_PARTS, words, strict=False))
    if len(words) > len(_PARTS):
        found["patronymic"] = " ".join(words[2:])
    return found
