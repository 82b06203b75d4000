"""The law that a paper cites: heading, in force when, what it provides, how far that is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.briefing.front import Provision
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller
from kzcase.briefing.text import clean
from kzcase.briefing.words import Words
from kzcase.models.ledger import RecordRow
from kzcase.reference import law
from kzcase.reference.law import Article
from kzcase.reference.shipped import Standing

TEMPLATES = ("pack",)
"""Papers with a law annex."""


def besides(session: Session, template: str) -> frozenset[str]:
    """The ids of the office's own notes on the law, for a paper that cites it."""
    if template not in TEMPLATES:
        return frozenset()
    wanted = select(RecordRow.id).where(RecordRow.kind == "law_note", RecordRow.status == "here")
    return frozenset(session.scalars(wanted))


def annex(teller: Teller, cited: Iterable[str]) -> tuple[Provision, ...]:
    """Every wording of the cited articles in the order of the codes, and what the office noted on them."""
    keys = set(cited)
    notes: dict[str, list[Seen]] = {}
    for raw in teller.view.records.raw.values():
        if raw.kind == "law_note":
            seen = teller.view.see(raw)
            notes.setdefault(str(seen.get("article") or ""), []).append(seen)
    order = {one.key: place for place, one in enumerate(law.articles())}
    found: list[Provision] = []
    for key in sorted(keys, key=lambda one: (order.get(one, len(order)), one)):
        wordings = law.wordings(key)
        found += (_provision(one, teller.words) for one in reversed(wordings))
        found += (_noted(teller, key, one) for one in sorted(notes.get(key, ()), key=lambda one: one.id))
    return tuple(found)


def _provision(article: Article, words: Words) -> Provision:
    language = words.language
    title = article.title.label(language)
    unread = article.title.standing.get(language) is Standing.UNCHECKED or not article.title.text.get(
        language
    )
    checked = words("law.checked") if article.lawyer_checked else words("law.unchecked")
    return Provision(
        article.label(language),
        Said(title, (), words("mark.unchecked") if unread else ""),
        _force(words, article.valid_from, article.valid_to, article.as_of),
        tuple(_provides(article, words)),
        words("law.source", source=_sources(article)) if _sources(article) else words("law.no_source"),
        checked,
    )


def _provides(article: Article, words: Words) -> Iterator[Said]:
    """What the parts provide; English words are marked on a paper in another language."""
    foreign = words("mark.english") if words.language != "en" else ""
    for one in article.penalties:
        part = f"{words('part', part=one.part)}: " if one.part else ""
        mark = words("mark.unchecked") if one.standing is not Standing.SEEN else ""
        yield Said(f"{part}{one.text}", (), ", ".join(filter(None, (mark, foreign))))
    if article.note:
        yield Said(article.note, (), foreign)


def _force(words: Words, since: str | None, until: str | None, read: str | None) -> str:
    parts = [
        words("law.from", date=words.date(since)) if since else words("law.from.unknown"),
        words("law.until", date=words.date(until)) if until else "",
        words("law.as_of", date=words.date(read)) if read else "",
    ]
    return "; ".join(filter(None, parts))


def _sources(article: Article) -> str:
    """The sources of the heading and of each part, each once."""
    every: Sequence[str] = (article.source, *(one.source for one in article.penalties))
    several = (part.strip() for one in every for part in one.split(";"))
    return "; ".join(dict.fromkeys(filter(None, several)))


def _noted(teller: Teller, key: str, seen: Seen) -> Provision:
    """A row of the office's own: an addition or a correction."""
    words = teller.words
    wordings = law.wordings(key)
    label = wordings[-1].label(words.language) if wordings else clean(key)
    title = teller.in_language(seen, "title") or Said(words("law.office"))
    provides = [
        Said(told.text if not part else f"{words('part', part=part)}: {told.text}", (), told.mark)
        for field, part in (("penalties", teller.text(seen, "part")), ("note", ""))
        if (told := teller.said(seen, field)) is not None
    ]
    dates = {one: str(seen.get(one) or "") or None for one in ("valid_from", "valid_to", "checked")}
    named = teller.text(seen, "source")
    checked = dates["checked"]
    return Provision(
        label,
        title,
        _force(words, dates["valid_from"], dates["valid_to"], None),
        tuple(provides),
        words("law.source", source=f"{words('law.office')}{': ' + named if named else ''}"),
        words("law.checked.on", date=words.date(checked)) if checked else words("law.unchecked"),
    )
