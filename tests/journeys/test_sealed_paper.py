"""A paper is sealed to a colleague's key on one laptop and opened in the window of another."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from kzcase.services import colleagues, documents, exports, records
from kzcase.services.records import Draft
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.papers.briefpage import BriefPage
from tests.journeys.conftest import Hand
from tests.journeys.offices import laptop, office_of


def test_a_paper_sealed_to_a_colleagues_card_is_opened_by_them_and_by_nobody_else(
    new_window: Callable[[], Hand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    aigerim = laptop(new_window(), tmp_path / "aktobe", "Aigerim")
    berik = laptop(new_window(), tmp_path / "atyrau", "Berik")
    dana = laptop(new_window(), tmp_path / "astana", "Dana")
    know_each_other(aigerim, berik)
    for one in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(one, str(stick))
    monkeypatch.setattr("tempfile.tempdir", None)

    file = seal_a_paper(aigerim, stick)
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert list(stick.iterdir()) == [file]

    # Berik drops it on whatever page is open, and reads it inside the program.
    page = drop(berik, file)
    assert page.taking.step == "paper"
    view = page.taking.paper
    berik.wait(lambda: view.preview.pages == 1)
    assert "sealed for you" in view.about.text()
    assert list(stick.iterdir()) == [file]

    # He saves it where he says, and is told what that means; then keeps it in his vault.
    berik.click("Save a copy outside the vault")
    copy = tmp_path / "copy.pdf"
    berik.name_file(copy)
    berik.wait(copy.is_file)
    berik.settle()
    assert "Сәмплұлы" in text_of(copy.read_bytes())
    berik.click("Keep it in the vault")
    berik.wait(lambda: isinstance(berik.workspace.page, DocumentPage))
    berik.settle()
    kept = berik.workspace.page
    assert isinstance(kept, DocumentPage)
    assert documents.read(office_of(berik), kept.document) == copy.read_bytes()
    assert list(stick.iterdir()) == [file]

    # Dana is no reader of it; what the window says is one sentence about a paper, and what to do.
    theirs = drop(dana, file)
    assert theirs.taking.step == "start"
    dana.wait(lambda: "not sealed for anyone who writes here" in words_on(theirs))
    assert "Give the sender your contact card" in words_on(theirs)


def know_each_other(*hands: Hand) -> None:
    """Cards were exchanged and their words compared (how, another journey shows)."""
    for one in hands:
        for other in hands:
            if one is not other:
                card = colleagues.read_card(colleagues.identity(office_of(other)).card)
                colleagues.add(office_of(one), card)
                colleagues.verify(office_of(one), card.key, card.fingerprint)


def seal_a_paper(hand: Hand, stick: Path) -> Path:
    """A brief about one person, with a tick at the colleague's name; the register says for whom."""
    office = office_of(hand)
    person = records.new_id()
    said: dict[str, Any] = {"person": person, "scope": "case", "answer": "given", "date": "2026-01-01"}
    said["audiences"] = frozenset({"diplomatic"})
    parts = {"family": "Сәмплұлы", "given": "Ерлан"}
    records.save_all(
        office,
        (
            Draft("person", person, {"occupation": "driver"}),
            Draft("name", records.new_id(), {"person": person, "parts": parts}),
            Draft("consent", records.new_id(), said),
        ),
    )
    hand.workspace.open_record("person", person)
    hand.settle()
    hand.press(Qt.Key.Key_P, control=True, on=hand.window)
    paper = hand.workspace.page
    assert isinstance(paper, BriefPage)
    hand.settle()
    sealed = paper.side.settings.sealed
    hand.wait(lambda: sealed.count() == 1)
    assert sealed.item(0).text() == "Berik"
    sealed.item(0).setCheckState(Qt.CheckState.Checked)
    hand.wait(paper.export.isEnabled)
    hand.click("Export", paper)
    hand.name_file(stick / "brief.pdf")
    file = stick / "brief.pdf.age"
    hand.wait(file.is_file)
    hand.settle()
    (entry,) = exports.listed(office)
    assert entry.options["sealed"] == list(paper.side.settings.sealed_for)
    return file


def drop(hand: Hand, file: Path) -> ExchangePage:
    """Drop a file on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    hand.workspace.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    hand.settle()
    page = hand.workspace.page
    assert isinstance(page, ExchangePage)
    hand.settle()
    return page


def words_on(page: ExchangePage) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def text_of(data: bytes) -> str:
    return " ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(data)).pages)
