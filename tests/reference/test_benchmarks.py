"""The decree's areas and the recommendations."""

from __future__ import annotations

from kzcase.reference.benchmarks import benchmarks, source


def test_nine_areas_and_fifteen_recommendations_stand_in_order() -> None:
    keys = [one.key for one in benchmarks()]
    assert keys == [f"D{n}" for n in range(1, 10)] + [f"R{n}" for n in range(1, 16)]


def test_recommendation_seven_breaches_three_areas() -> None:
    (seven,) = (one for one in benchmarks() if one.key == "R7")
    assert seven.links == ("D5", "D6", "D9")
    assert seven.group == "government"


def test_links_lead_to_areas_only() -> None:
    for one in benchmarks():
        assert all(link.startswith("D") for link in one.links)
        assert not (one.links and one.group == "decree")


def test_the_publication_is_named() -> None:
    assert "Retreating Rights" in source()
