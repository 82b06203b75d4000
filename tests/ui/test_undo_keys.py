"""Ctrl+Z takes back what was saved, or what is being typed: whichever is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.common.look import Look
from kzcase.ui.records.recordpage import RecordPage
from kzcase.ui.window import MainWindow
from tests.ui.conftest import shown

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, look: Look, office: Office) -> Iterator[MainWindow]:
    with shown(qtbot, look, office) as made:
        yield made


def court(office: Office, name: str = "Court No. 2") -> str:
    one = records.new_id()
    records.save(office, Draft("organisation", one, {"name": name}))
    return one


def name_of(office: Office, record: str) -> str:
    return str(records.view(office, record).fields["name"])


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def rename(office: Office, record: str, name: str) -> None:
    records.save(office, Draft("organisation", record, {"name": name}, records.view(office, record).heads))


def filter_of(qtbot: QtBot, window: MainWindow) -> QLineEdit:
    """The filter of the list on screen, with the keyboard in it."""
    assert window.workspace is not None
    page = window.workspace.page
    assert isinstance(page, ListPage)
    window.activateWindow()
    page.filter.setFocus()
    qtbot.waitUntil(page.filter.hasFocus)
    return page.filter


def test_from_an_empty_filter_it_undoes_what_was_saved_and_says_so(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    one = court(office)
    rename(office, one, "Court No. 3")
    assert window.workspace is not None
    window.workspace.show_area("organisation")
    settle(qtbot, window)
    line = filter_of(qtbot, window)
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    assert name_of(office, one) == "Court No. 2"
    assert "Undone: Organisation “Court No. 3”: Name Court No. 3 → Court No. 2" in window.notice.text
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL | SHIFT)
    settle(qtbot, window)
    assert name_of(office, one) == "Court No. 3"
    assert "Done again" in window.notice.text


def test_what_is_being_typed_is_taken_back_first(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    one = court(office)
    assert window.workspace is not None
    window.workspace.show_area("organisation")
    settle(qtbot, window)
    line = filter_of(qtbot, window)
    qtbot.keyClicks(line, "cou")
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    assert line.text() == ""
    settle(qtbot, window)
    assert records.view(office, one).status == "here"


def test_in_a_form_with_typed_words_the_key_belongs_to_the_form(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    one = court(office)
    assert window.workspace is not None
    window.workspace.open_record("organisation", one)
    page = window.workspace.page
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: bool(page.sheet.forms), timeout=20_000)
    settle(qtbot, window)
    lines = [
        one
        for one in page.sheet.findChildren(QLineEdit)
        if one.isVisible() and one.isEnabled() and not one.isReadOnly()
    ]
    qtbot.keyClicks(lines[0], " of Atyrau")
    lines[1].setFocus()
    qtbot.keyClick(lines[1], Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    assert records.view(office, one).status == "here"
    assert page.sheet.touched


def test_a_form_that_was_not_touched_shows_what_undo_gave_back(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    one = court(office)
    rename(office, one, "Court No. 3")
    assert window.workspace is not None
    window.workspace.open_record("organisation", one)
    page = window.workspace.page
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: bool(page.sheet.forms), timeout=20_000)
    settle(qtbot, window)
    window.commands.do("undo")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: page.sheet.form.editors["name"].value() == "Court No. 2", timeout=20_000)


def test_the_bar_says_what_would_be_undone_and_nothing_when_there_is_nothing(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    assert window.workspace is not None
    bar = window.workspace.top
    assert not bar.undo.isVisible()
    court(office, "Court & <b>No. 2</b>")
    qtbot.waitUntil(bar.undo.isVisible, timeout=20_000)
    assert bar.undo.accessibleName() == "Undo: Organisation “Court & <b>No. 2</b>” written down"
    assert "<b>" not in bar.undo.toolTip()
    assert not bar.redo.isVisible()
    window.commands.do("undo")
    qtbot.waitUntil(bar.redo.isVisible, timeout=20_000)
    assert "written down" in bar.redo.accessibleName()
    settle(qtbot, window)
    window.commands.do("undo")
    qtbot.waitUntil(lambda: "nothing to undo" in window.notice.text, timeout=20_000)


def test_undo_after_locking_and_unlocking_goes_on_where_it_was(
    qtbot: QtBot, window: MainWindow, office: Office, open_office: Callable[[], Office]
) -> None:
    one = court(office)
    rename(office, one, "Court No. 3")
    path = office.path
    window.lock()
    settle(qtbot, window)
    from kzcase.vault.vault import Vault

    again = Office(Vault.open_raw(path, b"k" * 32), clock=office.clock)
    window.work_in(again)
    settle(qtbot, window)
    window.commands.do("undo")
    settle(qtbot, window)
    assert name_of(again, one) == "Court No. 2"
