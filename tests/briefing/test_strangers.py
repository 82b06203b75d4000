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


def bearers(office: Office, text: str) -> set[str]:
    with office.read() as session:
        return {one for _, bearing in strangers.named(session, text) for one in bearing}


@pytest.mark.parametrize(
    "text",
    [
        "Видели Сам\u00adплеулы Айгуль там.",
        "Видели Сампле\u200bулы Айгуль там.",
        "Видели Самплеулы\nАйгуль там.",
        "Видели Самп-\nлеулы Айгуль там.",
        "Видели Самплеулы\tАйгуль там.",
        "Видели Самплеулы\u2009Айгуль там.",
        "Видели \u202eСамплеулы\u202c Айгуль там.",
        "Файл Самплеулы_Айгуль.pdf там.",
        "Файл СамплеулыАйгуль там.",
        "Видели Самплеулы/Айгуль там.",
        "Видели Самплеулы-Айгуль там.",
        "Видели Самплеулы – Айгуль там.",
        "Видели Самплеулы А там.",
    ],
)
def test_somebody_is_known_whatever_stands_inside_the_name_or_between_its_words(
    office: Office, text: str
) -> None:
    person = put(office, "Sampleuly", "Aigul")
    assert bearers(office, text) == {person}


def test_a_name_of_two_letters_is_known_with_the_other_half(office: Office) -> None:
    person = put(office, "Ли", "Ирина")
    for text in ("Видели Ли Ирину там.", "Ирина Ли пришла.", "И. Ли пришла."):
        assert bearers(office, text) == {person}, text
    assert bearers(office, "Видели ли Ирину там.") == set()


def test_somebody_is_known_by_an_ending_of_any_of_their_names(office: Office) -> None:
    person = put(office, "Sampleuly", "Aigul")
    parts = {"family": "Примеров", "given": "Алмас"}
    former = {"person": person, "parts": parts, "use": "former", "language": "ru"}
    office.record([Change("name", records.new_id(), former)])
    assert bearers(office, "Говорили с Примеровым Алмасом.") == {person}


def test_somebody_who_was_deleted_or_merged_is_still_known(office: Office) -> None:
    gone, merged, kept = (
        put(office, *name) for name in (("Sampleuly", "A"), ("Примеров", "Б"), ("Кто", "В"))
    )
    office.record(
        [Change("person", gone, {"deleted": True}), Change("person", merged, {"merged_into": kept})]
    )
    assert gone in bearers(office, "A. Sampleuly said so.")
    assert bearers(office, "У Примерова Б. дома.") & {merged, kept}


def test_somebody_is_found_among_many_whose_names_only_begin_alike(office: Office) -> None:
    changes = []
    for number in range(strangers.MOST + 5):
        person = records.new_id()
        letters = "".join("bdgklmnprt"[int(digit)] + "a" for digit in f"{number:03d}")
        parts = {"family": f"Sampl{letters}", "given": f"Aigu{letters}"}
        changes += [
            Change("person", person, {}),
            Change("name", records.new_id(), {"person": person, "parts": parts, "language": "en"}),
        ]
    office.record(changes)
    person = put(office, "Samplov", "Aigul")
    assert person in bearers(office, "with Samplovym Aigulom there")


def test_words_that_are_joined_far_apart_in_a_long_text_are_all_read_again() -> None:
    long = "и так далее " * 30
    text = f"Самп/Айгуль {long} Самп_Болат {long} СампДана"
    assert {("Самп", "Айгуль"), ("Самп", "Болат"), ("Самп", "Дана")} <= set(pairs(text))
