"""Chooses the editor of a field from its declaration."""

from __future__ import annotations

from functools import partial

from kzcase.services.declarations import Field, FieldType
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.link import LinkEditor, LinksEditor
from kzcase.ui.common.fields.name import NameEditor
from kzcase.ui.common.fields.plain import (
    DateEditor,
    DecimalEditor,
    FlagEditor,
    IntegerEditor,
    NoteEditor,
    TextEditor,
)


def make(declared: Field, around: Surroundings, desk: Desk) -> FieldEditor:
    """The editor of one field."""
    match declared.type:
        case FieldType.TEXT:
            return TextEditor(declared)
        case FieldType.NOTE:
            return NoteEditor(declared)
        case FieldType.DATE:
            return DateEditor(declared, around.language)
        case FieldType.INTEGER:
            return IntegerEditor(declared)
        case FieldType.DECIMAL:
            return DecimalEditor(declared)
        case FieldType.FLAG:
            return FlagEditor(declared)
        case FieldType.CHOICE:
            return ChoiceEditor(declared, around.terms.get(declared.vocabulary, ()))
        case FieldType.CHOICES:
            return ChoicesEditor(declared, around.terms.get(declared.vocabulary, ()))
        case FieldType.LINK:
            return LinkEditor(declared, desk, around.titles)
        case FieldType.LINKS:
            return LinksEditor(declared, desk, around.titles)
        case FieldType.COMPOSITE:
            named = declared.composite is not None and declared.composite.key == "name"
            return (NameEditor if named else CompositeEditor)(
                declared, partial(make, around=around, desk=desk)
            )
