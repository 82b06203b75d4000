"""The templates on offer: those that ship, and the office's own, which may replace them.

A shipped template is a text file `<key>.<language>.txt`: lines `name:`,
`kind:`, `audience:` and `subject:`, an empty line, and the text.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase import resources
from kzcase.errors import KzcaseError
from kzcase.letters import rows
from kzcase.letters.language import Node, TemplateRefused, parse
from kzcase.letters.placeholders import GRAMMAR
from kzcase.letters.shapes import Template
from kzcase.letters.words import LANGUAGES
from kzcase.models.ledger import RecordRow
from kzcase.services.office import Office

_HEAD = ("name", "kind", "audience", "subject")


def check(body: str, subject: str = "") -> None:
    """Make sure that a template can be used.

    Raises `TemplateRefused` with the line and column of the first fault; a
    fault of the subject is in line 0.
    """
    parsed_subject(subject)
    parse(body, GRAMMAR)


def parsed_subject(subject: str) -> tuple[Node, ...]:
    """The subject taken apart; raises `TemplateRefused` in line 0."""
    try:
        return parse(" ".join(subject.split("\n")), GRAMMAR)
    except TemplateRefused as refused:
        raise TemplateRefused(0, refused.column, refused.fault, refused.remedy) from None


def offered(office: Office, language: str | None = None) -> tuple[Template, ...]:
    """Every template that is not retired, in one language or in all, by name."""
    with office.read() as session:
        return offered_in(session, language)


def offered_in(session: Session, language: str | None = None) -> tuple[Template, ...]:
    """The same inside a unit that is open."""
    found = {(one.key, one.language): one for one in shipped()}
    own, retired = _own(session)
    for key in retired:
        found.pop(key, None)
    found.update(own)
    chosen = (one for one in found.values() if language in (None, one.language))
    return tuple(
        sorted(chosen, key=lambda one: (one.name.casefold(), LANGUAGES.index(one.language), one.key))
    )


def named(office: Office, key: str, language: str) -> Template:
    """The template of that key in a language; raises `KzcaseError` if there is none."""
    with office.read() as session:
        return named_in(session, key, language)


def named_in(session: Session, key: str, language: str) -> Template:
    """The same inside a unit that is open."""
    of_key = [one for one in offered_in(session) if one.key == key]
    for one in of_key:
        if one.language == language:
            return one
    if of_key:
        there = ", ".join(sorted({one.language for one in of_key}))
        raise KzcaseError(
            f"The template “{of_key[0].name}” is not there in the language “{language}”, only in: {there}.",
            safe="No letter was written.",
            remedy="Write it in that language too, or choose another language for the letter.",
        )
    raise KzcaseError(
        f"There is no template “{key}”.", safe="No letter was written.", remedy="Choose another template."
    )


def _own(
    session: Session,
) -> tuple[dict[tuple[str, str], Template], frozenset[tuple[str, str]]]:
    """The office's own templates, and which shipped ones were retired."""
    ids = session.scalars(
        select(RecordRow.id).where(RecordRow.kind == "letter_template", RecordRow.status == "here")
    ).all()
    made: dict[tuple[str, str], Template] = {}
    retired: set[tuple[str, str]] = set()
    for one, row in sorted(rows.read(session, "letter_template", ids).items()):
        language = row.get("language")
        if language not in LANGUAGES:
            language = "en"
        # Without a key of its own it has that of its record.
        key = str(row.get("key") or "").strip() or one
        if row.get("retired") is True:
            retired.add((key, language))
            continue
        made[key, language] = Template(
            key,
            str(row.get("name") or key),
            str(row.get("kind") or "letter"),
            language,
            str(row.get("audience") or ""),
            str(row.get("subject") or ""),
            str(row.get("body") or ""),
            own=True,
            id=one,
        )
    return made, frozenset(retired - made.keys())


@cache
def shipped() -> tuple[Template, ...]:
    """The templates that ship, by key and language."""
    files = sorted(resources.path("letters").glob("*.txt"))
    return tuple(read_file(file.name, file.read_text(encoding="utf-8")) for file in files)


def read_file(name: str, text: str) -> Template:
    """A template from the text of its file `<key>.<language>.txt`.

    Raises `ValueError` if its head is not as it must be.
    """
    key, language = name.removesuffix(".txt").rsplit(".", 1)
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    given = dict(line.split(": ", 1) for line in head.split("\n"))
    if tuple(given) != _HEAD:
        raise ValueError(f"{name}: its head is not {', '.join(_HEAD)}")
    return Template(
        key,
        given["name"],
        given["kind"],
        language,
        given["audience"],
        given["subject"],
        body.strip("\n"),
    )
