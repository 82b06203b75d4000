"""Says what taking a case file in would do to this vault, and changes nothing.

Every line is read strictly here, so that after planning the whole file is
verified. Of each record only its place in the file and what would become of it
are kept; details are read again when somebody opens them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from kzcase.exchange.casefile.groups import Group, chunks, groups
from kzcase.exchange.casefile.judging import Judge, Judged
from kzcase.exchange.casefile.reading import Opened, open_file
from kzcase.exchange.casefile.senders import REWRAPPED, judge_sender, proposals
from kzcase.exchange.casefile.shapes import Plan, Status
from kzcase.history import withdraw
from kzcase.history.ledger import quiet_collector
from kzcase.history.revision import IMPORT, is_id
from kzcase.history.roots import is_root
from kzcase.history.tables import run
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues, losing, lostkeys
from kzcase.services.office import Office
from kzcase.vault import blobs

CODES = tuple(Status)
CODE_OF = {status: code for code, status in enumerate(CODES)}
WIDENS, HELD = 1, 2
MOST_SHOWN = 200


class Known:
    """Which revisions of a file are here just like that, with the compartments that the file brings of each.

    So that taking the file in need not read them a second time.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._which = array("I")
        self._words: dict[str, int] = {}

    def note(self, group: Group) -> None:
        """Add the revisions of one record."""
        for here in group.here:
            self._ids += here.id
            self._which.append(self._words.setdefault(here.compartments, len(self._words)))
        for one in () if group.here else group.revisions:
            words = " ".join([part.compartment for part in one.parts])
            self._ids += one.id
            self._which.append(self._words.setdefault(words, len(self._words)))

    def some(self, most: int) -> Iterator[Mapping[bytes, str]]:
        """All of them, so many at a time in the order of their ids: by id the compartments (space-separated).

        In that order the vault's tables of imports are walked through once, not leapt about in.
        """
        words = list(self._words)
        for start in range(0, len(self._which), most):
            some = (
                (bytes(self._ids[at * 32 : at * 32 + 32]), words[self._which[at]])
                for at in range(start, min(start + most, len(self._which)))
            )
            yield dict(sorted(some))


@dataclass(slots=True)
class Tally:
    """Collects what is found on the way through a file."""

    counts: dict[str, int] = field(default_factory=lambda: {one.value: 0 for one in Status})
    widening: int = 0
    new_revisions: int = 0
    unproven: int = 0
    joined: int = 0
    withheld: int = 0
    held: int = 0
    forged: dict[str, int] = field(default_factory=dict)
    by_lost: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    places: array[int] = field(default_factory=lambda: array("Q"))
    status: bytearray = field(default_factory=bytearray)
    flags: bytearray = field(default_factory=bytearray)
    known: Known = field(default_factory=Known)

    def note(self, group: Group, judged: Judged) -> None:
        """Add one record."""
        if judged.status is Status.SAME:
            self.known.note(group)
        self.places.append(group.place)
        self.status.append(CODE_OF[judged.status])
        self.flags.append((WIDENS if judged.widens else 0) | (HELD if judged.held else 0))
        self.counts[judged.status.value] += 1
        self.widening += bool(judged.widens)
        self.held += bool(judged.held)
        if judged.status in (Status.REFUSED, Status.ERASED):
            if judged.status is Status.REFUSED and len(self.refused) < MOST_SHOWN:
                self.refused.append((group.record, judged.reason))
            return
        self.new_revisions += len(judged.new)
        self.joined += judged.joined
        self.withheld += any(len(one.parts) < len(one.commitments) for one in judged.new)


