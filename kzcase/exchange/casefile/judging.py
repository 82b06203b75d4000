"""Compares records of a case file with what is in the vault, and says what would become of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kzcase.exchange.casefile.groups import Group
from kzcase.exchange.casefile.known import Recogniser
from kzcase.exchange.casefile.reading import Opened
from kzcase.exchange.casefile.shapes import Status
from kzcase.exchange.casefile.widening import deciding, is_here, may_be_public, moving, widened
from kzcase.history import withdraw
from kzcase.history.fold import WHOLE, is_erased
from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.registry import Entry, registry
from kzcase.history.revision import Revision, split, united
from kzcase.history.store import signed_by
from kzcase.history.tables import each_in, is_shared, quoted, rows_in, run, single, stored_conflicts
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment


@dataclass(slots=True)
class Facts:
    """What the vault says of some records of a file, asked at once; `heads` of those that bring something."""

    known: Mapping[str, Entry]
    parts: Mapping[bytes, bytes]
    heads: Mapping[str, tuple[bytes, str | None]]
    undone: Mapping[bytes, str]


class Judged(NamedTuple):
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


_NONE: Mapping[str, str] = {}
SAME = Judged(Status.SAME, (), (), 0, ())


class Judge:
    """Compares records of a file with what is in the vault; `lost` keys are known by their ids."""

    def __init__(
        self, connection: Connection, picture: Picture, opened: Opened, lost: Mapping[str, str] = _NONE
    ) -> None:
        self.connection = connection
        self.picture = picture
        self.erased = accepted_tombstones(connection)
        self.ours: dict[str, str] = dict(map(tuple, run(connection, "SELECT id, name FROM writer")))
        self.lost = lost
        self.recognise = Recogniser(connection, self.erased)
        self._deciding: dict[str, frozenset[str]] = {}
        self._opened = opened
        self._any_undone = single(connection, "SELECT 1 FROM batch WHERE undone IS NOT NULL LIMIT 1")

    def ask(self, some: Sequence[Group]) -> Facts:
        """What the vault says of some records."""
        some = [group for group in some if not group.here]
        known = registry(self.connection, [group.record for group in some])
        met = [one for one, entry in known.items() if entry.kind is not None]
        # By record, not by id: what stands together in the file stands together in the vault, too.
        coming = {one.id for group in some for one in group.revisions}
        here = each_in(self.connection, "SELECT id, parts FROM revision", "record", met)
        parts: dict[bytes, bytes] = {one: stored for one, stored in here if one in coming}
        heads: dict[str, tuple[bytes, str | None]] = {}
        brings = {
            group.record
            for group in some
            if group.record in known and any(parts.get(one.id) != one.stored_parts for one in group.revisions)
        }
        for kind in {entry.kind or "" for entry in known.values()} & self.picture.tables.keys():
            changed = [one for one, entry in known.items() if entry.kind == kind and one in brings]
            select = f"SELECT id, heads, conflicts FROM {quoted(kind)}"
            for rows in rows_in(self.connection, select, "id", changed):
                heads.update((one, (joined or b"", undecided)) for one, joined, undecided in rows)
        undone: Mapping[bytes, str] = {}
        if self._any_undone:
            undone = withdraw.undone(self.connection, sorted(coming - parts.keys()))
        return Facts(known, parts, heads, undone)

    def judge(self, group: Group, facts: Facts) -> Judged:
        """What would become of one record."""
        if group.here:
            return SAME
        if (stray := misplaced(group)) is not None:
            reason = (
                f"“{stray}” does not stand among the details to which it belongs, and would go out with "
                "others where it is withheld. The file was made wrongly."
            )
            return Judged(Status.REFUSED, (), (), 0, (), reason)
        if self._is_fresh(group, facts):
            return Judged(Status.NEW, tuple(group.revisions), (), 0, ())
        gone = self.erased.get(group.record, frozenset())
        if WHOLE in gone:
            return Judged(Status.ERASED, (), (), 0, (), "it was erased in this vault")
        entry = facts.known.get(group.record)
        if entry is not None and entry.kind not in (None, group.kind):
            reason = (
                f"It bears the id of a record of another kind here: “{_label(group.kind)}” in the file, "
                f"“{_label(entry.kind)}” in this vault. One of the two was made wrongly."
            )
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

    def _is_fresh(self, group: Group, facts: Facts) -> bool:
        """Whether nothing of a record is or was here, and nothing it says decides what may be shown.

        What most records of a file are: the rest of `judge` would find the same by a longer way.
        """
        entry = facts.known.get(group.record)
        if entry is not None and entry.kind is not None:
            return False
        if facts.undone or group.record in self.erased:
            return False
        protective = self._deciding.get(group.kind)
        if protective is None:
            protective = deciding(group.kind) if is_shared(group.kind) else None
            if protective is None:
                return False
            self._deciding[group.kind] = protective
        return is_line(b"", group.revisions) and all(
            protective.isdisjoint(part.fields) for one in group.revisions for part in one.parts
        )

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
        telling = deciding(group.kind) | (moving(group.kind) if here else frozenset())
        decides = not telling.isdisjoint(
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
            group.kind,
            before.values if here else None,
            after.values,
            partial(is_here, self.connection),
            partial(may_be_public, self.connection),
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
        return bool(signed_by(self.connection, one.author, (one.id,)))


def _label(kind: str | None) -> str:
    known = kinds().get(kind or "")
    return known.label if known is not None else kind or ""


@cache
def _elsewhere(kind: str) -> Mapping[str, frozenset[str]]:
    """By compartment the fields of a kind that belong to another one; by "" all of its fields."""
    fields = kinds()[kind].fields.values() if kind in kinds() else ()
    of = {one.value: frozenset(f.key for f in fields if f.compartment is not one) for one in Compartment}
    return {**of, "": frozenset(one.key for one in fields)}


def misplaced(group: Group) -> str | None:
    """What a field of a record is called that stands in the part of another compartment than its own."""
    elsewhere = _elsewhere(group.kind)
    for one in group.revisions:
        for part in one.parts:
            wrong = elsewhere.get(part.compartment, elsewhere[""])
            if not wrong.isdisjoint(part.fields):
                return kinds()[group.kind].fields[min(wrong & part.fields.keys())].label
    return None


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
    if one.stored_parts == stored:
        return False
    from orjson import loads

    here = {part["compartment"] for part in loads(stored)}
    return any(part.compartment not in here for part in one.parts)
