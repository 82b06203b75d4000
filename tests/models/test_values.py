"""Values written as text and read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.models.fields import TERM, Field, FieldType
from kzcase.models.values import NotThatType, as_text, from_text

VALUES = {
    FieldType.TEXT: st.text(min_size=1),
    FieldType.NOTE: st.text(min_size=1),
    FieldType.DATE: st.sampled_from(["2020", "2020-06~", "2016/2018"]),
    FieldType.INTEGER: st.integers(-(2**53), 2**53),
    FieldType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False).map(str),
    FieldType.FLAG: st.booleans(),
    FieldType.CHOICE: st.sampled_from(["a", "b"]),
    FieldType.CHOICES: st.frozensets(st.text(), min_size=1),
    FieldType.LINK: st.uuids().map(str),
    FieldType.LINKS: st.frozensets(st.uuids().map(str), min_size=1),
    FieldType.COMPOSITE: st.fixed_dictionaries({"years": st.integers(0, 99)}),
}


def field(type_: FieldType) -> Field:
    """A field of a type."""
    return Field("f", "F", type_, composite=TERM if type_ is FieldType.COMPOSITE else None)


def test_every_type_is_tried() -> None:
    assert set(VALUES) == set(FieldType)


@given(st.data())
def test_what_is_written_reads_back_the_same(data: st.DataObject) -> None:
    type_ = data.draw(st.sampled_from(list(FieldType)))
    value: Any = data.draw(VALUES[type_])
    back = from_text(field(type_), as_text(field(type_), value))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (FieldType.FLAG, "yes"),
        (FieldType.INTEGER, "four"),
        (FieldType.CHOICES, "a"),
        (FieldType.CHOICES, "[1]"),
        (FieldType.LINKS, "{}"),
        (FieldType.COMPOSITE, "[]"),
        (FieldType.COMPOSITE, '{"weeks": 1}'),
        (FieldType.COMPOSITE, "4 years"),
    ],
)
def test_a_text_of_another_shape_is_refused(type_: FieldType, text: str) -> None:
    with pytest.raises(NotThatType):
        from_text(field(type_), text)
