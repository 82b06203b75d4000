"""How a person stands on a day: what the header, `--as-of`, lists and papers say, from one place.

Reads what is recorded of the person and asks the pure functions of
`kzcase.dates.standing` and `kzcase.dates.restrictions`; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from kzcase.dates import standing as pure
from kzcase.dates.credit import Ratio
from kzcase.dates.edtf import Edtf
from kzcase.dates.restrictions import InForce, RestrictionFacts, Step, ends, explain, state_on
from kzcase.dates.restrictions.stored import as_date, stored_date, stored_days, stored_term
from kzcase.dates.standing import Custody, Happened, Penalty, Stated
from kzcase.reference import procedure as law
from kzcase.services import belongings, procedure, restrictions
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.standing import stages
from kzcase.services.standing.shapes import Basis, Known, Limiting, Proceeding, Served, Standing

STATUS_OF: Mapping[str, str] = MappingProxyType(
    {
        "police_custody": "detained",
        "remand": "remand",
        "house_arrest": "house_arrest",
        "administrative_arrest": "administrative_arrest",
        "criminal_arrest": "imprisoned",
        "imprisonment": "imprisoned",
        "psychiatric": "psychiatric",
        "kettling": "detained",
        "informal": "detained",
        "extradition": "detained",
        "other": "detained",
    }
)
"""The liberty status that each kind of detention means."""

HOLDING = ("remand", "house_arrest")
"""The measures of restraint that are custody themselves."""

OUTSIDE = frozenset(("restriction_of_freedom", "parole", "probation", "administrative_supervision"))
"""The restrictions that are served without isolation from society (Criminal Code arts. 44, 63, 72)."""

SERVED_IN = ("imprisonment", "criminal_arrest")
IN_CUSTODY_PENALTIES = ("imprisonment", "arrest", "life")


def on_day(office: Office, person: str, day: date, language: str = "en") -> Standing:
    """How a person stands on a day, in "en", "ru" or "kk"."""
    with office.read() as session:
        return on_day_in(session, person, day, language)


def on_day_in(
    session: Session,
    person: str,
    day: date,
    language: str = "en",
    limits: Sequence[restrictions.Standing] | None = None,
) -> Standing:
    """The same inside a unit that is already open; `limits` are its restrictions, if they are at hand."""
    return _Reading(session, person, day, language).standing(limits)


class _Reading:
    """The records of one person, read once, as they bear on one day."""

    def __init__(self, session: Session, person: str, day: date, language: str) -> None:
        self._session = session
        self._speaker = Speaker(session, language)
        self._language = language
        self._day = day
        self._now = belongings.now_of(session, person)
        self._people = belongings.own_first(session, self._now)
        self._detentions = self._of_person("detention")
        self._measures = self._of_person("measure")
        self._prosecutions = self._of_person("prosecution")
        below = [row["id"] for row in self._prosecutions]
        self._sentences = belongings.naming(session, "sentence", below, "prosecution")
        self._penalties = belongings.naming(
            session, "penalty", [row["id"] for row in self._sentences], "sentence"
        )
        self._changes = procedure.changes_of(session, [row["id"] for row in self._measures])

    def _of_person(self, kind: str) -> list[Row]:
        return belongings.naming(self._session, kind, (self._now,), "person")

    def standing(self, limits_read: Sequence[restrictions.Standing] | None) -> Standing:
        found = limits_read
        if found is None:
            found = restrictions.of_person(self._session, self._now, self._day, self._language)
        stated, custody = self._stated(_outside(found, self._day)), self._custody()
        where = pure.liberty_on(stated, custody, self._day)
        liberty = self._known("liberty", where.status, where.basis, where.since, where.steps)
        limits = tuple(
            _limiting(one, self._day, self._language)
            for one in found
            if one.state.state in ("yes", "unknown")
        )
        measures = tuple(self._measures_in_force())
        serving = tuple(self._serving(custody, stated.free_since))
        proceedings = tuple(one for row in self._prosecutions if (one := self._proceeding(row)) is not None)
        told = list(_told(liberty, limits, measures, serving, proceedings))
        return Standing(
            person=self._now,
            day=self._day,
            liberty=liberty,
            in_force=limits,
            measures=measures,
            serving=serving,
            proceedings=proceedings,
            known=tuple(dict.fromkeys(text for sure, text in told if sure and text)),
            assumed=tuple(dict.fromkeys(text for sure, text in told if not sure and text)),
        )

    def _stated(self, outside: Edtf | None) -> Stated:
        person, death = _first_with(self._people, "liberty"), _first_with(self._people, "died")
        liberty = person.get("liberty")
        liberty = liberty if isinstance(liberty, Mapping) else {}
        status = liberty.get("status") or ""
        return Stated(
            status=status,
            label=self._speaker.label("liberty", status) if status else "",
            since=stored_date(liberty.get("since")),
            died=stored_date(death.get("died")),
            outside=outside,
            undecided="liberty" in (person.get("conflicts") or {}),
            death_undecided="died" in (death.get("conflicts") or {}),
        )

    def _custody(self) -> list[Custody]:
        found = [self._detention(row) for row in self._detentions]
        for row in self._measures:
            if row["kind"] in HOLDING:
                found.append(self._holding(row))
        return found

    def _detention(self, row: Row) -> Custody:
        kind = row["kind"] or "other"
        return Custody(
            id=row["id"],
            status=STATUS_OF.get(kind, "detained"),
            label=self._speaker.label("detention_kind", kind),
            start=stored_date(row["start"]),
            end=stored_date(row["end"]),
            term=stored_term(row["term"]),
            claimed_end=stored_date(row["claimed_end"]),
            sentenced=self._sentenced(row["penalty"]),
        )

    def _holding(self, row: Row) -> Custody:
        """Remand or house arrest recorded as a measure; a change of it moves its end."""
        facts = self._facts(row)
        known = ends(facts)
        lifted, shown = known.lifted, known.claimed or known.shown
        return Custody(
            id=row["id"],
            status=row["kind"],
            label=self._speaker.label("measure_kind", row["kind"]),
            start=stored_date(row["start"] or row["decided"]),
            end=as_date(lifted.bound) if lifted is not None else None,
            claimed_end=as_date(shown.bound) if shown is not None else None,
        )

    def _sentenced(self, penalty: str | None) -> Edtf | None:
        """The day of the judgment that imposed a penalty."""
        by_id = {row["id"]: row for row in self._sentences}
        own = next((row for row in self._penalties if row["id"] == penalty), None)
        sentence = by_id.get(own["sentence"]) if own is not None else None
        return stored_date(sentence["date"]) if sentence is not None else None

    def _facts(self, row: Row) -> RestrictionFacts:
        given = {key: row[key] for key in ("decided", "start", "term", "claimed_end", "lifted")}
        kind = "exit_ban" if row["term"] is None and row["claimed_end"] is None else "other"
        return RestrictionFacts.of_fields({**given, "kind": kind}, changes=self._changes.get(row["id"], ()))

    def _measures_in_force(self) -> Iterator[Limiting]:
        for row in self._measures:
            facts = self._facts(row)
            state = state_on(facts, self._day)
            if state.state in ("yes", "unknown"):
                label = self._speaker.label("measure_kind", row["kind"]) if row["kind"] else ""
                yield _limit(row["id"], row["kind"] or "", label, state, self._day, self._language)

    def _serving(self, custody: Sequence[Custody], free_since: Edtf | None) -> Iterator[Served]:
        penalties = [
            self._penalty(row, custody) for row in self._penalties if row["kind"] in IN_CUSTODY_PENALTIES
        ]
        for one in pure.serving_on(penalties, self._day, free_since=free_since):
            said = next(penalty.label for penalty in penalties if penalty.id == one.penalty)
            yield Served(
                id=one.penalty,
                text=said,
                basis=one.basis,
                earliest=one.end.earliest,
                latest=one.end.latest,
                end=one.end.show(self._language) if one.end.known else "",
                why=explain(one.steps, self._language),
            )

    def _penalty(self, row: Row, custody: Sequence[Custody]) -> Penalty:
        sentence = next((one for one in self._sentences if one["id"] == row["sentence"]), None)
        prosecution = sentence["prosecution"] if sentence is not None else None
        of_case = {
            one["id"]: one for one in self._detentions if prosecution and one["prosecution"] == prosecution
        }
        kind = self._speaker.label("penalty_kind", row["kind"])
        term = stored_term(row["term"])
        return Penalty(
            id=row["id"],
            label=", ".join(part for part in (kind, term.show(self._language) if term else "") if part),
            term=term,
            sentenced=stored_date(sentence["date"]) if sentence is not None else None,
            in_force=stored_date(sentence["in_force"]) if sentence is not None else None,
            credited=stored_days(row["credited"]),
            held=_held_for(row["id"], custody, of_case),
            before=tuple(
                one
                for one in custody
                if (found := of_case.get(one.id)) is not None
                and found["kind"] in ("police_custody", "remand")
            ),
            ratios=_ratios(row["regime"]),
        )

    def _proceeding(self, row: Row) -> Proceeding | None:
        """A prosecution on the day; None if everything recorded of it came later."""
        happened = list(stages.happened(self._session, self._speaker, row, self._sentences))
        stated = row["stage"] if isinstance(row["stage"], Mapping) else {}
        key = stated.get("status") or ""
        undated = None
        if key:
            label = self._speaker.label("stage", key)
            if (since := stored_date(stated.get("since"))) is not None:
                happened.append(Happened(key, since, label, rank=9))
            else:
                undated = Happened(key, Edtf.of(self._day), label)
        stage = pure.stage_on(happened, self._day, undated)
        if not stage.stage and happened:
            return None
        following = law.next_stages(stage.stage) if row["kind"] in (None, "criminal") else ()
        title = ", ".join(
            one
            for one in (
                self._speaker.label("prosecution_kind", row["kind"]) if row["kind"] else "",
                row["title"] or row["number"] or "",
            )
            if one
        )
        known = self._known("stage", stage.stage, stage.basis, stage.since, stage.steps)
        return Proceeding(
            row["id"], title, known, tuple(self._speaker.label("stage", one.key) for one in following)
        )

    def _known(
        self, vocabulary: str, key: str, basis: Basis, since: Edtf | None, steps: Sequence[Step]
    ) -> Known:
        return Known(
            key=key,
            text=self._speaker.label(vocabulary, key) if key else "",
            basis=basis,
            since=since.show(self._language) if since is not None else "",
            why=explain(steps, self._language),
        )


def _first_with(people: Sequence[Row], field: str) -> Row:
    """The first of these rows in which a field is given; what the others say appears by reading."""
    return next((row for row in people if row[field] is not None), {})


def _held_for(penalty: str, custody: Sequence[Custody], of_case: Mapping[str, Row]) -> tuple[Custody, ...]:
    """The custody in which a penalty is served: what names it, else imprisonment that names none."""
    known = [(one, of_case[one.id]) for one in custody if one.id in of_case]
    named = tuple(one for one, row in known if row["penalty"] == penalty)
    unnamed = tuple(one for one, row in known if not row["penalty"] and row["kind"] in SERVED_IN)
    return named or unnamed


def _told(
    liberty: Known,
    limits: Sequence[Limiting],
    measures: Sequence[Limiting],
    serving: Sequence[Served],
    proceedings: Sequence[Proceeding],
) -> Iterator[tuple[bool, str]]:
    """Every sentence, with whether it is known."""
    yield liberty.basis != "assumed", liberty.why
    for limit in (*limits, *measures):
        sure = limit.state == "yes" and limit.certainty in ("stated", "computed")
        yield sure, f"{limit.text}: {limit.why}" if limit.text else limit.why
    for served in serving:
        yield served.basis != "assumed", served.why
    for proceeding in proceedings:
        said = ": ".join(one for one in (proceeding.title, proceeding.stage.why) if one)
        yield proceeding.stage.basis != "assumed", said


def _limiting(one: restrictions.Standing, day: date, language: str) -> Limiting:
    return Limiting(
        id=one.id,
        kind=one.kind,
        text=one.text,
        state=one.state.state,
        certainty=one.state.certainty,
        end=one.end_text(language),
        days_left=one.days_left(day),
        why=one.why(language),
        undecided=one.undecided,
    )


def _limit(record: str, kind: str, text: str, state: InForce, day: date, language: str) -> Limiting:
    end = state.end
    if end is None:
        said = restrictions.LASTING[language]
    else:
        said = end.bound.show(language) if end.bound.known else restrictions.UNKNOWN[language]
    why = " ".join(
        dict.fromkeys(
            part
            for part in (state.explain(language), end.explain(language) if end is not None else "")
            if part
        )
    )
    return Limiting(
        record, kind, text, state.state, state.certainty, said, state.days_left(day), why, undecided=False
    )


def _outside(found: Sequence[restrictions.Standing], day: date) -> Edtf | None:
    """The last day by `day` on which a restriction began that is served without isolation."""
    begun = [
        begins
        for one in found
        if one.kind in OUTSIDE
        and (begins := one.begins) is not None
        and begins.latest is not None
        and begins.latest <= day
    ]
    return max(begun, key=lambda begins: begins.sort_key, default=None)


def _ratios(regime: str | None) -> tuple[Ratio, ...]:
    """The ratios at which custody may be credited: that of the regime, or every one if it has none."""
    fitting = [
        one for one in law.rates() if (one.of, one.into) == ("remand", "imprisonment") and one.unit == "days"
    ]
    exact = [one for one in fitting if one.regime == regime]
    return tuple(Ratio(one.days, one.gives) for one in (exact or fitting))
