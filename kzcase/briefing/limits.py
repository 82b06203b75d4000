"""Restrictions on a paper: which hold on its day, until when, and how that is known.

Ends are computed from what this audience may see and from nothing else: an end
counted from a withheld day would give that day away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from kzcase.briefing.changes import CHANGED
from kzcase.briefing.content import Dated, Limit
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller, together
from kzcase.briefing.text import shortened
from kzcase.dates.restrictions import ComputedEnd, Ends, InForce, RestrictionFacts, ends, state_on
from kzcase.dates.restrictions.stored import as_date
from kzcase.timeline.item import OVER, UNSURE, TimelineItem

_DATES = (
    *("decided", "in_force", "received", "start", "released", "claimed_end", "lifted", "term", "longest"),
    *("credited", "kind"),
)
_CHANGED = ("kind", "date", "start", "term", "new_end")
"""What of a later decision on a restriction moves its end."""
# Undecided dates are tried in every combination up to this many; more colleagues than that do not disagree.
_MOST_COMBINATIONS = 64
LONGEST_TITLE = 110
"""Letters of a translation that still stand in the title of a restriction."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A restriction with its state on the paper's day."""

    seen: Seen
    facts: RestrictionFacts
    state: InForce
    ends: Ends
    unsure: bool

    @property
    def holds(self) -> bool:
        """Whether it counts as in force: it is, or nobody can tell that it is not."""
        return self.state.state in ("yes", "unknown")


def standings(teller: Teller, person: str) -> list[Standing]:
    """The person's restrictions, those in force first, by their end."""
    found = [_standing(teller, seen) for seen in teller.view.of(person, "restriction", "person")]
    return sorted(found, key=lambda one: (not one.holds, _end_key(one), one.seen.id))


def _end_key(one: Standing) -> str:
    end = one.ends.shown
    day = end.latest or end.earliest if end is not None else None
    return day.isoformat() if day is not None else "9999"


def _standing(teller: Teller, seen: Seen) -> Standing:
    values = {key: seen.get(key) for key in _DATES}
    for key in _DATES:
        if key in seen:
            teller.dispute(seen, key)
    beside = _beside_imprisonment(teller, seen)
    later = teller.view.of(seen.id, "restriction_change", "record")
    changes = [{key: one.get(key) for key in _CHANGED} for one in later]
    facts = RestrictionFacts.of_fields(values, with_imprisonment=beside, changes=changes)
    state = state_on(facts, teller.as_of)
    # An end that a decision this audience may not see has moved must not be told as if it were known.
    unsure = teller.view.holds_back(seen.id, "restriction_change", "record", _CHANGED) or any(
        one.values[key].disputed for one in later for key in _CHANGED if key in one
    )
    for other in _other_readings(seen, values):
        read = RestrictionFacts.of_fields(other, with_imprisonment=beside, changes=changes)
        answer = state_on(read, teller.as_of)
        if answer.state != state.state:
            unsure = True
            # It counts as in force if any candidate says so (history: undecided values).
            if answer.state == "yes" and state.state != "yes":
                facts, state = read, answer
    return Standing(seen, facts, state, ends(facts), unsure)


