"""Custody is never drawn longer than is known."""

from __future__ import annotations

from datetime import date

import pytest

from kzcase.dates.custody import IN_CUSTODY, is_held, stretch
from kzcase.dates.edtf import parse_edtf
from kzcase.reference import vocabularies

DAY = date(2026, 11, 23)
HELD = {"status": "imprisoned", "since": "2025-02"}
FREE = {"status": "at_liberty", "since": "2021-02-04"}


def test_a_recorded_end_decides() -> None:
    found = stretch(parse_edtf("2016-11-28"), parse_edtf("2021-02-04"), {"years": 5}, HELD, DAY)
    assert (str(found.end), found.lasting) == ("2021-02-04", False)


def test_fifteen_days_of_administrative_arrest_end_after_fifteen_days() -> None:
    found = stretch(parse_edtf("2016-05-17"), None, {"days": 15}, FREE, DAY)
    assert (str(found.end), found.lasting) == ("2016-06-01", False)


def test_a_term_that_still_runs_lasts() -> None:
    assert stretch(parse_edtf("2026-11-01"), None, {"months": 2}, HELD, DAY).lasting


@pytest.mark.parametrize(
    ("liberty", "lasting"), [(HELD, True), (FREE, False), (None, False), ("held", False)]
)
def test_without_end_and_term_custody_lasts_only_if_the_person_is_said_to_be_held(
    liberty: object, lasting: bool
) -> None:
    found = stretch(parse_edtf("2025-02"), None, None, liberty, DAY)
    assert (found.end, found.lasting) == (None, lasting)


def test_an_inexact_first_day_gives_no_exact_end() -> None:
    assert stretch(parse_edtf("2016-05"), None, {"days": 15}, FREE, DAY).end is None


def test_custody_that_begins_later_is_not_yet_one() -> None:
    assert not is_held({"status": "remand", "since": "2026-12-01"}, DAY)
    assert is_held({"status": "remand", "since": "no date"}, DAY)


def test_every_term_is_one_of_the_vocabulary() -> None:
    assert set(vocabularies.load("liberty").terms) >= IN_CUSTODY
