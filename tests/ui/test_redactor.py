"""Covering places on a document's pages, with the mouse and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kzcase.services import documents, records, redactions, undo
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.pick import PickLine
from kzcase.ui.common.text import rich_labels
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.documents.redactor import Redactor
from tests.briefing.annexes.world import pdf
from tests.ui.test_documents import judgment, photo

LONG = 20_000
Redact = Callable[..., Redactor]


@pytest.fixture
def document(office: Office, tmp_path: Path) -> str:
    person = records.save(office, Draft("person", records.new_id(), {"occupation": "nurse"})).id
    path = tmp_path / "judgment.pdf"
    path.write_bytes(judgment())
    return documents.attach(office, person, path)


@pytest.fixture
def redact(qtbot: QtBot, desk: Desk) -> Redact:
    """Opens a document's page and its redaction at a page."""
    pages: list[DocumentPage] = []

    def opened(document: str, page: int = 1) -> Redactor:
        made = DocumentPage(desk, document, page)
        qtbot.addWidget(made)
        made.resize(1200, 800)
        made.show()
        qtbot.waitUntil(lambda: made.viewer.pages > 0 and made.viewer.page == page, timeout=LONG)
        desk.changed.connect(made.refresh)
        made.redact()
        pages.append(made)
        found = made.redactor
        assert found is not None
        wait(qtbot, desk, found)
        return found

    return opened


def wait(qtbot: QtBot, desk: Desk, redactor: Redactor) -> None:
    """Until a page is drawn and nothing is under way."""
    qtbot.waitUntil(
        lambda: (redactor.pages > 0 or bool(redactor.words)) and not desk.worker.busy, timeout=LONG
    )


def covered(office: Office, document: str) -> list[tuple[int, redactions.Area]]:
    return [(one.page, one.area) for one in redactions.listed(office, document)]


