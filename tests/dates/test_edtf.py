from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcase.dates.edtf import DateError, Edge, Edtf, Moment, parse_edtf, read_date
from kzcase.errors import KzcaseError

LANGUAGES = ("en", "ru", "kk")


def years() -> st.SearchStrategy[int]:
    return st.integers(min_value=1, max_value=9999)


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    qualifier = draw(st.sampled_from(["", "", "?", "~", "%"]))
    day = draw(st.dates())
    year, month = f"{day.year:04}", f"{day.month:02}"
    shape = draw(st.integers(min_value=0, max_value=7))
    return [
        Moment(year, month, f"{day.day:02}", qualifier),
        Moment(year, month, "", qualifier),
        Moment(year, "", "", qualifier),
        Moment(year, month, "XX", qualifier),
        Moment(year, "XX", "", qualifier),
        Moment(year, "XX", "XX", qualifier),
        Moment(f"{day.year // 10:03}X", "", "", qualifier),
        Moment(f"{day.year // 100:02}XX", "", "", qualifier),
    ][shape]


@st.composite
def edtfs(draw: st.DrawFn) -> Edtf:
    first = draw(moments())
    match draw(st.integers(min_value=0, max_value=5)):
        case 0:
            return Edtf(first, draw(st.sampled_from(Edge)))
        case 1:
            return Edtf(draw(st.sampled_from(Edge)), first)
        case 2:
            other = draw(moments())
            return Edtf(*sorted([first, other], key=lambda moment: (moment.earliest, moment.latest)))
        case _:
            return Edtf(first)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-08-12", date(2020, 8, 12), date(2020, 8, 12)),
        ("2019~", date(2019, 1, 1), date(2019, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("20XX?", date(2000, 1, 1), date(2099, 12, 31)),
        ("2020-06-XX", date(2020, 6, 1), date(2020, 6, 30)),
        ("2004-XX", date(2004, 1, 1), date(2004, 12, 31)),
        ("1985-XX-XX%", date(1985, 1, 1), date(1985, 12, 31)),
        ("2016/2018-03", date(2016, 1, 1), date(2018, 3, 31)),
        ("2019/..", date(2019, 1, 1), None),
        ("../2019-05-02", None, date(2019, 5, 2)),
        ("/2019", None, date(2019, 12, 31)),
        ("2019-11/", date(2019, 11, 1), None),
    ],
)
def test_edtf_says_its_first_and_last_day(text: str, earliest: date | None, latest: date | None) -> None:
    value = parse_edtf(text)
    assert str(value) == text
    assert (value.earliest, value.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "202",
        "2020-",
        "2020-1",
        "2020-13",
        "2020-00",
        "2020-02-30",
        "1900-02-29",
        "2021-02-29",
        "20200812",
        "2020-21",
        "0000",
        "Y170000",
        "-0050",
        "2020-XX-12",
        "201X-05",
        "2XXX",
        "XXXX",
        "2020-06~-12",
        "?2020",
        "[2016,2018]",
        "{2016}",
        "2018/2016",
        "../..",
        "/",
        "../",
        "2016/2017/2018",
        "2020-08-12T10:00",
        "2020-08-12 ",
        "２０２０",
        "2020-08-1２",
        "12.08.2020",
        "..",
    ],
)
def test_strict_reading_refuses_everything_else_in_words(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    assert isinstance(caught.value, KzcaseError)
    assert caught.value.what.endswith(".")
    assert caught.value.remedy


def test_a_day_that_never_was_is_named_with_what_its_month_has() -> None:
    with pytest.raises(DateError, match=r"There is no 29 February 1900\. February 1900 has 28 days\."):
        parse_edtf("1900-02-29")


def test_a_date_in_another_form_is_told_how_to_write_it() -> None:
    with pytest.raises(DateError, match="2020-06-12, 2020-06, 2020"):
        parse_edtf("31.12.2020")


def test_seasons_are_refused_by_name() -> None:
    with pytest.raises(DateError, match="Seasons"):
        parse_edtf("2020-21")


@given(edtfs())
def test_the_canonical_text_reads_back_as_the_same_value(value: Edtf) -> None:
    assert parse_edtf(str(value)) == value
    assert read_date(str(value)) == value


@given(edtfs())
def test_earliest_is_never_after_latest_and_the_margin_only_widens(value: Edtf) -> None:
    first, last = value.earliest, value.latest
    fuzzy_first, fuzzy_last = value.fuzzy
    assert first is None or last is None or first <= last
    assert first is None or (fuzzy_first is not None and fuzzy_first <= first)
    assert last is None or (fuzzy_last is not None and fuzzy_last >= last)


@given(edtfs(), st.sampled_from(LANGUAGES), st.booleans())
def test_what_is_shown_can_be_typed_back(value: Edtf, language: str, in_words: bool) -> None:
    assert read_date(value.show(language, in_words=in_words), language) == value


@given(edtfs(), edtfs())
def test_the_sort_key_orders_by_the_first_possible_day(one: Edtf, other: Edtf) -> None:
    if one.earliest is not None and other.earliest is not None and one.earliest < other.earliest:
        assert one.sort_key < other.sort_key
    if one.earliest is None and other.earliest is not None:
        assert one.sort_key < other.sort_key
    assert (one.sort_key == other.sort_key) == (one == other)


def test_the_broader_date_sorts_above_the_days_it_holds() -> None:
    texts = ["2020-01-01", "2020", "2020-01", "2020/..", "../2019", "2019-12-31"]
    ordered = sorted(texts, key=lambda text: parse_edtf(text).sort_key)
    assert ordered == ["../2019", "2019-12-31", "2020", "2020/..", "2020-01", "2020-01-01"]


def test_only_a_single_undoubted_day_is_precise() -> None:
    assert parse_edtf("2020-08-12").precise
    assert parse_edtf("2020-08-12").day == date(2020, 8, 12)
    for text in ("2020-08-12?", "2020-08", "2020-08-12/2020-08-13", "2020-08-12/.."):
        assert not parse_edtf(text).precise
        assert parse_edtf(text).day is None


def test_a_day_of_the_calendar_becomes_its_edtf() -> None:
    assert str(Edtf.of(date(987, 3, 4))) == "0987-03-04"


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        ("2020-08-12", "12 Aug 2020", "12 авг. 2020", "2020 ж. 12 там."),
        ("2020-06", "June 2020", "июнь 2020", "2020 ж. маусым"),
        ("2019", "2019", "2019", "2019 ж."),
        ("2019~", "about 2019", "примерно 2019", "шамамен 2019 ж."),
        ("2019?", "2019?", "2019?", "2019 ж.?"),
        ("2019%", "about 2019?", "примерно 2019?", "шамамен 2019 ж.?"),
        ("201X", "2010s", "2010-е", "2010-жылдар"),
        ("2016/2018", "2016 to 2018", "с 2016 по 2018", "2016 ж. – 2018 ж."),
        (
            "2020-06/2020-08",
            "June 2020 to August 2020",
            "с июня 2020 по август 2020",
            "2020 ж. маусым – 2020 ж. тамыз",
        ),
        ("2022-01/..", "since January 2022", "с января 2022", "2022 ж. қаңтардан бастап"),
        ("../2019", "until 2019", "по 2019", "2019 жылға дейін"),
        ("2019/", "since 2019, end unknown", "с 2019, конец неизвестен", "2019 жылдан бастап, соңы белгісіз"),
        (
            "/2019",
            "until 2019, start unknown",
            "по 2019, начало неизвестно",
            "2019 жылға дейін, басы белгісіз",
        ),
        (
            "2020-06-XX",
            "June 2020 (day unknown)",
            "июнь 2020 (день неизвестен)",
            "2020 ж. маусым (күні белгісіз)",
        ),
    ],
)
def test_a_date_has_one_form_in_each_language(text: str, english: str, russian: str, kazakh: str) -> None:
    value = parse_edtf(text)
    assert [value.show(language) for language in LANGUAGES] == [english, russian, kazakh]


def test_doubt_can_be_shown_in_a_word() -> None:
    assert parse_edtf("2019?").show("en", in_words=True) == "2019 (uncertain)"
    assert parse_edtf("2020-06-XX?").show("en", in_words=True) == "June 2020 (day unknown, uncertain)"


def test_a_language_without_words_is_shown_in_english() -> None:
    assert parse_edtf("2019~").show("fr") == "about 2019"


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for reader in (parse_edtf, read_date):
        try:
            value = reader(text)
        except DateError:
            continue
        assert parse_edtf(str(value)) == value


def test_edges_write_themselves_as_edtf_does() -> None:
    assert (str(Edge.OPEN), str(Edge.UNKNOWN)) == ("..", "")
