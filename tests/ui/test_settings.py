"""The sections of the settings do what they say, and leave no secret on the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kzcase.services import backups, writers
from kzcase.services.office import Office
from kzcase.ui.settings.backup import BackupSection
from kzcase.ui.settings.passphrase import PassphraseSection
from kzcase.ui.settings.recovery import RecoverySection
from kzcase.ui.settings.writers import WritersSection
from kzcase.ui.settingspage import SettingsPage
from kzcase.ui.window import MainWindow

OLD = "orbit lantern vivid quarry mellow thistle"
NEW = "timber saddle copper ocean violet harvest"


@pytest.fixture
def settings(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> Callable[[str], SettingsPage]:
    window.work_in(open_office())

    def show(section: str) -> SettingsPage:
        assert window.workspace is not None
        window.workspace.show_settings(section)
        qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)
        page = window.workspace.page
        assert isinstance(page, SettingsPage)
        return page

    return show


def test_a_backup_goes_where_it_was_said_and_the_page_knows_of_it(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage], tmp_path: Path
) -> None:
    section = settings("backup").part("backup")
    assert isinstance(section, BackupSection)
    assert section.warning.isVisible(), "beside the vault it helps little"
    assert "no backup" in section.last.text()
    stick = tmp_path / "stick"
    stick.mkdir()
    section._take(stick)
    qtbot.waitUntil(lambda: str(stick) in section.place.text(), timeout=20_000)
    assert not section.warning.isVisible()
    qtbot.mouseClick(section.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(stick) in section.last.text(), timeout=60_000)
    (written,) = stick.glob("*.kzvault")
    assert str(written) in section.last.text()
    assert written.name in window.notice.text


def test_without_the_stick_nothing_is_written_in_its_place(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage], tmp_path: Path
) -> None:
    section = settings("backup").part("backup")
    assert isinstance(section, BackupSection)
    section._take(tmp_path / "stick")
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)
    window.commands.do("back_up")
    qtbot.waitUntil(lambda: "cannot be seen" in window.notice.text, timeout=20_000)
    assert not (tmp_path / "stick").exists()


def test_the_whole_vault_is_checked_from_the_window(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage]
) -> None:
    settings("backup")
    window.commands.do("check")
    qtbot.waitUntil(lambda: "no problems" in window.notice.text, timeout=60_000)


def test_the_words_of_the_sheet_leave_the_screen_with_the_section(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage]
) -> None:
    page = settings("recovery")
    section = page.part("recovery")
    assert isinstance(section, RecoverySection)
    assert not section.sheet.shows
    qtbot.mouseClick(section.reveal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.sheet.shows, timeout=20_000)
    assert len(section.sheet.words.text().split()) > 36
    page.show_section("backup")
    assert section.sheet.words.text() == ""
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def test_another_writer_is_added_and_writes_from_then_on(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage]
) -> None:
    section = settings("writers").part("writers")
    assert isinstance(section, WritersSection)
    assert window.desk is not None
    office = window.desk.office
    qtbot.keyClicks(section.name, "Berik")
    qtbot.keyClick(section.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.people.count() == 2, timeout=20_000)
    (berik,) = [row for row in range(2) if section.people.item(row).text() == "Berik"]
    section.people.setCurrentRow(berik)
    qtbot.mouseClick(section.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Berik is writing now" in window.notice.text, timeout=20_000)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)
    assert writers.active(office).name == "Berik"


def test_minutes_until_it_locks_hold_at_once_and_the_page_stays(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage]
) -> None:
    page = settings("program")
    field = page.fields["lock_after_minutes"]
    field.setValue(3)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window._idle._timer.interval() == 3 * 60_000)
    assert window.workspace is not None
    assert window.workspace.page is page


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A vault with a passphrase."""
    path = tmp_path / "own.kzvault"
    Office.create(path, OLD, "Aigerim").close()
    return path


def test_the_passphrase_is_changed_from_the_window(qtbot: QtBot, window: MainWindow, own: Path) -> None:
    window.work_in(Office.open(own, OLD))
    assert window.workspace is not None
    window.workspace.show_settings("passphrase")
    page = window.workspace.page
    assert isinstance(page, SettingsPage)
    section = page.part("passphrase")
    assert isinstance(section, PassphraseSection)
    assert not section.change.isEnabled()
    qtbot.keyClicks(section.present, OLD)
    for field in (section.new.secret, section.new.again):
        qtbot.keyClicks(field, NEW)
    qtbot.waitUntil(section.change.isEnabled, timeout=20_000)
    qtbot.mouseClick(section.change, Qt.MouseButton.LeftButton)
    assert window.workspace is None, "it is locked first"
    qtbot.waitUntil(lambda: "opens with the new passphrase" in window.notice.text, timeout=60_000)
    assert window.start.currentWidget() is window.start.unlock
    Office.open(own, NEW).close()


def test_a_wrong_present_passphrase_changes_nothing(qtbot: QtBot, window: MainWindow, own: Path) -> None:
    window.work_in(Office.open(own, OLD))
    window.change_passphrase(NEW, NEW)
    qtbot.waitUntil(lambda: bool(window.notice.text), timeout=60_000)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=60_000)
    Office.open(own, OLD).close()


def test_the_folder_of_backups_is_remembered_in_the_vault_alone(office: Office, tmp_path: Path) -> None:
    assert backups.folder(office) == backups.beside(office.path)
    backups.choose_folder(office, tmp_path / "Berik's stick")
    assert backups.folder(office) == tmp_path / "Berik's stick"
    kept = [path for path in (tmp_path / ".home").rglob("*") if path.is_file()]
    assert all(b"Berik" not in path.read_bytes() for path in kept)


def test_a_backup_that_is_cancelled_in_the_strip_leaves_no_file(
    qtbot: QtBot, window: MainWindow, settings: Callable[[str], SettingsPage], tmp_path: Path
) -> None:
    settings("backup")
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    held = threading.Event()
    window.worker.write(held.wait)
    window.commands.do("back_up")
    qtbot.waitUntil(window.strip.isVisible, timeout=20_000)
    qtbot.mouseClick(window.strip.findChild(QPushButton), Qt.MouseButton.LeftButton)
    held.set()
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=60_000)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert not window.strip.isVisible()
    assert window.notice.text == "", "who cancelled knows it"
