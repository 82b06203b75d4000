"""The parts of a person's page below its header, each with its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kzcase.models.base import kinds
from kzcase.services import belongings, records, restrictions
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.people.ends import until
from kzcase.services.stored import stored_date

OWNED = ("name", "restriction", "prosecution", "detention", "measure")
BELOW = ("charge", "hearing", "sentence", "step")
UNDER_PROSECUTION = ("prosecution", "hearing", "sentence", "step", "measure")
IN_FORCE_WORDS = {
    "yes": "in force",
    "no": "ended",
    "not yet": "not begun",
    "unknown": "not known whether in force",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row of a part of the page: lines of text, its date in words and for sorting."""

    id: str
    kind: str
    lines: tuple[str, ...]
    date_text: str
    sort: str


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One part of the page; `adds` are the kinds that + offers there."""

    key: str
    label: str
    adds: tuple[str, ...]
    rows: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a row of a kind shows: through which link it is the person's (None: any), its fields, its date."""

    kind: str
    link: str | None
    fields: tuple[str, ...]
    dated: str = ""


NAMES = _Shown("name", "person", ("parts", "use", "language"))
LETTERS = _Shown("letter", "persons", ("subject", "addressees", "sent", "due", "answered"), "sent")
DOCUMENTS = _Shown("document", None, ("title", "kind", "date"), "date")
CONSENTS = _Shown("consent", "person", ("scope", "audiences", "answer", "expires", "withdrawn"), "date")
CITATIONS = _Shown("citation", "record", ("source", "record", "field", "place", "quote"))
STORY = (
    _Shown("event", "persons", ("title", "locality"), "date"),
    _Shown("assembly", None, ("title", "police"), "date"),
    _Shown("detention", "person", ("kind", "end", "place"), "start"),
    _Shown("measure", "person", ("kind", "claimed_end"), "start"),
)
PROCEEDINGS = (
    _Shown("hearing", "prosecution", ("kind", "court", "outcome"), "date"),
    _Shown("sentence", "prosecution", ("kind", "court", "judge"), "date"),
)


def parts(office: Office, person: str, as_of: date, language: str = "en") -> tuple[PersonPart, ...]:
    """Every part of a person's page, each with its rows, newest first."""
    with office.read() as session:
        page = _Page(session, Speaker(session, language), person, as_of)
        made: tuple[tuple[str, str, tuple[str, ...], Callable[[], list[PartRow]]], ...] = (
            ("story", "Story", ("event", "detention"), page.story),
            ("names", "Names", ("name",), page.names),
            ("restrictions", "Restrictions", ("restriction",), page.restrictions),
            ("prosecutions", "Prosecutions", UNDER_PROSECUTION, page.prosecutions),
            ("letters", "Letters", ("letter",), page.letters),
            ("documents", "Documents", ("document",), page.documents),
            ("consent", "Consent", ("consent",), page.consents),
            ("sources", "Sources", ("citation",), page.citations),
        )
        return tuple(
            PersonPart(key, label, adds, tuple(sorted(rows(), key=_newest, reverse=True)))
            for key, label, adds, rows in made
        )


def _newest(row: PartRow) -> tuple[str, str]:
    return row.sort, row.id


def _label_of(cited: Mapping[str, str], citation: Row) -> str | None:
    """What a citation is for, as the form of the cited record calls it; None for the whole record."""
    declared = kinds()[cited.get(citation["record"], "person")].fields.get(citation["field"] or "")
    return declared.label if declared is not None else citation["field"]


def _unless_said(kind: str, title: str | None) -> str:
    """The kind, unless the title begins with the same words."""
    return "" if (title or "").casefold().startswith(kind.casefold()) else kind


