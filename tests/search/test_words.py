from __future__ import annotations

from kzcase.history.ledger import Change
from kzcase.search.words import KnownWords
from kzcase.services import records, searching
from kzcase.services.office import Office


def named(office: Office, family: str) -> str:
    person = records.new_id()
    name = {"person": person, "parts": {"family": family}}
    office.record([Change("person", person, {}), Change("name", records.new_id(), name)])
    return person


def words(office: Office, known: KnownWords) -> set[str]:
    with office.read() as session:
        return set(known.of_names(session.connection()))


def test_known_words_follow_every_new_name(office: Office) -> None:
    known = KnownWords()
    assert words(office, known) == set()
    named(office, "Бокаев")
    assert words(office, known) == {"bukaev"}
    named(office, "Аянов")
    assert words(office, known) == {"bukaev", "aianuv"}


def test_a_slip_finds_a_name_that_was_added_after_the_last_search(office: Office) -> None:
    assert searching.find(office, "Сактаганов") == ()
    person = named(office, "Сақтағанов")
    assert [hit.id for hit in searching.find(office, "Сатаганов")] == [person]


def test_a_locked_office_keeps_no_words(office: Office) -> None:
    named(office, "Бокаев")
    searching.find(office, "Бокаив")
    office.close()
    assert office.known_words._kept.words is None


def test_near_words_are_those_a_few_letters_away_the_nearest_first(office: Office) -> None:
    known = KnownWords()
    for family in ("Бокаев", "Бокаева", "Бокеав", "Бок", "Сәрсенов"):
        named(office, family)
    with office.read() as session:
        connection = session.connection()
        assert known.near(connection, "bukaev", 1, 10) == [
            ("bukaev", 0),
            *sorted([("bukeav", 1), ("bukaeva", 1)], key=lambda one: len(one[0])),
        ]
        assert known.near(connection, "bukaev", 0, 10) == [("bukaev", 0)]
        assert known.near(connection, "bukaev", 2, 1) == [("bukaev", 0)]
        everyone = [word for word, _ in known.near(connection, "bukaev", 9, 10)]
        assert set(everyone) == set(known.of_names(connection))


def test_people_are_counted_anew_when_somebody_is_added(office: Office) -> None:
    known = KnownWords()
    for number in range(3):
        with office.read() as session:
            assert known.people(session.connection()) == number
        named(office, "Бокаев")
