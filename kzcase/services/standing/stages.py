"""What brought a prosecution to its stages, from its steps, hearings and judgments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from kzcase.dates.edtf import Edtf
from kzcase.dates.procedure import appeal_deadline
from kzcase.dates.restrictions import Step
from kzcase.dates.restrictions.stored import as_date, stored_date
from kzcase.dates.standing import Happened
from kzcase.dates.terms import Bound
from kzcase.reference import procedure as law
from kzcase.services import belongings, procedure
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker

LEFT_IN_FORCE = ("upheld", "milder", "harsher")
HEARING_STAGES: Mapping[str, str] = MappingProxyType(
    {
        "preliminary": "first_instance",
        "trial": "first_instance",
        "verdict": "first_instance",
        "administrative": "first_instance",
        "appeal": "appeal",
        "cassation": "cassation",
    }
)


def happened(session: Session, speaker: Speaker, row: Row, sentences: Sequence[Row]) -> Iterator[Happened]:
    """What brought a prosecution to its stages."""
    if (opened := stored_date(row["opened"])) is not None:
        yield Happened("erdr", opened, speaker.label("stage", "erdr"))
    closed = stored_date(row["closed"])
    if closed is not None and row["outcome"] in ("dropped", "dropped_other", "acquitted"):
        yield Happened("closed", closed, speaker.label("stage", "closed"), rank=8)
    for step in belongings.naming(session, "step", (row["id"],), "prosecution"):
        day = stored_date(step["date"])
        stages = law.stage_after()
        default = stages.get((step["kind"] or "", ""), "")
        stage = stages.get((step["kind"] or "", step["outcome"] or ""), default)
        if day is not None and stage:
            yield Happened(stage, day, speaker.label("step_kind", step["kind"]), rank=2)
    for hearing in belongings.naming(session, "hearing", (row["id"],), "prosecution"):
        day = stored_date(hearing["date"])
        stage = HEARING_STAGES.get(hearing["kind"] or "", "")
        if day is not None and stage and hearing["status"] not in ("cancelled", "postponed"):
            yield Happened(stage, day, speaker.label("hearing_kind", hearing["kind"]), rank=1)
    for sentence in sentences:
        if sentence["prosecution"] == row["id"]:
            yield from _judged(speaker, sentence)


def _judged(speaker: Speaker, row: Row) -> Iterator[Happened]:
    """What a judgment brings: its own instance, an appeal, and the day it takes effect."""
    announced, in_force = stored_date(row["date"]), stored_date(row["in_force"])
    appealed, ruled = stored_date(row["appealed"]), stored_date(row["appeal_decided"])
    label = speaker.label("sentence_kind", row["kind"]) if row["kind"] else ""
    stage = {"appeal": "in_force", "cassation": "in_force"}.get(row["instance"] or "", "first_instance")
    if announced is not None:
        yield Happened(stage, announced, label, rank=3)
    if appealed is not None:
        yield Happened("appeal", appealed, speaker.label("step_kind", "appeal_filed"), rank=4)
    if ruled is not None and row["appeal_outcome"] in ("overturned", "returned"):
        yield Happened("first_instance", ruled, speaker.label("step_kind", "appeal_decided"), rank=5)
    if in_force is not None:
        yield Happened("in_force", in_force, speaker.label("step_kind", "in_force"), rank=6)
    elif ruled is not None and row["appeal_outcome"] in LEFT_IN_FORCE:
        step = Step.of("in_force_by_ruling", start=ruled)
        yield Happened("in_force", ruled, label, rank=6, steps=(step, _by_law()))
    elif announced is not None and appealed is None and row["appeal_outcome"] in (None, "not_appealed"):
        yield from _in_force_by_term(row, announced, label)


def _in_force_by_term(row: Row, announced: Edtf, label: str) -> Iterator[Happened]:
    """The day a judgment took effect if nobody appealed (Criminal Procedure Code art. 470)."""
    day = announced.earliest
    rule = law.appeal_of(row["kind"] or "", day) if day is not None else None
    if rule is None:
        return
    deadline = appeal_deadline(procedure.rule(rule.ground, rule.term), announced)
    if deadline is None or deadline.earliest is None or deadline.latest is None:
        return
    first, last = (limit + timedelta(days=1) for limit in (deadline.earliest, deadline.latest))
    took_effect = as_date(Bound(first, last))
    assert took_effect is not None
    step = Step.of("in_force_by_term", start=took_effect)
    yield Happened(
        "in_force", took_effect, label, rank=6, assumed=True, steps=(step, _by_law(), *deadline.steps[-1:])
    )


def _by_law() -> Step:
    return procedure.cited(law.entry_into_force())
