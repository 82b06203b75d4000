from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import DateError, parse_edtf, read_date


def rows(table: str) -> list[tuple[str, str]]:
    split = (line.partition(" => ") for line in table.strip().splitlines())
    return [(typed, meant) for typed, _, meant in split]


READ = """
June 2020 => 2020-06
jun 2020 => 2020-06
Sept. 2020 => 2020-09
Decemb 2019 => 2019-12
12 Aug 2020 => 2020-08-12
Aug 12, 2020 => 2020-08-12
12th of August, 2020 => 2020-08-12
2020 August 12 => 2020-08-12
12-Aug-2020 => 2020-08-12
in June 2020 => 2020-06
12.08.2020 => 2020-08-12
12/08/2020 => 2020-08-12
12-08-2020 => 2020-08-12
12. 8. 2020 => 2020-08-12
2020.08.12 => 2020-08-12
2020/8/12 => 2020-08-12
12 08 2020 => 2020-08-12
08.2020 => 2020-08
8/2020 => 2020-08
2020-8 => 2020-08
12.08.2020 г. => 2020-08-12
12.08 2020 => 2020-08-12
01.02.2020 => 2020-02-01
~2019 => 2019~
2019~ => 2019~
c. 1984 => 1984~
circa 1984 => 1984~
about June 2020 => 2020-06~
1990? => 1990?
maybe 1990 => 1990?
~1990? => 1990%
between 2016 and 2018 => 2016/2018
from 2016 to 2018 => 2016/2018
2016–2018 => 2016/2018
June–August 2020 => 2020-06/2020-08
June 2020 to August => 2020-06/2020-08
12-15 Aug 2020 => 2020-08-12/2020-08-15
12 Aug 2020 - 15 => 2020-08-12/2020-08-15
12.08.2020 - 15.08.2020 => 2020-08-12/2020-08-15
12.08.2020-15.08.2020 => 2020-08-12/2020-08-15
since 2019 => 2019/..
from June 2019 => 2019-06/..
until 2018 => ../2018
up to May 2018 => ../2018-05
2019 to present => 2019/..
2010s => 201X
201x => 201X
about 2016 to 2018? => 2016~/2018?
в июне 2020 => 2020-06
12 августа 2020 года => 2020-08-12
12-го августа 2020 г. => 2020-08-12
около 2019 => 2019~
приблизительно в марте 2019 => 2019-03~
возможно, 2019 => 2019?
с 2019 => 2019/..
c 2019 года => 2019/..
с мая 2019 => 2019-05/..
не позднее мая 2019 => ../2019-05
не ранее 2019 => 2019/..
no later than May 2019 => ../2019-05
not before 5 May 2019 => 2019-05-05/..
с 2016 до 2018 => 2016/2018
Jun-2020 => 2020-06
12-Aug-2020 => 2020-08-12
2017г. => 2017
2020ж. => 2020
12.08.2020г. => 2020-08-12
пятница, 12 июня 2020 => 2020-06-12
Friday 12 June 2020 => 2020-06-12
12.VI.2020 => 2020-06-12
VI.2020 => 2020-06
2016 – н.в. => 2016/..
в ночь с 5 на 6 июня 2020 => 2020-06-05/2020-06-06
2020-06..2020-08 => 2020-06/2020-08
12-тамыз 2020 => 2020-08-12
2020-жылдың 12-тамызы => 2020-08-12
05.05.2020-дан бастап => 2020-05-05/..
05.05.2020-дан 06.06.2020-ға дейін => 2020-05-05/2020-06-06
жұма, 2020 жылғы 12 маусым => 2020-06-12
с 2016 по 2018 гг. => 2016/2018
между 2016 и 2018 => 2016/2018
с 12 по 15 августа 2020 г. => 2020-08-12/2020-08-15
с 2019 по настоящее время => 2019/..
2010-е => 201X
2010-х годах => 201X
201Х => 201X
2020-06-ХХ => 2020-06-XX
2020 жылғы 12 тамыз => 2020-08-12
2020 ж. маусым => 2020-06
12 тамыз 2020 ж. => 2020-08-12
2020 жылдың 12 тамызында => 2020-08-12
тамыздың 12-сі 2020 => 2020-08-12
шамамен 2019 => 2019~
2019 жыл шамасында => 2019~
мүмкін 2019 => 2019?
2019 жылдан бастап => 2019/..
2022 жылғы қаңтардан бері => 2022-01/..
2019-дан бастап => 2019/..
2019 жылға дейін => ../2019
2016 жылдан 2018 жылға дейін => 2016/2018
2016 мен 2018 аралығында => 2016/2018
2016 жылдың мамырынан 2018 жылдың маусымына дейін => 2016-05/2018-06
"""

