"""The exchange area inside the window: dropped files, the people of a page, locking, cancelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from kzcase.errors import KzcaseError
from kzcase.services import imports, records
from kzcase.services.office import Office
from kzcase.ui.common.look import Look
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.window import MainWindow
from tests.laptops import Laptop, acquaint, empty_template, new_laptop
from tests.ui.conftest import shown

__all__ = ["empty_template", "new_laptop"]

Settle = Callable[[], None]


@pytest.fixture
def window(qtbot: QtBot, look: Look, office: Office) -> Iterator[MainWindow]:
    with shown(qtbot, look, office) as made:
        yield made


@pytest.fixture
def file(office: Office, tmp_path: Path, new_laptop: Callable[[str], Laptop]) -> Path:
    """A colleague's file with one person."""
    us, them = Laptop(office, tmp_path), new_laptop("Berik")
    acquaint(us, them)
    one = them.save("person", occupation="blogger")
    them.save("name", person=one, parts={"family": "Seitkali", "given": "Aidar"})
    return them.write(us)


def drop(window: MainWindow, path: Path) -> None:
    assert window.workspace is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.workspace.dropEvent(event)


def exchange(window: MainWindow) -> ExchangePage:
    assert window.workspace is not None
    page = window.workspace.page
    assert isinstance(page, ExchangePage)
    return page


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def test_a_file_dropped_anywhere_on_the_window_is_shown_and_not_taken_in(
    qtbot: QtBot, window: MainWindow, office: Office, file: Path
) -> None:
    drop(window, file)
    settle(qtbot, window)
    page = exchange(window)
    assert page.taking.step == "plan"
    assert page.taking.plan.head.text() == "From Berik"
    assert imports.listed(office) == ()


def test_locking_with_a_plan_open_closes_file_and_vault(
    qtbot: QtBot, window: MainWindow, office: Office, file: Path
) -> None:
    drop(window, file)
    settle(qtbot, window)
    (source,) = exchange(window).taking.plan.sources
    window.lock()
    qtbot.waitUntil(lambda: source.incoming.opened.lines.closed, timeout=20_000)  # type: ignore[attr-defined]
    settle(qtbot, window)
    with pytest.raises(KzcaseError), office.read():
        pass


def test_taking_in_that_is_cancelled_changes_nothing_and_keeps_the_plan(
    qtbot: QtBot, window: MainWindow, office: Office, file: Path
) -> None:
    drop(window, file)
    settle(qtbot, window)
    page = exchange(window)
    page.taking.plan.go.click()
    window.worker.cancel_all()
    settle(qtbot, window)
    assert imports.listed(office) == ()
    assert page.taking.step == "plan"
    assert "Nothing was changed" in window.notice.text
    page.taking.plan.go.click()
    settle(qtbot, window)
    assert page.taking.step == "done"
    assert len(imports.listed(office)) == 1


def test_a_vault_that_was_changed_meanwhile_is_planned_anew(
    qtbot: QtBot, window: MainWindow, office: Office, file: Path, tmp_path: Path
) -> None:
    drop(window, file)
    settle(qtbot, window)
    page = exchange(window)
    assert page.taking.plan.go.text() == "Take in 2 records"
    Laptop(office, tmp_path).take(file)
    page.taking.plan.go.click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: "Nothing new" in page.taking.plan.told, timeout=20_000)
    assert page.taking.step == "plan"
    assert len(imports.listed(office)) == 1


def test_the_people_of_a_page_are_handed_out_and_esc_leads_back(
    qtbot: QtBot, window: MainWindow, office: Office, tmp_path: Path
) -> None:
    one = Laptop(office, tmp_path).save("person", occupation="blogger")
    assert window.workspace is not None
    window.workspace.open_record("person", one)
    settle(qtbot, window)
    window.commands.do("hand_out")
    settle(qtbot, window)
    page = exchange(window)
    assert page.part == "hand_out"
    assert page.handing.what.chooser.chosen == (one,)
    qtbot.waitUntil(lambda: "Goes along (1)" in page.handing.text(), timeout=20_000)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.workspace.page.people == (one,)
    assert records.view(office, one).status == "here"
