from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QTextCursor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kzcase.services import citations, documents, drafts, records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import rich_labels
from kzcase.ui.documents.attachpage import AttachPage
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.documents.viewer import Viewer
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.workspace import Workspace

Press = Callable[..., None]


def judgment(pages: int = 3) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(100, 700, f"Page {number + 1} of a fictional judgment")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def words_of(qtbot: QtBot, viewer: Viewer) -> str:
    """The words of the page that is looked at."""
    heard: list[str] = []
    viewer.page_read.connect(heard.append)
    viewer.read_page()
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    return heard[0]


def photo(width: int = 40, height: int = 30) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#1b6470"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def person(office: Office) -> str:
    return records.save(office, Draft("person", records.new_id(), {"occupation": "nurse"})).id


@pytest.fixture
def keep(office: Office, person: str, tmp_path: Path) -> Callable[[str, bytes], str]:
    def kept(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return documents.attach(office, person, path)

    return kept


@pytest.fixture
def look_at(qtbot: QtBot, desk: Desk) -> Callable[..., DocumentPage]:
    def shown(document: str, page: int = 1) -> DocumentPage:
        made = DocumentPage(desk, document, page)
        qtbot.addWidget(made)
        made.resize(1100, 700)
        made.show()
        qtbot.waitUntil(lambda: made.viewer.pages > 0 or bool(made.viewer.words), timeout=20_000)
        qtbot.waitUntil(lambda: not desk.worker.busy, timeout=20_000)
        return made

    return shown


def test_a_judgment_is_looked_at_from_the_page_that_was_asked_for(
    qtbot: QtBot, look_at: Callable[..., DocumentPage], keep: Callable[[str, bytes], str], office: Office
) -> None:
    document = keep("judgment.pdf", judgment())
    page = look_at(document, 2)
    qtbot.waitUntil(lambda: page.viewer.page == 2)
    assert page.viewer.pages == 3
    assert "Page 2 of a fictional judgment" in words_of(qtbot, page.viewer)
    assert records.view(office, document).fields["file"] in page._facts.text()
    assert rich_labels(page) == []


def test_a_photo_and_a_text_are_looked_at_too(
    qtbot: QtBot, look_at: Callable[..., DocumentPage], keep: Callable[[str, bytes], str]
) -> None:
    assert look_at(keep("photo.pdf", photo())).viewer.pages == 1
    text = look_at(keep("note.bin", "Сот отырысы <b>жабық</b>".encode()))
    assert words_of(qtbot, text.viewer) == "Сот отырысы <b>жабық</b>"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("broken.pdf", b"%PDF-1.7\n" + bytes(range(256)), "damaged"),
        ("broken.png", photo()[:60], "damaged"),
        ("sheet.xlsx", b"PK\x03\x04" + bytes(60), "cannot be shown"),
        ("verdict.docx", b"PK\x03\x04" + bytes(60), "attach it as a PDF or as a JPEG"),
        ("scan.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "nor covered and annexed to a paper"),
    ],
)
def test_what_cannot_be_shown_is_told_in_words(
    look_at: Callable[..., DocumentPage], keep: Callable[[str, bytes], str], name: str, data: bytes, said: str
) -> None:
    page = look_at(keep(name, data))
    assert said in page.viewer.words
    assert page.viewer.pages == 0
    assert not page._redact.isVisible()


def test_a_drawing_that_names_other_files_is_only_read_as_text(
    qtbot: QtBot, look_at: Callable[..., DocumentPage], keep: Callable[[str, bytes], str], tmp_path: Path
) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    assert words_of(qtbot, look_at(keep("picture.png", drawing)).viewer) == drawing.decode()


def test_a_very_large_image_is_read_smaller(qtbot: QtBot) -> None:
    viewer = Viewer()
    qtbot.addWidget(viewer)
    content = documents.Content(photo(15_000, 10), "", documents.Shape.IMAGE, format="png")
    viewer.show_content(content)
    qtbot.waitUntil(lambda: viewer.pages == 1, timeout=20_000)


