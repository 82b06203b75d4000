"""A set of ids that takes little memory is a set like any other, and so is what collects one."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.history import idset
from kzcase.history.idset import Gathered, IdSet, ascending, gathered

IDS = st.sets(st.uuids().map(str), max_size=20)
ONE = "00000000-0000-4000-8000-00000000000a"


@given(IDS.flatmap(lambda some: st.permutations(sorted(some))), IDS)
def test_it_holds_what_a_plain_set_holds(given_: list[str], others: set[str]) -> None:
    some, packed = set(given_), IdSet([*given_, *given_[:3]])
    assert list(packed) == sorted(some) == list(ascending(packed)) == ascending(some)
    assert len(packed) == len(some)
    assert {one for one in some | others if one in packed} == some
    assert packed == some
    assert packed | others == some | others
    assert packed - others == some - others
    assert others - packed == others - some
    assert isinstance(packed & others, set)


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_ids_that_begin_alike_are_told_apart(high: int, some: set[int], others: set[int]) -> None:
    def ids(lows: set[int]) -> set[str]:
        return {str(UUID(int=high << 64 | low)) for low in lows}

    packed = IdSet(ids(some))
    assert set(packed) == ids(some)
    assert {one for one in ids(some | others) if one in packed} == ids(some)


@given(st.lists(st.lists(st.uuids().map(str), max_size=9), max_size=6), st.integers(0, 5))
def test_what_is_gathered_is_all_that_was_given(several: list[list[str]], few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idset, "FEW", few)
        one_by_one = Gathered()
        for ids in several:
            one_by_one.update(ids)
            for one in ids[:2]:
                one_by_one.add(one)
            assert one_by_one.ids() == gathered(one_by_one.ids())
        every = {one for ids in several for one in ids}
        assert one_by_one.ids() == every
        united = IdSet.united([IdSet(ids) if number % 2 else set(ids) for number, ids in enumerate(several)])
        assert united == every
        assert len(united) == len(every)


def test_of_many_the_packed_set_is_what_comes_out() -> None:
    many = [str(UUID(int=number)) for number in range(idset.FEW + 1)]
    assert isinstance(gathered(many[:-1]), frozenset)
    assert isinstance(gathered(many), IdSet)
    assert isinstance(IdSet.united([set(many[:10]), set(many[10:])]), IdSet)
    assert IdSet.united([set(), set(many[:1])]) == set(many[:1])


@pytest.mark.parametrize("some", [["b"], [ONE, "c"], [ONE.upper()]])
def test_what_is_no_id_is_not_taken(some: list[str]) -> None:
    with pytest.raises(ValueError, match="id"):
        IdSet(some)


@pytest.mark.parametrize("other", [None, 7, "", ONE.upper(), ONE + "\n", ONE.replace("-", "")])
def test_what_is_no_id_is_not_in_it(other: object) -> None:
    assert other not in IdSet([ONE])
    assert ONE in IdSet([ONE])
