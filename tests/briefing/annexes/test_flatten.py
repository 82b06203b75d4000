"""What a document becomes on its way out: pictures, with nothing of the file but what was seen on them."""

from __future__ import annotations

import shutil
import struct
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.annexes import flatten
from kzcase.briefing.annexes.flatten import Fineness, NotDrawn, Page, each, flat, is_bare, is_unread, letters
from kzcase.briefing.discretion import Care, Hidden, discretion
from kzcase.briefing.fonts import REGULAR, typeface
from kzcase.errors import Cancelled
from kzcase.progress import Progress
from tests.briefing.annexes.world import A4, pdf

MARK = "zqsecretqz"
COARSE = Fineness(60, 300, 600)
BOXES = st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(20, 1000), st.integers(20, 1000)).map(
    lambda one: (one[0], one[1], min(1000, one[0] + one[2]), min(1000, one[1] + one[3]))
)


def image(page: Page) -> Image.Image:
    """A page as it is decoded."""
    opened = Image.open(BytesIO(page.data))
    opened.load()
    return opened


def colours(page: Page, box: tuple[int, int, int, int]) -> set[Any]:
    """Every colour inside a box that is given in thousandths, in whole pixels."""
    left, top, right, bottom = box
    width, height = page.width, page.height
    area = (
        left * width // 1000,
        top * height // 1000,
        -(-right * width // 1000),
        -(-bottom * height // 1000),
    )
    return {one[1] for one in image(page).convert("RGB").crop(area).getcolors(1 << 20) or ()}


def speckled(size: tuple[float, float] = A4) -> bytes:
    """A page full of colours and letters, so that nothing but a box makes a place of one colour."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for row in range(60):
        for column in range(40):
            canvas.setFillColorRGB(row % 7 / 7, column % 5 / 5, (row + column) % 3 / 3)
            canvas.rect(
                column * size[0] / 40, row * size[1] / 60, size[0] / 40, size[1] / 60, stroke=0, fill=1
            )
    canvas.setFillColorRGB(1, 1, 1)
    for row in range(30):
        canvas.drawString(5, row * size[1] / 30, MARK * 8)
    canvas.save()
    return out.getvalue()


def loaded() -> bytes:
    """A PDF with a mark wherever a file can hold something that is not seen."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setAuthor(MARK)
    canvas.setTitle(MARK)
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry(MARK, "here")
    canvas.drawString(72, 700, "Plain words")
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine(MARK)
    canvas.drawText(text)
    canvas.acroForm.textfield(name=MARK, value=MARK, tooltip=MARK, x=72, y=500, width=200, height=30)
    canvas.textAnnotation(MARK, (10, 10, 40, 40))
    canvas.linkURL(f"https://{MARK}.example", (0, 0, 50, 50))
    canvas.save()
    made = BytesIO()
    with pikepdf.open(BytesIO(out.getvalue())) as file:
        with file.open_metadata() as xmp:
            xmp["dc:description"] = MARK
        file.attachments["list.txt"] = MARK.encode()
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MARK}')")
        file.docinfo["/Keywords"] = MARK
        file.save(made, compress_streams=False)
    assert made.getvalue().count(MARK.encode()) >= 8
    return made.getvalue()


def test_nothing_that_a_file_holds_beside_its_looks_comes_out() -> None:
    (page,) = flat(loaded()).pages
    assert MARK.encode() not in page.data
    assert MARK.encode("utf-16-be") not in page.data
    assert is_bare(page.data, page.width, page.height)
    assert image(page).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_words_that_cannot_be_seen_are_still_looked_at_before_a_page_goes_out() -> None:
    (page,) = flat(loaded()).pages
    assert "Plain words" in page.words
    assert page.words.count(MARK) == 2  # the hidden line, and what the form field says


LOOKS = st.tuples(BOXES, st.sampled_from([0, 90, 180, 270]), st.booleans(), st.sampled_from([None, 0.5, 2]))
"""A box, and how its page is turned, cut and measured."""


@given(looks=st.lists(LOOKS, min_size=1, max_size=8))
@settings(max_examples=5, deadline=None)
def test_a_box_is_of_one_colour_however_its_page_is_turned_cut_and_measured(looks: list[Any]) -> None:
    made = BytesIO()
    with pikepdf.open(BytesIO(speckled())) as file:
        for place, (_, turn, cut, unit) in enumerate(looks):
            if place:
                file.pages.append(file.pages[0])
            page = file.pages[place]
            page.Rotate = turn
            page.CropBox = pikepdf.Array([50, 100, 500, 700] if cut else [0, 0, *A4])
            page.UserUnit = unit or 1
        file.save(made)
    boxes = {place: [look[0]] for place, look in enumerate(looks, start=1)}
    drawn = flat(made.getvalue(), (), boxes, fineness=COARSE).pages
    assert len(drawn) == len(looks)
    for page, (box, *_) in zip(drawn, looks, strict=True):
        assert colours(page, box) == {(0, 0, 0)}
        assert page.covered == 1


def test_boxes_cover_only_what_is_below_them() -> None:
    (bare,) = flat(speckled(), fineness=COARSE).pages
    (page,) = flat(speckled(), (), {1: [(0, 0, 1000, 500)]}, fineness=COARSE).pages
    half = (0, 520, 1000, 1000)
    assert len(colours(bare, half)) > 50
    assert colours(page, half) == colours(bare, half)


@pytest.mark.parametrize(("turn", "cut"), [(0, True), (90, True), (180, False), (270, True)])
def test_boxes_lie_on_the_page_as_it_is_looked_at(turn: int, cut: bool) -> None:
    size = (400.0, 600.0)
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(150, 400, "Hidden")
    canvas.drawString(150, 200, "Shown")
    canvas.save()
    made = BytesIO()
    with pikepdf.open(BytesIO(out.getvalue())) as file:
        file.pages[0].Rotate = turn
        if cut:
            file.pages[0].CropBox = pikepdf.Array([100, 100, 350, 500])
        file.save(made)
    (plain,) = flat(made.getvalue()).pages
    assert "Hidden" in plain.words
    assert "Shown" in plain.words
    left, bottom, right, top = (100, 100, 350, 500) if cut else (0, 0, 400, 600)
    wide, high = right - left, top - bottom
    # The word in the page's own measure, from its upper left corner, then as the page is turned.
    x0, x1 = (145 - left) / wide, (230 - left) / wide
    y0, y1 = (top - 425) / high, (top - 390) / high
    for _ in range(turn // 90):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    box = (int(x0 * 1000), int(y0 * 1000), int(x1 * 1000) + 1, int(y1 * 1000) + 1)
    (page,) = flat(made.getvalue(), (), {1: [box]}).pages
    assert "Hidden" not in page.words
    assert "Shown" in page.words
    assert colours(plain, box) != colours(page, box) == {(0, 0, 0)}
    assert (page.width > page.height) is (turn % 180 == 90)


def test_half_a_covered_word_still_counts_as_readable() -> None:
    (page,) = flat(pdf([["Bokayev"]]), (), {1: [(100, 100, 150, 140)]}).pages
    assert "ev" in page.words


def test_pages_come_in_order_only_those_asked_for_and_say_how_many_there_are() -> None:
    drawn = flat(pdf([[f"Page {one}"] for one in range(1, 6)]), (2, 4), fineness=COARSE)
    assert [one.number for one in drawn.pages] == [2, 4]
    assert drawn.of == 5
    assert [one.words.strip() for one in drawn.pages] == ["Page 2", "Page 4"]


def test_the_same_document_gives_the_same_bytes() -> None:
    data = pdf([["Same", "words"]])
    assert flat(data, (), {1: [(10, 10, 200, 200)]}) == flat(data, (), {1: [(10, 10, 200, 200)]})


# --- pictures ---------------------------------------------------------------------------------------


def photograph(form: str, orientation: int = 1, mode: str = "RGB") -> bytes:
    """A picture with a mark in everything that a camera or a scanner writes beside it."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = MARK
    exif[0x0112] = orientation
    made = Image.new("RGB", (320, 200), (200, 120, 40))
    ImageDraw.Draw(made).rectangle((0, 0, 159, 99), fill=(0, 0, 255))
    out = BytesIO()
    more: dict[str, Any] = {"comment": MARK.encode()} if form == "JPEG" else {}
    if form != "BMP":
        more |= {"exif": exif, "icc_profile": MARK.encode() * 20}
    made.convert(mode).save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "BMP"])
def test_a_picture_is_decoded_covered_and_written_anew(form: str) -> None:
    (page,) = flat(photograph(form), (), {1: [(0, 0, 500, 500)]}).pages
    assert MARK.encode() not in page.data
    assert is_bare(page.data, page.width, page.height)
    assert colours(page, (0, 0, 500, 500)) == {(0, 0, 0)}
    assert page.words == ""


def test_a_picture_is_covered_as_it_is_looked_at_upright() -> None:
    (page,) = flat(photograph("JPEG", orientation=6), (), {1: [(500, 0, 1000, 500)]}).pages
    assert (page.width, page.height) == (200, 320)
    # The blue corner is at the upper right when the picture is held as it was taken.
    assert colours(page, (520, 0, 1000, 480)) == {(0, 0, 0)}
    assert all(blue < 120 for _, _, blue in colours(page, (0, 0, 450, 450)))


def test_a_picture_of_any_kind_of_colours_can_be_drawn() -> None:
    pages = [Image.new(mode, (120, 80)) for mode in ("1", "L", "LA", "P", "RGBA", "CMYK", "I;16")]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    drawn = flat(out.getvalue()).pages
    assert [image(page).size for page in drawn] == [(120, 80)] * len(pages)


def test_every_page_of_a_scan_of_several_is_one() -> None:
    pages = [Image.new("L", (100, 140), shade) for shade in (20, 120, 240)]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    drawn = flat(out.getvalue(), (), {2: [(0, 0, 1000, 1000)]})
    assert drawn.of == 3
    assert [image(one).convert("L").getpixel((50, 70)) for one in drawn.pages] == [20, 0, 240]


def test_what_is_hidden_in_the_transparent_part_of_a_picture_does_not_come_out() -> None:
    """A picture may hold colours where one sees through it: a word rubbed out is still there."""
    for size in ((120, 80), (1600, 1200)):  # as it is, and made smaller
        made = Image.new("RGBA", size, (255, 0, 0, 0))
        made.paste((0, 128, 0, 255), (0, 0, size[0] // 2, size[1]))
        out = BytesIO()
        made.save(out, "PNG")
        (page,) = flat(out.getvalue(), fineness=COARSE).pages
        assert colours(page, (550, 0, 1000, 1000)) == {(255, 255, 255)}
        assert {one[1] > one[0] for one in colours(page, (0, 0, 450, 1000))} == {True}


def png(width: int, height: int, rows: int) -> bytes:
    """A black and white PNG of some size with so many of its rows, all white."""
    packed = zlib.compress((b"\0" + b"\xff" * (-(-width // 8))) * rows)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_very_wide_picture_is_drawn_as_fine_as_paper_needs_and_no_finer() -> None:
    (page,) = flat(png(20_000, 1_000, 1_000)).pages
    assert (page.width, page.height) == (flatten.PRINT.longest, flatten.PRINT.longest // 20)
    assert colours(page, (0, 0, 1000, 1000)) == {(255, 255, 255)}


def test_a_picture_of_more_pixels_than_memory_has_room_for_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(NotDrawn, match="too large to be drawn") as refused:
        flat(png(20_000, 20_000, 3))
    assert "smaller scan" in refused.value.remedy


def test_a_scan_of_very_many_pages_is_refused_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flatten, "MOST_PAGES", 3)
    pages = [Image.new("1", (40, 60)) for _ in range(4)]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(NotDrawn, match="more than 3 pages"):
        flat(out.getvalue())
    assert [page.number for page in flat(out.getvalue(), (4,), fineness=COARSE).pages] == [4]


@pytest.mark.skipif(sys.platform == "win32", reason="there the parent's watch is all there is")
def test_a_picture_that_needs_more_memory_than_the_process_has_is_told_so(tmp_path: Path) -> None:
    small = tmp_path / "child"
    shutil.copytree(flatten.CHILD, small)
    walls = small / "walls.py"
    walls.write_text(walls.read_text().replace("MEMORY = 1 << 30", "MEMORY = 200 << 20"))
    with pytest.raises(NotDrawn, match="too large to be drawn"):
        list(each(png(12_000, 12_000, 12_000), child=small))


# --- what cannot be drawn (PD06) ---------------------------------------------------------------------


def locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf([["x"]]))) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="owner", user="user", R=6))
    return out.getvalue()


def of_many() -> bytes:
    """A file that says it has a million pages, and has one."""
    return pdf([["x"]]).replace(b"/Count 1 ", b"/Count 1000000 ", 1)


def loop() -> bytes:
    """A form that draws itself."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf([["x"]]))) as file:
        form = file.make_stream(b"/F Do " * 2)
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 100]
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page = file.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = file.make_stream(b"/F Do")
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (locked(), "locked with a password"),
        (b"", "Only PDF files and pictures"),
        (b"plain words", "Only PDF files and pictures"),
        (b"PK\x03\x04 a Word file", "A Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file", "A Word file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "as telephones take it"),
        (b"%PDF-1.7\nrubbish", "cannot be drawn"),
        (pdf([["x"]])[:400], "cannot be drawn"),
        (b"\x89PNG\r\n\x1a\n rubbish", "cannot be drawn"),
    ],
    ids=["locked", "empty", "text", "docx", "doc", "heic", "rubbish", "cut off", "no picture"],
)
def test_a_file_that_cannot_be_drawn_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(NotDrawn) as refused:
        flat(data)
    assert said in refused.value.what
    assert refused.value.what.endswith(".")
    assert refused.value.remedy


