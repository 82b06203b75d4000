"""What paper is wanted, and the work of making it; nothing here knows a widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from kzcase.briefing import gather as gathering
from kzcase.briefing import papers, pdf
from kzcase.briefing.content import Content
from kzcase.briefing.gather import NoBasis
from kzcase.briefing.password import locked
from kzcase.briefing.summing import Cover
from kzcase.dates.edtf import DateError, read_date
from kzcase.progress import Progress
from kzcase.services.declarations import Audience
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class Order:
    """What paper is wanted; `as_of` as typed in the window's language."""

    people: tuple[str, ...]
    template: str
    audience: Audience
    language: str
    as_of: str
    cover: Cover = Cover()

    def day(self, language: str) -> date:
        """The paper's day; raises `KzcaseError` for one that cannot be read."""
        day = read_date(self.as_of, language).day
        if day is None:
            raise DateError("A paper needs one whole day.")
        return day


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper in memory, with the content it was drawn from, its pages and SHA-256."""

    content: Content
    pdf: bytes
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper that was handed over as a file."""

    pages: int
    sha256: str
    locked: bool


def begin(office: Office, order: Order, language: str, progress: Progress) -> bytes:
    """The first page, at once; b"" if the whole must be known to tell it."""
    progress.step("First page", 0, 0)
    try:
        return papers.first_page(
            office,
            order.people,
            audience=order.audience,
            language=order.language,
            as_of=order.day(language),
            template=order.template,
            cover=order.cover,
        )
    except NoBasis:
        return b""


def gather(office: Office, order: Order, language: str, progress: Progress) -> Content:
    """Everything the paper says; raises as `kzcase.briefing.gather.gather`."""
    return gathering.gather(
        office,
        order.people,
        audience=order.audience,
        language=order.language,
        as_of=order.day(language),
        template=order.template,
        cover=order.cover,
        progress=progress,
    )


def draw(content: Content, progress: Progress) -> Made:
    """The whole paper in memory."""
    out = BytesIO()
    rendered = pdf.render(content, out, progress)
    return Made(content, out.getvalue(), rendered.pages, rendered.sha256)


def write(made: Made, path: Path, password: str, progress: Progress) -> Written:
    """Hand over the very bytes that were shown, locked if there is a password.

    Raises `Unwritable`, and `KzcaseError` for a password that is too short; an
    older file of that name is then untouched.
    """
    progress.step("Writing", 0, 0)
    pdf.put(locked(made.pdf, password) if password else made.pdf, path)
    return Written(made.pages, made.sha256, bool(password))
