"""The fold: what a record says, as a pure function of the set of its revisions.

Nothing here knows a clock, an order of arrival or a vault. In short:

- A revision counts when all its ancestors are here; until then it waits.
- The candidates of a field are the revisions that set it and are no ancestor
  of another that sets it. Candidates of different values are a conflict; all
  are kept, and first stands the one with the most ancestors, then the greatest id.
- A set holds an element if some addition of it is no ancestor of a removal.
- A protective field shows the candidate that protects most.
- A deletion is contested by every revision that neither saw it nor was seen
  by it (other deletions apart); while every deletion is contested, the record is shown.
- Two vaults that take in the same row of a script file each write what it guards with
  a salt of their own; who saw one of these twins is taken to have seen the other.
- What was erased with consent (an accepted tombstone) does not count at all.

Ancestors are bit masks: bit n of a mask stands for the n-th revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kzcase.history.canonical import encode
from kzcase.history.revision import IMPORT
from kzcase.models.fields import Compartment, Field, Protect

DELETED = "deleted"
WHOLE = ""
"""The compartment of a tombstone that covers the whole record."""


class Item(NamedTuple):
    """What the fold needs of a revision: `parts` are fields by compartment, in today's names."""

    id: bytes
    parents: tuple[bytes, ...]
    author: str
    parts: Mapping[str, Mapping[str, Any]]
    withheld: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """One live value of a field, and the revision that says it."""

    revision: bytes
    value: Any
    author: str


@dataclass(frozen=True, slots=True)
class Folded:
    """What a record says. `values` holds given values only, sets as frozensets.

    `conflicts` are the fields whose candidates differ, first the one shown.
    `withheld` are the (revision, compartment) pairs whose part is not here,
    `waiting` the revisions that miss an ancestor. `others` are the values of
    fields that this program does not know.
    """

    values: Mapping[str, Any]
    conflicts: Mapping[str, tuple[Candidate, ...]]
    erased: bool
    heads: bytes
    counted: int
    withheld: tuple[tuple[bytes, str], ...] = ()
    waiting: tuple[bytes, ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)

    @property
    def deleted(self) -> bool:
        """Whether the record counts as deleted."""
        return self.values.get(DELETED) is True


def fold(
    revisions: Iterable[Item],
    fields: Mapping[str, Field],
    erased: frozenset[str] = frozenset(),
    orders: Mapping[str, Sequence[str]] | None = None,
) -> Folded:
    """Fold the revisions of one record.

    `fields` are the kind's recorded fields by key; `erased` the compartments
    of accepted tombstones (`WHOLE` for all); `orders` the terms of those
    vocabularies whose first term protects most.
    """
    counted, waiting = _in_order(revisions)
    ancestors = _ancestors(counted, _twins(counted, erased))
    stated = [_says(item, erased) for item in counted]
    setters: dict[str, list[int]] = {}
    for n, says in enumerate(stated):
        for key in says:
            setters.setdefault(key, []).append(n)

    def candidates(key: str, those: Iterable[int]) -> list[Candidate]:
        first_shown = sorted(those, key=lambda n: (ancestors[n].bit_count(), counted[n].id), reverse=True)
        return [Candidate(counted[n].id, stated[n].get(key), counted[n].author) for n in first_shown]

    values: dict[str, Any] = {}
    others: dict[str, Any] = {}
    conflicts: dict[str, tuple[Candidate, ...]] = {}
    for key in sorted(setters.keys() - {DELETED}):
        declared = fields.get(key)
        if declared is not None and declared.type.is_set:
            values[key] = _elements(key, setters[key], stated, ancestors) or None
            continue
        live = candidates(key, _unseen(setters[key], ancestors))
        if declared is not None and declared.protect is not None:
            terms = (orders or {}).get(declared.vocabulary, ())
            live.sort(key=lambda one: protection(declared, one.value, terms), reverse=True)
        if len({encode(one.value) for one in live}) > 1:
            conflicts[key] = tuple(live)
        (others if declared is None else values)[key] = live[0].value

    deleted, disputed = _deletion(setters.get(DELETED, ()), stated, counted, ancestors)
    values[DELETED] = deleted or None
    if disputed:
        conflicts[DELETED] = tuple(candidates(DELETED, disputed))
    return Folded(
        {key: value for key, value in values.items() if value is not None},
        conflicts,
        WHOLE in erased,
        b"".join(sorted(counted[n].id for n in _unseen(range(len(counted)), ancestors))),
        len(counted),
        tuple((item.id, name) for item in counted for name in item.withheld if not is_erased(erased, name)),
        waiting,
        {key: value for key, value in others.items() if value is not None},
    )


def is_erased(erased: frozenset[str], compartment: str) -> bool:
    """Whether a record's accepted tombstones cover a compartment."""
    return WHOLE in erased or compartment in erased


