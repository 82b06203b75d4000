"""Says where taking something in would let more be shown to more people than before.

That is so when a protective field protects less, a consent is new or reaches
further, a public source is cited for a fact, a deleted record comes back, or two
people become one. Such a change wants its own consent in the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from kzcase.history.declared import orders
from kzcase.history.fold import DELETED, protection
from kzcase.models.base import kinds

CONSENT, CITATION, PERSON = "consent", "citation", "person"
MERGED = "merged_into"
_REACH = {
    CONSENT: ("person", "scope", "audiences"),
    CITATION: ("record", "field", "source"),
    PERSON: (MERGED,),
}

Here = Callable[[str], bool]
"""Whether a record is in this vault already."""


@cache
def deciding(kind: str) -> frozenset[str]:
    """The fields of a kind that decide what may be shown."""
    declared = kinds().get(kind)
    if declared is None:
        return frozenset()
    protective = (one.key for one in declared.fields.values() if one.protect is not None)
    return frozenset((*protective, *_REACH.get(kind, ()), DELETED))


@cache
def _orders() -> Mapping[str, Sequence[str]]:
    return orders()


def widened(
    kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], here: Here, public: Here
) -> tuple[str, ...]:
    """The fields by which more might be shown; `before` is None for a record that is not here yet.

    `public` says whether a source may be public.
    """
    declared = kinds().get(kind)
    if declared is None:
        return ()
    if before is None:
        return _of_new(kind, after, here, public)
    found = [
        key
        for key, one in declared.fields.items()
        if one.protect is not None
        and protection(one, after.get(key), _orders().get(one.vocabulary, ()))
        < protection(one, before.get(key), _orders().get(one.vocabulary, ()))
    ]
    if before.get(DELETED) is True and after.get(DELETED) is not True:
        found.append(DELETED)
    if kind == CONSENT:
        if after.get(DELETED) is True and before.get(DELETED) is not True:
            found.append(DELETED)
        found += [key for key in ("person", "scope") if after.get(key) != before.get(key)]
        if (after.get("audiences") or frozenset()) - (before.get("audiences") or frozenset()):
            found.append("audiences")
    elif kind == CITATION:
        moved = [key for key in _REACH[CITATION] if after.get(key) != before.get(key)]
        found += [key for key in moved if public(after.get("source") or "")]
    elif kind == PERSON and after.get(MERGED) != before.get(MERGED):
        found.append(MERGED)
    return tuple(dict.fromkeys(found))


def _of_new(kind: str, after: Mapping[str, Any], here: Here, public: Here) -> tuple[str, ...]:
    """A new record widens only what is shown of what is here."""
    if after.get(DELETED) is True:
        return ()
    if kind == CONSENT and here(after.get("person") or ""):
        answer = kinds()[CONSENT].fields["answer"]
        terms = _orders().get(answer.vocabulary, ())
        return ("answer",) if protection(answer, after.get("answer"), terms) == 0 else ()
    if kind == CITATION and here(after.get("record") or "") and public(after.get("source") or ""):
        return ("source",)
    if kind == PERSON and here(after.get(MERGED) or ""):
        return (MERGED,)
    return ()
