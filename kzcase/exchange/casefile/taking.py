"""Takes in what was planned: after a verified backup, in one transaction, counted again at the end."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from kzcase.exchange.casefile.failures import NotAsPlanned, PlanOutdated, Stopped, Unverified
from kzcase.exchange.casefile.groups import Group, chunks, groups
from kzcase.exchange.casefile.judging import split_off
from kzcase.exchange.casefile.planning import CODES, HELD, WIDENS, Incoming
from kzcase.exchange.casefile.shapes import Choice, Outcome, Plan, Status
from kzcase.history import withdraw
from kzcase.history.idset import IdSet
from kzcase.history.ledger import Applied, BatchInfo, Intake
from kzcase.history.revision import Revision, reread
from kzcase.history.store import last_seq
from kzcase.history.tables import many, single
from kzcase.progress import Progress, quiet
from kzcase.services import folders
from kzcase.services.office import Office
from kzcase.vault import backup as backups
from kzcase.vault import blobs

SIGNATURES_AT_A_TIME = 2_000
KNOWN_AT_A_TIME = 50_000
BACKUPS_KEPT = 3
MARK = " before import "


def take(
    office: Office,
    incoming: Sequence[Incoming],
    choice: Choice = Choice(),  # noqa: B008  (frozen)
    *,
    backup: bool = True,
    progress: Progress | None = None,
) -> tuple[Outcome, ...]:
    """Take in some planned files, all of them or none, in the order given.

    Without the ticks of `choice`, records that widen what may be shown, and
    those undone here, stay out; an unverified sender's file, and one of which
    records are refused, is not taken in at all. A file that brings nothing new
    makes no batch. Raises `Stopped`, `Unverified`, `PlanOutdated`, `Unwritable`,
    `Cancelled`; then nothing was changed.
    """
    watched = progress or quiet()
    for one in incoming:
        _permit(one, choice)
    if not any(_brings(one, choice) for one in incoming):
        return tuple(Outcome(None, one.plan, 0, 0) for one in incoming)
    kept = _back_up(office, watched) if backup else None
    outcomes: list[Outcome] = []
    touched: dict[str, AbstractSet[str]] = {}
    with office.vault.write(large=True) as session:
        for place, one in enumerate(incoming):
            _look_again(session, one, choice, watched, first=place == 0)
            if not _brings(one, choice):
                outcomes.append(Outcome(None, one.plan, 0, 0, kept))
                continue
            batch, applied = _take_one(office, session, one, choice, watched)
            for kind, ids in applied.ids.items():
                touched[kind] = IdSet.united((touched.get(kind, frozenset()), ids))
            conflicts = sum(map(len, applied.conflicts.values()))
            outcomes.append(Outcome(batch, one.plan, applied.changed, conflicts, kept))
        watched.step("Finishing")
    office.announce(touched)
    office.tidy()
    return tuple(outcomes)


def _brings(one: Incoming, choice: Choice) -> bool:
    """Whether taking a file in would change anything."""
    plan = one.plan
    if choice.undone and one.tally.held > 0:
        return True
    if choice.widening or not plan.widening:
        return not plan.nothing_new
    coming = sum(plan.counts[status] for status in (Status.NEW, Status.CHANGED, Status.CONFLICT))
    return coming > plan.widening or bool(plan.documents or plan.proposals)


def _permit(one: Incoming, choice: Choice) -> None:
    """Raise what forbids taking a file in; one that brings nothing needs nobody's word."""
    plan = one.plan
    if plan.stops:
        raise Stopped(" ".join(plan.stops), remedy="Do not take this file in. Talk to the sender.")
    if not _brings(one, choice) and not plan.refused:
        return
    if not choice.unverified and plan.doubtful:
        raise Unverified(
            " ".join(plan.warnings),
            remedy="Add the sender's contact card and compare its words, or take the file in as unverified: "
            "then history says so for ever.",
        )
    if plan.refused and not choice.skip_refused:
        number = plan.counts[Status.REFUSED]
        raise Stopped(
            f"{'One record' if number == 1 else f'{number} records'} of the file "
            f"{'is' if number == 1 else 'are'} refused: {plan.refused[0][1]}",
            remedy="Look at them in the plan; the rest can be taken in without them.",
        )


def _look_again(session: Session, one: Incoming, choice: Choice, progress: Progress, *, first: bool) -> None:
    """Plan anew if the vault has changed since; what one did not agree to is not done."""
    if first and one.commits == one.office.vault.commit_counter(session):
        return
    agreed = one.plan
    one.look(session, progress)
    if first and _sum(agreed) != _sum(one.plan):
        raise PlanOutdated
    _permit(one, choice)


def _sum(plan: Plan) -> Any:
    numbers = plan.counts, plan.widening, plan.new_revisions, plan.joined, plan.documents
    return *numbers, plan.stops, plan.warnings


