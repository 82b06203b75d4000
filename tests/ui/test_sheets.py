"""A spreadsheet in the window: how it is understood, where columns go, what rows become, who is here."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kzcase.exchange import sheets
from kzcase.progress import quiet
from kzcase.services import lists, records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui import screens, theme
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists import saving
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.common.lists.saving import Wish
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import rich_labels
from kzcase.ui.common.worker import Worker
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.exchange.sheets.sheetview import SheetView
from kzcase.ui.exchange.sheets.targetline import Targets

Settle = Callable[[], None]
REGISTER = "№;ФИО;Дата рождения;Род занятий\n1;Мысалов Алмас;1984;поэт\n2;Примеров Ерлан;1990 г.;врач\n"


@pytest.fixture
def settle(qtbot: QtBot, worker: Worker, page: ExchangePage) -> Settle:
    """Wait until everything is answered, tried out and planned."""

    def waiting() -> bool:
        sheet = page.taking.sheet
        return sheet._pause.isActive() or sheet.columns._pause.isActive()

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(lambda: not worker.busy and not waiting(), timeout=60_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ExchangePage:
    made = ExchangePage(desk)
    qtbot.addWidget(made)
    made.resize(1130, 680)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def show(page: ExchangePage, settle: Settle) -> Callable[[Path], SheetView]:
    def shown(path: Path) -> SheetView:
        page.take_in([path])
        settle()
        return page.taking.sheet

    return shown


Show = Callable[[Path], SheetView]


def written(folder: Path, text: str = REGISTER, name: str = "register.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def known(office: Office, family: str = "Мысалов", given: str = "Алмас") -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    records.save_all(
        office,
        (Draft("person", one, {}), Draft("name", records.new_id(), {"person": one, "parts": parts})),
    )
    return one


def check(sheet: SheetView, settle: Settle) -> None:
    assert sheet.columns.go.isEnabled(), sheet.columns.error.text()
    sheet.columns.go.click()
    settle()
    assert sheet.step == "rows"


def people(office: Office) -> int:
    return len(lists.page(office, lists.ListQuery("person", limit=500)).rows)


# --- the columns ----------------------------------------------------------------------------------


def test_what_was_understood_is_said_and_the_first_rows_are_shown(
    show: Show, office: Office, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path, encoding="cp1251"))
    columns = sheet.columns
    assert columns.encoding.currentText() == "Windows-1251 (Cyrillic)"
    assert {heading: line.key for heading, line in columns.columns.lines.items()} == {
        "№": "",
        "ФИО": "name.parts",
        "Дата рождения": "born",
        "Род занятий": "occupation",
    }
    assert "New, Person, Мысалов Алмас" in columns.first.lines.text()
    assert ("Born", "—", "1984") in columns.record.fields.text()
    assert "2 rows, 3 of 4 columns" in columns.about.text()
    assert people(office) == 0


def test_another_target_is_tried_at_once(show: Show, settle: Settle, tmp_path: Path) -> None:
    sheet = show(written(tmp_path))
    columns = sheet.columns
    columns.columns.lines["Род занятий"].choose("locality")
    assert not columns.go.isEnabled()
    settle()
    assert columns.go.isEnabled()
    assert ("Town or village", "—", "поэт") in columns.record.fields.text()
    columns.columns.lines["Род занятий"].choose("born")
    settle()
    assert "both go to" in columns.error.text()
    assert not columns.go.isEnabled()


def test_emptying_a_line_leaves_the_column_out(show: Show, settle: Settle, tmp_path: Path) -> None:
    columns = show(written(tmp_path)).columns
    columns.columns.lines["Род занятий"].clear()
    settle()
    assert "Род занятий" not in columns.mapping.columns


def test_targets_are_found_by_the_beginnings_of_their_words() -> None:
    found = [offer.key for offer in Targets("person").found("bor")]
    assert found[0] == "born"
    assert "restriction.term.years" in [one.key for one in Targets("person").found("restr term years")]


def test_another_encoding_reads_the_file_again(show: Show, settle: Settle, tmp_path: Path) -> None:
    sheet = show(written(tmp_path, encoding="cp1251"))
    box = sheet.columns.encoding
    box.setCurrentIndex(box.findData("kz1048"))
    box.activated.emit(box.currentIndex())
    settle()
    assert sheet.columns.grid.detected.encoding == "Windows Kazakh (KZ-1048)"
    assert sheet.columns.encoding.currentData() == "kz1048"


def test_an_encoding_that_cannot_be_is_told_and_nothing_is_lost(
    page: ExchangePage, show: Show, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path, encoding="cp1251"))
    box = sheet.columns.encoding
    box.setCurrentIndex(box.findData("utf-8"))
    with qtbot.waitSignal(page.told) as told:
        box.activated.emit(box.currentIndex())
    settle()
    assert "not UTF-8 text" in str(told.args)
    assert "Мысалов Алмас" in "".join(sheet.columns.first.lines.text())
    assert box.currentText() == "Windows-1251 (Cyrillic)"


def test_a_workbook_shows_its_sheets(show: Show, settle: Settle, tmp_path: Path) -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Notes"
    first.append(["Occupation", "Locality"])
    first.append(["poet", "Atyrau"])
    second = book.create_sheet("People")
    second.append(["Name", "Born"])
    second.append(["Doe John", "1980"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    sheet = show(path)
    assert sheet.columns.sheet.isVisible()
    assert not sheet.columns.encoding.isVisible()
    assert [sheet.columns.sheet.itemText(n) for n in range(2)] == ["Notes", "People"]
    sheet.columns.sheet.setCurrentIndex(1)
    sheet.columns.sheet.activated.emit(1)
    settle()
    assert sheet.columns.grid.headings == ("Name", "Born")


def test_what_every_row_says_is_a_line_of_its_own(
    show: Show, settle: Settle, office: Office, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path))
    columns = sheet.columns.columns
    columns.add.click()
    columns.constants[0].target.choose("locality")
    columns.constants[0].value.setText("Atyrau")
    columns.constants[0].value.editingFinished.emit()
    settle()
    assert sheet.columns.mapping.constants == {"locality": "Atyrau"}
    assert "Atyrau" in [row[2] for row in sheet.columns.record.fields.text()]


# --- kept mappings --------------------------------------------------------------------------------


def test_a_mapping_is_kept_and_offered_for_the_next_file(
    show: Show, settle: Settle, office: Office, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path))
    sheet.columns.columns.lines["Род занятий"].choose("remarks")
    settle()
    sheet.columns.name.setText("Aktobe")
    sheet.columns.keep.click()
    settle()
    assert [one.name for one in sheets.kept(office)] == ["Aktobe"]
    assert sheet.columns.mapping.namespace == "Aktobe"
    again = show(written(tmp_path, name="november.csv"))
    assert again.columns.mapping_of.currentText() == "Aktobe"
    assert again.columns.columns.lines["Род занятий"].key == "remarks"
    again.columns.mapping_of.setCurrentIndex(0)
    again.columns.mapping_of.activated.emit(0)
    settle()
    assert again.columns.columns.lines["Род занятий"].key == "occupation"
    again.columns.mapping_of.setCurrentIndex(1)
    again.columns.mapping_of.activated.emit(1)
    again.columns.forget.click()
    settle()
    assert sheets.kept(office) == ()


# --- the rows -------------------------------------------------------------------------------------


def test_good_rows_go_in_without_the_bad_ones_once_that_is_ticked(
    show: Show, settle: Settle, page: ExchangePage, office: Office, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path, REGISTER.replace("1990 г.", "31.02.1990")))
    check(sheet, settle)
    rows = sheet.rows
    assert [(one[0], one[1]) for one in rows.problems.text()] == [("row 3", "Дата рождения")]
    assert not rows.go.isEnabled()
    assert "refused" in rows.told
    rows.skip.setChecked(True)
    assert rows.go.isEnabled()
    rows.go.click()
    settle()
    assert page.taking.step == "done"
    assert people(office) == 1


def test_nothing_goes_in_before_it_is_said_who_is_here_already(
    show: Show, settle: Settle, page: ExchangePage, office: Office, tmp_path: Path
) -> None:
    one = known(office)
    sheet = show(written(tmp_path))
    check(sheet, settle)
    alike = sheet.rows.alike
    assert alike.undecided == 1
    assert not sheet.rows.go.isEnabled()
    assert alike.people.text()[0][2] == "Мысалов Алмас"
    assert "same name" in alike.people.text()[0][4]
    alike.leave.click()
    settle()
    assert alike.people.text()[0][3] == "left out"
    assert sheet.rows.go.isEnabled()
    alike.table.selectRow(0)
    alike.same.click()
    assert not sheet.rows.go.isEnabled()
    settle()
    sheet.rows.go.click()
    settle()
    assert people(office) == 2
    assert records.view(office, one).fields["born"] == "1984"


def test_what_would_let_more_be_shown_stays_out_unless_that_is_ticked(
    show: Show, settle: Settle, office: Office, tmp_path: Path
) -> None:
    one = known(office)
    records.save(office, Draft("person", one, {"do_not_share": True}, records.view(office, one).heads))
    back = written(tmp_path, f"id,do_not_share\n{one},no\n", name="back.csv")
    sheet = show(back)
    check(sheet, settle)
    rows = sheet.rows
    assert rows.widen.isVisible()
    assert not rows.go.isEnabled()
    assert "let more be shown" in rows.told
    assert rows.list.lines.lines[0].block
    rows.widen.setChecked(True)
    assert rows.go.text() == "Take in 1 record"
    rows.go.click()
    settle()
    assert records.view(office, one).fields.get("do_not_share") is not True


def test_many_are_decided_at_once(show: Show, settle: Settle, office: Office, tmp_path: Path) -> None:
    known(office)
    known(office, "Примеров", "Ерлан")
    sheet = show(written(tmp_path))
    check(sheet, settle)
    alike = sheet.rows.alike
    assert alike.undecided == 2
    alike.all.click()
    alike.new.click()
    settle()
    assert alike.undecided == 0
    assert [one[3] for one in alike.people.text()] == ["somebody new", "somebody new"]


def test_going_back_to_the_columns_changes_nothing(
    show: Show, settle: Settle, office: Office, tmp_path: Path
) -> None:
    sheet = show(written(tmp_path))
    check(sheet, settle)
    sheet.rows.to_columns.click()
    assert sheet.step == "columns"
    check(sheet, settle)
    sheet.rows.stay.click()
    settle()
    assert people(office) == 0


def test_what_rows_name_and_is_not_here_is_made_if_that_is_ticked(
    show: Show, settle: Settle, office: Office, tmp_path: Path
) -> None:
    text = "name,article,kind of restriction,court\nDoe John,cc-405,restriction_of_freedom,Medeu court\n"
    sheet = show(written(tmp_path, text))
    check(sheet, settle)
    assert sheet.rows.problems.text()
    tick = sheet.rows.creating["organisation"]
    assert "Medeu court" in tick.text()
    tick.setChecked(True)
    settle()
    assert sheet.rows.problems.text() == []
    assert sheet.rows.go.isEnabled()


def test_with_the_largest_letters_a_sheet_is_scrolled_to_and_nothing_is_pressed_flat(
    qtbot: QtBot, qapp: QApplication, desk: Desk, look: Look, worker: Worker, office: Office, tmp_path: Path
) -> None:
    known(office)
    look.settings.text_scale = 200
    large = Desk(office, worker, Look(look.settings, theme.apply(qapp, look.settings)))
    page = ExchangePage(large)
    qtbot.addWidget(page)
    page.resize(1060, 620)  # what a window of 1280 by 720 leaves
    page.show()
    qtbot.waitExposed(page)
    page.take_in([written(tmp_path)])
    sheet = page.taking.sheet
    qtbot.waitUntil(lambda: sheet.columns.go.isEnabled() and not worker.busy)
    qtbot.waitUntil(lambda: screens.clipped(sheet) == [])
    assert sheet.columns.minimumSizeHint().width() <= 1030
    sheet.columns.go.click()
    qtbot.waitUntil(lambda: sheet.step == "rows" and not worker.busy)
    assert sheet.rows.tabs.currentWidget() is sheet.rows.alike
    qtbot.waitUntil(lambda: screens.clipped(sheet) == [])
    assert sheet.rows.alike.table.height() > 3 * large.look.theme.row
    large.leave()


def test_models_keep_qts_rules_and_no_words_are_markup(
    show: Show, settle: Settle, page: ExchangePage, office: Office, tmp_path: Path
) -> None:
    known(office, "<b>Evil</b>", "x")
    sheet = show(written(tmp_path, "name,<img src=x>\n<b>Evil</b> x,<i>y</i>\nBad,1\n"))
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (
            sheet.columns.first.lines,
            sheet.rows.list.lines,
            sheet.rows.problems,
            sheet.rows.alike.people,
        )
    ]
    check(sheet, settle)
    sheet.rows.alike.new.click()
    settle()
    assert rich_labels(page) == []
    assert len(testers) == 4


def test_several_sheets_are_taken_in_one_after_the_other(
    page: ExchangePage, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    one, other = written(tmp_path), written(tmp_path, name="second.csv")
    told: list[str] = []
    page.told.connect(told.append)
    page.take_in([one, other])
    settle()
    assert page.taking.step == "sheet"
    assert len(told) == 1
    assert "second.csv" in told[0]


def test_a_file_that_is_no_sheet_is_told(page: ExchangePage, settle: Settle, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    page.take_in([path])
    settle()
    assert page.taking.step == "start"
    assert any("old form" in one for one in _labels(page.taking))


def test_the_window_answers_while_a_hundred_thousand_rows_are_looked_at(
    show: Show, settle: Settle, qtbot: QtBot, worker: Worker, tmp_path: Path
) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["occupation", "locality"])
        writer.writerows([f"worker {number}", "Atyrau"] for number in range(100_000))
    sheet = show(path)
    assert len(sheet.columns.grid.rows) == 100_000
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start(20)
    sheet.columns.go.click()
    qtbot.waitUntil(lambda: len(beats) > 20, timeout=60_000)
    # The plan goes on beside the window: it beats, can be stopped, and then nothing has happened.
    assert worker.busy
    worker.cancel_all()
    settle()
    assert sheet.step == "columns"


def _labels(root: QWidget) -> list[str]:
    return [one.text() for one in root.findChildren(QLabel) if one.isVisible()]


# --- a list goes out ------------------------------------------------------------------------------


def test_a_list_is_saved_as_it_is_shown(
    desk: Desk, office: Office, qtbot: QtBot, worker: Worker, tmp_path: Path
) -> None:
    known(office)
    known(office, "=cmd", "|x")
    page = ListPage(desk, "person")
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not worker.busy and page.model.rowCount() == 2)
    told: list[str] = []
    page.told.connect(told.append)
    page.saver.ask(Wish(page.model.query, tuple(one.label for one in page.model.columns)), page.pos())
    page.saver._write_shown(tmp_path / "people.csv")
    qtbot.waitUntil(lambda: not worker.busy)
    assert "NOT encrypted" in told[0]
    assert "2 rows" in told[0]
    grid = sheets.read(tmp_path / "people.csv")
    assert [row[0] for _, row in grid.rows] == [page.model.text()[n][0] for n in range(2)]
    assert "=cmd" not in [cell[:4] for cell in (tmp_path / "people.csv").read_text("utf-8-sig").split('"')]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_field_of_a_list_comes_back_as_it_was(office: Office, tmp_path: Path, ending: str) -> None:
    known(office)
    known(office, "Примеров", "Ерлан")
    wish = Wish(lists.ListQuery("person", columns=(lists.TITLE,)), ("Name",))
    saved = saving.write_records(office, wish, tmp_path / f"people.{ending}", quiet())
    assert (saved.rows, saved.whole) == (2, True)
    grid = sheets.read(saved.path)
    planned = sheets.plan(office, grid, sheets.propose(grid, "person").mapping)
    assert (planned.plan.new, planned.plan.changed, planned.plan.refused) == (0, 0, ())


def test_only_the_chosen_rows_or_those_of_the_filter_are_saved(office: Office, tmp_path: Path) -> None:
    ids = [known(office, f"Семья{number}", "Имя") for number in range(5)]
    query = lists.ListQuery("person", columns=(lists.TITLE,))
    some = saving.write_shown(office, Wish(query, ("Name",), tuple(ids[3:])), tmp_path / "a.xlsx", quiet())
    assert some.rows == 2
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"].value == "Семья3 Имя"
    filtered = Wish(lists.ListQuery("person", columns=(lists.TITLE,), filter="Семья4"), ("Name",))
    assert saving.write_shown(office, filtered, tmp_path / "b.csv", quiet()).rows == 1
    assert saving.write_records(office, filtered, tmp_path / "c.csv", quiet()).rows == 1
    assert saving.chosen(["one"]) == ()
