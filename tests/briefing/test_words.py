from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

import kzcase.briefing
from kzcase.briefing.templates import FORMS as OF_MECHANISMS
from kzcase.briefing.words import LANGUAGES, Words, words
from kzcase.errors import KzcaseError

CODE = "".join(
    file.read_text(encoding="utf-8") for file in Path(kzcase.briefing.__file__).parent.rglob("*.py")
)
# Keys that the code makes from a part's or an audience's name.
MADE = ("audience.", "certainty.", "cut.", "office.", "timeline.", "section.", "field.")
# Questions of forms are asked by their bare names; `test_forms` draws them all.
FORMS = tuple(f"{one}." for one in OF_MECHANISMS)


def places(entry: object) -> list[set[str | None]]:
    forms = [entry] if isinstance(entry, str) else list(entry.values())  # type: ignore[attr-defined]
    return [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_same_texts_with_the_same_places_as_english(language: str) -> None:
    english, other = words("en").entries, words(language).entries
    assert set(other) == set(english)
    for key, entry in english.items():
        assert {frozenset(p) for p in places(other[key])} == {frozenset(p) for p in places(entry)}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form_their_language_needs(language: str) -> None:
    needed = {Locale.parse(language).plural_form(n) for n in range(200)}
    for key, entry in words(language).entries.items():
        if not isinstance(entry, str):
            assert needed | {"other"} <= set(entry), key


def test_every_text_is_used() -> None:
    unused = [
        key for key in words("en").entries if f'"{key}"' not in CODE and not key.startswith((*MADE, *FORMS))
    ]
    # These two are named by the field they tell.
    assert [
        key for key in unused if key not in ("born", "died", "part", "paragraph", "fine", "damages")
    ] == []


def test_every_question_of_a_form_is_asked() -> None:
    for key in words("en").entries:
        if key.startswith(FORMS):
            question = key.partition(".")[2]
            asked = question == "title.dated" or any(f'"{one}"' in CODE for one in (question, key))
            assert asked, key


def test_every_text_the_code_asks_for_is_there() -> None:
    asked = set(re.findall(r'words\(\s*"([a-z_.]+)"', CODE)) | set(
        re.findall(r'said\(\s*"([a-z_]+\.[a-z_.]+)"', CODE)
    )
    assert asked - set(words("en").entries) == set()
    assert len(asked) > 30


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 restriction in force"),
        ("en", 2, "2 restrictions in force"),
        ("ru", 1, "1 действующее ограничение"),
        ("ru", 3, "3 действующих ограничения"),
        ("ru", 11, "11 действующих ограничений"),
        ("kk", 2, "2 шектеу қолданыста"),
    ],
)
def test_numbers_take_their_form(language: str, n: int, said: str) -> None:
    assert words(language).count("in_force.count", n) == said


def test_a_day_is_said_in_the_language_of_the_paper() -> None:
    assert words("en").day(date(2021, 7, 22)) == "22 Jul 2021"
    assert "2021" in words("kk").day(date(2021, 7, 22))


def test_a_stored_text_that_is_no_date_is_shown_as_it_stands() -> None:
    assert words("en").date("soon") == "soon"


def test_braces_in_a_value_are_printed_as_typed() -> None:
    assert words("en")("brief.title", name="{x} {0}") == "{x} {0}: case brief"


def test_an_unknown_language_is_refused_in_words() -> None:
    with pytest.raises(KzcaseError, match="en, ru, kk"):
        words("fr")


def test_words_know_whether_they_have_a_text() -> None:
    assert Words("en", {"a": "b"}).has("a")
    assert not Words("en", {"a": "b"}).has("c")