class _Page:
    """The rows of one person's page, read within one unit."""

    def __init__(self, session: Session, speaker: Speaker, person: str, as_of: date) -> None:
        self._session = session
        self._speaker = speaker
        self._person = person
        self._as_of = as_of
        self._now = belongings.now_of(session, person)

    def names(self) -> list[PartRow]:
        return self._named(NAMES)

    def letters(self) -> list[PartRow]:
        return self._named(LETTERS)

    def documents(self) -> list[PartRow]:
        return self._named(DOCUMENTS)

    def consents(self) -> list[PartRow]:
        return self._named(CONSENTS)

    def story(self) -> list[PartRow]:
        """Everything dated that happened to the person."""
        found = [row for shown in STORY for row in self._named(shown)]
        for shown in PROCEEDINGS:
            found += self._rows(shown, self._below(shown.kind))
        return found

    def citations(self) -> list[PartRow]:
        """The citations of the person and of what belongs to it."""
        cited = {self._now: "person"}
        for kind in OWNED:
            owned = belongings.naming(self._session, kind, (self._now,), "person")
            cited |= {row["id"]: kind for row in owned}
        for kind in BELOW:
            cited |= {row["id"]: kind for row in self._below(kind)}
        rows = belongings.naming(self._session, CITATIONS.kind, tuple(cited), CITATIONS.link)
        return self._rows(CITATIONS, [{**row, "field": _label_of(cited, row)} for row in rows])

    def restrictions(self) -> list[PartRow]:
        language = self._speaker.language
        made = []
        for one in restrictions.of_person(self._session, self._person, self._as_of, language):
            left = one.days_left(self._as_of)
            state = IN_FORCE_WORDS[one.state.state] + _left(left)
            lines = (one.text, f"{state}; {until(one, language)}", one.why(language))
            date_text = one.begins.show(language) if one.begins else ""
            sort = one.begins.sort_key if one.begins else ""
            made.append(PartRow(one.id, "restriction", lines, date_text, sort))
        return made

    def prosecutions(self) -> list[PartRow]:
        fields = kinds()["prosecution"].fields
        made = []
        for row in belongings.naming(self._session, "prosecution", (self._now,), "person"):
            charges = belongings.naming(self._session, "charge", (row["id"],), "prosecution")
            kind = self._speaker.text(fields["kind"], row["kind"])
            lines = (
                ", ".join(
                    one for one in (_unless_said(kind, row["title"]), row["title"], row["number"]) if one
                ),
                ", ".join(sorted(map(self._charge, charges))),
                self._speaker.text(fields["stage"], row["stage"]),
            )
            opened = stored_date(row["opened"])
            date_text = opened.show(self._speaker.language) if opened else ""
            sort = opened.sort_key if opened else ""
            made.append(PartRow(row["id"], "prosecution", tuple(filter(None, lines)), date_text, sort))
        return made

    def _charge(self, row: Row) -> str:
        article = self._speaker.label("law_article", row["article"]) if row["article"] else row["wording"]
        return f"{article or ''}({row['part']})" if row["part"] else article or ""

    def _below(self, kind: str) -> list[Row]:
        return belongings.below_prosecutions(self._session, kind, self._person)

    def _named(self, shown: _Shown) -> list[PartRow]:
        return self._rows(shown, belongings.naming(self._session, shown.kind, (self._now,), shown.link))

    def _rows(self, shown: _Shown, rows: Sequence[Row]) -> list[PartRow]:
        """Rows whose first line is their first field and whose second line is the rest, with labels."""
        fields = kinds()[shown.kind].fields
        made = []
        for row in rows:
            said = [(fields[key], self._speaker.text(fields[key], row[key])) for key in shown.fields]
            first = said[0][1] or records.shown_title(None, "here")
            rest = "   ".join(f"{field.label}: {text}" for field, text in said[1:] if text)
            day = stored_date(row[shown.dated]) if shown.dated else None
            date_text = day.show(self._speaker.language) if day else ""
            lines = (first, rest) if rest else (first,)
            made.append(PartRow(row["id"], shown.kind, lines, date_text, day.sort_key if day else ""))
        return made


def _left(days: int | None) -> str:
    """The days that are left, if they are known, as they follow a state."""
    if days is None:
        return ""
    return ", 1 day left" if days == 1 else f", {days} days left"