class Incoming:
    """A case file that was opened and planned; to be taken in (`take`) or closed.

    `plan` says in sum what taking it in would do.
    """

    def __init__(self, office: Office, opened: Opened) -> None:
        self.office = office
        self.opened = opened
        self.tally = Tally()
        self.plan: Plan
        self.commits = 0
        self.names = Names()
        self._members = {one.sha256 for one in opened.documents}
        self._files: set[str] = set()
        self._held_files: set[str] = set()

    @classmethod
    def open(
        cls,
        office: Office,
        path: Path,
        *,
        passphrase: str | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Open, verify and plan a case file; raises kinds of `CaseFileError`, `NotFound`, `Cancelled`."""
        watched = progress or quiet()
        with office.read() as session:
            keys = colleagues.identities(session)
        opened = open_file(path, keys, office.path.parent, passphrase=passphrase, progress=watched)
        incoming = cls(office, opened)
        try:
            with office.read() as session:
                incoming.look(session, watched)
        except BaseException:
            opened.close()
            raise
        return incoming

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the file; nothing of it stays."""
        self.opened.close()

    def look(self, session: Session, progress: Progress) -> None:
        """Plan by what the vault holds now."""
        self.tally, self.names = Tally(), Names()
        self._files, self._held_files = set(), set()
        self.commits = self.office.vault.commit_counter(session)
        lost = lostkeys.lost(session)
        judge = Judge(session.connection(), self.office.ledger.picture, self.opened, lost)
        lines = self.opened.lines
        with quiet_collector():
            for some in chunks(groups(lines, recognise=judge.recognise)):
                progress.step("Comparing with what is here", lines.tell(), lines.size)
                facts = judge.ask(some)
                for group in some:
                    self.names.note(group)
                    judged = judge.judge(group, facts)
                    self._note_files(group, judged)
                    self._prove(judge, judged)
                    self.tally.note(group, judged)
        self.names.settle()
        self.plan = self._made(session, judge)

    def widening_by_status(self) -> dict[str, int]:
        """How many of the records that would let more be shown would be new, changed, in conflict."""
        found = dict.fromkeys(self.tally.counts, 0)
        for status, flags in zip(self.tally.status, self.tally.flags, strict=True):
            found[CODES[status].value] += bool(flags & WIDENS)
        return found

    def wanted(self, undone: bool) -> set[str]:
        """The hashes of the file's documents that a record names which is, or may come, here."""
        return self._files | (self._held_files if undone else set())

    def _note_files(self, group: Group, judged: Judged) -> None:
        if group.kind == "document" and judged.status not in (Status.REFUSED, Status.ERASED):
            named = {name for one in group.revisions for name in withdraw.files_of(one)}
            into = self._held_files if judged.status is Status.UNDONE else self._files
            into.update(named & self._members)

    def _prove(self, judge: Judge, judged: Judged) -> None:
        if judged.status in (Status.REFUSED, Status.ERASED):
            return
        for one in (*judged.new, *judged.held):
            if one.author in judge.lost:
                self.tally.by_lost[one.author] = self.tally.by_lost.get(one.author, 0) + 1
            if (one.author == IMPORT and is_root(one)) or (one.id, one.author) in self.opened.proofs:
                continue
            self.tally.unproven += 1
            if one.author in judge.ours and not judge.signed_here(one):
                self.tally.forged[one.author] = self.tally.forged.get(one.author, 0) + 1

    def _made(self, session: Session, judge: Judge) -> Plan:
        tally, said = self.tally, self.opened.manifest
        sender, stops, warnings = judge_sender(session, self.opened)
        for author, count in tally.forged.items():
            changes = "One change" if count == 1 else f"{count} changes"
            stops.append(
                f"{changes} in this file bear the name of {judge.ours[author]}, who writes in this vault, "
                "and were not signed by them: somebody forged them."
            )
        warnings += _by_lost(session, tally.by_lost, judge.lost)
        if tally.held:
            were = (
                "One record of this file was"
                if tally.held == 1
                else f"{tally.held} records of this file were"
            )
            warnings.append(f"{were} taken in before and taken back here.")
        seen = run(
            session.connection(),
            "SELECT max(time) FROM batch WHERE export = ? AND undone IS NULL",
            (said.export,),
        ).fetchone()[0]
        return Plan(
            file=self.opened.path.name,
            sender=sender,
            created=said.created,
            export=said.export,
            protection=said.protection,
            counts=dict(tally.counts),
            widening=tally.widening,
            new_revisions=tally.new_revisions,
            unproven=tally.unproven,
            joined=tally.joined,
            documents=sum(1 for one in self._files if not blobs.exists(session, one)),
            withheld=tally.withheld,
            proposals=tuple(proposals(session, self.opened.tombstones())),
            stops=tuple(stops),
            warnings=tuple(warnings),
            readdressed=REWRAPPED in warnings,
            refused=tuple(tally.refused),
            seen_before=seen,
            by_lost=sum(tally.by_lost.values()),
        )


def _by_lost(session: Session, counted: Mapping[str, int], lost: Mapping[str, str]) -> Iterator[str]:
    """What is to be known of changes whose author's key is in somebody else's hands."""
    names = {one.key: one.name for one in losing.lost_in(session)}
    for author, number in counted.items():
        some = "One new change" if number == 1 else f"{number} new changes"
        bear = "bears" if number == 1 else "bear"
        name = names.get(author, f"key {author[:8]}")
        yield (
            f"{some} in this file {bear} the name of {name}, whose key was marked as lost on "
            f"{lost[author][:10]}: who has that vault now may have written this."
        )


class Names:
    """Where in a file the names of its people stand, so that a new person can be called by one."""

    def __init__(self) -> None:
        self._people = array("Q")
        self._places = array("Q")

    def note(self, group: Group) -> None:
        """Remember a name's place."""
        if group.kind == "name":
            for part in group.revisions[0].parts:
                person = part.fields.get("person")
                if isinstance(person, str):
                    self._people.append(hash_of(person))
                    self._places.append(group.place)

    def settle(self) -> None:
        """To be called when all are there."""
        order = sorted(range(len(self._people)), key=lambda n: (self._people[n], self._places[n]))
        self._people = array("Q", (self._people[n] for n in order))
        self._places = array("Q", (self._places[n] for n in order))

    def places(self, person: str) -> list[int]:
        """Where the names of a person may stand."""
        wanted = hash_of(person)
        first, last = bisect_left(self._people, wanted), bisect_right(self._people, wanted)
        return list(self._places[first:last])


def hash_of(record: str) -> int:
    """A short number for a record id."""
    return int(record.replace("-", "")[:16], 16) if is_id(record) else 0
