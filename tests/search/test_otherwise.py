"""Articles, courts, numbers and places as a caseworker types them, in three languages."""

from __future__ import annotations

import pytest

from kzcase.services import lists, searching
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from tests.search.test_answers import add, named

PART = "274/2"


@pytest.mark.parametrize(
    "typed",
    [
        *("274(2)", "274 (2)", "ст. 274 ч. 2", "ст.274 ч.2", "статья 274 ч. 2", "274 ч.2", "ч. 2 ст. 274"),
        *("статья 274 часть вторая", "часть 2 статьи 274", "статья 274, часть 2", "274-бап 2-бөлік"),
        *(
            "art. 274 part 2",
            "Article 274, part 2",
            "article 274 § 2",
            "art 274 para 2",
            "274-баптың 2-бөлігі",
        ),
    ],
)
def test_a_part_of_an_article_is_understood_as_it_is_cited(office: Office, typed: str) -> None:
    [one] = searching.meant(office, typed).query.filters
    assert one.value == PART
    assert searching.meant(office, typed).query.words == ""


@pytest.mark.parametrize(
    "typed", ["ст.274 ч.2 УК РК", "ҚР ҚК 274-баптың 2-бөлігі", "УК РК ст. 274 ч. 2", "CC RK 274(2)"]
)
def test_a_code_may_be_named_with_its_state(office: Office, typed: str) -> None:
    [one] = searching.meant(office, typed).query.filters
    assert one.value == f"cc-{PART}"


@pytest.mark.parametrize("typed", ["274 человека", "part 2", "часть вторая", "ч. 2"])
def test_numbers_of_other_things_are_words(office: Office, typed: str) -> None:
    assert searching.meant(office, typed).query.filters == ()


def found(office: Office, typed: str) -> set[str]:
    hits = {hit.id for hit in searching.find_narrowed(office, typed)}
    kinds = {hit.kind for hit in searching.find_narrowed(office, typed)}
    listed = {row.id for kind in kinds for row in lists.page(office, ListQuery(kind, filter=typed)).rows}
    assert listed == hits, "a list finds what the search finds"
    return hits


@pytest.mark.parametrize(
    "typed",
    [
        *("Medeu District Court", "Медеуский районный суд", "Медеуского районного суда", "Медеуский суд"),
        *("суд Медеу", "Медеу аудандық соты", "медеуский"),
    ],
)
def test_a_court_is_found_in_any_language(office: Office, typed: str) -> None:
    court = add(office, "organisation", name="Medeu District Court No. 2", kind="court")
    add(office, "organisation", name="Atyrau City Court", kind="court")
    if typed == "медеуский":  # beside no court it may be anybody's name
        assert found(office, typed) == set()
    else:
        assert found(office, typed) == {court}


def test_an_adjective_of_a_city_finds_its_court(office: Office) -> None:
    court = add(office, "organisation", name="Almaty City Court", kind="court")
    assert found(office, "Алматинский городской суд") == {court}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Семипалатинск", "Born in Semey"),
        ("Semey", "Родился в Семипалатинске"),
        ("Усть-Каменогорск", "Өскеменде тұрады"),
        ("Гурьев", "Lives in Atyrau"),
        ("Чимкент", "Шымкентте туған"),
        ("Алма-Ата", "Moved to Almaty"),
        ("Караганда", "Қарағандыда"),
    ],
)
def test_a_town_is_found_by_its_other_names(office: Office, typed: str, written: str) -> None:
    person = named(office, "Сампелұлы", occupation=written)
    named(office, "Тестов", occupation="Павлодар")
    assert found(office, typed) == {person}


@pytest.mark.parametrize(("typed", "key"), [("ВКО", "KZ-63"), ("ЮКО", "KZ-61"), ("Целиноград", "KZ-71")])
def test_a_region_is_found_by_what_it_is_called_besides(office: Office, typed: str, key: str) -> None:
    person = named(office, "Сампелұлы", region=key)
    named(office, "Тестов", region="KZ-55")
    assert found(office, typed) == {person}


@pytest.mark.parametrize("typed", ["7523 25003 45", "7523/2500/345", "7523.25003.45", "752325003"])
def test_a_number_is_found_however_it_was_parted(office: Office, typed: str) -> None:
    case = add(office, "prosecution", number="75232500345")
    assert case in found(office, typed)


@pytest.mark.parametrize("typed", ["<jrftd", "Ищлфум", "  <jrftd  ", ",jrftd vfrc"])
def test_what_was_typed_in_another_layout_is_read_when_nothing_else_is_found(
    office: Office, typed: str
) -> None:
    person = add(office, "person")
    add(office, "name", person=person, parts={"family": "Бокаев", "given": "Макс"}, use="preferred")
    [hit] = searching.find_narrowed(office, typed, kinds=("person",))
    assert hit.id == person
    assert hit.score <= searching.BY_KEYS
    assert [row.id for row in lists.page(office, ListQuery("person", filter=typed)).rows] == [person]
    assert searching.find_narrowed(office, typed, alike=False) == ()
