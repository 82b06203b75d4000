"""Gathers what a paper says: reads once, applies audience, consents and pseudonyms, and freezes it.

What comes out may be printed as it is; nothing later decides anything. What was
left out stands in `Content.withheld`, each with its reason; what is included on
thin ground in `Content.thin`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing import (
    changes,
    dossiers,
    gate,
    ground,
    happenings,
    landmarks,
    lawannex,
    letterheads,
    photo,
    standing,
    strangers,
    summing,
    weak,
)
from kzcase.briefing.annexes import deciding, preparing
from kzcase.briefing.annexes.darkroom import Darkroom
from kzcase.briefing.annexes.deciding import Decided
from kzcase.briefing.content import Brief, Content
from kzcase.briefing.dossiers.asking import Filled
from kzcase.briefing.front import Sent
from kzcase.briefing.gate import Reason
from kzcase.briefing.person import brief
from kzcase.briefing.remarks import Thin, Withheld
from kzcase.briefing.seen import View
from kzcase.briefing.summing import Cover
from kzcase.briefing.telling import Teller
from kzcase.briefing.templates import FORMS, TEMPLATES
from kzcase.briefing.text import clean, line, shortened
from kzcase.briefing.wishes import NONE, Wishes
from kzcase.briefing.words import Words, words
from kzcase.errors import KzcaseError
from kzcase.models.fields import Audience
from kzcase.progress import Progress, quiet
from kzcase.services import audiences
from kzcase.services.display import Speaker
from kzcase.services.office import Office

NOT_HELD = "not on the list: not recorded as held on that day"
"""What a list of prisoners says to the caseworker of whom it leaves out."""
LONGEST_ON_COVER = 160
"""Letters of a line that the office writes on a cover."""


class NoBasis(KzcaseError):
    """Nothing may be told about anybody the paper was asked for; `withheld` says why."""

    def __init__(self, withheld: tuple[Withheld, ...], reasons: Sequence[str]) -> None:
        self.withheld = withheld
        super().__init__(
            "Nothing may be printed for this audience. " + " ".join(dict.fromkeys(reasons)),
            safe="No paper was written.",
            remedy="Ask the person for consent and record it, cite a public source for each fact, "
            "or choose another audience.",
        )


def gather(
    office: Office,
    people: Sequence[str],
    *,
    audience: Audience | str,
    language: str = "en",
    as_of: date | None = None,
    template: str = "brief",
    cover: Cover | None = None,
    without: Collection[str] = (),
    wishes: Wishes = NONE,
    progress: Progress | None = None,
) -> Content:
    """Everything a paper about some people says to an audience on a day.

    `cover` is what the office writes on a pack's cover. `without` are ids of
    records to leave out with all that belongs to them: a choice can only narrow
    what consent allows. `wishes` are the rest of what a paper can be asked.
    Raises `NotFound` for an id that is no person here, `NoBasis` if nothing may
    be told about any of them, `KzcaseError` for an unknown audience, language or
    template and for words of the office's that name somebody who may not be named.
    People of whom nothing may be told are left out and listed.
    """
    to, said = audience_of(audience), words(language)
    if template not in TEMPLATES:
        raise KzcaseError(
            f"There is no paper called “{template}”.",
            safe="No paper was written.",
            remedy=f"There are: {', '.join(TEMPLATES)}.",
        )
    if not people:
        raise KzcaseError(
            "A paper needs at least one person.", safe="No paper was written.", remedy="Choose people first."
        )
    today = office.today()
    day = as_of or today
    steps = progress or quiet()
    asked = tuple(dict.fromkeys(people))
    with office.read() as session:  # pages are drawn from what stood before: what comes meanwhile counts
        stands = standing.ground(session)
        mark = changes.mark(session)
    drawn = preparing.prepare(office, wishes.annexes, wishes.shelf, steps)
    with office.read() as session:
        steps.step("Reading", 0, len(asked))
        rule = _rule(session, wishes.rule)
        if rule is not None and rule.base is not to:
            raise KzcaseError(
                f"“{rule.name}” is a narrower form of “{gate.AUDIENCE_WORDS[rule.base]}”.",
                safe="No paper was written.",
                remedy="Choose that audience, or none that the office named.",
            )
        besides = dossiers.besides(session, template, asked) | landmarks.besides(session, template)
        besides |= lawannex.besides(session, template)
        besides |= preparing.besides(session, drawn)
        records = ground.read(session, asked, besides=besides)
        changed = changes.changed(session, records.raw, wishes.since.mark) if wishes.since else frozenset()
        cover = cover or Cover()
        typed = (
            *_typed(cover, wishes, rule),
            *(text for one in drawn for text in (*one.words, *one.beneath)),
        )
        named = strangers.read(session, records, to, typed)
        view = View(
            records,
            to,
            max(day, today),
            asked,
            records.joined(without),
            changed,
            today=today,
            rule=rule,
            strangers=named,
        )
        with Darkroom() as darkroom:
            content = _content(session, view, said, day, template, cover, wishes, steps, darkroom)
        content = replace(content, gathered=today, ground=stands, mark=mark)
        if not drawn:
            return content
        teller = Teller(view, Speaker(session, said.language), said, view.subjects[0], day)
        return _with_annexes(content, deciding.decide(teller, drawn))


def _with_annexes(content: Content, decided: Decided) -> Content:
    """A paper with the documents that may be annexed to it, and word of those that may not."""
    return replace(
        content,
        withheld=(*decided.withheld, *content.withheld),
        thin=(*content.thin, *decided.thin),
        readable=decided.readable,
        consents=tuple(sorted({*content.consents, *decided.consents})),
        annexes=decided.annexes,
    )


def audience_of(audience: Audience | str) -> Audience:
    """The audience of that name; raises `KzcaseError` if there is none."""
    try:
        return Audience(audience)
    except ValueError:
        raise KzcaseError(
            f"There is no audience called “{audience}”.",
            safe="No paper was written.",
            remedy=f"The audiences are: {', '.join(one.value for one in Audience)}.",
        ) from None


def _content(
    session: Session,
    view: View,
    said: Words,
    day: date,
    template: str,
    cover: Cover,
    wishes: Wishes,
    steps: Progress,
    darkroom: Darkroom,
) -> Content:
    speaker = Speaker(session, said.language)
    briefs: list[Brief] = []
    sent: dict[str, dict[str, Sent]] = {}
    thin: list[Thin] = []
    refused: list[str] = []
    cover = _sayable(view, cover)
    answers = {key: _can_say(view, text) for key, text in wishes.answers.items() if text.strip()}
    classified = wishes.classification or (view.rule.line if view.rule is not None else "")
    imprint = letterheads.imprint(session, wishes.letterhead, _can_say(view, classified))
    forms: dict[str, Filled] = {}
    subjects = tuple(dict.fromkeys(view.subjects))
    for done, person in enumerate(subjects):
        steps.step("Gathering", done, len(subjects))
        if (reason := no_basis(view, person)) is not None:
            refused.append(gate.sentence(reason, view.audience))
            # The record as a whole may be on the list already, without the way out.
            rest = [one for one in view.withheld if (one.id, one.field) != (person, "")]
            view.withheld = [*rest, left_out(view, person, reason)]
            continue
        teller = Teller(view, speaker, said, person, day)
        sent[person] = happenings.sent(teller, person)
        briefs.append(brief(teller, person, sent[person]))
        if template in photo.TEMPLATES:
            picture, unprinted = photo.of(session, view, person, darkroom)
            briefs[-1] = replace(briefs[-1], photo=picture)
            thin += unprinted
        thin += weak.thin(teller, person)
        if template in FORMS:
            forms[person] = dossiers.fill(template, teller, briefs[-1], answers, cover.sender, imprint)
            thin += forms[person].thin
    marks = landmarks.told(view, speaker, day) if template in landmarks.TEMPLATES else ()
    withheld = tuple(sorted(dict.fromkeys(view.withheld), key=lambda one: one.office_only))
    if not briefs:
        raise NoBasis(withheld, refused)
    ordered = tuple(briefs) if template == "brief" else summing.in_order(briefs, said)
    if template == "prisoners":
        thin += (Thin(one.person, one.title, NOT_HELD) for one in ordered if one.custody is None)
        ordered = tuple(one for one in ordered if one.custody is not None)
    told = summing.told_apart(ordered, said)
    since = wishes.since
    front = summing.front(told, sent, said, day, cover, template=template)
    front = replace(front, others=len(briefs) - len(told))
    if template in lawannex.TEMPLATES:
        cited = frozenset(key for one in told for key in one.law)
        front = replace(front, law=lawannex.annex(Teller(view, speaker, said, told[0].person, day), cited))
    filled = (
        dossiers.framed(
            template, [forms[one.person] for one in told], told, said, day, answers, cover.sender, imprint
        )
        if forms
        else ()
    )
    return Content(
        template,
        view.audience,
        said.language,
        day,
        _title(template, told, said, day),
        told,
        withheld,
        tuple(dict.fromkeys(thin)),
        front,
        tuple(one.dossier for one in filled),
        tuple(lacking for one in filled for lacking in one.lacking),
        imprint,
        since.day if since is not None else None,
        changes.told(told),
        view.standing_on(one.person for one in told),
        changes.mark(session),
        view.shown(),
        marks,
    )


def _title(template: str, briefs: Sequence[Brief], said: Words, day: date) -> str:
    """What the file calls itself; a pack's own heading may name its recipient, and stays inside."""
    if template == "pack":
        return said("pack.title.dated", date=said.day(day))
    if template == "list":
        return said("list.title", date=said.day(day))
    if template == "prisoners":
        return said("prisoners.title", date=said.day(day))
    if template == "timeline":
        return said("timelines.title", date=said.day(day))
    if template in FORMS:
        return said(f"{template}.title.dated", date=said.day(day))
    if len(briefs) == 1:
        return said("brief.title", name=briefs[0].title)
    return said("brief.title.many", date=said.day(day))


