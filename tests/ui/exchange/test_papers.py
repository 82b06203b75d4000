"""A sealed paper is opened on the exchange page: seen, kept or saved, and nothing of it left lying about."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from kzcase.exchange import sealing
from kzcase.exchange.casefile import passphrase
from kzcase.services import documents
from kzcase.ui.common.dropping import FROM_COLLEAGUES
from kzcase.ui.common.text import rich_labels
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.briefing.annexes.world import pdf
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import Settle, drop, said, show

WORDS = "five words nobody will guess"
PAPER = pdf([["For the embassy"], ["Asks"]])


@pytest.fixture
def sealed(us: Laptop, them: Laptop, tmp_path: Path) -> Path:
    """A paper of two pages that a colleague sealed for us."""
    acquaint(us, them)
    seal, _ = sealing.for_contacts(them.office, (us.key,))
    folder = tmp_path / "stick"
    folder.mkdir()
    file = folder / "brief.pdf.age"
    file.write_bytes(seal.close(PAPER))
    return file


def test_a_paper_sealed_for_us_is_shown_and_nothing_is_written(
    qtbot: QtBot, page: ExchangePage, settle: Settle, sealed: Path
) -> None:
    assert ".age" in FROM_COLLEAGUES
    before = sorted(sealed.parent.iterdir())
    drop(page, sealed)
    settle()
    assert page.taking.step == "paper"
    qtbot.waitUntil(lambda: page.taking.paper.preview.pages == 2, timeout=20_000)
    assert "brief.pdf" in said(page)
    assert "sealed for you" in said(page)
    assert "no signature" in said(page)
    assert sorted(sealed.parent.iterdir()) == before
    assert rich_labels(page) == []
    page.taking.paper.done.click()
    assert page.taking.step == "start"
    assert page.taking.paper.preview.pages == 0


def test_it_is_saved_where_somebody_says_with_a_warning(
    qtbot: QtBot, page: ExchangePage, settle: Settle, sealed: Path, tmp_path: Path
) -> None:
    show(page, settle, sealed)
    told: list[str] = []
    page.told.connect(told.append)
    page.taking.paper.save.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    assert "not be encrypted" in dialog.windowTitle()
    target = tmp_path / "out.pdf"
    dialog.selectFile(str(target))
    dialog.accept()
    settle()
    assert target.read_bytes() == PAPER
    assert "unprotected" in told[-1]


def test_it_is_kept_in_the_vault_without_a_copy_on_the_disk(
    page: ExchangePage, settle: Settle, sealed: Path, us: Laptop
) -> None:
    show(page, settle, sealed)
    opened: list[tuple[str, str]] = []
    page.open_requested.connect(lambda kind, record: opened.append((kind, record)))
    page.taking.paper.keep.click()
    settle()
    ((kind, document),) = opened
    assert kind == "document"
    assert documents.read(us.office, document) == PAPER
    fields = us.fields(document)
    assert (fields["title"], fields["file_name"], fields["media_type"]) == (
        "brief",
        "brief.pdf",
        "application/pdf",
    )
    assert page.taking.step == "start"


def test_the_passphrase_is_asked_for_and_a_wrong_one_told(
    qtbot: QtBot, page: ExchangePage, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "WORK", 4)
    file = tmp_path / "brief.txt.age"
    file.write_bytes(sealing.with_passphrase(WORDS).close("Кімге: Елшілікке".encode()))
    show(page, settle, file)
    taking = page.taking
    assert "passphrase of its own" in said(page)
    qtbot.keyClicks(taking.secret, "other words that do not fit")
    qtbot.keyClick(taking.secret, Qt.Key.Key_Return)
    settle()
    assert taking.step == "start"
    assert "does not open the sealed paper" in said(page)
    qtbot.keyClicks(taking.secret, WORDS)
    qtbot.keyClick(taking.secret, Qt.Key.Key_Return)
    settle()
    assert taking.step == "paper"
    assert taking.paper.text.toPlainText() == "Кімге: Елшілікке"
    assert "sealed with a passphrase" in said(page)


@pytest.mark.parametrize("what", ["for others", "damaged", "bomb"])
def test_what_cannot_be_opened_is_told_in_a_sentence(
    page: ExchangePage,
    settle: Settle,
    sealed: Path,
    us: Laptop,
    new_laptop: Callable[[str], Laptop],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if what == "for others":
        seal, _ = sealing.for_contacts(new_laptop("Dana").office, ())
        sealed.write_bytes(seal.close(PAPER))
    elif what == "damaged":
        sealed.write_bytes(sealed.read_bytes()[:-100])
    else:
        monkeypatch.setattr(sealing, "LARGEST", 100)
    show(page, settle, sealed)
    assert page.taking.step == "start"
    expected = {
        "for others": "not sealed for anyone who writes here",
        "damaged": "The sealed paper is damaged",
        "bomb": "holds more than a paper does",
    }
    assert expected[what] in said(page)


def test_a_case_file_under_a_paper_s_name_is_planned_as_one(
    page: ExchangePage, settle: Settle, us: Laptop, them: Laptop, sealed: Path
) -> None:
    them.save("person", occupation="nurse")
    them.write(us).replace(sealed)
    show(page, settle, sealed)
    assert page.taking.step == "plan"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("brief.html.age", b"<!doctype html><p>x", "with a browser"),
        ("brief.pdf.age", b"%PDF-1.7 rubbish", "locked with a password of its own, or is damaged"),
        ("brief.docx.age", b"\xff\x00rubbish", "cannot be shown"),
    ],
)
def test_what_is_not_shown_can_still_be_kept_or_saved(
    qtbot: QtBot,
    page: ExchangePage,
    settle: Settle,
    us: Laptop,
    sealed: Path,
    name: str,
    data: bytes,
    words: str,
) -> None:
    seal, _ = sealing.for_contacts(us.office, ())
    file = sealed.with_name(name)
    file.write_bytes(seal.close(data))
    show(page, settle, file)
    assert page.taking.step == "paper"
    qtbot.waitUntil(lambda: words in page.taking.paper.preview.text, timeout=20_000)
    assert page.taking.paper.keep.isEnabled()
    assert page.taking.paper.save.isEnabled()


def test_other_files_wait_until_the_paper_was_looked_at(
    page: ExchangePage, settle: Settle, us: Laptop, them: Laptop, sealed: Path
) -> None:
    them.save("person", occupation="nurse")
    told: list[str] = []
    page.told.connect(told.append)
    show(page, settle, sealed, them.write(us))
    assert page.taking.step == "paper"
    assert "apart from other files" in told[-1]


def test_the_beginning_of_a_text_without_end_is_shown_in_lines(
    page: ExchangePage, settle: Settle, us: Laptop, them: Laptop, tmp_path: Path
) -> None:
    acquaint(us, them)
    seal, _ = sealing.for_contacts(them.office, (us.key,))
    file = tmp_path / "note.txt.age"
    file.write_bytes(seal.close("я".encode() * (2 * documents.MOST_TEXT)))
    drop(page, file)
    settle()
    shown = page.taking.paper.text.toPlainText()
    assert max(map(len, shown.split("\n"))) == 500
    assert len(shown.replace("\n", "")) == documents.MOST_TEXT
    assert "only its beginning is shown" in said(page)
    assert page.taking.paper._paper is not None
    assert len(page.taking.paper._paper.data) == 4 * documents.MOST_TEXT


def test_a_link_in_a_paper_is_followed_by_no_click(
    qtbot: QtBot, page: ExchangePage, settle: Settle, us: Laptop, them: Laptop, tmp_path: Path
) -> None:
    acquaint(us, them)
    seal, _ = sealing.for_contacts(them.office, (us.key,))
    target = BytesIO()
    drawing = canvas.Canvas(target)
    drawing.linkURL("https://tracker.example/?reader=1", (0, 0, 600, 842))
    drawing.showPage()
    drawing.save()
    file = tmp_path / "brief.pdf.age"
    file.write_bytes(seal.close(target.getvalue()))
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "opened")
    try:
        drop(page, file)
        settle()
        qtbot.waitUntil(lambda: page.taking.paper.preview.pages == 1, timeout=20_000)
        sheet = page.taking.paper.preview.view.viewport()
        for place in (sheet.rect().center(), sheet.rect().center() / 2):
            qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=place)
        settle()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.asked == []


class Browser(QObject):
    """What would be opened outside the program."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def opened(self, url: QUrl) -> None:
        self.asked.append(url.toString())
