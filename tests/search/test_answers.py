from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.history.ledger import Change
from kzcase.services import generate, lists, records, searching
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from tests.counting import counted

DAY = date(2026, 11, 22)


def add(office: Office, record_kind: str, /, **values: Any) -> str:
    record = records.new_id()
    office.record([Change(record_kind, record, values)])
    return record


def named(office: Office, family: str, **values: Any) -> str:
    person = add(office, "person", **values)
    add(office, "name", person=person, parts={"family": family}, use="preferred")
    return person


def ids(office: Office, kind: str, text: str) -> set[str]:
    query = ListQuery(kind, filter=text, columns=("title",), day=DAY, limit=500)
    found = {row.id for row in lists.page(office, query).rows}
    assert lists.count(office, kind, text, day=DAY) == (len(found), True)
    hits = searching.find_narrowed(office, text, kinds=(kind,), limit=500, alike=False, day=DAY)
    assert {hit.id for hit in hits} == found
    return found


def ban(office: Office, person: str, start: str, end: str, **values: Any) -> str:
    given = {"person": person, "kind": "deprivation_of_right", "start": start, "claimed_end": end}
    return add(office, "restriction", **given, **values)


def test_what_ends_soon_in_a_region_goes_with_the_person_who_moves(office: Office) -> None:
    person = named(office, "Сампелұлы", region="KZ-61")
    soon = ban(office, person, "2026-01-01", "2026-12-12")
    heads = records.view(office, person).heads
    records.save(office, records.Draft("person", person, {"region": "KZ-71"}, heads))
    assert ids(office, "restriction", "ends within 60 days Turkistan") == set()
    assert ids(office, "restriction", "ends within 60 days Nur-Sultan") == {soon}
    assert ids(office, "person", "ends within 60 days Nur-Sultan") == {person}


def test_states_of_restrictions_are_answered_for_them_and_for_their_people(office: Office) -> None:
    sampleuly, testov = named(office, "Сампелұлы", region="KZ-61"), named(office, "Тестов", region="KZ-71")
    soon = ban(office, sampleuly, "2026-01-01", "2026-12-12", article="cc-405")
    long = ban(office, testov, "2026-01-01", "2029-01-01")
    ban(office, testov, "2020-01-01", "2021-01-01", article="cc-405")
    assert ids(office, "restriction", "in force") == {soon, long}
    assert ids(office, "restriction", "ends within 60 days") == {soon}
    assert ids(office, "restriction", "ends within 10 days") == set()
    assert ids(office, "restriction", "in force article 405") == {soon}
    assert ids(office, "restriction", "in force Turkistan") == {soon}
    assert ids(office, "restriction", "in force South Kazakhstan") == {soon}
    assert ids(office, "restriction", "in force Nur-Sultan") == {long}
    assert ids(office, "person", "ends within 60 days") == {sampleuly}
    assert ids(office, "person", "in force Тестов") == {testov}
    assert ids(office, "restriction", "in force ends within 60 days Turkistan") == {soon}
    assert ids(office, "person", "in force ends within 60 days Turkistan") == {sampleuly}
    assert ids(office, "person", "ends within 60 days Nur-Sultan") == set()
    assert ids(office, "person", "article 405") == {sampleuly, testov}
    assert ids(office, "person", "in force Түркістан облысы no consent") == {sampleuly}


def test_old_and_new_names_of_a_place_find_what_lies_there_and_what_names_it(office: Office) -> None:
    there = named(office, "Сампелұлы", region="KZ-71")
    said = add(office, "event", title="Picket in Astana")
    old = add(office, "event", title="Пикет в Нур-Султане")
    elsewhere = named(office, "Тестов", region="KZ-61")
    for typed in ("Astana", "Nur-Sultan", "Нур-Султан", "Нұр-Сұлтан", "нурсултан"):
        found = {hit.id for hit in searching.find_narrowed(office, typed)}
        assert {there, said} <= found
        assert elsewhere not in found
    assert old in {hit.id for hit in searching.find_narrowed(office, "Нур-Султан")}
    assert elsewhere in {hit.id for hit in searching.find_narrowed(office, "South Kazakhstan")}


def test_articles_with_their_parts_find_charges_prosecutions_and_people(office: Office) -> None:
    one, other = named(office, "Сампелұлы"), named(office, "Тестов")
    first = add(office, "prosecution", person=one, kind="criminal")
    second = add(office, "prosecution", person=other, kind="criminal")
    fourth = add(office, "charge", prosecution=first, article="cc-274", part="4")
    other_part = add(office, "charge", prosecution=second, article="cc-274", part="2")
    assert ids(office, "charge", "274(4)") == {fourth}
    assert ids(office, "charge", "ст. 274 УК") == {fourth, other_part}
    assert ids(office, "prosecution", "274(4)") == {first}
    assert ids(office, "person", "ч. 4 ст. 274") == {one}
    assert ids(office, "person", "CC 274") == {one, other}
    assert fourth in {hit.id for hit in searching.find_narrowed(office, "274")}
    records.delete(office, fourth)
    assert ids(office, "person", "274(4)") == set()


