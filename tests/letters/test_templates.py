"""Templates: those that ship say the same in three languages; the office's own take their place."""

from __future__ import annotations

import re

import pytest

from kzcase import resources
from kzcase.errors import KzcaseError
from kzcase.letters import templates
from kzcase.letters.language import TemplateRefused
from kzcase.letters.shapes import Template
from kzcase.letters.words import LANGUAGES, words
from kzcase.models.fields import Audience
from kzcase.reference import vocabularies
from kzcase.services.office import Office
from tests.letters.conftest import put

KEYS = {
    "urgent_appeal",
    "concern_official",
    "embassy_request",
    "un_submission",
    "trial_observation",
    "follow_up",
    "thanks",
}


def tags(template: Template) -> list[str]:
    return re.findall(r"\{\{.*?\}\}", f"{template.subject}\n{template.body}")


def test_seven_letters_ship_in_three_languages() -> None:
    found = {(one.key, one.language) for one in templates.shipped()}
    assert found == {(key, language) for key in KEYS for language in LANGUAGES}


@pytest.mark.parametrize("template", templates.shipped(), ids=lambda one: f"{one.key}.{one.language}")
def test_every_shipped_template_can_be_used(template: Template) -> None:
    templates.check(template.body, template.subject)
    assert template.kind in vocabularies.load("letter_kind").terms
    assert template.audience in {one.value for one in Audience} - {"internal"}
    assert template.name
    assert not re.search(r"[ \t]$", template.body, re.MULTILINE)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_letter_asks_the_vault_for_the_same_in_every_language(key: str) -> None:
    of_key = [one for one in templates.shipped() if one.key == key]
    assert len({(one.kind, one.audience) for one in of_key}) == 1
    english, *others = (sorted(tags(one)) for one in of_key)
    assert all(other == english for other in others)


def test_the_fixed_words_are_there_in_every_language_with_the_same_places() -> None:
    def places(language: str) -> dict[str, list[str]]:
        return {
            key: sorted(re.findall(r"\{\w+\}", str(text))) for key, text in words(language).entries.items()
        }

    assert places("en") == places("ru") == places("kk")


def test_a_file_with_another_head_is_refused() -> None:
    with pytest.raises(ValueError, match="its head"):
        templates.read_file("x.en.txt", "name: X\nkind: letter\n\nText")


def test_an_own_template_with_the_key_of_a_shipped_one_takes_its_place(office: Office) -> None:
    ours = put(
        office,
        "letter_template",
        name="Our appeal",
        key="urgent_appeal",
        language="en",
        kind="urgent_appeal",
        body="Ours.",
    )
    found = templates.named(office, "urgent_appeal", "en")
    assert (found.name, found.body, found.own, found.id) == ("Our appeal", "Ours.", True, ours)
    assert not templates.named(office, "urgent_appeal", "ru").own
    assert len(templates.offered(office)) == len(KEYS) * 3


def test_an_own_template_is_offered_beside_the_shipped_ones(office: Office) -> None:
    ours = put(office, "letter_template", name="A note", language="kk", body="Мәтін.")
    assert [one.key for one in templates.offered(office, "kk") if one.own] == [ours]
    assert len(templates.offered(office, "kk")) == len(KEYS) + 1
    assert all(one.language == "kk" for one in templates.offered(office, "kk"))


def test_a_shipped_template_can_be_retired_in_a_language(office: Office) -> None:
    put(office, "letter_template", name="x", key="thanks", language="ru", body="x", retired=True)
    assert {one.language for one in templates.offered(office) if one.key == "thanks"} == {"en", "kk"}
    with pytest.raises(KzcaseError, match="only in: en, kk"):
        templates.named(office, "thanks", "ru")


def test_a_template_that_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(KzcaseError, match="no template “postcard”"):
        templates.named(office, "postcard", "en")


def test_a_fault_of_the_subject_is_in_line_nought() -> None:
    with pytest.raises(TemplateRefused) as refused:
        templates.check("{{date}}", "On {{dat}}")
    assert (refused.value.line, refused.value.column) == (0, 4)
    with pytest.raises(TemplateRefused) as refused:
        templates.check("Dear\n{{dat}}", "{{date}}")
    assert refused.value.line == 2


def test_only_templates_and_words_lie_in_the_folder() -> None:
    names = {one.name for one in resources.path("letters").iterdir()}
    assert names == {"words", *(f"{key}.{language}.txt" for key in KEYS for language in LANGUAGES)}
