"""The parts of a pack that stand around its people: what their cases show together, and the law they cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from kzcase.briefing import markup
from kzcase.briefing.flow import Barred, Text
from kzcase.briefing.front import Instance, Issue, Provision
from kzcase.briefing.issues import publication
from kzcase.briefing.markup import Numbers
from kzcase.briefing.said import Said
from kzcase.briefing.style import CALM, CALM_TINT, Styles
from kzcase.briefing.text import shortened
from kzcase.briefing.words import Words

_NAME = 90
_NAMES_TOGETHER = 12
# Points that an issue or an article must find on a page to begin there: its heading and the first lines.
_TO_BEGIN = 72.0
_BETWEEN = 5.0


def issues(several: Sequence[Issue], words: Words, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    """Each benchmark as a heading with its areas and how many show it, then what shows it."""
    yield Text(markup.plain(words("issues.lead", publication=publication())), styles.quiet)
    for issue in several:
        yield Spacer(0, _BETWEEN)
        yield CondPageBreak(_TO_BEGIN)
        title = f"<b>{markup.plain(issue.key)}</b>  {markup.said(issue.title, numbers)}"
        head: list[Flowable] = [Text(title, styles.strong)]
        about = [issue.group, words.count("issues.people", issue.people)]
        if issue.areas:
            about.append(words("issues.areas", areas="; ".join(issue.areas)))
        head.append(Text(markup.plain("  ·  ".join(about)), styles.quiet))
        yield Barred(head, CALM, CALM_TINT)
        for one in issue.instances:
            for place, text in enumerate(_instance(one, numbers)):
                yield Text(text, styles.item, bulletText=None if place else "•")


def _instance(one: Instance, numbers: Numbers) -> Iterator[str]:
    """The names first: a reader looks for people."""
    shown = ", ".join(shortened(name, _NAME) for name in one.who[:_NAMES_TOGETHER])
    more = len(one.who) - _NAMES_TOGETHER
    who = markup.plain(shown if more <= 0 else f"{shown} + {more}")
    if not one.what.text:
        yield f"<b>{who}</b>{markup.references(numbers, one.what.notes)}"
        return
    first, *rest = markup.paragraphs(Said(one.what.text, one.what.notes, one.what.mark), numbers)
    yield f"<b>{who}:</b> {first}"
    yield from rest


def law(several: Sequence[Provision], words: Words, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    """Each wording of each article: how it is cited, in force when, what it provides, where that was read."""
    yield Text(markup.plain(words("law.lead")), styles.quiet)
    for one in several:
        yield Spacer(0, _BETWEEN)
        yield CondPageBreak(_TO_BEGIN)
        yield Text(f"<b>{markup.plain(one.label)}</b>  {markup.said(one.title, numbers)}", styles.strong)
        yield Text(markup.plain(f"{one.force}  ·  {one.standing}"), styles.quiet)
        for told in one.provides:
            for place, text in enumerate(markup.paragraphs(told, numbers)):
                yield Text(text, styles.item, bulletText=None if place else "•")
        yield Text(markup.plain(one.source), styles.quiet)
