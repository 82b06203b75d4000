from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.records.tagspage import TagsPage


def page(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> TagsPage:
    made = TagsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.begin()
    settle()
    return made


def row_of(made: TagsPage, words: str) -> int:
    return next(number for number, row in enumerate(made.rows()) if row[0].startswith(words))


def test_a_tag_is_added_renamed_and_offered_no_longer(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    made = page(qtbot, desk, settle)
    qtbot.keyClicks(made.line, "Strike")
    qtbot.keyClick(made.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row[0] == "Strike" for row in made.rows()))
    made.table.selectRow(row_of(made, "Strike"))
    qtbot.keyClick(made.table, Qt.Key.Key_F2)
    assert made.line.text() == "Strike"
    qtbot.keyClicks(made.line, "Strikes")
    qtbot.keyClick(made.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row[0] == "Strikes" for row in made.rows()))
    qtbot.mouseClick(made._retire_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(row[0] == "Strikes (offered no longer)" for row in made.rows()))
    settle()


def test_enter_lists_what_carries_a_tag_and_esc_comes_back(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    records.save_all(
        desk.office,
        (
            Draft("person", person, {"tags": frozenset({"women"})}),
            Draft("person", records.new_id(), {"occupation": "lawyer"}),
        ),
    )
    made = page(qtbot, desk, settle)
    made.table.selectRow(row_of(made, "Women's rights"))
    assert made.rows()[row_of(made, "Women's rights")][1:] == ("1", "People 1")
    qtbot.keyClick(made.table, Qt.Key.Key_Return)
    settle()
    assert made.over is not None
    found = made.over
    qtbot.waitUntil(lambda: found.model.rowCount() == 1)
    found.table.selectRow(0)
    assert made.people == (person,)
    qtbot.keyClick(found.filter, Qt.Key.Key_Escape)  # lets go of the tag
    qtbot.keyClick(found.filter, Qt.Key.Key_Escape)
    assert made.over is None
    settle()
