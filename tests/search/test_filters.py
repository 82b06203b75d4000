from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.search.filters.parse import parse
from kzcase.search.filters.shapes import LONGEST, Filter, Key, Query

DAY = date(2026, 11, 23)
LABELS = {"tag": {"labour rights": "labour", "ә-топ": "own-1"}, "region": {"тестовый край": "own-r"}}


def read(text: str, kind: str = "") -> Query:
    return parse(text, DAY, kind=kind, takes=takes, labels=lambda name: LABELS.get(name, {}))


def takes(one: Filter, kind: str) -> bool:
    from kzcase.search.filters import answers

    return answers.takes(one, kind)


def told(text: str, kind: str = "") -> tuple[set[tuple[str, str]], str]:
    query = read(text, kind)
    return {(one.key.value, one.value) for one in query.filters}, query.words


RESTRICTIONS = ("kind", "restriction")
PEOPLE = ("kind", "person")


@pytest.mark.parametrize(
    ("text", "filters", "words"),
    [
        ("restriction in force", {("in_force", ""), RESTRICTIONS}, ""),
        ("people with a restriction in force", {("in_force", ""), PEOPLE}, ""),
        ("действующие ограничения", {("in_force", ""), RESTRICTIONS}, ""),
        ("күшіндегі шектеулер", {("in_force", ""), RESTRICTIONS}, ""),
        ("Bokaev in force", {("in_force", "")}, "Bokaev"),
        ("ends within 60 days", {("ends_within", "60")}, ""),
        ("ends within 2 weeks", {("ends_within", "14")}, ""),
        ("заканчивается через 30 дней", {("ends_within", "30")}, ""),
        ("30 күн ішінде аяқталады", {("ends_within", "30")}, ""),
        ("ends soon", {("ends_within", "60")}, ""),
        ("article 405", {("article", "405")}, ""),
        ("art. 405 CC", {("article", "cc-405")}, ""),
        ("ст. 405 УК", {("article", "cc-405")}, ""),
        ("УК 405", {("article", "cc-405")}, ""),
        ("405-бап", {("article", "405")}, ""),
        ("274(4)", {("article", "274/4")}, ""),
        ("274 (4)", {("article", "274/4")}, ""),
        ("ч. 4 ст. 274 УК", {("article", "cc-274/4")}, ""),
        ("ҚК 274-бап 4-бөлігі", {("article", "cc-274/4")}, ""),
        ("people 405", {PEOPLE, ("article", "405")}, ""),
        ("South Kazakhstan region", {("region", "KZ-61")}, ""),
        ("Turkistan Region", {("region", "KZ-61")}, ""),
        ("Южно-Казахстанская область", {("region", "KZ-61")}, ""),
        ("в Туркестанской области", {("region", "KZ-61")}, ""),
        ("Түркістан облысы", {("region", "KZ-61")}, ""),
        ("Almaty region", {("region", "KZ-19")}, ""),
        ("city of Almaty", {("region", "KZ-75")}, ""),
        ("Алматы қаласы", {("region", "KZ-75")}, ""),
        ("people in Nur-Sultan", {PEOPLE, ("region", "KZ-71")}, ""),
        ("люди Нур–Султан", {PEOPLE, ("region", "KZ-71")}, ""),
        ("Тестовый край область", {("region", "own-r")}, ""),
        ("no consent recorded", {("no_consent", "")}, ""),
        ("без согласия", {("no_consent", "")}, ""),
        ("келісімсіз", {("no_consent", "")}, ""),
        ("no consent in force", {("no_consent", "any"), PEOPLE}, ""),
        ("people with no consent for the UN", {("no_consent", "un"), PEOPLE}, ""),
        ("no consent in force to embassies", {("no_consent", "diplomatic"), PEOPLE}, ""),
        ("нет согласия на публикацию", {("no_consent", "public"), PEOPLE}, ""),
        ("без действующего согласия", {("no_consent", "any"), PEOPLE}, ""),
        ("БҰҰ үшін келісім жоқ", {("no_consent", "un"), PEOPLE}, ""),
        ("БҰҰ-ға келісім берілмеген", {("no_consent", "un"), PEOPLE}, ""),
        ("Біріккен Ұлттар Ұйымына келісім жоқ", {("no_consent", "un"), PEOPLE}, ""),
        ("БҰҰ-да жариялауға келісім жоқ", {("no_consent", "un_public"), PEOPLE}, ""),
        ("елшіліктерге келісім жоқ", {("no_consent", "diplomatic"), PEOPLE}, ""),
        ("жұртшылыққа келісім жоқ", {("no_consent", "public"), PEOPLE}, ""),
        ("әріптестерге күшіндегі келісім жоқ", {("no_consent", "partner"), PEOPLE}, ""),
        ("қорғаушыға келісім берген жоқ", {("no_consent", "lawyer"), PEOPLE}, ""),
        ("күшіндегі келісім жоқ", {("no_consent", "any"), PEOPLE}, ""),
        ("people who refused consent", {("consent_refused", ""), PEOPLE}, ""),
        ("consent withdrawn Almaty", {("consent_refused", ""), ("region", "KZ-75"), PEOPLE}, ""),
        ("согласие отозвано", {("consent_refused", ""), PEOPLE}, ""),
        ("келісім бермеген", {("consent_refused", ""), PEOPLE}, ""),
        (
            "people in Almaty with restriction in force",
            {PEOPLE, ("region", "KZ-75"), ("in_force", "")},
            "",
        ),
        ("People, in Almaty, under an article 405", {PEOPLE, ("region", "KZ-75"), ("article", "405")}, ""),
        ("В Алматы люди и действует", {PEOPLE, ("region", "KZ-75"), ("in_force", "")}, ""),
        ("адамдар мен Алматы күшінде", {PEOPLE, ("region", "KZ-75"), ("in_force", "")}, ""),
        ("people Бокаев В in force", {PEOPLE, ("in_force", "")}, "Бокаев В"),
        ("letter unanswered", {("unanswered", ""), ("kind", "letter")}, ""),
        ("письма без ответа", {("unanswered", ""), ("kind", "letter")}, ""),
        ("жауапсыз хаттар", {("unanswered", ""), ("kind", "letter")}, ""),
        ("letters to embassy", {("kind", "letter")}, "embassy"),
        ("in exile", {("liberty", "abroad")}, ""),
        ("detained Almaty", {("liberty", "held"), ("region", "KZ-75")}, ""),
        ("на свободе", {("liberty", "at_liberty")}, ""),
        ("бостандықта", {("liberty", "at_liberty")}, ""),
        ("conflict", {("conflict", "")}, ""),
        ("changed since 1 Nov", {("changed_since", "2026-11-01")}, ""),
        ("changed since 1 Dec", {("changed_since", "2025-12-01")}, ""),
        ("since yesterday", {("changed_since", "2026-11-22")}, ""),
        ("изменено с 1 ноября", {("changed_since", "2026-11-01")}, ""),
        ("1 қарашадан бері өзгерген", {("changed_since", "2026-11-01")}, ""),
        ("tag labour rights", {("tag", "labour")}, ""),
        ("#labour", {("tag", "labour")}, ""),
        ('tag "Ә-топ" people', {("tag", "own-1"), PEOPLE}, ""),
        ("people", {PEOPLE}, ""),
        (
            "People in force Turkistan art. 405 no consent Серіков",
            {PEOPLE, ("in_force", ""), ("region", "KZ-61"), ("article", "405"), ("no_consent", "")},
            "Серіков",
        ),
    ],
)
def test_what_people_say_is_understood(text: str, filters: set[tuple[str, str]], words: str) -> None:
    assert told(text) == (filters, words)


