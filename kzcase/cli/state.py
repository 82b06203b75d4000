"""Prints how a person stands on a day: what is known, how it is known, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

IN_FORCE = {"yes": "in force", "unknown": "perhaps in force"}


def lines(state: Mapping[str, Any]) -> Iterator[str]:
    """The state of `kzcase.services.people.plain_state`, with every explanation below what it explains."""
    yield f"  on {state['as_of']}:"
    since = f", since {state['liberty_since']}" if state["liberty_since"] else ""
    liberty = state["liberty"] or "liberty: not recorded"
    how = "" if "(" in liberty or not state["liberty"] else f" ({state['liberty_basis']})"
    yield f"    {liberty}{since}{how}"
    yield from _why(state["liberty_why"])
    for row in state["restrictions"]:
        left = f", {row['days_left']} days left" if row["days_left"] is not None else ""
        how = f" ({row['how']}{left})" if row["how"] else ""
        undecided = "; undecided" if row["undecided"] else ""
        yield f"    {IN_FORCE[row['in_force']]}: {row['text']}; {row['end']}{how}{undecided}"
        yield from _why(row["explanation"])
    for row in state["measures"]:
        yield f"    measure, {IN_FORCE[row['in_force']]}: {row['text']}; {row['end']}"
        yield from _why(row["explanation"])
    for row in state["serving"]:
        yield f"    serving: {row['text']}; {row['end']} ({row['how']})"
        yield from _why(row["explanation"])
    for row in state["proceedings"]:
        may = f"; may follow: {', '.join(row['next'])}" if row["next"] else ""
        stage = row["stage_words"] or "stage not recorded"
        yield f"    proceedings: {row['title']}: {stage} ({row['how']}){may}"
        yield from _why(row["explanation"])
    if state["next"]:
        yield f"    next: {state['next']}"


def _why(said: str) -> Iterator[str]:
    if said:
        yield f"      {said}"
