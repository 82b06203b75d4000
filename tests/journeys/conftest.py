"""A hand that types and clicks on the real window, and what it stands on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.fields.base import FieldEditor
from kzcase.ui.common.files import keep_no_history
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import guard
from kzcase.ui.window import MainWindow
from kzcase.ui.workspace import Workspace
from kzcase.vault.vault import Vault

KEY = b"k" * 32


class Hand:
    """Does what a person does: looks for words on the screen, clicks, types."""

    def __init__(self, bot: QtBot, window: MainWindow) -> None:
        self.bot = bot
        self.window = window
        self.steps = 0
        """Clicks, keys that are no letters, and fields gone to: what a person has to find and do."""

    @property
    def workspace(self) -> Workspace:
        """The inside of an unlocked window."""
        assert self.window.workspace is not None, "the window is locked"
        return self.window.workspace

    def settle(self) -> None:
        """Wait until the window has answered."""
        self.bot.waitUntil(lambda: not self.window.worker.busy, timeout=60_000)

    def wait(self, condition: Callable[[], Any]) -> None:
        """Wait for something to be seen."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=60_000)

    def button(self, words: str, root: QWidget | None = None) -> QAbstractButton:
        """The visible button with these words."""
        found = [
            one
            for one in (root or self.window).findChildren(QAbstractButton)
            if one.isVisible()
            and words in (one.text().replace("&", ""), one.accessibleName(), one.objectName())
        ]
        assert found, f"no button “{words}” on the screen: {self.words()}"
        return found[0]

    def click(self, words: str, root: QWidget | None = None) -> None:
        """Click a button."""
        button = self.button(words, root)
        assert button.isEnabled(), f"“{words}” cannot be clicked"
        self.steps += 1
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def words(self) -> list[str]:
        """The words on all visible buttons (to say what was there instead)."""
        return [one.text() for one in self.window.findChildren(QAbstractButton) if one.isVisible()]

    def type(self, widget: QWidget, text: str) -> None:
        """Type text in any script."""
        for letter in text:
            if letter.isascii():
                self.bot.keyClicks(widget, letter)
            else:
                for type_ in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(type_, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(widget, event)

    def press(self, key: Qt.Key, *, control: bool = False, on: QWidget | None = None) -> None:
        """Press a key where the keyboard is."""
        self.steps += 1
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        if control:
            self.be_active()  # else no shortcut would be heard
        self.bot.keyClick(on or QApplication.focusWidget() or self.window, key, modifier)

    def sheet(self) -> Sheet:
        """The form on the screen, once it has been read."""

        def ready() -> list[Sheet]:
            return [
                one
                for one in self.window.findChildren(Sheet)
                if one.isVisible() and one.forms and one.form.isVisible()
            ]

        self.wait(ready)
        return ready()[0]

    def fill(self, form: RecordForm, field: str, text: str) -> None:
        """Type into a field of a form; in a field with a list, take the first that is offered."""
        editor: FieldEditor = form.editors[field]
        self.fill_editor(editor, text)

    def fill_editor(self, editor: FieldEditor, text: str) -> None:
        """Type into one editor."""
        self.steps += 1
        line = editor.focusProxy()
        while line.focusProxy() is not None:
            line = line.focusProxy()
        self.be_active()
        line.setFocus()
        self.wait(line.hasFocus)
        if isinstance(line, QLineEdit):
            line.selectAll()
        self.type(line, text)
        if hasattr(line, "offers"):
            self.wait(lambda: QApplication.activePopupWidget() is not None and not line.pending)
            # Nothing new is made by one Enter: the first goes to the offer, the second takes it.
            makes = not any(offer.sure and not offer.creates for offer in line.offers)
            for _ in range(2 if makes else 1):
                self.steps += 1
                self.bot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
            self.settle()

    def be_active(self) -> None:
        """Be the active window again: Qt's offscreen platform takes popups for windows of their own."""
        QApplication.processEvents()
        self.window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is self.window)
        QApplication.processEvents()

    def open_row(self, view: QAbstractItemView, words: str) -> None:
        """Choose the row that holds these words and press Enter."""

        def row() -> int:
            model = view.model()
            for number in range(model.rowCount()):
                cells = [
                    str(model.index(number, column).data()) for column in range(max(1, model.columnCount()))
                ]
                if any(words in cell for cell in cells):
                    return number
            return -1

        self.wait(lambda: row() >= 0)
        view.setFocus()
        view.setCurrentIndex(view.model().index(row(), 0))
        self.bot.keyClick(view, Qt.Key.Key_Return)

    def name_file(self, path: Path) -> None:
        """Put a path into the file dialog and accept it."""
        self.wait(lambda: [one for one in self.window.findChildren(QFileDialog) if one.isVisible()])
        dialog = next(one for one in self.window.findChildren(QFileDialog) if one.isVisible())
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        # In one go, as when pasted: letter by letter the dialog offers names while it reads the folder.
        line.setText(str(path))
        self.bot.keyClick(line, Qt.Key.Key_Return)

    def read(self, widget: QWidget) -> str:
        """The words a field shows."""
        assert isinstance(widget, QLineEdit | QPlainTextEdit)
        return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


@pytest.fixture
def new_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[], Hand]]:
    """Make the real window; it is closed, as a person would, when the test ends."""
    keep_no_history()
    plain = guard(qapp)
    hands: list[Hand] = []

    def made() -> Hand:
        settings = Settings(theme="light", backup_every="off")
        window = MainWindow(Look(settings, theme.apply(qapp, settings)))
        hand = Hand(qtbot, window)
        hands.append(hand)
        window.show()
        qtbot.waitExposed(window)
        return hand

    yield made
    for hand in hands:
        hand.window.close()
        hand.settle()
        hand.window.worker.stop()
        hand.window.deleteLater()
    qapp.removeEventFilter(plain)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty vault with one writer, made once by its raw key."""
    path = tmp_path_factory.mktemp("template") / "template.kzvault"
    office = Office(Vault.create_raw(path, KEY))
    with office.vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    office.close()
    return path


@pytest.fixture
def vault(tmp_path: Path, template: Path) -> Path:
    """A vault of the test's own."""
    path = tmp_path / "cases.kzvault"
    shutil.copy(template, path)
    return path


@pytest.fixture
def unlocked(new_window: Callable[[], Hand], vault: Path) -> Hand:
    """The window with that vault open."""
    hand = new_window()
    hand.window.begin(vault)
    hand.window.start.opened.emit(reopen(vault))
    hand.settle()
    return hand


def reopen(vault: Path) -> Office:
    """Open a vault by its raw key."""
    return Office(Vault.open_raw(vault, KEY))


@pytest.fixture
def unlock_again(vault: Path) -> Callable[[Hand], None]:
    """Unlock a window that was locked."""

    def again(hand: Hand) -> None:
        hand.window.start.opened.emit(reopen(vault))
        hand.settle()

    return again
