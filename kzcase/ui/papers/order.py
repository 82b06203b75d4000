"""What paper is wanted, and the work of making it; nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from kzcase.briefing import gather as gathering
from kzcase.briefing import papers, pdf
from kzcase.briefing.annexes.preparing import Shelf
from kzcase.briefing.content import Content
from kzcase.briefing.gather import NoBasis
from kzcase.briefing.papers import Sheet, To
from kzcase.briefing.summing import Cover
from kzcase.briefing.wishes import Wishes
from kzcase.dates.edtf import DateError, read_date
from kzcase.errors import KzcaseError
from kzcase.exchange import sealing
from kzcase.letters import letterheads
from kzcase.progress import Progress
from kzcase.services import audiences, colleagues, packs, savedsearches
from kzcase.services.audiences import Rule
from kzcase.services.declarations import Audience
from kzcase.services.office import Office
from kzcase.services.packs import Pack


@dataclass(frozen=True, slots=True)
class Order:
    """What paper is wanted; `as_of` as typed in the window's language.

    `rule`, `letterhead`, `mission` and `pack` are ids of records; `changes`
    asks to mark what is new since the last one.
    """

    people: tuple[str, ...]
    template: str
    audience: Audience
    language: str
    as_of: str
    cover: Cover = Cover()
    rule: str = ""
    letterhead: str = ""
    classification: str = ""
    mission: str = ""
    without: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    pack: str = ""
    search: str = ""
    annexes: tuple[str, ...] = ()

    def whole(self, office: Office) -> Order:
        """It with everybody its search finds now, and without those who are not here any more.

        Raises `KzcaseError` if the search finds more than can be taken.
        """
        found = packs.people(office, Pack(self.search, persons=self.people, search=self.search))
        return replace(self, people=found, search="")

    def day(self, language: str) -> date:
        """The paper's day; raises `KzcaseError` for one that cannot be read."""
        day = read_date(self.as_of, language).day
        if day is None:
            raise DateError("A paper needs one whole day.")
        return day

    def wishes(self, office: Office) -> Wishes:
        """The rest of what is asked; looks up what was handed out last."""
        since = None
        if self.changes:
            since = papers.since(
                office,
                self.people,
                template=self.template,
                audience=self.audience,
                recipient=self.cover.recipient,
                to=self.to(),
            )
        return Wishes(
            self.rule, self.letterhead, self.classification, dict(self.answers), since, self.annexes
        )

    def to(self) -> To:
        """What the register keeps of it besides its content."""
        said = {
            "heading": self.cover.heading,
            "sender": self.cover.sender,
            "classification": self.classification,
            "letterhead": self.letterhead,
            "without": list(self.without),
            "search": self.search,
        }
        return To(self.rule, self.mission, self.pack, options={key: one for key, one in said.items() if one})

    def kept(self, name: str) -> Pack:
        """It as a pack to keep under a name."""
        return Pack(
            name,
            self.template,
            self.people,
            self.search,
            self.audience.value,
            self.rule,
            self.language,
            self.mission,
            self.cover.heading,
            self.cover.recipient,
            self.cover.sender,
            self.classification,
            self.letterhead,
            self.without,
            dict(self.answers),
            annexes=self.annexes,
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper in memory, with the content it was drawn from, its pages and SHA-256."""

    content: Content
    pdf: bytes
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper that was handed over as a file and entered into the register."""

    pages: int
    sha256: str
    locked: bool
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """What guards a paper on its way: a password, and the key ids of the colleagues it is sealed for."""

    password: str = ""
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offers:
    """What the office keeps for its papers: packs, audiences, letterheads, searches, each with its name.

    `colleagues` are those whose keys were compared, with their names.
    """

    packs: tuple[Pack, ...] = ()
    rules: tuple[Rule, ...] = ()
    letterheads: tuple[tuple[str, str], ...] = ()
    searches: tuple[tuple[str, str], ...] = ()
    colleagues: tuple[tuple[str, str], ...] = ()


def offers(office: Office) -> Offers:
    """Read what the office keeps for its papers."""
    with office.read() as session:
        heads = tuple((one.id, one.name) for one in letterheads.read(session).every)
    searches = tuple((one.query, one.name) for one in savedsearches.listed(office))
    known = tuple((one.key, one.name) for one in colleagues.contacts(office) if one.verified is not None)
    return Offers(packs.listed(office), audiences.listed(office), heads, searches, known)


def people_of(office: Office, pack: Pack) -> tuple[Pack, tuple[str, ...]]:
    """A pack with those it names one by one who are still here; its search is asked when it is made."""
    return pack, packs.people(office, replace(pack, search=""))


def begin(office: Office, order: Order, language: str, progress: Progress) -> bytes:
    """The first page, at once; b"" if the whole must be known to tell it."""
    progress.step("First page", 0, 0)
    if order.template != "pack":
        order = order.whole(office)
        if not order.people:
            return b""
    try:
        return papers.first_page(
            office,
            order.people,
            audience=order.audience,
            language=order.language,
            as_of=order.day(language),
            template=order.template,
            cover=order.cover,
            wishes=replace(order, changes=False).wishes(office),
        )
    except NoBasis:
        return b""


def gather(
    office: Office, order: Order, language: str, progress: Progress, shelf: Shelf | None = None
) -> Content:
    """Everything the paper says; raises as `kzcase.briefing.gather.gather`.

    `shelf` keeps what was drawn of annexes for the next time.
    """
    order = order.whole(office)
    return gathering.gather(
        office,
        order.people,
        audience=order.audience,
        language=order.language,
        as_of=order.day(language),
        template=order.template,
        cover=order.cover,
        without=order.without,
        wishes=replace(order.wishes(office), shelf=shelf or Shelf()),
        progress=progress,
    )


def draw(content: Content, progress: Progress) -> Made:
    """The whole paper in memory."""
    out = BytesIO()
    rendered = pdf.render(content, out, progress)
    return Made(content, out.getvalue(), rendered.pages, rendered.sha256)


def write(
    office: Office, made: Made, to: To, path: Path, lock: Lock, initiator: object, progress: Progress
) -> Written:
    """Hand over the very bytes that were shown, locked if there is a password, or a twin of them.

    Sealed for colleagues if there are any; under a name that says "sealed" the
    password is that of the sealed file.

    The register names it then. Raises `Unwritable`, and `KzcaseError` for a
    password that is too short or not for a PDF; an older file of that name is
    then untouched and nothing is entered.
    """
    progress.step("Writing", 0, 0)
    seal, password = None, lock.password
    if lock.contacts:
        seal = sealing.for_contacts(office, lock.contacts)[0]
        path = path if papers.is_sealed(path) else path.with_name(path.name + papers.SEALED)
    elif papers.is_sealed(path):
        seal, password = sealing.with_passphrase(password), ""
    shown = Sheet(made.pdf, made.pages, made.sha256) if papers.form_of(path) == "pdf" else None
    done = papers.hand_out(
        office,
        made.content,
        path,
        to=to,
        password=password or None,
        seal=seal,
        sheet=shown,
        progress=progress,
        initiator=initiator,
    )
    return Written(done.pages, done.sha256, bool(lock.password), seal is not None)


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one step of making the paper with this number."""

    number: int
    outcome: object


def step(number: int, work: Callable[[Progress], object], progress: Progress) -> Step:
    """Do a step; a known failure is an outcome too, so that an older one can be told from the newest."""
    try:
        return Step(number, work(progress))
    except KzcaseError as error:
        return Step(number, error)