def _rule(session: Session, wished: str | audiences.Rule) -> audiences.Rule | None:
    """The named audience of a paper: by its id, or what those of several readers keep back together."""
    if isinstance(wished, audiences.Rule):
        return wished
    return audiences.rule(session, wished) if wished else None


def _typed(cover: Cover, wishes: Wishes, rule: audiences.Rule | None) -> tuple[str, ...]:
    """Every text that the office writes on a paper itself."""
    covers = (str(getattr(cover, part.name)) for part in fields(cover))
    return (*covers, wishes.classification, rule.line if rule is not None else "", *wishes.answers.values())


def _sayable(view: View, cover: Cover) -> Cover:
    """The cover's words as they can be printed; they keep silent about the same people as the rest."""
    said = {part.name: _can_say(view, line(getattr(cover, part.name))) for part in fields(cover)}
    return Cover(**{key: shortened(text, LONGEST_ON_COVER) for key, text in said.items()})


def _can_say(view: View, typed: str) -> str:
    """Words that the office writes on a paper itself; raises `KzcaseError` if they cannot stand there."""
    said = view.text(clean(typed), cited=False)
    if typed.strip() and not said:
        raise KzcaseError(
            f"“{shortened(typed, LONGEST_ON_COVER)}” cannot stand on the paper: it names somebody who may "
            "not be named for this audience, or holds words of the list “do not say”.",
            safe="No paper was written.",
            remedy="Write it in other words.",
        )
    return said


def left_out(view: View, person: str, reason: Reason) -> Withheld:
    """A person of whom nothing may be told, and how that could change."""
    return Withheld(
        person,
        "",
        gate.sentence(reason, view.audience),
        "person",
        view.records.titles.get(person, ""),
        remedy=gate.remedy(reason),
    )


def no_basis(view: View, person: str) -> Reason | None:
    """Why nothing may be told of a person, or None if something may."""
    if person in view.without:
        return Reason.CHOSEN
    if view.audience is Audience.INTERNAL:
        return None
    someone = view.person(person)
    if someone.do_not_share:
        return Reason.DO_NOT_SHARE
    answer = gate.consent(someone.consents, gate.Scope.CASE, view.audience, view.on)
    if answer is None:
        return None
    told = ("name", "restriction", "prosecution", "detention", "measure")
    own = (view.one(member) for member in view.records.members(person))
    if any(view.of(person, kind, "person") for kind in told) or any(one and one.values for one in own):
        return None
    return answer
