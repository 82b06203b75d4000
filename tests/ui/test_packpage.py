"""The page on which a paper is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kzcase.history.ledger import Change
from kzcase.progress import quiet
from kzcase.services import drafts, records
from kzcase.services.declarations import Audience
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.papers.briefpage import BriefPage
from kzcase.ui.papers.order import Made, Order, begin


def somebody(desk: Desk, family: str, given: str = "Almas", *, agreed: bool = True) -> str:
    person = records.new_id()
    changes = [
        Change("person", person, {"occupation": "blogger"}),
        Change(
            "name",
            records.new_id(),
            {
                "person": person,
                "parts": {"family": family, "given": given},
                "use": "preferred",
                "language": "en",
            },
        ),
        Change(
            "restriction",
            records.new_id(),
            {"person": person, "kind": "other", "in_force": "2026-01-01", "term": {"years": 2}},
        ),
    ]
    if agreed:
        given_consent = {"scope": "case", "answer": "given", "audiences": frozenset({"diplomatic"})}
        changes.append(
            Change("consent", records.new_id(), {"person": person, **given_consent, "date": "2026-01-01"})
        )
    desk.office.record(changes)
    return person


@pytest.fixture
def make_page(desk: Desk, qtbot: QtBot, settle: Callable[[], None]) -> Callable[..., BriefPage]:
    def made(*people: str) -> BriefPage:
        page = BriefPage(desk, people)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        settle()
        return page

    return made


def text_of(made: Made | None) -> str:
    assert made is not None
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages)


def test_without_people_the_page_says_what_to_do(make_page: Any, settle: Callable[[], None]) -> None:
    page = make_page()
    assert page.pages == 0
    assert not page.export.isEnabled()
    assert "Type a name" in page.preview.text
    assert page.area == "briefing"


def test_one_person_begins_as_a_brief_and_several_as_a_pack(desk: Desk, make_page: Any) -> None:
    first, second = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    brief, pack = make_page(first), make_page(first, second)
    assert (brief.template.currentData(), brief.pages) == ("brief", 1)
    assert pack.template.currentData() == "pack"
    assert pack.pages == len(PdfReader(BytesIO(pack.made.pdf)).pages) > 3
    assert pack.export.isEnabled()


def test_somebody_is_added_by_typing_and_left_out_again(
    desk: Desk,
    make_page: Any,
    qtbot: QtBot,
    settle: Callable[[], None],
    type_in: Callable[[QWidget, str], None],
) -> None:
    first, second = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    page = make_page(first)
    page.activateWindow()
    page.chosen.line.setFocus()
    qtbot.waitUntil(page.chosen.line.hasFocus)
    type_in(page.chosen.line, "model")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None and not page.chosen.line.pending)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    settle()
    assert page.people == (first, second)
    assert {"Almas Sampleuly", "Almas Modeluly"} == {one.title for one in page.made.content.briefs}
    page.chosen.list.item(0).setSelected(True)
    qtbot.keyClick(page.chosen.list, Qt.Key.Key_Delete)
    settle()
    assert page.people == (second,)
    assert "Sampleuly" not in text_of(page.made)


def test_whoever_did_not_agree_is_left_out_and_opens_from_the_list(
    desk: Desk, make_page: Any, settle: Callable[[], None]
) -> None:
    told, untold = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly", agreed=False)
    page = make_page(told, untold)
    assert page.made.content.people == (told,)
    assert "People left out: 1" in page.handing.state.text()
    head, first, *_ = page.withheld.text.splitlines()
    assert "× No consent for name and case" in head
    assert "Ask the person" in head
    assert first == "– Modeluly Almas: left out"
    opened: list[tuple[str, str]] = []
    page.open_requested.connect(lambda kind, record: opened.append((kind, record)))
    page.withheld.list.itemActivated.emit(page.withheld.list.item(1))
    assert opened == [("person", untold)]
    assert "Modeluly" in page.handing.consent.text()


def test_a_paper_in_which_nobody_is_left_is_not_exported(desk: Desk, make_page: Any) -> None:
    page = make_page(somebody(desk, "Modeluly", agreed=False), somebody(desk, "Sampleuly", agreed=False))
    assert not page.export.isEnabled()
    assert (page.made, page.pages) == (None, 0)
    assert "Nothing may be printed" in page.preview.text
    assert page.withheld.text.count("left out") == 2


def test_a_choice_or_the_cover_changes_the_paper(
    desk: Desk, make_page: Any, settle: Callable[[], None], qtbot: QtBot
) -> None:
    page = make_page(somebody(desk, "Sampleuly"), somebody(desk, "Modeluly"))
    qtbot.keyClicks(page.asked.for_whom, "Embassy of Examplia")
    qtbot.waitUntil(lambda: page.made is not None and "Examplia" in text_of(page.made), timeout=20_000)
    page.language.setCurrentIndex(page.language.findData("kk"))
    settle()
    assert "Мазмұны" in text_of(page.made)
    page.template.setCurrentIndex(page.template.findData("list"))
    settle()
    assert page.pages == 1
    assert not page.asked.heading.isVisible()
    assert "Examplia" not in text_of(page.made)
    page.audience.setCurrentIndex(page.audience.findData(Audience.PUBLIC))
    settle()
    assert not page.export.isEnabled()


@pytest.mark.parametrize("password", ["", "қалың орман 2026"])
def test_what_is_exported_is_what_was_shown(
    desk: Desk,
    make_page: Any,
    settle: Callable[[], None],
    qtbot: QtBot,
    tmp_path: Path,
    password: str,
) -> None:
    page = make_page(somebody(desk, "Sampleuly"), somebody(desk, "Modeluly"))
    shown = page.made
    told: list[str] = []
    page.told.connect(lambda text: told.append(text))
    page.password.setText(password)
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "pack-2026-11-22.pdf"
    dialog.filesSelected.emit([str(tmp_path / "for the embassy")])
    dialog.reject()
    settle()
    qtbot.waitUntil(lambda: page.findChild(QFileDialog) is None and page.findChild(FileQuestion) is None)
    written = (tmp_path / "for the embassy.pdf").read_bytes()
    assert shown.sha256 == hashlib.sha256(shown.pdf).hexdigest()
    assert shown.sha256[:12] in told[0]
    assert f"{shown.pages} pages" in told[0]
    if password:
        reader = PdfReader(BytesIO(written))
        assert reader.is_encrypted
        assert reader.decrypt(password)
        assert len(reader.pages) == shown.pages
        assert page.password.text() == ""
    else:
        assert written == shown.pdf


def test_the_first_page_stands_before_the_rest_is_known(desk: Desk) -> None:
    people = (somebody(desk, "Sampleuly"), somebody(desk, "Modeluly", agreed=False))
    for template, said in (("pack", "Briefing pack"), ("brief", "Almas Sampleuly"), ("list", "Sampleuly")):
        order = Order(people, template, Audience.DIPLOMATIC, "en", "2026-11-22")
        reader = PdfReader(BytesIO(begin(desk.office, order, "en", quiet())))
        assert len(reader.pages) == 1
        assert said in reader.pages[0].extract_text()
        assert "Page 1 of …" in reader.pages[0].extract_text()
    nobody = Order(people[1:], "brief", Audience.DIPLOMATIC, "en", "2026-11-22")
    assert begin(desk.office, nobody, "en", quiet()) == b""


def test_stopped_work_is_told_and_can_be_begun_again(
    desk: Desk, make_page: Any, settle: Callable[[], None], qtbot: QtBot
) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    page.make()
    desk.worker.cancel_all()
    settle()
    assert not page.export.isEnabled()
    assert "Stopped" in page.handing.state.text()
    qtbot.mouseClick(page.handing.once_more, Qt.MouseButton.LeftButton)
    settle()
    assert page.export.isEnabled()


def test_a_day_that_cannot_be_read_is_told(desk: Desk, make_page: Any, settle: Callable[[], None]) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    for typed in ("someday", "2026"):
        page.as_of.setText(typed)
        page.as_of.editingFinished.emit()
        settle()
        assert not page.export.isEnabled()
        assert page.preview.text


def test_what_changes_in_the_vault_changes_the_paper(
    desk: Desk, make_page: Any, settle: Callable[[], None], qtbot: QtBot
) -> None:
    person = somebody(desk, "Sampleuly")
    page = make_page(person)
    desk.office.record([Change("person", person, {"occupation": "teacher"})])
    qtbot.waitUntil(lambda: page.made is not None and "teacher" in text_of(page.made), timeout=20_000)


def test_what_was_put_together_is_there_again_when_one_comes_back(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    first, second = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    page = make_page()
    page.chosen.choose((first, second))
    page.audience.setCurrentIndex(1)
    page.password.setText("not kept")
    qtbot.keyClicks(page.asked.heading, "EU dialogue")
    page.keep()
    settle()
    again = make_page()
    settle()
    assert again.people == (first, second)
    assert again.asked.heading.text() == "EU dialogue"
    assert again.audience.currentData() == Audience.UN
    assert again.password.text() == ""
    assert make_page(second).people == (second,), "whom one asks for comes first"
    assert drafts.kept(desk.office) == (), "no record's draft"
    for row in range(again.chosen.list.count()):
        again.chosen.list.item(row).setSelected(True)
    again.chosen._remove()
    again.asked.heading.clear()
    again.keep()
    settle()
    assert make_page().people == ()
