"""Puts a paper about the people of a letter behind it, made for the letter's own audience."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from kzcase.briefing import papers
from kzcase.briefing.templates import TEMPLATES
from kzcase.briefing.wishes import NONE, Wishes
from kzcase.errors import KzcaseError
from kzcase.letters import pdf
from kzcase.letters.content import Printed
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.services.office import Office


def with_papers(
    office: Office, letters: Sequence[Printed], template: str, steps: Progress
) -> tuple[bytes, int]:
    """Letters with a paper behind each that is about somebody: the bytes, and how many pages.

    Raises what `kzcase.briefing.papers.make` raises.
    """
    import pikepdf

    if template not in TEMPLATES:
        raise KzcaseError(
            f"There is no paper called “{template}”.",
            safe="No letter was printed.",
            remedy=f"There are: {', '.join(TEMPLATES)}.",
        )
    out = BytesIO()
    made: dict[tuple[object, ...], bytes] = {}
    with pikepdf.open(BytesIO(pdf.render(letters[:1])[0])) as whole:
        for number, letter in enumerate(letters):
            steps.step("Enclosing papers", number, len(letters))
            if number:
                _append(whole, pdf.render((letter,))[0])
            if not letter.persons:
                continue
            key = letter.audience, letter.language, letter.day, letter.persons, letter.rule
            if key not in made:
                drawn = BytesIO()
                papers.make(
                    office,
                    letter.persons,
                    drawn,
                    audience=letter.audience,
                    language=letter.language,
                    as_of=letter.day,
                    template=template,
                    wishes=_wishes(letter),
                )
                made[key] = drawn.getvalue()
            _append(whole, made[key])
        whole.remove_unreferenced_resources()
        if len(letters) > 1:
            whole.docinfo["/Title"] = letters[0].dated
        pages = len(whole.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue(), pages


def _wishes(letter: Printed) -> Wishes:
    """What keeps the same back from the paper as from its letter."""
    if letter.rule is None:
        return NONE
    return Wishes(rule=replace(letter.rule, base=Audience(letter.audience)))


def _append(whole: object, data: bytes) -> None:
    import pikepdf

    assert isinstance(whole, pikepdf.Pdf)
    with pikepdf.open(BytesIO(data)) as part:
        whole.pages.extend(part.pages)
