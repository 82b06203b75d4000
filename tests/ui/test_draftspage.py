"""By which words somebody knows again what they began."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kzcase.services.drafts import KeptDraft
from kzcase.ui.common.desk import Desk
from kzcase.ui.records.draftspage import DraftsPage, grouped

NOW = "2026-11-23T12:00:00Z"


def test_somebody_is_known_by_the_name_whichever_was_typed_last() -> None:
    person = KeptDraft("p", "person", "p", None, {"born": "12.08."}, NOW)
    name = KeptDraft("n@p", "name", "n", None, {"parts": {"family": "Үлгібаева"}}, NOW)
    event = KeptDraft("e@p", "event", "e", None, {"title": "Search"}, NOW)
    for kept in permutations((person, name, event)):
        assert [one.words for one in grouped(kept)] == ["Үлгібаева"]
    for kept in permutations((person, event)):
        assert [one.words for one in grouped(kept)] == ["12.08."]


def test_with_nothing_kept_the_keyboard_is_on_the_page_so_that_esc_leads_back(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    page = DraftsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    for _ in range(2):
        page.begin()
        settle()
        qtbot.waitUntil(page.hasFocus)
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
