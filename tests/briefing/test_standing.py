"""A paper that was gathered is not handed out once something that protects somebody has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kzcase.briefing import papers, standing
from kzcase.models.ledger import RecordRow
from kzcase.services import erasures, exports, records, redactions
from tests.briefing.stories import TODAY, File

Harm = Callable[[File, str, str], Any]


def event_of(file: File) -> str:
    with file.office.read() as session:
        return session.scalars(select(RecordRow.id).where(RecordRow.kind == "event")).one()


@pytest.mark.parametrize(
    "harm",
    [
        lambda file, person, _: file.consent(person, answer="withdrawn", date="2026-11-22"),
        lambda file, person, _: file.put("person", person, file.heads(person), do_not_share=True),
        lambda file, person, _: file.put("person", person, file.heads(person), pseudonym="A."),
        lambda file, person, _: file.put("person", person, file.heads(person), deleted=True),
        lambda file, _, consent: file.put("consent", consent, file.heads(consent), expires="2026-11-20"),
        lambda file, person, _: erasures.erase(file.office, person),
        lambda file, *_: redactions.add(file.office, file.put("document", title="Verdict"), 1, (0, 0, 9, 9)),
        lambda file, *_: file.person("Жасырынов", "Бек"),
        lambda file, person, _: erasures.erase(file.office, person, "health"),
        lambda file, *_: erasures.erase(file.office, event_of(file)),
    ],
    ids=[
        *("withdrawn", "do not share", "pseudonym", "deleted", "expired", "erased", "covered", "named"),
        *("health erased", "event erased"),
    ],
)
def test_a_paper_is_not_handed_out_after_what_it_stands_on_went(
    file: File, tmp_path: Path, harm: Harm
) -> None:
    person = file.person()
    consent = file.consent(person)
    file.put("person", person, file.heads(person), health="asthma")
    file.put("event", persons=frozenset({person}), kind="arrest", date="2026-01-02")
    content = file.gather(person)
    harm(file, person, consent)
    out = tmp_path / "brief.pdf"
    with pytest.raises(standing.Overtaken, match="changed since"):
        papers.hand_out(file.office, content, out)
    assert not out.exists()
    assert exports.listed(file.office) == ()


def test_other_work_does_not_stand_in_the_way(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    content = file.gather(person)
    file.put("task", records.new_id(), title="Call the lawyer")
    file.put("person", person, file.heads(person), occupation="smith")
    papers.hand_out(file.office, content, tmp_path / "brief.pdf")
    papers.hand_out(file.office, content, tmp_path / "again.pdf")
    assert len(exports.listed(file.office)) == 2


def test_a_paper_of_another_day_is_made_again(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    content = replace(file.gather(person), gathered=TODAY - timedelta(days=1))
    with pytest.raises(standing.Overtaken, match="another day"):
        papers.hand_out(file.office, content, tmp_path / "brief.pdf")
