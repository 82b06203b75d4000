"""Charges, trial and sentence, custody, and coming dates, as a paper tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kzcase.briefing.content import Dated
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller, together
from kzcase.dates.custody import stretch
from kzcase.reference import law
from kzcase.services.display import grouped
from kzcase.services.people.timeline import OVER, UNDECIDED
from kzcase.services.stored import stored_date
from kzcase.timeline.layout import TimelineItem

ALWAYS_KEPT = 3
"""The weight from which a line of the proceedings is never cut."""

_STEPS_OF_WEIGHT = frozenset(
    {"verdict", "appeal_decided", "cassation_decided", "pardon", "amnesty", "parole_decided"}
)
_STEPS_OF_REMEDY = frozenset(
    {
        *("complaint", "appeal_filed", "appeal_decided", "cassation_filed", "cassation_decided"),
        *("parole_request", "parole_decided", "replacement", "pardon_request", "pardon"),
    }
)
_COMING_STATUSES = frozenset({None, "scheduled"})

Line = tuple[str, Dated]
"""A line with the text it sorts by."""


def charges(teller: Teller, person: str) -> tuple[Dated, ...]:
    """Everything that was charged, decided and imposed up to the paper's day, in order."""
    return tuple(
        dated
        for _, dated in sorted(
            lines(teller, person), key=lambda pair: (pair[0], pair[1].when, pair[1].what.text)
        )
    )


def lines(teller: Teller, person: str) -> list[Line]:
    """The same in no order, each line with what it sorts by."""
    found: list[Line] = []
    for prosecution in teller.view.of(person, "prosecution", "person"):
        found += _charged(teller, prosecution)
        for one in teller.view.of(prosecution.id, "sentence", "prosecution"):
            found += sentence(teller, one)
        for step in teller.view.of(prosecution.id, "step", "prosecution"):
            found += _step(teller, step)
    found += [
        line for measure in teller.view.of(person, "measure", "person") for line in _measure(teller, measure)
    ]
    found += [
        line for one in teller.view.of(person, "detention", "person") for line in _detention(teller, one)
    ]
    return found


def remedies(teller: Teller, person: str) -> Iterator[Line]:
    """What was tried before bodies of the country, and what came of it."""
    for prosecution in teller.view.of(person, "prosecution", "person"):
        for step in teller.view.of(prosecution.id, "step", "prosecution"):
            if step.get("kind") in _STEPS_OF_REMEDY:
                yield from _step(teller, step)
        for one in teller.view.of(prosecution.id, "sentence", "prosecution"):
            if (told := _appeal(teller, one)) is not None:
                yield teller.sort(one, "appeal_decided"), Dated(teller.text(one, "appeal_decided"), told)


def _appeal(teller: Teller, one: Seen) -> Said | None:
    """What came of an appeal by the paper's day."""
    if teller.later(one, "appeal_decided"):
        return None
    appeal = together(
        teller.said(one, "appeal_outcome"),
        teller.said(one, "appeal_court"),
        teller.said(one, "appeal_decided"),
    )
    if appeal is None:
        return None
    return Said(teller.words("appeal", outcome=appeal.text), appeal.notes, appeal.mark)


def _charged(teller: Teller, prosecution: Seen) -> Iterator[Line]:
    """A prosecution in one line: what kind, where it stands, the articles charged."""
    articles = [
        said
        for charge in teller.view.of(prosecution.id, "charge", "prosecution")
        if not teller.later(charge, "brought") and (said := article(teller, charge)) is not None
    ]
    kind = teller.said(prosecution, "kind")
    stage = None if _stage_later(teller, prosecution) else teller.said(prosecution, "stage")
    head = together(kind, teller.said(prosecution, "title"), between=": ")
    body = together(*articles, between="; ")
    if body is not None:
        body = Said(f"{teller.words('charged')}: {body.text}", body.notes, body.mark)
    told = together(head, body, stage, between=". ")
    if told is None or teller.later(prosecution, "opened"):
        return
    detail = teller.in_language(prosecution, "summary", bare="summary")
    sort, when = _began(teller, prosecution)
    # Without charges the judgment below says it all.
    weight = ALWAYS_KEPT if articles else 0
    yield sort, Dated(when, told, weight, (detail,) if detail else ())


def _began(teller: Teller, prosecution: Seen) -> tuple[str, str]:
    """When a prosecution was opened; else it sorts by its first charge or judgment, without a date."""
    if "opened" in prosecution:
        return teller.sort(prosecution, "opened"), teller.text(prosecution, "opened")
    view = teller.view
    dated = [teller.sort(one, "brought") for one in view.of(prosecution.id, "charge", "prosecution")]
    dated += [teller.sort(one, "date") for one in view.of(prosecution.id, "sentence", "prosecution")]
    return min(filter(None, dated), default=""), ""


def _stage_later(teller: Teller, prosecution: Seen) -> bool:
    stage = prosecution.get("stage")
    since = stage.get("since") if isinstance(stage, dict) else None
    return isinstance(since, str) and since[:10] > teller.as_of.isoformat()


