"""What must hold of every window: plain text, no traces outside the vault, a crash that tells nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QSettings, QSize, QtMsgType
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui import screens
from kzcase.ui.common.files import FileQuestion, keep_no_history
from kzcase.ui.common.fitting import Fitting
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import guard, label, rich_labels, tip
from kzcase.ui.crash import redacted
from kzcase.ui.window import MainWindow
from tests.ui.conftest import shown

EVIL = '<b>x</b><img src="file:///etc/passwd"> &amp; &file'


def evil_office(office: Office) -> tuple[str, str]:
    """A person all of whose words look like markup."""
    person, restriction = records.new_id(), records.new_id()
    records.save_all(
        office,
        (
            Draft("person", person, {"occupation": EVIL, "locality": EVIL, "summary_en": EVIL}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": EVIL, "given": EVIL}}),
            Draft(
                "restriction",
                restriction,
                {"person": person, "kind": "restriction_of_freedom", "translation": EVIL},
            ),
        ),
    )
    return person, restriction


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, look: Look) -> Iterator[MainWindow]:
    plain = guard(qapp)
    with shown(qtbot, look) as made:
        yield made
    qapp.removeEventFilter(plain)


def each_screen(window: MainWindow, office: Office, visit: Callable[[str], None]) -> None:
    """Go through every screen with a person whose words look like markup."""
    person, restriction = evil_office(office)
    window.begin(None)
    visit("welcome")
    window.start.show_create()
    visit("create")
    window.start.show_unlock(Path("cases.kzvault"))
    visit("unlock")
    window.work_in(office)
    visit("people")
    workspace = window.workspace
    assert workspace is not None
    workspace.open_record("person", person)
    screens.settle(window)
    page = workspace.page
    for number in range(page.tabs.count()):  # type: ignore[attr-defined]
        page.tabs.setCurrentIndex(number)  # type: ignore[attr-defined]
        visit(f"person {number}")
    workspace.open_record("restriction", restriction)
    visit("restriction")
    workspace.make_paper((person,))
    visit("brief")
    for area in workspace.side.keys:
        workspace.show_area(area)
        visit(area)
    workspace.create_record("person", {})
    visit("new person")
    workspace.create_record("restriction", {"person": person})
    visit("new restriction")
    workspace.create_record("guided", {})
    visit("new case")


def frame_of(window: MainWindow) -> Fitting:
    """What the page on screen is seen in."""
    assert window.workspace is not None
    frame = window.workspace.page.parentWidget().parentWidget()
    assert isinstance(frame, Fitting)
    return frame


SPOKEN = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def nameless(root: QWidget) -> list[str]:
    """Visible widgets that one acts with, and that a screen reader would have no word for."""
    found = []
    for one in root.findChildren(QWidget):
        if not isinstance(one, SPOKEN) or isinstance(one, QHeaderView) or not one.isVisible():
            continue
        if one.objectName().startswith("qt_"):  # parts of Qt's own, named by what they are part of
            continue
        said = QAccessible.queryAccessibleInterface(one)
        if not said.text(QAccessible.Text.Name).strip():
            found.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
    return found


def test_the_walk_would_notice_a_button_without_a_name(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    bare = QToolButton(root)
    root.show()
    assert nameless(root) == ["QToolButton in QWidget"]
    bare.setAccessibleName("Manual")
    assert nameless(root) == []


def test_no_screen_reads_words_as_markup_or_leaves_a_screen_reader_without_words(
    window: MainWindow, office: Office
) -> None:
    found: list[str] = []

    def visit(name: str) -> None:
        screens.settle(window)
        for root in QApplication.topLevelWidgets():
            found.extend(f"{name}: {text}" for text in rich_labels(root))
            found.extend(f"{name}: {one} has no name" for one in nameless(root))
            for widget in root.findChildren(QWidget):
                if "<img" in widget.toolTip() or "<b>" in widget.toolTip():
                    found.append(f"{name}: tip {widget.toolTip()}")
            assert EVIL not in root.windowTitle()

    each_screen(window, office, visit)
    assert found == []
    assert window.windowTitle() == "kzcase"


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_is_clipped_in_a_small_window(window: MainWindow, office: Office, scale: int) -> None:
    window.look.settings.text_scale = scale
    window.resize(1366, 768)
    found: list[str] = []

    def visit(name: str) -> None:
        screens.settle(window)
        found.extend(f"{name}: {one}" for one in screens.clipped(window) if "<img" not in one)
        if scale == 100 and window.workspace is not None:
            bars = (frame_of(window).horizontalScrollBar(), frame_of(window).verticalScrollBar())
            found.extend(f"{name} has to be scrolled" for bar in bars if bar.maximum() > 0)

    each_screen(window, office, visit)
    assert found == []
    assert (window.width(), window.height()) == (1366, 768), "the window had to grow"


def test_at_twice_the_size_every_page_stays_within_a_small_laptop_and_is_seen_whole(
    window: MainWindow, office: Office
) -> None:
    window.look.settings.text_scale = 200
    window.take_up_look()
    window.resize(1366, 768)
    found: list[str] = []

    def visit(name: str) -> None:
        screens.settle(window)
        least = window.minimumSizeHint()
        if least.width() > 1366 or least.height() > 768 or window.size() != QSize(1366, 768):
            found.append(f"{name}: {least.width()} by {least.height()}, now {window.size().toTuple()}")
        if window.workspace is not None:
            sideways = frame_of(window).horizontalScrollBar().maximum()
            if sideways > 0:
                found.append(f"{name}: scrolls sideways by {sideways}")
        found.extend(f"{name}: {one}" for one in screens.clipped(window) if "<img" not in one)

    each_screen(window, office, visit)
    assert window.look.theme.scale == 200
    assert found == []


def test_the_walk_would_notice_words_that_are_cut(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    root.resize(300, 100)
    narrow = label("Ministry of Justice")
    narrow.setParent(root)
    narrow.resize(40, 20)
    root.show()
    assert len(screens.clipped(root)) == 1


def test_labels_that_qt_makes_itself_become_plain(qtbot: QtBot, qapp: QApplication) -> None:
    plain = guard(qapp)
    box = QMessageBox(QMessageBox.Icon.NoIcon, "kzcase", EVIL)
    qtbot.addWidget(box)
    box.show()
    assert rich_labels(box) == []
    box.close()
    qapp.removeEventFilter(plain)


def test_the_walk_would_notice_a_label_that_guesses(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QLabel(EVIL, root)
    label(EVIL).setParent(root)
    assert rich_labels(root) == [EVIL]


def test_a_tip_is_escaped() -> None:
    assert tip("<b>&") == "<qt>&lt;b&gt;&amp;</qt>"
    assert tip("") == ""


def test_a_file_dialog_leaves_no_trace_of_where_it_was(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_no_history()
    place = tmp_path / "Ілияшев"
    place.mkdir()
    root = QWidget()
    qtbot.addWidget(root)
    root.show()
    chosen: list[Path] = []
    question = FileQuestion(root, "Open", "All (*)", chosen.append, save=True, start=place / "brief.pdf")
    dialog = question.dialog
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()
    assert chosen == [place / "brief.pdf"]
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert kept.allKeys() == []
    traces = [
        path
        for path in (tmp_path / ".home").rglob("*")
        if path.is_file() and "Ілияшев".encode() in path.read_bytes()
    ]
    assert traces == []


def test_the_log_of_a_crash_names_places_in_our_code_and_no_words() -> None:
    try:
        raise ValueError("Сериков Алмас")
    except ValueError:
        kind, _, trace = sys.exc_info()
    assert kind is not None
    said = redacted(kind, trace)
    assert "Сериков" not in said
    assert said.startswith("builtins.ValueError at tests/ui/test_house.py:")
    assert str(Path.home()) not in said


def test_no_logger_of_ours_prints_rows(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        evil_office(office)
    assert EVIL not in caplog.text


def test_with_large_letters_the_column_of_the_start_pages_is_wider(window: MainWindow) -> None:
    window.begin(None)
    window.resize(1366, 768)
    screens.settle(window)
    title = next(one for one in window.findChildren(QLabel) if one.isVisible())
    normal = title.width()
    window.look.settings.text_scale = 150
    window.take_up_look()
    screens.settle(window)
    assert title.width() >= 1.4 * normal


def test_what_qt_always_says_without_a_display_is_kept_from_whoever_makes_the_pictures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for said in ("This plugin does not support propagateSizeHints()", "QPainter::begin: no device"):
        screens._hear(QtMsgType.QtWarningMsg, QMessageLogContext(), said)
    assert capsys.readouterr().err == "QPainter::begin: no device\n"
