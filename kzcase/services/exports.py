"""The register of papers that were handed out: to whom, when, for whom, on which consents, with the hash.

An entry is a record of the office with a history like all others; it never
leaves the vault. A consent that is withdrawn later shows here which papers are
out already: they cannot be called back, but those who hold them can be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.history.tables import groups, run
from kzcase.models.ledger import LinkRow
from kzcase.models.paper import PaperOut
from kzcase.services import outgoing, records
from kzcase.services.office import Office

KIND = outgoing.PAPER
NEWS = timedelta(days=60)
"""How long a withdrawal counts as news, for the page of what waits."""

# From the papers, of which there are some hundreds, to their people, to what these people said.
_CONTRARY = (
    "SELECT c.id, p.now, o.id, o.made, o.audience, c.audiences, c.withdrawn, c.date "
    "FROM paper_out AS o CROSS JOIN link AS p ON p.source = o.id AND p.field = 'persons' "
    "CROSS JOIN link AS l ON l.now = p.now AND l.kind = 'consent' "
    "CROSS JOIN consent AS c ON c.id = l.source "
    "WHERE l.field = 'person' AND o.deleted IS NOT 1 AND c.deleted IS NOT 1 "
    "AND (c.withdrawn IS NOT NULL OR c.answer IN ('withdrawn', 'refused')) "
    "ORDER BY c.id, o.made, o.id"
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A paper that was handed out; `sha256` is that of the unlocked one, `mark` the state it was of."""

    template: str
    audience: str
    language: str
    as_of: date
    made: date
    sha256: str
    form: str = "pdf"
    pages: int = 0
    locked: bool = False
    recipient: str = ""
    rule: str = ""
    mission: str = ""
    pack: str = ""
    persons: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    mark: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A consent that was withdrawn, or refused, after papers had gone out: whose, when, and which papers."""

    consent: str
    person: str
    title: str
    when: str
    papers: tuple[Handed, ...]


def hand_out(
    office: Office, handed: Handed, part: Path, path: Path, *, initiator: object | None = None
) -> str:
    """Give a finished paper, which is called `part` until now, its name, and enter it into the register.

    Both or neither, whatever stops the program (`kzcase.services.outgoing`). Gives the id of the entry.
    """
    record = records.new_id()
    said = {outgoing.PAPER: {"record": record, "values": _values(handed)}}
    outgoing.put_out(office.vault, office.ledger, part, path, said)
    office.announce({KIND: {record}}, initiator)
    return record


def _values(handed: Handed) -> dict[str, Any]:
    values = {
        "made": handed.made.isoformat(),
        "template": handed.template,
        "form": handed.form,
        "audience": handed.audience,
        "rule": handed.rule,
        "language": handed.language,
        "as_of": handed.as_of.isoformat(),
        "recipient": handed.recipient,
        "mission": handed.mission,
        "sha256": handed.sha256,
        "pages": handed.pages or None,
        "locked": handed.locked or None,
        "options": orjson.dumps(dict(handed.options), option=orjson.OPT_SORT_KEYS).decode()
        if handed.options
        else "",
        "persons": sorted(set(handed.persons)),
        "consents": sorted(set(handed.consents)),
        "documents": sorted(set(handed.documents)),
        "pack": handed.pack,
        "mark": handed.mark,
    }
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def listed(
    office: Office,
    *,
    person: str = "",
    consent: str = "",
    pack: str = "",
    sha256: str = "",
    document: str = "",
    limit: int = 500,
) -> tuple[Handed, ...]:
    """The papers that were handed out, the latest first: all, or those about a person, on a consent, ...

    `sha256` may be the beginning of a paper's hash.
    """
    with office.read() as session:
        asked = select(PaperOut).where(PaperOut.deleted.isnot(True))
        for named, key in ((person, "persons"), (consent, "consents"), (document, "documents")):
            if named:
                asked = asked.where(PaperOut.id.in_(_naming(named, key)))
        if pack:
            asked = asked.where(PaperOut.pack == pack)
        if sha256:
            asked = asked.where(PaperOut.sha256.startswith(sha256.lower(), autoescape=True))
        asked = asked.order_by(PaperOut.made.desc(), PaperOut.last_seq.desc(), PaperOut.id).limit(limit)
        return tuple(_handed(row) for row in session.scalars(asked))


def _naming(target: str, key: str) -> Any:
    return select(LinkRow.source).where(
        (LinkRow.now == target) | (LinkRow.target == target), LinkRow.kind == KIND, LinkRow.field == key
    )


def last(office: Office, wanted: Handed) -> Handed | None:
    """The paper handed out before one like this: of the same pack, else alike in kind and address."""
    if wanted.pack:
        found = listed(office, pack=wanted.pack, limit=1)
        return found[0] if found else None
    alike = ("template", "audience", "rule", "mission", "recipient")
    people = frozenset(wanted.persons)
    for one in listed(office, person=wanted.persons[0] if wanted.persons else ""):
        if all(getattr(one, key) == getattr(wanted, key) for key in alike) and people.intersection(
            one.persons
        ):
            return one
    return None


def overtaken(session: Session, since: date | None = None) -> tuple[Overtaken, ...]:
    """Consents that were withdrawn or refused after papers about their person had gone out to that audience.

    With `since` only those of that day or later; one whose day is not known counts as later.
    """
    by_consent: dict[str, tuple[str, str, list[str]]] = {}
    for consent, person, paper, made, audience, audiences, withdrawn, given in run(
        session.connection(), _CONTRARY
    ).fetchall():
        when = withdrawn or given or ""
        day = _latest(when)
        if audience not in orjson.loads(audiences or "[]"):
            continue
        if day is not None and (day.isoformat() < (made or "") or (since is not None and day < since)):
            continue
        by_consent.setdefault(consent, (person, when, []))[2].append(paper)
    titles = records.titles(session, [person for person, _, _ in by_consent.values()])
    papers = _papers(session, {paper for *_, some in by_consent.values() for paper in some})
    return tuple(
        Overtaken(consent, person, titles.get(person, ""), when, tuple(papers[one] for one in some))
        for consent, (person, when, some) in by_consent.items()
    )


def _papers(session: Session, ids: set[str]) -> dict[str, Handed]:
    found: dict[str, Handed] = {}
    for group in groups(sorted(ids)):
        found |= {
            row.id: _handed(row) for row in session.scalars(select(PaperOut).where(PaperOut.id.in_(group)))
        }
    return found


def _latest(text: str) -> date | None:
    """The latest day a date can mean; None if that is not known."""
    try:
        return parse_edtf(text).latest if text else None
    except DateError:
        return None


def _day(text: str | None) -> date:
    return _latest(text or "") or date.min


def _handed(row: PaperOut) -> Handed:
    return Handed(
        row.template or "",
        row.audience or "",
        row.language or "",
        _day(row.as_of),
        _day(row.made),
        row.sha256 or "",
        row.form or "",
        row.pages or 0,
        bool(row.locked),
        row.recipient or "",
        row.rule or "",
        row.mission or "",
        row.pack or "",
        tuple(sorted(row.persons or ())),
        tuple(sorted(row.consents or ())),
        row.mark or 0,
        _options(row.options or ""),
        row.id,
        tuple(sorted(row.documents or ())),
    )


def _options(text: str) -> Mapping[str, Any]:
    try:
        loaded = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        return {}
    return loaded if isinstance(loaded, dict) else {}
