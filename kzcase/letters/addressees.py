"""Whom a letter goes to: name, post and body in its language, how they are addressed, for whose eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.briefing.text import clean, line
from kzcase.errors import KzcaseError, NotFound
from kzcase.letters import rows
from kzcase.letters.words import LANGUAGES, words
from kzcase.models.fields import Audience
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names import parts as name_parts
from kzcase.names.scripts import Script, script_of

KINDS = ("contact", "organisation", "person")
_DIPLOMATIC = frozenset({"embassy", "foreign_ministry", "eu", "osce"})
_UN = frozenset({"un", "ilo", "intergovernmental"})
_ABROAD = _DIPLOMATIC | _UN


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody letters go to, in every language that is known of them.

    `audience` is None if nothing says it. `hidden`: their record is marked "do
    not share", so others are not told that they get a copy.
    """

    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    institutions: Mapping[str, str] = field(default_factory=dict)
    salutations: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    audience: Audience | None = None
    language: str = "en"
    hidden: bool = False
    body: str | None = None
    person: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The record itself and the body it belongs to."""
        return frozenset(filter(None, (self.id, self.body)))

    def name(self, language: str) -> str:
        """The person's name, in the language if it is known in it."""
        return _in(self.names, language)

    def post(self, language: str) -> str:
        """The post, in the language if it is known in it."""
        return _in(self.posts, language)

    def institution(self, language: str) -> str:
        """The body, in the language if its name is known in it."""
        return _in(self.institutions, language)

    def salutation(self, language: str) -> str:
        """How they are addressed in a language, or a neutral form."""
        said = self.salutations.get(language, "").strip().rstrip(",!. ")
        catalogue = words(language)
        return catalogue("salutation", salutation=said or catalogue("neutral"))

    def words(self, language: str) -> str:
        """Who it is on one line, for a list."""
        told = (self.name(language), self.post(language), self.institution(language))
        return line(", ".join(one for one in told if one))

    def lines(self, language: str) -> tuple[str, ...]:
        """The lines of the address on the letter."""
        told = (self.name(language), self.post(language), self.institution(language))
        address = [clean(one) for one in clean(self.address).split("\n")]
        return tuple(one for one in (*map(line, told), *address) if one)

    def copied(self, language: str) -> str:
        """How they are named where a letter says who gets a copy: by post and body."""
        told = (self.post(language), self.institution(language))
        return line(", ".join(one for one in told if one)) or self.name(language)


def _in(texts: Mapping[str, str], language: str) -> str:
    order = (language, "en", *LANGUAGES)
    return line(next((texts[one] for one in order if texts.get(one)), ""))


def read(session: Session, ids: Iterable[str]) -> dict[str, Recipient]:
    """Everyone of these, by id.

    Raises `NotFound` for an id that is no contact, organisation or person here.
    """
    wanted = tuple(dict.fromkeys(ids))
    found = known(session, wanted)
    if lost := [one for one in wanted if one not in found]:
        title = line(session.scalar(select(RecordRow.title).where(RecordRow.id == lost[0])) or "")
        who = f"“{title}”, whom the letter goes to," if title else "Somebody the letter goes to"
        raise NotFound(
            f"{who} is not in this vault any more.",
            safe="No letter was written.",
            remedy="Choose the addressees again.",
        )
    return found


def known(session: Session, ids: Iterable[str]) -> dict[str, Recipient]:
    """Those of some who are here, by id."""
    wanted = tuple(dict.fromkeys(ids))
    kinds = {one: kind for one, kind in rows.here(session, wanted).items() if kind in KINDS}
    of_kind = {
        kind: rows.read(session, kind, (one for one in wanted if kinds.get(one) == kind)) for kind in KINDS
    }
    bodies = dict(of_kind["organisation"])
    named = {row["organisation"] for row in of_kind["contact"].values() if "organisation" in row}
    bodies.update(rows.read(session, "organisation", named - bodies.keys()))
    names = _names(session, of_kind["person"])
    made: dict[str, Recipient] = {}
    for one, row in of_kind["contact"].items():
        made[one] = _contact(one, row, bodies.get(str(row.get("organisation")), {}))
    for one, row in of_kind["organisation"].items():
        made[one] = _body(one, row)
    for one, row in of_kind["person"].items():
        made[one] = _person(one, row, names.get(one, {}))
    return {one: made[one] for one in wanted if one in made}


def _contact(record: str, row: rows.Row, body: rows.Row) -> Recipient:
    languages = row.get("languages") or frozenset()
    kind = row.get("kind") or body.get("kind")
    own = row.get("language")
    return Recipient(
        record,
        _several(row, "name"),
        _several(row, "position"),
        _several(body, "name"),
        _salutations(row),
        str(row.get("address") or body.get("address") or ""),
        _audience(row.get("audience"), kind),
        own if own in LANGUAGES else _spoken(languages, kind),
        row.get("do_not_share") is True,
        row.get("organisation"),
    )