def _says(item: Item, erased: frozenset[str]) -> dict[str, Any]:
    """The fields that a revision sets, without what was erased."""
    says: dict[str, Any] = {}
    for compartment in sorted(item.parts):
        if not is_erased(erased, compartment):
            says.update(item.parts[compartment])
    return says


def _in_order(revisions: Iterable[Item]) -> tuple[list[Item], tuple[bytes, ...]]:
    """The revisions that count, parents before children, and the ids of those that wait."""
    by_id = {item.id: item for item in revisions}
    missing = {key: len(set(item.parents)) for key, item in by_id.items()}
    children: dict[bytes, list[bytes]] = {}
    for key in sorted(by_id):
        for parent in set(by_id[key].parents):
            children.setdefault(parent, []).append(key)
    ready = [key for key in sorted(by_id) if not missing[key]]
    order = []
    for key in ready:  # grows while it is read
        order.append(by_id[key])
        for child in children.get(key, ()):
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return order, tuple(sorted(key for key, count in missing.items() if count))


def _ancestors(counted: Sequence[Item], twins: Mapping[int, int]) -> list[int]:
    """For each revision the mask of all its ancestors, and of the twins of these."""
    place = {item.id: n for n, item in enumerate(counted)}
    masks: list[int] = []
    for item in counted:
        mask = 0
        for parent in item.parents:
            n = place[parent]
            mask |= masks[n] | twins.get(n, 1 << n)
        masks.append(mask)
    return masks


def _twins(counted: Sequence[Item], erased: frozenset[str]) -> dict[int, int]:
    """For each revision that says just what another one does of the same row, the mask of all that do.

    Such a one stands on the row's first revision alone, is not of the `open`
    compartment, and all that it says is here: nobody could tell it apart.
    """
    roots = {item.id for item in counted if item.author == IMPORT and not item.parents}
    alike: dict[tuple[bytes, bytes], list[int]] = {}
    for n, item in enumerate(counted if roots else ()):
        if len(item.parents) != 1 or item.parents[0] not in roots or Compartment.OPEN in item.parts:
            continue
        says = {name: dict(said) for name, said in item.parts.items() if not is_erased(erased, name)}
        if says and all(is_erased(erased, name) for name in item.withheld):
            alike.setdefault((item.parents[0], encode(says)), []).append(n)
    return {n: sum(1 << m for m in group) for group in alike.values() if len(group) > 1 for n in group}


def _unseen(those: Iterable[int], ancestors: Sequence[int]) -> list[int]:
    """Those that are no ancestor of another of them."""
    those = list(those)
    seen = 0
    for n in those:
        seen |= ancestors[n]
    return [n for n in those if not seen >> n & 1]


def _elements(
    key: str, setters: Sequence[int], stated: Sequence[Mapping[str, Any]], ancestors: Sequence[int]
) -> frozenset[str]:
    """The elements of a set: added by someone whom no one who removed them had seen."""
    added: dict[str, int] = {}
    removed: dict[str, int] = {}
    for n in setters:
        add, remove = set_change(stated[n][key])
        for element in add:
            added[element] = added.get(element, 0) | 1 << n
        for element in remove:
            removed[element] = removed.get(element, 0) | ancestors[n]
    return frozenset(element for element, mask in added.items() if mask & ~removed.get(element, 0))


def set_change(value: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The elements that a revision adds to a set and removes from it; nothing, if it is not understood."""
    if not isinstance(value, dict):
        return frozenset(), frozenset()
    add, remove = (
        frozenset(item for item in listed if isinstance(item, str))
        if isinstance(listed, list)
        else frozenset()
        for listed in (value.get("add"), value.get("remove"))
    )
    return add, remove - add


def protection(field: Field, value: Any, terms: Sequence[str]) -> int:
    """How much a value of a protective field protects: the greater, the more.

    A term that this program does not know protects most; of a vocabulary's
    terms the first one; no value more than the last term only.
    """
    match field.protect:
        case Protect.FIRST if value is None:
            return 1
        case Protect.FIRST:
            place = terms.index(value) if value in terms else -1
            return 2 * (len(terms) - 1 - place)
        case Protect.TRUE | Protect.GIVEN:
            return int(value is not None and value is not False)
        case Protect.FALSE:
            return int(value is not True)
        case _:
            return 0


def _deletion(
    setters: Sequence[int],
    stated: Sequence[Mapping[str, Any]],
    counted: Sequence[Item],
    ancestors: Sequence[int],
) -> tuple[bool, list[int]]:
    """Whether the record is deleted, and the revisions that disagree about it."""
    live = _unseen(setters, ancestors)
    deletions = [n for n in live if stated[n][DELETED] is True]
    objections: set[int] = set()
    uncontested = False
    for deletion in deletions:
        against = {
            n
            for n in range(len(counted))
            if n not in deletions and not (ancestors[deletion] >> n | ancestors[n] >> deletion) & 1
        }
        uncontested = uncontested or not against
        objections |= against
    if uncontested:
        return True, []
    return False, deletions + _unseen(sorted(objections), ancestors)
