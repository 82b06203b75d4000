"""What is due and what is in force, kept ready by day; all of it derived, but for what was put off.

`agenda_item` and `restriction_stretch` say nothing that is not computed from
records, `in_force_tally` counts the second, and `agenda_lean` remembers from
what they were computed. Nothing in them depends on the day of asking.
`snooze` belongs to this laptop alone.
"""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kzcase.models.base import Base


class AgendaItemRow(Base):
    """One date of one record by which something is due, whatever day it is today.

    `item` tells the dates of a record apart ("restriction_ends:claimed").
    `earliest` and `latest` are ISO days, None when unknown on that side, and
    `reach` the number of binary digits of the days between them (0 for one
    day; -1 without `latest`, or -3 for what waits; -2 without `earliest`), so
    that what lies over a day is found by an index. `waits` marks what stays due after its day.
    """

    __tablename__ = "agenda_item"

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    what: Mapped[str] = mapped_column(Text, nullable=False)
    date: Mapped[str] = mapped_column(Text, nullable=False)
    earliest: Mapped[str | None] = mapped_column(Text)
    latest: Mapped[str | None] = mapped_column(Text)
    reach: Mapped[int] = mapped_column(Integer, nullable=False)
    waits: Mapped[bool] = mapped_column(nullable=False)
    shown: Mapped[bool] = mapped_column(nullable=False)
    certainty: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (
        Index("ix_agenda_item_waiting", "what", "latest", "record", sqlite_where=text("waits")),
        # So that the ends of a month are counted without a look at each of them.
        Index(
            "ix_agenda_item_ending",
            *("latest", "what", "reach", "shown"),
            sqlite_where=text("what = 'restriction_ends' AND reach = 0 AND shown"),
        ),
        Index(None, "reach", "earliest", "record"),
        Index(None, "what", "latest", "record"),
    )


class RestrictionStretchRow(Base):
    """Days without a break on which a restriction is in force ("yes"), or may be ("unknown").

    `begins` is 0001-01-01 and `ends` 9999-12-31 where no such day is known or
    there is none. `person` is who stands for its person today, `region` theirs.
    """

    __tablename__ = "restriction_stretch"

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    begins: Mapped[str] = mapped_column(Text, primary_key=True)
    ends: Mapped[str] = mapped_column(Text, nullable=False)
    state: Mapped[str] = mapped_column(Text, nullable=False)
    person: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    article: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        # With all that a filter asks, so that no row need be read of the thousands that it goes through.
        Index("ix_restriction_stretch_ending", "ends", "record", "state", "begins", "person"),
        Index(None, "begins", "record"),
        Index("ix_restriction_stretch_of_person", "person", "ends", "begins", "state", "record"),
        Index(None, "kind", "ends", "record"),
        Index(None, "region", "ends", "record"),
        Index(None, "article", "ends", "record"),
    )


class InForceTallyRow(Base):
    """By how much a number of what is in force changes on a day ("2026-11-23") or in a month ("2026-11")."""

    __tablename__ = "in_force_tally"

    what: Mapped[str] = mapped_column(Text, primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)
    change: Mapped[int] = mapped_column(Integer, nullable=False)


class AgendaLeanRow(Base):
    """That what is derived for a record was computed from another one, too."""

    __tablename__ = "agenda_lean"

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Text, primary_key=True)

    __table_args__ = (Index(None, "record"),)


class SnoozeRow(Base):
    """An item of the agenda put off until a day, for a reason; void when its date is another one."""

    __tablename__ = "snooze"

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    date: Mapped[str] = mapped_column(Text, nullable=False)
    until: Mapped[str] = mapped_column(Text, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
