"""Small icons drawn into painted rows: each made once for a size and colour, then only copied."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from kzcase.ui.common.icons import Icon, icon


class Signs:
    """The icons a painted widget has drawn so far; an icon of the font costs more than a line of text."""

    def __init__(self) -> None:
        self._made: dict[tuple[Icon, str, int, float], QPixmap] = {}

    def draw(self, painter: QPainter, meaning: Icon, colour: str, left: float, top: float, side: int) -> None:
        """Draw an icon of a colour (`#rrggbb`) as a square, at the painter's own resolution."""
        ratio = painter.device().devicePixelRatio()
        key = (meaning, colour, side, ratio)
        if key not in self._made:
            self._made[key] = icon(meaning, colour).pixmap(QSize(side, side), ratio)
        painter.drawPixmap(round(left), round(top), self._made[key])
