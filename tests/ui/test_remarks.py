from __future__ import annotations

from kzcase.briefing.content import Withheld
from kzcase.ui.papers.remarks import grouped, without_basis

NEVER = "This field is never shown to the public."
NO_CONSENT = "No consent for name and case to the public."


def test_each_reason_is_said_once_with_how_many_things_it_keeps_back() -> None:
    withheld = [
        Withheld("a", "born", NO_CONSENT, "person", "Sampleuly Almas"),
        Withheld("a", "gender", NO_CONSENT, "person", "Sampleuly Almas"),
        Withheld("b", "number", NO_CONSENT, "prosecution", ""),
        Withheld("a", "contact", NEVER, "person", "Sampleuly Almas", True),
    ]
    assert grouped(withheld) == [
        f"3 × {NO_CONSENT}\n– Sampleuly Almas: born, gender\n– Prosecution: register number",
        f"1 × {NEVER}\n– Sampleuly Almas: contact details",
    ]


def test_what_an_unknown_kind_withholds_is_named_too() -> None:
    assert grouped([Withheld("a", "odd", NEVER, "strange", "Thing")]) == [f"1 × {NEVER}\n– Thing: odd"]


def test_only_people_of_whom_nothing_may_be_told_lack_a_basis() -> None:
    nobody = Withheld("a", "", NO_CONSENT, "person", "Sampleuly Almas")
    field = Withheld("b", "born", NO_CONSENT, "person", "Modeluly Serik")
    assert without_basis([nobody, field]) == (nobody,)
