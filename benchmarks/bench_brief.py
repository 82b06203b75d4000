"""Printing briefs, against bare Platypus laying out the same text, and against gathering them as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate
from sqlalchemy import select

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.briefing import pdf
from kzcase.briefing.content import Brief, Content, Dated
from kzcase.briefing.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, typeface
from kzcase.briefing.gather import gather
from kzcase.briefing.said import Said
from kzcase.briefing.style import BOTTOM, LEFT, PAGE, RIGHT, TOP, Styles
from kzcase.briefing.text import esc
from kzcase.briefing.words import Words, words
from kzcase.models.ledger import RecordRow
from kzcase.services.office import Office


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Two hundred fictional people, one page each."""
    people = size.of(200, least=5)
    with filled(folder / "brief.kzvault", people) as office:
        chosen = everybody(office)
        content = gathered(office, chosen)
        typeface()
        yield Contest(
            name=f"pages of {len(content.briefs)} briefs",
            ours=Contestant("kzcase", lambda: pdf.render(content, BytesIO())),
            floor=Contestant("bare Platypus", lambda: bare(content)),
            rounds=size.of(10, least=3),
            asked="at least 0.8 of bare Platypus's pages per second: a ratio of 1.25 or less",
            about="The same texts and marks in the same styles; kzcase also fits each to a page and draws "
            "timelines.",
        )
        yield Contest(
            name=f"gathering and printing {len(chosen)} briefs",
            ours=Contestant("kzcase", lambda: pdf.render(gathered(office, chosen), BytesIO())),
            floor=Contestant("printing alone", lambda: pdf.render(content, BytesIO())),
            rounds=size.of(10, least=3),
            about="What reading the vault and deciding field by field costs beside the drawing.",
        )


def everybody(office: Office) -> list[str]:
    """Everyone who has a restriction or a case; judges and relatives have no brief of their own."""
    with office.read() as session:
        return list(
            session.scalars(select(RecordRow.id).where(RecordRow.kind == "person").order_by(RecordRow.id))
        )


def gathered(office: Office, people: list[str]) -> Content:
    """Their briefs for the office, which leave nothing out."""
    return gather(office, people, audience="internal")


@cache
def plain_styles() -> dict[str, ParagraphStyle]:
    """Our styles with the same typeface as ReportLab itself reads it."""
    typeface()
    plain: dict[str, str] = {}
    for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
        plain[name] = f"Plain-{name}"
        font: Any = pdfmetrics.getFont(name)
        pdfmetrics.registerFont(TTFont(plain[name], font.face.filename))
    pdfmetrics.registerFontFamily(plain[REGULAR], *plain.values())
    made: dict[str, ParagraphStyle] = {}
    for part in fields(Styles):
        style = getattr(Styles(), part.name)
        made[part.name] = ParagraphStyle(
            style.name,
            parent=style,
            fontName=plain[style.fontName],
            bulletFontName=plain.get(style.bulletFontName, style.bulletFontName),
        )
    return made


def bare(content: Content, front: Iterable[Flowable] = ()) -> None:
    """The same texts as plain paragraphs in the same styles, a page for each person, without the picture."""
    styles, said = plain_styles(), words(content.language)
    story: list[Flowable] = list(front)
    for brief in content.briefs:
        story += [Paragraph(text, styles[style]) for style, text in texts(brief, content, said)]
        story.append(PageBreak())
    out = SimpleDocTemplate(
        BytesIO(), pagesize=PAGE, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM
    )

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(styles["strong"].fontName, 8)
        canvas.drawString(LEFT, PAGE[1] - TOP + 13, said("audience.internal").upper())
        canvas.drawRightString(PAGE[0] - RIGHT, PAGE[1] - TOP + 13, said.day(content.as_of))
        canvas.setFont(styles["body"].fontName, 7)
        canvas.drawString(LEFT, BOTTOM - 15, said("audience.internal.line"))
        canvas.drawRightString(
            PAGE[0] - RIGHT, BOTTOM - 15, said("page", page=document.page, pages=len(content.briefs))
        )

    out.build(story, onFirstPage=furnish, onLaterPages=furnish)


def marked(one: Said) -> str:
    """A text and its mark as markup: the marks are as much of the content as what they stand behind."""
    mark = f' <font face="Plain-{ITALIC}">[{esc(one.mark)}]</font>' if one.mark else ""
    return esc(one.text) + mark


def texts(brief: Brief, content: Content, said: Words) -> Iterator[tuple[str, str]]:
    """What a brief says, line by line, as markup, each with the style it is said in."""
    yield "name", esc(brief.title)
    for style, group in (("names", brief.names), ("line", brief.line), ("status", brief.status)):
        if group:
            yield style, ", ".join(map(marked, group))
    if brief.limits:
        yield "heading", esc(said("section.limits", date=said.day(content.as_of)))
    for limit in brief.limits:
        yield "strong", marked(limit.title)
        yield "until", marked(limit.until)
        for style, part in (("wording", limit.wording), ("detail", limit.conditions), ("quiet", limit.how)):
            yield from ((style, marked(one)) for one in part)
    for key in (
        "asks",
        "summary",
        "charges",
        "ahead",
        "events",
        "welfare",
        "findings",
        "letters",
        "position",
        "former",
        "office",
    ):
        several = getattr(brief, key)
        if several:
            yield "heading", esc(said(f"section.{key}"))
        for one in several:
            if isinstance(one, Dated):
                yield "dated", f"{esc(one.when)} {marked(one.what)}"
                yield from (("quiet", marked(more)) for more in one.detail)
            else:
                yield "body", marked(one)
    if brief.notes:
        yield "heading", esc(said("section.notes"))
    yield from (("note", esc(note.text)) for note in brief.notes)
