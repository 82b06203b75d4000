from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from kzcase.errors import KzcaseError
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import screens
from kzcase.ui.areas import AREAS
from kzcase.ui.common.clipboard import ClipboardWatch
from kzcase.ui.records.recordpage import RecordPage
from kzcase.ui.settingspage import SettingsPage
from kzcase.ui.theme import DARK
from kzcase.ui.window import MainWindow


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def test_locking_leaves_nothing_of_the_vault_on_screen_and_closes_it(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    office = open_office()
    window.work_in(office)
    settle(qtbot, window)
    assert window.workspace is not None
    lock = next(one for one in window.workspace.side.findChildren(QPushButton) if one.text() == "Lock")
    qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert window.workspace is None
    settle(qtbot, window)
    with pytest.raises(KzcaseError), office.read():
        pass
    assert window.start.currentWidget() is window.start.unlock


def test_nobody_touching_it_locks_it(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    settle(qtbot, window)
    window._idle._timer.start(1)
    qtbot.waitUntil(lambda: window.workspace is None)
    settle(qtbot, window)


def test_a_touch_begins_the_wait_anew(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    settle(qtbot, window)
    timer = window._idle._timer
    timer.start(10_000_000)
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert timer.isActive()
    assert timer.remainingTime() > 0


def test_each_area_of_the_side_bar_opens_with_a_click_and_with_alt(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    workspace = window.workspace
    assert workspace is not None
    settle(qtbot, window)
    for number, key in enumerate(workspace.side.keys):
        qtbot.mouseClick(workspace.side.entry(key), Qt.MouseButton.LeftButton)
        by_click = type(workspace.page)
        assert workspace.side.entry(key).isChecked()
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.AltModifier)
        assert type(workspace.page) is by_click
        settle(qtbot, window)
    assert set(workspace.side.keys) >= {area.key for area in AREAS}


def test_a_setting_holds_at_once_and_the_page_stays(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    workspace = window.workspace
    assert workspace is not None
    workspace.show_area("settings")
    page = workspace.page
    assert isinstance(page, SettingsPage)
    qtbot.keyClicks(page.fields["theme"], "Dark")
    qtbot.keyClick(page.fields["theme"], Qt.Key.Key_Return)
    assert Settings.load().theme == "dark"
    qtbot.waitUntil(lambda: workspace.page is not page)
    assert window.look.theme.colours is DARK
    again = workspace.page
    assert isinstance(again, SettingsPage)
    qtbot.waitUntil(again.fields["theme"].hasFocus)
    assert workspace.side.entry("settings").isChecked()
    settle(qtbot, window)


def test_what_is_typed_survives_a_change_of_colours(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    workspace = window.workspace
    assert workspace is not None
    workspace.create_record("organisation", {})
    page = workspace.page
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: bool(page.sheet.forms))
    qtbot.keyClicks(page.sheet.form.editors["name"].focusProxy(), "Court No. 2")
    window.commands.do("colours")
    qtbot.waitUntil(lambda: workspace.page is not page)
    again = workspace.page
    assert isinstance(again, RecordPage)
    qtbot.waitUntil(lambda: bool(again.sheet.forms) and again.sheet.touched)
    assert again.sheet.form.draft()[0].values["name"] == "Court No. 2"
    workspace.back()
    assert workspace.page.area == AREAS[0].key
    settle(qtbot, window)


def test_what_was_copied_is_taken_away_if_it_is_still_there(qtbot: QtBot, qapp: QApplication) -> None:
    watch = ClipboardWatch()
    clipboard = QGuiApplication.clipboard()
    line = QLineEdit("Сериков")
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    for left in ("", "copied later, elsewhere"):
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert clipboard.text() == "Сериков"
        if left:
            clipboard.blockSignals(True)
            clipboard.setText(left)
            clipboard.blockSignals(False)
        watch.empty()
        assert clipboard.text() == left


def test_every_screen_is_pictured_at_both_scales(
    qtbot: QtBot, open_office: Callable[[], Office], tmp_path: Path
) -> None:
    office = open_office()
    person = records.new_id()
    records.save_all(
        office,
        (
            records.Draft("person", person, {}),
            records.Draft("name", records.new_id(), {"person": person, "parts": {"family": "Үлгібаева"}}),
        ),
    )
    taken = screens.shoot(lambda: office, tmp_path / "screens", themes=("dark",))
    assert {path.name for path in taken} >= {"person-dark-1x.png", "person-dark-2x.png", "people-dark-1x.png"}
    for path in taken:
        image = QImage(str(path))
        scale = 2 if "2x" in path.name else 1
        assert (image.width(), image.height()) == (1280 * scale, 720 * scale)
        colours = {
            image.pixel(x, y) for x in range(0, image.width(), 40) for y in range(0, image.height(), 20)
        }
        assert len(colours) > 2, f"{path.name} is empty"


def test_nothing_moves_when_the_window_says_something(qtbot: QtBot, window: MainWindow) -> None:
    window.begin(None)
    window.show()
    qtbot.waitExposed(window)
    before = window.start.geometry()
    window.notice.tell("A sentence that goes away by itself, however long it is.")
    assert window.notice.isVisible()
    assert window.start.geometry() == before
    assert window.centralWidget().rect().contains(window.notice.geometry())
    middle = window.centralWidget().rect().center().x()
    assert abs(window.notice.geometry().center().x() - middle) <= 1, (
        "buttons stand at the left and at the right"
    )


def test_the_side_bar_marks_what_the_form_on_screen_belongs_to(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    workspace = window.workspace
    assert workspace is not None
    settle(qtbot, window)
    workspace.create_record("restriction", {})
    assert workspace.side.entry("restriction").isChecked()
    workspace.create_record("consent", {})
    assert workspace.side.entry("restriction").isChecked(), "no area of its own: where one came from"
    workspace.back()
    workspace.back()
    assert workspace.side.entry("today").isChecked()
    settle(qtbot, window)


def test_a_page_that_is_done_when_one_is_elsewhere_takes_nothing_off_the_screen(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    office = open_office()
    one = records.save(office, records.Draft("person", records.new_id(), {"occupation": "nurse"})).id
    window.work_in(office)
    settle(qtbot, window)
    workspace = window.workspace
    assert workspace is not None
    workspace.create_record("organisation", {})
    settle(qtbot, window)
    writing = workspace.page
    workspace.open_record("person", one)
    settle(qtbot, window)
    here = workspace.page
    writing.back_requested.emit()
    assert workspace.page is here
    here.back_requested.emit()
    assert workspace.page not in (here, writing)
    settle(qtbot, window)


def test_the_entry_that_is_marked_is_seen_however_long_the_side_bar_is(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.resize(1280, 600)
    window.work_in(open_office())
    assert window.workspace is not None
    settle(qtbot, window)
    window.workspace.show_area("tags")
    side = window.workspace.side
    entry = side.entry("tags")

    def seen() -> bool:
        return not entry.visibleRegion().isEmpty()

    qtbot.waitUntil(seen)
    settle(qtbot, window)
    (rows,) = (area for area in side.findChildren(QScrollArea) if area.isAncestorOf(entry))
    assert rows.verticalScrollBar().maximum() > 0
    assert rows.horizontalScrollBar().maximum() == 0, "beside the scroll bar there is room for every word"