REFUSED = """
2024-02-30 => There is no 30 February 2024.
30.02.2024 => There is no 30 February 2024.
29 Feb 1900 => There is no 29 February 1900.
31 июня 2020 => There is no 31 June 2020.
08/13/2020 => There is no month 13.
2019-20 => There is no month 20.
13 2020 => There is no month 13.
12 Aug => The year is missing.
12 августа => The year is missing.
May => The year is missing.
12.08 => The year is missing.
from June => The year is missing.
12.08.20 => The year has only two digits.
202 => The year needs four digits.
20200812 => Day, month and year run together.
12082020 => Day, month and year run together.
2020- => The date is not finished.
12-15 => The date is not finished.
since => The date is not finished.
between 2016 => The date is not finished.
2016 to => The date is not finished.
about => The date is not finished.
дейін => The date is not finished.
конец 2019 => "Beginning", "middle", "end" and parts of a year are not dates.
early 2020 => "Beginning", "middle", "end" and parts of a year are not dates.
2019 жылдың соңында => "Beginning", "middle", "end" and parts of a year are not dates.
весна 2020 => Seasons are not kept as dates.
2020 жазда => Seasons are not kept as dates.
2020-21 => Seasons are not kept as dates.
before 2019 => "Before" and "after" leave open whether the day itself counts.
после мая 2019 => "Before" and "after" leave open whether the day itself counts.
до 2019 => "Before" and "after" leave open whether the day itself counts.
до 5 мая 2019 => "Before" and "after" leave open whether the day itself counts.
by 2019 => "Before" and "after" leave open whether the day itself counts.
2019 жылдан кейін => "Before" and "after" leave open whether the day itself counts.
5 или 6 июня 2020 => One of two dates cannot be kept in one field.
2017 немесе 2018 => One of two dates cannot be kept in one field.
12 июня 2020, 10:00 => A date has no time of day here.
начало 2021 года => "Beginning", "middle", "end" and parts of a year are not dates.
кон. 2019 => "Beginning", "middle", "end" and parts of a year are not dates.
first half of 2020 => This cannot be read as a date.
yesterday => A date here is not counted from today.
неизвестно => There is no date in this.
2019 2020 => There seem to be two dates here.
June July 2020 => There seem to be two dates here.
2018 to 2016 => The interval ends before it begins.
Dec - Jan 2020 => The interval ends before it begins.
[2016..2018] => Sets of dates are not kept: one date or one interval is.
2020-08-12T10:00 => A date has no time of day here.
hello => This cannot be read as a date.
2019 and 2020 => This cannot be read as a date.
12 2020 May 3 => This cannot be read as a date.
2020! => This cannot be read as a date.
"""

RUSSIAN_MONTHS = [
    "январь января январю январём январе",
    "февраль февраля февралю февралем феврале",
    "март марта марту мартом марте",
    "апрель апреля апрелю апрелем апреле",
    "май мая маю маем мае",
    "июнь июня июню июнем июне",
    "июль июля июлю июлем июле",
    "август августа августу августом августе",
    "сентябрь сентября сентябрю сентябрём сентябре",
    "октябрь октября октябрю октябрём октябре",
    "ноябрь ноября ноябрю ноябрём ноябре",
    "декабрь декабря декабрю декабрём декабре",
]

KAZAKH_MONTHS = [
    "қаңтар қаңтардың қаңтарға қаңтарды қаңтарда қаңтардан қаңтармен қаңтары қаңтарында кантар",
    "ақпан ақпанның ақпанға ақпанды ақпанда ақпаннан ақпанмен ақпаны ақпанынан акпан",
    "наурыз наурыздың наурызға наурызды наурызда наурыздан наурызбен наурызында",
    "сәуір сәуірдің сәуірге сәуірді сәуірде сәуірден сәуірмен сәуірінде сауир",
    "мамыр мамырдың мамырға мамырды мамырда мамырдан мамырмен мамырындағы",
    "маусым маусымның маусымға маусымды маусымда маусымнан маусыммен маусымына",
    "шілде шілденің шілдеге шілдені шілдеде шілдеден шілдемен шілдесінде шилде",
    "тамыз тамыздың тамызға тамызды тамызда тамыздан тамызбен тамызынан",
    "қыркүйек қыркүйектің қыркүйекке қыркүйекті қыркүйекте қыркүйектен қыркүйекпен кыркуйек",
    "қазан қазанның қазанға қазанды қазанда қазаннан қазанмен қазанында",
    "қараша қарашаның қарашаға қарашаны қарашада қарашадан қарашамен қарашасында",
    "желтоқсан желтоқсанның желтоқсанға желтоқсанды желтоқсанда желтоқсаннан желтоқсанмен желтоксан",
]


