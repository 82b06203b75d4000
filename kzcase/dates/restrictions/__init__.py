"""When a restriction ends and whether it is in force on a day, with the reason in words.

Pure computation over what is recorded: `ends(facts)` gives every end that can
be told and how it was counted, `state_on(facts, day)` says whether it is in
force. Nothing computed here is ever stored. What is not known stays unknown.
"""

from __future__ import annotations

from kzcase.dates.restrictions.changes import Change
from kzcase.dates.restrictions.ends import Certainty, ComputedEnd, Ends, ends
from kzcase.dates.restrictions.explain import InWords, Step, explain
from kzcase.dates.restrictions.facts import RestrictionFacts
from kzcase.dates.restrictions.longest import too_long
from kzcase.dates.restrictions.rules import END_DAY, RULES, Basis, Rule
from kzcase.dates.restrictions.state import InForce, Interval, State, intervals, state_on, turns

__all__ = [
    "END_DAY",
    "RULES",
    "Basis",
    "Certainty",
    "Change",
    "ComputedEnd",
    "Ends",
    "InForce",
    "InWords",
    "Interval",
    "RestrictionFacts",
    "Rule",
    "State",
    "Step",
    "ends",
    "explain",
    "intervals",
    "state_on",
    "too_long",
    "turns",
]
