"""The office's tags: what each is called, how many records carry it, renaming, adding and retiring.

A tag is a term of the vocabulary `tag`. Renaming a shipped one lays a record
over it; retiring one only stops offering it: records that carry it keep it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import InputRefused, NotFound, Refusal
from kzcase.history.ledger import Change
from kzcase.history.tables import quoted, run
from kzcase.models.base import kinds, models
from kzcase.services import vocabulary
from kzcase.services.office import Office

TAG = "tag"
CARRYING = (
    "SELECT e.value, count(*) FROM {kind} AS k, json_each(k.tags) AS e "
    "WHERE k.tags IS NOT NULL AND k.deleted IS NOT 1 GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its key and label, how many records of each kind carry it (most first), if it is offered."""

    key: str
    label: str
    carried: tuple[tuple[str, int], ...]
    retired: bool
    own: bool

    @property
    def number(self) -> int:
        """How many records carry it."""
        return sum(number for _, number in self.carried)


def tagged_kinds() -> tuple[str, ...]:
    """The kinds whose records can carry tags, in the order of their declaration."""
    return tuple(key for key, kind in kinds().items() if "tags" in kind.fields)


def everyone(office: Office, language: str = "en") -> tuple[Tag, ...]:
    """Every tag, those no longer offered last; goes through all records that carry any."""
    with office.read() as session:
        carried = _carried(session)
        known = {term.key: term for term in vocabulary.terms_in(session, TAG, language)}
        keys = [*known, *sorted(key for key in carried if key not in known)]
        found = [
            Tag(
                key,
                known[key].label if key in known else vocabulary.unknown(key),
                tuple(sorted(carried.get(key, {}).items(), key=lambda one: (-one[1], one[0]))),
                key in known and known[key].retired,
                key in known and known[key].own,
            )
            for key in keys
        ]
    return tuple(sorted(found, key=lambda one: one.retired))


def _carried(session: Session) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for kind in tagged_kinds():
        for key, number in run(session.connection(), CARRYING.format(kind=quoted(kind))).fetchall():
            found.setdefault(key, Counter())[kind] = number
    return found


def add(office: Office, label: str, *, initiator: object | None = None) -> str:
    """Add a tag; returns its key. Raises `InputRefused` without a label, or for one that is there."""
    _refuse_taken(office, label, "")
    return vocabulary.add_term(office, TAG, label, initiator=initiator)


def rename(
    office: Office, key: str, label: str, language: str = "en", *, initiator: object | None = None
) -> None:
    """Call a tag otherwise in one language. Raises `InputRefused` without a label, or for a taken one."""
    if not label.strip():
        raise InputRefused("A tag needs a name.", (Refusal("", "A tag needs a name.", f"label_{language}"),))
    _refuse_taken(office, label, key)
    _change(office, key, {f"label_{language}": label.strip()}, initiator)


def retire(office: Office, key: str, retired: bool = True, *, initiator: object | None = None) -> None:
    """Offer a tag no longer, or again; what carries it keeps it."""
    _change(office, key, {"retired": retired}, initiator)


def _refuse_taken(office: Office, label: str, key: str) -> None:
    with office.read() as session:
        others = {
            said.casefold(): other
            for language in ("en", "ru", "kk")
            for other, said in vocabulary.labels(session, TAG, language).items()
        }
    if others.get(label.strip().casefold(), key) != key:
        reason = "There is a tag of that name already."
        raise InputRefused(reason, (Refusal("", reason, "label_en"),))


def _change(office: Office, key: str, values: dict[str, object], initiator: object | None) -> None:
    """Write these values into every term record of the tag, or lay the first one over a shipped tag."""
    from kzcase.services.records import new_id

    term = models()["term"]
    with office.read() as session:
        table = term.__table__
        rows = session.execute(
            select(table.c.id, table.c.heads).where(
                table.c.vocabulary == TAG, table.c.key == key, table.c.deleted.is_not(True)
            )
        ).all()
        if not rows and key not in vocabulary.keys(session, TAG):
            raise NotFound("That tag is not in this vault.", safe="Nothing was changed.")
    changes = [Change("term", row.id, values, parents=row.heads or b"") for row in rows]
    if not changes:
        changes = [Change("term", new_id(), {"vocabulary": TAG, "key": key, **values})]
    office.record(changes, initiator=initiator)
