"""The window under faults and strange words: the catalogue's cases (UI, and ST08)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.exceptions import capture_exceptions

from kzcase.errors import KzcaseError
from kzcase.history.ledger import Change
from kzcase.progress import Progress
from kzcase.services import drafts, journal, records, writers
from kzcase.services.office import Office
from kzcase.ui.common.lists.recordtablemodel import RecordTableModel
from kzcase.ui.crash import CrashHandler
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.draftspage import DraftsPage
from kzcase.vault.failures import VaultLocked
from kzcase.vault.vault import Vault
from tests.faults.writes import from_on, watched
from tests.journeys.conftest import KEY
from tests.journeys.test_nothing_typed_is_lost import CHILD

TYPED = "Үлгібаева"


def type_a_name(hand: Any) -> None:
    """Begin a person and save nothing."""
    hand.press(Qt.Key.Key_N, control=True, on=hand.window)
    hand.fill_editor(hand.sheet().forms[1].editors["parts"].parts["family"], TYPED)


def kept(office: Office) -> list[str]:
    return [
        str(one.values.get("parts", {}).get("family")) for one in drafts.kept(office) if one.kind == "name"
    ]


def a_person(office: Office, **fields: Any) -> str:
    one = records.new_id()
    office.record(
        [
            Change("person", one, fields),
            Change("name", records.new_id(), {"person": one, "parts": {"family": "Сериков"}}),
        ]
    )
    return one


def test_st08_a_disk_that_is_full_while_one_types_keeps_the_words_and_takes_them_when_there_is_room(
    unlocked: Any,
) -> None:
    hand = unlocked
    type_a_name(hand)
    hand.settle()
    sheet, office = hand.sheet(), hand.workspace.desk.office
    with watched(from_on(1)) as writes:
        sheet.keep()
        hand.settle()
        hand.click("Save", sheet)
        hand.settle()
        assert writes.refused > 0
    assert "disk is full" in hand.window.notice.text
    assert hand.read(sheet.forms[1].editors["parts"].parts["family"].line) == TYPED
    hand.click("Save", sheet)  # there is room again
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    hand.settle()
    assert kept(office) == []


def test_st29_words_typed_after_the_stick_was_pulled_outlive_a_lock_the_key_does_not(
    unlocked: Any,
) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    path = office.path
    pulled = path.with_name("pulled")
    path.rename(pulled)
    type_a_name(hand)
    hand.window.lock()
    hand.settle()
    assert "kept here, encrypted" in hand.window.notice.text
    with pytest.raises(VaultLocked):
        _ = office.vault.secret
    assert office.unkept == {}
    pulled.rename(path)
    hand.window.work_in(Office.of(Vault.open_raw(path, KEY)))
    hand.settle()
    assert "in Drafts" in hand.window.notice.text
    assert TYPED in kept(hand.workspace.desk.office)


def test_st29_a_window_is_not_closed_over_words_its_vault_could_not_take(unlocked: Any) -> None:
    hand = unlocked
    path = hand.workspace.desk.office.path
    type_a_name(hand)
    hand.settle()
    path.rename(path.with_name("pulled"))
    hand.fill_editor(hand.sheet().forms[1].editors["parts"].parts["given"], TYPED)
    hand.window.close()
    hand.settle()
    assert hand.window.isVisible()
    assert "lost" in hand.window.notice.text


class Broken(Exception):
    """A fault of our own, whose message holds a name."""


def fails(*_: object, **__: object) -> Any:
    raise Broken(TYPED)


@pytest.mark.logs_expected
@pytest.mark.parametrize("where", ["slot", "worker", "long work", "data"])
def test_ui02_a_fault_of_our_own_is_told_once_without_a_word_and_what_was_typed_is_kept(
    unlocked: Any, caplog: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    a_person(office)
    type_a_name(hand)
    handler = CrashHandler()
    told: list[str] = []
    handler.crashed.connect(hand.window.crashed)
    handler.crashed.connect(lambda: told.append("told"))
    with capture_exceptions():
        handler.install()
        try:
            if where == "slot":
                hand.window.worker.idle.connect(fails, Qt.ConnectionType.SingleShotConnection)
                hand.workspace.desk.worker.read(lambda: None)
            elif where == "worker":
                hand.workspace.desk.worker.write(fails)
            elif where == "long work":
                hand.workspace.desk.worker.long("Work", fails)
            else:
                monkeypatch.setattr(RecordTableModel, "data", fails)
                hand.click("People")
            hand.wait(lambda: "went wrong" in hand.window.notice.text)
            monkeypatch.undo()
        finally:
            handler.remove()
    hand.settle()
    assert told == ["told"]
    assert kept(office) == [TYPED]
    assert TYPED not in caplog.text
    assert "Broken" in caplog.text
    hand.click("Today")  # and it goes on
    hand.settle()


@pytest.mark.logs_expected
def test_ui02_a_fault_while_closing_leaves_the_window_and_what_was_typed(
    unlocked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = unlocked
    type_a_name(hand)
    with capture_exceptions(), monkeypatch.context() as patched, suppress(Broken):
        patched.setattr(hand.workspace, "keep", fails)
        hand.window.close()
    assert hand.window.isVisible()
    assert hand.read(hand.sheet().forms[1].editors["parts"].parts["family"].line) == TYPED


@pytest.mark.parametrize("how", ["lock", "session end", "idle"])
def test_ui03_whatever_ends_the_work_what_was_typed_is_there_after_unlocking(
    unlocked: Any, unlock_again: Callable[[Any], None], how: str
) -> None:
    hand = unlocked
    type_a_name(hand)
    if how == "session end":
        hand.window.keep()
    if how == "idle":
        hand.window._idle._timer.start(1)
        hand.wait(lambda: hand.window.workspace is None)
    else:
        hand.window.lock()
    hand.settle()
    unlock_again(hand)
    hand.click("Drafts")
    page = hand.workspace.page
    assert isinstance(page, DraftsPage)
    hand.open_row(page.list, TYPED)
    assert hand.read(hand.sheet().forms[1].editors["parts"].parts["family"].line) == TYPED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a program hears")
def test_ui03_sigterm_keeps_what_was_typed(vault: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(vault)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "typed"
        child.send_signal(signal.SIGTERM)
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    office = Office(Vault.open_raw(vault, KEY))
    assert kept(office) == ["Ulgibayeva"]
    office.close()


def test_ui04_locking_while_something_long_is_under_way_stops_it_in_order_and_forgets_the_key(
    unlocked: Any, unlock_again: Callable[[Any], None]
) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    begun: list[str] = []

    def long_work(progress: Progress) -> None:
        with office.vault.write() as session:
            office.ledger.add_writer(session, "Nobody")
            begun.append("begun")
            while True:
                progress.step("Working")

    hand.workspace.desk.worker.long("Work", long_work)
    hand.wait(lambda: begun)
    hand.window.lock()
    hand.settle()
    assert hand.window.workspace is None
    with pytest.raises(KzcaseError):
        _ = office.vault.secret
    unlock_again(hand)
    assert [one.name for one in writers.everyone(hand.workspace.desk.office)] == ["Aigerim"]


@pytest.mark.parametrize(
    "stored", ["ст.\u00a0174", "one\r\ntwo", "one\u2029two", "и\u0306 е\u0308", "\u202eabc"]
)
def test_ui05_opening_and_closing_a_record_writes_nothing_whatever_it_holds(
    unlocked: Any, stored: str
) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    text = stored.replace("\r\n", "\n")  # history holds line ends of one sort
    one = a_person(office, occupation=text.replace("\n", " "), summary_en=text, remarks=text)
    before = len(journal.of_record(office, one))
    hand.workspace.open_record("person", one)
    hand.settle()
    page = hand.workspace.page
    page.tabs.setCurrentWidget(page.sheet)
    hand.wait(lambda: page.sheet.forms)
    hand.press(Qt.Key.Key_Escape, on=page)
    hand.settle()
    assert len(journal.of_record(office, one)) == before
    assert drafts.kept(office) == ()


def test_ui06_what_comes_while_a_record_is_open_keeps_the_choice_and_warns_the_editor(unlocked: Any) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    one = a_person(office, occupation="blogger")
    hand.workspace.open_record("person", one)
    hand.settle()
    page = hand.workspace.page
    page.tabs.setCurrentWidget(page.sheet)
    hand.wait(lambda: page.sheet.forms)
    hand.fill(page.sheet.form, "locality", "Aktobe")
    a_person(office, occupation="poet")
    records.save(
        office,
        records.Draft("person", one, {"occupation": "singer"}, records.view(office, one).heads),
        initiator="import",
    )
    hand.settle()
    hand.click("Save", page.sheet)
    hand.settle()
    fields = records.view(office, one).fields
    assert (fields["occupation"], fields["locality"]) == ("singer", "Aktobe")
