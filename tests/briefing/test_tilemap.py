"""The map of regions: every region has a tile, and every number stands on its own."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kzcase.briefing import papers, tilemap
from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.briefing.words import LANGUAGES
from kzcase.history.ledger import Change
from kzcase.models.fields import Audience
from kzcase.reference.regions import regions
from kzcase.services import records
from kzcase.services.office import Office

ATYRAU, ALMATY = "KZ-23", "KZ-75"


def people(office: Office, *places: str | None, agreed: bool = True) -> list[str]:
    """One named person for each region, or for None without one."""
    changes: list[Change] = []
    made: list[str] = []
    for number, place in enumerate(places):
        person = records.new_id()
        made.append(person)
        changes.append(Change("person", person, {"region": place} if place else {"occupation": "blogger"}))
        parts = {"family": f"Serik{chr(97 + number)}", "given": "Dana"}
        name = {"person": person, "parts": parts, "use": "preferred", "language": "en"}
        changes.append(Change("name", records.new_id(), name))
        if agreed:
            told = {"scope": "case", "answer": "given", "audiences": frozenset({"diplomatic"})}
            changes.append(
                Change("consent", records.new_id(), {"person": person, "date": "2026-01-01", **told})
            )
    office.record(changes)
    return made


def pack(office: Office, chosen: list[str], language: str = "en", audience: str = "diplomatic") -> Content:
    return gather(office, chosen, audience=audience, language=language, template="pack")


def test_every_region_and_city_has_one_tile_of_its_own() -> None:
    assert tilemap.GRID.keys() == {one.key for one in regions()}
    assert len(set(tilemap.GRID.values())) == len(tilemap.GRID)


def test_people_are_counted_where_they_live_and_the_rest_is_said(office: Office) -> None:
    front = pack(office, people(office, ATYRAU, ATYRAU, ALMATY, None)).front
    assert front.places is not None
    assert {one.key: one.count for one in front.places.places if one.count} == {ATYRAU: 2, ALMATY: 1}
    assert len(front.places.places) == len(tilemap.GRID)
    assert front.places.elsewhere == 1


def test_one_person_makes_no_map(office: Office) -> None:
    assert pack(office, people(office, ATYRAU, None)).front.places is None


def test_a_region_on_which_colleagues_disagree_is_not_counted(office: Office) -> None:
    chosen = people(office, ATYRAU, ATYRAU, ALMATY)
    heads = records.view(office, chosen[0]).heads
    for place in (ALMATY, "KZ-71"):
        office.record([Change("person", chosen[0], {"region": place}, parents=heads)])
    front = pack(office, chosen).front
    assert front.places is not None
    assert sum(one.count for one in front.places.places) == 2
    assert front.places.elsewhere == 1


def test_a_region_that_an_audience_may_not_see_is_not_on_its_map(office: Office) -> None:
    hidden = people(office, ATYRAU, ATYRAU, agreed=False)
    told = people(office, ALMATY, ALMATY)
    front = pack(office, [*hidden, *told]).front
    assert front.places is not None
    assert {one.key: one.count for one in front.places.places if one.count} == {ALMATY: 2}
    inside = pack(office, [*hidden, *told], audience=Audience.INTERNAL).front
    assert inside.places is not None
    assert sum(one.count for one in inside.places.places) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_stands_on_the_paper_and_in_its_twins(office: Office, language: str) -> None:
    content = pack(office, people(office, ATYRAU, ATYRAU, ALMATY, None), language)
    assert content.front.places is not None
    out = BytesIO()
    papers.draw(content, out)
    read = " ".join(page.extract_text() for page in PdfReader(out).pages)
    together = "".join(read.split())
    names = [one.name for one in content.front.places.places]
    assert len(set(names)) == len(names)
    for one in content.front.places.places:
        assert "".join(one.name.split()) in together
    assert content.front.places.title in read
    html = papers.drawn(content, "html").data.decode()
    plain = papers.drawn(content, "txt").data.decode()
    for twin in (html, plain):
        assert content.front.places.title in twin
    assert not [image for page in PdfReader(out).pages for image in page.images]


@given(most=st.integers(0, 5000))
def test_every_number_has_one_shade_and_more_is_never_paler(most: int) -> None:
    ranges = tilemap.classes(most)
    counted = [number for first, last in ranges for number in range(first, last + 1)]
    assert counted == list(range(1, most + 1))
    reds = [tilemap.shade(last, ranges).red for _, last in ranges]
    assert reds == sorted(reds, reverse=True)
    assert tilemap.shade(0, ranges).rgb() == (1, 1, 1)
