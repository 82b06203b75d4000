"""The pictures of states in lists: one icon for each, in the colour of its weight, beside its words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from kzcase.services.lists import Sign
from kzcase.ui.common.icons import Icon, icon
from kzcase.ui.theme import Colours, Theme

SIDE = 16
"""The side of an icon in a row, in logical pixels at normal text size."""
GRAVE = frozenset({Sign.OVERDUE})
STRONG = frozenset({Sign.IN_FORCE, Sign.HELD})
DOUBTFUL = frozenset({Sign.NOT_KNOWN, Sign.MISSING, Sign.TO_DO, Sign.WAITING})
OVER = frozenset({Sign.ENDED})


class Signs:
    """Each state's icon and colour in one theme, drawn once and used in every row."""

    def __init__(self, theme: Theme) -> None:
        self.size = QSize(SIDE, SIDE) * theme.scale / 100
        self._icons = {sign: self._drawn(sign, theme.colours) for sign in Sign if sign}
        self._texts: Mapping[Sign, QColor] = {
            **{sign: QColor(theme.colours.bad) for sign in GRAVE},
            **{sign: QColor(theme.colours.quiet) for sign in OVER},
        }

    def icon(self, sign: str) -> QIcon | None:
        """The icon of a state; None for none."""
        return self._icons.get(Sign(sign)) if sign else None

    def text_colour(self, sign: str) -> QColor | None:
        """The colour of a state's words where it is not that of all others."""
        return self._texts.get(Sign(sign)) if sign else None

    def _drawn(self, sign: Sign, colours: Colours) -> QIcon:
        """The icon as pictures for plain and for fine screens: letters of a font are slow to draw anew."""
        letter = icon(Icon[sign.name], _colour(sign, colours))
        made = QIcon()
        for ratio in (1, 2):
            made.addPixmap(letter.pixmap(self.size, ratio))
        return made


def _colour(sign: Sign, colours: Colours) -> str:
    if sign in GRAVE:
        return colours.bad
    if sign in STRONG:
        return colours.accent
    if sign in DOUBTFUL:
        return colours.warn
    return colours.quiet
