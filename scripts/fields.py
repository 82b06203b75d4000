"""Writes docs/fields.md, the list of every kind and field, from their declarations."""

from __future__ import annotations

from pathlib import Path

from kzcase.models.base import Kind, kinds
from kzcase.models.fields import Audience, Compartment, Composite, Field, FieldType, Protect

PAGE = Path(__file__).resolve().parents[1] / "docs" / "fields.md"

HEAD = """# Kinds and fields

Written from the declarations by `python scripts/fields.py`; do not edit. `kzcase schema --json`
says the same to scripts.

A *compartment* other than open can be left out of a case file or erased on its own. *Seen by* says
which papers may ever show a field; consent and citations decide whether one does. What *belongs to*
somebody or *is about* them needs the consent of each of them. A *protective*
field takes its most protective value while it is undecided. Dates are EDTF text (`2020-06`,
`2019~`), decimals and amounts are text.
"""

TYPES = {
    FieldType.TEXT: "text",
    FieldType.NOTE: "text of several lines",
    FieldType.DATE: "date",
    FieldType.INTEGER: "whole number",
    FieldType.DECIMAL: "decimal",
    FieldType.FLAG: "yes or no",
    FieldType.CHOICE: "one of",
    FieldType.CHOICES: "any of",
    FieldType.LINK: "link to",
    FieldType.LINKS: "links to",
    FieldType.COMPOSITE: "parts",
}
PROTECTS = {
    Protect.TRUE: "yes protects",
    Protect.FALSE: "no protects",
    Protect.GIVEN: "any value protects",
    Protect.FIRST: "the first term protects most",
}
WIDTH = (Audience.INTERNAL, Audience.DIPLOMATIC, Audience.UN, Audience.PUBLIC)


def page() -> str:
    """The whole page."""
    everything = sorted(kinds().values(), key=lambda kind: kind.label)
    return "\n".join([HEAD, *(section(kind) for kind in everything)])


def section(kind: Kind) -> str:
    """One kind with its fields as a table."""
    rows = [row(field) for field in kind.fields.values() if not field.hidden]
    return "\n".join(
        [
            f"## {kind.label} (`{kind.key}`)",
            "",
            "| field | label | type | compartment | seen by | notes |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def row(field: Field) -> str:
    """One field as a row."""
    notes = [
        "required" if field.required else "",
        "belongs to it" if field.owner else "",
        "is about them" if field.concerns else "",
        f"protective: {PROTECTS[field.protect]}" if field.protect else "",
        field.help.rstrip("."),
    ]
    cells = (
        f"`{field.key}`",
        field.label,
        kind_of_value(field),
        "" if field.compartment is Compartment.OPEN else field.compartment.value,
        seen_by(field),
        "; ".join(note for note in notes if note),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def kind_of_value(field: Field) -> str:
    """The type in words, with vocabulary, targets or parts."""
    name = TYPES[field.type]
    if field.composite is not None:
        return f"{name}: {parts(field.composite, field.vocabulary)}"
    if field.vocabulary:
        return f"{name} `{field.vocabulary}`"
    if field.type.is_link:
        return f"{name} {', '.join(field.targets) or 'any record'}"
    return name


def parts(composite: Composite, vocabulary: str) -> str:
    """The parts of a composite, with the vocabularies of its choices."""
    described = []
    for part in composite.parts:
        words = part.vocabulary or (vocabulary if part.type is FieldType.CHOICE else "")
        described.append(f"`{part.key}` ({words or TYPES[part.type]})")
    return ", ".join(described)


def seen_by(field: Field) -> str:
    """The audiences in words."""
    if field.audiences == frozenset(Audience):
        return "everyone"
    if field.audiences == {Audience.INTERNAL}:
        return "the office"
    return ", ".join(audience.value for audience in WIDTH if audience in field.audiences)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
