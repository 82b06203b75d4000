"""Says what taking a case file in would do to this vault, and changes nothing.

Every line is read strictly here, so that after planning the whole file is
verified. Of each record only its place in the file and what would become of it
are kept; details are read again when somebody opens them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.exchange.casefile import manifest
from kzcase.exchange.casefile.groups import Group, chunks, groups
from kzcase.exchange.casefile.reading import Opened, Tombstone, open_file
from kzcase.exchange.casefile.shapes import Plan, Proposal, SenderView, Status, Trust
from kzcase.exchange.casefile.widening import deciding, widened
from kzcase.history import withdraw
from kzcase.history.fold import WHOLE, is_erased
from kzcase.history.ledger import quiet_collector
from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.registry import Entry, registry
from kzcase.history.revision import Revision, is_id, split, united
from kzcase.history.roots import is_root
from kzcase.history.tables import is_shared, quoted, rows_in, run, stored_conflicts
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues, records
from kzcase.services.office import Office
from kzcase.vault import blobs

CODES = tuple(Status)
WIDENS, HELD = 1, 2
MOST_SHOWN = 200
_REWRAPPED = (
    "The sender did not address this file to you: somebody who received it passed it on. "
    "It was not changed, but the sender may not want you to have it."
)
HERE = ("here", "deleted", "merged")


@dataclass(slots=True)
class Facts:
    """What the vault says of some records of a file, asked at once."""

    known: Mapping[str, Entry]
    parts: Mapping[bytes, bytes]
    heads: Mapping[str, tuple[bytes, str | None]]
    undone: Mapping[bytes, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What would become of one record.

    `new` are the revisions that are not here, without those `held` back because
    their import was undone here; `joined` known ones that gain parts.
    """

    status: Status
    new: tuple[Revision, ...]
    held: tuple[Revision, ...]
    joined: int
    widens: tuple[str, ...]
    reason: str = ""


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
    refused: list[tuple[str, str]] = field(default_factory=list)
    places: array[int] = field(default_factory=lambda: array("Q"))
    status: bytearray = field(default_factory=bytearray)
    flags: bytearray = field(default_factory=bytearray)

    def note(self, group: Group, judged: Judged) -> None:
        """Add one record."""
        self.places.append(group.place)
        self.status.append(CODES.index(judged.status))
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
        self.withheld += any(one.withheld for one in judged.new)


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
        judge = Judge(session.connection(), self.office.ledger.picture, self.opened)
        lines = self.opened.lines
        with quiet_collector():
            for some in chunks(groups(lines)):
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
            if is_root(one) or (one.id, one.author) in self.opened.proofs:
                continue
            self.tally.unproven += 1
            if one.author in judge.ours and not judge.signed_here(one):
                self.tally.forged[one.author] = self.tally.forged.get(one.author, 0) + 1

    def _made(self, session: Session, judge: Judge) -> Plan:
        tally, said = self.tally, self.opened.manifest
        sender, stops, warnings = _judge_sender(session, self.opened)
        for author, count in tally.forged.items():
            changes = "One change" if count == 1 else f"{count} changes"
            stops.append(
                f"{changes} in this file bear the name of {judge.ours[author]}, who writes in this vault, "
                "and were not signed by them: somebody forged them."
            )
        if tally.held:
            warnings.append(f"{tally.held} records of this file were taken in before and undone here.")
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
            proposals=tuple(_proposals(session, self.opened.tombstones())),
            stops=tuple(stops),
            warnings=tuple(warnings),
            readdressed=_REWRAPPED in warnings,
            refused=tuple(tally.refused),
            seen_before=seen,
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


# --- judging one record ---------------------------------------------------------------------------


