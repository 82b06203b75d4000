"""Vocabularies: every one a field names ships, in three languages, honest about what was checked."""

from __future__ import annotations

import pytest

from kzcase.models.base import kinds
from kzcase.reference import vocabularies


def named() -> set[str]:
    """Every vocabulary that a field or a part of a composite names."""
    fields = [field for kind in kinds().values() for field in kind.fields.values()]
    parts = [part for field in fields if field.composite for part in field.composite.parts]
    return ({field.vocabulary for field in fields} | {part.vocabulary for part in parts}) - {""}


def test_exactly_the_vocabularies_that_fields_name_are_shipped() -> None:
    assert set(vocabularies.names()) == named()


@pytest.mark.parametrize("name", vocabularies.names())
def test_every_term_has_words_in_three_languages(name: str) -> None:
    vocabulary = vocabularies.load(name)
    assert vocabulary.terms
    assert vocabulary.title
    assert vocabulary.source
    for key, term in vocabulary.terms.items():
        assert key == term.key
        for language in ("en", "ru", "kk"):
            text = term.words.text[language]
            assert text == text.strip() != ""
            assert language in term.words.standing


@pytest.mark.parametrize("name", vocabularies.names())
def test_two_terms_of_a_vocabulary_never_look_the_same(name: str) -> None:
    for language in ("en", "ru"):
        labels = [term.label(language) for term in vocabularies.load(name).terms.values()]
        assert len(labels) == len(set(labels))


def test_russian_and_kazakh_words_that_no_source_gave_are_unchecked() -> None:
    restrictions = vocabularies.load("restriction_kind").terms
    assert restrictions["restriction_of_freedom"].checked("ru")
    assert restrictions["restriction_of_freedom"].checked("kk")
    assert not restrictions["travel_pledge"].checked("ru")
    assert not restrictions["travel_pledge"].checked("kk")


def test_restriction_of_freedom_is_never_worded_as_deprivation_of_liberty() -> None:
    for name in ("restriction_kind", "penalty_kind"):
        term = vocabularies.load(name).terms["restriction_of_freedom"]
        assert term.label("ru") == "Ограничение свободы"
        assert term.label("kk") == "Бас бостандығын шектеу"


def test_consent_answers_stand_in_the_order_of_protection() -> None:
    assert list(vocabularies.load("consent_answer").terms) == ["withdrawn", "refused", "not_asked", "given"]


def test_likely_and_unlikely_are_not_swapped_in_russian() -> None:
    reliability = vocabularies.load("reliability").terms
    assert reliability["likely"].label("ru") == "Скорее надёжный"
    assert reliability["unlikely"].label("ru") == "Скорее ненадёжный"


def test_every_audience_can_be_consented_to() -> None:
    from kzcase.models.fields import Audience

    assert {audience.value for audience in Audience} <= set(vocabularies.load("consent_audience").terms)


def test_a_vocabulary_that_does_not_exist_is_a_fault_of_the_caller() -> None:
    with pytest.raises(LookupError):
        vocabularies.load("no_such_vocabulary")
    with pytest.raises(LookupError):
        vocabularies.load("../law/articles")
