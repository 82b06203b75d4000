"""The exchange page on a vault, and a colleague's vault beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.worker import Worker
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, empty_template, new_laptop
from tests.ui.exchange.hand import (
    Settle,
)

__all__ = ["empty_template", "new_laptop"]


@pytest.fixture
def settle(qtbot: QtBot, worker: Worker) -> Settle:
    """Wait until everything is answered, and what was made for the answers is on the screen."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)

    return wait


@pytest.fixture
def us(office: Office, tmp_path: Path) -> Laptop:
    """The vault in the window: Aigerim's."""
    return Laptop(office, tmp_path)


@pytest.fixture
def them(new_laptop: Callable[[str], Laptop]) -> Laptop:
    """A colleague's vault."""
    return new_laptop("Berik")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, settle: Settle) -> ExchangePage:
    made = ExchangePage(desk)
    qtbot.addWidget(made)
    made.resize(1130, 680)
    made.show()
    qtbot.waitExposed(made)
    settle()
    return made
