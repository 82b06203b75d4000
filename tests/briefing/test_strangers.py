"""Names in texts: which two words may be one, whose they are, who of several is meant."""

from __future__ import annotations

import pytest

from kzcase.briefing import strangers
from kzcase.briefing.pairs import pairs
from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Judge Serik Bolatov spoke.", {("Judge", "Serik"), ("Judge", "Bolatov"), ("Serik", "Bolatov")}),
        ("it was Bolatov, Serik.", {("Bolatov", "Serik")}),
        ("с С. Болатовым", {("С.", "Болатовым")}),
        ("Bolatov spoke. Serik heard.", set()),
        ("in almaty", set()),
    ],
)
def test_two_words_with_a_capital_beside_each_other_may_be_a_name(
    text: str, found: set[tuple[str, str]]
) -> None:
    assert set(pairs(text)) == found


def put(office: Office, family: str, given: str) -> str:
    person = records.new_id()
    parts = {"family": family, "given": given}
    office.record(
        [
            Change("person", person, {}),
            Change("name", records.new_id(), {"person": person, "parts": parts, "language": "en"}),
        ]
    )
    return person


@pytest.mark.parametrize(
    "text",
    [
        "Aigul Sampleuly said so.",
        "Sampleuly, Aigul",
        "о деле Айгуль Самплеулы",
        "A. Sampleuly",
        "with Aigul Bolatkyzy Sampleuly",
    ],
)
def test_somebody_is_known_by_two_words_of_the_name_in_any_script(office: Office, text: str) -> None:
    person = put(office, "Sampleuly", "Aigul")
    with office.read() as session:
        assert person in {one for _, bearing in strangers.named(session, text) for one in bearing}


def test_one_word_alone_is_nobodys_name(office: Office) -> None:
    put(office, "Sampleuly", "Aigul")
    with office.read() as session:
        for text in ("Sampleuly said so.", "Aigul said so.", "Aigul said that Sampleuly came."):
            assert list(strangers.named(session, text)) == []
