"""What the tests of the exchange area do again and again: open a file, look, agree, read what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kzcase.history.sign import sign_tombstone
from kzcase.services import colleagues, records
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint, keys_of

Settle = Callable[[], None]


def person(on: Laptop, family: str = "Seitkali", **values: Any) -> str:
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": family, "given": "Aidar"})
    return one


def tick(model: Any) -> None:
    """Tick the first row of a list."""
    assert model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def said(root: QWidget) -> str:
    """All that labels say on the screen."""
    return "\n".join(one.text() for one in root.findChildren(QLabel) if one.isVisible())


def show(page: ExchangePage, settle: Settle, *files: Path) -> None:
    page.take_in(files)
    settle()


def go_to(page: ExchangePage, settle: Settle, wanted: Callable[[Any], bool]) -> None:
    """Go to the first record of the plan like this."""
    view = page.taking.plan.list
    row = next(n for n, line in enumerate(view.lines.lines) if line.record and wanted(line.record))
    view.go_to(row)
    settle()


def agree(page: ExchangePage, settle: Settle) -> None:
    assert page.taking.plan.go.isEnabled()
    page.taking.plan.go.click()
    settle()


def related(on: Laptop, record: str, kind: str) -> list[str]:
    return [one.id for one in records.related(on.office, record) if one.kind == kind]


def propose(on: Laptop, record: str) -> None:
    """Erase a record as a colleague did, so that the proposal goes along with the next file."""
    time = "2026-11-20T10:00:00Z"
    author, word = sign_tombstone(keys_of(on.office).sign_secret, record, "", time)
    with on.office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.execute("INSERT INTO tombstone VALUES (?, '', ?, ?, ?, 1)", (record, author, time, word))
        driver.execute("DELETE FROM revision WHERE record = ?", (record,))
        on.office.ledger.rebuild(session)


def in_conflict(us: Laptop, them: Laptop, *families: str) -> list[str]:
    """People of whom both wrote another occupation."""
    acquaint(us, them)
    people = [person(them, family, occupation="blogger") for family in families]
    us.take(them.write(us))
    for one in people:
        us.save("person", one, occupation="singer")
        them.save("person", one, occupation="poet")
    return people


def press(root: QWidget, words: str) -> None:
    """Click the button of that name."""
    found = [
        one
        for one in root.findChildren(QPushButton)
        if one.isVisible() and words in (one.text(), one.accessibleName())
    ]
    assert found, words
    found[0].click()


def card_of(of: Laptop, folder: Path) -> Path:
    return colleagues.write_card(of.office, folder / f"{of.key[:8]}-{of.folder.name}.kzcard")


def drop(page: ExchangePage, *files: Path) -> None:
    """Drop files on the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
