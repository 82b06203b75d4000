"""Strange letters and impossible days: the catalogue's cases (TX)."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from kzcase.dates.edtf import DateError, parse_edtf, read_date
from kzcase.errors import KzcaseError
from kzcase.services import duplicates, lists, records, searching
from kzcase.services.office import Office
from kzcase.services.records import Draft


def person(office: Office, family: str, given: str, **fields: Any) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    records.save_all(
        office,
        (Draft("person", one, fields), Draft("name", records.new_id(), {"person": one, "parts": parts})),
    )
    return one


@pytest.mark.parametrize("bad", ["a\ud800", "a\0b", "a\ufffe", "a\x1b[2J", "x" * 10_000_000])
def test_tx01_what_cannot_be_kept_is_refused_and_nothing_is_saved(office: Office, bad: str) -> None:
    one = records.new_id()
    with pytest.raises(KzcaseError) as told:
        records.save(office, Draft("person", one, {"remarks": bad}))
    told.value.sentence.encode()
    assert len(told.value.sentence) < 1_000
    with pytest.raises(KzcaseError):
        records.view(office, one)


@pytest.mark.parametrize("odd", ["\u202eabc", "a\u200bb", "a\u00adb", "\ufeffa", "a\u2066b\u2069"])
def test_tx01_what_is_invisible_is_kept_as_it_is_and_hides_nobody_from_a_search(
    office: Office, odd: str
) -> None:
    one = person(office, f"Seit{odd}kali", "Aidar", remarks=odd)
    assert records.view(office, one).fields["remarks"] == odd
    assert [hit.id for hit in searching.find(office, "Aidar", kinds=("person",))] == [one]


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize(("family", "given"), [("Ёлкин", "Андрей"), ("Қайратұлы", "Зейнұр")])
def test_tx02_letters_with_marks_apart_or_together_are_found_sorted_and_hinted_alike(
    office: Office, family: str, given: str, stored: Any, typed: Any
) -> None:
    one = person(office, *(unicodedata.normalize(stored, part) for part in (family, given)), born="1970")
    before, after = person(office, "Аманов", "А"), person(office, "Яковлев", "Я")
    for written in (f"{family} {given}", f"{family} {given}".replace("Ё", "Е")):
        said = unicodedata.normalize(typed, written)
        assert [hit.id for hit in searching.find(office, said, kinds=("person",))] == [one]
        hints = duplicates.of_new(
            office, [dict(zip(("family", "given"), said.split(), strict=True))], born="1970"
        )
        assert [hint.b.id for hint in hints] == [one]
    rows = lists.page(office, lists.ListQuery("person", sort="title", columns=("title",))).rows
    assert [row.id for row in rows] == [before, one, after]
    (name,) = (row for row in rows if row.id == one)
    assert family in name.cells[0]  # the letters are those that were typed


@pytest.mark.parametrize("impossible", ["2024-02-30", "1900-02-29", "2023-02-29", "2024-13-01"])
def test_tx03_a_day_that_never_was_is_refused(office: Office, impossible: str) -> None:
    with pytest.raises(DateError):
        parse_edtf(impossible)
    with pytest.raises(KzcaseError):
        person(office, "Seitkali", "Aidar", born=impossible)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1990?", "1990?"), ("2024-02-29", "2024-02-29"), ("2019/2021", "2019/2021"), ("~2019", "2019~")],
)
def test_tx03_a_day_that_is_partly_known_is_kept_as_it_is_known(
    office: Office, typed: str, kept: str
) -> None:
    assert str(read_date(typed)) == kept
    one = person(office, "Seitkali", "Aidar", born=kept)
    assert records.view(office, one).fields["born"] == kept


def test_tx03_no_day_is_lost_where_the_clocks_were_changed(office: Office) -> None:
    """On 1 March 2024 Almaty went from UTC+6 to UTC+5."""
    one = records.new_id()
    somebody = person(office, "Seitkali", "Aidar")
    ban = {"person": somebody, "kind": "deprivation_of_right", "start": "2024-03-01", "term": {"days": 1}}
    records.save(office, Draft("restriction", one, ban))
    assert records.view(office, one).fields["start"] == "2024-03-01"
    assert parse_edtf("2024-03-01").earliest == date(2024, 3, 1) == parse_edtf("2024-03-01").latest