def test_letters_that_nobody_answered_are_found_and_so_are_their_people(office: Office) -> None:
    person = named(office, "Сампелұлы")
    waits = add(
        office, "letter", direction="out", subject="A", sent="2026-09-01", due="2026-10-01", persons={person}
    )
    add(
        office,
        "letter",
        direction="out",
        subject="B",
        sent="2026-09-01",
        answered="2026-09-09",
        due="2026-10-01",
    )
    assert ids(office, "letter", "unanswered") == {waits}
    assert ids(office, "letter", "overdue") == {waits}
    assert ids(office, "person", "письмо без ответа") == {person}


def test_liberty_tags_consent_and_conflicts_combine(office: Office) -> None:
    held = named(office, "Сампелұлы", liberty={"status": "remand"}, tags={"women", "labour"}, region="KZ-75")
    named(office, "Сампелов", liberty={"status": "at_liberty"}, tags={"women"}, region="KZ-75")
    add(office, "consent", person=held, scope="name", answer="yes", date="2026-01-01")
    assert ids(office, "person", "detained") == {held}
    assert ids(office, "person", "tag women #labour rights") == {held}
    assert ids(office, "person", "detained no consent") == set()
    assert len(ids(office, "person", "tag women city of Almaty")) == 2
    assert ids(office, "person", "conflict") == set()


def test_who_never_said_yes_who_said_no_and_whose_yes_is_over_are_told_apart(office: Office) -> None:
    def said(name: str, *consents: dict[str, Any]) -> str:
        one = named(office, name)
        for consent in consents:
            add(office, "consent", **{"person": one, "scope": "case", "date": "2026-01-01", **consent})
        return one

    never = said("Ешкімов")
    yes = said("Иесов", {"answer": "given", "audiences": {"un", "public"}})
    no = said("Жоқов", {"answer": "refused", "audiences": {"public"}})
    back = said("Қайтов", {"answer": "given", "audiences": {"un"}, "withdrawn": "2026-05"})
    over = said("Өткенов", {"answer": "given", "audiences": {"un"}, "expires": "2026-03"})
    named_only = said("Аталов", {"answer": "given", "audiences": {"un"}, "scope": "name"})
    both = said(
        "Екеуов",
        {"answer": "given", "audiences": {"un", "public"}, "expires": "2026-11"},
        {"answer": "refused", "audiences": {"public"}, "date": "2026-02-01"},
    )
    assert ids(office, "person", "no consent recorded") == {never}
    assert ids(office, "person", "consent refused") == {no, back, both}
    assert ids(office, "person", "no consent in force") == {never, no, back, over}
    assert ids(office, "person", "no consent for the UN") == {never, no, back, over, named_only}
    assert ids(office, "person", "нет согласия на публикацию") == {never, no, back, over, named_only, both}
    assert yes not in ids(office, "person", "no consent for the press")


def test_small_words_between_filters_are_nothing_to_look_for(office: Office) -> None:
    here = named(office, "Сампелұлы", region="KZ-75")
    named(office, "Сампелов", region="KZ-61")
    ban(office, here, "2026-01-01", "2027-01-01")
    text = "people in Almaty with a restriction in force"
    assert {hit.id for hit in searching.find_narrowed(office, text, day=DAY)} == {here}
    meant = searching.meant(office, text, day=DAY)
    assert [chip.label for chip in meant.chips] == ["People", "Almaty", "restriction in force"]
    assert meant.query.words == ""


def test_what_was_changed_since_a_day_is_found_by_when_it_came(new_office: Callable[..., Office]) -> None:
    clock = [datetime(2026, 10, 1, 12, tzinfo=UTC)]
    office = new_office(clock=lambda: clock[0])
    before = named(office, "Сампелұлы")
    untouched = named(office, "Старов")
    clock[0] = datetime(2026, 11, 10, 12, tzinfo=UTC)
    after = named(office, "Тестов")
    add(office, "restriction", person=before, kind="travel_ban")
    assert ids(office, "person", "changed since 1 Nov 2026") == {before, after}
    assert ids(office, "person", "changed since 1 Sep 2026") == {before, after, untouched}
    assert ids(office, "person", "changed since 12 Nov 2026") == set()
    for ancient in ("0001", "0900", "1 Jan 1969"):
        assert ids(office, "person", f"changed since {ancient}") == {before, after, untouched}
    assert ids(office, "person", "changed since 9999-12-31") == set()


def test_a_wrong_guess_that_finds_nothing_is_taken_as_words(office: Office) -> None:
    fund = add(office, "organisation", name="In Force Fund")
    assert {hit.id for hit in searching.find_narrowed(office, "in force fund")} == {fund}