def test_more_pages_than_anyone_reads_are_refused_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flatten, "MOST_PAGES", 2)
    with pytest.raises(NotDrawn, match="more than 2 pages"):
        flat(pdf([["x"]] * 3))
    with pytest.raises(NotDrawn, match="more than 2 pages"):
        flat(of_many())
    with pytest.raises(NotDrawn, match="no page 9"):
        flat(pdf([["x"]] * 3), (1, 9))


@pytest.mark.parametrize("data", [of_many(), loop()], ids=["a million declared", "draws itself"])
def test_a_strange_file_is_drawn_or_refused_and_never_hangs(data: bytes) -> None:
    with suppress(NotDrawn):
        assert len(flat(data, (1,), fineness=COARSE).pages) == 1


def script(folder: Path, body: str) -> Path:
    """A drawing process that behaves as the test wants."""
    path = folder / "child.py"
    path.write_text(f"import json, sys, time\nsys.stdin.buffer.read()\nout = sys.stdout.buffer\n{body}\n")
    return path


def test_a_page_that_takes_too_long_is_given_up_by_its_number(tmp_path: Path) -> None:
    stuck = script(tmp_path, "time.sleep(600)")
    with pytest.raises(NotDrawn, match="Page 3 takes too long"):
        list(each(b"x", (3,), seconds=0.2, child=stuck))


