"""The text index knows of people and prosecutions what their charges say, whatever becomes of those."""

from __future__ import annotations

import pytest

from kzcase.models.base import kinds
from kzcase.models.textrow import APART, END_OF_OFFERED, OFFERED, first_row, last_row, row_of
from kzcase.services import lists
from kzcase.services.office import Office
from tests.search.test_titles import write


def listed(office: Office, kind: str, asked: str) -> set[str]:
    return {row.id for row in lists.page(office, lists.ListQuery(kind, filter=asked)).rows}


def test_every_kind_has_its_own_rows_and_those_found_only_when_asked_for_come_last() -> None:
    assert sorted((*OFFERED, *APART)) == sorted(kinds())
    ranges = sorted((first_row(kind), last_row(kind)) for kind in kinds())
    assert all(end < begin for (_, end), (begin, _) in zip(ranges, ranges[1:], strict=False))
    assert all(first_row(kind) <= row_of(kind, 2**32 - 1) <= last_row(kind) for kind in kinds())
    assert {kind for kind in kinds() if first_row(kind) >= END_OF_OFFERED} == set(APART)


def test_people_are_found_by_an_article_until_no_charge_of_theirs_names_it(office: Office) -> None:
    first, second = write(office, "person"), write(office, "person")
    prosecution = write(office, "prosecution", person=first)
    charge = write(office, "charge", prosecution=prosecution, article="cc-405")
    assert listed(office, "person", "article 405") == {first}
    assert listed(office, "prosecution", "article 405") == {prosecution}
    write(office, "prosecution", prosecution, person=second)
    assert listed(office, "person", "article 405") == {second}
    write(office, "charge", charge, article="cc-174")
    assert listed(office, "person", "article 405") == set()
    assert listed(office, "person", "article 174") == {second}
    write(office, "charge", charge, deleted=True)
    assert listed(office, "person", "article 174") == listed(office, "prosecution", "article 174") == set()


def test_people_are_found_by_the_article_of_a_restriction(office: Office) -> None:
    person = write(office, "person")
    restriction = write(office, "restriction", person=person, article="cc-44")
    assert listed(office, "person", "article 44") == {person}
    write(office, "restriction", restriction, article=None)
    assert listed(office, "person", "article 44") == set()


def test_who_stands_for_another_is_found_by_what_the_other_is_charged_with(office: Office) -> None:
    first, second = write(office, "person"), write(office, "person")
    prosecution = write(office, "prosecution", person=first)
    write(office, "charge", prosecution=prosecution, article="cc-405")
    write(office, "person", first, merged_into=second)
    assert listed(office, "person", "article 405") == {second}
    write(office, "person", first, merged_into=None)
    assert listed(office, "person", "article 405") == {first}


@pytest.mark.parametrize("kind", ["restriction", "prosecution"])
def test_what_belongs_to_a_person_is_found_by_where_that_person_is(office: Office, kind: str) -> None:
    person, other = write(office, "person", region="KZ-61"), write(office, "person", region="KZ-75")
    record = write(office, kind, person=person)
    assert listed(office, kind, "Turkistan Region") == {record}
    write(office, "person", person, region="KZ-75")
    assert listed(office, kind, "Turkistan Region") == set()
    write(office, "person", person, region="KZ-61", merged_into=other)
    assert listed(office, kind, "Turkistan Region") == set()
    write(office, "person", person, merged_into=None)
    assert listed(office, kind, "Turkistan Region") == {record}


def test_a_typed_number_finds_the_charge_and_not_everybody_who_is_charged(office: Office) -> None:
    person = write(office, "person", occupation="Teacher")
    prosecution = write(office, "prosecution", person=person)
    write(office, "charge", prosecution=prosecution, article="cc-405")
    assert lists.page(office, lists.ListQuery("person", filter="Teacher 405")).rows == ()