def _take_one(
    office: Office, session: Session, one: Incoming, choice: Choice, progress: Progress
) -> tuple[str, Applied]:
    plan = one.plan
    batch = BatchInfo(
        str(uuid.uuid4()), plan.file, plan.sender.key, plan.sender.claimed, plan.verified, plan.export
    )
    connection = session.connection()
    before = last_seq(connection)
    expected = 0
    joined: set[str] = set()
    with office.ledger.taking(session, batch=batch, progress=progress) as intake:
        for some in _chosen(one, intake, choice, progress):
            stored = intake.take(some)
            expected += len(stored.new)
            joined.update(revision.record for revision in stored.joined)
        signatures = one.opened.signatures()
        while listed := list(islice(signatures, SIGNATURES_AT_A_TIME)):
            intake.keep(listed)
        _keep_tombstones(session, one)
        folders.note_joined(session, joined)
        _keep_documents(session, one.wanted(choice.undone), one, progress)
    progress.step("Counting again")
    _count_again(session, one, choice, expected, before)
    return batch.id, intake.applied


def _chosen(one: Incoming, intake: Intake, choice: Choice, progress: Progress) -> Iterator[list[Revision]]:
    """The revisions to be taken, some records at a time; what is known is noted as brought again."""
    for known in one.tally.known.some(KNOWN_AT_A_TIME):
        progress.step("Comparing with what is here")
        intake.again(known)
    total = len(one.tally.places)
    numbers = _not_the_same(one)
    for some in chunks(_groups_of(one)):
        taken: list[Revision] = []
        for group in some:
            number = next(numbers)
            status, flags = CODES[one.tally.status[number]], one.tally.flags[number]
            if status in (Status.NEW, Status.CHANGED, Status.CONFLICT, Status.UNDONE) and (
                choice.widening or not flags & WIDENS
            ):
                taken += group.revisions if choice.undone or not flags & HELD else _not_held(intake, group)
        progress.step("Taking records in", number, total)
        yield taken


def _not_the_same(one: Incoming) -> Iterator[int]:
    """The numbers of the records of which a file brings anything that is not here just like that."""
    same = CODES.index(Status.SAME)
    return (number for number, status in enumerate(one.tally.status) if status != same)


def _groups_of(one: Incoming) -> Iterator[tuple[int, Group]]:
    """These records, with their sizes; what lies between them in the file is not read again."""
    start = end = -1
    for number in chain(_not_the_same(one), (-1,)):
        if number >= 0 and number == end:
            end += 1
            continue
        if start >= 0:
            yield from islice(groups(one.opened.lines, one.tally.places[start], reread), end - start)
        start, end = number, number + 1


def _not_held(intake: Intake, group: Group) -> list[Revision]:
    undone = withdraw.undone(intake.connection, [one.id for one in group.revisions])
    return split_off(group.revisions, undone)[0]


def _keep_tombstones(session: Session, one: Incoming) -> None:
    """Keep what colleagues propose to erase; nothing is erased by that."""
    known = "INSERT INTO known_key (id, name, sign_public) VALUES (?, '', ?) ON CONFLICT DO NOTHING"
    stones = list(one.opened.tombstones())
    many(session.connection(), known, [(stone.author, stone.public) for stone in stones])
    many(
        session.connection(),
        "INSERT INTO tombstone (record, compartment, author, time, signature, accepted) "
        "VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
        [(stone.record, stone.compartment, stone.author, stone.time, stone.signature) for stone in stones],
    )


def _keep_documents(session: Session, wanted: Collection[str], one: Incoming, progress: Progress) -> None:
    """Keep the contents of documents that are not here, each hashed once more on its way."""
    for member in one.opened.documents:
        progress.step("Taking documents in")
        if member.sha256 in wanted and not blobs.exists(session, member.sha256):
            stream: Any = one.opened.document(member)
            if blobs.put(session, stream) != member.sha256:
                raise NotAsPlanned


def _count_again(session: Session, one: Incoming, choice: Choice, expected: int, before: int) -> None:
    """What is here now must be what was agreed to; else nothing is kept."""
    plan = one.plan
    # Those with a later number: to count all would take as long as the vault is large.
    came = single(session.connection(), "SELECT count(*) FROM revision WHERE seq > ?", (before,))
    whole = not one.tally.held and (choice.widening or not plan.widening)
    if came != expected or (whole and expected != plan.new_revisions):
        raise NotAsPlanned
    if any(not blobs.exists(session, wanted) for wanted in one.wanted(choice.undone)):
        raise NotAsPlanned


# --- the backup before ----------------------------------------------------------------------------


def _back_up(office: Office, progress: Progress) -> Path:
    """A verified backup beside the vault; of such backups the last few are kept."""
    path = office.path
    name = f"{path.stem}{MARK}{datetime.now():%Y-%m-%d %H%M%S}"
    target, number = path.with_name(f"{name}{backups.SUFFIX}"), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{name} {number}{backups.SUFFIX}")
    made = backups.backup(office.vault, target, progress)
    # The one just made stays, whatever a clock that was put back says of it.
    earlier = sorted(set(_earlier(path)) - {made}, key=lambda one: one.stat().st_mtime_ns)
    for one in earlier[: len(earlier) + 1 - BACKUPS_KEPT]:
        one.unlink(missing_ok=True)
    return made


def _earlier(path: Path) -> Iterable[Path]:
    start = f"{path.stem}{MARK}"
    for one in path.parent.iterdir():
        if one.name.startswith(start) and one.suffix == backups.SUFFIX and one.is_file():
            yield one