class Judge:
    """Compares records of a file with what is in the vault."""

    def __init__(self, connection: Connection, picture: Picture, opened: Opened) -> None:
        self.connection = connection
        self.picture = picture
        self.erased = accepted_tombstones(connection)
        self.ours: dict[str, str] = dict(map(tuple, run(connection, "SELECT id, name FROM writer")))
        self._opened = opened

    def ask(self, some: Sequence[Group]) -> Facts:
        """What the vault says of some records."""
        ids = [one.id for group in some for one in group.revisions]
        parts: dict[bytes, bytes] = {}
        for rows in rows_in(self.connection, "SELECT id, parts FROM revision", "id", ids):
            parts.update(map(tuple, rows))
        known = registry(self.connection, [group.record for group in some])
        heads: dict[str, tuple[bytes, str | None]] = {}
        for kind in {entry.kind or "" for entry in known.values()} & self.picture.tables.keys():
            here = [one for one, entry in known.items() if entry.kind == kind]
            select = f"SELECT id, heads, conflicts FROM {quoted(kind)}"
            for rows in rows_in(self.connection, select, "id", here):
                heads.update((one, (joined or b"", undecided)) for one, joined, undecided in rows)
        undone = withdraw.undone(self.connection, [one for one in ids if one not in parts])
        return Facts(known, parts, heads, undone)

    def judge(self, group: Group, facts: Facts) -> Judged:
        """What would become of one record."""
        gone = self.erased.get(group.record, frozenset())
        if WHOLE in gone:
            return Judged(Status.ERASED, (), (), 0, (), "it was erased in this vault")
        entry = facts.known.get(group.record)
        if entry is not None and entry.kind not in (None, group.kind):
            reason = f"That id is a {entry.kind} in this vault and a {group.kind} in the file."
            return Judged(Status.REFUSED, (), (), 0, (), reason)
        if not is_shared(group.kind):
            reason = f"Records of the kind {group.kind} never come by a case file."
            return Judged(Status.REFUSED, (), (), 0, (), reason)
        revisions = group.revisions
        if gone:
            revisions = [one.only(lambda name: not is_erased(gone, name)) for one in revisions]
        fresh = [one for one in revisions if one.id not in facts.parts]
        joined = [one for one in revisions if one.id in facts.parts and _adds(one, facts.parts[one.id])]
        new, held = split_off(fresh, facts.undone)
        here = len(fresh) < len(revisions) or (entry is not None and entry.kind is not None)
        if not new and not joined:
            return Judged(Status.UNDONE if held else Status.SAME, (), tuple(held), 0, ())
        return self._changes(group, facts, new, held, joined, here and entry is not None)

    def _changes(
        self,
        group: Group,
        facts: Facts,
        new: Sequence[Revision],
        held: Sequence[Revision],
        joined: Sequence[Revision],
        here: bool,
    ) -> Judged:
        heads, undecided = facts.heads.get(group.record, (b"", None))
        in_line = not joined and is_line(heads, new)
        decides = not deciding(group.kind).isdisjoint(
            key for one in (*new, *joined) for part in one.parts for key in part.fields
        )
        status = Status.CHANGED if here else Status.NEW
        if in_line and not decides:
            return Judged(status, tuple(new), tuple(held), 0, ())
        before, after = self.fold_both(group.kind, group.record, [*new, *joined], here)
        if not in_line:
            now = stored_conflicts(after.conflicts)
            if now is not None and now != undecided:
                status = Status.CONFLICT
        widens = widened(
            group.kind, before.values if here else None, after.values, self._is_here, self._may_be_public
        )
        return Judged(status, tuple(new), tuple(held), len(joined), widens)

    def fold_both(self, kind: str, record: str, coming: Iterable[Revision], here: bool) -> tuple[Any, Any]:
        """What a record says now, and what it would say."""
        stored = (
            [one for _, some in stored_revisions(self.connection, [record]) for one in some] if here else []
        )
        erased = self.erased.get(record, frozenset())
        before = self.picture.fold(kind, stored, erased)
        both = {one.id: one for one in stored}
        for one in coming:
            known = both.get(one.id)
            both[one.id] = united(known, one) if known is not None else one
        return before, self.picture.fold(kind, both.values(), erased)

    def signed_here(self, one: Revision) -> bool:
        """Whether a signature that is here already stands over a revision that is not."""
        rows = run(
            self.connection,
            "SELECT 1 FROM signed AS d JOIN signature AS s ON s.seq = d.signature "
            "WHERE d.revision = ? AND s.author = ?",
            (one.id, one.author),
        )
        return rows.fetchone() is not None

    def _is_here(self, record: str) -> bool:
        entry = registry(self.connection, [record]).get(record)
        return entry is not None and entry.status in HERE

    def _may_be_public(self, source: str) -> bool:
        """A source that is not here, or not marked either way, may be public as far as is known."""
        row = run(self.connection, "SELECT public FROM source WHERE id = ?", (source,)).fetchone()
        return row is None or row[0] == 1


