"""A stick that is pulled, a disk that is full: named as such; what was typed stays, and work goes on."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kzcase.services import lists
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

KEY = b"k" * 32


def people(vault: Path) -> int:
    office = Office(Vault.open_raw(vault, KEY))
    found = lists.page(office, lists.ListQuery("person", columns=("title",)))
    office.close()
    return len(found.rows)


def begin_a_person(hand: Any) -> Any:
    hand.press(Qt.Key.Key_N, control=True, on=hand.window)
    sheet = hand.sheet()
    hand.fill_editor(sheet.forms[1].editors["parts"].parts["family"], "Үлгібаева")
    return sheet


def typed(hand: Any, sheet: Any) -> str:
    told: str = hand.read(sheet.forms[1].editors["parts"].parts["family"].line)
    return told


def test_st29_a_stick_that_is_pulled_is_named_and_work_goes_on_when_it_is_back(
    unlocked: Any, vault: Path
) -> None:
    hand = unlocked
    sheet = begin_a_person(hand)
    away = vault.with_name("somewhere else")
    vault.rename(away)  # as a stick that is pulled: the file is no longer where it was
    hand.click("Save")
    hand.wait(lambda: "no longer where it was opened" in hand.window.notice.text)
    hand.settle()
    assert not vault.exists(), "no new file in its place"
    assert typed(hand, sheet) == "Үлгібаева"
    save = hand.button("Save")
    hand.wait(save.hasFocus)  # not Cancel, which stands beside it: Enter once more must lose nothing
    away.rename(vault)
    hand.press(Qt.Key.Key_Return)
    hand.settle()
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    hand.settle()
    assert people(vault) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_st08_a_full_disk_is_said_and_the_same_key_saves_when_there_is_room(
    unlocked: Any, vault: Path
) -> None:
    hand = unlocked
    sheet = begin_a_person(hand)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 13, hard))
    try:
        hand.click("Save")
        hand.wait(lambda: "Nothing was changed" in hand.window.notice.text)
        hand.settle()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "disk" in hand.window.notice.text
    assert typed(hand, sheet) == "Үлгібаева"
    hand.click("Save")
    hand.settle()
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    hand.settle()
    assert people(vault) == 1
