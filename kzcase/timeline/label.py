"""The words beside a mark, cut where there is no room for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.timeline.scale import Measure

_LEAST = 4
"""Letters of which less than that says nothing."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text to print from `x` on, `width` wide; `inside` says that it stands on its bar."""

    text: str
    x: float
    width: float
    inside: bool = False


def shortened(text: str, room: float, measure: Measure) -> str:
    """The text, or as much of it as fits with an ellipsis; "" when too little would be left."""
    if measure(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…") <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low >= _LEAST else ""
