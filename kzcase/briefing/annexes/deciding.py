"""Decides which documents may be annexes for an audience, and says the words that stand before them.

A document goes out whole, page for page; so everybody it belongs to must have
agreed to what is in it, and what the program can read on its pages, outside the
boxes, must name nobody and say nothing that the paper itself may not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kzcase.briefing import gate, photo
from kzcase.briefing.annexes import places, wanted
from kzcase.briefing.annexes.content import Annex, Leaf
from kzcase.briefing.annexes.flatten import BROKEN
from kzcase.briefing.annexes.preparing import Prepared
from kzcase.briefing.discretion import Care, Discretion, Hidden, discretion, names_of
from kzcase.briefing.gate import Reason
from kzcase.briefing.ground import Raw, Records
from kzcase.briefing.pairs import pairs
from kzcase.briefing.reading import candidates, ids_in
from kzcase.briefing.remarks import Readable, Thin, Withheld
from kzcase.briefing.seen import View
from kzcase.briefing.telling import Teller
from kzcase.briefing.text import line, shortened
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field
from kzcase.names.folding import fold

_NEEDS = {
    "photo": ("person", "photo"),
    "medical": ("person", "health"),
    "identity": ("person", "identity_document"),
}
"""What a document of a kind shows besides a case: it needs the basis that this field of its people needs."""
_MOST_MET = 4
_LINE = 60
_VOWELS = "aeiu"
_MOST_LISTED = 500
"""Words that are listed of one document, to be gone to."""
_BEFORE_THAT = "Cover it in the document with Redact, or leave that page out, and make the paper again."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document stays out, and what would change that."""

    why: str
    remedy: str = ""
    words: tuple[tuple[int, str], ...] = ()
    """The pages and the words on them that are in the way."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The annexes of a paper, the documents that stay out, and what is in it on thin ground.

    `consents` are the records that the annexes stand on; `readable` the words
    for which documents stay out.
    """

    annexes: tuple[Annex, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    thin: tuple[Thin, ...] = ()
    consents: tuple[str, ...] = ()
    readable: tuple[Readable, ...] = ()


def decide(teller: Teller, prepared: Sequence[Prepared]) -> Decided:
    """What of some documents that were drawn goes into the paper; numbered as they were asked for."""
    annexes: list[Annex] = []
    withheld: list[Withheld] = []
    thin: list[Thin] = []
    readable: list[Readable] = []
    for one in prepared:
        record = one.wanted.document
        title = teller.view.records.titles.get(record, "")
        raw = teller.view.records.raw.get(record)
        refusal = _missing(one) if raw is None else _refusal(teller, raw, one)
        if raw is None or refusal is not None:
            found = refusal or _missing(one)
            withheld.append(Withheld(record, "", found.why, "document", title, remedy=found.remedy))
            readable += [Readable(record, title, page, words) for page, words in found.words]
            continue
        annexes.append(_annex(teller, raw, one))
        thin += [Thin(record, title, what) for what in _weak(teller, raw, one)]
    people = {person for annex in annexes for person in annex.people}
    standing = teller.view.standing_on(people)
    return Decided(tuple(annexes), tuple(withheld), tuple(thin), standing, tuple(readable))


# --- whether it may go ----------------------------------------------------------------------------


def _missing(one: Prepared) -> Refusal:
    failure = one.failure
    if failure is None:
        return Refusal("It is not here.")
    return Refusal(failure.what, failure.remedy)


def _refusal(teller: Teller, raw: Raw, one: Prepared) -> Refusal | None:
    if one.flat is None:
        return _missing(one)
    if raw.values.get("file") != one.file:
        return Refusal("It was given another file while the paper was made.", "Make the paper again.")
    view = teller.view
    if view.left_out(raw.id):
        return _for(teller, Reason.CHOSEN)
    if view.audience is Audience.INTERNAL:
        return None
    if len(candidates(raw, "file")) > 1:
        return Refusal("Colleagues gave it different files.", "Decide which one it is.")
    if one.covering.files - {one.file}:
        return Refusal(
            "Its boxes were drawn on another file than it has now.",
            "Look at its pages with Redact and confirm that the boxes stand rightly.",
        )
    return _of_people(teller, raw) or _of_words(teller, raw, one)


def _of_people(teller: Teller, raw: Raw) -> Refusal | None:
    """What is in the way by whom a document belongs to, and by what it is."""
    view = teller.view
    if photo.kept_back(view, raw):
        return _for(teller, Reason.DO_NOT_SHARE)
    if view.nameless or (view.rule is not None and view.rule.keeps_back("document", "file")):
        return _for(teller, Reason.RULE)
    owners = {one for value in candidates(raw, "records") for one in ids_in(value)}
    ground = view.ground(raw.id)
    if not owners and not ground.public("file"):
        return Refusal(
            "It belongs to nobody, so nobody can have agreed to it.",
            "Say whom it belongs to, or cite a public source for it.",
        )
    if raw.contested or not owners <= view.records.raw.keys():
        return Refusal("Whom it belongs to is not known here.", "Say whom it belongs to.")
    shown = _shown_by(view, raw)
    everybody = {one.id: one for one in (*ground.people, *(view.person(one) for one in shown))}
    ground = replace(ground, people=tuple(everybody[one] for one in sorted(everybody)))
    for declared in _fields(raw, is_photo=bool(shown)):
        decision = gate.decide(declared, ground, view.audience, view.on)
        if not decision.shown:
            reason = decision.reason or Reason.NO_CONSENT
            return Refusal(
                gate.sentence(reason, view.audience, decision.scope),
                "Take the mark off, if the reason for it is over."
                if reason is Reason.DO_NOT_SHARE
                else "Ask everybody it belongs to, and record the consent.",
            )
    return None


def _shown_by(view: View, raw: Raw) -> list[str]:
    """The people whose records name a document as their photograph, whatever kind it says it is."""
    people = (one for one in view.records.raw.values() if one.kind == "person")
    return [one.id for one in people if raw.id in candidates(one, "photo")]


def _fields(raw: Raw, *, is_photo: bool) -> Iterator[Field]:
    """The fields whose basis a document needs."""
    yield kinds()["document"].fields["file"]
    for kind in {*candidates(raw, "kind"), *(("photo",) if is_photo else ())}:
        if (need := _NEEDS.get(str(kind))) is not None:
            yield kinds()[need[0]].fields[need[1]]


def _of_words(teller: Teller, raw: Raw, one: Prepared) -> Refusal | None:
    """What is in the way by what can still be read on its pages."""
    keeping = _with_surnames(teller, one)
    cited = _is_public(teller, raw)
    assert one.flat is not None
    said = {page.number: places.readings(page.words) for page in one.flat.pages}
    whole = "\n".join(said.values())
    naming = [page for page, text in said.items() if keeping.names_someone(text, cited=cited)]
    if naming or keeping.names_someone(whole, cited=cited):
        words = _words(one, replace(keeping, unsaid=[]), cited=cited)
        met = _met(words, said, naming, lambda text: keeping.names_someone(text, cited=cited))
        return Refusal(
            f"{_where(naming)} names somebody who may not be named here, outside the boxes{met}.",
            _BEFORE_THAT,
            _words(one, keeping, cited=cited),
        )
    saying = [page for page, text in said.items() if keeping.unsayable(text)]
    if saying or keeping.unsayable(whole):
        words = _words(one, keeping, cited=cited)
        met = _met(words, said, saying, keeping.unsayable)
        return Refusal(f"{_where(saying)} holds words of the list “do not say”{met}.", _BEFORE_THAT, words)
    if _protected(teller, raw) and (bare := _unread(one, covered=False)):
        return Refusal(
            f"It belongs to somebody whose name is protected; {_pages(bare)} cannot be read by the program, "
            "and nothing is covered there.",
            "Look at those pages with Redact, and cover the name.",
        )
    return None


def _with_surnames(teller: Teller, one: Prepared) -> Discretion:
    """What must not be read on its pages, with the surnames of strangers whom it names in full somewhere.

    In a text of a few lines a surname alone may be anybody's; in a verdict that
    names its witness once, it is the witness's on every page, the first name covered or not.
    """
    view = teller.view
    plain = view.discretion
    met = {pair for text in one.beneath for pair in pairs(places.readings(text)) if pair in plain.strangers}
    if not met:
        return plain
    far = view.strangers.records
    # A husband's surname is his wife's, but for its ending: it keeps nobody out who may be named.
    shown = {
        _stem(family)
        for person in view.people
        if view.may_name(person, cited=False)
        for family, _, _ in names_of(view.written_names(person))
    }
    hidden = [
        Hidden(((family, "", ""),), "", plain.strangers[pair])
        for pair in sorted(met)
        for bearer in view.strangers.bearers.get(pair, ())
        for family, _, _ in names_of(_names(far, bearer))
        if _stem(family) not in shown
    ]
    more = discretion(hidden, ())
    return replace(plain, stems=_both(plain.stems, more.stems), inside=_both(plain.inside, more.inside))


def _stem(family: str) -> str:
    return fold(family).rstrip(_VOWELS)


def _names(records: Records, person: str) -> Iterator[Mapping[str, object]]:
    for raw in records.of(records.resolved(person), "name", "person"):
        yield from (value for value in candidates(raw, "parts") if isinstance(value, Mapping))


def _both(one: Mapping[str, Care], other: Mapping[str, Care]) -> dict[str, Care]:
    return {key: max(one.get(key, Care.UNCITED), other.get(key, Care.UNCITED)) for key in (*one, *other)}


def _words(one: Prepared, keeping: Discretion, *, cited: bool) -> tuple[tuple[int, str], ...]:
    """Everything on its pages that is in the way, each page's words once."""
    assert one.flat is not None
    found: dict[tuple[int, str], None] = {}
    for page in one.flat.pages:
        for start, end in places.spans(page.words, keeping, cited=cited):
            found.setdefault((page.number, line(page.words[start:end].replace(BROKEN, ""))))
        if len(found) >= _MOST_LISTED:
            break
    return tuple(found)[:_MOST_LISTED]


def _met(
    words: Sequence[tuple[int, str]],
    said: Mapping[int, str],
    pages: Sequence[int],
    meets: Callable[[str], bool],
) -> str:
    """What to look for on the first of some pages: the words themselves, or the line they stand in."""
    first = pages[:1]
    alone = [text for page, text in words if page in first]
    lines = [
        shortened(line(text), _LINE) for page in first for text in said[page].splitlines() if meets(text)
    ]
    found = list(dict.fromkeys(alone or lines))[:_MOST_MET]
    return f" ({', '.join(f'“{shortened(text, _LINE)}”' for text in found)})" if found else ""


def _where(pages: Sequence[int]) -> str:
    return f"Page {pages[0]}" if pages else "It"


def _pages(numbers: Sequence[int]) -> str:
    return f"page {numbers[0]}" if len(numbers) == 1 else f"pages {wanted.shown(numbers)}"


def _is_public(teller: Teller, raw: Raw) -> bool:
    """Whether everything in it can be read by anybody: a public source is cited for it as a whole."""
    return teller.view.ground(raw.id).public("file")


def _protected(teller: Teller, raw: Raw) -> bool:
    view = teller.view
    return any(gate.hides_name(one, view.audience) for one in view.ground(raw.id).people)


def _unread(one: Prepared, *, covered: bool | None = None) -> list[int]:
    """The pages that may say more than the program reads, all or those with (or without) a box."""
    assert one.flat is not None
    return [
        page.number
        for page in one.flat.pages
        if page.unread and (covered is None or bool(page.covered) is covered)
    ]


def _for(teller: Teller, reason: Reason) -> Refusal:
    remedy = "" if reason is Reason.RULE else gate.remedy(reason)
    if reason is Reason.DO_NOT_SHARE:
        remedy = "Take the mark off, if the reason for it is over."
    elif reason is Reason.CHOSEN:
        remedy = "Take it in again."
    return Refusal(gate.sentence(reason, teller.view.audience), remedy)


# --- what stands before it -------------------------------------------------------------------------


def _annex(teller: Teller, raw: Raw, one: Prepared) -> Annex:
    words, seen = teller.words, teller.view.see(raw)
    assert one.flat is not None
    leaves = tuple(Leaf(page.number, page.data, page.width, page.height) for page in one.flat.pages)
    number = line(teller.text(seen, "number"))
    about = [line(teller.text(seen, "kind")), words("annex.no", number=number) if number else ""]
    about.append(line(teller.text(seen, "date")))
    facts = (", ".join(one for one in about if one), line(teller.text(seen, "issued_by")))
    places = sum(page.covered for page in one.flat.pages)
    told = [
        words("annex.pages", shown=len(leaves), of=one.flat.of)
        if len(leaves) < one.flat.of
        else words.count("annex.whole", one.flat.of)
    ]
    told += [words.count("annex.covered", places)] if places else []
    people = teller.view.concerned(raw.id)
    return Annex(
        raw.id,
        line(teller.text(seen, "title")) or words("annex.untitled"),
        tuple(fact for fact in facts if fact),
        "; ".join(told),
        leaves,
        tuple(sorted(people)),
    )


def _weak(teller: Teller, raw: Raw, one: Prepared) -> Iterator[str]:
    """What of it is in the paper on thin ground."""
    if teller.view.audience is Audience.INTERNAL:
        if one.covering.files - {one.file}:
            yield "its boxes were drawn on another file than it has now."
        return
    if unread := _unread(one):
        bare = _pages(unread)
        yield f"the program finds no words on {bare}, or not all: only you have looked for names there."
    if not teller.view.ground(raw.id).people:
        yield "it belongs to no person: whom it names nobody was asked."
