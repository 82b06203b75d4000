"""Spreadsheets: what is read, where it goes, what is refused; the same file twice changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kzcase.errors import KzcaseError
from kzcase.exchange import sheets
from kzcase.exchange.sheets import Mapping, MappingError
from kzcase.exchange.sheets.grid import neutral, restored
from kzcase.exchange.sheets.mapping import as_toml, resolve
from kzcase.services import lists, records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from tests.soak import examples

REGISTER = """ФИО;Дата рождения;Пол;Статья;Наказание;Срок;Область
Мысалов Үлгі Болатұлы;12.03.1984;м;ст. 405 УК РК;Ограничение свободы;3 года;Алматинская область
Примерова Анна Ивановна;1990 г.;жен;405 УК;Лишение права занимать определенную должность или заниматься \
определенной деятельностью;2 года 6 месяцев;Ақтөбе облысы
"""


def register(folder: Path, text: str = REGISTER, name: str = "register.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def planned(office: Office, path: Path, **changes: Any) -> sheets.SheetPlan:
    grid = sheets.read(path)
    return sheets.plan(office, grid, replace(sheets.propose(grid).mapping, **changes))


def all_of(office: Office, kind: str) -> list[dict[str, Any]]:
    found = lists.page(office, lists.ListQuery(kind, limit=500)).rows
    return [dict(records.view(office, row.id).fields) for row in found]


def counts(plan: sheets.SheetPlan) -> tuple[int, int, int, int]:
    report = plan.report()
    return report["new"], report["changed"], report["same"], len(report["refused"])


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("kz1048", "Windows Kazakh (KZ-1048)"),
    ],
)
def test_the_encoding_is_detected_and_said(tmp_path: Path, encoding: str, shown: str) -> None:
    grid = sheets.read(register(tmp_path, encoding=encoding))
    assert grid.detected.encoding == shown
    assert grid.rows[0][1][0] == "Мысалов Үлгі Болатұлы"


def test_russian_of_windows_is_read_as_such(tmp_path: Path) -> None:
    grid = sheets.read(register(tmp_path, "Имя;Город\nПётр №1;«Семей»\n", encoding="cp1251"))
    assert grid.detected.encoding == "Windows-1251 (Cyrillic)"
    assert grid.rows[0][1] == ("Пётр №1", "«Семей»")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_guessed(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(
        delimiter.join(row) for row in (("name", "born"), ("Doe John", "1980"), ("Roe Ann", "1981"))
    )
    grid = sheets.read(register(tmp_path, text))
    assert grid.detected.delimiter == delimiter
    assert grid.headings == ("name", "born")


def test_headings_are_the_first_full_row_and_each_stands_once(tmp_path: Path) -> None:
    grid = sheets.read(register(tmp_path, "Register of 2026;;\n\nname;name;\na;b;c\n"))
    assert grid.headings == ("name", "name (2)", "Column 3")
    assert grid.rows == ((4, ("a", "b", "c")),)


def test_one_row_becomes_a_person_with_a_name_and_a_restriction(office: Office, tmp_path: Path) -> None:
    plan = planned(office, register(tmp_path))
    assert counts(plan) == (6, 0, 0, 0)
    sheets.apply(office, plan)
    born = {one["born"]: one for one in all_of(office, "person")}
    assert born["1984-03-12"]["gender"] == "male"
    assert born["1990"]["region"] == "KZ-15"
    terms = {one["kind"]: one for one in all_of(office, "restriction")}
    assert terms["restriction_of_freedom"]["article"] == "cc-405"
    assert terms["deprivation_of_right"]["term"] == {"years": 2, "months": 6}
    assert {one["parts"]["family"] for one in all_of(office, "name")} == {"Мысалов", "Примерова"}


def test_the_same_file_twice_changes_nothing(office: Office, tmp_path: Path) -> None:
    sheets.apply(office, planned(office, register(tmp_path)))
    again = planned(office, register(tmp_path))
    assert counts(again) == (0, 0, 6, 0)
    assert again.possibly == ()
    assert sheets.apply(office, again)["batch"] is None


def test_two_vaults_make_the_same_records_of_the_same_file(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    plans = [planned(new_office(), register(tmp_path)) for _ in range(2)]
    assert plans[0].plan.rows == plans[1].plan.rows


def test_a_bad_row_takes_nothing_in_and_says_why_while_good_ones_can(office: Office, tmp_path: Path) -> None:
    bad = "Неверный Пример;31.02.1984;м;ст. 405 УК;Ограничение воли;давно;Алматинская область\n"
    plan = planned(office, register(tmp_path, REGISTER + bad))
    reasons = {one.field: one.reason for one in plan.plan.refused}
    assert {one.where for one in plan.plan.refused} == {"row 4"}
    assert "31 February" in reasons["Дата рождения"]
    assert "ограничение свободы" in reasons["Наказание"]
    assert "Срок" in reasons
    assert plan.report()["new"] == 6
    assert plan.rows_refused == 1


def test_a_row_whose_record_breaks_a_rule_leaves_none_of_its_records(office: Office, tmp_path: Path) -> None:
    text = f"name,occupation\nDoe John,{'x' * 3_000}\nRoe Ann,poet\n"
    plan = planned(office, register(tmp_path, text))
    assert "longer than" in plan.plan.refused[0].reason
    assert {row.kind for row in plan.plan.rows} == {"person", "name"}
    assert len(plan.plan.rows) == 2


def test_a_key_column_changes_what_it_brought_before(office: Office, tmp_path: Path) -> None:
    text = "Reg No,name,occupation\n17,Doe John,poet\n"
    sheets.apply(office, planned(office, register(tmp_path, text)))
    later = planned(office, register(tmp_path, text.replace("poet", "journalist")))
    assert counts(later) == (0, 1, 1, 0)
    sheets.apply(office, later)
    assert [one["occupation"] for one in all_of(office, "person")] == ["journalist"]


def test_a_key_that_another_file_has_too_stops_and_asks(office: Office, tmp_path: Path) -> None:
    text = "Reg No,name\n17,Doe John\n"
    sheets.apply(office, planned(office, register(tmp_path, text)))
    with pytest.raises(KzcaseError, match="namespace"):
        planned(office, register(tmp_path, text.replace("Doe John", "Roe Ann"), name="other.csv"))


def test_the_same_again_does_not_take_back_what_somebody_corrected(office: Office, tmp_path: Path) -> None:
    text = "Reg No,name,occupation\n17,Doe John,poet\n"
    sheets.apply(office, planned(office, register(tmp_path, text)))
    person = lists.page(office, lists.ListQuery("person")).rows[0].id
    view = records.view(office, person)
    records.save(office, Draft("person", person, {"occupation": "writer"}, view.heads))
    assert counts(planned(office, register(tmp_path, text)))[1] == 0


def test_an_id_column_changes_that_record_and_keeps_its_name(office: Office, tmp_path: Path) -> None:
    person = _person(office, "Doe", "John")
    text = f"id,name,occupation\n{person},John Doe,poet\n"
    plan = planned(office, register(tmp_path, text))
    assert counts(plan) == (0, 1, 0, 0)
    sheets.apply(office, plan)
    assert records.view(office, person).fields["occupation"] == "poet"


def test_a_record_is_found_by_a_field_that_only_it_has(office: Office, tmp_path: Path) -> None:
    person = _person(office, "Doe", "John", identity_document="X1")
    text = "IIN,occupation\nX1,poet\n"
    plan = planned(office, register(tmp_path, text), match="identity_document")
    assert [row.record for row in plan.plan.rows] == [person]


def test_what_may_be_withheld_makes_no_id(office: Office, tmp_path: Path) -> None:
    one = planned(office, register(tmp_path, "name,born\nDoe John,1980\n"))
    other = planned(office, register(tmp_path, "name,born\nDoe John,1981\n"))
    assert [row.record for row in one.plan.rows] == [row.record for row in other.plan.rows]


def test_namesakes_in_one_file_are_two_people_and_are_named(office: Office, tmp_path: Path) -> None:
    plan = planned(office, register(tmp_path, "name,born\nDoe John,1980\nDoe John,\n"))
    assert sum(row.kind == "person" for row in plan.plan.rows) == 2
    assert plan.possibly[0].where == "row 3"
    assert "row 2" in plan.possibly[0].title


def test_a_row_that_repeats_another_is_taken_once_and_told(office: Office, tmp_path: Path) -> None:
    plan = planned(office, register(tmp_path, "name,born\nDoe John,1980\nDoe John,1980\n"))
    assert plan.report()["new"] == 2
    assert any("row 3 repeats row 2" in one for one in plan.warnings)


def test_a_second_row_of_the_same_person_adds_a_restriction(office: Office, tmp_path: Path) -> None:
    second = REGISTER.splitlines()[1].replace("Ограничение свободы", "Домашний арест") + "\n"
    plan = planned(office, register(tmp_path, REGISTER + second))
    kinds = [row.kind for row in plan.plan.rows]
    assert (kinds.count("person"), kinds.count("restriction"), kinds.count("name")) == (2, 3, 2)


def test_people_who_may_be_here_are_named_before_anything_is_written(office: Office, tmp_path: Path) -> None:
    known = _person(office, "Мысалов", "Үлгі", born="1984-03-12")
    plan = planned(office, register(tmp_path))
    assert [one.id for one in plan.possibly] == [known]
    assert plan.possibly[0].reasons
    kept = sheets.held_back(office, plan)
    assert sum(row.kind == "person" for row in kept.plan.rows) == 1
    assert kept.rows_refused == 1


def test_a_link_is_found_by_its_name_or_refused(office: Office, tmp_path: Path) -> None:
    text = "name,article,kind of restriction,court\nDoe John,cc-405,bail,Medeu court\n"
    plan = planned(office, register(tmp_path, text))
    assert [(one.kind, one.text, one.rows) for one in plan.missing] == [
        ("organisation", "Medeu court", ("row 2",))
    ]
    assert plan.plan.rows == ()
    court = records.new_id()
    records.save(office, Draft("organisation", court, {"name": "Медеу court"}))
    found = planned(office, register(tmp_path, text))
    assert [row.fields["imposed_by"] for row in found.plan.rows if row.kind == "restriction"] == [court]
    records.save(office, Draft("organisation", records.new_id(), {"name": "Medeu court"}))
    assert "2 records" in planned(office, register(tmp_path, text)).plan.refused[0].reason


def test_what_is_not_here_is_made_once_when_the_mapping_says_so(office: Office, tmp_path: Path) -> None:
    text = "name,restriction,court\nDoe John,bail,Medeu court\nRoe Ann,bail,Medeu court\nX Y,nonsense,No\n"
    plan = planned(office, register(tmp_path, text), create=("organisation",))
    made = [row.fields["name"] for row in plan.plan.rows if row.kind == "organisation"]
    assert made == ["Medeu court"]
    assert plan.rows_refused == 1


def test_constants_values_and_parts_go_where_the_mapping_says(office: Office, tmp_path: Path) -> None:
    path = register(tmp_path, "Surname,First,Art,Years\nDoe,John,four-o-five,3\nRoe,Ann,,\n")
    mapping = Mapping(
        "person",
        {
            "Surname": "name.parts.family",
            "First": "name.parts.given",
            "Art": "restriction.article",
            "Years": "restriction.term.years",
        },
        constants={"restriction.kind": "restriction_of_freedom", "region": "Abai Region"},
        values={"Art": {"four-o-five": "cc-405"}},
    )
    sheets.save(mapping, tmp_path / "m.toml")
    assert sheets.load(tmp_path / "m.toml") == mapping
    plan = sheets.plan(office, sheets.read(path), mapping)
    rows = {row.kind: row.fields for row in reversed(plan.plan.rows)}
    assert rows["name"]["parts"] == {"family": "Doe", "given": "John"}
    assert rows["person"]["region"] == "KZ-10"
    assert rows["restriction"]["article"] == "cc-405"
    assert rows["restriction"]["term"] == {"years": 3}
    assert sum(row.kind == "restriction" for row in plan.plan.rows) == 1


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(
    st.dictionaries(WORDS, WORDS, max_size=4),
    st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, min_size=1), max_size=3),
)
def test_a_mapping_file_says_what_the_mapping_says(
    columns: dict[str, str], values: dict[str, dict[str, str]]
) -> None:
    import tomllib

    from kzcase.exchange.sheets.mapping import of_plain

    mapping = Mapping("person", columns, values=values, key="№\x7f", create=("organisation",))
    assert of_plain(tomllib.loads(as_toml(mapping))) == mapping


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        (Mapping("nobody", {"a": "born"}), "no kind"),
        (Mapping("person", {"a": "born", "b": "born"}), "both go"),
        (Mapping("person", {"a": "soul"}), "no field"),
        (Mapping("person", {"a": "letter.subject"}), "belongs to"),
        (Mapping("person", {"a": "born.year"}), "no part"),
        (Mapping("person", {"z": "born"}), "in the sheet"),
        (Mapping("person", {"a": "born"}, key="z"), "no column"),
        (Mapping("person", {"a": "born"}, match="region"), "found by"),
        (Mapping("person", {"a": "born"}, create=("restriction",)), "name alone"),
        (Mapping("person", {"a": "merged_into"}), "no field"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(
    office: Office, tmp_path: Path, mapping: Mapping, reason: str
) -> None:
    grid = sheets.read(register(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(MappingError, match=reason):
        sheets.plan(office, grid, mapping)


def test_a_workbook_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["name", "born", "n", "share", "yes", "when"])
    sheet.append(["Doe John", date(1984, 3, 12), 3, 0.5, True, datetime(2020, 1, 2, 10, 30)])
    book.create_sheet("second").append(["other"])
    book.save(tmp_path / "a.xlsx")
    grid = sheets.read(tmp_path / "a.xlsx")
    assert grid.rows == ((2, ("Doe John", "1984-03-12", "3", "0.5", "yes", "2020-01-02 10:30")),)
    assert grid.detected.sheets == ("Sheet", "second")
    assert sheets.read(tmp_path / "a.xlsx", sheet="second").headings == ("other",)
    with pytest.raises(KzcaseError, match="no sheet"):
        sheets.read(tmp_path / "a.xlsx", sheet="third")


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet.append(["born"])
    sheet.append([date(1984, 3, 12)])
    book.save(tmp_path / "mac.xlsx")
    assert sheets.read(tmp_path / "mac.xlsx").rows[0][1] == ("1984-03-12",)


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)
NASTY = st.text("=+-@\t\r\n',;|\"a1 ＝", max_size=12)


@given(st.one_of(CELLS, NASTY))
def test_what_could_be_a_formula_is_made_harmless_and_comes_back(text: str) -> None:
    assert restored(neutral(text)) == text
    assert not neutral(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
    for mark in ",;\t\n":
        assert not any(f"{mark}{one}" in neutral(text) for one in "=+-@")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
@given(st.lists(st.tuples(NASTY, CELLS.filter(lambda text: text.isprintable())), min_size=1, max_size=5))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, ending: str, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / f"table.{ending}"
    said = [(one.replace("\r", "") if ending == "xlsx" else one, two) for one, two in rows]
    sheets.write_table(path, ["first", "second", "last"], [[*row, "."] for row in said])
    found = [row for _, row in sheets.read(path).rows]
    assert found == [(*row, ".") for row in said]


def test_no_cell_of_a_written_file_is_a_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    texts = ["=1+1", "+77010000000", "-1", "@sum", "\tx", "a;=1", "plain"]
    sheets.write_table(tmp_path / "t.xlsx", texts, [texts])
    for row in load_workbook(tmp_path / "t.xlsx").active.iter_rows():  # type: ignore[union-attr]
        assert [cell.data_type for cell in row] == ["s"] * len(texts)
        assert [cell.value for cell in row] == texts
    sheets.write_table(tmp_path / "t.csv", texts, [texts])
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            assert line == ["'=1+1", "'+77010000000", "'-1", "'@sum", "'\tx", "a;'=1", "plain"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_kind_of_the_sample_comes_back_as_it_was(
    sample: Office, tmp_path: Path, ending: str, language: str
) -> None:
    for kind in ("person", "restriction", "prosecution", "name", "organisation", "sentence", "penalty"):
        path = tmp_path / f"{kind}.{ending}"
        written = sheets.write_records(sample, path, kind, language=language)
        grid = sheets.read(path)
        plan = sheets.plan(sample, grid, sheets.propose(grid, kind).mapping)
        assert counts(plan) == (0, 0, written, 0), (kind, plan.plan.refused[:3])


def test_what_is_changed_in_a_written_list_changes_nothing_else(sample: Office, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    sheets.write_records(sample, path, "person")
    text = path.read_text(encoding="utf-8-sig")
    person = text.splitlines()[1].split(",")[0].strip('"')
    grid = sheets.read(path)
    at = grid.headings.index("Occupation")
    changed = [
        (number, (*row[:at], "beekeeper", *row[at + 1 :]) if row[0] == person else row)
        for number, row in grid.rows
    ]
    plan = sheets.plan(sample, replace(grid, rows=tuple(changed)), sheets.propose(grid, "person").mapping)
    assert counts(plan)[:2] == (0, 1)
    before = dict(records.view(sample, person).fields)
    sheets.apply(sample, plan)
    assert dict(records.view(sample, person).fields) == {**before, "occupation": "beekeeper"}


def _person(office: Office, family: str, given: str, **fields: Any) -> str:
    person = records.new_id()
    records.save(office, Draft("person", person, fields))
    records.save(
        office,
        Draft("name", records.new_id(), {"person": person, "parts": {"family": family, "given": given}}),
    )
    return person


def test_the_mapping_of_the_manual_is_one(tmp_path: Path) -> None:
    manual = Path(__file__).resolve().parents[2] / "docs" / "manual" / "spreadsheets.md"
    text = next(one for one in manual.read_text(encoding="utf-8").split("```") if "[columns]" in one)
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    mapping = sheets.load(tmp_path / "m.toml")
    resolved = resolve(mapping, (*mapping.columns, mapping.key))
    assert len(resolved.columns) == len(mapping.columns)
    assert mapping.create == ("organisation",)
