"""Places the items of a timeline so that nothing overlaps and no label is printed over another."""

from __future__ import annotations

from kzcase.timeline.item import TimelineItem

__all__ = ["TimelineItem"]