def test_a_process_that_dies_in_the_middle_names_the_page(tmp_path: Path) -> None:
    (page,) = flat(pdf([["x"]]), fineness=COARSE).pages
    head = {"page": 1, "width": page.width, "height": page.height, "covered": 0, "words": ""}
    head |= {"beneath": "", "pictured": 0, "curves": 0}
    (tmp_path / "page.jpg").write_bytes(page.data)
    dying = script(
        tmp_path,
        f"data = open({str(tmp_path / 'page.jpg')!r}, 'rb').read()\n"
        f"out.write(json.dumps({{'count': 2}}).encode() + b'\\n')\n"
        f"out.write(json.dumps({{**{head!r}, 'size': len(data)}}).encode() + b'\\n' + data)",
    )
    with pytest.raises(NotDrawn, match="Page 2 cannot be drawn"):
        list(each(b"x", child=dying))


@pytest.mark.parametrize("said", ["rubbish\\n", '{"page": 1}\\n', '{"count": 1}\\n{"state": "done"}\\n'])
def test_what_a_process_says_is_believed_only_if_it_makes_sense(tmp_path: Path, said: str) -> None:
    with pytest.raises(NotDrawn):
        list(
            each(
                b"x",
                child=script(tmp_path, f"out.write({said!r}.encode().decode('unicode_escape').encode())"),
            )
        )


