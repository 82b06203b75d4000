"""Takes in what was agreed to and decides fields in conflict as chosen, off the window's thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kzcase.errors import NotFound
from kzcase.exchange import casefile, folder, recordsfile
from kzcase.exchange.casefile import Choice, Status
from kzcase.progress import Progress
from kzcase.services import backups, conflicts, folders, records
from kzcase.services.conflicts import Chosen, Conflict
from kzcase.services.declarations import kinds
from kzcase.services.office import Office
from kzcase.ui.exchange.source import PAGE, CaseFile, RecordsFiles, Source

DELETED = "deleted"


class Way(StrEnum):
    """What shall become of a field that holds two values written independently."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    LATER = "later"


Ways = Mapping[tuple[str, str], Way]
"""What shall become of fields in conflict: by record id and field."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done: the batches made, of how many records something came, the backup.

    `decided` fields were decided as chosen, `left` could not be; `undecided`
    records of the vault await a decision now, and `proposed` erasures of these files.
    """

    batches: tuple[str, ...]
    records: int
    decided: int
    left: int
    undecided: int
    backup: Path | None
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    """A field in conflict, what shall become of it, and what stood here before."""

    record: str
    field: str
    way: Way
    before: Any


def take(
    office: Office,
    sources: Sequence[Source],
    choice: Choice,
    ways: Ways,
    otherwise: Way,
    progress: Progress,
) -> Taken:
    """Take in planned files and decide what is in conflict; `otherwise` is for fields not in `ways`.

    Raises as `casefile.take`; then nothing was changed. A decision that cannot be carried out is
    left for later: both values are kept.
    """
    sealed = [one.incoming for one in sources if isinstance(one, CaseFile)]
    scripts = [one.planned for one in sources if isinstance(one, RecordsFiles)]
    scripts = [one if choice.widening else one.without_widening() for one in scripts]
    wishes = [wish for one in sealed for wish in _wishes(office, one, ways, otherwise, progress)]
    outcomes = casefile.take(office, sealed, choice, progress=progress) if sealed else ()
    _note_folders(office, sealed, choice)
    made = [one.batch for one in outcomes if one.batch]
    kept = next((one.backup for one in outcomes if one.backup), None)
    number = sum(one.taken for one in outcomes)
    for planned in scripts:
        if planned.new or planned.changed:
            kept = kept or backups.back_up(office, why=backups.IMPORT, progress=progress)
            report = recordsfile.apply(office, planned, progress=progress)
            made += [report["batch"]] if report["batch"] else []
            number += planned.new + planned.changed
    chosen: list[Chosen] = []
    for place, wish in enumerate(wishes):
        progress.report("Deciding", place, len(wishes))
        chosen += _chosen(office, wish)
    decided = len(chosen) - len(conflicts.settle(office, chosen)) if chosen else 0
    proposed = sum(len(one.plan.proposals) for one in sealed)
    return Taken(tuple(made), number, decided, len(wishes) - decided, conflicts.count(office), kept, proposed)


def _note_folders(office: Office, taken: Sequence[casefile.Incoming], choice: Choice) -> None:
    """Files of a folder that is kept in step are not offered by it again."""
    for one in taken:
        path = one.opened.path
        if folder.export_of(path.name) == one.plan.export:
            place = folders.at(office, path.parent)
            if place is not None:
                folder.note_taken(office, place, [one], choice)


def _wishes(
    office: Office, incoming: casefile.Incoming, ways: Ways, otherwise: Way, progress: Progress
) -> Iterator[_Wish]:
    """What was chosen, with what stands here now; all fields in conflict are read only if they must be."""
    chosen = {record for (record, _), way in ways.items() if way is not Way.LATER}
    if otherwise is Way.LATER and not chosen:
        return
    after = -1
    while incoming.plan.counts[Status.CONFLICT]:
        some = casefile.plan_records(incoming, status=(Status.CONFLICT,), after=after, limit=PAGE)
        for one in some:
            progress.step("Reading what you decided")
            if otherwise is Way.LATER and one.id not in chosen:
                continue
            for field in casefile.plan_fields(incoming, one.number):
                way = ways.get((one.id, field.field), otherwise)
                if field.conflict and way is not Way.LATER and ways_for(one.kind, field) > {Way.LATER}:
                    yield _Wish(one.id, field.field, way, _before(office, one.id, field.field))
        if len(some) < PAGE:
            return
        after = some[-1].number


def ways_for(kind: str, field: casefile.PlanField) -> frozenset[Way]:
    """What can be decided about a field at once: of a record that is not here yet, nothing."""
    if not any(words == field.before for words, _ in field.candidates):
        return frozenset({Way.LATER})
    declared = kinds()[kind].fields.get(field.field) if kind in kinds() else None
    single = declared is None or declared.type.is_link or declared.protect is not None
    single = single or field.field == DELETED or kind == "alternative"
    return frozenset({Way.MINE, Way.THEIRS, Way.LATER} | (set() if single else {Way.BOTH}))


def _before(office: Office, record: str, field: str) -> Any:
    try:
        view = records.view(office, record)
    except NotFound:
        return None
    return view.status == "deleted" if field == DELETED else view.fields.get(field)


def _chosen(office: Office, wish: _Wish) -> tuple[Chosen, ...]:
    """What a wish means now that both values are here; nothing if that is not clear."""
    undecided = conflicts.of_record(office, wish.record)
    found = next((one for one in undecided if one.field == wish.field), None)
    if found is None:
        return ()
    if wish.way is Way.BOTH:
        return (Chosen(wish.record, wish.field, None),)
    mine = [one for one in found.sides if _plain(found, one.value) == wish.before]
    others = [one for one in found.sides if one not in mine]
    wanted = mine if wish.way is Way.MINE else others
    if not wanted or any(one.value != wanted[0].value for one in wanted):
        return ()
    return (Chosen(wish.record, wish.field, wanted[0].revision),)


def _plain(found: Conflict, value: Any) -> Any:
    return value is True if found.field == DELETED else value