def cited(teller: Teller, charge: Seen) -> Said | None:
    """The article with its part, or what is charged in words."""
    article = teller.said(charge, "article")
    if article is None:
        return teller.said(charge, "wording")
    parts = [
        teller.words(key, **{key: teller.text(charge, key)})
        for key in ("part", "paragraph")
        if teller.text(charge, key)
    ]
    text = " ".join((article.text, ", ".join(parts))).strip()
    return Said(text, teller.notes(charge.notes("article", "part", "paragraph")), article.mark)


def article(teller: Teller, charge: Seen) -> Said | None:
    """The article with its part; the title of the article where we have read it."""
    told = cited(teller, charge)
    if told is None or teller.said(charge, "article") is None:
        return told
    title, checked = _title(teller, str(charge.get("article")))
    text, marks = told.text, [told.mark]
    if title:
        text = f"{text} ({title})"
        marks.append("" if checked else teller.words("mark.unchecked"))
    status = teller.text(charge, "status") if charge.get("status") not in (None, "charged") else ""
    if status:
        text = f"{text}, {status.lower()}"
    notes = teller.notes(charge.notes("article", "part", "paragraph", "status"))
    return Said(text, notes, ", ".join(filter(None, marks)))


def _title(teller: Teller, key: str) -> tuple[str, bool]:
    """The article's title on the paper's day, and whether it was read in a source."""
    wordings = law.in_force_on(key, teller.as_of) or law.wordings(key)
    if not wordings:
        return "", True
    title = wordings[-1].title
    return title.text.get(teller.language, ""), title.checked(teller.language)


def sentence(teller: Teller, one: Seen) -> Iterator[Line]:
    """A sentence in one line: by which court and judge, what it imposed, what came of an appeal."""
    if teller.later(one, "date"):
        return
    judge = teller.said(one, "judge")
    if judge is not None:
        judge = Said(teller.words("judge", name=judge.text), judge.notes, judge.mark)
    head = together(teller.said(one, "kind"), teller.said(one, "court"), judge)
    imposed = [
        told
        for penalty in sorted(
            teller.view.of(one.id, "penalty", "sentence"),
            key=lambda p: (p.get("position") or 0, p.get("rank") != "main", p.id),
        )
        if (told := _penalty(teller, penalty)) is not None
    ]
    told = together(head, together(*imposed, between="; "), between=": ")
    if told is None:
        return
    detail: list[Said] = []
    asked = teller.said(one, "prosecutor_asked")
    if asked is not None:
        detail.append(Said(teller.words("court.asked", text=asked.text), asked.notes, asked.mark))
    if (appeal := _appeal(teller, one)) is not None:
        detail.append(appeal)
    yield teller.sort(one, "date"), Dated(teller.text(one, "date"), told, ALWAYS_KEPT + 1, tuple(detail))


def _penalty(teller: Teller, penalty: Seen) -> Said | None:
    """One punishment in a phrase: "imprisonment, 5 years, general regime"."""
    words = teller.words
    parts: list[Said | None] = [teller.said(penalty, "kind")]
    for key in ("term", "regime"):
        parts.append(teller.said(penalty, key))
    if isinstance(hours := penalty.get("hours"), dict) and hours.get("hours") is not None:
        per = hours.get("per")
        per_what = teller.speaker.label("hours_per", per).lower() if per else ""
        text = (
            words("hours.per", hours=hours["hours"], per=per_what)
            if per
            else words("hours", hours=hours["hours"])
        )
        parts.append(teller.said(penalty, "hours", text))
    for key in ("fine", "damages"):
        if penalty.get(key):
            amount = _amount(penalty.get(key))
            named = str(penalty.get("kind")).endswith(key)
            parts.append(teller.said(penalty, key, amount if named else words(key, amount=amount)))
    parts.append(teller.said(penalty, "index"))
    parts.append(teller.worded(penalty))
    if penalty.get("conditional"):
        parts.append(teller.said(penalty, "conditional", words("conditional")))
    return together(*parts)


def _amount(value: Mapping[str, Any]) -> str:
    """An amount with its currency's code: "530 250 KZT"."""
    return f"{grouped(str(value.get('amount') or ''))}\u00a0{value.get('currency') or ''}".strip()


def _step(teller: Teller, step: Seen) -> Iterator[Line]:
    if teller.later(step, "date"):
        return
    head = together(teller.said(step, "kind"), teller.said(step, "taken_by"), teller.said(step, "outcome"))
    told = together(head, teller.said(step, "description"), between=". ")
    if told is not None:
        weight = 2 if step.get("kind") in _STEPS_OF_WEIGHT else 0
        yield teller.sort(step, "date"), Dated(teller.text(step, "date"), told, weight)


def _measure(teller: Teller, measure: Seen) -> Iterator[Line]:
    key = "start" if measure.get("start") else "decided"
    if teller.later(measure, key):
        return
    told = together(
        teller.said(measure, "kind"), teller.said(measure, "imposed_by"), teller.said(measure, "term")
    )
    if told is not None:
        yield (
            teller.sort(measure, key),
            Dated(
                teller.text(measure, key),
                Said(told.text + _until(teller, measure, key, "lifted"), told.notes, told.mark),
                1,
            ),
        )