def test_a_picture_with_anything_beside_its_pixels_is_not_taken() -> None:
    for data in (photograph("JPEG"), photograph("PNG"), b"\xff\xd8\xff\xd9", b""):
        assert not is_bare(data, 320, 200)
    (page,) = flat(photograph("JPEG")).pages
    assert is_bare(page.data, 320, 200)
    assert not is_bare(page.data, 321, 200)
    assert not is_bare(page.data[:-2], 320, 200)


def test_drawing_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        flat(pdf([["x"]]), progress=progress)


def test_a_document_is_refused_that_is_larger_than_anyone_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flatten, "LARGEST", 10)
    with pytest.raises(NotDrawn, match="too large"):
        flat(pdf([["x"]]))


def test_words_in_any_script_are_read_also_where_a_line_breaks_a_name() -> None:
    typeface()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(REGULAR, 14)
    for place, text in enumerate(
        ("Свидетель Бокаев показал,", "что Қожахметұлы и Сере-", "бряков не явились")
    ):
        canvas.drawString(72, 700 - 20 * place, text)
    canvas.save()
    (page,) = flat(out.getvalue(), fineness=COARSE).pages
    kept_out = discretion([Hidden((("Серебряков", "Иван", ""),), "", Care.UNCITED)], [])
    assert "Бокаев" in page.words
    assert "Қожахметұлы" in page.words
    assert kept_out.names_someone(page.words, cited=False)


