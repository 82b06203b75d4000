"""What goes into exchange and what comes out of it: frozen, plain values for windows and scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

# --- out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Selection:
    """What shall go into a case file.

    `records` are the people, cases or any records chosen, what belongs to them
    goes along; `everything` takes all that may leave the vault. Left out are
    `without_records` with what belongs to them only, the parts of
    `without_compartments` with the alternative values and citations of these
    details, on demand records marked “do not share” (`without_marked`) and
    people who did not agree to sharing with a named partner (`only_agreed`);
    and the contents of documents if not `documents`.

    `exactly` takes these records and nothing that belongs to them; with
    `erasures` a file that tells only of erasures is written, too.
    """

    records: tuple[str, ...] = ()
    everything: bool = False
    without_records: tuple[str, ...] = ()
    without_compartments: frozenset[str] = frozenset()
    without_marked: bool = False
    only_agreed: bool = False
    documents: bool = True
    exactly: tuple[str, ...] = ()
    erasures: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that does not go along, and why.

    `chosen`, `withheld`, `marked`, `no_consent`, `private`; `not_chosen`: a
    person who is only named by what goes.
    """

    id: str
    kind: str
    title: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a case file would hold, to be looked at before it is written.

    `kinds` are (kind, its words in the plural, how many); `withheld` are
    (compartment, its words, of how many records); `marked` counts records
    marked “do not share” that go all the same.
    """

    records: int
    kinds: tuple[tuple[str, str, int], ...]
    documents: int
    document_bytes: int
    left_out: tuple[LeftOut, ...]
    withheld: tuple[tuple[str, str, int], ...]
    marked: int


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who can open a file: contacts (key ids) and oneself, or whoever has the passphrase, or everyone."""

    contacts: tuple[str, ...] = ()
    passphrase: str | None = field(default=None, repr=False)
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A case file that was written, read back and verified."""

    path: Path
    export: str
    size: int
    revisions: int
    contents: Contents
    recipients: tuple[str, ...]
    protection: str


# --- in -------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What taking a file in does to one record."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SAME = "same"
    REFUSED = "refused"
    ERASED = "erased"
    UNDONE = "undone"


class Trust(StrEnum):
    """What is known of a file's sender."""

    OURS = "ours"
    VERIFIED = "verified"
    UNCOMPARED = "uncompared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SenderView:
    """Who sent a file: how the office calls them, how the file does, and the words of their key."""

    key: str
    name: str
    claimed: str
    fingerprint: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class PlanField:
    """One field that a file would change, in words and as stored.

    `candidates` are the values in conflict as (words, who), first the one that
    would be shown; `widens`: more might be shown to more people than before.
    """

    field: str
    label: str
    before: str
    after: str
    before_value: Any
    after_value: Any
    conflict: bool
    widens: bool
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One record of a file: what taking it in would do, and why it is refused or left out.

    `number` is its place in the file; `unproven` of its `revisions` new here bear
    no valid signature of their author.
    """

    number: int
    id: str
    kind: str
    kind_words: str
    title: str
    status: Status
    widens: bool
    reason: str
    revisions: int
    unproven: int
    withheld: tuple[str, ...]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A colleague's proposal to erase a record that is here, or one compartment of it ("" for all)."""

    record: str
    title: str
    compartment: str
    by: str
    time: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a case file in would do.

    `stops` are reasons why nobody can take it in, `warnings` what must be
    chosen against knowingly; `readdressed`: its sender did not write it to this
    vault; `by_lost`: so many new changes in it bear the names of keys that were
    lost. `counts` has every `Status`; `widening` is how many records would let
    more be shown. `new_revisions` and `documents` are how many come.
    """

    file: str
    sender: SenderView
    created: str
    export: str
    protection: str
    counts: dict[str, int]
    widening: int
    new_revisions: int
    unproven: int
    joined: int
    documents: int
    withheld: int
    proposals: tuple[Proposal, ...]
    stops: tuple[str, ...]
    warnings: tuple[str, ...]
    readdressed: bool
    refused: tuple[tuple[str, str], ...]
    seen_before: str | None = None
    by_lost: int = 0

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to agree to more than what it would do: to whom it may be from."""
        return not self.verified or self.readdressed or self.by_lost > 0

    @property
    def verified(self) -> bool:
        """Whether the sender's key is one's own or was compared."""
        return self.sender.trust in (Trust.OURS, Trust.VERIFIED)

    @property
    def nothing_new(self) -> bool:
        """Whether taking it in would change nothing."""
        return not (self.new_revisions or self.joined or self.documents or self.proposals)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user agreed to beyond the plan itself.

    `unverified`: take in though the sender's key was not compared; `widening`
    and `undone`: also records that widen what may be shown, or whose import
    was undone here; `skip_refused`: the rest, if some are refused.
    """

    unverified: bool = False
    widening: bool = False
    undone: bool = False
    skip_refused: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: the batch's id (None: nothing was new), the plan it was done by, and the backup."""

    batch: str | None
    plan: Plan
    taken: int
    conflicts: int
    backup: Path | None = None
