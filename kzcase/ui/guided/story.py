"""What the guided page starts from, and how what was typed into it is kept as one draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kzcase.services import drafts, records
from kzcase.services.declarations import FieldType, kinds
from kzcase.services.office import Office
from kzcase.ui.common.fields.base import Surroundings
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.gather import FormData
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.guided import plan
from kzcase.ui.guided.plan import Step


@dataclass(frozen=True, slots=True)
class Story:
    """The forms of the page by their step, what was begun beside their fields, what editors must know.

    `person` is the id of the person to be made, under which the draft is kept.
    """

    person: str
    forms: tuple[tuple[Step, FormData], ...]
    attached: tuple[FormData, ...]
    around: Surroundings
    resumed: bool


def draft_key(person: str) -> str:
    """The key of the one draft of a guided case."""
    return f"{drafts.GUIDED}:{person}@{person}"


def begin(office: Office, person: str | None, language: str) -> Story:
    """Read what is needed for a new case, or for going on with one that was begun; runs beside the window."""
    kept = next((one for one in drafts.kept(office) if person and one.key == draft_key(person)), None)
    stored: Sequence[Mapping[str, Any]] = kept.values["forms"] if kept is not None else ()
    today = office.today().isoformat()
    ids = {kind: _id_of(stored, kind) for kind in plan.SINGLE}
    if person is not None:
        ids["person"] = person
    forms: list[tuple[Step, FormData]] = []
    for step in plan.steps():
        told = [one for one in stored if one["kind"] == step.kind and not one.get("attached")]
        for one in told:
            forms.append((step, form(step, ids, today, one["record"], one["typed"])))
        if not told and step.begins:
            forms.append((step, form(step, ids, today)))
    placed = {data.record: data.kind for _, data in forms}
    loose = [one for one in stored if one.get("attached") and one["kind"] in kinds()]
    placed |= {one["record"]: kinds()[one["kind"]] for one in loose}
    attached = tuple(gather.begun(one["kind"], one["record"], placed, typed=one["typed"]) for one in loose)
    everything = [*(data for _, data in forms), *attached]
    used = {*(step.kind for step in plan.steps()), *(one.kind.key for one in attached)}
    around = gather.surroundings(office, used, everything, language)
    return Story(ids["person"], tuple(forms), attached, around, resumed=kept is not None)


def form(
    step: Step,
    ids: Mapping[str, str],
    today: str,
    record: str | None = None,
    typed: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> FormData:
    """The form of one record of the case, new or typed earlier; `extra` are more values that stand fast."""
    kind = kinds()[step.kind]
    fixed: dict[str, Any] = dict(extra or {})
    for key, target in step.of.items():
        several = kind.fields[key].type is FieldType.LINKS
        fixed[key] = frozenset({ids[target]}) if several else ids[target]
    if step.kind == "restriction" and typed and typed.get("penalty"):
        fixed["penalty"] = typed["penalty"]
    given = {key: value for key, value in (typed or {}).items() if key not in fixed}
    if record is None:
        record = ids[step.kind] if step.kind in ids else records.new_id()
    data = FormData(
        kind,
        record,
        None,
        fixed=fixed,
        typed=given,
        first=step.first,
        presumed={key: today if value == plan.TODAY else value for key, value in step.presumed.items()},
    )
    return replace(data, certain=step.kind == "person" or "penalty" in fixed)


def as_draft(told: Sequence[RecordForm], attached: Sequence[RecordForm]) -> dict[str, Any]:
    """Everything that stands in the forms, as plain JSON; untouched forms too, since others name them."""
    forms: list[dict[str, Any]] = [
        {"kind": one.kind.key, "record": one.record, "typed": _plain(one.state())} for one in told
    ]
    forms += [
        {"kind": one.kind.key, "record": one.record, "typed": _plain(one.state()), "attached": True}
        for one in attached
    ]
    return {"forms": forms}


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: sorted(value) if isinstance(value, frozenset | set) else value for key, value in state.items()
    }


def _id_of(stored: Sequence[Mapping[str, Any]], kind: str) -> str:
    """The id under which the one record of this kind was begun, or a new one."""
    return next(
        (one["record"] for one in stored if one["kind"] == kind and not one.get("attached")), records.new_id()
    )
