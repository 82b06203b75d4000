"""Letters for tests, and what is read of their pages."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from kzcase.letters import making
from kzcase.letters.content import Printed
from kzcase.letters.filling import fill
from kzcase.letters.shapes import Mailing
from kzcase.services.office import Office

Ids = Callable[[str, str], str]
DAY = date(2026, 11, 22)
SIGNED = "Yours faithfully,\n\nA. Sample\nDirector"


def letter(**given: object) -> Printed:
    made = Printed("id", "en", "diplomatic", DAY, "22 November 2026", "Subject", "Dear all,", "Text.", SIGNED)
    return replace(made, **given)  # type: ignore[arg-type]


def pages(data: bytes) -> list[str]:
    return [one.extract_text() for one in PdfReader(BytesIO(data)).pages]


def machine(place: Path) -> list[str]:
    """What a file could tell of where it was made."""
    return [str(place), str(Path.cwd()), f"/{getpass.getuser()}/", f"@{socket.gethostname()}"]


def flat(text: str) -> str:
    return " ".join(text.split())


def appeal(office: Office, ids: Ids, *titles: str, language: str = "en", **more: object) -> tuple[str, ...]:
    mailing = Mailing(
        tuple(ids("contact", one) for one in titles),
        template="urgent_appeal",
        persons=(ids("person", "Сәмплұлы Алмас"),),
        language=language,
        day=DAY,
        **more,  # type: ignore[arg-type]
    )
    return making.make(office, fill(office, mailing), mailing)
