"""The page on templates lists every word with an example, and each example is what really comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kzcase.letters.filling import fill
from kzcase.letters.language import DEEPEST, LONGEST, TemplateRefused, parse
from kzcase.letters.placeholders import GRAMMAR, LISTS, PLACES, about
from kzcase.letters.shapes import Asked, Mailing
from kzcase.services.office import Office
from tests.letters.conftest import put

PAGE = Path(__file__).resolve().parents[2] / "docs" / "letter-templates.md"
ROW = re.compile(r"^\| `\{\{([a-z._]+)\}\}` \| (.+?) \| (.+?) \|$", re.MULTILINE)
LIST = re.compile(r"^\| `\{\{#each ([a-z]+)\}\}` \| (.+?) \|$", re.MULTILINE)
BLOCK = re.compile(r"```template\n(.*?)```\n\ngives\n\n```text\n(.*?)```", re.DOTALL)
FAULT = re.compile(r"^\| `([^`]+)` \| (\d+), (\d+) \| (.+?) \|$", re.MULTILINE)
NESTED = {one.word: one.home for one in (*PLACES, *LISTS)}
Ids = Callable[[str, str], str]


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def words_part() -> str:
    return page().split("## Lists")[0]


def mailing(ids: Ids, text: str, word: str = "", cases: tuple[str, ...] = ()) -> Mailing:
    """The letter of the examples; words on a reply are filled for who replied."""
    reply = word.startswith("reply")
    return Mailing(
        (ids("contact", "Mr Ben Example" if reply else "Ms Ada Sample"),),
        text=text,
        persons=(ids("person", "Bokayev Max" if word.startswith("finding") else "Сәмплұлы Алмас"),),
        cases=cases,
        copies=(ids("contact", "Ms Clara Model"),),
        asks=(Asked("Send an observer to the hearing."),),
        enclosures=("Case brief",),
        language="en",
        day=date(2026, 11, 22),
        note="We met on 3 November.",
        follow_up_of=ids("letter", "2026/042-A" if reply else "2026/041"),
    )


def told(sample: Office, ids: Ids, word: str) -> str:
    """What a word says, in the lists in which it may stand."""
    text, home = f"{{{{{word}}}}}", NESTED[word]
    while home:
        text, home = f"{{{{#each {home}}}}}{text}\n{{{{/each}}}}", NESTED[home]
    person = frozenset({ids("person", "Сәмплұлы Алмас")})
    case = put(sample, "case", title="Blogs in Atyrau", persons=person)
    (letter,) = fill(sample, mailing(ids, text, word, (case,)))
    return letter.body.split("\n")[0]


@pytest.mark.parametrize("word", [one.word for one in PLACES])
def test_every_word_stands_on_the_page_with_what_really_comes_out(
    sample: Office, ids: Ids, word: str
) -> None:
    rows = {found[0]: found[1:] for found in ROW.findall(words_part())}
    assert rows[word] == (about()[word], told(sample, ids, word))


def test_the_page_knows_every_list_and_no_word_that_there_is_not() -> None:
    assert {found[0] for found in ROW.findall(words_part())} == {one.word for one in PLACES}
    assert dict(LIST.findall(page())) == {one.word: one.about for one in LISTS}
    assert f"{LONGEST:,}" in page()
    assert f"more than {DEEPEST}" in page()


@pytest.mark.parametrize("number", range(len(BLOCK.findall(PAGE.read_text(encoding="utf-8")))))
def test_the_longer_examples_give_what_the_page_says(sample: Office, ids: Ids, number: int) -> None:
    template, expected = BLOCK.findall(page())[number]
    (letter,) = fill(sample, mailing(ids, template))
    assert letter.body == expected.strip("\n")


def test_there_are_longer_examples() -> None:
    assert len(BLOCK.findall(page())) >= 2


@pytest.mark.parametrize("fault", FAULT.findall(PAGE.read_text(encoding="utf-8")), ids=lambda one: one[0])
def test_what_is_refused_is_refused_as_the_page_says(fault: tuple[str, str, str, str]) -> None:
    template, line, column, said = fault
    with pytest.raises(TemplateRefused) as refused:
        parse(template.replace("⏎", "\n"), GRAMMAR)
    told_by = refused.value
    assert (told_by.line, told_by.column) == (int(line), int(column))
    assert f"{told_by.fault} {told_by.remedy}" == said


def test_something_is_said_to_be_refused() -> None:
    assert len(FAULT.findall(page())) >= 6
