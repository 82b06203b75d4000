"""What a letter may tell of people, for one audience, in one language, on one day: the gate asked once.

Every value here has come through `kzcase.briefing.seen`; what was held back
stands in the view's list, and a person of whom nothing may be told is left out
with the way how that could change. What is there in another language only is
never put in silently: it stands beside the mark of what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing import gate, gather, ground, happenings, limits, proceedings, strangers
from kzcase.briefing import words as papers
from kzcase.briefing.content import Dated
from kzcase.briefing.limits import Standing
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen, View
from kzcase.briefing.telling import Teller
from kzcase.briefing.text import clean, line, shortened
from kzcase.letters.language import Lack, Scope, Value
from kzcase.letters.shapes import Asked
from kzcase.letters.words import LANGUAGES, words
from kzcase.models.fields import Audience
from kzcase.names.scripts import Script, script_of
from kzcase.names.translit import latin_forms
from kzcase.services.audiences import Rule
from kzcase.services.display import Speaker

_NOT_TOLD = frozenset({"letter"})
LAST_EVENTS = 6
"""How many events of a case a letter tells, those that weigh most."""
_LONGEST_INSTEAD = 160
# Names in the script of a language, the most fitting first; a passport's spelling is English enough.
_NAMES_IN: Mapping[str, tuple[str, ...]] = {"en": ("en", "latn_passport"), "ru": ("ru",), "kk": ("kk",)}
_USES = ("preferred", "press", "official", "passport", "verdict")
_NO_NAMES = frozenset({"alias", "online", "former"})


@dataclass(slots=True)
class Told:
    """Everything letters of one audience and language may say of some people on one day.

    `people` are the scopes of those who may be told of, by id; `asks` what is
    asked for them in the vault; `cases` the titles of cases and `earlier` the
    subject of the letter before, as far as they may be told; `texts` every value
    that came from it. `withheld`
    begins with the people of whom nothing may be told and ends with what no
    letter ever says. `sayable` remembers which paragraphs were looked over.
    """

    view: View
    language: str
    day: date
    people: dict[str, Scope] = field(default_factory=dict)
    asks: tuple[Asked, ...] = ()
    cases: tuple[str, ...] = ()
    earlier: str = ""
    texts: frozenset[str] = frozenset()
    withheld: tuple[Withheld, ...] = ()
    sayable: dict[str, bool] = field(default_factory=dict)


def view_of(
    session: Session,
    people: Sequence[str],
    audience: Audience,
    on: date,
    letter: str | None = None,
    rule: Rule | None = None,
    *,
    today: date,
) -> View:
    """The records of some people as an audience may see them on a day, not before `today`.

    `rule` keeps back more, if the office named an audience that the recipients are.

    Of other letters about them none tells anything but `letter`, the one it
    follows. Raises `NotFound` for an id that is no person here.
    """
    besides = (letter,) if letter is not None else ()
    records = ground.read(session, tuple(dict.fromkeys(people)), without=_NOT_TOLD, besides=besides)
    named = strangers.read(session, records, audience)
    subjects = tuple(dict.fromkeys(people))
    return View(records, audience, max(on, today), subjects, today=today, strangers=named, rule=rule)


def tell(
    session: Session,
    view: View,
    language: str,
    day: date,
    cases: Sequence[str] = (),
    letter: str | None = None,
) -> Told:
    """What may be told of a view's people in a language.

    What is asked for is what `letter` asked for already, or what is asked for
    the people and for `cases`.
    """
    told = Told(view, language, day)
    speaker, said = Speaker(session, language), papers.words(language)
    left: list[Withheld] = []
    asks: list[Asked] = []
    for person in dict.fromkeys(view.subjects):
        if (reason := gather.no_basis(view, person)) is not None:
            left.append(gather.left_out(view, person, reason))
            continue
        teller = Teller(view, speaker, said, person, day)
        told.people[person] = _person(teller, person)
        if letter is None:
            owners = (one.id for one in teller.view.of(person, "case", "persons") if one.id in cases)
            asks += _asks(teller, (person, *owners))
        elif not asks:
            asks += _asks(teller, (letter,))
    whole = {(one.id, "") for one in left}
    rest = [one for one in view.withheld if (one.id, one.field) not in whole]
    told.withheld = (*left, *sorted(dict.fromkeys(rest), key=lambda one: one.office_only))
    told.asks = tuple(dict.fromkeys(asks))
    told.cases = tuple(filter(None, (_of(view, one, "case", "title") for one in cases)))
    told.earlier = _of(view, letter, "letter", "subject")
    texts = _texts((*told.people.values(), *map(_languages, told.asks)))
    told.texts = frozenset((*texts, *told.cases, *filter(None, (told.earlier,))))
    return told


def _of(view: View, record: str | None, kind: str, key: str) -> str:
    """A text of a record that is no person's, as far as it may be told; "" if it may not."""
    seen = view.one(record)
    return line(str(seen.get(key) or "")) if seen is not None and seen.kind == kind else ""


