"""Makes a paper in one call: gathers, draws, and says what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from kzcase import wholefile
from kzcase.briefing import standing
from kzcase.briefing.annexes import wanted
from kzcase.briefing.annexes.content import Annex
from kzcase.briefing.changes import Since
from kzcase.briefing.content import Change, Content
from kzcase.briefing.front import Front
from kzcase.briefing.gather import gather
from kzcase.briefing.password import locked
from kzcase.briefing.remarks import Lacking, Withheld
from kzcase.briefing.summing import Cover
from kzcase.briefing.text import line
from kzcase.briefing.wishes import NONE, Wishes
from kzcase.briefing.words import words
from kzcase.errors import KzcaseError, Unwritable
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.services import exports
from kzcase.services.exports import Handed
from kzcase.services.office import Office

# People whose rows begin a list: more would take longer than one waits for a first look.
_BEGIN_A_LIST = 10
SEALED = ".age"
"""How the name of a sealed paper ends, behind the ending of its form."""
FORMS = ("pdf", "html", "txt")
"""How a paper can be written: printed, and its twins for a screen reader or a plain window."""


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: its pages and hash, whom it is about and for, and what it leaves out."""

    pages: int
    sha256: str
    audience: Audience
    people: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    warnings: tuple[str, ...]
    lacking: tuple[Lacking, ...] = ()
    changed: tuple[Change, ...] = ()
    annexes: tuple[Annex, ...] = ()

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
            "missing": [
                {"id": one.id, "key": one.key, "question": one.question, "withheld": one.withheld}
                for one in self.lacking
            ],
            "annexes": [
                {"id": one.record, "number": number, "pages": list(one.pages)}
                for number, one in enumerate(self.annexes, start=1)
            ],
            "changed": [{"id": one.person, "what": one.what.text} for one in self.changed],
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as it was drawn: its bytes, its pages (0 for a form without any) and its SHA-256."""

    data: bytes
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class To:
    """What the register keeps of a paper besides its content: ids of records, and its options."""

    rule: str = ""
    mission: str = ""
    pack: str = ""
    locked: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


NOBODY = To()


def file_name(content: Content, form: str = "pdf") -> str:
    """What to call the file of a paper: what it is and its day, never a person or a recipient."""
    return f"{content.template}-{content.as_of.isoformat()}.{form}"


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
    wishes: Wishes = NONE,
    password: str | None = None,
    progress: Progress | None = None,
) -> Made:
    """Gather and draw a paper, locked if a password is given; it is not entered into the register.

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
        wishes=wishes,
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
    wishes: Wishes = NONE,
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
    first = people[: _BEGIN_A_LIST if template in ("list", "prisoners", "timeline") else 1]
    return pdf.first_page(
        gather(
            office,
            first,
            audience=audience,
            language=language,
            as_of=as_of,
            template=template,
            cover=cover,
            wishes=replace(wishes, annexes=()),
        )
    )


def draw(
    content: Content, out: Path | BytesIO, progress: Progress | None = None, *, password: str | None = None
) -> Made:
    """Draw a paper that was gathered, locked if a password is given; the hash is that of the unlocked one."""
    from kzcase.briefing import putting

    sheet = drawn(content, "pdf", progress)
    putting.put(locked(sheet.data, password) if password is not None else sheet.data, out)
    return _made(content, sheet)


def _made(content: Content, sheet: Sheet) -> Made:
    return Made(
        sheet.pages,
        sheet.sha256,
        content.audience,
        content.people,
        content.withheld,
        content.warnings,
        content.lacking,
        content.changed,
        content.annexes,
    )


def drawn(content: Content, form: str, progress: Progress | None = None) -> Sheet:
    """A paper that was gathered, as the bytes of its form: "pdf", "html" or "txt", never locked.

    Raises what `pdf.render` raises, and `KzcaseError` for another form.
    """
    if form == "pdf":
        # ReportLab is slow to load and is needed only here.
        from kzcase.briefing import pdf

        out = BytesIO()
        rendered = pdf.render(content, out, progress)
        return Sheet(out.getvalue(), rendered.pages, rendered.sha256)
    from kzcase.briefing import twin

    data = twin.written(content, form)
    return Sheet(data, 0, hashlib.sha256(data).hexdigest())


