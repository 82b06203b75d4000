"""What is printed on thin ground: undecided values, unchecked rules and articles, consents that end."""

from __future__ import annotations

from kzcase.briefing import gate, limits
from kzcase.briefing.remarks import Thin
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import words
from kzcase.models.fields import Audience
from kzcase.reference import law


def thin(teller: Teller, person: str) -> list[Thin]:
    """What is included on thin ground."""
    view = teller.view
    someone = view.person(person)
    found = [f"Undecided between several values: {what}." for what in teller.unsure]
    if view.audience is not Audience.INTERNAL:
        ends = gate.expires_soon(someone, view.audience, view.on)
        if ends is not None:
            found.append(f"The consent this paper stands on expires on {words('en').day(ends)}.")
    rules = sum(
        1
        for one in limits.standings(teller, person)
        if one.holds and any(not end.checked_by_lawyer for end in one.ends.computed)
    )
    if rules:
        what = "The end of 1 restriction is" if rules == 1 else f"The ends of {rules} restrictions are"
        found.append(f"{what} computed by a rule that no lawyer has checked.")
    found += _unchecked_law(teller, person)
    name = view.records.titles.get(person, "")
    return [Thin(person, name, what) for what in found]


def _unchecked_law(teller: Teller, person: str) -> list[str]:
    """Articles on the paper whose shipped row no lawyer has checked."""
    keys = {
        str(charge.get("article"))
        for prosecution in teller.view.of(person, "prosecution", "person")
        for charge in teller.view.of(prosecution.id, "charge", "prosecution")
        if charge.get("article")
    }
    keys |= {
        str(one.get("article"))
        for one in teller.view.of(person, "restriction", "person")
        if one.get("article")
    }
    unchecked = sorted(
        key
        for key in keys
        if not all(row.lawyer_checked for row in law.wordings(key)) or not law.wordings(key)
    )
    if not unchecked:
        return []
    labels = ", ".join(teller.speaker.label("law_article", key) for key in unchecked)
    return [f"Law rows that no lawyer has checked: {labels}."]
