"""The plain twin: text of 78 letters a line that any window and any screen reader can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from kzcase.briefing.content import Content
from kzcase.briefing.twin.blocks import Block, Dates, Grid, Heading, Items, Para, Question, Sources, Told
from kzcase.briefing.words import Words

WIDTH = 78
_UNDER = {1: "=", 2: "-"}


def page(content: Content, words: Words, blocks: Iterable[Block]) -> str:
    """The whole text."""
    audience = content.audience.value
    imprint = content.imprint
    lines = [words(f"audience.{audience}").upper()]
    lines += [one for one in (imprint.name, *imprint.lines) if one]
    for block in blocks:
        lines += ["", *_block(block)] if not isinstance(block, Question) else _block(block)
    lines += ["", "-" * WIDTH, imprint.classification or words(f"audience.{audience}.line")]
    return "\n".join(one.rstrip() for one in lines) + "\n"


def _block(one: Block, indent: str = "") -> Iterator[str]:
    match one:
        case Heading(level, text, _):
            lines = list(_wrapped(text, indent))
            yield from lines
            if under := _UNDER.get(level):
                yield under * min(WIDTH, max(map(len, lines), default=0))
        case Para(told, _):
            yield from _wrapped(_joined(told), indent)
        case Items(items):
            for item in items:
                yield from _wrapped(_joined(item, " – "), indent + "* ", indent + "  ")
        case Dates(dates):
            for when, what, details in dates:
                before = f"{when}: " if when else ""
                yield from _wrapped(before + _told(what), indent, indent + "    ")
                for detail in details:
                    yield from _wrapped(_told(detail), indent + "    ")
        case Grid(caption, head, rows):
            yield from _wrapped(caption, indent) if caption else ()
            for row in rows:
                if not head:
                    yield from _wrapped(_joined(row, ": "), indent + "* ", indent + "  ")
                    continue
                for place, cell in enumerate(row):
                    name = f"{head[place]}: " if place < len(head) else ""
                    first = indent + ("* " if not place else "  ")
                    if cell.text:
                        yield from _wrapped(name + _told(cell), first, indent + "    ")
        case Question(text, answer):
            yield ""
            yield from _wrapped(text, indent)
            for part in answer:
                yield from _block(part, indent + "    ")
        case Sources(notes):
            for number, text in notes:
                yield from _wrapped(text, f"{indent}[{number}] ", indent + "     ")


def _joined(told: Iterable[Told], between: str = " · ") -> str:
    return between.join(_told(one) for one in told)


def _told(one: Told) -> str:
    text = one.text
    if one.mark:
        text += f" [{one.mark}]"
    if one.new:
        text += " [+]"
    if one.numbers:
        text += f" [{', '.join(map(str, one.numbers))}]"
    return text


def _wrapped(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """A text in lines, long words (addresses) whole."""
    indent = first if rest is None else rest
    begin = first
    for part in text.split("\n"):
        found = wrap(
            part,
            WIDTH,
            initial_indent=begin,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from found or [begin]
        begin = indent
