"""Makes a paper in one call: gathers, draws, and says what was left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from kzcase.briefing.content import Content, Front, Withheld
from kzcase.briefing.gather import gather
from kzcase.briefing.password import locked
from kzcase.briefing.summing import Cover
from kzcase.briefing.text import line
from kzcase.briefing.words import words
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.services.office import Office

# People whose rows begin a list: more would take longer than one waits for a first look.
_BEGIN_A_LIST = 10


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: its pages and hash, whom it is about and for, and what it leaves out."""

    pages: int
    sha256: str
    audience: Audience
    people: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    warnings: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """The shape of `brief --json`."""
        return {
            "pages": self.pages,
            "sha256": self.sha256,
            "audience": self.audience.value,
            "people": list(self.people),
            "withheld": [
                {
                    "id": one.id,
                    "field": one.field,
                    "reason": one.reason,
                    "kind": one.kind,
                    "remedy": one.remedy,
                }
                for one in self.withheld
            ],
            "warnings": list(self.warnings),
        }


def file_name(content: Content) -> str:
    """What to call the file of a paper: what it is and its day, never a person or a recipient."""
    return f"{content.template}-{content.as_of.isoformat()}.pdf"


def make(
    office: Office,
    people: Sequence[str],
    out: Path | BytesIO,
    *,
    audience: Audience | str,
    language: str = "en",
    as_of: date | None = None,
    template: str = "brief",
    cover: Cover | None = None,
    without: Collection[str] = (),
    password: str | None = None,
    progress: Progress | None = None,
) -> Made:
    """Gather and draw a paper, locked if a password is given.

    Raises what `gather`, `pdf.render` and `password.locked` raise, and then
    writes nothing.
    """
    content = gather(
        office,
        people,
        audience=audience,
        language=language,
        as_of=as_of,
        template=template,
        cover=cover,
        without=without,
        progress=progress,
    )
    return draw(content, out, progress, password=password)


def first_page(
    office: Office,
    people: Sequence[str],
    *,
    audience: Audience | str,
    language: str = "en",
    as_of: date | None = None,
    template: str = "brief",
    cover: Cover | None = None,
) -> bytes:
    """How a paper begins, at once, while the rest is gathered: for the screen, never to be handed out.

    That is a pack's cover, which names nobody, or the beginning of another
    paper with its first people alone. Raises as `gather`.
    """
    from kzcase.briefing import pdf

    if template == "pack":
        day, said = as_of or office.today(), words(language)
        written = cover or Cover()
        front = Front(line(written.heading), line(written.recipient), line(written.sender))
        return pdf.first_page(
            Content(template, Audience(audience), language, day, said("pack.title"), (), front=front)
        )
    first = people[: 1 if template == "brief" else _BEGIN_A_LIST]
    return pdf.first_page(
        gather(office, first, audience=audience, language=language, as_of=as_of, template=template)
    )


def draw(
    content: Content, out: Path | BytesIO, progress: Progress | None = None, *, password: str | None = None
) -> Made:
    """Draw a paper that was gathered, locked if a password is given; the hash is that of the unlocked one."""
    # ReportLab is slow to load and is needed only here.
    from kzcase.briefing import pdf

    if password is None:
        rendered = pdf.render(content, out, progress)
    else:
        plain = BytesIO()
        rendered = pdf.render(content, plain, progress)
        pdf.put(locked(plain.getvalue(), password), out)
    return Made(
        rendered.pages,
        rendered.sha256,
        content.audience,
        content.people,
        content.withheld,
        content.warnings,
    )
