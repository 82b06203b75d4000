"""A new record is written straight into its row: the row is that of the fold, whatever it says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kzcase.history.declared import orders, picture
from kzcase.history.fold import DELETED
from kzcase.history.picture import Picture, Work, status_of
from kzcase.history.revision import Part, sealed
from kzcase.history.upcast import UPCASTERS

RECORD = "00000000-0000-4000-8000-000000000000"
OTHER = "00000000-0000-4000-8000-000000000001"
PICTURE = Picture(picture().tables, UPCASTERS, orders())
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(("2020", "yes", OTHER, "ж", None, True, False, 0, 7, ["x"])),
    st.fixed_dictionaries({"add": st.lists(st.sampled_from((OTHER, RECORD, "x", 1)), max_size=2)}),
    st.just({"add": ["x"], "remove": ["x", "y"]}),
    st.just({"family": "Seitkali", "given": "Aidar"}),
    st.just({"years": 2}),
    st.just({"status": "free", "since": "2020"}),
)


@st.composite
def lines(draw: st.DrawFn) -> Any:
    """One to three revisions of a record, each on top of the one before."""
    kind = draw(st.sampled_from(sorted(PICTURE.tables)))
    keys = (*PICTURE.tables[kind].fields, "from_a_newer_kzcase")
    line: list[Any] = []
    for number in range(draw(st.sampled_from((1, 1, 2, 3)))):
        fields = draw(st.dictionaries(st.sampled_from(keys), VALUES, max_size=6))
        if draw(st.booleans()):
            fields[DELETED] = draw(st.sampled_from((True, False, None)))
        part = Part("open", fields, None, f"{number:032}")
        parents = line[-1].id if line else b""
        line.append(sealed(kind, RECORD, (part,), parents=parents, author="a" * 32, time=None, schema=1))
    return line


@given(lines())
def test_a_new_record_has_the_row_the_links_and_the_status_of_the_fold(line: Any) -> None:
    kind = line[0].kind
    table, straight, folded_into = PICTURE.tables[kind], Work(), Work()
    PICTURE._begin(table, RECORD, list(enumerate(line, start=7)), straight)
    folded = PICTURE.fold(kind, line)
    PICTURE._folded(kind, RECORD, folded, 6 + len(line), folded_into)
    (begun,) = straight.begun[kind]
    assert folded_into.rows == {kind: [[begun.get(at) for at in range(len(table.columns))]]}
    assert straight.registry == folded_into.registry
    assert straight.registry[RECORD].status == status_of(folded)
    named = {key: targets for key, targets in folded_into.links.items() if targets}
    assert {key: targets for key, targets in straight.links.items() if targets} == named
    assert straight.regroup <= folded_into.regroup