SENTENCE = """12 2020 13 0 June мая тамыз - / . to с по ? ~ дейін бастап between and about 2020-08-12 201X
г. 2010-е unknown 2019-дан"""
PARTS = SENTENCE.split()


@pytest.mark.parametrize(("typed", "meant"), rows(READ))
def test_dates_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert str(read_date(typed)) == meant
    assert str(read_date(typed.upper())) == meant


@pytest.mark.parametrize(("number", "forms"), list(enumerate(RUSSIAN_MONTHS + KAZAKH_MONTHS)))
def test_every_case_of_every_month_is_known(number: int, forms: str) -> None:
    for form in forms.split():
        assert str(read_date(f"{form} 2020")) == f"2020-{number % 12 + 1:02}"


def test_white_space_of_any_kind_is_one_space() -> None:
    assert str(read_date("  2020\u00a0 ")) == "2020"
    assert str(read_date("12\u202fавг.\u00a02020")) == "2020-08-12"


@pytest.mark.parametrize(("typed", "what"), [("", "no date"), ("  ", "no date"), ("x" * 500, "too long")])
def test_nothing_and_too_much_are_refused(typed: str, what: str) -> None:
    with pytest.raises(DateError, match=what):
        read_date(typed)


def test_a_lone_latin_c_follows_the_language_in_use() -> None:
    assert str(read_date("c 2019")) == "2019~"
    assert str(read_date("c 2019", "ru")) == "2019/.."


@pytest.mark.parametrize(("typed", "what"), rows(REFUSED))
def test_what_is_no_date_is_refused_with_the_reason(typed: str, what: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(typed)
    assert caught.value.what == what
    assert caught.value.remedy


def test_examples_are_offered_in_the_language_in_use() -> None:
    with pytest.raises(DateError) as caught:
        read_date("12 августа", "ru")
    assert "июнь 2020" in caught.value.remedy


@given(st.lists(st.sampled_from(PARTS), max_size=7))
def test_any_sentence_of_date_words_is_read_or_refused(parts: list[str]) -> None:
    try:
        value = read_date(" ".join(parts))
    except DateError:
        return
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest
    assert parse_edtf(str(value)) == value


@given(st.dates())
def test_a_number_date_is_day_month_year(day: date) -> None:
    assert read_date(f"{day.day}.{day.month}.{day.year:04}").day == day
    assert read_date(f"{day.day:02}/{day.month:02}/{day.year:04}").day == day


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("весна 2020", '"с марта 2020 по май 2020"'),
        ("winter 2020", '"December 2019 to February 2020"'),
        ("зима 2020-2021", '"с декабря 2020 по февраль 2021"'),
        ("начало 2021", '"с января 2021 по март 2021"'),
        ("конец мая 2020", '"с 21 мая 2020 по 31 мая 2020"'),
        ("mid-June 2020", '"11 Jun 2020 to 20 Jun 2020"'),
        ("late 1990s", '"1997 to 1999"'),
        ("2020 жылдың басында", '"2020 ж. қаңтар – 2020 ж. наурыз"'),
    ],
)
def test_what_is_too_vague_is_answered_with_what_to_write_and_that_can_be_typed(
    text: str, offered: str
) -> None:
    with pytest.raises(DateError) as refused:
        read_date(text)
    assert offered in refused.value.remedy
    assert read_date(offered.strip('"')).is_interval


def test_examples_come_in_the_language_of_what_was_typed() -> None:
    for text, example in (("августа", "июнь 2020"), ("тамыз жылы", "2020 ж. маусым"), ("Aug", "June 2020")):
        with pytest.raises(DateError) as refused:
            read_date(text)
        assert example in refused.value.remedy
