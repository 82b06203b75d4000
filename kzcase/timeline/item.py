"""What goes into a timeline: one dated thing of one person's story."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    ordinal: int = field(init=False)
    """The day at which it is drawn: the first it can mean, or the last if that is not known."""
    spread: tuple[int, int] | None = field(init=False)
    """The first and the last day it can have been on, as ordinals, if that is not one day."""

    def __post_init__(self) -> None:
        # Asked for in every frame, so worked out once.
        day = self.when.earliest or self.when.latest
        first, last = self.when.fuzzy
        over = (first.toordinal(), last.toordinal()) if first and last and first != last else None
        object.__setattr__(self, "ordinal", day.toordinal() if day is not None else 1)
        object.__setattr__(self, "spread", over)