@pytest.mark.parametrize(
    "text",
    [
        "Bokaev",
        "Нур-Султан",
        "Turkistan",
        "Абай",
        "405",
        "person",
        "enforced",
        "cases of letters"[:4],
        "People's Party"[:0] + "Peoples",
        "tag unheard of",
        "since when",
        "12 2020",
    ],
)
def test_what_may_well_be_words_stays_words(text: str) -> None:
    assert told(text) == (set(), text)


def test_a_name_that_is_also_a_regions_stays_a_name_beside_filters() -> None:
    assert told("Абай in force") == ({("in_force", "")}, "Абай")
    assert told("Абай облысы in force") == ({("in_force", ""), ("region", "KZ-10")}, "")


def test_in_the_list_of_a_kind_only_its_own_filters_are_filters() -> None:
    assert told("letter", "document") == (set(), "letter")
    assert told("letters in force", "person") == ({("in_force", "")}, "letters")
    assert told("in force", "document") == (set(), "in force")
    assert told("restriction in force", "restriction") == ({("in_force", "")}, "")
    assert told("274(4)", "restriction") == (set(), "274(4)")


def test_a_wrong_guess_is_taken_back_by_quotes() -> None:
    query = read("Bokaev in force")
    (one,) = query.filters
    again = read(query.as_words(one))
    assert again.text == 'Bokaev "in force"'
    assert not again.filters
    assert again.words == 'Bokaev "in force"'
    assert query.without(one) == "Bokaev"


def test_what_stands_in_quotes_is_words_whatever_quotes_they_are() -> None:
    for quoted in ('"in force"', "«in force»", "“in force”", '"in force'):
        assert not read(f"Bokaev {quoted}").filters


def test_initials_are_no_small_words() -> None:
    assert read("С in force").words == "С"
    assert read("с in force").words == ""


NASTY = st.text(st.characters(), max_size=300) | st.lists(
    st.sampled_from(
        [
            "in force",
            '"',
            "405",
            "(4)",
            "region",
            "облысы",
            "since",
            "1",
            "#",
            "tag",
            "people",
            "\x00",
            "ё",
            "İ",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(NASTY, st.sampled_from(["", "person", "document"]))
def test_any_text_is_read_and_every_piece_stands_where_it_is_said(text: str, kind: str) -> None:
    query = read(text, kind)
    assert len(query.text) <= LONGEST
    last = 0
    for one in query.filters:
        assert 0 <= one.start <= one.end <= len(query.text)
        if one.end > one.start:
            assert one.start >= last
            last = one.end
    for one in query.filters:
        if one.end > one.start and '"' not in query.text:
            assert one.key not in {
                other.key for other in read(query.as_words(one), kind).filters if other.start == one.start
            }


def test_only_the_beginning_of_a_pasted_page_is_read() -> None:
    assert len(read("in force " * 5_000).text) == LONGEST


def test_every_filter_can_be_asked_of_some_kind() -> None:
    from kzcase.models.base import kinds

    values = {Key.ENDS_WITHIN: "5", Key.ARTICLE: "405", Key.KIND: "person", Key.CHANGED_SINCE: "2026-01-01"}
    for key in Key:
        assert any(takes(Filter(key, values.get(key, "x")), kind) for kind in kinds())
