"""Whatever ends the work, what was typed is there again after unlocking."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.exceptions import capture_exceptions

from kzcase.services import drafts, lists
from kzcase.services.office import Office
from kzcase.ui.crash import CrashHandler
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.draftspage import DraftsPage
from kzcase.vault.vault import Vault

KEY = b"k" * 32


def begin_a_person(hand: Any) -> None:
    """Type a family name and half a date, and save nothing."""
    hand.press(Qt.Key.Key_N, control=True, on=hand.window)
    sheet = hand.sheet()
    hand.fill_editor(sheet.forms[1].editors["parts"].parts["family"], "Үлгібаева")
    hand.fill(sheet.form, "born", "12.08.")


def find_it_again(hand: Any) -> None:
    """Go to the drafts, go on, and see every letter of it."""
    hand.click("Drafts")
    page = hand.workspace.page
    assert isinstance(page, DraftsPage)
    hand.open_row(page.list, "Үлгібаева")
    sheet = hand.sheet()
    assert hand.read(sheet.forms[1].editors["parts"].parts["family"].line) == "Үлгібаева"
    assert hand.read(sheet.form.editors["born"].line) == "12.08."


def people(vault: Path) -> list[str]:
    office = Office(Vault.open_raw(vault, KEY))
    page = lists.page(office, lists.ListQuery("person", columns=("title",)))
    office.close()
    return [row.cells[0] for row in page.rows]


def test_locking_keeps_what_was_typed(unlocked: Any, unlock_again: Callable[[Any], None]) -> None:
    hand = unlocked
    begin_a_person(hand)
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    assert hand.window.workspace is None
    hand.settle()
    hand.wait(hand.window.start.unlock.secret.isVisible)
    unlock_again(hand)
    hand.wait(lambda: "Drafts" in hand.window.notice.text)
    find_it_again(hand)


def test_closing_keeps_what_was_typed(
    new_window: Callable[[], Any], unlocked: Any, vault: Path, unlock_again: Callable[[Any], None]
) -> None:
    begin_a_person(unlocked)
    unlocked.window.close()
    unlocked.wait(lambda: not unlocked.window.isVisible())
    unlocked.settle()
    hand = new_window()
    hand.window.begin(vault)
    unlock_again(hand)
    find_it_again(hand)


def test_esc_in_the_middle_says_where_the_words_are_and_enter_goes_on_with_them(unlocked: Any) -> None:
    hand = unlocked
    begin_a_person(hand)
    hand.press(Qt.Key.Key_Escape)
    hand.settle()
    assert "kept in Drafts" in hand.window.notice.text
    hand.click("Drafts")
    page = hand.workspace.page
    assert isinstance(page, DraftsPage)
    hand.be_active()
    hand.wait(page.list.hasFocus)
    hand.press(Qt.Key.Key_Return)
    sheet = hand.sheet()
    assert hand.read(sheet.form.editors["born"].line) == "12.08."


def test_esc_in_a_form_into_which_nothing_was_typed_says_nothing(unlocked: Any) -> None:
    hand = unlocked
    hand.press(Qt.Key.Key_N, control=True, on=hand.window)
    hand.sheet()
    hand.press(Qt.Key.Key_Escape)
    hand.settle()
    assert "Drafts" not in hand.window.notice.text


def test_going_elsewhere_keeps_what_was_typed(unlocked: Any) -> None:
    begin_a_person(unlocked)
    unlocked.click("Letters")
    unlocked.settle()
    find_it_again(unlocked)


def test_what_was_resumed_and_saved_is_a_draft_no_more(unlocked: Any) -> None:
    hand = unlocked
    begin_a_person(hand)
    hand.press(Qt.Key.Key_Escape)
    hand.settle()
    find_it_again(hand)
    sheet = hand.sheet()
    hand.click("Save", sheet)
    hand.wait(lambda: sheet._view.problems.isVisible())
    assert "Born" in sheet._view.problems.text(), "half a date is not saved, and the form says where"
    hand.fill(sheet.form, "born", "12.08.1984")
    hand.click("Save", sheet)
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    hand.settle()
    assert drafts.kept(hand.workspace.desk.office) == ()


def test_discarding_a_draft_forgets_it(unlocked: Any) -> None:
    hand = unlocked
    begin_a_person(hand)
    hand.click("Letters")
    hand.settle()
    hand.click("Drafts")
    hand.wait(lambda: hand.workspace.page.rows())
    hand.click("Discard the chosen one")
    hand.wait(lambda: not hand.workspace.page.rows())
    assert drafts.kept(hand.workspace.desk.office) == ()


def test_opening_and_closing_a_record_writes_nothing(unlocked: Any) -> None:
    hand = unlocked
    begin_a_person(hand)
    sheet = hand.sheet()
    hand.fill(sheet.form, "born", "1984")
    hand.click("Save", sheet)
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    page = hand.workspace.page
    hand.settle()
    office = hand.workspace.desk.office
    before = history_length(office, page.person)
    page.tabs.setCurrentWidget(page.sheet)
    hand.wait(lambda: page.sheet.forms)
    hand.press(Qt.Key.Key_Escape, on=page)
    hand.settle()
    assert history_length(office, page.person) == before
    assert drafts.kept(office) == ()


def history_length(office: Office, record: str) -> int:
    from kzcase.services import journal

    return len(journal.of_record(office, record))


@pytest.mark.logs_expected
def test_a_failure_of_our_own_keeps_what_was_typed_and_says_so(unlocked: Any, caplog: Any) -> None:
    hand = unlocked
    begin_a_person(hand)
    handler = CrashHandler()
    handler.crashed.connect(hand.window.crashed)
    with capture_exceptions():
        handler.install()
        try:
            hand.workspace.desk.worker.write(fail_with_a_name)
            hand.wait(lambda: "went wrong" in hand.window.notice.text)
        finally:
            handler.remove()
    hand.settle()
    office = hand.workspace.desk.office
    assert [draft.kind for draft in drafts.kept(office)].count("name") == 1
    assert "Үлгібаева" not in caplog.text
    assert "RuntimeError" in caplog.text


def fail_with_a_name() -> None:
    raise RuntimeError("Үлгібаева")


CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import main, window
from kzcase.vault.vault import Vault

path = Path(sys.argv[1])
begin = window.MainWindow.begin

def begin_unlocked(self, vault, passphrase):
    begin(self, vault)
    self.start.opened.emit(Office(Vault.open_raw(path, b"k" * 32)))
    self.workspace.create_record("person", {})
    sheet = self.workspace.page.sheet
    sheet.loaded.connect(type_something)

def type_something():
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    sheet = next(w for w in QApplication.allWidgets() if type(w).__name__ == "Sheet" and w.forms)
    QTest.keyClicks(sheet.forms[1].editors["parts"].parts["family"].line, "Ulgibayeva")
    print("typed", flush=True)

window.MainWindow.begin = begin_unlocked
raise SystemExit(main.run(Settings(theme="light"), path))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a program hears")
def test_sigterm_keeps_what_was_typed_and_ends_in_order(vault: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(vault)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "typed"
        child.send_signal(signal.SIGTERM)
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    assert not vault.with_name(vault.name + "-wal").exists()
    office = Office(Vault.open_raw(vault, KEY))
    kept = {draft.kind: draft.values for draft in drafts.kept(office)}
    office.close()
    assert kept["name"]["parts"] == {"family": "Ulgibayeva"}
    assert people(vault) == []
