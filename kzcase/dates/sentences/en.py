"""The sentences of computations in English."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "counted_start": "Counted from its stated start ({start}): {term}, ends {end}.",
    "counted_in_force": "Counted from entry into force ({start}): {term}, ends {end}.",
    "counted_received": "Counted from receipt by the probation service ({start}): {term}, ends {end}.",
    "counted_released": "Counted from release from imprisonment ({start}): {term}, ends {end}.",
    "counted_decided": "Imposed {start} for {term}; the day it began is not recorded, so it ends {end}.",
    "not_exact": "The day it is counted from is not exactly known.",
    "not_certain": "The day it is counted from is not certain.",
    "no_received": "The day the probation service received the judgment is not recorded; "
    "counted from it, the term ({term}) ends {end}.",
    "no_released": "The day of release is not recorded; the ban runs through the imprisonment, "
    "and its length ({term}) is counted from release.",
    "no_released_after": "The term ({term}) ends {end}.",
    "no_day": "No day is recorded from which the term ({term}) could be counted.",
    "no_term": "No term is recorded, so no end can be computed.",
    "no_end": "No end is set: it lasts until it is lifted.",
    "too_long": "The term ends beyond the calendar.",
    "claimed": "The stated end is {end}.",
    "implied_received": "With a term of {term} this means that it was counted from {start}. That the "
    "probation service received the judgment on that day is inferred; no source says so.",
    "implied_start": "With a term of {term} this means that it was counted from {start}; "
    "that is inferred, no source says so.",
    "later": "This is {days} later than counted from {basis} ({end}).",
    "earlier": "This is {days} earlier than counted from {basis} ({end}).",
    "same": "This is the end counted from {basis}.",
    "lifted": "It was lifted: {end}.",
    "rule_reported": "Counted so according to {source}; rule not checked by a lawyer.",
    "rule_unchecked": "Rule not checked by a lawyer.",
    "begins": "It begins {start}.",
    "imposed_later": "It was imposed later: {start}.",
    "may_not_have_begun": "It may not have begun: its start is {start}.",
    "start_unknown": "Its beginning is not recorded.",
    "start_inferred": "Imposed {start}; the day it began is not recorded.",
    "runs": "It ends {end}.",
    "over": "It ended {end}.",
    "may_be_over": "It may have ended: its end is {end}.",
    "may_have_ended": "It may have ended.",
    "stated_over": "The stated end ({claimed}) has passed, but counted from {basis} it ends {end}.",
    "counted_over": "Counted from {basis} it ended {end}.",
    "end_unknown": "Its end is not known.",
}

# How the day an end is counted from is named inside a sentence, in the case the sentences need.
BASES: Mapping[str, str] = {
    "start": "its stated start",
    "in_force": "entry into force",
    "received": "receipt by the probation service",
    "released": "release",
    "decided": "the decision",
}
