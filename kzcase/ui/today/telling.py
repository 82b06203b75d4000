"""What Today says, as lines: no widget, so that every state of it can be read in a test."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from kzcase.dates.edtf.shown import show_day
from kzcase.services import lists
from kzcase.services import today as todays
from kzcase.services.agenda import Item
from kzcase.services.declarations import kinds
from kzcase.services.nextsteps import NEXT_STEPS
from kzcase.services.office import Office
from kzcase.services.today import Decision, Since, Today
from kzcase.services.today.page import MOST_BESIDE
from kzcase.ui.common.icons import Icon
from kzcase.ui.today import say
from kzcase.ui.today.line import Line, Tone, heading, remark

SHOW_PUT_OFF = "show what was put off"
SHOW_ALL_DUE = "show all that is due"
SHOW_CALENDAR = "show the calendar"
EXPLAIN = "explain"
FOLDS = frozenset({SHOW_PUT_OFF, SHOW_ALL_DUE})
SHOW_LETTERS = "show the letters"
MOST_DUE = 10
"""Lines of what is due before the rest is folded, so that what needs a decision stays in sight."""
MOST_LATE = 4
"""So many of them are late ones, if there is enough to come."""
SOON = 3
"""Days ahead within which a line is marked as pressing."""

ICONS = {
    "hearing": Icon.PROSECUTION,
    "appeal": Icon.PROSECUTION,
    "restriction_ends": Icon.RESTRICTION,
    "milestone": Icon.RESTRICTION,
    "remand_ends": Icon.LOCK,
    "measure_ends": Icon.LOCK,
    "detention_ends": Icon.LOCK,
    "letter_due": Icon.LETTER,
    "letter_unanswered": Icon.LETTER,
    "reply_owed": Icon.LETTER,
    "consent_expires": Icon.CONSENT,
    "task": Icon.TASK,
    "entry_due": Icon.PROSECUTION,
    "ruling_due": Icon.PROSECUTION,
    "hearing_due": Icon.PROSECUTION,
    "decision_due": Icon.PROSECUTION,
    "quiet": Icon.PROSECUTION,
    "receipt_due": Icon.RESTRICTION,
}
DECIDING = {
    "conflict": str(
        QT_TRANSLATE_NOOP(
            "Today", "Both values are kept. Open the record, choose the right one and save: that decides it."
        )
    ),
    "deletion": str(
        QT_TRANSLATE_NOOP(
            "Today",
            "Somebody deleted this record while somebody else was changing it. It is shown until you decide: "
            "open it, and delete it again or save it.",
        )
    ),
    "waiting": str(
        QT_TRANSLATE_NOOP(
            "Today",
            "A file brought a change without what came before it. Nothing is lost: ask the sender for a "
            "whole file.",
        )
    ),
    "unverified": str(
        QT_TRANSLATE_NOOP(
            "Today",
            "The records are here, marked as unproven. Call the sender and compare the words of the key.",
        )
    ),
    "erasure": str(
        QT_TRANSLATE_NOOP(
            "Today",
            "Another office says that it erased this, for instance because consent was withdrawn. Nothing is "
            "erased here unless you do it: under Exchange, Decide.",
        )
    ),
    "paper": str(
        QT_TRANSLATE_NOOP(
            "Today",
            "Papers about this person had gone out before. They cannot be called back: the consent's page "
            "lists them, so that those who hold them can be asked.",
        )
    ),
}
"""How each kind of decision is made."""
_translate = partial(QCoreApplication.translate, "Today")


@dataclass(frozen=True, slots=True)
class TodayData:
    """What the page shows, read in one go: `empty` says that nobody is in the vault yet."""

    today: Today
    empty: bool


def read(office: Office, language: str) -> TodayData:
    """Read everything the page shows; runs beside the window."""
    people = lists.page(office, lists.ListQuery("person", columns=(lists.TITLE,), limit=1))
    return TodayData(todays.today(office, office.today(), language), not people.rows)


def lines(data: TodayData, language: str, unfolded: Collection[str] = ()) -> tuple[Line, ...]:
    """The lines of the left side, from what is most pressing down; `unfolded` are acts that were done."""
    return (
        *_due(data, language, unfolded),
        *_decisions(data.today.decisions),
        *_never_answered(data.today, language),
    )


def ends_next(data: TodayData, language: str) -> tuple[Line, ...]:
    """The restrictions that end next."""
    found = tuple(_end_line(item, data.today.as_of, language) for item in data.today.ends_next)
    return found or (remark(_translate("No end of a restriction is known.")),)


def since_last_visit(since: Since) -> tuple[str, ...]:
    """What changed since the last visit, in sentences."""
    if since.lines:
        return since.lines
    if since.last_visit is None:
        return (_translate("This is the first visit."),)
    return (_translate("Nothing has changed."),)


def item_line(item: Item, today: date, language: str) -> Line:
    """An item of the agenda as a line."""
    last = say.day_of(item.latest)
    tone, icon = Tone.PLAIN, ICONS.get(item.what)
    if item.overdue:
        tone, icon = Tone.LATE, Icon.WARNING
    elif last is not None and 0 <= (last - today).days <= SOON and say.is_one_day(item):
        tone = Tone.SOON
    return Line(
        when=say.when(item, today, language),
        what=item.words,
        who=item.title,
        icon=icon,
        tone=tone,
        kind=item.kind,
        record=item.id,
        item=item,
        why=why_of(item, language),
    )


def _end_line(item: Item, today: date, language: str) -> Line:
    """The end of a restriction: the day itself, whose it is, and which."""
    whose, _, which = item.title.partition(" · ")
    made = item_line(item, today, language)
    return replace(made, when=say.date_of(item, language), what=whose, who=which, icon=None)


def why_of(item: Item, language: str) -> str:
    """How its date is known, and the explanation it carries."""
    day = say.date_of(item, language)
    known = {
        "stated": _translate("stated"),
        "computed": _translate("computed"),
        "inferred": _translate("inferred"),
        "unknown": _translate("not known"),
        "disputed": _translate("undecided"),
    }.get(item.certainty, item.certainty)
    return "\n".join(part for part in (f"{day} ({known})" if known else day, item.explanation) if part)


def _due(data: TodayData, language: str, unfolded: Collection[str]) -> Iterator[Line]:
    day = data.today.as_of
    elsewhere = {item.key for item in data.today.never_answered}
    items = [item for item in data.today.agenda.items if item.key not in elsewhere]
    items, otherwise = _one_for_each(items, data.today.put_off)
    yield heading(_translate("Due and overdue"), len(items), more=data.today.agenda.more)
    if not items:
        yield remark(say.counted("Nothing is due in the next %n day(s).", todays.DAYS))
    folded = len(items) > MOST_DUE + 1 and SHOW_ALL_DUE not in unfolded
    for item in _most_pressing(items) if folded else items:
        yield _with(item_line(item, day, language), otherwise.get(item.key, ()), language)
    if folded:
        yield Line(
            what=say.counted("%n more until {0}", len(items) - MOST_DUE).format(
                show_day(day + timedelta(days=todays.DAYS), language)
            ),
            icon=Icon.UNFOLD,
            tone=Tone.QUIET,
            act=SHOW_ALL_DUE,
        )
    elif data.today.agenda.more:
        yield Line(what=_translate("There is more: see the calendar"), icon=Icon.CALENDAR, act=SHOW_CALENDAR)
    yield from _put_off(data.today.put_off, language, shown=SHOW_PUT_OFF in unfolded)


def _one_for_each(
    items: Sequence[Item], put_off: Sequence[Item]
) -> tuple[list[Item], Mapping[str, Sequence[Item]]]:
    """One line for each restriction that ends: how its end is counted otherwise is told with it.

    What is counted otherwise stands alone only where the end to show first is
    not in sight; once that is put off, nothing of it is.
    """
    first = {(item.id, item.what): item.key for item in items if item.shown}
    away = {(item.id, item.what) for item in put_off if item.shown}
    otherwise: dict[str, list[Item]] = {}
    kept = []
    for item in items:
        place = (item.id, item.what)
        if item.shown or (place not in first and place not in away):
            kept.append(item)
        elif place in first:
            otherwise.setdefault(first[place], []).append(item)
    return kept, otherwise


def _with(line: Line, otherwise: Sequence[Item], language: str) -> Line:
    """A line that says that its date is counted otherwise, too."""
    if not otherwise:
        return line
    what = _translate("{0}; also counted otherwise").format(line.what)
    return replace(line, what=what, why="\n".join((line.why, *(why_of(one, language) for one in otherwise))))


def _most_pressing(items: Sequence[Item]) -> Sequence[Item]:
    """The few that are shown first: what is late never hides what is due today, nor a question either."""
    late = [item for item in items if item.overdue and item.what not in NEXT_STEPS]
    coming = [item for item in items if not item.overdue]
    asked = [item for item in items if item.overdue and item.what in NEXT_STEPS]
    of_late = max(MOST_DUE - len(coming), MOST_LATE)
    return [*late[:of_late], *coming[: MOST_DUE - min(of_late, len(late))], *asked][:MOST_DUE]


def _put_off(items: Sequence[Item], language: str, *, shown: bool) -> Iterator[Line]:
    if not items:
        return
    yield Line(
        what=say.counted("%n put off", len(items)),
        icon=Icon.FOLD if shown else Icon.UNFOLD,
        tone=Tone.QUIET,
        act=SHOW_PUT_OFF,
    )
    for item in items if shown else ():
        until = _translate("until {0}").format(say.shown(item.snoozed_until or "", language))
        yield Line(
            when=until,
            what=f"{item.words}: {item.snooze_reason}",
            who=item.title,
            icon=ICONS.get(item.what),
            tone=Tone.QUIET,
            kind=item.kind,
            record=item.id,
            item=item,
            why=why_of(item, language),
        )


def _decisions(decisions: Sequence[Decision]) -> Iterator[Line]:
    yield heading(_translate("Needs a decision"), sum(one.count for one in decisions))
    if not decisions:
        yield remark(_translate("Nothing waits to be decided."))
    for one in decisions:
        opens = bool(one.id) and one.kind in kinds()
        yield Line(
            what=one.words,
            who=one.title,
            icon=Icon.WARNING,
            kind=one.kind,
            record=one.id,
            act="" if opens else EXPLAIN,
            why=_translate(DECIDING.get(one.what, "")),
        )


def _never_answered(today: Today, language: str) -> Iterator[Line]:
    many = len(today.never_answered) >= MOST_BESIDE
    yield heading(_translate("Never answered"), len(today.never_answered), more=many)
    if not today.never_answered:
        yield remark(_translate("No letter waits for an answer."))
    for item in today.never_answered:
        yield item_line(item, today.as_of, language)
    if many:
        yield Line(
            what=_translate("There may be more: see Letters"),
            icon=Icon.LETTER,
            tone=Tone.QUIET,
            act=SHOW_LETTERS,
        )
