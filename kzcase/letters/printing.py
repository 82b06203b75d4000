"""Prints letters: a preview in memory, PDF files, one for each or one for all, and .docx."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kzcase.errors import KzcaseError, Unwritable
from kzcase.letters.checking import NotForThisAudience
from kzcase.letters.content import Printed
from kzcase.letters.reading import NotFinished, Reader
from kzcase.letters.shapes import Filled, Mailing, Written
from kzcase.progress import Progress, quiet
from kzcase.services.office import Office

__all__ = ["NotFinished", "NotForThisAudience", "preview", "read", "write_docx", "write_pdf"]

SAFE = "No letter was printed."
_SHORT = re.compile(r"[0-9]+|(?<![^\W\d_])[A-Za-z]{1,2}(?![^\W\d_])")
"""What of a number stands in a file's name: digits, and letters too few to be a name."""


def preview(office: Office, filled: Filled, mailing: Mailing) -> bytes:
    """A letter as it would be printed, from its text as it was edited; nothing is written.

    What it lacks stands in brackets, and then it calls itself a draft. Raises
    `NotForThisAudience` if the text says what its audience may not be told,
    `Unprintable` for a character no font has.
    """
    # ReportLab is slow to load and is needed only here.
    from kzcase.letters import pdf

    with office.read() as session:
        letter = Reader(session, office.today(), draft=True, pictures=partial(_logo, office)).filled(
            filled, mailing
        )
    return pdf.render((replace(letter, draft=bool(letter.missing)),))[0]


def write_pdf(
    office: Office,
    ids: Sequence[str],
    target: Path,
    *,
    one_file: bool = False,
    draft: bool = False,
    letterhead: str | None = None,
    enclose: str | None = None,
    progress: Progress | None = None,
) -> tuple[Written, ...]:
    """Print letters: to the file `target` if `one_file`, else each into the folder `target`.

    `draft` prints letters that still lack something; each page then says so.
    `enclose` is a paper about the people of each letter (`brief`, `pack`,
    `list`), made for the letter's own audience and put behind it. All files or
    none are drawn before the first is written. Raises what `Reader.letters`
    raises, `Unprintable`, `Unwritable`, and `Cancelled` if the user stopped it.
    """
    from kzcase.letters import enclosing, pdf
    from kzcase.letters.layout import Setter

    steps = progress or quiet()
    letters = read(office, ids, draft=draft, letterhead=letterhead, progress=steps)
    groups = [letters] if one_file else [[one] for one in letters]
    names = [target] if one_file else _names(letters, target, ".pdf")
    setter = Setter()
    drawn: list[tuple[Path, bytes, int, list[Printed]]] = []
    for number, (path, group) in enumerate(zip(names, groups, strict=True)):
        if not one_file and number % 10 == 0:
            steps.step("Drawing letters", number, len(groups))
        if enclose is None:
            data, pages = pdf.render(group, steps if one_file else None, setter)
        else:
            data, pages = enclosing.with_papers(office, group, enclose, steps)
        drawn.append((path, data, pages, group))
    return tuple(
        Written(
            _put(path, data),
            pages,
            hashlib.sha256(data).hexdigest(),
            tuple(lack for one in group for lack in one.missing),
        )
        for path, data, pages, group in drawn
    )


def write_docx(
    office: Office,
    letter: str,
    target: Path,
    *,
    draft: bool = False,
    letterhead: str | None = None,
) -> Written:
    """Write one letter as .docx, to be edited further; `pages` is 0, as nobody knows before it is opened.

    Raises as `write_pdf`.
    """
    from kzcase.letters import docxfile

    (printed,) = read(office, (letter,), draft=draft, letterhead=letterhead)
    data = docxfile.render(printed)
    return Written(_put(target, data), 0, hashlib.sha256(data).hexdigest(), printed.missing)


def read(
    office: Office,
    ids: Sequence[str],
    *,
    draft: bool = False,
    letterhead: str | None = None,
    progress: Progress | None = None,
) -> list[Printed]:
    """The letters of some records ready to be laid out, each once."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise KzcaseError("No letter was chosen.", safe=SAFE, remedy="Choose letters first.")
    with office.read() as session:
        reader = Reader(session, office.today(), draft, letterhead, partial(_logo, office))
        return reader.letters(wanted, progress or quiet())


def _logo(office: Office, document: str) -> bytes:
    # Pillow is only needed where there is a logo.
    from kzcase.letters import logos

    return logos.picture(office, document)


def _names(letters: Sequence[Printed], folder: Path, ending: str) -> list[Path]:
    """A name for each file: the letter's number, or its place; never a person or an addressee."""
    if not folder.is_dir():
        raise Unwritable(
            "The folder does not exist: " + folder.name, safe=SAFE, remedy="Choose another place."
        )
    names: list[Path] = []
    for place, one in enumerate(letters, start=1):
        number = "-".join(_SHORT.findall(one.number))
        stem = f"letter-{number or f'{place:03d}'}"
        name = folder / f"{stem}{ending}"
        while name in names:
            stem += "-2"
            name = folder / f"{stem}{ending}"
        names.append(name)
    return names


def _put(path: Path, data: bytes) -> Path:
    from kzcase.briefing import pdf

    pdf.put(data, path)
    return path
