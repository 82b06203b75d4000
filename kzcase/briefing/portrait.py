"""A photograph at the right edge, and beside it what would stand on the full width."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from kzcase.briefing.content import Photo
from kzcase.briefing.flow import flowed_height

_BOX = 22 * mm, 28 * mm
_GAP = 10.0
_ENDLESS = 1e6


class Portrait(Flowable):
    """A person's photograph, as large as its place allows, with some texts at its left."""

    def __init__(self, photo: Photo, members: Sequence[Flowable] = ()) -> None:
        super().__init__()
        self.photo = photo
        self.members = tuple(members)
        shrunk = min(_BOX[0] / photo.width, _BOX[1] / photo.height)
        self.size = photo.width * shrunk, photo.height * shrunk

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the higher of the two."""
        self.width = available_width
        self.inner = available_width - self.size[0] - _GAP
        self.height = max(self.size[1], flowed_height(self.members, self.inner))
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Texts that are too long for a page stand below the photograph instead of beside it."""
        if not self.members or self.size[1] > available_height:
            return []
        return [Portrait(self.photo), *self.members]

    def draw(self) -> None:
        """Draw the photograph, then the texts from the top."""
        canvas: Any = self.canv
        width, height = self.size
        reader = ImageReader(BytesIO(self.photo.data))
        canvas.drawImage(reader, self.width - width, self.height - height, width, height)
        y, after, first = float(self.height), 0.0, True
        for member in self.members:
            y -= member.wrap(self.inner, _ENDLESS)[1]
            y -= 0.0 if first else max(after, member.getSpaceBefore())
            member.drawOn(canvas, 0, y)
            after, first = member.getSpaceAfter(), False