def _languages(ask: Asked) -> Scope:
    return {"en": ask.en, "ru": ask.ru, "kk": ask.kk}


def _texts(scopes: Iterable[Scope]) -> Iterator[str]:
    """Every value of some scopes, and of the lists inside them."""
    for scope in scopes:
        for value in scope.values():
            if isinstance(value, tuple):
                yield from _texts(value)
            elif isinstance(value, str) and value:
                yield value
            elif isinstance(value, Lack) and value.instead:
                yield value.instead


def _person(teller: Teller, person: str) -> Scope:
    records = [
        seen
        for member in teller.view.records.members(person)
        if (seen := teller.view.one(member)) is not None and seen.values
    ]
    hearings = proceedings.ahead(teller, person)
    standing = [one for one in limits.standings(teller, person) if one.holds]
    return {
        "person.name": _name(teller, person),
        "person.passport_name": _passport_name(teller, person),
        "person.born": _first(teller, person, records, "born"),
        "person.line": _line(teller, person, records),
        "person.status": _first(teller, person, records, "liberty"),
        "person.summary": _in_language(teller, person, records, "summary"),
        "person.health": _first(teller, person, records, "health", free=True),
        "person.consent": _consent(teller, person),
        "person.next_hearing": _hearing(teller, hearings[0]) if hearings else Lack(),
        "restrictions": tuple(_restriction(teller, one) for one in standing),
        "articles": tuple(_articles(teller, person)),
        "hearings": tuple(
            {"hearing.date": one.when or Lack(), "hearing.what": _free(teller, one.what)} for one in hearings
        ),
        "events": _dated(teller, "event", _weightiest(happenings.events(teller, person))),
        "findings": _dated(teller, "finding", happenings.findings(teller, person)),
    }


# names


def _name(teller: Teller, person: str) -> Value:
    """The name in the script of the language; a pseudonym; or what is missing, with what there is."""
    someone = teller.view.person(person)
    if teller.outside and gate.hides_name(someone, teller.view.audience):
        return clean(someone.pseudonym) or Lack(withheld=True)
    names = _names(teller, person)
    wanted = _NAMES_IN[teller.language]
    for language in wanted:
        for found, text in names:
            if found == language:
                return text
    if not names:
        return Lack(withheld=_holds_names_back(teller, person))
    language, text = names[0]
    instead = words(teller.language)(f"in.{language}" if language in LANGUAGES else "in.other")
    made = _latin(text, language) if teller.language == "en" else ""
    return Lack(instead=_beside(teller.language, instead, text, made))


def _beside(language: str, called: str, text: str, made: str) -> str:
    """A name in another language, and one made by table, as a caseworker finds them in the mark."""
    said = f"{called}: {text}"
    return words(language)("lack.computed", mark=said, text=made) if made else said


def _latin(text: str, language: str) -> str:
    found = latin_forms(text, "kk" if language == "kk" else "ru" if language == "ru" else None)
    return found[0].text if found else ""


def _names(teller: Teller, person: str) -> list[tuple[str, str]]:
    """The names that may be printed as (language, text), the best known use first; never an alias."""
    found: list[tuple[int, str, str, str]] = []
    for seen in teller.view.of(person, "name", "person"):
        use, language = str(seen.get("use") or "official"), str(seen.get("language") or "")
        text = teller.written(seen.get("parts"), language)
        if text and use not in _NO_NAMES:
            rank = _USES.index(use) if use in _USES else len(_USES)
            found.append((rank, seen.id, language, text))
    return [(language, text) for *_, language, text in sorted(found)]


def _passport_name(teller: Teller, person: str) -> Value:
    if teller.outside and gate.hides_name(teller.view.person(person), teller.view.audience):
        return Lack(withheld=True)
    for language, text in _names(teller, person):
        if language == "latn_passport":
            return text
    return Lack(withheld=_holds_names_back(teller, person))


def _holds_names_back(teller: Teller, person: str) -> bool:
    return teller.view.holds_back(person, "name", "person", ("parts",))


# values


def _in_script(text: str, language: str) -> bool:
    """Whether most letters of a text are of the script a language is written in."""
    latin = sum(script_of(one) is Script.LATIN for one in text if one.isalpha())
    letters = sum(one.isalpha() for one in text)
    if not letters:
        return True
    return latin * 2 >= letters if language == "en" else latin * 2 < letters


def _free(teller: Teller, said: Said) -> Value:
    """A text somebody typed, if it is in the letter's script; its mark stands behind it."""
    text = _marked(said)
    if _in_script(said.text, teller.language):
        return text
    return Lack(instead=_other(teller, said.text))


def _other(teller: Teller, text: str) -> str:
    called = "in.en" if _in_script(text, "en") else "in.other"
    return f"{words(teller.language)(called)}: {shortened(text, _LONGEST_INSTEAD)}"


def _marked(said: Said) -> str:
    return f"{said.text} ({said.mark})" if said.mark else said.text


