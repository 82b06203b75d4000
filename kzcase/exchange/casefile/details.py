"""Opens the records of a plan: what each is called, what would change in it, field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf.shown import show_day
from kzcase.exchange.casefile.groups import Group, one_group
from kzcase.exchange.casefile.judging import Judge, Judged
from kzcase.exchange.casefile.planning import CODES, HELD, WIDENS, Incoming
from kzcase.exchange.casefile.shapes import PlanField, PlanRecord, Status
from kzcase.history.fold import DELETED
from kzcase.history.read import authorship
from kzcase.history.revision import IMPORT, Revision, reread
from kzcase.history.roots import is_root
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.models.ledger import RecordRow
from kzcase.names import parts as name_parts
from kzcase.services import journal, records
from kzcase.services.display import Speaker, as_it_stands, local_time

ATTENTION = (Status.REFUSED, Status.CONFLICT, Status.CHANGED, Status.NEW, Status.ERASED, Status.UNDONE)
NEW_WORDS = "not in this vault yet"


def plan_records(
    incoming: Incoming,
    *,
    status: Collection[Status] = ATTENTION,
    widening: bool | None = None,
    after: int = -1,
    limit: int = 100,
    language: str = "en",
) -> tuple[PlanRecord, ...]:
    """Records of a plan in the order of the file, those after number `after`; `limit` at most.

    `widening`: only those that would let more be shown, or only the others.
    """
    wanted = {CODES.index(one) for one in status}
    tally = incoming.tally
    numbers = []
    for number in range(after + 1, len(tally.places)):
        widens = bool(tally.flags[number] & WIDENS)
        if tally.status[number] in wanted and (widening is None or widens is widening):
            numbers.append(number)
            if len(numbers) == limit:
                break
    with incoming.office.read() as session:
        teller = _Teller(session, incoming, language)
        return tuple(teller.record(number) for number in numbers)


def plan_fields(incoming: Incoming, number: int, *, language: str = "en") -> tuple[PlanField, ...]:
    """What a record of the plan would change: every field before and after, first those that widen."""
    with incoming.office.read() as session:
        found = _Teller(session, incoming, language).fields(number)
    return tuple(sorted(found, key=lambda one: (not one.widens, not one.conflict)))


class _Teller:
    """Puts records of a file into words, within one read unit."""

    def __init__(self, session: Session, incoming: Incoming, language: str) -> None:
        self._session = session
        self._incoming = incoming
        self._speaker = Speaker(session, language)
        self._judge = Judge(session.connection(), incoming.office.ledger.picture, incoming.opened)

    def record(self, number: int) -> PlanRecord:
        """One record."""
        tally = self._incoming.tally
        group = self._group(number)
        judged = self._judged(group)
        status = CODES[tally.status[number]]
        _, after = self._both(group, judged)
        coming = (*judged.new, *judged.held)
        unproven = sum(
            1
            for one in coming
            if not is_root(one) and (one.id, one.author) not in self._incoming.opened.proofs
        )
        withheld = sorted({name for one in coming for name in one.withheld})
        words = {one.value: said for one, said in journal.COMPARTMENT_WORDS.items()}
        kind = kinds().get(group.kind)
        return PlanRecord(
            number=number,
            id=group.record,
            kind=group.kind,
            kind_words=kind.label if kind else group.kind,
            title=self._title(group, after),
            status=status,
            widens=bool(tally.flags[number] & WIDENS),
            reason=self._reason(judged, tally.flags[number]),
            revisions=len(coming),
            unproven=unproven,
            withheld=tuple(words.get(name, name) for name in withheld),
            people=self._people(group.kind, after),
        )

    def fields(self, number: int) -> list[PlanField]:
        """What changes in one record."""
        group = self._group(number)
        judged = self._judged(group)
        if judged.status in (Status.REFUSED, Status.ERASED):
            return []
        before, after = self._both(group, judged)
        keys = sorted(
            (before.values.keys() | after.values.keys() | after.conflicts.keys()) - {DELETED},
            key=lambda key: self._order(group.kind, key),
        )
        if before.values.get(DELETED) != after.values.get(DELETED) or DELETED in after.conflicts:
            keys.append(DELETED)
        found = []
        for key in keys:
            conflict = after.conflicts.get(key, ())
            if before.values.get(key) == after.values.get(key) and conflict == before.conflicts.get(key, ()):
                continue
            found.append(self._field(group, key, before, after, key in judged.widens))
        return found

    def _field(self, group: Group, key: str, before: Any, after: Any, widens: bool) -> PlanField:
        kind = group.kind
        declared = kinds()[kind].fields.get(key) if kind in kinds() else None
        conflict = after.conflicts.get(key, ())
        said = self._said(group, [one.revision for one in conflict])
        return PlanField(
            field=key,
            label=declared.label if declared else key,
            before=self._words(kind, key, before.values.get(key)),
            after=self._words(kind, key, after.values.get(key)),
            before_value=before.values.get(key),
            after_value=after.values.get(key),
            conflict=bool(conflict),
            widens=widens,
            candidates=tuple(
                (
                    self._words(kind, key, one.value),
                    ", ".join(filter(None, (self._who(one.author), said.get(one.revision)))),
                )
                for one in conflict
            ),
        )

    def _said(self, group: Group, revisions: Sequence[bytes]) -> dict[bytes, str]:
        """The days on which some revisions were written, in words; no rule goes by them, but people do."""
        times = {one.id: one.time for one in group.revisions}
        if missing := [one.hex() for one in revisions if one not in times]:
            here = authorship(self._session, missing)
            times |= {bytes.fromhex(one): said.time for one, said in here.items()}
        language = self._speaker.language
        local = {one: local_time(times.get(one)) for one in revisions}
        return {one: show_day(time.date(), language) for one, time in local.items() if time is not None}

    def _group(self, number: int) -> Group:
        return one_group(self._incoming.opened.lines, self._incoming.tally.places[number], reread)

    def _judged(self, group: Group) -> Judged:
        return self._judge.judge(group, self._judge.ask([group]))

    def _both(self, group: Group, judged: Judged) -> tuple[Any, Any]:
        gone = judged.status in (Status.REFUSED, Status.ERASED)
        coming: Sequence[Revision] = () if gone else group.revisions
        return self._judge.fold_both(group.kind, group.record, coming, not gone)

    def _reason(self, judged: Judged, flags: int) -> str:
        if flags & HELD:
            from kzcase.history.withdraw import undone

            when = undone(self._session.connection(), [one.id for one in judged.held])
            days = sorted(text[:10] for text in when.values())
            return f"undone here on {days[0]}" if days else "undone here"
        return judged.reason

    # --- words ------------------------------------------------------------------------------------

    def _order(self, kind: str, key: str) -> int:
        declared = list(kinds()[kind].fields) if kind in kinds() else []
        return declared.index(key) if key in declared else len(declared)

    def _words(self, kind: str, key: str, value: Any) -> str:
        declared = kinds()[kind].fields.get(key) if kind in kinds() else None
        if value is None:
            return ""
        if declared is None:
            return as_it_stands(sorted(value) if isinstance(value, frozenset) else value)
        if declared.type is FieldType.LINK and isinstance(value, str):
            return self._called(value)
        if declared.type is FieldType.LINKS and isinstance(value, frozenset | list):
            return ", ".join(sorted(self._called(one) for one in value))
        return self._speaker.text(declared, value)

    def _called(self, record: str) -> str:
        """How another record is called: by the vault, or by the file's names of a person."""
        row = self._session.get(RecordRow, _number_of(self._session, record))
        if row is not None and row.title is not None:
            return records.shown_title(row.title, row.status)
        return self._name_in_file(record) or NEW_WORDS

    def _name_in_file(self, person: str) -> str:
        for place in self._incoming.names.places(person):
            group = one_group(self._incoming.opened.lines, place, reread)
            said = self._incoming.office.ledger.picture.fold(group.kind, group.revisions).values
            if said.get("person") == person and isinstance(said.get("parts"), dict):
                return _name(said["parts"])
        return ""

    def _title(self, group: Group, after: Any) -> str:
        row = self._session.get(RecordRow, _number_of(self._session, group.record))
        if row is not None and row.title:
            return records.shown_title(row.title, row.status)
        if group.kind == "person":
            return self._name_in_file(group.record) or "untitled"
        kind = kinds().get(group.kind)
        keys = kind.title if kind else ()
        said = [self._words(group.kind, key, after.values.get(key)) for key in keys]
        owner = (
            ""
            if kind is None
            else next(
                (
                    self._called(after.values[one.key])
                    for one in kind.owners
                    if one.type is FieldType.LINK and one.key in after.values and one.key not in keys
                ),
                "",
            )
        )
        own = " ".join(one for one in said if one)
        return ": ".join(one for one in (owner, own) if one) or "untitled"

    def _people(self, kind: str, after: Any) -> tuple[str, ...]:
        declared = kinds().get(kind)
        if declared is None:
            return ()
        return tuple(
            after.values[one.key]
            for one in declared.owners
            if one.targets == ("person",) and isinstance(after.values.get(one.key), str)
        )

    def _who(self, author: str) -> str:
        rows = run(
            self._session.connection(),
            "SELECT name FROM writer WHERE id = ? UNION ALL SELECT name FROM known_key WHERE id = ?",
            (author, author),
        )
        names = [row[0] for row in rows if row[0]]
        if names:
            return str(names[0])
        said = self._incoming.opened.manifest.sender
        if author == said.key:
            return f"{said.name} (key {author[:8]})"
        return "a records file" if author == IMPORT else f"key {author[:8]}"


def _number_of(session: Session, record: str) -> int:
    row = run(session.connection(), "SELECT seq FROM record WHERE id = ?", (record,)).fetchone()
    return row[0] if row else 0


def _name(parts: Mapping[str, Any]) -> str:
    def text(key: str) -> str:
        value = parts.get(key)
        return value if isinstance(value, str) else ""

    return name_parts.display(text("family"), text("given"), text("patronymic"))
