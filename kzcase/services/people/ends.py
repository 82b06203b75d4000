"""Says until when a restriction lasts, for the header and the rows of a person's page."""

from __future__ import annotations

from kzcase.services.restrictions import Standing


def how(one: Standing, language: str) -> str:
    """How the end is known; "" if there is no end that could be known in some way."""
    shown = one.state.end or one.ends.shown
    return one.how(language) if shown is not None and shown.bound.known else ""


def until(one: Standing, language: str) -> str:
    """The end and how it is known, or that it has none, or that none is known."""
    said, known = one.end_text(language), how(one, language)
    if not known:
        return said
    shown = one.state.end or one.ends.shown
    # "ends not before 18 Feb 2021": of such an end nothing more can be said of how it is known.
    if shown is None or shown.bound.earliest is None or shown.bound.latest is None:
        return f"ends {said}"
    return f"to {said} ({known})"