def _body(record: str, row: rows.Row) -> Recipient:
    kind = row.get("kind")
    return Recipient(
        record,
        institutions=_several(row, "name"),
        address=str(row.get("address") or ""),
        audience=_audience(None, kind),
        language=_spoken(frozenset(), kind),
        hidden=row.get("do_not_share") is True,
    )


def _person(record: str, row: rows.Row, names: Mapping[str, str]) -> Recipient:
    spoken = _spoken(row.get("languages") or frozenset(), None)
    return Recipient(
        record,
        names,
        address=str(row.get("address") or ""),
        language=spoken,
        hidden=row.get("do_not_share") is True,
        person=True,
    )


def _names(session: Session, people: Collection[str]) -> dict[str, dict[str, str]]:
    """The names of people who are written to, by language."""
    if not people:
        return {}
    found: dict[str, dict[str, str]] = {}
    links = session.execute(
        select(LinkRow.source, LinkRow.target)
        .where(LinkRow.target.in_(sorted(people)), LinkRow.kind == "name", LinkRow.field == "person")
        .order_by(LinkRow.source)
    ).all()
    by_id = rows.read(session, "name", (link.source for link in links))
    for link in links:
        row = by_id.get(link.source, {})
        language = {"latn_passport": "en", "kk_latn": "en"}.get(str(row.get("language")), row.get("language"))
        parts = row.get("parts")
        if isinstance(parts, Mapping) and language in LANGUAGES:
            found.setdefault(link.target, {}).setdefault(str(language), _written(parts, str(language)))
    return found


def _written(parts: Mapping[str, Any], language: str) -> str:
    style = name_parts.Style.ENGLISH if language == "en" else name_parts.Style.OFFICIAL
    return name_parts.display(
        parts.get("family") or "", parts.get("given") or "", parts.get("patronymic") or "", style
    )


def _several(row: rows.Row, key: str) -> dict[str, str]:
    """A text kept in several languages; the one without a suffix counts for English."""
    found = {one: str(row[f"{key}_{one}"]) for one in LANGUAGES if row.get(f"{key}_{one}")}
    if row.get(key):
        found.setdefault("en", str(row[key]))
    return found


def _salutations(row: rows.Row) -> dict[str, str]:
    """The salutations; that without a language counts for the one whose script it is in."""
    found = {one: str(row[f"salutation_{one}"]) for one in ("ru", "kk") if row.get(f"salutation_{one}")}
    if bare := str(row.get("salutation") or ""):
        of_script = {Script.CYRILLIC: "ru", Script.KAZAKH: "kk"}
        found.setdefault(of_script.get(script_of(bare), "en"), bare)
    return found


def _audience(own: object, kind: object) -> Audience | None:
    if isinstance(own, str) and own in {one.value for one in Audience}:
        return Audience(own)
    if kind in _DIPLOMATIC:
        return Audience.DIPLOMATIC
    if kind in _UN:
        return Audience.UN
    return Audience.PUBLIC if kind else None


def _spoken(languages: Collection[str], kind: object) -> str:
    """The language to write in: English abroad, else the first of Russian, Kazakh, English that is read."""
    order = ("en", "ru", "kk") if kind in _ABROAD or not kind else ("ru", "kk", "en")
    return next((one for one in order if one in languages), order[0])


def audience_for(recipients: Iterable[Recipient], asked: str | None, usual: str | None) -> Audience:
    """For whose eyes a letter is that all of these get.

    One who reads as the public makes the letter public. `asked` narrows to the
    public, and holds where nothing is known of a recipient; then `usual`, what
    a template is meant for; then the public. Raises `KzcaseError` if the
    recipients are of two closed audiences: what one may know the other may not.
    """
    known = {one.value for one in Audience}
    fallback = next((one for one in (asked, usual) if one in known and one != "internal"), "public")
    every = {one.audience or Audience(fallback) for one in recipients}
    if asked == Audience.PUBLIC:
        return Audience.PUBLIC
    if every == {Audience.INTERNAL}:
        return Audience.INTERNAL
    every.discard(Audience.INTERNAL)
    if Audience.PUBLIC in every or not every:
        return Audience.PUBLIC
    if len(every) > 1:
        raise KzcaseError(
            "A copy goes to another closed audience than the letter itself.",
            safe="No letter was written.",
            remedy="Send them a letter of their own, or choose “public” for this one.",
        )
    return every.pop()
