"""A verdict on its way to an embassy: attached, its witness covered everywhere, annexed, read back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.fonts import REGULAR, typeface
from kzcase.services import documents, records, redactions
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.services.redactions import Box
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.documents.redactor import Redactor
from kzcase.ui.papers.briefpage import BriefPage
from kzcase.ui.person.personpage import PersonPage

A4 = 595.0, 842.0
SPELLINGS = ("Бокаев", "Бокаеву", "БОКАЕВА", "Bokayev", "Boqaev")
STAMP = (300, 400, 700, 460)
"""Where the scan shows the witness's name, in thousandths."""


def test_a_verdict_goes_out_without_its_witness(unlocked: Any, tmp_path: Path) -> None:
    hand, office = unlocked, unlocked.window.desk.office
    person = world(office)
    original = verdict()
    file, out = tmp_path / "verdict.pdf", tmp_path / "pack.pdf"
    file.write_bytes(original)

    document = attach(hand, person, file)
    withheld_until_covered(hand, document)
    redactor = cover_the_name_everywhere(hand, office, document)
    cover_the_scan_by_hand(hand, redactor, office, document)
    print_it(hand, out)

    nothing_of_the_witness_is_in(out)
    every_box_is_of_one_colour(out, redactions.listed(office, document))
    assert file.read_bytes() == original
    assert documents.read(office, document) == original


def world(office: Office) -> str:
    """Somebody who agreed to closed briefings, and a witness whom nobody asked (both fictional)."""
    person, witness = records.new_id(), records.new_id()
    consent = {"person": person, "scope": "case", "answer": "given", "date": "2026-01-01"}
    consent["audiences"] = frozenset({"diplomatic"})
    names = ((person, "Сәмплұлы", "Ерлан"), (witness, "Бокаев", "Макс"))
    drafts = [Draft("person", one, {"occupation": "driver"}) for one in (person, witness)]
    for one, family, given in names:
        parts = {"family": family, "given": given}
        drafts.append(Draft("name", records.new_id(), {"person": one, "parts": parts}))
    drafts.append(Draft("consent", records.new_id(), consent))
    records.save_all(office, tuple(drafts))
    return person


def verdict() -> bytes:
    """Two pages of text and a scan, with the witness's name wherever a file can hold one."""
    typeface()
    scan = Image.new("RGB", (1000, 1400), (236, 230, 214))
    pen = ImageDraw.Draw(scan)
    for row in range(0, 1400, 20):
        pen.line((0, row, 1000, row), fill=(200, 190, row % 256))
    pen.text((320, 590), "BOKAYEV", fill=(10, 10, 120), font_size=40)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setAuthor("Бокаев")
    canvas.setTitle("Bokayev")
    for lines in (
        ("Городской суд, приговор", "Свидетель Бокаев Макс показал,", "а свидетелю Б. Бокаеву не зада-"),
        ("показания БОКАЕВА и Бо-", "каева оглашены", "witness Boqaev left", "Приговор вступил в силу"),
    ):
        canvas.setFont(REGULAR, 14)
        for place, text in enumerate(lines):
            canvas.drawString(72, 700 - 30 * place, text)
        canvas.showPage()
    canvas.drawImage(ImageReader(scan), 0, 0, *A4)
    canvas.bookmarkPage("scan")
    canvas.addOutlineEntry("Bokayev", "scan")
    canvas.showPage()
    canvas.save()
    made = BytesIO()
    with pikepdf.open(BytesIO(out.getvalue())) as pdf:
        pdf.attachments["Bokayev.txt"] = "Бокаев".encode()
        pdf.save(made)
    return made.getvalue()


def attach(hand: Any, person: str, file: Path) -> str:
    """On the person's page, under Documents; the document's id."""
    hand.workspace.open_record("person", person)
    page = hand.workspace.page
    assert isinstance(page, PersonPage)
    hand.settle()
    page.go_to("documents")
    hand.click("Attach a file")
    hand.name_file(file)
    hand.settle()
    hand.wait(lambda: page.part("documents").list.model().rowCount() == 1)
    (held,) = documents.of_people(hand.window.desk.office, [person])
    return held.id


def withheld_until_covered(hand: Any, document: str) -> None:
    """The paper does not take it, says why, and leads to the first place."""
    hand.press(Qt.Key.Key_P, control=True, on=hand.window)
    paper = hand.workspace.page
    assert isinstance(paper, BriefPage)
    hand.settle()
    annexes = paper.side.annexes
    paper.side.sheets.setCurrentWidget(annexes)
    hand.wait(lambda: annexes.list.count() == 1)
    annexes.list.item(0).setCheckState(Qt.CheckState.Checked)
    hand.settle()
    hand.wait(lambda: annexes.readable.count() > 0)
    said = [annexes.readable.item(row).text() for row in range(annexes.readable.count())]
    assert said[0] == "verdict, page 1: Бокаев Макс"
    # Who is named in full once is known by the surname from then on.
    assert {one.split(": ")[0] for one in said} == {"verdict, page 1", "verdict, page 2"}
    annexes.readable.setCurrentRow(0)
    annexes.readable.setFocus()
    hand.press(Qt.Key.Key_Return, on=annexes.readable)
    page = hand.workspace.page
    assert isinstance(page, DocumentPage)
    assert page.document == document
    hand.wait(lambda: page.redactor is not None and page.redactor.finder.busy)
    hand.settle()
    assert page.redactor is not None
    assert [one.text for one in page.redactor.finder.places] == ["Бокаев Макс"]


