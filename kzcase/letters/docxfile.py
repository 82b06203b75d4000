"""Writes a letter as .docx for offices that must edit it further: same letter, same bytes.

Only text is written, never a field or a formula from what somebody typed;
nothing tells who wrote it, when, on which machine or with which template.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kzcase.briefing.text import pieces, shortened
from kzcase.letters.content import HEADING, Printed
from kzcase.letters.saying import bracketed
from kzcase.letters.words import words

FONT = "Arial"
"""A font that most machines have, with every Kazakh letter."""
_TAGS = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
_WIDTH = Mm(165)
_LONGEST_TITLE = 200
# What python-docx's own beginning brings along and a letter does not need.
_UNWANTED = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
# The earliest day a ZIP archive can name.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render(letter: Printed) -> bytes:
    """The letter as the bytes of a .docx file."""
    document: Any = Document()
    _strip(document)
    _page(document, letter)
    out = _Writer(document)
    _opening(out, letter)
    _body(out, letter)
    _closing(out, letter)
    _properties(document, letter)
    saved = BytesIO()
    document.save(saved)
    return _settled(saved.getvalue())


class _Writer:
    """Adds paragraphs one after the other."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def say(
        self,
        text: str,
        *,
        before: float = 0,
        size: float = 10.5,
        bold: bool = False,
        quiet: bool = False,
        with_next: bool = False,
        indent: float = 0,
    ) -> Any:
        """A paragraph that says a text as it stands."""
        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(0)
        shape.keep_with_next = with_next
        shape.widow_control = True
        if indent:
            shape.left_indent, shape.first_line_indent = Pt(indent), Pt(-indent)
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(size), bold
        if quiet:
            run.font.color.rgb = RGBColor(0x59, 0x62, 0x6C)
        return paragraph


def _opening(out: _Writer, letter: Printed) -> None:
    said, head = words(letter.language), letter.head
    if letter.logo:
        out.document.add_paragraph().add_run().add_picture(BytesIO(letter.logo), height=Mm(16))
    if head.name:
        out.say(head.name, size=13, bold=True)
    for line in (*head.address, *head.contact):
        out.say(line, size=8, quiet=True)
    markings = [letter.classification or said(f"class.{letter.audience}")]
    if letter.draft:
        markings.insert(0, said("draft.missing" if letter.missing else "draft"))
    for line in filter(None, markings):
        out.say(line, before=6, size=8, bold=True)
    first = out.say(letter.reference or letter.theirs, before=12, size=9.5)
    first.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    first.add_run(f"\t{letter.dated}").font.size = Pt(9.5)
    if letter.reference and letter.theirs:
        out.say(letter.theirs, size=9.5)
    for place, line in enumerate(letter.addressee):
        out.say(line, before=0 if place else 16)
    out.say(bracketed(letter.subject), before=18, size=11.5, bold=True, with_next=True)
    if letter.salutation:
        out.say(letter.salutation, before=10, with_next=True)


def _body(out: _Writer, letter: Printed) -> None:
    before = 8.0
    for line in bracketed(letter.body).split("\n"):
        if not line.strip():
            before = 8.0
            continue
        if line.startswith(HEADING):
            out.say(line.removeprefix(HEADING), before=before, bold=True, with_next=True)
        else:
            listed = line[:1] in "•–-" or line[:1].isdigit()
            for piece in pieces(line):
                out.say(piece, before=before, indent=14 if listed else 0, with_next=line.endswith(":"))
                before = 2.0
        before = 2.0


def _closing(out: _Writer, letter: Printed) -> None:
    said = words(letter.language)
    before = 14.0
    for line in bracketed(letter.signature).split("\n"):
        if not line.strip():
            before = 38.0
            continue
        out.say(line, before=before, with_next=True)
        before = 0.0
    for key, several in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if several:
            out.say(said(key), before=12, size=9, quiet=True, with_next=True)
        for number, one in enumerate(several, start=1):
            sign = f"{number}." if key == "enclosures" else "–"
            out.say(f"{sign} {one}", size=9, quiet=True, indent=14)


def _page(document: Any, letter: Printed) -> None:
    """The size of the page, the font and language of all text, and the foot of every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for one in ("w:cs", "w:eastAsia", "w:hAnsi"):
        fonts.set(qn(one), FONT)
    language = OxmlElement("w:lang")
    for one in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(one), _TAGS[letter.language])
    properties.append(language)
    said = words(letter.language)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    classified = letter.classification or said(f"class.{letter.audience}")
    marking = said("draft") if letter.draft else classified
    _small(foot.add_run(f"{marking}\t"))
    before, _, rest = said("page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    _small(foot.add_run(before))
    _field(foot, "PAGE")
    _small(foot.add_run(between))
    _field(foot, "NUMPAGES")
    _small(foot.add_run(after))


def _small(run: Any) -> None:
    run.font.size = Pt(7.5)
    run.font.color.rgb = RGBColor(0x59, 0x62, 0x6C)


def _field(paragraph: Any, instruction: str) -> None:
    """A number that the word processor counts itself."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        _small(run)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = instruction
        run._r.append(mark)


def _strip(document: Any) -> None:
    for holder in (document.part.package, document.part):
        for key, one in list(holder.rels.items()):
            if any(name in one.reltype for name in _UNWANTED):
                del holder.rels[key]


def _properties(document: Any, letter: Printed) -> None:
    """What the file says of itself: the letter's subject, the office, the letter's own day."""
    day = datetime(letter.day.year, letter.day.month, letter.day.day, tzinfo=UTC)
    core = document.core_properties
    core.title = shortened(bracketed(letter.subject), _LONGEST_TITLE)
    core.author = letter.head.name or "kzcase"
    core.last_modified_by = ""
    core.comments = ""
    core.language = _TAGS[letter.language]
    core.created = core.modified = day
    core.revision = 1


def _settled(data: bytes) -> bytes:
    """The archive with every part under one date, so that the same letter gives the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            entry = zipfile.ZipInfo(one.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            made.writestr(entry, given.read(one))
    return out.getvalue()
