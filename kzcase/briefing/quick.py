"""ReportLab's canvas, texts and fonts with the detours of their busiest methods taken out.

What reaches the paper is the same. Each of these methods was among the dearest
when a pack of two hundred people was profiled: numbers were written digit by
digit, every letter of every text was looked up, encoded and escaped anew, and
the width of a word was added up each time it came.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

_WORDS_KEPT = 16_384
_LONGEST_KEPT = 48


class QuickFont(TTFont):
    """A font that remembers how wide a word is."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        # Its licence and history in many languages, a quarter of every font in a paper that no reader needs.
        self.face.table.pop("name", None)
        self._kept = lru_cache(maxsize=_WORDS_KEPT)(self._units)

    def _units(self, text: str) -> float:
        width, lacking = self.face.charWidths.get, self.face.defaultWidth
        return float(sum(width(ord(letter), lacking) for letter in text))

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        """How wide a text is at a size."""
        units = self._kept(text) if len(text) <= _LONGEST_KEPT else self._units(text)
        return 0.001 * size * units


class _OtherSubset(Exception):
    """A letter stands in another part of its font than the first."""


class _Letters(dict[int, str]):
    """Each letter as a file's text operator writes it, found when it is first met."""

    def __init__(self, font: Any, canvas: Any) -> None:
        super().__init__()
        self.font = font
        self.canvas = canvas

    def __missing__(self, code: int) -> str:
        ((subset, coded),) = self.font.splitString(chr(code), self.canvas._doc)
        if subset:
            raise _OtherSubset
        self[code] = written = self.canvas._escape(coded)
        return str(written)


@lru_cache(maxsize=512)
def _filled(red: float, green: float, blue: float) -> str:
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"


@lru_cache(maxsize=512)
def _stroked(red: float, green: float, blue: float) -> str:
    return f"{red:.4f} {green:.4f} {blue:.4f} RG"


@lru_cache(maxsize=512)
def _sized(size: float, leading: float) -> str:
    return f"{size:.3f} Tf {leading:.3f} TL"


class QuickText(PDFTextObject):
    """Text on a `QuickCanvas`."""

    _canvas: Any
    _code: list[str]
    _fontname: str
    _fontsize: float
    _leading: float
    _curSubset: int  # noqa: N815

    def setTextOrigin(self, x: float, y: float) -> None:  # noqa: N802 (ReportLab's names)
        """Begin at a place."""
        self._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
        self._x0 = self._x = x
        self._y0 = self._y = y

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Write in a colour."""
        if type(aColor) is Color and aColor.alpha == 1 and alpha is None and not self._canvas._extgstate._d:
            self._fillColorObj = aColor
            self._code.append(_filled(aColor.red, aColor.green, aColor.blue))
        else:
            super().setFillColor(aColor, alpha)

    def _formatText(self, text: Any) -> str:  # noqa: N802
        canvas, name = self._canvas, self._fontname
        slow: Any = super()
        letters = canvas.letters.get(name)
        if letters is None:
            letters = canvas.letters[name] = _Letters(getFont(name), canvas)
        font = letters.font
        if type(text) is not str or not text or not isinstance(font, QuickFont):
            return str(slow._formatText(text))
        try:
            written = text.translate(letters)
        except _OtherSubset:
            return str(slow._formatText(text))
        if self._curSubset == 0:
            return f"({written}) Tj"
        self._curSubset = 0
        inside = font.getSubsetInternalName(0, canvas._doc)
        return f"{inside} {_sized(self._fontsize, self._leading)} ({written}) Tj"


class QuickCanvas(Canvas):
    """A canvas that writes what it is told in one step."""

    _attributes = tuple(Canvas.STATE_ATTRIBUTES)
    _values = itemgetter(*_attributes)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.letters: dict[str, _Letters] = {}
        super().__init__(*args, **kwargs)

    def translate(self, dx: float, dy: float) -> None:
        """Move the origin; every flowable asks for it, and in full it took a tenth of a page's time."""
        canvas: Any = self
        a, b, c, d, e, f = canvas._currentMatrix
        canvas._currentMatrix = (a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f)
        canvas._code.append(f"1 0 0 1 {dx:.3f} {dy:.3f} cm")

    def push_state_stack(self) -> None:
        """Remember how things are drawn."""
        canvas: Any = self
        canvas.state_stack.append(
            dict(zip(self._attributes, QuickCanvas._values(self.__dict__), strict=True))
        )
        canvas._extgstate = canvas._extgstate.pushCopy()

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Fill with a colour."""
        canvas: Any = self
        if type(aColor) is Color and aColor.alpha == 1 and alpha is None and not canvas._extgstate._d:
            canvas._fillColorObj = aColor
            canvas._code.append(_filled(aColor.red, aColor.green, aColor.blue))
        else:
            super().setFillColor(aColor, alpha)

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Draw lines in a colour."""
        canvas: Any = self
        if type(aColor) is Color and aColor.alpha == 1 and alpha is None and not canvas._extgstate._d:
            canvas._strokeColorObj = aColor
            canvas._code.append(_stroked(aColor.red, aColor.green, aColor.blue))
        else:
            super().setStrokeColor(aColor, alpha)

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        """Draw lines of a width."""
        canvas: Any = self
        canvas._lineWidth = width
        canvas._code.append(f"{width:.3f} w")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        canvas: Any = self
        canvas._code.append(f"n {x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S")

    def rect(
        self, x: float, y: float, width: float, height: float, stroke: float = 1, fill: float = 0
    ) -> None:
        """Draw a rectangle from its lower left corner."""
        canvas: Any = self
        paint = ("n", "f", "S", "B")[2 * bool(stroke) + bool(fill)]
        canvas._code.append(f"n {x:.3f} {y:.3f} {width:.3f} {height:.3f} re {paint}")

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> QuickText:  # noqa: N802
        """Begin a text at a place."""
        return QuickText(self, x, y, direction=direction)
