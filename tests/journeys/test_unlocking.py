"""Unlocking says exactly why a vault does not open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzcase.services import vaults
from kzcase.services.office import Office
from kzcase.ui.common.keyboard import KeyboardLine

PASSPHRASE = "orbit lantern vivid quarry mellow thistle"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a passphrase: these journeys are about typing it."""
    path = tmp_path_factory.mktemp("unlocking") / "cases.kzvault"
    Office.create(path, PASSPHRASE, "Aigerim").close()
    return path


def test_a_wrong_passphrase_is_told_as_such_and_the_right_one_opens(
    new_window: Callable[[], Any], made: Path
) -> None:
    hand = new_window()
    hand.window.begin(made)
    page = hand.window.start.unlock
    hand.type(page.secret, "ORBIT lantern")
    hand.click("Unlock")
    hand.wait(page.problem.text)
    assert page.problem.text().startswith("This passphrase does not open the vault")
    hand.settle()
    assert hand.window.workspace is None
    page.secret.selectAll()
    hand.type(page.secret, PASSPHRASE)
    hand.click("Unlock")
    hand.wait(lambda: hand.window.workspace is not None)
    assert page.secret.text() == "", "the passphrase does not stay on the page"
    hand.settle()


def test_damage_is_told_apart_from_a_wrong_passphrase(
    new_window: Callable[[], Any], made: Path, tmp_path: Path
) -> None:
    hurt = tmp_path / "hurt.kzvault"
    content = bytearray(made.read_bytes())
    content[2000] ^= 0xFF
    hurt.write_bytes(content)
    hand = new_window()
    hand.window.begin(hurt)
    page = hand.window.start.unlock
    hand.type(page.secret, PASSPHRASE)
    hand.click("Unlock")
    hand.wait(page.problem.text)
    assert "damaged" in page.problem.text().split(".")[0].lower()
    assert "does not open" not in page.problem.text()
    assert hurt.read_bytes() == bytes(content)
    hand.settle()


def test_what_is_no_vault_is_refused_in_words(new_window: Callable[[], Any], tmp_path: Path) -> None:
    other = tmp_path / "notes.kzvault"
    other.write_text("not a vault at all\n" * 500)
    hand = new_window()
    hand.window.begin(other)
    page = hand.window.start.unlock
    hand.type(page.secret, "anything at all")
    hand.click("Unlock")
    hand.wait(page.problem.text)
    assert "Traceback" not in page.problem.text()
    hand.settle()


def test_the_words_of_the_recovery_sheet_open_the_vault(new_window: Callable[[], Any], made: Path) -> None:
    office = Office.open(made, PASSPHRASE)
    words = " ".join(vaults.recovery_sheet(office).words)
    office.close()
    hand = new_window()
    hand.window.begin(made)
    page = hand.window.start.unlock
    hand.click("I have the recovery sheet")
    hand.type(page.words, words)
    hand.click("Open with the words")
    hand.wait(lambda: hand.window.workspace is not None)
    hand.settle()


def test_caps_lock_is_said_in_words(new_window: Callable[[], Any], made: Path) -> None:
    hand = new_window()
    hand.window.begin(made)
    page = hand.window.start.unlock
    line = page.findChild(KeyboardLine)
    hand.type(page.secret, "a")
    assert "Caps Lock" not in line.text
    # A capital letter that comes without Shift: that is what Caps Lock does.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.sendKeyEvent(QTest.KeyAction.Press, page.secret, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock" in line.text


def test_the_demo_opens_on_its_people_without_a_passphrase_to_type(
    new_window: Callable[[], Any], made: Path
) -> None:
    hand = new_window()
    hand.window.begin(made, PASSPHRASE)
    hand.wait(lambda: hand.window.workspace is not None)
    assert hand.window.start.unlock.secret.text() == ""
    hand.settle()
