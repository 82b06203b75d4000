"""On paper for the office a timeline shows what it shows on screen: the same bars on the same days."""

from __future__ import annotations

from datetime import date

import pytest

from kzcase.briefing.gather import gather
from kzcase.services import people, standing
from kzcase.services.declarations import Audience
from kzcase.services.office import Office
from kzcase.timeline.item import TimelineItem
from tests.briefing.stories import person_called

DAY = date(2021, 7, 22)
BARS = ("restriction", "prosecution")


def bars(items: tuple[TimelineItem, ...], kind: str) -> set[tuple[str, str, str, bool, str]]:
    return {
        (one.id, str(one.start), str(one.end), one.open_end, one.state) for one in items if one.lane == kind
    }


@pytest.mark.parametrize("title", ["Kharkova Larisa", "Bokayev Max", "Eleusinov Amin", "Ilyashev Alnur"])
def test_restrictions_and_proceedings_have_the_same_bars_on_paper_and_on_screen(
    sample: Office, title: str
) -> None:
    person = person_called(sample, title)
    screen = people.timeline(sample, person, DAY)
    (brief,) = gather(
        sample, [person], audience=Audience.INTERNAL, language="en", as_of=DAY, template="timeline"
    ).briefs
    begun = {one.id for one in screen if one.start is not None and (one.start.earliest or DAY) <= DAY}
    for kind in BARS:
        on_screen = {one for one in bars(screen, kind) if one[0] in begun and one[1] != "None"}
        assert bars(brief.timeline, kind) == on_screen


def test_a_ban_beside_imprisonment_begins_on_paper_where_it_was_in_force(sample: Office) -> None:
    person = person_called(sample, "Bokayev Max")
    (brief,) = gather(
        sample, [person], audience=Audience.INTERNAL, language="en", as_of=DAY, template="timeline"
    ).briefs
    ban = next(one for one in brief.timeline if one.kind == "deprivation_of_right")
    assert ban.start is not None
    assert ban.start.day is not None
    assert ban.id in {one.id for one in standing.on_day(sample, person, ban.start.day).in_force}
