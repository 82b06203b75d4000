"""The process in which a document's pages become pictures: no file, no other process, little memory.

It is run by its path, and imports nothing of kzcase: what a file can make it
do, it does alone. Its input is a line of JSON (which pages, how fine, what is
covered) and then the file's bytes; its output a line of JSON for each page,
followed by the bytes of a JPEG. What is covered is painted over the pixels
before they are encoded: a picture made here holds nothing else of the page.

Asked for the letters alone it draws nothing and says where each one stands, by
the same measure by which it would say that a box covers it.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 1 << 30
SECONDS = 1_800
"""Of processor time for a whole document; the parent ends a page that takes too long long before."""
MOST_ON_A_PAGE = 100_000
"""Letters of a page's words."""
MOST_OVER_A_PAGE = 5_000
"""Form fields and notes of a page."""
MOST_OBJECTS = 20_000
"""Of a page that are looked at for pictures among them: one with more is taken for a drawing."""
DEEP = 4
"""Forms within forms that are looked into for pictures."""
MOST_PIXELS = 150_000_000
WHOLE = 1000
"""The width and the height of a page, in which boxes are told."""
TALLEST = 4
"""How many times a letter's own size the room of its line may be: more is a font that errs."""
GRID = 8
"""Pixels of a JPEG's blocks: a box that ends between two of them is of one colour, exactly."""
QUALITY = 75
NEARLY_GREY = 14
"""How far apart the colours of a page without colours may be: scanners are not exact."""
IMAGES = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
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

Box = tuple[int, int, int, int]
Letter = tuple[str, Box | None, str]
"""One letter, where it stands in the picture of its page (None: nowhere), and what it is beneath a box."""


class Refused(Exception):
    """The file cannot be taken: the state that says why."""


