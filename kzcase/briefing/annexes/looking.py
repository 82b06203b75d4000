"""One page of a document as it would go out, and as it is, for the window in which places are covered."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.briefing.annexes.flatten import Page, seen
from kzcase.progress import Progress
from kzcase.services import documents, records, redactions
from kzcase.services.office import Office
from kzcase.services.redactions import Box


@dataclass(frozen=True, slots=True)
class Looked:
    """A page (as pixels, drawn as on paper), how many the document has, and all its boxes.

    `stale` says that some box was drawn on another content than the document has now.
    """

    page: Page
    of: int
    boxes: tuple[Box, ...]
    stale: bool


def look(office: Office, document: str, page: int, *, covered: bool, progress: Progress) -> Looked:
    """Draw a page, with what is covered on it or without.

    Raises `NotDrawn`, `NotFound` while the file is not here, `Cancelled`.
    """
    held = str(records.view(office, document).fields.get("file") or "")
    with office.read() as session:
        covering = redactions.covering(session, document)
    boxes = covering.areas if covered else {}
    drawn = seen(documents.read(office, document), page, boxes, progress=progress)
    stale = bool(covering.files - {held})
    return Looked(drawn.pages[0], drawn.of, redactions.listed(office, document), stale)