def test_a_page_of_more_words_than_are_looked_at_is_refused() -> None:
    lines = ["word " * 2_000] * 11
    with pytest.raises(NotDrawn, match="too large"):
        flat(pdf([lines]), fineness=COARSE)


def test_a_box_that_another_program_drew_over_a_page_stays_and_the_sign_of_a_note_goes() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf([["Covered by hand"]]))) as file:
        page = file.pages[0]
        look = file.make_stream(b"0 0 0 rg 0 0 300 60 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 300, 60]
        square = {
            "Subtype": pikepdf.Name.Square,
            "Rect": [60, 720, 360, 780],
            "AP": pikepdf.Dictionary(N=look),
        }
        note = {"Subtype": pikepdf.Name.Text, "Rect": [10, 10, 40, 40], "Contents": MARK}
        page.Annots = pikepdf.Array(
            [
                file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, F=4, **one))
                for one in (square, note)
            ]
        )
        file.save(out)
    (drawn,) = flat(out.getvalue()).pages
    assert colours(drawn, (110, 80, 590, 135)) == {(0, 0, 0)}
    assert colours(drawn, (0, 900, 100, 1000)) == {(255, 255, 255)}


def picture_of(text: str) -> Any:
    image = Image.new("RGB", (900, 1200), "white")
    ImageDraw.Draw(image).text((100, 100), text, fill="black")
    return ImageReader(image)