def _other_readings(seen: Seen, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The values with undecided dates read the other ways."""
    several = {
        key: [values[key], *(other for other, _ in seen.values[key].others)]
        for key in _DATES
        if key in seen.values and seen.values[key].disputed
    }
    for combination in islice(product(*several.values()), 1, _MOST_COMBINATIONS):
        yield {**values, **dict(zip(several, combination, strict=True))}


def _beside_imprisonment(teller: Teller, seen: Seen) -> bool:
    """Whether the sentence that imposed it imposed imprisonment too, as far as that is shown."""
    penalty = teller.view.one(seen.get("penalty"))
    sentence = penalty.get("sentence") if penalty is not None else None
    if sentence is None:
        return False
    return any(
        one.get("kind") in ("imprisonment", "life") for one in teller.view.of(sentence, "penalty", "sentence")
    )


def limit(teller: Teller, one: Standing) -> Limit:
    """A restriction in force as the paper tells it."""
    seen = one.seen
    kind, translated = teller.said(seen, "kind"), teller.worded(seen)
    short = translated if translated is not None and len(translated.text) <= LONGEST_TITLE else None
    title = _titled(kind, short) or Said(teller.words("restriction"))
    long = () if translated is None or short is not None else (translated,)
    end = one.state.end or one.ends.shown
    return Limit(
        Said(shortened(title.text, 2 * LONGEST_TITLE), title.notes, title.mark),
        _until(teller, one),
        tuple(_how(teller, one)),
        (*long, *_wording(teller, seen)),
        tuple(_conditions(teller, seen)),
        kind=teller.text(seen, "kind"),
        since=_since(teller, one),
        end=_end(teller, end),
        certainty=teller.words(f"certainty.{end.certainty}") if end is not None else "",
        basis=_basis(teller, seen, end),
        last=end.day if end is not None else None,
        lasting=end is None,
        unsure=one.state.state == "unknown" or one.unsure,
        unchecked=end is not None and not end.checked_by_lawyer,
    )


def _basis(teller: Teller, seen: Seen, end: ComputedEnd | None) -> str:
    """From what an end follows, in one sentence: who states it, or from which day it is counted."""
    if end is None or not end.steps:
        return ""
    if end.basis == "claimed":
        return teller.with_language(seen, "claimed_by")
    return end.steps[0].say(teller.language)


def _since(teller: Teller, one: Standing) -> str:
    """Since when it holds, or, where nobody knows, when it was decided."""
    key = _begins(teller, one)
    if not key:
        return ""
    day = teller.text(one.seen, key)
    return teller.words("decided", date=day) if key == "decided" else day


def _end(teller: Teller, end: ComputedEnd | None) -> str:
    if end is None:
        return teller.words("until.indefinite")
    if end.day is not None:
        return teller.words.day(end.day)
    return end.bound.show(teller.language) if end.bound.known else teller.words("until.unknown")


def _titled(kind: Said | None, more: Said | None) -> Said | None:
    """The kind and what it forbids; the kind is not said twice."""
    if kind is not None and more is not None and more.text.lower().startswith(kind.text.lower()):
        return together(more, Said("", kind.notes, kind.mark), between="")
    return together(kind, more, between=": ")


def _until(teller: Teller, one: Standing) -> Said:
    words = teller.words
    new = _changed(teller, one.seen)
    if one.state.state == "not yet":
        return Said(words("until.unknown"), new)
    end = one.state.end or one.ends.shown
    mark = words("mark.disputed") if one.unsure or one.state.disputed or _ends_disputed(one.seen) else ""
    if end is None:
        return Said(words("until.indefinite"), new, mark)
    notes = teller.notes(one.seen.notes("claimed_end")) if end.basis == "claimed" else ()
    shown = _end(teller, end)
    said = words("until" if end.day is not None else "until.within", date=shown) if end.bound.known else shown
    if one.state.state == "unknown":
        mark = ", ".join(filter(None, (words("maybe_in_force"), mark)))
    certainty = words(f"certainty.{end.certainty}") if end.certainty != "unknown" else ""
    if certainty:
        said = f"{said}, {certainty}"
    return Said(said, tuple(dict.fromkeys((*notes, *new))), mark)


def _changed(teller: Teller, seen: Seen) -> tuple[str, ...]:
    """The note of what is new, if a date that the end is counted from is."""
    later = teller.view.of(seen.id, "restriction_change", "record")
    dated = (*seen.notes(*_DATES), *(note for one in later for note in one.notes(*_CHANGED)))
    return (CHANGED,) if CHANGED in dated else ()


def _ends_disputed(seen: Seen) -> bool:
    return any(seen.values[key].disputed or seen.values[key].others for key in _DATES if key in seen)


def _how(teller: Teller, one: Standing) -> Iterator[Said]:
    """How the end is known: what was imposed, who claims what, what follows from which day."""
    words, seen, language = teller.words, one.seen, teller.language
    imposed = [
        part
        for key, text in (
            ("imposed_by", words("imposed", who=teller.text(seen, "imposed_by"))),
            ("decided", words("decided", date=teller.text(seen, "decided"))),
            ("in_force", words("entered", date=teller.text(seen, "in_force"))),
            ("legal_basis", None),
            *((("article", None),) if "legal_basis" not in seen else ()),
        )
        if teller.text(seen, key) and (part := teller.said(seen, key, text)) is not None
    ]
    if imposed and (told := together(*imposed)) is not None:
        yield Said(f"{told.text[:1].upper()}{told.text[1:]}".rstrip(".") + ".", told.notes, told.mark)
    claimed = one.ends.claimed
    if claimed is not None:
        by = teller.with_language(seen, "claimed_by")
        text = words("how.claimed", by=words("how.claimed.by", who=by) if by else "")
        reason = teller.with_language(seen, "claimed_reason")
        notes = teller.notes(seen.notes("claimed_end", "claimed_by"))
        explained = claimed.explain(language)
        yield Said(" ".join(filter(None, (text, explained, reason))), notes)
    in_doubt = one.state.state == "unknown" or one.unsure
    for end in one.ends.computed:
        # What the state says of an end that is not known need not be said twice.
        if end.day is not None or (claimed is None and (end.bound.known or not in_doubt)):
            yield Said(_explained(teller, end))
    if in_doubt:
        yield Said(one.state.explain(language), (), words("maybe_in_force"))


def _explained(teller: Teller, end: ComputedEnd) -> str:
    words = teller.words
    if end.certainty == "unknown":
        return words("how.unknown", explanation=end.explain(teller.language))
    return words("how.computed", explanation=end.explain(teller.language))


def _wording(teller: Teller, seen: Seen) -> Iterator[Said]:
    language = teller.text(seen, "wording_language")
    told = teller.unmarked(seen, "wording") if language else teller.said(seen, "wording")
    if told is None or seen.get("wording_language") == teller.language:
        return
    text = (
        teller.words("original", language=language, text=told.text)
        if language
        else teller.words("original.bare", text=told.text)
    )
    yield Said(text, told.notes, told.mark)


def _conditions(teller: Teller, seen: Seen) -> Iterator[Said]:
    found = teller.view.of(seen.id, "condition", "record")
    for one in sorted(found, key=lambda c: (c.get("position") or 0, c.id)):
        since, until = teller.edtf(one, "since"), teller.edtf(one, "until")
        if until is not None and until.latest is not None and until.latest < teller.as_of:
            continue
        if since is not None and since.earliest is not None and since.earliest > teller.as_of:
            continue
        told = teller.worded(one) or teller.said(one, "wording") or teller.said(one, "kind")
        hours = [teller.text(one, key) for key in ("from_time", "to_time")]
        times = teller.words("from_to", **{"from": hours[0], "to": hours[1]}) if all(hours) else ""
        if told is not None and all(hour in told.text for hour in hours):
            times = ""
        extra = [
            text
            for text in (times, teller.with_language(one, "frequency"))
            if text and text not in (told.text if told else "")
        ]
        if told is not None:
            notes = teller.notes(one.notes("translation", "kind", "from_time", "to_time", "frequency"))
            yield Said(", ".join((told.text.rstrip(".;"), *extra)), notes, told.mark)


def former(teller: Teller, one: Standing) -> Dated | None:
    """A restriction that does not hold on the paper's day, as one line."""
    seen = one.seen
    if one.state.state == "not yet":
        return None
    end = one.state.end or one.ends.shown
    when = ""
    if end is not None and end.bound.known:
        when = end.bound.show(teller.language)
    told = _titled(teller.said(seen, "kind"), teller.worded(seen))
    if told is None:
        return None
    lifted = teller.said(seen, "lifted_reason")
    extra = f" ({lifted.text.lower()})" if lifted is not None else ""
    notes = tuple(
        dict.fromkeys((*told.notes, *teller.notes(seen.notes("claimed_end", "lifted", "lifted_reason"))))
    )
    return Dated(when, Said(told.text + extra, notes, told.mark))


def timeline_item(teller: Teller, one: Standing) -> TimelineItem | None:
    """A restriction as a bar of the timeline."""
    seen = one.seen
    if one.state.state == "not yet":
        return None
    # A ban counted from release was in force through the imprisonment: its bar begins where it began.
    days = (teller.edtf(seen, key) for key in ("start", "in_force", "decided", "released", "received"))
    start = next((day for day in days if day is not None), None)
    if start is None:
        return None
    end = one.state.end or one.ends.shown
    return TimelineItem(
        seen.id,
        str(seen.get("kind") or "other"),
        "restriction",
        teller.text(seen, "kind"),
        start,
        as_date(end.bound) if end is not None else None,
        open_end=end is None or not end.bound.known,
        state=_state(one),
    )


def _begins(teller: Teller, one: Standing) -> str:
    """The field with the day from which it counts as begun; "" if none is shown."""
    facts = one.facts
    if facts.imprisoned_too and facts.released is not None and facts.start is None:
        return "released"
    several = ("start", "in_force", "released", "received", "decided")
    return next((key for key in several if teller.edtf(one.seen, key)), "")


def _state(one: Standing) -> str:
    if one.state.state == "unknown" or one.unsure:
        return UNSURE
    return "" if one.holds else OVER
