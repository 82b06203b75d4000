from __future__ import annotations

from datetime import date
from typing import Any

from kzcase.services import people, records, timelines
from kzcase.services.office import Office
from kzcase.services.people import timeline
from kzcase.services.records import Draft
from tests.counting import counted

DAY = date(2026, 11, 22)


def made(office: Office, kind: str, /, **fields: Any) -> str:
    return records.save(office, Draft(kind, records.new_id(), fields)).id


def person(office: Office, family: str) -> str:
    one = made(office, "person", occupation="nurse")
    made(office, "name", person=one, parts={"family": family, "given": "Almas"})
    return one


def test_several_people_stand_one_below_the_other_in_the_order_chosen(office: Office) -> None:
    first, second, idle = person(office, "Zhakenov"), person(office, "Abenov"), person(office, "Idle")
    for one in (first, second):
        made(office, "detention", person=one, kind="police_custody", start="2025-03-01", end="2025-03-15")
    letter = made(
        office,
        "letter",
        direction="out",
        subject="Appeal",
        sent="2025-04-01",
        persons=frozenset({first, second}),
    )
    story = timelines.story(office, (first, idle, second), DAY)
    assert story.people == (first, idle, second)
    assert story.titles == ((first, "Zhakenov Almas"), (second, "Abenov Almas"))
    assert sorted(item.lane for item in story.items) == sorted(
        f"{one}/{lane}" for one in (first, second) for lane in ("detention", "letter")
    )
    assert [item.id for item in story.items if item.kind == "letter"] == [letter, letter]


def test_a_case_brings_its_people_its_events_and_its_letters(office: Office) -> None:
    one = person(office, "Sampleuly")
    case = made(office, "case", title="The library case", persons=frozenset({one}))
    made(office, "restriction", person=one, kind="restriction_of_freedom", in_force="2025-05-05")
    event = made(office, "event", title="Search of the library", date="2025-01", case=case)
    letter = made(
        office, "letter", direction="out", subject="To Embassy", sent="2025-02-02", cases=frozenset({case})
    )
    made(office, "event", title="Without a day", case=case)
    story = timelines.story(office, (case,), DAY)
    assert story.people == (one,)
    assert story.titles == ((case, "The library case"), (one, "Sampleuly Almas"))
    assert {item.id: item.lane for item in story.items if item.kind in ("event", "letter")} == {
        event: f"{case}/event",
        letter: f"{case}/letter",
    }


def test_who_called_for_an_assembly_meets_it_in_their_story_once(office: Office) -> None:
    one, other = person(office, "Sampleuly"), person(office, "Abenov")
    both = made(
        office,
        "assembly",
        title="Before the akimat",
        date="2022-01-08",
        organisers=frozenset({one}),
        persons=frozenset({one, other}),
    )
    called = made(office, "assembly", title="A picket", date="2022-02-13", organisers=frozenset({one}))
    assert sorted(item.id for item in timeline(office, one, DAY)) == sorted((both, called))
    assert [item.id for item in timeline(office, other, DAY)] == [both]
    story = next(part for part in people.parts(office, one, DAY) if part.key == "story")
    assert [row.id for row in story.rows] == [called, both]


def test_political_dates_are_those_the_office_keeps(office: Office) -> None:
    one = person(office, "Sampleuly")
    kept = made(office, "event", title="Election", kind="political", date="2019-06-09")
    made(office, "event", title="Without a day", kind="political")
    made(office, "event", title="A search", kind="search", date="2020")
    gone = made(office, "event", title="Written twice", kind="political", date="2019-06-09")
    records.delete(office, gone)
    story = timelines.story(office, (one,), DAY)
    assert [(mark.id, mark.label, mark.when.show("en")) for mark in story.landmarks] == [
        (kept, "Election", "9 Jun 2019")
    ]
    assert story.items == ()


def test_everyone_in_force_comes_once_the_soonest_end_first(office: Office) -> None:
    late, soon = person(office, "Late"), person(office, "Soon")
    for one, end in ((late, "2028-01-01"), (soon, "2026-12-01"), (soon, "2027-12-01")):
        made(
            office,
            "restriction",
            person=one,
            kind="deprivation_of_right",
            in_force="2025-05-05",
            claimed_end=end,
        )
    past = person(office, "Past")
    made(
        office,
        "restriction",
        person=past,
        kind="deprivation_of_right",
        in_force="2020-01-01",
        claimed_end="2021-01-01",
    )
    assert timelines.in_force(office, DAY) == (soon, late)


def test_many_people_take_as_many_statements_as_two_and_each_has_their_own_story(office: Office) -> None:
    people = [person(office, f"Family{number}") for number in range(12)]
    for one in people:
        case = made(office, "prosecution", person=one, kind="criminal", opened="2024-01-01")
        made(office, "hearing", prosecution=case, kind="trial", date="2024-05-05")
        made(office, "restriction", person=one, kind="restriction_of_freedom", in_force="2025-05-05")
    asked = []
    for some in (people[:2], people):
        timelines.story(office, some, DAY)
        with counted(office) as seen:
            story = timelines.story(office, some, DAY)
        asked.append(seen["statements"])
    assert asked[0] == asked[1]
    for one in people:
        own = [(item.id, item.kind, item.start) for item in timeline(office, one, DAY)]
        assert own == [(item.id, item.kind, item.start) for item in story.items if item.lane.startswith(one)]
        assert [kind for _, kind, _ in own] == ["prosecution", "restriction", "hearing"]


def test_two_who_were_found_to_be_one_have_one_timeline(office: Office) -> None:
    kept, other = person(office, "Sampleuly"), person(office, "Sampleuli")
    made(office, "detention", person=other, kind="police_custody", start="2025-03-01")
    view = records.view(office, other)
    records.save(office, Draft("person", other, {"merged_into": kept}, view.heads))
    story = timelines.story(office, (other, kept), DAY)
    assert story.people == (kept,)
    assert [item.lane for item in story.items] == [f"{kept}/detention"]
