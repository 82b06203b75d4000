"""The manual is whole, opens at what is on screen, and shows nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from kzcase import resources
from kzcase.services.office import Office
from kzcase.ui.actions import all_actions, key_groups
from kzcase.ui.areas import AREAS
from kzcase.ui.common.look import Look
from kzcase.ui.help import chapters, keys
from kzcase.ui.help.chapters import FIRST, SHORTCUTS, chapter_for
from kzcase.ui.help.helppage import HelpPage
from kzcase.ui.help.helpview import HelpView, anchor
from kzcase.ui.window import MainWindow

MANUAL = resources.manual()
FILES = sorted(MANUAL.glob("*.md"))
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> HelpView:
    made = HelpView(look.theme, key_groups())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_chapter(FIRST)
    return made


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_image_and_chapter_that_a_chapter_names_is_there(file: Path) -> None:
    read = {one.key: one for one in chapters.read()}
    for image, target in LINK.findall(file.read_text(encoding="utf-8")):
        if image:
            assert (MANUAL / target).is_file(), target
            assert (MANUAL / target).resolve().is_relative_to(MANUAL.resolve())
            continue
        path, _, mark = target.partition("#")
        if path.startswith("../"):
            # A document for those who have the sources; inside the program it is named and not opened.
            assert (MANUAL / path).is_file(), target
            continue
        key = path.removesuffix(".md") if path else file.stem
        assert key in (*read, SHORTCUTS), target
        if mark:
            assert mark in {anchor(one.heading) for one in read[key].sections}, target


def test_the_images_are_few_small_and_all_of_use() -> None:
    named = {
        target for file in FILES for image, target in LINK.findall(file.read_text(encoding="utf-8")) if image
    }
    files = sorted((MANUAL / "images").glob("*"))
    assert {f"images/{file.name}" for file in files} == named
    assert len(files) <= 12
    for file in files:
        assert file.stat().st_size < 120_000, file.name
        assert QImage(str(file)).width() == 1280


def test_every_chapter_stands_in_the_contents(view: HelpView) -> None:
    listed = [view.contents.item(row).data(Qt.ItemDataRole.UserRole) for row in range(view.contents.count())]
    assert set(listed) == {*(file.stem for file in FILES), SHORTCUTS}
    assert listed[0] == FIRST


def test_every_area_has_a_chapter_about_it() -> None:
    for area in AREAS:
        assert chapter_for(area.key) in chapters.ORDER


def test_a_chapter_that_is_not_written_shows_the_contents(view: HelpView) -> None:
    view.show_chapter("never-written")
    assert view.shown == FIRST


def test_words_are_found_in_any_form_with_their_heading(view: HelpView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view.search, "shut lap")
    found = [view.contents.item(row).text() for row in range(view.contents.count())]
    assert any("At the border" in one for one in found)
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert "border" in view.shown
    qtbot.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.search.text() == ""
    qtbot.keyClicks(view.search, "xyzzy")
    assert view.contents.count() == 1


def test_links_lead_to_chapters_and_never_out(view: HelpView, qtbot: QtBot) -> None:
    view.text.anchorClicked.emit(QUrl("backup.md#take-one-back"))
    assert view.shown == "backup"
    for address in ("https://example.org/", "file:///etc/passwd", "../../etc/passwd", "nothing.md"):
        with qtbot.waitSignal(view.told):
            view.text.anchorClicked.emit(QUrl(address))
        assert view.shown == "backup"


def test_pictures_are_loaded_from_the_manual_alone(view: HelpView, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    QImage(10, 10, QImage.Format.Format_RGB32).save(str(other))
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.text.loadResource(kind, QUrl(str(other))) is None
    assert view.text.loadResource(kind, QUrl(f"file://{other}")) is None
    assert view.text.loadResource(kind, QUrl("images/../../../README.md")) is None


def test_the_shortcuts_name_every_key_that_is_declared() -> None:
    text = keys.text(key_groups())
    for action in all_actions():
        for one in action.keys:
            assert one in text
    assert "Ctrl+S" in text


def test_f1_opens_the_chapter_of_the_page_and_escape_leads_back(
    qtbot: QtBot, window: MainWindow, open_office: Callable[[], Office]
) -> None:
    window.work_in(open_office())
    workspace = window.workspace
    assert workspace is not None
    workspace.show_settings("backup")
    page = workspace.page
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = workspace.page
    assert isinstance(shown, HelpPage)
    assert shown.view.shown == "backup"
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert workspace.page is shown
    assert shown.view.shown == SHORTCUTS
    qtbot.keyClick(shown.view.text, Qt.Key.Key_Escape)
    assert workspace.page is page
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=20_000)


def test_the_manual_can_be_read_before_any_vault_is_open(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.insides_loaded):
        window.begin(None)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    views = window.findChildren(HelpView)
    assert len(views) == 1
    assert views[0].isVisible()
    qtbot.keyClick(views[0].text, Qt.Key.Key_Escape)
    assert window.start.isVisible()
    assert window.start.currentWidget() is window.start.welcome
