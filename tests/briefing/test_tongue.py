from __future__ import annotations

import pytest

from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.briefing.said import Said
from kzcase.briefing.tongue import language_of
from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office


@pytest.mark.parametrize(
    ("text", "reading", "found"),
    [
        ("Chair of the union", "en", ""),
        ("Chair of the union", "ru", "en"),
        ("Chair of the union", "kk", "en"),
        ("Судья отказал", "ru", ""),
        ("Судья отказал в ходатайстве", "en", "ru"),
        ("Судья отказал в ходатайстве", "kk", "ru"),
        ("Сот өтінішті қабылдамады", "ru", "kk"),
        ("Сот өтінішті қабылдамады", "en", "kk"),
        ("Сот өтінішті қабылдамады", "kk", ""),
        ("Пришёл с Үлгібаевой в суд", "ru", ""),
        ("The film «Тень» was shown in the hall", "en", ""),
        ("журналист", "kk", ""),
        ("2 026, 14:00 – 15:00", "en", ""),
        ("", "ru", ""),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters_or_not_at_all(
    text: str, reading: str, found: str
) -> None:
    assert language_of(text, reading) == found


def told(office: Office, language: str, **texts: str) -> Content:
    person, event = records.new_id(), records.new_id()
    office.record(
        [
            Change("person", person, {"occupation": "Chair of the union", "locality": "Atyrau"}),
            Change(
                "event",
                event,
                {"persons": frozenset({person}), "date": "2026-03-01", "title": "Search at home", **texts},
            ),
            Change(
                "restriction",
                records.new_id(),
                {
                    "person": person,
                    "kind": "house_arrest",
                    "decided": "2026-03-02",
                    "claimed_end": "2027-03-02",
                    "claimed_by": "the probation service",
                },
            ),
        ]
    )
    return gather(office, [person], audience="internal", language=language)


def test_a_text_typed_in_another_language_says_so_wherever_it_stands(office: Office) -> None:
    brief = told(office, "ru", description="Үйде тінту жүргізілді.").briefs[0]
    assert Said("Chair of the union", (), "по-английски") in brief.line
    assert Said("Atyrau") in brief.line
    assert brief.events[0].what.mark == "по-английски, по-казахски"
    assert brief.limits[0].basis == "the probation service [по-английски]"


def test_a_text_in_the_language_of_the_paper_has_no_mark(office: Office) -> None:
    brief = told(office, "en").briefs[0]
    assert Said("Chair of the union") in brief.line
    assert brief.events[0].what.mark == ""
    assert brief.limits[0].basis == "the probation service"
