"""The office as it stands on a paper: the letterhead that was chosen, and the line of classification."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kzcase.briefing.content import Imprint
from kzcase.briefing.text import clean, line, shortened
from kzcase.errors import NotFound
from kzcase.models.letter import Letterhead

LONGEST = 120
"""Letters of one line of a letterhead on a paper."""
MOST_LINES = 5


def imprint(session: Session, letterhead: str, classification: str) -> Imprint:
    """The imprint of a paper; raises `NotFound` if the letterhead is not here any more."""
    told = shortened(line(classification), LONGEST)
    if not letterhead:
        return Imprint(classification=told)
    row = session.get(Letterhead, letterhead)
    if row is None or row.deleted:
        raise NotFound(
            "The letterhead of this paper is not here any more.",
            safe="No paper was written.",
            remedy="Choose another letterhead, or none.",
        )
    typed = clean(f"{row.address or ''}\n{row.contact or ''}").split("\n")
    lines = tuple(shortened(one, LONGEST) for one in typed if one.strip())
    return Imprint(shortened(row.name or "", LONGEST), lines[:MOST_LINES], told)