class Sealing(Protocol):
    """How a paper is closed for those it is sent to; `told` is what the register says of it."""

    @property
    def told(self) -> Mapping[str, object]:
        """For whom it is closed."""
        ...

    def close(self, paper: bytes) -> bytes:
        """The paper inside an encrypted file."""
        ...


def is_sealed(path: Path) -> bool:
    """Whether a file's name says that the paper in it is sealed."""
    return path.suffix.lower() == SEALED


def form_of(path: Path) -> str:
    """The form a file's name asks for; raises `KzcaseError` for one that no paper has."""
    if is_sealed(path):
        path = path.with_suffix("")
    form = path.suffix.lower().lstrip(".") or "pdf"
    if form not in FORMS:
        raise KzcaseError(
            f"No paper can be written as “{path.suffix}”.",
            safe="No paper was written.",
            remedy=f"The file's name ends in {', '.join(f'.{one}' for one in FORMS)}.",
        )
    return form


def handed(content: Content, sheet: Sheet, form: str, today: date, to: To = NOBODY) -> Handed:
    """The entry in the register for a paper; it is about those its annexes belong to as well."""
    belonging = {one for annex in content.annexes for one in annex.people} - {*content.people}
    pages = {annex.record: wanted.shown(annex.pages) for annex in content.annexes}
    return Handed(
        content.template,
        content.audience.value,
        content.language,
        content.as_of,
        today,
        sheet.sha256,
        form,
        sheet.pages,
        to.locked,
        content.front.recipient,
        to.rule,
        to.mission,
        to.pack,
        (*content.people, *sorted(belonging)),
        content.consents,
        content.mark,
        {**to.options, "annexes": pages} if pages else to.options,
        documents=tuple(pages),
    )


def hand_out(
    office: Office,
    content: Content,
    path: Path,
    *,
    to: To = NOBODY,
    password: str | None = None,
    seal: Sealing | None = None,
    sheet: Sheet | None = None,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> Made:
    """Write a paper to a file and enter it into the register: both, or neither.

    `sheet` is the paper as it was drawn already. The hash is that of the
    unlocked, unsealed paper. Raises as `drawn` and `password.locked`,
    `standing.Overtaken` if something that protects somebody has come meanwhile,
    `Unwritable`, and `KzcaseError` for a password on another form than PDF or a
    name that does not say whether the file is sealed.
    """
    form = form_of(path)
    if is_sealed(path) is (seal is None):
        raise KzcaseError(
            f"A sealed paper's name ends in “{SEALED}”, and no other's.",
            safe="No paper was written.",
            remedy=f"Name it like paper.pdf{SEALED}, and say for whom it is sealed.",
        )
    if password is not None and form != "pdf":
        raise KzcaseError(
            "Only a PDF can be locked with a password.",
            safe="No paper was written.",
            remedy="Write a PDF, or seal the file for whom it is.",
        )
    standing.check(office, content)
    whole = sheet or drawn(content, form, progress)
    data = locked(whole.data, password) if password is not None else whole.data
    if seal is not None:
        data = seal.close(data)
        to = replace(to, options={**to.options, **seal.told})
    entry = handed(content, whole, form, office.today(), replace(to, locked=password is not None))
    try:
        part = wholefile.finished(path, data)
        exports.hand_out(office, entry, part, path, initiator=initiator)
    except OSError as error:
        raise Unwritable.from_os(error, path.name, safe="No paper was written.") from error
    return _made(content, whole)


def since(
    office: Office,
    people: Sequence[str],
    *,
    template: str,
    audience: Audience | str,
    recipient: str = "",
    to: To = NOBODY,
) -> Since | None:
    """When a paper like this was handed out last, and what the vault knew then; None if it never was."""
    day = office.today()
    alike = Handed(
        template,
        Audience(audience).value,
        "",
        day,
        day,
        "",
        recipient=line(recipient),
        rule=to.rule,
        mission=to.mission,
        pack=to.pack,
        persons=tuple(people),
    )
    found = exports.last(office, alike)
    return Since(found.made, found.mark) if found is not None and found.mark else None
