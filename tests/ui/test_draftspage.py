"""By which words somebody knows again what they began."""

from __future__ import annotations

from itertools import permutations

from kzcase.services.drafts import KeptDraft
from kzcase.ui.records.draftspage import grouped

NOW = "2026-11-23T12:00:00Z"


def test_somebody_is_known_by_the_name_whichever_was_typed_last() -> None:
    person = KeptDraft("p", "person", "p", None, {"born": "12.08."}, NOW)
    name = KeptDraft("n@p", "name", "n", None, {"parts": {"family": "Үлгібаева"}}, NOW)
    event = KeptDraft("e@p", "event", "e", None, {"title": "Search"}, NOW)
    for kept in permutations((person, name, event)):
        assert [one.words for one in grouped(kept)] == ["Үлгібаева"]
    for kept in permutations((person, event)):
        assert [one.words for one in grouped(kept)] == ["12.08."]