def drag(qtbot: QtBot, redactor: Redactor, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw with the mouse, in fractions of the page."""
    canvas = redactor.canvas
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in (start, end)]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    qtbot.mouseMove(canvas, points[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[1])


def test_a_box_is_drawn_moved_and_sized_with_the_mouse(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    redactor = redact(document, 2)
    assert (redactor.page, redactor.pages) == (2, 3)
    drag(qtbot, redactor, (0.1, 0.1), (0.5, 0.2))
    qtbot.waitUntil(lambda: len(redactor.canvas.areas) == 1, timeout=LONG)
    ((page, area),) = covered(office, document)
    assert page == 2
    assert all(abs(one - other) <= 3 for one, other in zip(area, (100, 100, 500, 200), strict=True))
    qtbot.waitUntil(lambda: bool(redactor.canvas.box), timeout=LONG)
    drag(qtbot, redactor, (0.3, 0.15), (0.4, 0.35))
    qtbot.waitUntil(lambda: covered(office, document)[0][1][1] > 290, timeout=LONG)
    (_, moved) = covered(office, document)[0]
    assert all(abs(one - other) <= 4 for one, other in zip(moved, (200, 300, 600, 400), strict=True))
    # What was read before the move may still be on its way to the screen.
    qtbot.waitUntil(
        lambda: list(redactor.canvas.areas.values()) == [moved] and not desk.worker.busy, timeout=LONG
    )
    corner = redactor.canvas._rect(moved).bottomRight()
    width, height = redactor.canvas.width(), redactor.canvas.height()
    drag(qtbot, redactor, ((corner.x() - 4) / width, (corner.y() - 4) / height), (0.8, 0.5))
    qtbot.waitUntil(lambda: covered(office, document)[0][1][2] > 700, timeout=LONG)
    (_, sized) = covered(office, document)[0]
    assert sized[:2] == moved[:2]


def test_a_box_is_made_moved_sized_explained_and_removed_with_the_keyboard(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    redactor = redact(document)
    canvas = redactor.canvas
    qtbot.waitUntil(lambda: redactor.window().focusWidget() is canvas, timeout=LONG)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(canvas.box), timeout=LONG)
    left, top, right, bottom = canvas.areas[canvas.box]
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    canvas.settle()
    wanted = (left + 30, top + 1, right + 40, bottom + 1)
    qtbot.waitUntil(lambda: covered(office, document) == [(1, wanted)], timeout=LONG)
    wait(qtbot, desk, redactor)
    redactor.why.setCurrentIndex(redactor.why.findData("contact"))
    redactor.why.activated.emit(redactor.why.currentIndex())
    qtbot.waitUntil(lambda: redactions.listed(office, document)[0].reason == "contact", timeout=LONG)
    first = canvas.box
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(canvas.areas) == 2 and canvas.box not in ("", first), timeout=LONG)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.box == first
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: first not in canvas.areas, timeout=LONG)
    assert len(covered(office, document)) == 1


def test_undo_brings_an_uncovered_place_back(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    redactions.add(office, document, 1, (100, 100, 400, 150))
    redactor = redact(document)
    redactor.canvas.choose(redactor.boxes[0].id)
    qtbot.mouseClick(redactor.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not redactor.canvas.areas, timeout=LONG)
    undo.undo(office)
    qtbot.waitUntil(lambda: len(redactor.canvas.areas) == 1, timeout=LONG)


def test_the_page_as_it_is_handed_out_has_no_veils_but_black(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    redactions.add(office, document, 1, (100, 100, 900, 300))
    redactor = redact(document)

    def middle() -> int:
        image: QImage = redactor.canvas.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 5).lightness()

    assert 60 < middle() < 140
    redactor.preview.setChecked(True)
    wait(qtbot, desk, redactor)
    qtbot.waitUntil(lambda: middle() == 0, timeout=LONG)
    drag(qtbot, redactor, (0.1, 0.5), (0.5, 0.6))
    assert len(covered(office, document)) == 1


def test_a_box_in_the_list_turns_to_its_page(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    box = redactions.add(office, document, 3, (100, 100, 400, 150), reason="health", note="his diagnosis")
    redactor = redact(document)
    assert "Page 3   Health · his diagnosis" in [redactor.list.item(row).text() for row in range(1)]
    redactor.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: redactor.page == 3 and redactor.canvas.box == box, timeout=LONG)
    qtbot.keyClick(redactor, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: redactor.page == 2 and not redactor.canvas.areas, timeout=LONG)
    wait(qtbot, desk, redactor)


def test_escape_goes_back_to_the_document_and_keeps_what_was_moved(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office
) -> None:
    box = redactions.add(office, document, 2, (100, 100, 400, 150))
    redactor = redact(document, 2)
    page = redactor.parentWidget()
    while not isinstance(page, DocumentPage):
        assert page is not None
        page = page.parentWidget()
    redactor.canvas.choose(box)
    qtbot.keyClick(redactor.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(redactor.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.redactor is None, timeout=LONG)
    qtbot.waitUntil(lambda: covered(office, document) == [(2, (110, 100, 410, 150))], timeout=LONG)
    assert page.viewer.page == 2


def test_boxes_of_another_file_are_asked_about(
    qtbot: QtBot, desk: Desk, redact: Redact, document: str, office: Office, tmp_path: Path
) -> None:
    redactions.add(office, document, 1, (100, 100, 400, 150))
    (tmp_path / "new.pdf").write_bytes(judgment(2))
    documents.give_file(office, document, tmp_path / "new.pdf")
    redactor = redact(document)
    assert redactor.confirm.isVisibleTo(redactor)
    qtbot.mouseClick(redactor.confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not redactor.confirm.isVisibleTo(redactor), timeout=LONG)
    wait(qtbot, desk, redactor)


def test_a_page_that_cannot_be_drawn_is_told_in_words(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Сот отырысы".encode())
    made = Redactor(desk, documents.add(office, path), 1)
    qtbot.addWidget(made)
    made.show()
    wait(qtbot, desk, made)
    assert "Only PDF files and pictures" in made.words
    assert rich_labels(made) == []


def test_a_picture_is_covered_like_a_page(
    qtbot: QtBot, desk: Desk, redact: Redact, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(photo())
    document = documents.add(office, tmp_path / "photo.png")
    redactor = redact(document)
    drag(qtbot, redactor, (0.1, 0.1), (0.6, 0.6))
    qtbot.waitUntil(lambda: len(covered(office, document)) == 1, timeout=LONG)
    wait(qtbot, desk, redactor)
    assert rich_labels(redactor) == []


# --- a name covered everywhere -----------------------------------------------------------------------


@pytest.fixture
def verdict(office: Office, tmp_path: Path) -> str:
    """A document of three pages that names a witness, and nobody else of the vault."""
    witness = records.save(office, Draft("person", records.new_id(), {"occupation": "driver"})).id
    for family, given in (("Бокаев", "Макс"), ("Akhmetov", "Max")):
        name = {"person": witness, "parts": {"family": family, "given": given}}
        records.save(office, Draft("name", records.new_id(), name))
    path = tmp_path / "verdict.pdf"
    path.write_bytes(pdf([["Max Bokayev came", "and Akhmetov"], ["Nobody"], ["to Bokaev"]]))
    return documents.add(office, path)


def at_line(qtbot: QtBot, redactor: Redactor) -> PickLine:
    """The line in which a name is typed, with the keyboard in it."""
    redactor.window().activateWindow()
    line = redactor.finder.line
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=LONG)
    return line


def take_first(qtbot: QtBot, desk: Desk, redactor: Redactor) -> None:
    """Take the first line of the list that is open."""
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=LONG)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    wait(qtbot, desk, redactor)


def seek(qtbot: QtBot, desk: Desk, redactor: Redactor, text: str) -> None:
    """Type what is looked for and press Enter."""
    line = at_line(qtbot, redactor)
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(lambda: [one.label for one in line.offers][:1] == [text], timeout=LONG)
    take_first(qtbot, desk, redactor)


def found(redactor: Redactor) -> list[tuple[int, str]]:
    return [(one.page, one.text) for one in redactor.finder.places]


def test_every_place_of_a_name_is_shown_covered_in_one_action_and_uncovered_in_one(
    qtbot: QtBot, desk: Desk, redact: Redact, verdict: str, office: Office
) -> None:
    redactor = redact(verdict, 2)
    seek(qtbot, desk, redactor, "bokaev")
    assert found(redactor) == [(1, "Bokayev"), (3, "Bokaev")]
    assert redactor.finder.said.text() == "It stands in 2 places on 2 pages."
    assert covered(office, verdict) == []
    qtbot.waitUntil(lambda: redactor.page == 1 and not desk.worker.busy, timeout=LONG)
    assert redactor.window().focusWidget() is redactor.finder.list
    qtbot.keyClick(redactor.finder.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: redactor.page == 3 and not desk.worker.busy, timeout=LONG)
    qtbot.mouseClick(redactor.finder.cover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(covered(office, verdict)) == 2, timeout=LONG)
    assert [page for page, _ in covered(office, verdict)] == [1, 3]
    qtbot.waitUntil(lambda: not redactor.finder.busy and len(redactor.boxes) == 2, timeout=LONG)
    undo.undo(office)
    qtbot.waitUntil(lambda: not redactor.boxes, timeout=LONG)


def test_a_person_is_offered_and_found_under_every_name(
    qtbot: QtBot, desk: Desk, redact: Redact, verdict: str
) -> None:
    redactor = redact(verdict)
    line = at_line(qtbot, redactor)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(line.offers) > 0, timeout=LONG)
    assert [one.detail for one in line.offers] == ["named in this document"]
    take_first(qtbot, desk, redactor)
    assert found(redactor) == [(1, "Max Bokayev"), (1, "Akhmetov"), (3, "Bokaev")]


def test_a_place_that_is_not_meant_is_left_uncovered_and_escape_forgets_the_rest(
    qtbot: QtBot, desk: Desk, redact: Redact, verdict: str, office: Office
) -> None:
    redactor = redact(verdict)
    seek(qtbot, desk, redactor, "bokaev")
    redactor.finder.list.setCurrentRow(0)
    qtbot.keyClick(redactor.finder.list, Qt.Key.Key_Space)
    assert redactor.finder.cover.text() == "&Cover this place"
    assert [one.page for one in redactor.finder.ticked] == [3]
    qtbot.mouseClick(redactor.finder.cover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [page for page, _ in covered(office, verdict)] == [3], timeout=LONG)
    wait(qtbot, desk, redactor)
    seek(qtbot, desk, redactor, "bokaev")
    assert found(redactor) == [(1, "Bokayev")]
    qtbot.keyClick(redactor.finder.list, Qt.Key.Key_Escape)
    assert not redactor.finder.busy
    assert redactor.side.isVisible()
    assert len(covered(office, verdict)) == 1


def test_of_a_picture_it_is_said_that_the_program_cannot_look(
    qtbot: QtBot, desk: Desk, redact: Redact, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(photo())
    redactor = redact(documents.add(office, tmp_path / "photo.png"))
    seek(qtbot, desk, redactor, "bokaev")
    assert "the program cannot read it" in redactor.finder.said.text()
    assert not redactor.finder.busy
    assert redactor.side.isVisible()
    assert rich_labels(redactor) == []


def test_nothing_to_look_for_is_told(qtbot: QtBot, desk: Desk, redact: Redact, verdict: str) -> None:
    redactor = redact(verdict)
    redactor.finder.look_for("–")
    wait(qtbot, desk, redactor)
    assert "nothing to look for" in redactor.finder.said.text()


def test_control_f_goes_to_the_line_and_a_page_that_is_opened_to_cover_words_shows_them(
    qtbot: QtBot, desk: Desk, verdict: str
) -> None:
    page = DocumentPage(desk, verdict, 3, "Bokaev")
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    qtbot.waitUntil(
        lambda: page.redactor is not None and page.redactor.finder.busy and not desk.worker.busy,
        timeout=LONG,
    )
    assert page.redactor is not None
    assert found(page.redactor) == [(1, "Bokayev"), (3, "Bokaev")]
    page.seek()
    assert page.focusWidget() is page.redactor.finder.line
