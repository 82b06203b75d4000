"""A paper does not outlive the import that its consent came by."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.briefing import papers, standing
from kzcase.briefing.gather import gather
from kzcase.services import imports
from tests.laptops import Laptop


def test_a_paper_is_made_again_when_the_import_its_consent_came_by_is_taken_back(
    pair: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, b = pair
    person = a.save("person", occupation="blogger")
    a.save("name", person=person, parts={"family": "Seitkali", "given": "Aidar"})
    b.take(a.write(b))
    a.save(
        "consent",
        person=person,
        scope="case",
        answer="given",
        date="2025-01-01",
        audiences=frozenset({"diplomatic"}),
    )
    batch = b.take(a.write(b)).batch
    assert batch is not None
    content = gather(b.office, [person], audience="diplomatic")
    assert content.briefs
    papers.hand_out(b.office, content, tmp_path / "first.pdf")
    imports.undo(b.office, batch)
    with pytest.raises(standing.Overtaken):
        papers.hand_out(b.office, content, tmp_path / "second.pdf")