def _first(teller: Teller, person: str, records: Sequence[Seen], key: str, *, free: bool = False) -> Value:
    for seen in records:
        if (said := teller.said(seen, key)) is not None:
            return _free(teller, said) if free else _marked(said)
    return _lack(teller, person, key)


def _lack(teller: Teller, person: str, key: str) -> Lack:
    """Why a value of the person's own record is not there."""
    return Lack(
        withheld=any(raw.values.get(key) is not None for raw in teller.view.records.of_person(person))
    )


def _line(teller: Teller, person: str, records: Sequence[Seen]) -> Value:
    """Who this is in one line: roles, occupation, place."""
    found: list[str] = []
    for seen in records:
        for keys in (("roles",), ("occupation",), ("locality", "region")):
            for key in keys:
                said = teller.said(seen, key)
                if said is not None and _in_script(said.text, teller.language):
                    found.append(_marked(said))
                    break
    distinct = [one for place, one in enumerate(found) if not _said_before(one, found[:place])]
    if distinct:
        return ", ".join(distinct)
    return Lack(withheld=any(_lack(teller, person, key).withheld for key in ("roles", "occupation")))


def _said_before(text: str, before: Sequence[str]) -> bool:
    return text.casefold() in {one.casefold() for one in before}


def _in_language(teller: Teller, person: str, records: Sequence[Seen], stem: str) -> Value:
    """A text kept in several languages: in the letter's own, else what is missing with another one."""
    order = (teller.language, *(one for one in LANGUAGES if one != teller.language))
    for language in order:
        for seen in records:
            said = teller.said(seen, f"{stem}_{language}")
            if said is None:
                continue
            if language == teller.language:
                return _marked(said)
            called = words(teller.language)(f"in.{language}")
            return Lack(instead=f"{called}: {shortened(said.text, _LONGEST_INSTEAD)}")
    return _lack(teller, person, f"{stem}_{teller.language}")


def _consent(teller: Teller, person: str) -> Value:
    """That the person agreed; what stands on public sources alone does not say so."""
    someone = teller.view.person(person)
    agreed = gate.has_consent(someone, teller.view.audience, teller.view.on)
    key = "consent.public" if teller.view.audience is Audience.PUBLIC else "consent.closed"
    return words(teller.language)(key) if agreed else Lack()


# what hangs on a person


def _restriction(teller: Teller, one: Standing) -> Scope:
    told = limits.limit(teller, one)
    title = (
        told.title if _in_script(told.title.text, teller.language) else replace(told.title, text=told.kind)
    )
    fallback = teller.language != "en" and one.seen.get("wording_language") != teller.language
    if fallback and told.kind:
        title = Said(told.kind, told.title.notes)
    return {
        "restriction.title": _marked(title) if title.text else Lack(),
        "restriction.since": told.since or Lack(),
        "restriction.until": _marked(told.until),
        "restriction.basis": told.basis or Lack(),
    }


def _articles(teller: Teller, person: str) -> Iterator[Scope]:
    met: set[str] = set()
    for prosecution in teller.view.of(person, "prosecution", "person"):
        for charge in teller.view.of(prosecution.id, "charge", "prosecution"):
            if teller.later(charge, "brought"):
                continue
            said = proceedings.article(teller, charge)
            if said is not None and (text := _marked(said)) not in met:
                met.add(text)
                yield {"article.name": _free(teller, said)}


def _hearing(teller: Teller, one: Dated) -> Value:
    what = _free(teller, one.what)
    if isinstance(what, Lack):
        return replace(what, instead=f"{one.when}, {what.instead}" if one.when else what.instead)
    return words(teller.language)("line.hearing", date=one.when, what=what)


def _dated(teller: Teller, word: str, several: Sequence[Dated]) -> tuple[Scope, ...]:
    return tuple(
        {f"{word}.date": one.when or Lack(), f"{word}.what": _free(teller, one.what)} for one in several
    )


def _weightiest(several: Sequence[Dated]) -> Sequence[Dated]:
    """The events that weigh most, the later of equal ones; in their own order."""
    if len(several) <= LAST_EVENTS:
        return several
    ranked = sorted(range(len(several)), key=lambda place: (-several[place].weight, -place))
    return [several[place] for place in sorted(ranked[:LAST_EVENTS])]


def _asks(teller: Teller, owners: Sequence[str]) -> Iterator[Asked]:
    """What is asked for by some records and was not done yet, in the office's order."""
    found: list[tuple[int, int, str, Asked]] = []
    for place, owner in enumerate(owners):
        for ask in teller.view.of(owner, "ask", "record"):
            if ask.get("outcome") in happenings.DONE:
                continue
            texts = {
                language: line(said.text)
                for language, key in (("en", "text"), ("ru", "text_ru"), ("kk", "text_kk"))
                if (said := teller.said(ask, key)) is not None
            }
            if texts:
                kind = ask.get("kind")
                made = Asked(**texts, kind=kind if isinstance(kind, str) else None)
                found.append((place, ask.get("position") or 0, ask.id, made))
    yield from (made for *_, made in sorted(found, key=lambda one: one[:3]))