def test_a_page_is_cited_with_the_words_that_were_marked(
    qtbot: QtBot,
    desk: Desk,
    look_at: Callable[..., DocumentPage],
    keep: Callable[[str, bytes], str],
    office: Office,
    person: str,
) -> None:
    page = look_at(keep("judgment.pdf", judgment()), 3)
    qtbot.waitUntil(lambda: page.viewer.page == 3)
    qtbot.mouseClick(page._cite, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.citing is not None and bool(page.citing.forms), timeout=20_000)
    assert page.citing is not None
    page.side.words.selectAll()
    page.side.quote()
    page.citing.save()
    qtbot.waitUntil(lambda: page.cited() != [], timeout=20_000)
    qtbot.waitUntil(lambda: page.citing is None)
    cited = citations.of_record(office, person)
    assert [(one.place, one.page, one.quote) for one in cited] == [
        ("p. 3", 3, "Page 3 of a fictional judgment")
    ]
    assert page.cited() == ["p. 3   untitled\n“Page 3 of a fictional judgment”"]


def test_esc_keeps_a_citation_that_was_begun_and_then_goes_back(
    qtbot: QtBot,
    desk: Desk,
    look_at: Callable[..., DocumentPage],
    keep: Callable[[str, bytes], str],
    office: Office,
) -> None:
    page = look_at(keep("judgment.pdf", judgment()))
    page.cite()
    qtbot.waitUntil(lambda: page.citing is not None and bool(page.citing.forms), timeout=20_000)
    assert page.citing is not None
    page.citing.form.editors["quote"].offer("begun")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.citing is None
    qtbot.waitUntil(lambda: not desk.worker.busy, timeout=20_000)
    assert [draft.kind for draft in drafts.kept(office)] == ["citation"]
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_a_document_without_its_file_says_so_and_takes_it(
    qtbot: QtBot, look_at: Callable[..., DocumentPage], office: Office, tmp_path: Path
) -> None:
    document = records.save(office, Draft("document", records.new_id(), {"title": "Order"})).id
    page = look_at(document)
    assert "not here yet" in page.viewer.words
    path = tmp_path / "order.txt"
    path.write_text("Ordered.")
    page._give_file(path)
    qtbot.waitUntil(lambda: page.viewer.pages == 1, timeout=20_000)
    assert words_of(qtbot, page.viewer) == "Ordered."


def test_dropped_files_become_documents_of_the_person(
    qtbot: QtBot, desk: Desk, office: Office, person: str, tmp_path: Path
) -> None:
    page = AttachPage(desk, {"records": frozenset({person})})
    qtbot.addWidget(page)
    page.show()
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(path.stem)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    told: list[str] = []
    page.told.connect(told.append)
    with qtbot.waitSignal(page.back_requested, timeout=20_000):
        page.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    titles = [one.title for one in records.related(office, person) if one.kind == "document"]
    assert titles == ["a", "b"]
    assert told == ["2 files are in the vault now; the originals can be removed from the disk."]


def test_marked_words_of_a_text_are_offered_as_the_quotation(
    qtbot: QtBot, look_at: Callable[..., DocumentPage], keep: Callable[[str, bytes], str]
) -> None:
    page = look_at(keep("note.txt", b"one two\nthree"))
    cursor = page.viewer._text.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    page.viewer._text.setTextCursor(cursor)
    assert page.viewer.marked_text() == "one two\nthree"


def test_a_citation_leads_to_its_page_and_a_document_of_a_person_is_read(
    qtbot: QtBot, desk: Desk, keep: Callable[[str, bytes], str], office: Office, person: str
) -> None:
    document = keep("judgment.pdf", judgment())
    source = citations.source_for(office, document)
    cited = {"record": person, "field": "occupation", "source": source, "place": "p. 2"}
    records.save(office, Draft("citation", records.new_id(), cited))
    workspace = Workspace(desk)
    qtbot.addWidget(workspace)
    workspace.resize(1280, 700)
    workspace.show()

    def settled() -> None:
        qtbot.waitUntil(lambda: not desk.worker.busy, timeout=20_000)

    workspace.open_record("person", person)
    settled()
    page = workspace.page
    assert isinstance(page, PersonPage)
    page.tabs.setCurrentWidget(page.sheet)
    box = page.sheet.form.boxes["occupation"]
    box.show_beside()
    assert box.panel is not None
    [leads] = [one for one in box.panel.findChildren(QPushButton) if one.text() == "Page 2"]
    qtbot.mouseClick(leads, Qt.MouseButton.LeftButton)
    read = workspace.page
    assert isinstance(read, DocumentPage)
    qtbot.waitUntil(lambda: read.viewer.page == 2, timeout=20_000)
    workspace.back()
    part = page.part("documents")
    page.tabs.setCurrentWidget(part)
    part.list.activated.emit(part.list.model().index(0, 0))
    again = workspace.page
    assert isinstance(again, DocumentPage)
    assert again.document == document
    settled()
