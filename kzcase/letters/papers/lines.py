"""The lines of the register that a paper shows: all of a view, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kzcase.letters.saying import bracketed
from kzcase.progress import Progress
from kzcase.services.letters import RegisterRow, register
from kzcase.services.office import Office

_AT_A_TIME = 500


def lines(
    office: Office, as_of: date, view: str, query: str, language: str, steps: Progress
) -> Iterator[RegisterRow]:
    """Every line of a view, in its order; raises `Cancelled` if the user stopped it.

    What the subject of a draft still lacks stands in brackets that every font has.
    """
    after = None
    done = 0
    while True:
        steps.step("Reading the register", done, 0)
        page = register(
            office, as_of, view=view, query=query, after=after, limit=_AT_A_TIME, language=language
        )
        yield from (replace(one, subject=bracketed(one.subject)) for one in page.rows)
        done += len(page.rows)
        if not page.more or not page.rows:
            return
        after = page.rows[-1].key
