from __future__ import annotations

from typing import Any

import pytest

from benchmarks.doubles import record_twice
from kzcase.errors import NotFound
from kzcase.history.ledger import Change
from kzcase.search import duplicates as search
from kzcase.services import duplicates, generate, people, records, searching, undo
from kzcase.services.office import Office

Name = tuple[str, str, str]


def made(office: Office, kind: str, **values: Any) -> str:
    one = records.new_id()
    office.record([Change(kind, one, values)])
    return one


def person(office: Office, *names: Name, **fields: Any) -> str:
    one = made(office, "person", **fields)
    for family, given, patronymic in names:
        made(
            office,
            "name",
            person=one,
            parts={"family": family, "given": given, "patronymic": patronymic},
        )
    return one


@pytest.fixture
def pair(office: Office) -> tuple[str, str]:
    first = person(office, ("Боқаев", "Макс", "Болатұлы"), born="1973", occupation="activist")
    second = person(office, ("Bokayev", "Maks", ""), born="1973", region="KZ-23")
    person(office, ("Сәрсенов", "Ерлан", ""), born="1980")
    return first, second


def test_one_person_in_two_scripts_is_proposed_with_reasons_in_words(
    office: Office, pair: tuple[str, str]
) -> None:
    [found] = duplicates.candidates(office).pairs
    assert {found.a.id, found.b.id} == set(pair)
    assert any(reason.startswith("same name across scripts") for reason in found.reasons)
    assert "same year of birth" in found.reasons
    assert "один год рождения" in duplicates.candidates(office, "ru").pairs[0].reasons
    assert "туған жылы бірдей" in duplicates.candidates(office, "kk").pairs[0].reasons
    assert found.score > 0.9


def test_who_is_being_typed_is_compared_with_everybody(office: Office, pair: tuple[str, str]) -> None:
    found = duplicates.of_new(office, [{"family": "Бокаев", "given": "Макс"}], born="1973")
    assert {one.b.id for one in found} == set(pair)
    assert all(one.a.id == "" for one in found)
    assert duplicates.of_new(office, [{"family": "Бокаев", "given": "Макс"}], born="1999") == ()
    assert duplicates.of_new(office, []) == ()
    slipped = duplicates.of_new(office, [{"family": "Бокеав", "given": "Макс"}], born="1973")
    assert {one.b.id for one in slipped} == set(pair)


def test_a_person_s_own_page_can_ask_who_else_it_may_be(office: Office, pair: tuple[str, str]) -> None:
    first, second = pair
    assert [one.b.id for one in duplicates.of_person(office, first)] == [second]
    duplicates.two_people(office, [pair])
    assert duplicates.of_person(office, first) == ()


def test_two_people_are_not_proposed_again(office: Office, pair: tuple[str, str]) -> None:
    duplicates.two_people(office, [pair], "met both")
    duplicates.two_people(office, [pair[::-1]])  # said twice, kept once
    assert duplicates.candidates(office).pairs == ()
    with office.read() as session:
        [number] = session.connection().exec_driver_sql("SELECT count(*) FROM not_same").scalars()
        one = session.connection().exec_driver_sql("SELECT id FROM not_same").scalar()
    assert number == 1
    assert records.view(office, str(one)).fields["reason"] == "met both"
    records.delete(office, str(one))
    assert len(duplicates.candidates(office).pairs) == 1


def test_joining_is_one_revision_and_shows_every_name_and_value(
    office: Office, pair: tuple[str, str]
) -> None:
    first, second = pair
    letter = made(office, "letter", subject="Appeal", persons=frozenset({second}))
    with office.read() as session:
        before = session.connection().exec_driver_sql("SELECT count(*) FROM revision").scalar() or 0
    assert duplicates.merge(office, [(first, second)]) == 1
    with office.read() as session:
        assert (
            session.connection().exec_driver_sql("SELECT count(*) FROM revision").scalar() or 0
        ) == before + 1
    head = people.head(office, first, office.today())
    assert {head.title, *head.other_names} == {"Боқаев Макс Болатұлы", "Bokayev Maks"}
    assert letter in {one.id for one in records.related(office, first)}
    members = duplicates.together(office, second)
    assert [one.id for one in members] == [first, second]
    assert [one.fields.get("region") for one in members] == [None, "KZ-23"]
    assert duplicates.candidates(office).pairs == ()
    assert [hit.id for hit in searching.find(office, "Maks Bokayev", kinds=("person",))] == [first]


def test_joining_is_taken_back(office: Office, pair: tuple[str, str]) -> None:
    first, second = pair
    duplicates.merge(office, [pair])
    duplicates.separate(office, first, second)
    assert [one.id for one in duplicates.together(office, second)] == [second]
    assert len(duplicates.candidates(office).pairs) == 1
    with pytest.raises(duplicates.NotOnePerson):
        duplicates.separate(office, first, second)
    duplicates.merge(office, [pair])
    undo.undo(office)
    assert [one.id for one in duplicates.together(office, first)] == [first]


