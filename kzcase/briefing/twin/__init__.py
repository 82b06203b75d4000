"""The twins of a paper: the same content as HTML or plain text, for a screen reader or a plain window.

They are written from the frozen content that the PDF is drawn from, so the same
gate stands before them. Nothing is shortened to fit a page.
"""

from __future__ import annotations

from kzcase.briefing.content import Content
from kzcase.briefing.twin import html, plain
from kzcase.briefing.twin.tree import blocks
from kzcase.briefing.words import words
from kzcase.errors import KzcaseError

FORMS = ("html", "txt")


def written(content: Content, form: str) -> bytes:
    """A twin as UTF-8: "html" or "txt". The same content gives the same bytes.

    Raises `KzcaseError` for another form.
    """
    said = words(content.language)
    match form:
        case "html":
            return html.page(content, said, blocks(content, said)).encode()
        case "txt":
            return plain.page(content, said, blocks(content, said)).encode()
    raise KzcaseError(
        f"No paper can be written as “{form}”.",
        safe="No paper was written.",
        remedy=f"There are: {', '.join(FORMS)}.",
    )