def cover_the_name_everywhere(hand: Any, office: Office, document: str) -> Redactor:
    """Type the name once, press Enter; every place is ticked; one click covers them."""
    page = hand.workspace.page
    assert isinstance(page, DocumentPage)
    assert page.redactor is not None
    redactor = page.redactor
    hand.be_active()
    line = redactor.finder.line
    line.setFocus()
    hand.wait(line.hasFocus)
    line.selectAll()
    hand.type(line, "бокаев")
    hand.wait(lambda: [one.label for one in line.offers][:1] == ["бокаев"])
    hand.wait(lambda: QApplication.activePopupWidget() is not None)
    hand.press(Qt.Key.Key_Return, on=QApplication.activePopupWidget())
    hand.settle()
    found = [(one.page, one.text) for one in redactor.finder.places]
    assert found == [
        (1, "Бокаев"),
        (1, "Б. Бокаеву"),
        (2, "БОКАЕВА"),
        (2, "Бокаева"),
        (2, "Boqaev"),
    ]
    assert "Page 3: a picture that the program cannot read" in redactor.finder.said.text()
    hand.click("Cover 5 places")
    hand.wait(lambda: len(redactions.listed(office, document)) == 6)  # one name goes over a line's end
    hand.settle()
    return redactor


def cover_the_scan_by_hand(hand: Any, redactor: Redactor, office: Office, document: str) -> None:
    """The picture is looked at, and a box drawn with the mouse."""
    redactor.turn_to(3)
    hand.settle()
    canvas = redactor.canvas
    left, top, right, bottom = STAMP
    start = QPoint(left * canvas.width() // 1000, top * canvas.height() // 1000)
    end = QPoint(right * canvas.width() // 1000, bottom * canvas.height() // 1000)
    hand.bot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    hand.bot.mouseMove(canvas, end)
    hand.bot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    hand.wait(lambda: [one.page for one in redactions.listed(office, document)].count(3) == 1)
    hand.settle()
    hand.click("Done")
    hand.settle()


def print_it(hand: Any, out: Path) -> None:
    """Back on the paper everything is covered, and it is handed over."""
    hand.click("Back")
    paper = hand.workspace.page
    assert isinstance(paper, BriefPage)
    hand.settle()
    hand.wait(lambda: paper.side.annexes.readable.count() == 0)
    hand.wait(paper.export.isEnabled)
    hand.settle()
    assert "no words on page 3" in paper.warnings.text
    hand.click("Export", paper)
    hand.name_file(out)
    hand.wait(out.exists)
    hand.settle()


def nothing_of_the_witness_is_in(out: Path) -> None:
    """Not in its text, its pixels, its metadata, its outline, its files, nor in any stream of its bytes."""
    reader = pypdf.PdfReader(out)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Сәмплұлы" in text
    assert "places covered by this office" in text
    about = f"{text} {reader.metadata} {reader.xmp_metadata} {reader.outline}"
    assert reader.attachments == {}
    with pikepdf.open(out) as pdf:
        assert list(pdf.attachments) == []
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        inside = b"".join(one.read_raw_bytes() for one in streams)
        for one in streams:
            if one.get("/Subtype") != "/Image":
                inside += one.read_bytes()
    for name in SPELLINGS:
        assert name not in about
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "cp1251"):
            with_this = name.encode(encoding, "ignore")
            assert with_this not in inside
            assert with_this not in out.read_bytes()


def every_box_is_of_one_colour(out: Path, boxes: tuple[Box, ...]) -> None:
    """What was covered is black and nothing else; what nobody had to cover can still be seen."""
    pictures = [page.images[0].image.convert("RGB") for page in pypdf.PdfReader(out).pages[-3:]]
    assert len(boxes) == 7
    for box in boxes:
        picture = pictures[box.page - 1]
        assert share(picture, pixels(picture, box.area)) == 1.0
    for picture in pictures[:2]:
        assert 0.001 < share(picture, (0, 0, *picture.size)) < 0.2
    assert share(pictures[2], pixels(pictures[2], (300, 200, 700, 380))) == 0.0


def pixels(image: Image.Image, area: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """An area in thousandths as the whole pixels inside it."""
    left, top, right, bottom = area
    wide, high = image.size
    return -(-left * wide // 1000), -(-top * high // 1000), right * wide // 1000, bottom * high // 1000


def share(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much of a part of a picture is black, exactly."""
    part = image.crop(box)
    found = {one: number for number, one in part.getcolors(1 << 24) or ()}
    return found.get((0, 0, 0), 0) / (part.width * part.height)