def test_kinds_that_are_named_are_the_only_ones(office: Office) -> None:
    person = named(office, "Сампелұлы")
    event = add(office, "event", title="Сампелұлы is tried")
    assert {hit.id for hit in searching.find_narrowed(office, "events Сампелұлы")} == {event}
    assert {hit.id for hit in searching.find_narrowed(office, "people Сампелұлы")} == {person}


def test_everything_a_search_finds_is_handed_over_however_many_pages_it_takes(office: Office) -> None:
    generate.people(office, 1_300, seed=2)
    found, whole = searching.everything(office, "people not known here", ("person",))
    assert (found, whole) == ((), True)
    found, whole = searching.everything(office, "people no consent", ("person",))
    assert whole
    with office.read() as session:
        none = session.connection().exec_driver_sql(
            "SELECT count(*) FROM record WHERE kind = 'person' AND status = 'here' AND id NOT IN "
            "(SELECT now FROM link WHERE kind = 'consent' AND field = 'person')"
        )
        assert len(found) == len(set(found)) == none.scalar_one()


def test_what_was_understood_is_said_and_can_be_taken_back(office: Office) -> None:
    meant = searching.meant(office, "restriction in force Turkistan Bokaev", "en", day=DAY)
    assert meant.words == "restriction in force · Turkistan Region · Restrictions · words: Bokaev"
    russian = searching.meant(office, "ограничения в силе Туркестан", "ru", day=DAY)
    assert russian.words == "действующее ограничение · Туркестанская область · Ограничения"
    chip = meant.chips[0]
    assert searching.meant(office, chip.as_words, "en", day=DAY).words == ""
    assert searching.meant(office, "Bokaev").words == ""


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("Bokaev in fo", "in force"),
        ("restr", "restriction in force"),
        ("turk", "Turkistan Region"),
        ("wom", "tag Women's rights"),
        ("city", "city of Astana"),
    ],
)
def test_filters_are_offered_while_one_types(office: Office, typed: str, phrase: str) -> None:
    (offer, *_) = [one for one in searching.offered(office, typed) if one.phrase == phrase]
    assert searching.meant(office, offer.text).chips


def test_every_offer_is_understood_as_a_filter(office: Office) -> None:
    from kzcase.search.filters import offers

    for language in ("en", "ru", "kk"):
        with office.read() as session:
            for phrase in offers._phrases(session.connection(), language, ""):
                assert searching.meant(office, f"x {phrase}", language).chips, phrase


TYPED = (
    "in force",
    "ends within 60 days",
    "article 405",
    "274(4)",
    "Turkistan Region",
    "no consent",
    "unanswered",
    "detained",
    "conflict",
    "changed since 1 Jan 2020",
    "tag fictional",
    "fictional in force",
    "in force Turkistan Region article 405",
    "Turkistan",
    "405",
)
MOST_STATEMENTS, MOST_STEPS = 60, 50_000


@pytest.mark.parametrize("number", [1_000, pytest.param(4_000, marks=pytest.mark.soak)])
def test_a_filter_costs_a_bounded_amount_whatever_stands_behind_it(office: Office, number: int) -> None:
    generate.people(office, number, seed=1)
    for typed in TYPED:
        for kind in ("person", "restriction", "letter"):
            query = ListQuery(kind, filter=typed, columns=("title",), day=DAY)
            with counted(office) as seen:
                lists.page(office, query)
                lists.count(office, kind, typed, day=DAY)
            assert seen["statements"] <= MOST_STATEMENTS, (typed, kind)
            assert seen["steps"] <= MOST_STEPS, (typed, kind)
        with counted(office) as seen:
            searching.find_narrowed(office, typed, limit=24, day=DAY)
        assert seen["statements"] <= 150, typed
        assert seen["steps"] <= MOST_STEPS, typed


def test_no_text_at_all_breaks_the_search_with_filters(sample: Office) -> None:
    pieces = st.sampled_from(
        [
            *(
                "in force",
                '"',
                "405",
                "274(4)",
                "region",
                "облысы",
                "changed since",
                "1",
                "#",
                "tag women",
                "people",
            ),
            *(
                "\x00",
                "\ud800",
                "ё",
                "İ",
                "*",
                "NEAR(",
                "ends within 9999 months",
                "conflict",
                "detained",
                "Астана",
            ),
            *("kind:person", "kind:none", "unanswered", "article 999", "'; DROP TABLE record; --"),
        ]
    )

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(st.characters(), max_size=60) | st.lists(pieces, max_size=8).map(" ".join))
    def holds(typed: str) -> None:
        assert len(searching.find_narrowed(sample, typed, limit=3)) <= 3
        searching.meant(sample, typed, "kk", kind="person")
        searching.offered(sample, typed, "ru")
        lists.page(sample, ListQuery("restriction", filter=typed, columns=("title",)))
        lists.count(sample, "person", typed)

    holds()
