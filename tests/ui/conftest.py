"""What the tests of windows stand on: a real vault opened by its raw key, a worker, a desk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import keep_no_history
from kzcase.ui.common.look import Look
from kzcase.ui.common.worker import Worker
from kzcase.ui.window import MainWindow
from kzcase.vault.vault import Vault

KEY = b"k" * 32
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.kzvault"
    vault = Vault.create_raw(path, KEY)
    office = Office(vault)
    with vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    office.close()
    return path


@pytest.fixture
def open_office(tmp_path: Path, template: Path) -> Callable[[], Office]:
    """Open the test's own vault; it may be closed and opened again."""
    path = tmp_path / "cases.kzvault"
    shutil.copy(template, path)

    def opened() -> Office:
        return Office(Vault.open_raw(path, KEY), clock=lambda: NOW)

    return opened


@pytest.fixture
def office(open_office: Callable[[], Office]) -> Iterator[Office]:
    made = open_office()
    yield made
    made.close()


@pytest.fixture
def look(qapp: QApplication) -> Look:
    keep_no_history()
    settings = Settings(theme="light", backup_every="off")
    return Look(settings, theme.apply(qapp, settings))


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not made.busy)


@pytest.fixture
def desk(office: Office, worker: Worker, look: Look) -> Iterator[Desk]:
    made = Desk(office, worker, look)
    yield made
    made.leave()


@contextmanager
def shown(qtbot: QtBot, look: Look, office: Office | None = None) -> Iterator[MainWindow]:
    """The one window on screen, in a vault if one is given; closed afterwards as a person closes it."""
    made = MainWindow(look)
    made.show()
    qtbot.waitExposed(made)
    if office is not None:
        made.work_in(office)
        qtbot.waitUntil(lambda: not made.worker.busy, timeout=20_000)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.worker.busy, timeout=60_000)
    made.worker.stop()
    made.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[MainWindow]:
    """The one window, before a vault is open."""
    with shown(qtbot, look) as made:
        yield made


@pytest.fixture
def settle(qtbot: QtBot, worker: Worker) -> Callable[[], None]:
    """Wait until the worker has answered everything, and the answers to the answers."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)

    return wait


@pytest.fixture
def type_in(qtbot: QtBot) -> Callable[[QWidget, str], None]:
    """Type into a widget letter by letter, in any script (QTest itself knows only Latin)."""

    def typed(widget: QWidget, text: str) -> None:
        for letter in text:
            if letter.isascii():
                qtbot.keyClicks(widget, letter)
            else:
                for type_ in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(type_, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(widget, event)

    return typed
