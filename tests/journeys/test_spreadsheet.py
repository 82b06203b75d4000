"""A register somebody kept in Excel for years comes in through the window, and then is handed over again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from kzcase.services import alternatives, imports, lists, records, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.exchange.sheets.sheetview import SheetView
from tests.journeys.conftest import Hand

FAMILIES = ("Мысалов", "Примеров", "Образцов", "Сэмплов", "Модельный", "Тестов")
GIVEN = ("Алмас", "Ерлан", "Данияр", "Асхат", "Нурлан")
BORN = ("12.03.1984", "1979 г.", "около 1990", "июнь 1988", "", "1992-07")
PLACES = ("Атырау", "г. Актобе", " Уральск ", "")


def messy() -> bytes:
    """Thirty fictional people as a register has them: a title, titles of columns as they grew, gaps."""
    lines = ["Сведения о лицах за 2019-2026 гг.;;;;;", ";;;;;"]
    lines.append("№ п/п;ФИО;Дата рождения;Пол;Род занятий;Примечания")
    for number in range(30):
        family, given = FAMILIES[number % 6], GIVEN[number % 5]
        quoted = f'"Дело; № {number}"' if number % 7 == 0 else ""
        lines.append(
            f"{number + 1};{family} {given};{BORN[number % 6]};{'м' if number % 2 else 'муж.'};"
            f"{'журналист' if number % 3 else 'активист'};{quoted}"
        )
    return "\r\n".join(lines).encode("cp1251")


def test_a_messy_register_comes_in_once(unlocked: Hand, tmp_path: Path) -> None:
    hand, office = unlocked, unlocked.workspace.desk.office
    first = known(office, "Мысалов", "Алмас", born="1984-03-12", occupation="блогер")
    second = known(office, "Примеров", "Ерлан")
    register = tmp_path / "список.csv"
    register.write_bytes(messy())

    # She drops it on the window; what it is, is found out and said.
    drop(hand, register)
    sheet = sheet_of(hand)
    columns = sheet.columns
    hand.wait(columns.go.isEnabled)
    assert columns.encoding.currentText() == "Windows-1251 (Cyrillic)"
    assert columns.delimiter.currentText() == "semicolon"
    assert [columns.columns.lines[one].text() for one in ("ФИО", "Дата рождения", "Пол", "Род занятий")] == [
        "Name",
        "Born",
        "Gender",
        "Occupation",
    ]
    hand.wait(lambda: any("Мысалов" in line for line in columns.first.lines.text()))
    assert state(office)["records"] == 4

    # All rows: two may be here already, and she says who they are.
    hand.click("Check all rows")
    hand.wait(lambda: sheet.step == "rows")
    hand.settle()
    assert not sheet.rows.go.isEnabled()
    assert {one.id for one in sheet.rows.alike.people.rows} == {first, second}
    hand.click("The same person")
    hand.click("The same person")
    hand.wait(sheet.rows.go.isEnabled)
    assert state(office)["records"] == 4
    hand.click(sheet.rows.go.text())
    hand.wait(lambda: page_of(hand).taking.step == "done")
    hand.settle()

    # Twenty-eight came, two were filled up, and nothing that stood there was written over.
    assert len(lists.page(office, lists.ListQuery("person", limit=100)).rows) == 30
    fields = records.view(office, first).fields
    assert (fields["born"], fields["occupation"], fields["gender"]) == ("1984-03-12", "блогер", "male")
    assert [one.text for one in alternatives.of_record(office, first)] == ["активист"]
    assert records.view(office, second).fields["occupation"]
    before = state(office)
    assert before["problems"] == []

    # The same file again, by the button this time: nothing to decide, nothing new.
    hand.click("Take in another file")
    hand.click("Choose files")
    hand.name_file(register)
    hand.wait(lambda: page_of(hand).taking.step == "sheet")
    hand.wait(sheet.columns.go.isEnabled)
    hand.click("Check all rows")
    hand.wait(lambda: sheet.step == "rows")
    hand.settle()
    assert sheet.rows.alike.people.rows == ()
    assert "Nothing new" in sheet.rows.told
    assert not sheet.rows.go.isEnabled()
    assert state(office) == before

    # And the whole import can be taken back.
    (batch,) = imports.listed(office)
    imports.undo(office, batch.id)
    assert len(lists.page(office, lists.ListQuery("person", limit=100)).rows) == 2
    assert records.view(office, first).fields["occupation"] == "блогер"
    assert alternatives.of_record(office, first) == ()


# --- what she does ----------------------------------------------------------------------------------


def drop(hand: Hand, file: Path) -> None:
    """Drop a file on whatever page is shown."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    hand.workspace.dropEvent(event)  # Qt delivers one only after a drag that a screen saw
    hand.settle()
    hand.wait(lambda: page_of(hand).taking.step == "sheet")


def page_of(hand: Hand) -> ExchangePage:
    page = hand.workspace.page
    assert isinstance(page, ExchangePage)
    return page


def sheet_of(hand: Hand) -> SheetView:
    return page_of(hand).taking.sheet


def known(office: Office, family: str, given: str, **values: Any) -> str:
    """Somebody who is in the vault already (fictional)."""
    one = records.new_id()
    parts = {"family": family, "given": given}
    records.save_all(
        office,
        (Draft("person", one, values), Draft("name", records.new_id(), {"person": one, "parts": parts})),
    )
    return one


def state(office: Office) -> dict[str, Any]:
    return vaults.check(office, rebuild=True)
