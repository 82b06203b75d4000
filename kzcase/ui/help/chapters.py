"""The manual's chapters, their order, and what in them has the words somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzcase import resources
from kzcase.names import folding

FIRST = "index"
SHORTCUTS = "shortcuts"
"""A chapter without a file: it is made from the declaration of the actions."""

ORDER = (
    FIRST,
    "first-start",
    "window",
    "a-case-from-beginning-to-brief",
    "today",
    "lists-and-search",
    "search",
    "timeline",
    "documents",
    "papers",
    "letters",
    "exchange",
    "spreadsheets",
    "backup",
    "before-a-border",
    "commands",
    "records-file",
)
"""Chapters in the order in which they are read; others follow by name."""

ABOUT = {
    "": FIRST,
    "today": "today",
    "calendar": "today",
    "board": "today",
    "duplicates": "search",
    "timeline": "timeline",
    "document": "documents",
    "source": "documents",
    "briefing": "papers",
    "letter": "letters",
    "contact": "letters",
    "exchange": "exchange",
    "settings": "backup",
    "person": "a-case-from-beginning-to-brief",
    "guided": "a-case-from-beginning-to-brief",
    "drafts": "window",
}
"""Which chapter is about an area; lists of other kinds are in the one on lists."""

MOST_HITS = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a chapter and the plain lines under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual. `key` is its name without the suffix."""

    key: str
    title: str
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all the words stand: chapter, heading, and the line that holds most of them."""

    chapter: str
    title: str
    heading: str
    line: str


def read(folder: Path | None = None) -> tuple[Chapter, ...]:
    """Every chapter there is, in reading order."""
    files = sorted((folder or resources.manual()).glob("*.md"), key=_place)
    return tuple(_chapter(file) for file in files)


def chapter_for(area: str, wanted: str = "") -> str:
    """The chapter about a page: the one it names itself, or the one about its area."""
    return wanted or ABOUT.get(area, "lists-and-search")


def search(chapters: Sequence[Chapter], text: str) -> tuple[Hit, ...]:
    """Sections that have all the words of a text, those with the words in their heading first."""
    typed = folding.words(folding.fold(text))
    if not typed:
        return ()
    found: list[tuple[int, Hit]] = []
    for chapter in chapters:
        for section in chapter.sections:
            heading = folding.words(folding.fold(section.heading))
            lines = [(line, folding.words(folding.fold(line))) for line in section.lines]
            every = (*heading, *(word for _, words in lines for word in words))
            if _count(typed, every) < len(typed):
                continue
            best = max(lines, key=lambda one: _count(typed, one[1]), default=("", ()))[0]
            rank = -_count(typed, heading)
            found.append((rank, Hit(chapter.key, chapter.title, section.heading, best)))
    return tuple(hit for _, hit in sorted(found, key=lambda one: one[0]))[:MOST_HITS]


def _count(typed: Sequence[str], words: Sequence[str]) -> int:
    return sum(any(word.startswith(one) for word in words) for one in typed)


def _place(file: Path) -> tuple[int, str]:
    return (ORDER.index(file.stem) if file.stem in ORDER else len(ORDER), file.stem)


def _chapter(file: Path) -> Chapter:
    text = file.read_text(encoding="utf-8")
    parts = tuple(sections(text))
    title = next((one.heading for one in parts if one.heading), file.stem)
    return Chapter(file.stem, title, text, parts)


def sections(text: str) -> Iterator[Section]:
    """A text of Markdown cut at its headings."""
    heading = ""
    lines: list[str] = []
    code = False
    for line in text.splitlines():
        code = code != line.startswith("```")
        if line.startswith("#") and not code:
            if heading or lines:
                yield Section(heading, tuple(lines))
            heading, lines = _plain(line.lstrip("#").strip()), []
        elif line.strip() and not line.startswith("```"):
            lines.append(_plain(line.strip()))
    if heading or lines:
        yield Section(heading, tuple(lines))


def _plain(line: str) -> str:
    """A line as it is read: without the marks of Markdown."""
    for mark in ("**", "`", "> "):
        line = line.replace(mark, "")
    return line.removeprefix("- ").removeprefix("* ").strip("| ")
