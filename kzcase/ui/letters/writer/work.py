"""The work behind writing a letter, done beside the window; nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kzcase.letters import filling, making, printing, templates
from kzcase.letters.shapes import Filled, Mailing, Written
from kzcase.progress import Progress
from kzcase.services import drafts, lists, records
from kzcase.services.office import Office

PAUSE = 300
"""Milliseconds of quiet after which a letter is filled in anew."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the page begins with: (key, words) of templates and letterheads, and what was kept of it."""

    templates: tuple[tuple[str, str], ...]
    letterheads: tuple[tuple[str, str], ...]
    letterhead: str
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """Letters that stand in the register now, and the files that were written of them."""

    ids: tuple[str, ...]
    written: tuple[Written, ...] = ()


def draft_key(mailing: str) -> str:
    """Under which key a letter is kept while it is being written."""
    return f"{drafts.MAILING}:{mailing}@{mailing}"


def start(office: Office, mailing: str, language: str) -> Start:
    """Read what there is to choose from, and what was kept."""
    names: dict[str, str] = {}
    for one in templates.offered(office):
        if one.key not in names or one.language == language:
            names[one.key] = one.name
    heads = lists.page(office, lists.ListQuery("letterhead", columns=(lists.TITLE,), limit=60)).rows
    preferred = next((row.id for row in heads if _is_preferred(office, row.id)), "")
    return Start(
        tuple(sorted(names.items(), key=lambda one: one[1].casefold())),
        tuple((row.id, row.cells[0]) for row in heads),
        preferred or (heads[0].id if heads else ""),
        drafts.values(office, draft_key(mailing)),
    )


def _is_preferred(office: Office, letterhead: str) -> bool:
    return bool(records.view(office, letterhead).fields.get("preferred"))


def fill(office: Office, mailing: Mailing, progress: Progress) -> tuple[Filled, ...]:
    """Fill the letters in for their addressees; none without one."""
    return filling.fill(office, mailing, progress) if mailing.addressees else ()


def preview(office: Office, letter: Filled, mailing: Mailing, progress: Progress) -> bytes:
    """One letter as it would be printed."""
    progress.step("", 0, 0)
    return printing.preview(office, letter, mailing)


def save(
    office: Office,
    filled: tuple[Filled, ...],
    mailing: Mailing,
    draft: str,
    initiator: object,
    progress: Progress,
) -> Saved:
    """Put all of the letters into the register, or none; what was kept of them is forgotten then."""
    if mailing.follow_up_of and not mailing.asks:
        # What is asked for once more stays with the letter that asked for it.
        filled = tuple(replace(one, asks=()) for one in filled)
    ids = making.make(office, filled, mailing, progress, initiator)
    drafts.discard(office, draft_key(draft))
    return Saved(ids)


@dataclass(frozen=True, slots=True)
class Printing:
    """How letters are printed: to the file or into the folder `target`.

    `draft` lets letters through that lack something; each such page says so.
    `enclosure` is the paper behind each letter, by its template ("" for none).
    """

    target: Path
    one_file: bool
    draft: bool
    enclosure: str = ""


def print_all(office: Office, ids: tuple[str, ...], how: Printing, progress: Progress) -> Saved:
    """Write letters as PDF: all into one file, or each into one of its own in a folder."""
    made = printing.write_pdf(
        office,
        ids,
        how.target,
        one_file=how.one_file,
        draft=how.draft,
        enclose=how.enclosure or None,
        progress=progress,
    )
    return Saved(ids, made)


def write_docx(
    office: Office, ids: tuple[str, ...], folder: Path, *, draft: bool, progress: Progress
) -> Saved:
    """Write each letter as a .docx file in a folder, for those who edit on."""
    written = []
    for number, one in enumerate(ids):
        progress.step("", number, len(ids))
        written.append(printing.write_docx(office, one, folder / f"letter-{number + 1:03}.docx", draft=draft))
    return Saved(ids, tuple(written))