def _detention(teller: Teller, one: Seen) -> Iterator[Line]:
    if teller.later(one, "start"):
        return
    told = together(
        teller.said(one, "kind"),
        teller.said(one, "place"),
        teller.said(one, "locality"),
        teller.said(one, "release_ground") if not teller.later(one, "end") else None,
    )
    if told is not None:
        notes = tuple(dict.fromkeys((*told.notes, *teller.notes(one.notes("start", "end")))))
        for key in ("start", "end"):
            if key in one:
                teller.dispute(one, key)
        yield (
            teller.sort(one, "start") or teller.sort(one, "end"),
            Dated(
                teller.text(one, "start"),
                Said(told.text + _until(teller, one, "start", "end"), notes, told.mark),
                2,
            ),
        )


def _until(teller: Teller, seen: Seen, first: str, last: str) -> str:
    """How long something lasted, after the day on which it began."""
    start, end = teller.text(seen, first), teller.text(seen, last)
    if not end or teller.later(seen, last) or end == start:
        return ""
    return ", " + teller.words("lasted", date=end)


def ahead(teller: Teller, person: str) -> tuple[Dated, ...]:
    """Hearings that are still to come on the paper's day."""
    lines: list[Line] = []
    for prosecution in teller.view.of(person, "prosecution", "person"):
        if teller.later(prosecution, "opened"):
            continue
        for hearing in teller.view.of(prosecution.id, "hearing", "prosecution"):
            when = teller.edtf(hearing, "date")
            if when is None or when.latest is None or when.latest < teller.as_of:
                continue
            if hearing.get("status") not in _COMING_STATUSES:
                continue
            told = together(
                teller.said(hearing, "kind"),
                teller.said(hearing, "court"),
                teller.said(hearing, "room", teller.words("room", room=teller.text(hearing, "room"))),
                teller.said(hearing, "time"),
            )
            if told is not None:
                notes = tuple(dict.fromkeys((*told.notes, *teller.notes(hearing.notes("date")))))
                lines.append(
                    (
                        when.sort_key,
                        Dated(
                            teller.text(hearing, "date"),
                            Said(told.text, notes, told.mark),
                            9,
                            sort=when.sort_key,
                        ),
                    )
                )
    return tuple(dated for _, dated in sorted(lines, key=lambda pair: (pair[0], pair[1].what.text)))


def liberty(teller: Teller, person: str) -> object:
    """The liberty status of the person that this paper may tell."""
    for member in teller.view.records.members(person):
        seen = teller.view.one(member)
        if seen is not None and isinstance(liberty := seen.get("liberty"), dict):
            return liberty
    return None


def timeline(teller: Teller, person: str) -> Iterator[TimelineItem]:
    """Custody as bars, sentences and coming hearings as points."""
    status = liberty(teller, person)
    for one in teller.view.of(person, "detention", "person"):
        start = teller.edtf(one, "start")
        if start is None or teller.later(one, "start"):
            continue
        known = stretch(start, teller.edtf(one, "end"), one.get("term"), status, teller.as_of)
        yield TimelineItem(
            one.id,
            str(one.get("kind") or ""),
            "custody",
            teller.text(one, "kind"),
            start,
            None if known.lasting else known.end,
            open_end=known.lasting,
        )
    for prosecution in teller.view.of(person, "prosecution", "person"):
        if teller.later(prosecution, "opened"):
            continue
        if (bar := _bar(teller, prosecution)) is not None:
            yield bar
        for sentence in teller.view.of(prosecution.id, "sentence", "prosecution"):
            when = teller.edtf(sentence, "date")
            if when is not None and not teller.later(sentence, "date"):
                yield TimelineItem(
                    sentence.id, "sentence", "prosecution", teller.text(sentence, "kind"), when
                )
        for hearing in teller.view.of(prosecution.id, "hearing", "prosecution"):
            when = teller.edtf(hearing, "date")
            if when is not None and hearing.get("status") not in ("cancelled", "postponed"):
                yield TimelineItem(hearing.id, "hearing", "prosecution", teller.text(hearing, "kind"), when)


def _bar(teller: Teller, prosecution: Seen) -> TimelineItem | None:
    """Proceedings from the day they were opened, as far as that is shown."""
    start = teller.edtf(prosecution, "opened")
    if start is None or teller.later(prosecution, "opened"):
        return None
    stage = prosecution.get("stage") or {}
    over = prosecution.get("outcome") not in UNDECIDED or stage.get("status") in OVER
    end = None if teller.later(prosecution, "closed") else teller.edtf(prosecution, "closed")
    if end is None and over:
        end = stored_date(stage.get("since"))
    lasting = end is None and not over
    return TimelineItem(
        prosecution.id,
        "prosecution",
        "prosecution",
        teller.text(prosecution, "kind"),
        start,
        end,
        open_end=lasting,
    )
