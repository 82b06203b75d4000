"""The palette finds records and actions by typing alone, and gives the keyboard back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.finding import Found
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.actions import Commands, action, all_actions
from kzcase.ui.common.look import Look
from kzcase.ui.palette.entries import Choice, entries
from kzcase.ui.palette.palette import Palette
from kzcase.ui.palette.palettetablemodel import PaletteTableModel
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.recordpage import RecordPage
from kzcase.ui.window import MainWindow
from tests.ui.conftest import shown

CONTROL = Qt.KeyboardModifier.ControlModifier


def nothing() -> None:
    pass


def person(office: Office, family: str, given: str, **fields: str) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    records.save_all(
        office,
        (
            Draft("person", one, fields),
            Draft("name", records.new_id(), {"person": one, "parts": parts}),
        ),
    )
    return one


@pytest.fixture
def window(qtbot: QtBot, look: Look, open_office: Callable[[], Office]) -> Iterator[MainWindow]:
    office = open_office()
    person(office, "Сериков", "Алмас", born="1984", locality="Атырау")
    person(office, "Сериков", "Алмас", born="1991", locality="Орал")
    with shown(qtbot, look, office) as made:
        yield made


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.workspace is not None
    opened = window.workspace.palette_over
    qtbot.waitUntil(opened.line.hasFocus)
    return opened


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def words(palette: Palette) -> list[str]:
    return [one.words for one in palette.model.entries]


def test_a_name_typed_in_another_script_opens_its_person_with_enter(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.line, "serikov")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.workspace is not None
    qtbot.waitUntil(lambda: isinstance(window.workspace.page, PersonPage), timeout=20_000)
    assert palette.isHidden()
    settle(qtbot, window)


def test_two_people_of_one_name_are_told_apart(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "serikov")
    qtbot.waitUntil(lambda: sum(bool(one.record) for one in palette.model.entries) == 2)
    beside = [one.beside for one in palette.model.entries if one.record]
    assert any("1984" in one and "Атырау" in one for one in beside)
    assert any("1991" in one and "Орал" in one for one in beside)
    settle(qtbot, window)


def test_escape_gives_the_keyboard_back_to_where_it_was(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    palette.close_up()
    before = QApplication.focusWidget()
    assert before is not None
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(palette.line.hasFocus)
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is before
    settle(qtbot, window)


def test_an_action_is_done_by_some_of_its_words_in_any_order(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.line, "restr new")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.workspace is not None
    qtbot.waitUntil(lambda: isinstance(window.workspace.page, RecordPage), timeout=20_000)
    page = window.workspace.page
    assert isinstance(page, RecordPage)
    assert (page.kind, page.record) == ("restriction", None)
    settle(qtbot, window)


def test_enter_waits_for_what_is_found_for_the_letters_typed_last(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    # At once after the letters, as fast typists do: nothing found for fewer letters may be opened.
    qtbot.keyClicks(palette.line, "lock")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    settle(qtbot, window)


def test_before_anything_is_typed_it_offers_what_was_opened_lately_and_common_actions(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    assert "Opened lately" not in words(palette)
    assert "Back up now" in words(palette)
    qtbot.keyClicks(palette.line, "serikov 1984")
    palette.line.clear()
    qtbot.keyClicks(palette.line, "serikov")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.workspace is not None
    qtbot.waitUntil(lambda: isinstance(window.workspace.page, PersonPage), timeout=20_000)
    settle(qtbot, window)
    window.workspace.back()
    # Qt's offscreen platform takes the drop-down lists of the page that was left for windows of their own.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    settle(qtbot, window)
    assert words(palette)[:2] == ["Opened lately", "Сериков Алмас"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    settle(qtbot, window)


def test_the_arrows_go_over_headings_and_round(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    settle(qtbot, window)
    first = palette.view.currentIndex().row()
    assert not palette.model.entries[first].is_heading
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.view.currentIndex().row() == palette.model.rowCount() - 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.view.currentIndex().row() == first
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Tab):
        qtbot.keyClick(palette.line, key)
        assert not palette.model.entries[palette.view.currentIndex().row()].is_heading
        assert palette.line.hasFocus()


def test_a_click_beside_it_puts_it_away(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert palette.isHidden()
    settle(qtbot, window)


def test_the_box_above_every_page_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    for area in window.workspace.side.keys:
        window.workspace.show_area(area)
        box = window.workspace.top.box
        assert box.isVisible()
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
        assert window.workspace.palette_over.isVisible()
        window.workspace.palette_over.close_up()
    settle(qtbot, window)


def test_locking_while_it_is_open_leaves_nothing_of_it(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    qtbot.keyClicks(palette.line, "serikov")
    qtbot.keyClick(palette.line, Qt.Key.Key_L, CONTROL)
    assert window.workspace is None
    settle(qtbot, window)
    assert not [one for one in window.findChildren(Palette) if one.isVisible()]


def test_very_long_names_leave_room_for_what_tells_them_apart(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    assert window.desk is not None
    person(window.desk.office, "Серікұлы" * 12, "Алмас" * 10, born="1984")
    qtbot.keyClicks(palette.line, "serikuly")
    qtbot.waitUntil(lambda: any("1984" in one.beside for one in palette.model.entries), timeout=20_000)
    settle(qtbot, window)
    picture = palette.grab()
    assert picture.width() <= window.width()
    assert palette.view.horizontalScrollBar().maximum() == 0


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = PaletteTableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    found = [Found("1", "person", "A", "A", ()), Found("2", "letter", "B", "B", (), True)]
    model.show_entries(entries("a", found, [Choice("Add", nothing)]))
    model.show_entries(entries("", found, [Choice("Add", nothing, common=True)]))
    model.show_entries(())
    assert model.next_choice(-1, 1) == -1
    tester.deleteLater()


def test_what_surely_fits_stands_before_actions_and_what_only_looks_alike_after_them() -> None:
    found = [Found("1", "person", "Addison", "Addison", ()), Found("2", "person", "Edd", "Edd", (), True)]
    listed = entries("add", found, [Choice("Add a source", nothing), Choice("Lock", nothing)])
    assert [one.words for one in listed if not one.is_heading] == ["Addison", "Add a source", "Edd"]


def test_every_action_has_words_of_its_own_and_no_two_the_same_keys() -> None:
    every = all_actions()
    titles = [one.title for one in every]
    assert len(set(titles)) == len(titles)
    keys = [key for one in every for key in one.keys]
    assert len(set(keys)) == len(keys)
    assert len({one.key for one in every}) == len(every)


def test_every_action_can_be_done_by_the_window(window: MainWindow) -> None:
    named = [name for name in vars(Commands) if not name.startswith("_")]
    assert all(callable(getattr(window.commands, name)) for name in named)
    assert action("find").keys == ("Ctrl+K",)


def test_no_button_of_the_bar_lacks_a_name_for_screen_readers(window: MainWindow) -> None:
    assert window.workspace is not None
    bar = window.workspace.top
    for one in bar.findChildren(QWidget):
        if isinstance(one, QPushButton) or one.metaObject().className() == "QToolButton":
            assert one.accessibleName() or one.property("text")
