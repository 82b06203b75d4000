"""What goes into a timeline: one dated thing of one person's story."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.dates.edtf import Edtf

OVER = "over"
"""The state of what no longer holds."""
UNSURE = "unsure"
"""The state of what only may have lasted."""
WAITING = "waiting"
"""The state of what was asked and not answered."""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One dated thing.

    `lane` is the strip it belongs to and `kind` what it is, both keys the
    painter knows; `label` is the text beside it, `state` how it is drawn: `OVER`,
    `UNSURE`, `WAITING` or "" for plain. An item with `end` or `open_end` is a bar, without
    them a point. `open_end` says that it still lasts, so that a missing end is
    not taken for an unknown one. Either date may be an interval or doubted.
    """

    id: str
    kind: str
    lane: str
    label: str
    start: Edtf | None
    end: Edtf | None = None
    open_end: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A day that matters to every lane: an election, a decree, a letter. `id` and `kind` are its record's."""

    id: str
    kind: str
    label: str
    when: Edtf

    @property
    def spread(self) -> tuple[int, int] | None:
        """The first and the last day it can have been on, as ordinals, if that is not one day."""
        first, last = self.when.fuzzy
        return (first.toordinal(), last.toordinal()) if first and last and first != last else None

    @property
    def ordinal(self) -> int:
        """The day at which it is drawn: the first it can mean, or the last if that is not known."""
        day = self.when.earliest or self.when.latest
        return day.toordinal() if day is not None else 1
