"""A bar in the margin beside what changed since the paper was last handed out."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from kzcase.briefing.style import ACCENT

_BESIDE = 6.5
_WIDTH = 1.6


class Changed(Flowable):
    """A flowable as it is, with a bar to its left, outside the column."""

    def __init__(self, member: Flowable):
        super().__init__()
        self.member = member

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """What the member takes."""
        self.width, self.height = self.member.wrap(available_width, available_height)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The member's parts, each with its bar."""
        return [Changed(part) for part in self.member.split(available_width, available_height)]

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above the member."""
        return float(self.member.getSpaceBefore())

    def getSpaceAfter(self) -> float:  # noqa: N802
        """The white below the member."""
        return float(self.member.getSpaceAfter())

    def draw(self) -> None:
        """Draw the bar, then the member."""
        canvas: Any = self.canv
        canvas.saveState()
        canvas.setFillColor(ACCENT)
        canvas.rect(-_BESIDE, 1, _WIDTH, max(1.0, self.height - 2), stroke=0, fill=1)
        canvas.restoreState()
        self.member.drawOn(canvas, 0, 0)