def made(*draw: Callable[[Canvas], Any]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for one in draw:
        canvas.setFont("Helvetica", 10)
        one(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan_in(canvas: Canvas, across: int, down: int) -> None:
    canvas.drawImage(picture_of("Seitkali"), 20, 40, across, down)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("scan")
    scan_in(canvas, 500, 700)
    canvas.endForm()
    canvas.doForm("scan")


def page_of_text(canvas: Canvas) -> None:
    for line in range(40):
        canvas.drawString(60, 780 - 18 * line, "The court found what it found and wrote it down. " * 2)


def in_curves(canvas: Canvas) -> None:
    for number in range(400):
        canvas.line(40 + number, 100, 41 + number, 140)


@pytest.mark.parametrize(
    ("draw", "unread"),
    [
        ((page_of_text,), False),
        ((lambda canvas: canvas.drawString(60, 60, "One line, and nothing else."),), False),
        ((lambda canvas: scan_in(canvas, 550, 760),), True),
        (
            (lambda canvas: scan_in(canvas, 550, 760), lambda canvas: canvas.drawString(9, 20, "Scan")),
            True,
        ),
        ((in_a_form, lambda canvas: canvas.drawString(60, 20, "Scanned with a telephone")), True),
        ((page_of_text, lambda canvas: scan_in(canvas, 80, 80)), False),
        ((page_of_text, lambda canvas: scan_in(canvas, 590, 830)), True),
        ((in_curves, lambda canvas: canvas.drawString(60, 20, "Page 1")), True),
    ],
    ids=["text", "a line", "scan", "scan, footer", "scan in a form", "seal", "scan over its words", "curves"],
)
def test_a_page_that_may_say_more_than_its_letters_is_told(draw: Any, unread: bool) -> None:
    def both(canvas: Canvas) -> None:
        for one in draw:
            one(canvas)

    data = made(both)
    assert [page.unread for page in flat(data, fineness=COARSE).pages] == [unread]
    assert [page.unread for page in letters(data)] == [unread]


def test_letters_that_only_a_font_knows_are_not_read() -> None:
    assert is_unread("\ue001\ue002 \ue003 and so on", 0, 0)
    assert not is_unread("Приговор именем Республики Казахстан: қамау\x02", 0, 0)


def stamped(kind: str, *, signature: bool = False, flags: int = 4) -> bytes:
    """A page of text over which another program laid something with words in its look alone."""
    document = pikepdf.open(BytesIO(made(page_of_text)))
    page = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    look = document.make_stream(
        b"BT /F1 14 Tf 5 10 Td (Signed by SEITKALI AIDAR) Tj ET",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 200, 40],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font))),
    )
    over = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(kind),
        Rect=[72, 10, 272, 50],
        AP=pikepdf.Dictionary(N=look),
        F=flags,
    )
    if signature:
        over.FT, over.T = pikepdf.Name.Sig, pikepdf.String("Signature1")
    page.Annots = pikepdf.Array([document.make_indirect(over)])
    if signature:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=page.Annots, SigFlags=3)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        (stamped("/Stamp"), True),
        (stamped("/Ink"), True),
        (stamped("/Widget", signature=True), True),
        (stamped("/Stamp", flags=2), False),
        (stamped("/Link"), False),
    ],
    ids=["stamp", "drawing", "signature", "hidden", "link"],
)
def test_what_a_stamp_or_a_signature_says_is_not_read(data: bytes, unread: bool) -> None:
    (page,) = flat(data, fineness=COARSE).pages
    assert "SEITKALI" not in page.words
    assert page.unread is unread
    if unread:
        assert not flat(data, (1,), {1: [(0, 900, 1000, 1000)]}, fineness=COARSE).pages[0].unread
