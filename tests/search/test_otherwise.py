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


@pytest.mark.parametrize(
    "typed", ["75232500345", "7523-25-00-3/45", "7523 25 00 3 45", "7523-2500345", "№ 7523-25-00-3/45"]
)
def test_the_number_of_a_court_is_found_without_its_strokes(office: Office, typed: str) -> None:
    case = add(office, "prosecution", number="7523-25-00-3/45")
    add(office, "prosecution", number="7523-25-00-3/46")
    assert found(office, typed) == {case}


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


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("задержанные в Астане", "KZ-71"),
        ("задержанные Шымкента", "KZ-79"),
        ("Астанадағы қамаудағылар", "KZ-71"),
        ("қамаудағылар Алматыда", "KZ-75"),
        ("задержанные в Туркестане", "KZ-61"),
    ],
)
def test_a_place_with_the_ending_of_its_case_is_a_condition_beside_another(
    office: Office, typed: str, key: str
) -> None:
    asked = {one.key: one.value for one in searching.meant(office, typed).query.filters}
    assert asked == {searching.Key.LIBERTY: "held", searching.Key.REGION: key}
    assert searching.meant(office, typed).query.words == ""


@pytest.mark.parametrize(
    "name", ["Астанин", "Шымкентбаев", "Алматов", "Атыраубаева", "Абаев", "Павлодарский"]
)
def test_a_surname_made_of_a_place_is_no_place(office: Office, name: str) -> None:
    assert searching.Key.REGION not in {
        one.key for one in searching.meant(office, f"задержанные {name}").query.filters
    }


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("ends within a month", "30"),
        ("expiring in the next week", "7"),
        ("сроки заканчиваются через 30 дней", "30"),
        ("заканчивается через месяц", "30"),
        ("истекает в течение недели", "7"),
        ("бір ай ішінде аяқталады", "30"),
    ],
)
def test_a_week_and_a_month_need_no_number(office: Office, typed: str, days: str) -> None:
    [one] = searching.meant(office, typed).query.filters
    assert (one.key, one.value) == (searching.Key.ENDS_WITHIN, days)
    assert searching.meant(office, typed).query.words == ""


@pytest.mark.parametrize("typed", ["люди с ограничениями", "people with restrictions", "шектеуі бар адамдар"])
def test_who_has_restrictions_is_asked_without_the_words_in_force(office: Office, typed: str) -> None:
    asked = {one.key for one in searching.meant(office, typed).query.filters}
    assert asked == {searching.Key.IN_FORCE, searching.Key.KIND}


@pytest.mark.parametrize("typed", ["embassy", "посольство", "елшілік", "Посольство Германии"])
def test_an_office_is_found_in_any_language(office: Office, typed: str) -> None:
    embassy = add(office, "organisation", name="Embassy of Germany (Германия)", kind="embassy")
    add(office, "organisation", name="Ministry of Justice")
    assert found(office, typed) == {embassy}


@pytest.mark.parametrize("typed", ["№ 2026/045", "№2026/045", "2026/045"])
def test_the_sign_before_a_number_is_nothing_to_look_for(office: Office, typed: str) -> None:
    letter = add(office, "letter", reference="2026/045", subject="Visit")
    add(office, "letter", reference="2026/046", subject="Visit")
    assert found(office, typed) == {letter}
