"""Editor of a person's name: typed part by part, or whole in one go."""

from __future__ import annotations

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


def split_name(text: str) -> dict[str, str]:
    """A typed name in its parts, in the order people here write it: family, given, patronymic."""
    words = text.split()
    found = dict(zip(_PARTS, words, strict=False))
    if len(words) > len(_PARTS):
        found["patronymic"] = " ".join(words[2:])
    return found
