"""Pages on screen come from a process of their own: as pixels, whatever the document does to that process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from shiboken6 import isValid

from kzcase.briefing.annexes.flatten import CHILD
from kzcase.services import documents, records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.leaves import leaves as module
from kzcase.ui.common.leaves.leaves import Leaves, Zoom
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.documents.viewer import Viewer
from kzcase.ui.window import MainWindow

LONG = 20_000
SYSTEM = sys.platform == "linux"
Show = Callable[..., Leaves]


def book(pages: int = 3) -> bytes:
    """A PDF whose pages are blue on the left and white on the right."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 600))
    for number in range(pages):
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(0, 0, 200, 600, stroke=0, fill=1)
        canvas.drawString(210, 300, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan(size: tuple[int, int], form: str = "PNG", more: int = 0, mode: str = "L") -> bytes:
    out = BytesIO()
    pages = [Image.new(mode, size, 200) for _ in range(more)]
    options = {"save_all": True, "append_images": pages} if more else {}
    Image.new(mode, size, 90).save(out, form, **options)
    return out.getvalue()


def child(tmp_path: Path, doing: str, when: str = "page == 2") -> Path:
    """The real process, in which a page of a document does what it should not be able to do."""
    made = tmp_path / "child.py"
    made.write_text(
        f"""import os, sys
sys.path.append({str(CHILD.parent)!r})
from child import leafing, run
honest = leafing._Pdf.part
def part(self, page, whole, part):
    if {when}:
        {doing}
    return honest(self, page, whole, part)
leafing._Pdf.part = part
run.main()
"""
    )
    return made


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def shown(data: bytes, page: int = 1, *, child: Path = CHILD, seconds: float = 30.0) -> Leaves:
        made = Leaves(child=child, seconds=seconds)
        qtbot.addWidget(made)
        made.resize(420, 500)
        made.show()
        made.show_document(data, page)
        qtbot.waitUntil(lambda: made.sharp, timeout=LONG)
        return made

    return shown


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def colours(view: Leaves) -> tuple[QColor, QColor]:
    """What is seen in the left half and in the right half."""
    seen = view.viewport().grab().toImage()
    middle = seen.height() // 2
    return seen.pixelColor(seen.width() // 4, middle), seen.pixelColor(seen.width() * 3 // 4, middle + 40)


def test_pages_are_drawn_as_they_come_into_view(qtbot: QtBot, show: Show) -> None:
    view = show(book(), 2)
    assert (view.page, view.pages) == (2, 3)
    left, right = colours(view)
    assert (left.blue(), left.red(), right.red()) == (255, 0, 255)
    view.turn_to(99)
    assert view.page == 3
    view.verticalScrollBar().setValue(0)
    assert view.page == 1
    qtbot.waitUntil(lambda: view.sharp, timeout=LONG)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1


def test_the_words_of_a_page_are_read_in_the_same_process(qtbot: QtBot, show: Show) -> None:
    view = show(book())
    with qtbot.waitSignal(view.read, timeout=LONG) as heard:
        view.reader.words(3)
    assert heard.args == [3, "Page 3"]


def test_nothing_flickers_while_a_page_is_drawn_in_another_size(qtbot: QtBot, show: Show) -> None:
    view = show(book())
    for factor in (1.25, 1.25, 0.5):
        view.zoom(factor)
        assert not view.sharp
        # What was drawn before stands there, larger or smaller.
        assert colours(view)[0].blue() > 200
        assert colours(view)[0].red() < 60
        qtbot.waitUntil(lambda: view.sharp, timeout=LONG)


def test_what_lies_beneath_the_pointer_stays_there_while_the_wheel_zooms(qtbot: QtBot, show: Show) -> None:
    view = show(book(9), 4)
    before, at = view._factor, QPointF(100, 250)

    def spot() -> tuple[int, float]:
        down = at.y() + view.verticalScrollBar().value()
        page = view._at(down)
        place = view._place(page)
        return page, (down - place.top()) / place.height()

    was = spot()
    wheel = QWheelEvent(
        at,
        QPointF(view.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(wheel)
    assert view._factor == pytest.approx(before * 1.25)
    assert spot() == (was[0], pytest.approx(was[1], abs=0.01))


def test_a_new_document_stands_at_the_page_of_the_old_one_until_it_is_drawn(qtbot: QtBot, show: Show) -> None:
    view = show(book())
    with qtbot.waitSignal(view.opened, timeout=LONG):
        view.show_document(book(2))
        assert colours(view)[0].blue() == 255
    assert colours(view)[0].blue() == 255
    assert view.pages == 2


def test_no_more_pixels_are_kept_than_a_screen_needs(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 6 << 20)
    view = show(book(40))
    one = view.kept
    for page in range(1, 41, 3):
        view.turn_to(page)
        qtbot.waitUntil(lambda: view.sharp, timeout=LONG)
    assert view.kept <= (6 << 20) + 2 * one
    assert view.kept == sum(image.sizeInBytes() for image in view._tiles.values())


def test_a_page_larger_than_a_screen_is_drawn_in_parts_and_only_where_it_is_seen(
    qtbot: QtBot, show: Show
) -> None:
    view = show(book())
    while view._size(1)[0] * view._size(1)[1] <= 3 * 6_000_000:
        before = view._size(1)
        view.zoom(1.25)
        assert view._size(1) > before
    qtbot.waitUntil(lambda: view.sharp, timeout=LONG)
    wide, high = view._size(view.page)
    drawn = [one for one in view._tiles if one.whole == (wide, high)]
    assert 0 < sum(one.part[2] * one.part[3] for one in drawn) < wide * high
    left, right = colours(view)
    assert QColor("blue") in (left, right)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (scan((20_000, 700)), 1),
        (scan((300, 400), "TIFF", 2), 3),
        (scan((300, 400), "WEBP", 0, "RGB"), 1),
        (scan((300, 400), "JPEG"), 1),
        (scan((30, 40), "GIF"), 1),
    ],
)
def test_pictures_are_decoded_there_too(show: Show, data: bytes, pages: int) -> None:
    view = show(data)
    view.fit(Zoom.WHOLE)
    assert view.pages == pages
    seen = view.viewport().grab().toImage()
    assert abs(seen.pixelColor(seen.rect().center()).red() - 90) < 4


# --- what a document does to the process ----------------------------------------------------------


@pytest.mark.parametrize(
    ("doing", "said"),
    [
        ("os.kill(os.getpid(), 9)", "is damaged"),
        ("os.abort()", "is damaged"),
        ('os.write(1, b\'{"page": 2, "width": 9, "height": 9, "size": 7}\\n\')', "is damaged"),
        ("os.write(1, b'x' * 100_000 + b'\\n')", "is damaged"),
        ("bytearray(4 << 30)", "more memory"),
        ("raise ValueError('broken')", "is damaged"),
        ("\n        while True: pass", "too long"),
    ],
)
@pytest.mark.skipif(not SYSTEM, reason="needs the system's limits")
def test_a_page_that_ends_its_process_says_so_and_the_others_are_shown(
    qtbot: QtBot, show: Show, tmp_path: Path, doing: str, said: str
) -> None:
    view = show(book(), child=child(tmp_path, doing), seconds=2.0)
    view.turn_to(2)
    qtbot.waitUntil(lambda: bool(view.words_for(2)), timeout=LONG)
    assert said in view.words_for(2)
    view.turn_to(3)
    qtbot.waitUntil(lambda: view.sharp, timeout=LONG)
    assert view.words_for(3) == ""
    assert colours(view)[0].blue() == 255
    with qtbot.waitSignal(view.read, timeout=LONG) as heard:
        view.reader.words(1)
    assert heard.args == [1, "Page 1"]


def test_a_document_that_ends_every_process_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    viewer = Viewer(child=child(tmp_path, "os.kill(os.getpid(), 9)", "True"))
    qtbot.addWidget(viewer)
    viewer.resize(420, 500)
    viewer.show()
    content = documents.Content(book(9), "", documents.Shape.PDF)
    viewer.show_content(content)
    qtbot.waitUntil(lambda: viewer.pages == 9, timeout=LONG)
    for page in range(1, 10):
        viewer.turn_to(page)
        qtbot.waitUntil(lambda: bool(viewer.words or viewer.leaves.words_for(viewer.page)), timeout=LONG)
    qtbot.waitUntil(lambda: "damaged" in viewer.words, timeout=LONG)
    assert viewer.pages == 0
    assert viewer.leaves.reader.process == 0


def test_a_document_that_is_never_opened_is_told_so(qtbot: QtBot, tmp_path: Path) -> None:
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import sys\nwhile True: sys.stdin.buffer.read(1)\n")
    viewer = Viewer(child=stuck, seconds=0.5)
    qtbot.addWidget(viewer)
    viewer.show_content(documents.Content(book(), "", documents.Shape.PDF))
    qtbot.waitUntil(lambda: "too long" in viewer.words, timeout=LONG)


# --- what the process has, and when it ends -------------------------------------------------------


@pytest.mark.skipif(not SYSTEM, reason="asks /proc")
def test_the_process_has_no_environment_and_no_open_file_and_nothing_is_on_a_disk(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "HOME", "SECRET"):
        monkeypatch.setenv(name, str(tmp_path))
    view = show(book())
    proc = Path(f"/proc/{view.reader.process}")
    assert (proc / "environ").read_bytes().strip(b"\0") == b""
    held = [str(one.readlink()) for one in (proc / "fd").iterdir()]
    assert [one for one in held if not one.startswith(("pipe:", "socket:", "/dev/null"))] == []
    assert list(tmp_path.iterdir()) == []


def test_the_process_ends_with_the_page(qtbot: QtBot, show: Show) -> None:
    view = show(book())
    process = view.reader.process
    assert is_running(process)
    view.clear()
    assert not is_running(process)
    assert (view.pages, view.kept) == (0, 0)
    view = show(book())
    process = view.reader.process
    view.deleteLater()
    qtbot.waitUntil(lambda: not isValid(view), timeout=LONG)
    assert not is_running(process)


def test_locking_ends_the_process_and_its_pixels_are_gone(
    qtbot: QtBot, window: MainWindow, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(book())
    person = records.save(office, Draft("person", records.new_id(), {"occupation": "nurse"})).id
    document = documents.attach(office, person, path)
    window.work_in(office)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=LONG)
    assert window.workspace is not None
    window.workspace.open_record("document", document)
    page = window.workspace.page
    assert isinstance(page, DocumentPage)
    view = page.viewer.leaves
    qtbot.waitUntil(lambda: view.sharp, timeout=LONG)
    process = view.reader.process
    assert is_running(process)
    window.lock()
    qtbot.waitUntil(lambda: not isValid(view), timeout=LONG)
    assert not is_running(process)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=LONG)


WATCHED = """
import sys
from pathlib import Path
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication
from kzcase.services.documents import Content, Shape
from kzcase.ui.common.preview import Preview
from kzcase.ui.documents.viewer import Viewer
app = QApplication([])
clock = QElapsedTimer()
def until(done):
    clock.start()
    while not done() and clock.elapsed() < 20_000:
        app.processEvents()
    assert done()
pdf, picture = (Path(one).read_bytes() for one in sys.argv[1:3])
viewer, preview = Viewer(), Preview()
viewer.show()
viewer.show_content(Content(pdf, "", Shape.PDF))
until(lambda: viewer.leaves.sharp)
viewer.show_content(Content(picture, "", Shape.IMAGE, format="jpeg"))
until(lambda: viewer.leaves.sharp and viewer.pages == 1)
preview.show()
preview.show_paper(pdf)
until(lambda: preview.view.sharp)
loaded = Path("/proc/self/maps").read_text().lower()
print([one for one in ("pdfium", "qt6pdf", "libqjpeg", "libqtiff", "libqwebp", "_imaging") if one in loaded])
"""


@pytest.mark.skipif(not SYSTEM, reason="asks /proc")
def test_no_reader_of_documents_is_ever_loaded_into_the_window_s_own_process(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(book())
    (tmp_path / "b.jpg").write_bytes(scan((300, 400), "JPEG"))
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "a.pdf"), str(tmp_path / "b.jpg")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert (run.stdout.strip(), run.returncode) == ("[]", 0), run.stderr
