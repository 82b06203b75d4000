"""What the window says and offers when the vault is older, damaged, left alone, or locked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kzcase.errors import KzcaseError
from kzcase.services import backups, records
from kzcase.services.office import Office
from kzcase.ui.lockwatch import Clocks, LockWatch
from kzcase.ui.settings.backup import BackupSection
from kzcase.ui.settings.travel import TravelSection
from kzcase.ui.window import MainWindow
from kzcase.vault import blobs
from kzcase.vault.keys import PROFILES
from kzcase.vault.pages import PAGE
from kzcase.vault.vault import Vault
from tests.ui.conftest import KEY

WORDS = "orbit lantern vivid quarry mellow thistle"


@pytest.fixture
def cases(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "cases.kzvault"))


def opened(path: Path) -> Office:
    return Office.of(Vault.open_raw(path, KEY))


def write(office: Office) -> str:
    one = records.new_id()
    records.save(office, records.Draft("person", one, {"locality": "Үлгіқала"}))
    return one


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=60_000)


def answer(qtbot: QtBot, window: MainWindow, words: str) -> None:
    (found,) = [one for one in window.banner.findChildren(QPushButton) if one.text() == words]
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_st21_a_vault_that_is_older_than_before_is_said_until_it_is_acknowledged(
    qtbot: QtBot, window: MainWindow, cases: Path
) -> None:
    older = cases.read_bytes()
    office = opened(cases)
    write(office)
    office.close()
    cases.write_bytes(older)
    for _ in range(2):
        window.work_in(opened(cases))
        assert "older than when it was last used" in window.banner.text
        assert "cases.kzvault-wal" in window.banner.text
        settle(qtbot, window)
        window.lock()
        assert window.banner.text == ""
        settle(qtbot, window)
    window.work_in(opened(cases))
    answer(qtbot, window, "I know; go on with it")
    assert window.banner.text == ""
    settle(qtbot, window)
    window.lock()
    settle(qtbot, window)
    window.work_in(opened(cases))
    assert window.banner.text == ""
    settle(qtbot, window)


def test_damage_seen_on_opening_is_said_with_what_can_be_done(
    qtbot: QtBot, window: MainWindow, cases: Path
) -> None:
    with Vault.open_raw(cases, KEY) as vault, vault.write() as session:
        blobs.put(session, os.urandom(100_000))  # the last pages are those of a document
    with cases.open("r+b") as file:
        file.seek(-PAGE + 60, os.SEEK_END)
        file.write(b"\xff\xee")
    window.work_in(opened(cases))
    assert "damaged in places" in window.banner.text
    settle(qtbot, window)
    answer(qtbot, window, "What can be done")
    settle(qtbot, window)
    assert window.workspace is None
    page = window.start.repair
    assert window.start.currentWidget() is page
    before = cases.read_bytes()
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "kept aside" in page.told.text(), timeout=20_000)
    (aside,) = cases.parent.glob("* kept aside *.kzvault")
    assert aside.read_bytes() == before
    assert not page.rescue.isEnabled(), "a passphrase is needed for that"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert window.start.currentWidget() is window.start.unlock


@pytest.fixture
def worded(tmp_path: Path) -> tuple[Path, Path, str]:
    """A closed vault with a passphrase, its backup, and a person written after it."""
    path = tmp_path / "cases.kzvault"
    vault = Vault.create(path, WORDS, profile=PROFILES[2])
    office = Office(vault)
    with vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    made = backups.back_up(office)
    late = write(office)
    office.close()
    return path, made, late


def test_a_backup_is_taken_back_in_the_window_and_the_vault_is_kept_aside(
    qtbot: QtBot, window: MainWindow, worded: tuple[Path, Path, str]
) -> None:
    path, made, late = worded
    window.work_in(Office.open(path, WORDS))
    settle(qtbot, window)
    window.commands.do("repair")
    settle(qtbot, window)
    page = window.start.repair
    page.secret.setText("not these words at all")
    page.take_back(made)
    qtbot.waitUntil(lambda: "does not open" in page.problem.text(), timeout=60_000)
    page.secret.setText(WORDS)
    page.take_back(made)
    qtbot.waitUntil(lambda: "kept" in page.told.text(), timeout=60_000)
    assert page.secret.text() == ""
    settle(qtbot, window)
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert window.start.currentWidget() is window.start.unlock
    window.start.unlock.open_with(WORDS)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=60_000)
    assert window.banner.text == "", "that it is older is known"
    settle(qtbot, window)
    office = window._office
    assert office is not None
    with pytest.raises(KzcaseError):
        records.view(office, late)
    (aside,) = path.parent.glob("* kept aside *.kzvault")
    kept = Office.open(aside, WORDS)
    assert records.view(kept, late).id == late
    kept.close()


def test_what_can_be_read_is_rescued_in_the_window_and_what_is_gone_is_said(
    qtbot: QtBot, window: MainWindow, worded: tuple[Path, Path, str]
) -> None:
    path, _, late = worded
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff\xee\xdd")
    window.begin(path)
    window.start.unlock.open_with(WORDS)
    qtbot.waitUntil(lambda: "first page" in window.start.unlock.problem.text(), timeout=60_000)
    settle(qtbot, window)
    qtbot.mouseClick(window.start.unlock.repair, Qt.MouseButton.LeftButton)
    page = window.start.repair
    page.secret.setText(WORDS)
    page.rescue_to(path.with_name("rescued"))
    qtbot.waitUntil(lambda: "Pages of the old file that are damaged" in page.told.text(), timeout=60_000)
    settle(qtbot, window)
    rescued = Office.open(path.with_name("rescued.kzvault"), WORDS)
    assert records.view(rescued, late).id == late
    rescued.close()


def test_unlocking_returns_to_the_same_place(qtbot: QtBot, window: MainWindow, cases: Path) -> None:
    office = opened(cases)
    person = write(office)
    window.work_in(office)
    assert window.workspace is not None
    window.workspace.show_area("person")
    window.workspace.open_record("person", person)
    settle(qtbot, window)
    shown = type(window.workspace.page)
    window.lock()
    settle(qtbot, window)
    window.work_in(opened(cases))
    settle(qtbot, window)
    assert type(window.workspace.page) is shown
    assert window.workspace.page.people == (person,)
    window.workspace.back()
    assert window.workspace.page.area == "person"
    settle(qtbot, window)


def test_another_vault_does_not_open_at_the_place_of_the_first(
    qtbot: QtBot, window: MainWindow, cases: Path, tmp_path: Path
) -> None:
    window.work_in(opened(cases))
    assert window.workspace is not None
    window.workspace.show_area("settings")
    settle(qtbot, window)
    window.lock()
    settle(qtbot, window)
    other = Vault.create_raw(tmp_path / "other.kzvault", KEY)
    office = Office(other)
    with other.write() as session:
        office.ledger.add_writer(session, "Berik")
    window.work_in(office)
    assert window.workspace.page.area == "today"
    settle(qtbot, window)


def test_an_idle_lock_makes_the_backup_that_is_due_and_a_key_does_not_wait_for_it(
    qtbot: QtBot, window: MainWindow, cases: Path
) -> None:
    window.look.settings.backup_every = "daily"
    window.work_in(opened(cases))
    settle(qtbot, window)
    window.lock()
    settle(qtbot, window)
    assert not backups.beside(cases).exists()
    window.work_in(opened(cases))
    settle(qtbot, window)
    window.lock_idle()
    assert window.workspace is None, "the screen is empty before the backup is made"
    settle(qtbot, window)
    assert len(list(backups.beside(cases).iterdir())) == 1
    window.look.settings.backup_every = "off"


def test_the_section_knows_a_second_place_and_counts_what_is_kept(
    qtbot: QtBot, window: MainWindow, cases: Path, tmp_path: Path
) -> None:
    window.work_in(opened(cases))
    assert window.workspace is not None
    window.workspace.show_settings("backup")
    section = window.workspace.page.findChild(BackupSection)
    assert section is not None
    settle(qtbot, window)
    assert section.warning.isVisible()
    card = tmp_path / "card"
    card.mkdir()
    section.take_second(card)
    qtbot.waitUntil(lambda: str(card) in section.second.text(), timeout=20_000)
    qtbot.mouseClick(section.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 good backups" in section.kept.text(), timeout=60_000)
    assert not section.warning.isVisible()
    assert len(list(card.iterdir())) == 1
    qtbot.mouseClick(section.one_place, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(card) not in section.second.text(), timeout=20_000)
    settle(qtbot, window)


def test_a_travel_vault_is_made_and_written_home_in_the_window(
    qtbot: QtBot, window: MainWindow, cases: Path
) -> None:
    office = opened(cases)
    person = write(office)
    window.work_in(office)
    settle(qtbot, window)
    window.commands.do("travel")
    settle(qtbot, window)
    section = window.workspace.page.findChild(TravelSection) if window.workspace else None
    assert section is not None
    assert not section.make.isEnabled()
    section.people.choose([person])
    section.secret.secret.setText(WORDS)
    section.secret.again.setText(WORDS)
    qtbot.waitUntil(section.make.isEnabled, timeout=20_000)
    section.pack(cases.with_name("trip"))
    qtbot.waitUntil(lambda: "Written" in section.done.text(), timeout=60_000)
    assert section.secret.text == ""
    settle(qtbot, window)
    window.lock()
    settle(qtbot, window)
    trip = Office.open(cases.with_name("trip.kzvault"), WORDS)
    window.work_in(trip)
    window.commands.do("travel")
    settle(qtbot, window)
    section = window.workspace.page.findChild(TravelSection) if window.workspace else None
    assert section is not None
    qtbot.waitUntil(section.returning.isVisible, timeout=20_000)
    assert not section.packing.isVisible()
    section.send(cases.with_name("home.kzcase"))
    qtbot.waitUntil(lambda: "Written" in section.done.text(), timeout=60_000)
    assert cases.with_name("home.kzcase").stat().st_size > 0
    settle(qtbot, window)


# --- leaving the machine ---------------------------------------------------------------------------


def test_a_machine_that_slept_is_noticed_by_its_clocks(qtbot: QtBot) -> None:
    now = [Clocks(100.0, 5_000.0)]
    watch = LockWatch(read=lambda: now[0])
    left: list[bool] = []
    watch.left.connect(lambda: left.append(True))
    now[0] = Clocks(105.0, 5_005.0)
    watch.look()
    assert not left
    now[0] = Clocks(110.0, 5_910.0)
    watch.look()
    assert left == [True]
    watch.look()
    assert left == [True]


def test_where_both_clocks_go_on_in_sleep_a_late_look_tells_of_it(qtbot: QtBot) -> None:
    now = [Clocks(100.0, 1000.0)]
    watch = LockWatch(read=lambda: now[0], one_stands_still=False)
    heard: list[None] = []
    watch.left.connect(lambda: heard.append(None))
    for seconds, said in ((5.0, 0), (9.0, 0), (3600.0, 1), (5.0, 1)):
        now[0] = Clocks(now[0].awake + seconds, now[0].always + seconds)
        watch.look()
        assert len(heard) == said


def test_the_vault_is_locked_when_the_machine_is_left(qtbot: QtBot, window: MainWindow, cases: Path) -> None:
    office = opened(cases)
    window.work_in(office)
    settle(qtbot, window)
    window.lock_watch.turned(False)
    assert window.workspace is not None
    window.lock_watch.turned(True)
    assert window.workspace is None
    settle(qtbot, window)
    with pytest.raises(KzcaseError), office.read():
        pass


class Painted(QObject):
    """Notes at each painting of a page whether the vault could still be read."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.was_open: list[bool] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            try:
                with self.office.read():
                    self.was_open.append(True)
            except KzcaseError:
                self.was_open.append(False)
        return False


def test_the_locked_page_is_painted_before_closing_begins(
    qtbot: QtBot, window: MainWindow, cases: Path
) -> None:
    window.work_in(opened(cases))
    settle(qtbot, window)
    office = window._office
    assert office is not None
    painted = Painted(office)
    window.start.unlock.installEventFilter(painted)
    window.lock()
    assert painted.was_open[:1] == [True]
    settle(qtbot, window)
    with pytest.raises(KzcaseError), office.read():
        pass


DESKTOP = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from kzcase.ui.lockwatch import LockWatch
app = QCoreApplication([])
watch = LockWatch()
print("heard" if watch.listen() else "deaf")
name = "org.freedesktop.ScreenSaver"
bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "desktop")
bus.registerService(name)
def lock():
    told = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", name, "ActiveChanged")
    told.setArguments([True])
    bus.send(told)
def left():
    print("left")
    app.quit()
watch.left.connect(left)
again = QTimer()
again.timeout.connect(lock)
again.start(50)
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="needs D-Bus")
def test_the_desktop_says_that_its_screen_is_locked() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", DESKTOP],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.split() == ["heard", "left"], done.stderr
