"""Regions and their names on a day."""

from __future__ import annotations

from datetime import date

from kzcase.reference.regions import Region, regions


def region(key: str) -> Region:
    """The region of that key."""
    (found,) = (one for one in regions() if one.key == key)
    return found


def names(key: str, day: date) -> list[str]:
    """Its English names on a day."""
    return [words.label("en") for words in region(key).names_on(day)]


def test_there_are_seventeen_regions_and_three_cities() -> None:
    assert sum(not one.city for one in regions()) == 17
    assert sum(one.city for one in regions()) == 3


def test_the_regions_of_2022_did_not_exist_before() -> None:
    for key in ("KZ-10", "KZ-33", "KZ-62"):
        assert names(key, date(2022, 6, 7)) == []
        assert len(names(key, date(2022, 6, 8))) == 1


def test_the_capital_was_nur_sultan_for_a_time() -> None:
    assert names("KZ-71", date(2018, 1, 1)) == ["Astana"]
    assert names("KZ-71", date(2021, 1, 1)) == ["Nur-Sultan"]
    assert names("KZ-71", date(2023, 1, 1)) == ["Astana"]


def test_in_a_year_of_change_both_names_are_given() -> None:
    assert names("KZ-71", date(2019, 6, 1)) == ["Nur-Sultan", "Astana"]


def test_turkistan_was_south_kazakhstan() -> None:
    assert names("KZ-61", date(2017, 7, 25)) == ["South Kazakhstan Region"]
    assert names("KZ-61", date(2020, 1, 1)) == ["Turkistan Region"]


def test_the_seat_of_zhetisu_is_taldykorgan() -> None:
    assert region("KZ-33").centre == "Taldykorgan"
