"""A set of ids that takes little memory is a set like any other."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.exchange.casefile.idset import IdSet

IDS = st.sets(st.uuids().map(str), max_size=20)
ONE = "00000000-0000-4000-8000-00000000000a"


@given(IDS, IDS)
def test_it_holds_what_a_plain_set_holds(some: set[str], others: set[str]) -> None:
    packed = IdSet(sorted(some))
    assert list(packed) == sorted(some)
    assert len(packed) == len(some)
    assert {one for one in some | others if one in packed} == some
    assert packed == some
    assert packed | others == some | others
    assert packed - others == some - others
    assert others - packed == others - some
    assert isinstance(packed & others, set)


@pytest.mark.parametrize("some", [["b", "c"], [ONE, ONE], [str(UUID(int=2)), str(UUID(int=1))]])
def test_what_is_no_id_or_out_of_order_is_not_taken(some: list[str]) -> None:
    with pytest.raises(ValueError, match="order"):
        IdSet(some)


@pytest.mark.parametrize("other", [None, 7, "", ONE.upper(), ONE + "\n", ONE.replace("-", "")])
def test_what_is_no_id_is_not_in_it(other: object) -> None:
    assert other not in IdSet([ONE])
    assert ONE in IdSet([ONE])