def test_several_pairs_that_hang_together_become_one_person(office: Office) -> None:
    one, two, three = (person(office, ("Боқаев", "Макс", ""), born="1973") for _ in range(3))
    assert duplicates.candidates(office).number == 3
    assert duplicates.merge(office, [(one, two), (two, three), (one, three)]) == 2
    assert duplicates.together(office, three)[0].id == one
    assert len(duplicates.together(office, one)) == 3
    with pytest.raises(duplicates.NotOnePerson):
        duplicates.merge(office, [(three, two)])
    duplicates.separate(office, one, three)
    assert len(duplicates.together(office, one)) == 2


def test_who_is_not_here_cannot_be_joined(office: Office, pair: tuple[str, str]) -> None:
    first, second = pair
    with pytest.raises(NotFound):
        duplicates.merge(office, [(first, records.new_id())])
    with pytest.raises(NotFound):
        duplicates.merge(office, [(first, made(office, "organisation", name="X"))])
    records.delete(office, second)
    with pytest.raises(NotFound):
        duplicates.merge(office, [pair])
    with pytest.raises(NotFound):
        duplicates.two_people(office, [pair])
    assert duplicates.candidates(office).pairs == ()


def test_people_joined_in_both_directions_are_one_and_are_two_again_in_one_step(
    office: Office, pair: tuple[str, str]
) -> None:
    first, second = pair
    heads = {one: records.view(office, one).heads for one in pair}
    office.record(
        [
            Change("person", second, {"merged_into": first}, parents=heads[second]),
            Change("person", first, {"merged_into": second}, parents=heads[first]),
        ]
    )
    assert len(duplicates.together(office, first)) == 2
    duplicates.separate(office, second, first)
    assert [one.id for one in duplicates.together(office, first)] == [first]
    assert [one.id for one in duplicates.together(office, second)] == [second]


def test_both_stand_side_by_side_with_what_belongs_to_each(office: Office, pair: tuple[str, str]) -> None:
    first, second = pair
    made(office, "letter", subject="Appeal", persons=frozenset({second}))
    rows = {row.field: (row.a, row.b) for row in duplicates.compare(office, first, second)}
    assert rows["name"] == ("Боқаев Макс Болатұлы", "Bokayev Maks")
    assert rows["born"] == ("1973", "1973")
    assert rows["occupation"] == ("activist", "")
    assert rows["letter"] == ("", "1")


def test_generated_doubles_are_found_and_strangers_are_not(office: Office) -> None:
    generate.people(office, 600, seed=2)
    doubles = record_twice(office, 60, seed=2)
    wanted = {frozenset((one.first, one.second)) for one in doubles}
    found = {frozenset((one.a.id, one.b.id)) for one in duplicates.candidates(office).pairs}
    assert len(found & wanted) / len(wanted) >= 0.9
    assert len(found & wanted) / len(found) >= 0.9


def test_only_the_likeliest_pairs_are_kept_and_all_are_counted(office: Office) -> None:
    for _ in range(6):
        person(office, ("Боқаев", "Макс", ""), born="1973")
    person(office, ("Боқаев", "Макс", ""))
    found = duplicates.candidates(office, limit=4)
    assert len(found.pairs) == 4
    assert found.number == 21
    assert found.pairs[0].score == max(one.score for one in duplicates.candidates(office).pairs)


def test_of_very_many_namesakes_those_of_like_birth_are_compared(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_TOGETHER", 10)
    monkeypatch.setattr(search, "STRIDE", 5)
    changes = []
    for number in range(60):
        one = records.new_id()
        changes.append(Change("person", one, {"born": str(1940 + number // 2)}))
        parts = {"family": "Боқаев", "given": "Макс"}
        changes.append(Change("name", records.new_id(), {"person": one, "parts": parts}))
    office.record(changes)
    found = duplicates.candidates(office, least=0.0, limit=1_000)
    together = [one for one in found.pairs if "same_birth_year" in one.why]
    assert len(together) == 30


def test_who_types_is_shown_a_namesake_too_but_nobody_whom_something_speaks_against(office: Office) -> None:
    for number in range(60):
        person(office, ("Сериков", "Алмас", ""), born=str(1950 + number % 3 * 20))
    one = [{"family": "Сериков", "given": "Алмас"}]
    assert duplicates.of_new(office, one) == ()
    faint = duplicates.of_new(office, one, limit=3, faint=True)
    assert len(faint) == 3
    assert all(found.score < duplicates.LEAST for found in faint)
    assert duplicates.of_new(office, one, born="1960", faint=True) == ()
    same_year = duplicates.of_new(office, one, born="1970", limit=30, faint=True)
    assert len(same_year) == 20
    assert all("same year of birth" in found.reasons for found in same_year)


def test_patronymics_that_are_only_alike_are_not_called_the_same(office: Office) -> None:
    person(office, ("Смолашова", "Алла", "Александровна"), born="1970")
    [other] = duplicates.of_new(
        office, [{"family": "Смолашова", "given": "Алла", "patronymic": "Алексеевна"}], born="1970", least=0.0
    )
    assert "but another patronymic" in other.reasons
    [alike] = duplicates.of_new(
        office, [{"family": "Смолашова", "given": "Алла", "patronymic": "Александрвна"}], born="1970"
    )
    assert "patronymics alike" in alike.reasons
