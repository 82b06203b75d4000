"""What is recorded of one restriction, as far as its end depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions.changes import Change, in_order
from kzcase.dates.restrictions.stored import stored_date, stored_days, stored_term
from kzcase.dates.terms import Term

# Limits that last until someone lifts them, unless a term or an end is recorded.
_WITHOUT_TERM = frozenset(
    (
        "travel_pledge",
        "bail",
        "exit_ban",
        "account_freeze",
        "financing_list",
        "property_seizure",
        "profession_bar",
    )
)


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """The recorded dates of a restriction; each is None when nothing is recorded.

    `kind` is a term of the vocabulary `restriction_kind`. `decided` is the day
    of the verdict or order, `in_force` of entry into force, `received` the day
    the probation service received the judgment, `start` the first day as
    stated, `released` the release from the imprisonment imposed beside it,
    `claimed_end` the end an authority or a source gives, `lifted` the day it
    ended early. `with_imprisonment` says that imprisonment was imposed beside
    it although the release is not known (yet); a release implies it. `longest`
    is the longest term where no exact one is known, `credited` the days by
    which the judgment shortens the term, `changes` the later decisions in the
    order of their days.
    """

    kind: str
    term: Term | None = None
    decided: Edtf | None = None
    in_force: Edtf | None = None
    received: Edtf | None = None
    start: Edtf | None = None
    released: Edtf | None = None
    claimed_end: Edtf | None = None
    lifted: Edtf | None = None
    with_imprisonment: bool = False
    longest: Term | None = None
    credited: int | None = None
    changes: tuple[Change, ...] = ()

    @classmethod
    def of_fields(
        cls,
        fields: Mapping[str, Any],
        *,
        with_imprisonment: bool = False,
        changes: Iterable[Mapping[str, Any]] = (),
    ) -> RestrictionFacts:
        """From a restriction's stored values: EDTF texts, and the term as years, months and days.

        `changes` are the stored values of the records `restriction_change` of it.
        A stored value that today's rules refuse counts as not recorded, because
        a state or an end must never be told from it.
        """
        return cls(
            kind=str(fields.get("kind") or ""),
            term=stored_term(fields.get("term")),
            with_imprisonment=with_imprisonment,
            longest=stored_term(fields.get("longest")),
            credited=stored_days(fields.get("credited")),
            changes=in_order(map(Change.of_fields, changes)),
            **{name: stored_date(fields.get(name)) for name in DATES},
        )

    @property
    def imprisoned_too(self) -> bool:
        """Whether imprisonment was imposed beside the restriction."""
        return self.with_imprisonment or self.released is not None

    @property
    def until_lifted(self) -> bool:
        """Whether this is a limit that has no end of its own."""
        no_term = self.term is None and self.longest is None and self.claimed_end is None
        return self.kind in _WITHOUT_TERM and no_term and all(one.new_end is None for one in self.changes)


DATES = ("decided", "in_force", "received", "start", "released", "claimed_end", "lifted")
"""The recorded dates."""
