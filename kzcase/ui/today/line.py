"""One line of Today or of the agenda: when, what and who, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kzcase.services.agenda import Item
from kzcase.ui.common.icons import Icon


class Tone(StrEnum):
    """How pressing a line is; a word of the line always says it too."""

    PLAIN = "plain"
    LATE = "late"
    SOON = "soon"
    QUIET = "quiet"


class Shape(StrEnum):
    """What a line is: a heading, something to open, or a remark that leads nowhere."""

    HEADING = "heading"
    ROW = "row"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Line:
    """What is painted in one line; `kind` and `record` are what Enter opens.

    `item` is the item of the agenda behind it, if any, `act` the key of
    something else the page does when it is opened, `why` the explanation.
    """

    shape: Shape = Shape.ROW
    when: str = ""
    what: str = ""
    who: str = ""
    icon: Icon | None = None
    tone: Tone = Tone.PLAIN
    kind: str = ""
    record: str = ""
    item: Item | None = None
    act: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """What the line is found by when the lines are read again."""
        return (
            self.item.key if self.item is not None else self.act or f"{self.kind} {self.record} {self.what}"
        )

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        return ", ".join(part for part in (self.when, self.what, self.who) if part)


def heading(words: str, number: int | None = None, *, more: bool = False) -> Line:
    """A heading, with how many things stand under it; `more` says that there are at least so many."""
    said = words if number is None else f"{words} ({number}{'+' if more else ''})"
    return Line(Shape.HEADING, what=said)


def remark(words: str) -> Line:
    """A quiet sentence in place of lines."""
    return Line(Shape.REMARK, what=words, tone=Tone.QUIET)
