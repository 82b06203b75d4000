from __future__ import annotations

import io
import random
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from kzcase.errors import Cancelled
from kzcase.progress import Progress
from kzcase.search.extract import Extracted, State, child, extract, parent

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: Sequence[str]) -> bytes:
    kept = io.BytesIO()
    drawn = canvas.Canvas(kept)
    for said in pages:
        if said:
            drawn.drawString(60, 700, said)
        drawn.showPage()
    drawn.save()
    return kept.getvalue()


def docx(body: str, **others: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
        for name, text in others.items():
            packed.writestr(f"word/{name}.xml", text)
    return kept.getvalue()


def paragraph(text: str, before: str = "") -> str:
    return f"<w:p><w:r>{before}<w:t>{text}</w:t></w:r></w:p>"


def test_the_words_of_each_page_of_a_pdf_are_read() -> None:
    read = extract(pdf(["The first page", "", "Case 1-234/2020"]))
    assert (read.state, read.pages) == (State.TEXT, 3)
    assert [(page, text.strip()) for page, text in read.texts] == [
        (1, "The first page"),
        (3, "Case 1-234/2020"),
    ]


def test_a_word_file_has_the_pages_that_word_gave_it_and_its_notes_come_last() -> None:
    body = (
        paragraph("Бірінші бет")
        + paragraph("Вторая страница", "<w:lastRenderedPageBreak/>")
        + '<w:p><w:r><w:br w:type="page"/><w:t>Third</w:t><w:tab/><w:t>page</w:t></w:r></w:p>'
    )
    notes = f'<w:footnotes xmlns:w="{WORD}">{paragraph("A note")}</w:footnotes>'
    read = extract(docx(body, footnotes=notes))
    assert read.state is State.TEXT
    assert [(page, text.strip()) for page, text in read.texts] == [
        (1, "Бірінші бет"),
        (2, "Вторая страница"),
        (3, "Third page"),
        (4, "A note"),
    ]


def test_plain_texts_are_read_in_the_encodings_people_have() -> None:
    for codec in ("utf-8", "utf-8-sig", "cp1251", "utf-16"):
        read = extract("Приговор суда".encode(codec))
        assert (read.state, read.texts) == (State.TEXT, ((1, "Приговор суда"),))


def test_a_scan_a_picture_and_a_locked_file_are_told_apart() -> None:
    import pikepdf

    assert extract(pdf(["", ""])) == Extracted(State.NO_TEXT, 2)
    assert extract(b"\x89PNG\r\n\x1a\n" + bytes(range(256))).state is State.OTHER
    assert extract(b"").state is State.NO_TEXT
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(["secret"]))) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    assert extract(locked.getvalue()).state is State.LOCKED


def test_bombs_and_entities_end_in_the_reading_process_alone() -> None:
    bomb = docx(paragraph("first") + paragraph("x" * (child.MOST_UNPACKED + 1)))
    assert len(bomb) < 1 << 20
    assert extract(bomb).state in (State.CUT, State.UNREADABLE)
    entity = (
        f'<!DOCTYPE d [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">]>'
        f'<w:document xmlns:w="{WORD}"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>'
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("word/document.xml", entity)
    assert extract(kept.getvalue()).state is State.UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of the system")
def test_the_reading_process_can_write_no_file_start_nothing_and_take_little_memory(tmp_path: Path) -> None:
    target = tmp_path / "written"
    tries = tmp_path / "tries.py"
    folder = parent.CHILD.parent
    tries.write_text(
        f"""
import sys, os, json
sys.path.insert(0, {str(folder)!r})
import child
child.limit()
sys.stdin.buffer.read()
found = []
def attempt(what, work):
    try:
        work()
    except BaseException:
        return
    found.append(what)
def write():
    with open({str(target)!r}, "w") as file:
        file.write("x" * 10)
attempt("wrote", write)
attempt("memory", lambda: bytearray(2 << 30))
attempt("key", lambda: os.environ["HOME"])
print(json.dumps({{"page": 1, "text": " ".join(found) or "nothing"}}))
print(json.dumps({{"state": "text", "pages": 1}}))
"""
    )
    read = extract(b"x", child=tries)
    assert read.texts == ((1, "nothing"),)
    assert not target.exists() or target.read_bytes() == b""


def test_a_reading_that_never_ends_is_ended_and_what_it_said_is_kept(tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text(
        'import sys\nprint(\'{"page": 1, "text": "said"}\', flush=True)\nwhile True:\n    sys.stdin.read(1)\n'
    )
    assert extract(b"x", child=endless, seconds=1.0) == Extracted(State.CUT, 1, ((1, "said"),))


def test_a_reading_that_says_too_much_is_ended(tmp_path: Path) -> None:
    flood = tmp_path / "flood.py"
    flood.write_text('import sys\nwhile True:\n    sys.stdout.write("x" * 100000)\n')
    assert extract(b"x", child=flood).state is State.UNREADABLE


def test_a_reading_can_be_cancelled(tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import time\nwhile True:\n    time.sleep(1)\n")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        extract(b"x" * 1_000_000, progress, child=endless)


@given(st.binary(max_size=200))
def test_nothing_that_the_reading_process_says_breaks_its_parent(said: bytes) -> None:
    parent.understood(said)
    parent.understood(b'{"page": 1, "text": "a"}\n' + said)


def test_lies_of_the_reading_process_are_not_believed() -> None:
    for lie in (
        b'{"state": "too_large", "pages": 1}',
        b'{"state": "text", "pages": -1}',
        b'{"page": 0, "text": "a"}',
        b'{"page": true, "text": 1}',
        b"[1]",
    ):
        assert parent.understood(lie) == Extracted(State.UNREADABLE)


@pytest.mark.soak
@settings(max_examples=60)
@given(st.integers(0, 1 << 30))
def test_a_spoiled_file_never_breaks_the_reading(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(chance.choice((pdf(["one", "two"]), docx(paragraph("one")))))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert extract(bytes(data)).state in State
