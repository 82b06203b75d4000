"""The value of an EDTF date: one moment, or an interval of which an end may be open or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf.moment import FORM, DateError, Edge, Moment, parse_moment
from kzcase.dates.edtf.shown import show


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as far as it is known.

    `end` is None for a single moment; otherwise the value is the interval from
    `start` to `end`, both included. `str()` gives the canonical EDTF text,
    which is what is stored. Raises `DateError` for an interval that says
    nothing or runs backwards.
    """

    start: Moment | Edge
    end: Moment | Edge | None = None

    def __post_init__(self) -> None:
        if isinstance(self.start, Moment) and isinstance(self.end, Moment):
            if self.start.earliest > self.end.latest:
                raise DateError(
                    "The interval ends before it begins.",
                    remedy="Write the earlier date first, and both years in full.",
                )
        elif not isinstance(self.start, Moment) and not isinstance(self.end, Moment):
            raise DateError("The interval names no date.", remedy="Write at least one of its two ends.")

    @classmethod
    def of(cls, day: date) -> Edtf:
        """The exactly known day."""
        return cls(Moment(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"))

    def __str__(self) -> str:
        return str(self.start) if self.end is None else f"{self.start}/{self.end}"

    @property
    def is_interval(self) -> bool:
        """Whether two ends were written."""
        return self.end is not None

    @property
    def earliest(self) -> date | None:
        """The first day the text can mean; None if its beginning is open or unknown."""
        return self.start.earliest if isinstance(self.start, Moment) else None

    @property
    def latest(self) -> date | None:
        """The last day the text can mean; None if its end is open or unknown."""
        last = self.start if self.end is None else self.end
        return last.latest if isinstance(last, Moment) else None

    @property
    def fuzzy(self) -> tuple[date | None, date | None]:
        """First and last possible day with the margin of a qualifier; see `Moment.fuzzy`."""
        last = self.start if self.end is None else self.end
        return (
            self.start.fuzzy[0] if isinstance(self.start, Moment) else None,
            last.fuzzy[1] if isinstance(last, Moment) else None,
        )

    @property
    def qualified(self) -> bool:
        """Whether any part is marked uncertain or approximate."""
        return any(isinstance(m, Moment) and m.qualifier for m in (self.start, self.end))

    @property
    def precise(self) -> bool:
        """Whether this is one day, without doubt."""
        return self.earliest is not None and self.earliest == self.latest and not self.qualified

    @property
    def day(self) -> date | None:
        """The day, if `precise`."""
        return self.earliest if self.precise else None

    @property
    def sort_key(self) -> str:
        """Text that sorts as the dates do: earliest day, broad before narrow, then the end.

        An unknown beginning sorts before every day, an open end after every one.
        """
        rank = self.start.rank if isinstance(self.start, Moment) else 0
        first = self.earliest.isoformat() if self.earliest else "0000-00-00"
        last = self.latest.isoformat() if self.latest else "9999-99-99"
        return f"{first} {rank} {last} {self}"

    def show(self, language: str = "en", *, in_words: bool = False) -> str:
        """The one form in which a date is shown, in "en", "ru" or "kk".

        "12 Aug 2020", "June 2020", "about 2019", "2019?", "2016 to 2018". With
        `in_words` a doubted date says so in a word instead of a question mark.
        """
        return show(self.start, self.end, language, in_words)


def parse_edtf(text: str) -> Edtf:
    """Read EDTF of level 0 or 1, strictly.

    Taken are dates, months, years, unspecified digits from the right (201X,
    2020-06-XX), one qualifier `? ~ %` at the end of a date, and intervals with
    open (`..`) or unknown (empty) ends. Raises `DateError` for anything else,
    among it seasons, times of day, years of other than four digits and level 2.
    """
    first, slash, last = text.partition("/")
    if not slash:
        if text == Edge.OPEN.value:
            raise DateError(f"This is not a date in {FORM}.")
        return Edtf(parse_moment(text))
    return Edtf(_parse_end(first), _parse_end(last))


def _parse_end(text: str) -> Moment | Edge:
    if text == Edge.UNKNOWN.value:
        return Edge.UNKNOWN
    return Edge.OPEN if text == Edge.OPEN.value else parse_moment(text)
