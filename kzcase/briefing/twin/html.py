"""The HTML twin: one file without scripts or anything fetched, with headings a reader can jump by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from kzcase.briefing.content import Content
from kzcase.briefing.twin.blocks import Block, Dates, Grid, Heading, Items, Para, Question, Sources, Told
from kzcase.briefing.words import Words

STYLE = (
    "body{font:16px/1.45 'PT Sans',sans-serif;color:#1b1f24;background:#fff;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.4rem;margin-top:2.2rem}"
    "h3{font-size:1rem;color:#2c5470;margin:1.2rem 0 .3rem}"
    "p{margin:.35rem 0}.band{border-bottom:2px solid #2c5470;color:#2c5470;font-weight:bold;"
    "padding-bottom:.3rem}.quiet,.mark{color:#59626c}.quiet{font-size:.9rem}.strong{font-weight:bold}"
    ".warning{border-left:4px solid #8c2f1b;background:#f6f1ee;padding:.4rem .6rem}"
    ".new{color:#8c2f1b;font-weight:bold}dt{color:#59626c;margin-top:.5rem}dd{margin:0 0 0 1.5rem}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;font-weight:bold}"
    "th,td{border-bottom:1px solid #c3c9d0;text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0}"
    "footer{margin-top:3rem;border-top:1px solid #c3c9d0;padding-top:.5rem;color:#59626c}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(content: Content, words: Words, blocks: Iterable[Block]) -> str:
    """The whole file."""
    audience = content.audience.value
    imprint = content.imprint
    line = imprint.classification or words(f"audience.{audience}.line")
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{content.language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(content.title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f'<header><p class="band">{escape(words(f"audience.{audience}"))}</p>',
        *(f"<p>{escape(one)}</p>" for one in (imprint.name, *imprint.lines) if one),
        "</header>",
        "<main>",
        *(_block(one) for one in blocks),
        "</main>",
        f"<footer><p>{escape(line)}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _block(one: Block) -> str:
    match one:
        case Heading(level, text, key):
            place = f' id="{key}"' if key else ""
            return f"<h{level}{place}>{escape(text)}</h{level}>"
        case Para(told, tone):
            kind = f' class="{tone}"' if tone else ""
            return f"<p{kind}>{_joined(told)}</p>"
        case Items(items):
            return "<ul>" + "".join(f"<li>{_joined(item, ' – ')}</li>" for item in items) + "</ul>"
        case Dates(lines):
            return "<dl>" + "".join(_dated(lines)) + "</dl>"
        case Grid(caption, head, rows):
            return _grid(caption, head, rows)
        case Question(text, answer):
            inner = "".join(_block(part) for part in answer)
            return f"<dl><dt>{escape(text)}</dt><dd>{inner}</dd></dl>"
        case Sources(notes):
            numbered = "".join(
                f'<li value="{number}" id="note-{number}">{_lines(text)}</li>' for number, text in notes
            )
            return f"<ol>{numbered}</ol>"


def _dated(lines: Iterable[tuple[str, Told, tuple[Told, ...]]]) -> Iterator[str]:
    for when, told, details in lines:
        below = "".join(f'<p class="quiet">{_told(one)}</p>' for one in details)
        yield f"<dt>{escape(when)}</dt><dd>{_told(told)}{below}</dd>"


def _grid(caption: str, head: tuple[str, ...], rows: tuple[tuple[Told, ...], ...]) -> str:
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{_told(cell)}</th>' if not place else f"<td>{_told(cell)}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    top = f"<thead><tr>{heads}</tr></thead>" if heads else ""
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{said}{top}<tbody>{body}</tbody></table>"


def _joined(told: Iterable[Told], between: str = " · ") -> str:
    return between.join(_told(one) for one in told)


def _told(one: Told) -> str:
    text = _lines(one.text)
    if one.mark:
        text += f' <span class="mark">[{escape(one.mark)}]</span>'
    if one.new:
        text += ' <span class="new">+</span>'
    if one.numbers:
        links = ",".join(f'<a href="#note-{number}">{number}</a>' for number in one.numbers)
        text += f"<sup>{links}</sup>"
    return text


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
