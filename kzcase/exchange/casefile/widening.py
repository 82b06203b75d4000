"""Says where taking something in would let more be shown to more people than before.

That is so when a protective field protects less, a consent is new, reaches
further or holds longer, a public source is cited for a fact, a deleted record comes back, two
people become one, a place of a document is covered no longer, or something is no longer about
somebody who would have to agree. Such a change wants its own consent in the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.history.declared import orders
from kzcase.history.fold import DELETED, protection
from kzcase.history.registry import registry
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.models.case import PROTECTED_ROLES
from kzcase.models.fields import Field, Protect
from kzcase.services import redactions

HERE = ("here", "deleted", "merged")
CONSENT, CITATION, PERSON = "consent", "citation", "person"
MERGED = "merged_into"
DATE, EXPIRES, WITHDRAWN = "date", "expires", "withdrawn"
_REACH = {
    CONSENT: ("person", "scope", "audiences", DATE),
    CITATION: ("record", "field", "source"),
    PERSON: (MERGED,),
}

REACHED = {CONSENT: PERSON, CITATION: "record", PERSON: MERGED}
"""Of a kind of which a new record may let more be shown the field that names what it is shown of."""

REDACTION = "redaction"
_BOX, _ROLE = "box", "role"
_GUARDING = {"involvement": (_ROLE,), REDACTION: ("page", _BOX, "file")}
"""Of a kind the fields that say how it protects whom it is about, or what is covered."""

Here = Callable[[str], bool]
"""Whether a record is in this vault already."""


def is_here(connection: Connection, record: str) -> bool:
    """Whether a record is in this vault, or was."""
    entry = registry(connection, [record]).get(record)
    return entry is not None and entry.status in HERE


def may_be_public(connection: Connection, source: str) -> bool:
    """Whether a source may be public as far as is known: one not here, or not marked either way, may be."""
    row = run(connection, "SELECT public FROM source WHERE id = ?", (source,)).fetchone()
    return row is None or row[0] == 1


@cache
def deciding(kind: str) -> frozenset[str]:
    """The fields of a kind that decide what may be shown."""
    declared = kinds().get(kind)
    if declared is None:
        return frozenset()
    protective = (one.key for one in declared.fields.values() if one.protect is not None)
    return frozenset((*protective, *_REACH.get(kind, ()), DELETED))


@cache
def moving(kind: str) -> frozenset[str]:
    """The fields of a kind by which a record that is here may let go of whom, or of what, it protects."""
    declared = kinds().get(kind)
    if declared is None:
        return frozenset()
    links = (one.key for one in (*declared.owners, *declared.concerned))
    return frozenset((*links, *_GUARDING.get(kind, ())))


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
        if one.protect is not None and _protects_less(kind, one, before.get(key), after.get(key))
    ]
    if before.get(DELETED) is True and after.get(DELETED) is not True:
        found.append(DELETED)
    if kind == REDACTION and after.get(DELETED) is True and before.get(DELETED) is not True:
        found.append(DELETED)
    if kind == CONSENT:
        if after.get(DELETED) is True and before.get(DELETED) is not True and _holds_back(before):
            found.append(DELETED)
        if _dated_otherwise(before, after):
            found.append(DATE)
        found += [key for key in ("person", "scope") if after.get(key) != before.get(key)]
        if (after.get("audiences") or frozenset()) - (before.get("audiences") or frozenset()):
            found.append("audiences")
    elif kind == CITATION:
        moved = [key for key in _REACH[CITATION] if after.get(key) != before.get(key)]
        found += [key for key in moved if public(after.get("source") or "")]
    elif kind == PERSON and after.get(MERGED) != before.get(MERGED):
        found.append(MERGED)
    found += [key for key in declared.fields if key in moving(kind) and _lets_go(key, before, after)]
    return tuple(dict.fromkeys(found))


def _lets_go(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether somebody whom a record was about, or a place that it covered, is not so any more."""
    was, now = before.get(key), after.get(key)
    if was is None or was == now:
        return False
    if key == _ROLE:
        return was in PROTECTED_ROLES and now not in PROTECTED_ROLES
    if key == _BOX:
        # Whatever is no box covers everything.
        inner, outer = redactions.read(was) or redactions.EVERYTHING, redactions.read(now)
        return outer is not None and not _covers(outer, inner)
    if isinstance(was, frozenset):
        return bool(was - (now or frozenset()))
    return True


def _covers(outer: redactions.Area, inner: redactions.Area) -> bool:
    left, top, right, bottom = inner
    return outer[0] <= left and outer[1] <= top and right <= outer[2] and bottom <= outer[3]


def _protects_less(kind: str, declared: Field, before: Any, after: Any) -> bool:
    """Whether a protective field lets more be shown by its new value; text only added to does not."""
    terms = _orders().get(declared.vocabulary, ())
    less = protection(declared, after, terms) - protection(declared, before, terms)
    if less or declared.protect is not Protect.GIVEN or before is None or before == after:
        return less < 0
    if (kind, declared.key) == (CONSENT, EXPIRES):
        return _day(after, last=False) > _day(before, last=False)
    if (kind, declared.key) == (CONSENT, WITHDRAWN):
        return _day(after, last=True) < _day(before, last=True)
    return str(before) not in str(after)


def _dated_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a consent has another day, by which it may now hold or overrule a refusal, or be overruled."""
    if before.get(DATE) == after.get(DATE):
        return False
    if not _refuses(after):
        return True
    return _refuses(before) and _day(after.get(DATE), last=True) < _day(before.get(DATE), last=True)


def _holds_back(consent: Mapping[str, Any]) -> bool:
    """Whether more could be shown if a consent were not there: a no, or a yes on a condition."""
    return _refuses(consent) or consent.get("answer") != "given" or consent.get("pseudonym_only") is True


def _refuses(consent: Mapping[str, Any]) -> bool:
    return consent.get(WITHDRAWN) is not None or consent.get("answer") in ("refused", "withdrawn")


def _day(text: Any, *, last: bool) -> date:
    """The day that protects: how long a yes surely holds, and by when a no was said at the latest."""
    unknown = date.max if last else date.min
    try:
        known = parse_edtf(text) if isinstance(text, str) else None
    except DateError:
        known = None
    return unknown if known is None else (known.latest if last else known.earliest) or unknown


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