def split_off(
    fresh: Sequence[Revision], undone: Mapping[bytes, str]
) -> tuple[list[Revision], list[Revision]]:
    """Revisions that may come, and those whose import was undone with all that stand on these."""
    if not undone:
        return list(fresh), []
    held: set[bytes] = set()
    for one in fresh:  # parents stand first
        if one.id in undone or any(parent in held for parent in split(one.parents)):
            held.add(one.id)
    return [one for one in fresh if one.id not in held], [one for one in fresh if one.id in held]


def is_line(heads: bytes, revisions: Sequence[Revision]) -> bool:
    """Whether each of these stands on all that was before it, beginning with the heads."""
    for one in revisions:
        if one.parents != heads:
            return False
        heads = one.id
    return True


def _adds(one: Revision, stored: bytes) -> bool:
    """Whether a known revision comes with a part that is not here."""
    if one.stored_parts() == stored:
        return False
    from orjson import loads

    here = {part["compartment"] for part in loads(stored)}
    return any(part.compartment not in here for part in one.parts)


# --- the sender -----------------------------------------------------------------------------------


def _judge_sender(session: Session, opened: Opened) -> tuple[SenderView, list[str], list[str]]:
    """Who sent the file, what stops it, and what is to be chosen against knowingly."""
    said = opened.manifest
    who = said.sender
    words = colleagues.fingerprint(who.public, who.age)
    ours = dict(map(tuple, run(session.connection(), "SELECT id, name FROM writer")))
    found = colleagues.contact(session, who.key)
    stops: list[str] = []
    warnings: list[str] = []
    trust, name = Trust.UNKNOWN, who.name
    if who.key in ours:
        trust, name = Trust.OURS, ours[who.key]
    elif found is not None:
        name = found.name
        trust = Trust.VERIFIED if found.verified else Trust.UNCOMPARED
        if found.replaced is not None:
            stops.append(f"{name} has another key now; this file was signed with the old one.")
        elif found.age != who.age:
            stops.append(_changed(found, words))
    elif (other := colleagues.namesake(session, who.name, who.key)) is not None:
        stops.append(_changed(other, words))
    if trust is Trust.UNKNOWN:
        warnings.append(
            f"The sender is not among your contacts. They call themself “{who.name}”; "
            f"the words of their key are: {words}."
        )
    elif trust is Trust.UNCOMPARED:
        warnings.append(f"The words of {name}'s key were never compared: {words}.")
    warnings += _addressing(session, opened, who.key in ours)
    return SenderView(who.key, name, who.name, words, trust), stops, warnings


def _changed(known: colleagues.Contact, words: str) -> str:
    return colleagues.KeyChanged(known.name, known.fingerprint, words).sentence


def _addressing(session: Session, opened: Opened, from_us: bool) -> list[str]:
    said = opened.manifest
    if said.protection == manifest.PLAIN or not opened.sealed:
        told = ["This file is not encrypted: whoever had it could read it."]
        return told if said.protection == manifest.PLAIN else [*told, _REWRAPPED]
    keys = [row[0] for row in run(session.connection(), "SELECT age_public FROM writer")]
    if opened.by_passphrase is not (said.protection == manifest.PASSPHRASE):
        return [_REWRAPPED]
    if said.protection == manifest.RECIPIENTS and not said.addresses(keys) and not from_us:
        return [_REWRAPPED]
    return []


# --- proposals to erase ---------------------------------------------------------------------------


def _proposals(session: Session, stones: Iterable[Tombstone]) -> Iterator[Proposal]:
    """Those proposals to erase that concern what is here and are not known yet."""
    connection = session.connection()
    some = list(stones)
    known = registry(connection, [one.record for one in some])
    listed = {
        tuple(row) for row in run(connection, "SELECT record, compartment, author FROM tombstone").fetchall()
    }
    coming = [
        one
        for one in some
        if (entry := known.get(one.record)) is not None
        and entry.status in HERE
        and (one.record, one.compartment, one.author) not in listed
    ]
    titles = records.titles(session, [one.record for one in coming])
    names = dict(
        map(tuple, run(connection, "SELECT id, name FROM known_key UNION ALL SELECT id, name FROM writer"))
    )
    for one in coming:
        by = names.get(one.author) or f"key {one.author[:8]}"
        yield Proposal(one.record, titles[one.record], one.compartment, by, one.time)