def limit() -> None:
    """Give up everything that drawing does not need, for good."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's watch is all there is
        return
    for what, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):  # this system does not know that one
            continue


def main() -> None:
    """Draw the pages that are asked for, one after the other."""
    limit()
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        for _ in _pages(data, asked):
            continue
    except Refused as refusal:
        _say({"state": str(refusal)})
    except MemoryError:
        _say({"state": "too_large"})
    except Exception:  # whatever a broken file may do to a reader
        _say({"state": "broken"})
    else:
        _say({"state": "done"})


def _say(line: dict[str, Any], data: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


def _pages(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    """Draw and say each page; gives its number when it is done."""
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data, asked)
    return _of_image(data, asked)


def _wanted(count: int, asked: dict[str, Any]) -> list[int]:
    """The pages to draw, from 1; says how many there are."""
    _say({"count": count})
    if not count:
        raise Refused("other")
    if not asked["pages"]:
        if count > asked["most"]:
            raise Refused("too_many")
        return list(range(1, count + 1))
    if any(one > count for one in asked["pages"]):
        raise Refused("no_such_page")
    if len(asked["pages"]) > asked["most"]:
        raise Refused("too_many")
    return list(asked["pages"])


def _size(width: float, height: float, asked: dict[str, Any]) -> tuple[int, int]:
    """How many pixels a page of so many points becomes: fine enough to be read, never more than asked."""
    longer = max(width, height)
    if not 0 < min(width, height) <= longer < 1e6:
        raise Refused("broken")
    pixels = min(max(longer * asked["dpi"] / 72, asked["least"]), asked["longest"])
    return max(1, round(width * pixels / longer)), max(1, round(height * pixels / longer))


# --- PDF ------------------------------------------------------------------------------------------


def _of_pdf(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Refused("locked" if locked else "broken") from error
    document.init_forms()
    for number in _wanted(len(document), asked):
        page = document[number - 1]
        _take_off_notes(pdfium, page)
        across, down = page.get_size()
        wide, high = _size(across, down, asked)
        covered = _on_grid(_covering(asked, number), wide, high)
        letters = _letters(pdfium, document, page, (wide, high), covered, roomy=asked["letters"])
        drawn = _drawn(pdfium, page, across * down)
        if _stamped(pdfium, document, page, (wide, high), covered):
            drawn = 1000, drawn[1]
        if asked["letters"]:
            page.close()
            _tell(number, letters, (wide, high), drawn)
            yield number
            continue
        bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pypdfium2.raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        where = (bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDF_RenderPageBitmap(*where)
        if document.formenv:
            pdfium.FPDF_FFLDraw(document.formenv, *where)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        _put(number, image, covered, letters, drawn)
        yield number


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


def _letters(
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


# --- images ---------------------------------------------------------------------------------------


def _of_image(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    import warnings

    from PIL import Image, ImageOps, UnidentifiedImageError

    # The size is looked at below; what a damaged tag is worth nobody needs to read.
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        opened = Image.open(io.BytesIO(data), formats=IMAGES)
    except UnidentifiedImageError as error:
        raise Refused(_other(data)) from error
    # The pictures of a film are not its pages.
    count = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
    for number in _wanted(count, asked):
        if count > 1:
            opened.seek(number - 1)
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("too_large")
        if asked["letters"]:
            _tell(number, [], (1, 1), (1000, 0))
            yield number
            continue
        longest = asked["longest"]
        opened.draft("RGB", (longest, longest))
        picture = _plain(Image, _smaller(opened, longest))
        picture.thumbnail((longest, longest), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(_with_turn(picture, opened))
        covered = _on_grid(_covering(asked, number), *upright.size)
        # A picture made of the pixels alone has nothing else that could be written.
        bare = Image.frombytes("RGB", upright.size, upright.tobytes())
        _put(number, bare, covered, [], (1000, 0))
        yield number


def _other(data: bytes) -> str:
    """What a file is that can be no annex."""
    if data[4:8] == b"ftyp":
        return "heic"
    return "office" if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else "other"


def _smaller(opened: Any, longest: int) -> Any:
    """A large picture made small before anything else: no more than twice itself is ever in memory."""
    longer = max(opened.size)
    if (
        longer <= 2 * longest
        or opened.mode not in ("L", "LA", "RGB", "RGBA")
        or "transparency" in opened.info
    ):
        return opened
    size = tuple(max(1, round(one * longest / longer)) for one in opened.size)
    made = opened.resize(size, reducing_gap=2.0)
    made.getexif().update(opened.getexif())
    return made


def _plain(image_type: Any, opened: Any) -> Any:
    """The picture in plain colours, on white where one can see through it."""
    if opened.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in opened.info:
        shape = opened.convert("RGBA")
        ground = image_type.new("RGB", shape.size, "white")
        ground.paste(shape, mask=shape)
        return ground
    if opened.mode.startswith("I") or opened.mode == "F":
        # More than 256 greys: the usual 65,535 become as many as there is room for.
        return opened.point(lambda one: one * (1 / 256)).convert("L").convert("RGB")
    return opened.convert("RGB")


def _with_turn(picture: Any, opened: Any) -> Any:
    """The picture with the one thing its file says of it that matters: how it was held."""
    turn = opened.getexif().get(0x0112)
    if turn:
        picture.getexif()[0x0112] = turn
    return picture


# --- what comes out -------------------------------------------------------------------------------


def _covering(asked: dict[str, Any], number: int) -> list[Any]:
    """The boxes of a page, with those that are on every page."""
    return [*asked["boxes"].get(str(number), ()), *asked["boxes"].get("0", ())]


def _on_grid(boxes: Any, width: int, height: int) -> list[Box]:
    """Boxes in thousandths of a page as pixels, outward to the blocks of a JPEG."""
    found = []
    for left, top, right, bottom in boxes:
        x0, y0 = left * width // 1000 // GRID * GRID, top * height // 1000 // GRID * GRID
        x1, y1 = -(-right * width // 1000), -(-bottom * height // 1000)
        x1, y1 = -(-x1 // GRID) * GRID, -(-y1 // GRID) * GRID
        found.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
    return found


def _put(number: int, image: Any, covered: list[Box], letters: list[Letter], drawn: tuple[int, int]) -> None:
    """Cover, encode and say one page."""
    from PIL import ImageChops

    for box in covered:
        image.paste((0, 0, 0), box)
    red, green, blue = image.split()
    beside = ((red, green), (green, blue))
    apart: list[Any] = [ImageChops.difference(one, other).getextrema()[1] for one, other in beside]
    plain = image.convert("L") if max(apart) <= NEARLY_GREY else image
    out = io.BytesIO()
    # Every colour has its own value for every pixel: thinned out, it would smear over a box's edge.
    plain.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    head = {
        "page": number,
        "width": plain.width,
        "height": plain.height,
        "covered": len(covered),
        "pictured": drawn[0],
        "curves": drawn[1],
        "words": _text(letter for letter, _, _ in letters),
        "beneath": _text(beneath for _, _, beneath in letters),
        "size": len(out.getvalue()),
    }
    _say(head, out.getvalue())


def _text(letters: Iterator[str]) -> str:
    return "".join(letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tell(number: int, letters: list[Letter], size: tuple[int, int], drawn: tuple[int, int]) -> None:
    """Say a page's letters and where they stand: four numbers each, zeros for one that is not drawn."""
    wide, high = size
    places: list[int] = []
    for _, place, _ in letters:
        left, top, right, bottom = place or (0, 0, 0, 0)
        places += (
            min(WHOLE, max(0, left * WHOLE // wide)),
            min(WHOLE, max(0, top * WHOLE // high)),
            min(WHOLE, max(0, -(-right * WHOLE // wide))),
            min(WHOLE, max(0, -(-bottom * WHOLE // high))),
        )
    # Each letter stays one: half of a pair has no meaning, and joined pairs would shift all that follows.
    said = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter, _, _ in letters)
    _say({"page": number, "letters": said, "places": places, "pictured": drawn[0], "curves": drawn[1]})


if __name__ == "__main__":
    main()
