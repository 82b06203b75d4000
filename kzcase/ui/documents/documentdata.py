"""What the page of a document shows, read in one go beside the window."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.errors import KzcaseError
from kzcase.services import attachedtext, citations, documents, records
from kzcase.services.documents import Content
from kzcase.services.office import Office
from kzcase.ui.common.notice import sentence


@dataclass(frozen=True, slots=True)
class DocumentData:
    """What the page shows; without content `missing` says why.

    `readable` says whether the words of the file can be searched.
    """

    view: records.RecordView
    content: Content | None
    missing: str
    cited: tuple[citations.CitedFrom, ...]
    readable: str = ""


def read(office: Office, document: str, shown: str, language: str = "en") -> DocumentData:
    """Read what the page shows, the bytes only if they are not the ones shown; runs beside the window."""
    view = records.view(office, document)
    cited = citations.of_document(office, document)
    digest = view.fields.get("file")
    told = attachedtext.told(office, document, language).words if digest is not None else ""
    readable = told[:1].upper() + told[1:]
    if digest is not None and digest == shown:
        return DocumentData(view, None, "", cited, readable)
    try:
        return DocumentData(view, documents.content(office, document), "", cited, readable)
    except KzcaseError as error:
        return DocumentData(view, None, sentence(error), cited)
