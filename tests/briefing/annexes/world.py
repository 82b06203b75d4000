"""A case with documents to annex, and papers of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.briefing.wishes import Wishes
from kzcase.history.ledger import Change
from kzcase.services import documents, records
from kzcase.services.office import Office

A4 = 595.0, 842.0


def pdf(pages: Sequence[Sequence[str]], size: tuple[float, float] = A4) -> bytes:
    """A PDF whose pages bear some lines of text, from the top."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for lines in pages:
        canvas.setFont("Helvetica", 14)
        for place, text in enumerate(lines):
            canvas.drawString(72, size[1] - 100 - 40 * place, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass
class Case:
    """A named person who agreed to closed briefings, with documents."""

    office: Office
    folder: Path
    people: list[str] = field(default_factory=list)

    def put(self, kind: str, values: dict[str, Any]) -> str:
        record = records.new_id()
        self.office.record([Change(kind, record, values)])
        return record

    def change(self, record: str, kind: str, values: dict[str, Any]) -> None:
        heads = records.view(self.office, record).heads
        self.office.record([Change(kind, record, values, parents=heads)])

    def person(self, family: str, given: str, *scopes: str, **values: Any) -> str:
        """Somebody with a name, who agreed to what the scopes say."""
        given_values = {key: one for key, one in values.items() if one is not None}
        person = self.put("person", {"occupation": "blogger", **given_values})
        name = {"family": family, "given": given}
        self.put("name", {"person": person, "parts": name, "use": "preferred", "language": "en"})
        for scope in scopes:
            self.agree(person, scope)
        self.people.append(person)
        return person

    def agree(self, person: str, scope: str = "case", answer: str = "given", **more: Any) -> str:
        said = {"audiences": frozenset({"diplomatic"}), "date": "2026-01-01", **more}
        return self.put("consent", {"person": person, "scope": scope, "answer": answer, **said})

    def document(self, data: bytes, *owners: str, name: str = "verdict.pdf", **values: Any) -> str:
        """A document with a file, of some records."""
        path = self.folder / name
        path.write_bytes(data)
        title = values.pop("title", "Verdict")
        made = documents.add(self.office, path, belongs_to=frozenset(owners), title=title)
        if values:
            self.change(made, "document", values)
        return made

    def paper(
        self, *annexes: str, people: Sequence[str] = (), audience: str = "diplomatic", **more: Any
    ) -> Content:
        """A paper about everybody (or some) with annexes."""
        wishes = Wishes(annexes=annexes, **more.pop("wishes", {}))
        return gather(self.office, people or self.people[:1], audience=audience, wishes=wishes, **more)
