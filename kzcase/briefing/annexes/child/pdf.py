"""Pages of a PDF, by PDFium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .said import Box, Letter, Refused, covering, on_grid, pixels_of, put, tell, wanted

MOST_ON_A_PAGE = 100_000
"""Letters of a page's words."""
MOST_OVER_A_PAGE = 5_000
"""Form fields and notes of a page."""
MOST_OBJECTS = 20_000
"""Of a page that are looked at for pictures among them: one with more is taken for a drawing."""
DEEP = 4
"""Forms within forms that are looked into for pictures."""
TALLEST = 4
"""How many times a letter's own size the room of its line may be: more is a font that errs."""
FREE_TEXT, WIDGET = 3, 20
"""The kinds of annotations whose words are drawn on the page."""
SIGNS = (1, 16, 17, 18, 19)
"""Those of which only a sign is drawn: notes and what pops up of them, attached files, sounds, films."""

PLAIN = (2, 9, 10, 11, 12)
"""Those that say nothing of their own: links, and what marks words of the page."""
BUTTON, SIGNATURE = 1, 7
"""The kinds of form fields that have no words to be asked for, only a look."""
HIDDEN = 2 | 32
"""The flags of annotations that are not drawn."""


def document_of(data: bytes) -> Any:
    """A PDF that is open; raises `Refused` for one that is damaged or has a password."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Refused("locked" if locked else "broken") from error
    document.init_forms()
    return document


def of_pdf(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    """Draw and say the pages that are asked for; gives the number of each when it is done."""
    import pypdfium2.raw as pdfium

    document = document_of(data)
    for number in wanted(len(document), asked):
        page = document[number - 1]
        _take_off_notes(pdfium, page)
        across, down = page.get_size()
        wide, high = pixels_of(across, down, asked)
        covered = on_grid(covering(asked, number), wide, high)
        letters = letters_of(pdfium, document, page, (wide, high), covered, roomy=asked["letters"])
        drawn = _drawn(pdfium, page, across * down)
        if _stamped(pdfium, document, page, (wide, high), covered):
            drawn = 1000, drawn[1]
        if asked["letters"]:
            page.close()
            tell(number, letters, (wide, high), drawn)
            yield number
            continue
        bitmap = _bitmap(document, page, (wide, high), (0, 0, wide, high))
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        put(number, image, covered, letters, drawn, pixels=asked["pixels"])
        yield number


def painted(document: Any, page: Any, whole: tuple[int, int], part: tuple[int, int, int, int]) -> bytes:
    """The pixels of a part of a page, three bytes each (blue, green, red), no gap between the rows."""
    bitmap = _bitmap(document, page, whole, part)
    try:
        rows, used = bytes(bitmap.buffer), 3 * bitmap.width
        if bitmap.stride == used:
            return rows
        return b"".join(rows[at : at + used] for at in range(0, len(rows), bitmap.stride))
    finally:
        bitmap.close()


def _bitmap(document: Any, page: Any, whole: tuple[int, int], part: tuple[int, int, int, int]) -> Any:
    """A part of a page, drawn on white, with what is written over it."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    (wide, high), (left, top, across, down) = whole, part
    bitmap = pypdfium2.PdfBitmap.new_native(across, down, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
    where = (bitmap, page, -left, -top, wide, high, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDF_RenderPageBitmap(*where)
    if document.formenv:
        pdfium.FPDF_FFLDraw(document.formenv, *where)
    return bitmap


def _drawn(pdfium: Any, page: Any, whole: float) -> tuple[int, int]:
    """What may say something without a letter: thousandths of a page in pictures; its lines and curves."""
    import ctypes

    pictured, curves = 0.0, 0
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(min(count, MOST_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(page, index)
        images, lines = _within(pdfium, one, DEEP)
        curves += lines
        sides = [ctypes.c_float() for _ in range(4)]
        if images and pdfium.FPDFPageObj_GetBounds(one, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            pictured += max(0.0, right - left) * max(0.0, top - bottom)
    if count > MOST_OBJECTS:
        curves += count
    return round(1000 * min(1.0, pictured / whole)), min(curves, 1 << 30)


def _stamped(pdfium: Any, document: Any, page: Any, size: tuple[int, int], covered: list[Box]) -> bool:
    """Whether a stamp, a signature or a drawing lies over a page: what it says nobody can be asked."""
    device, area = _placing(pdfium, page, size), pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_OVER_A_PAGE)):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        if not one:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(one)
        looks = kind not in (*PLAIN, *SIGNS, FREE_TEXT)
        if kind == WIDGET and document.formenv:
            looks = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, one) in (BUTTON, SIGNATURE)
        shown = looks and not pdfium.FPDFAnnot_GetFlags(one) & HIDDEN and pdfium.FPDFAnnot_GetRect(one, area)
        pdfium.FPDFPage_CloseAnnot(one)
        if shown and area.left != area.right and area.bottom != area.top:
            place = device((area.left, area.bottom, area.right, area.top))
            if not _outside(place, size) and not any(_inside(place, box) for box in covered):
                return True
    return False


def _within(pdfium: Any, one: Any, deep: int) -> tuple[int, int]:
    """How many pictures, and how many lines and curves, a thing on a page is or holds."""
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        return 1, 0
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
        return 0, 1
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return 0, 0
    if not deep:
        return 1, 0
    images = lines = 0
    for index in range(min(pdfium.FPDFFormObj_CountObjects(one), MOST_OBJECTS)):
        inner = _within(pdfium, pdfium.FPDFFormObj_GetObject(one, index), deep - 1)
        images, lines = images + inner[0], lines + inner[1]
        if lines > MOST_OBJECTS:
            break
    return images, lines


def _take_off_notes(pdfium: Any, page: Any) -> None:
    """Remove the little signs that stand for notes, sounds and attached files; boxes and stamps stay."""
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(one) if one else 0
        pdfium.FPDFPage_CloseAnnot(one)
        if kind in SIGNS:
            pdfium.FPDFPage_RemoveAnnot(page, index)


def letters_of(
    pdfium: Any, document: Any, page: Any, size: tuple[int, int], covered: list[Box], *, roomy: bool
) -> list[Letter]:
    """The words of a page that can be seen on it or chosen in it, but for what is covered.

    `roomy`: where they stand is wanted, with the room of their line.
    """
    text, device = page.get_textpage(), _placing(pdfium, page, size)
    said: list[Letter] = []
    count = text.count_chars()
    if count > MOST_ON_A_PAGE:
        # What is not looked at does not go out.
        raise Refused("too_large")
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = chr(code) if 0 < code < 0x110000 else ""
        beneath, where = letter, None
        if letter.strip() and pdfium.FPDFText_IsGenerated(text, index) != 1:
            place = device(text.get_charbox(index))
            if _outside(place, size):
                # A gap, so that what stands at both sides of it does not become one word.
                letter = beneath = " "
            elif any(_inside(place, box) for box in covered):
                letter = " "
            elif roomy:
                where = _roomy(place, device(text.get_charbox(index, loose=True)))
        if letter:
            said.append((letter, where, beneath))
    text.close()
    for words, place in _of_annotations(pdfium, document, page, size, covered):
        said += ((letter, place, letter) for letter in words)
    return said


def _roomy(place: Box, line: Box) -> Box:
    """A letter's own room with that of its line, so that a box hides accents and tails, too."""
    size = max(place[2] - place[0], place[3] - place[1], 1)
    if max(line[2] - line[0], line[3] - line[1]) > TALLEST * size:
        return place
    return min(place[0], line[0]), min(place[1], line[1]), max(place[2], line[2]), max(place[3], line[3])


def _of_annotations(
    pdfium: Any, document: Any, page: Any, size: tuple[int, int], covered: list[Box]
) -> Iterator[tuple[str, Box]]:
    """What is written into form fields and over the page, but for what is covered, and where."""
    import ctypes

    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > MOST_OVER_A_PAGE:
        raise Refused("too_large")
    device = _placing(pdfium, page, size)
    for index in range(count):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        if not one:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(one)
        area = pdfium.FS_RECTF()
        if kind in (FREE_TEXT, WIDGET) and pdfium.FPDFAnnot_GetRect(one, area):
            place = device((area.left, area.bottom, area.right, area.top))
            if not _outside(place, size) and not any(_inside(place, box) for box in covered):

                def read(buffer: Any, room: int, one: Any = one, kind: int = kind) -> int:
                    if kind == WIDGET and document.formenv:
                        return int(pdfium.FPDFAnnot_GetFormFieldValue(document.formenv, one, buffer, room))
                    return int(pdfium.FPDFAnnot_GetStringValue(one, b"Contents", buffer, room))

                room = read(None, 0)
                if room > 2 * MOST_ON_A_PAGE:
                    raise Refused("too_large")
                if room > 2:
                    buffer = (ctypes.c_ushort * (room // 2 + 1))()
                    read(buffer, room)
                    yield "\n" + bytes(buffer)[: room - 2].decode("utf-16-le", "replace"), place
        pdfium.FPDFPage_CloseAnnot(one)


def _placing(pdfium: Any, page: Any, size: tuple[int, int]) -> Callable[[Any], Box]:
    """Tells where something on the page stands in the picture of it, turned and cut as that is."""
    import ctypes

    # Asked for each letter: made once for a page.
    across, down = ctypes.c_int(), ctypes.c_int()
    into, (wide, high) = (ctypes.byref(across), ctypes.byref(down)), size
    handle, place = page.raw, pdfium.FPDF_PageToDevice

    def device(area: Any) -> Box:
        left, bottom, right, top = area
        place(handle, 0, 0, wide, high, 0, left, bottom, *into)
        x0, y0 = across.value, down.value
        place(handle, 0, 0, wide, high, 0, right, top, *into)
        x1, y1 = across.value, down.value
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    return device


def _outside(place: Box, size: tuple[int, int]) -> bool:
    return place[2] < 0 or place[3] < 0 or place[0] > size[0] or place[1] > size[1]


def _inside(place: Box, box: Box) -> bool:
    return (
        place[0] >= box[0] - 1
        and place[1] >= box[1] - 1
        and place[2] <= box[2] + 1
        and place[3] <= box[3] + 1
    )
