"""Several laptops in memory write, forget, exchange and erase at random; the fold must hold throughout.

The oracle knows nothing of ancestors. For each revision it remembers what its
writer had before their eyes, and says: a value is live unless the writer of
another one of the same field had it before their eyes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kzcase.history.canonical import encode
from kzcase.history.fold import Folded, fold, protection
from kzcase.history.groups import representatives
from kzcase.history.ops import change
from kzcase.history.revision import Revision, from_line, join, make, united
from kzcase.history.roots import Row, root
from kzcase.history.upcast import Upcasters
from kzcase.models.base import kinds
from kzcase.models.fields import Field, Nature
from tests.soak import examples

NEW = {key: one for key, one in kinds()["person"].fields.items() if one.nature is Nature.RECORDED}
OLD: dict[str, Field] = {**NEW, "job": replace(NEW["occupation"], key="job")}
del OLD["occupation"]


def _renamed(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"occupation" if key == "job" else key: value for key, value in fields.items()}


UPCASTERS = Upcasters({("person", 1): _renamed})
RECORDS = [f"00000000-0000-4000-8000-{n:012d}" for n in range(3)]
SCALARS = ("occupation", "born", "family", "health", "pseudonym", "do_not_share", "liberty", "merged_into")
VALUES: dict[str, list[Any]] = {
    "occupation": ["blogger", "poet", None],
    "born": ["1984", "1985-03"],
    "family": ["two children", "married", None],
    "health": ["well", "ill"],
    "pseudonym": ["A.", "B.", None],
    "do_not_share": [True, False, None],
    "liberty": [{"status": "free"}, {"status": "detained", "since": "2020"}, None],
    "merged_into": [*RECORDS, None],
    "deleted": [True, False],
}
TAGS = ["blogger", "lawyer", "journalist"]


@dataclass
class World:
    """What really happened: every revision with all its parts, and what its writer had seen of the record."""

    random: random.Random
    made: dict[bytes, Revision] = field(default_factory=dict)
    seen: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    clock: int = 2020


@dataclass
class Laptop:
    """One set of revisions, some of them without all their parts, and accepted tombstones."""

    schema: int
    author: str
    here: dict[bytes, Revision] = field(default_factory=dict)
    erased: dict[str, set[str]] = field(default_factory=dict)

    def take(self, revisions: Iterable[Revision]) -> None:
        for one in revisions:
            gone = self.erased.get(one.record, set())
            one = one.only(lambda name, gone=gone: not gone & {name, ""})  # type: ignore[misc]
            self.here[one.id] = united(self.here[one.id], one) if one.id in self.here else one

    def of(self, record: str) -> list[Revision]:
        return [one for one in self.here.values() if one.record == record]

    def fold(self, record: str) -> Folded:
        return folded(self.of(record), frozenset(self.erased.get(record, set())))

    def counted(self, record: str) -> frozenset[bytes]:
        waiting = set(self.fold(record).waiting)
        return frozenset(one.id for one in self.of(record) if one.id not in waiting)


def folded(revisions: Iterable[Revision], erased: frozenset[str] = frozenset()) -> Folded:
    return fold([UPCASTERS.item(one) for one in revisions], NEW, erased)


def write(world: World, laptop: Laptop, record: str, form: tuple[bytes, frozenset[bytes]]) -> None:
    """Save a form that was read at some heads, perhaps long ago."""
    rng = world.random
    heads, seen = form
    if not heads and not seen and rng.random() < 0.3:  # the same row of a script file, anywhere
        row = Row("person", record, {"occupation": "blogger", "roles": ["blogger"]})
        one = root(row, NEW, schema=2)
    else:
        entries: dict[str, Any] = {}
        for key in rng.sample([*SCALARS, "deleted", "roles"], rng.randint(1, 3)):
            if key == "roles":
                before = folded(one for one in laptop.here.values() if one.id in seen).values.get("roles")
                after = frozenset(rng.sample(TAGS, rng.randint(0, 2)))
                if entry := change(NEW["roles"], after, before):
                    entries["roles"] = entry
            else:
                entries[key] = rng.choice(VALUES[key])
        declared = NEW
        if laptop.schema == 1:
            declared = OLD
            if "occupation" in entries:
                entries["job"] = entries.pop("occupation")
        one = make(
            "person",
            record,
            entries,
            declared,
            parents=heads,
            author=laptop.author,
            time=f"{world.clock + rng.randint(-30, 30)}-01-01T00:00:00Z",
            schema=laptop.schema,
            salt=lambda: f"{rng.getrandbits(128):032x}",
        )
    world.made[one.id] = one
    world.seen[one.id] = seen | world.seen.get(one.id, frozenset())
    laptop.take([one])


def live_form(laptop: Laptop, record: str) -> tuple[bytes, frozenset[bytes]]:
    return laptop.fold(record).heads, laptop.counted(record)


def play(seed: int, steps: int, laptops: int, clock: int = 2020) -> tuple[World, list[Laptop]]:
    """A random story of some laptops."""
    rng = random.Random(seed)
    world = World(rng, clock=clock)
    office = [Laptop(rng.choice([1, 2]), f"{n:032x}") for n in range(laptops)]
    forms: dict[tuple[int, str], tuple[bytes, frozenset[bytes]]] = {}
    for _ in range(steps):
        n = rng.randrange(laptops)
        laptop, record = office[n], rng.choice(RECORDS)
        match rng.choice(["write", "write", "write", "open", "stale", "send", "part", "holes", "erase"]):
            case "write":
                write(world, laptop, record, live_form(laptop, record))
            case "open":
                forms[n, record] = live_form(laptop, record)
            case "stale" if (n, record) in forms:
                write(world, laptop, record, forms.pop((n, record)))
            case "send":
                rng.choice(office).take(laptop.of(record))
            case "part":
                withheld = rng.choice(["open", "family", "health", "identity"])
                rng.choice(office).take(
                    one.only(lambda name, withheld=withheld: name != withheld)  # type: ignore[misc]
                    for one in laptop.of(record)
                )
            case "holes":
                known = laptop.of(record)
                rng.choice(office).take(rng.sample(known, rng.randint(0, len(known))))
            case "erase" if rng.random() < 0.2:
                laptop.erased.setdefault(record, set()).add(rng.choice(["", "health", "family"]))
                kept, laptop.here = laptop.here, {}
                laptop.take(kept.values())
    return world, office


# --- the oracle -----------------------------------------------------------------------------------


def says(one: Revision, erased: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in one.parts:
        if not erased & {part.compartment, ""}:
            found.update(_renamed(part.fields) if one.schema == 1 else part.fields)
    return found


@dataclass
class Oracle:
    """What a set of revisions of one record must say, by what each writer had before their eyes."""

    world: World
    revisions: list[Revision]
    erased: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        here = {one.id for one in self.revisions}
        self.counted = [one for one in self.revisions if self.world.seen[one.id] <= here]

    def saw(self, one: Revision, other: Revision) -> bool:
        return other.id in self.world.seen[one.id]

    def live(self, key: str) -> list[tuple[Revision, Any]]:
        setters = [one for one in self.counted if key in says(one, self.erased)]
        return [
            (one, says(one, self.erased)[key])
            for one in setters
            if not any(self.saw(other, one) for other in setters)
        ]

    def tags(self) -> frozenset[str]:
        given = [
            (one, says(one, self.erased).get("roles", {"add": [], "remove": []})) for one in self.counted
        ]
        return frozenset(
            tag
            for one, ops in given
            for tag in ops["add"]
            if not any(tag in other["remove"] and self.saw(by, one) for by, other in given)
        )

    def deleted(self) -> bool:
        deletions = [one for one, value in self.live("deleted") if value is True]
        return any(
            all(
                other in deletions or self.saw(one, other) or self.saw(other, one)
                for other in self.counted
                if other.id != one.id
            )
            for one in deletions
        )

    def heads(self) -> bytes:
        return join(one.id for one in self.counted if not any(self.saw(other, one) for other in self.counted))


def agree(result: Folded, oracle: Oracle) -> None:
    """The fold says what the oracle says, of every field."""
    assert result.heads == oracle.heads()
    assert result.counted == len(oracle.counted)
    assert set(result.waiting) == {one.id for one in oracle.revisions} - {one.id for one in oracle.counted}
    assert result.values.get("roles", frozenset()) == oracle.tags()
    assert result.deleted == oracle.deleted()
    for key in SCALARS:
        live = oracle.live(key)
        found = {(one.revision, encode(one.value)) for one in result.conflicts.get(key, ())}
        if len({encode(value) for _, value in live}) > 1:
            assert found == {(one.id, encode(value)) for one, value in live}
            shown = result.conflicts[key][0]
            assert result.values.get(key) == shown.value
            if NEW[key].protect is not None:
                most = max(protection(NEW[key], value, ()) for _, value in live)
                assert protection(NEW[key], shown.value, ()) == most
            else:
                eldest = max(live, key=lambda one: (len(oracle.world.seen[one[0].id]), one[0].id))
                assert shown.revision == eldest[0].id
        else:
            assert not found
            assert result.values.get(key) == (live[0][1] if live else None)


def all_parts_listed(laptop: Laptop, world: World, record: str) -> None:
    """Every value typed into a revision stands in it, or is listed as withheld, erased or waiting."""
    result = laptop.fold(record)
    for one in laptop.of(record):
        for part in world.made[one.id].parts:
            here = part in one.parts
            listed = (one.id, part.compartment) in result.withheld or one.id in result.waiting
            erased = bool(laptop.erased.get(record, set()) & {part.compartment, ""})
            assert here or listed or erased


stories = st.tuples(st.integers(0, 2**32), st.integers(1, 40), st.integers(3, 5))


@settings(max_examples=examples(300, 10_000))
@given(stories)
def test_every_laptop_says_what_the_oracle_says(story: tuple[int, int, int]) -> None:
    world, office = play(*story)
    for laptop in office:
        for record in RECORDS:
            erased = frozenset(laptop.erased.get(record, set()))
            agree(laptop.fold(record), Oracle(world, laptop.of(record), erased))
            all_parts_listed(laptop, world, record)


@settings(max_examples=examples(200, 5_000))
@given(stories, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_state(
    story: tuple[int, int, int], order: random.Random
) -> None:
    world, office = play(*story)
    first: list[dict[str, Folded]] = []
    for _ in range(4):
        received = Laptop(2, "f" * 32)
        senders = [*office, *order.sample(office, 2)]
        order.shuffle(senders)
        for sender in senders:
            revisions = list(sender.here.values())
            order.shuffle(revisions)
            received.take(revisions)
        first.append({record: received.fold(record) for record in RECORDS})
    assert first.count(first[0]) == len(first)
    for record in RECORDS:
        union = {key: one for key, one in received.here.items() if one.record == record}
        agree(first[0][record], Oracle(world, list(union.values())))


@settings(max_examples=examples(100, 5_000))
@given(stories)
def test_joining_is_idempotent_commutative_and_associative(story: tuple[int, int, int]) -> None:
    _, (a, b, c, *_) = play(*story)

    def joined(*laptops: Laptop) -> dict[bytes, Revision]:
        made = Laptop(2, "f" * 32)
        for laptop in laptops:
            made.take(laptop.here.values())
        return made.here

    ab = Laptop(2, "", joined(a, b))
    bc = Laptop(2, "", joined(b, c))
    assert joined(a, a) == joined(a)
    assert joined(a, b) == joined(b, a)
    assert joined(ab, b) == ab.here
    assert joined(ab, c) == joined(a, bc)


@settings(max_examples=examples(100, 5_000))
@given(stories)
def test_no_clock_can_change_what_is_live(story: tuple[int, int, int]) -> None:
    """The same story with clocks off by decades: other ids, the same values, decided and undecided."""

    def outcome(clock: int) -> list[Any]:
        _, office = play(*story, clock=clock)
        return [
            (
                {key: value for key, value in result.values.items() if key not in result.conflicts},
                {key: sorted(encode(one.value) for one in found) for key, found in result.conflicts.items()},
                len(result.waiting),
            )
            for laptop in office
            for record in RECORDS
            for result in [laptop.fold(record)]
        ]

    assert outcome(1990) == outcome(2050)


@settings(max_examples=examples(100, 5_000))
@given(stories)
def test_lines_carry_every_revision_unchanged(story: tuple[int, int, int]) -> None:
    _, office = play(*story)
    for laptop in office:
        for one in laptop.here.values():
            assert from_line(one.line()) == one


@settings(max_examples=examples(100, 5_000))
@given(stories, st.sampled_from(["", "health", "family"]))
def test_an_accepted_tombstone_beats_every_revision_in_any_order(
    story: tuple[int, int, int], compartment: str
) -> None:
    _, office = play(*story)
    before, after = Laptop(2, ""), Laptop(2, "")
    for record in RECORDS:
        before.erased[record] = {compartment}
    for laptop in office:
        before.take(laptop.here.values())
        after.take(laptop.here.values())
    for record in RECORDS:
        late = folded(after.of(record), frozenset({compartment}))
        assert late == before.fold(record)
        gone = {"health": ["health"], "family": ["family"], "": NEW}[compartment]
        assert not late.values.keys() & set(gone)
        assert not late.conflicts.keys() & set(gone)


@settings(max_examples=examples(100, 5_000))
@given(stories)
def test_deciding_resolves_exactly_the_fields_that_are_decided(story: tuple[int, int, int]) -> None:
    _, office = play(*story)
    for laptop in office:
        for record in RECORDS:
            before = laptop.fold(record)
            if "occupation" not in before.conflicts:
                continue
            shown = before.values.get("occupation")
            one = make(
                "person",
                record,
                {"occupation": shown},
                NEW,
                parents=before.heads,
                author=laptop.author,
                time=None,
                schema=2,
            )
            laptop.take([one])
            after = laptop.fold(record)
            assert after.conflicts == {k: v for k, v in before.conflicts.items() if k != "occupation"}
            assert after.values == before.values
            assert after.heads == one.id


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))
def test_one_record_stands_for_every_group_of_merged_ones(merged_into: dict[str, str]) -> None:
    merged_into = {a: b for a, b in merged_into.items() if a != b}
    found = representatives(merged_into)
    assert found.keys() == {*merged_into, *merged_into.values()}
    for one, chosen in found.items():
        group = {one}
        while more := {
            x for a, b in merged_into.items() for x in (a, b) if (a in group or b in group) and x not in group
        }:
            group |= more
        ends = group - merged_into.keys()
        assert chosen == (min(ends) if ends else min(group))
        assert all(found[other] == chosen for other in group)
