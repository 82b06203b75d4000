"""Says what is seen: values in words of the paper's language, with their notes and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kzcase.briefing import gate, tongue
from kzcase.briefing.changes import CHANGED
from kzcase.briefing.content import Disputed
from kzcase.briefing.said import Note, Said
from kzcase.briefing.seen import Seen, Value, View
from kzcase.briefing.text import clean, line
from kzcase.briefing.words import LANGUAGES, Words
from kzcase.dates.edtf import DateError, Edtf, parse_edtf
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field, FieldType, fits
from kzcase.names import parts as name_parts
from kzcase.search.labels import shipped_labels
from kzcase.services.display import Speaker
from kzcase.services.stored import stored_date

HELD_BY_OFFICE = "office"
"""The note that stands for every source that is not named outside the office."""

_NAME_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "latn_passport", "kk_latn", "ru", "kk"),
    "ru": ("ru", "kk", "en", "latn_passport"),
    "kk": ("kk", "ru", "kk_latn", "en", "latn_passport"),
}
_LANGUAGE_MARKS = {"en": "mark.english", "ru": "mark.russian", "kk": "mark.kazakh"}
_NAME_USES = ("preferred", "press", "official", "passport", "verdict")
_UNTRUE_NAMES = frozenset({"alias", "online", "former"})


@dataclass(slots=True)
class Teller:
    """Puts the records of one person's paper into words."""

    view: View
    speaker: Speaker
    words: Words
    person: str
    as_of: date
    disputed: list[Disputed] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    law: list[str] = field(default_factory=list)
    """The articles of law that were put into words, by their keys."""
    _told: set[tuple[str, str]] = field(default_factory=set)

    @property
    def outside(self) -> bool:
        """Whether the paper leaves the office."""
        return self.view.audience is not Audience.INTERNAL

    @property
    def language(self) -> str:
        """The paper's language."""
        return self.words.language

    # values

    def said(self, seen: Seen, key: str, text: str | None = None) -> Said | None:
        """A field in words, or in the given words, with what it stands on; None if it is not shown.

        A text typed in another language than the paper's is marked so.
        """
        told = self.unmarked(seen, key, text)
        if told is None or text is not None:
            return told
        return self._marked(told, self._foreign(kinds()[seen.kind].fields[key], told.text))

    def with_language(self, seen: Seen, key: str) -> str:
        """As `text`, with the mark of another language behind it, for words inside a sentence."""
        told = self.unmarked(seen, key)
        if told is None:
            return ""
        language = self._foreign(kinds()[seen.kind].fields[key], told.text)
        return f"{told.text} [{self._fallback(language)}]" if language else told.text

    def _foreign(self, declared: Field, text: str) -> str:
        """The language of a text that was typed in another one than the paper's; "" if it was not."""
        if declared.type not in (FieldType.TEXT, FieldType.NOTE) or declared.key in tongue.NAMES:
            return ""
        return tongue.language_of(text, self.language)

    def _marked(self, told: Said, language: str) -> Said:
        """A text with the mark of its language."""
        if not language:
            return told
        return Said(told.text, told.notes, ", ".join(filter(None, (told.mark, self._fallback(language)))))

    def unmarked(self, seen: Seen, key: str, text: str | None = None) -> Said | None:
        """As `said`, without the mark of another language: for a text of which that is said anyway."""
        value = seen.values.get(key)
        if value is None:
            return None
        told = self.text(seen, key) if text is None else text
        if not told.strip():
            return None
        self.dispute(seen, key)
        return Said(told, self.notes(value.notes), self.mark(value))

    def text(self, seen: Seen, key: str) -> str:
        """A field's shown value in words; "" if there is none."""
        value = seen.values.get(key)
        return "" if value is None else self.plain(seen, key, value.value, cited=value.cited)

    def plain(self, seen: Seen, key: str, value: Any, *, cited: bool) -> str:
        """One value of a field in words: links by the names that may be printed."""
        declared = kinds()[seen.kind].fields[key]
        if value is None:
            return ""
        if declared.type.is_link:
            named = (value,) if isinstance(value, str) else sorted(value)
            return ", ".join(sorted(filter(None, (self._named(seen, key, one, cited) for one in named))))
        if declared.vocabulary == "law_article":
            self.law.append(str(value))
        told = clean(self.speaker.text(declared, value))
        if not told or not self.outside or not self._is_typed(declared, value):
            return told
        if not (said := self.view.text(told, cited=cited)):
            self.view.hold_text(seen.id, key)
        return said

    def _is_typed(self, declared: Field, value: Any) -> bool:
        """Whether the words of a choice or a date are somebody's own, and may so name somebody."""
        if not fits(declared, value):
            return True
        if declared.type is FieldType.DATE:
            return stored_date(value) is None
        if declared.type not in (FieldType.CHOICE, FieldType.CHOICES):
            return False
        shipped = shipped_labels(declared.vocabulary, self.language)
        several = (value,) if isinstance(value, str) else value
        return any(self.speaker.label(declared.vocabulary, one) != shipped.get(one) for one in several)

    def _named(self, seen: Seen, key: str, record: str, cited: bool) -> str:
        label = self.label(record, cited=cited)
        if not label and self.outside and self.view.records.kind.get(record) == "person":
            self.view.hold_name(seen.id, key, record)
        return label

    def mark(self, value: Value) -> str:
        """The mark of a value in words: disputed, or kept inside the office."""
        if value.disputed or value.others:
            return self.words("mark.disputed")
        if value.inside:
            return self.words("mark.office")
        return ""

    def dispute(self, seen: Seen, key: str) -> None:
        """Note once that several values of a field stand side by side."""
        value = seen.values[key]
        if (seen.id, key) in self._told or not (value.disputed or value.others):
            return
        self._told.add((seen.id, key))
        declared = kinds()[seen.kind].fields[key]
        what = self._what(seen, declared)
        if value.disputed:
            self.unsure.append(what)
        every = [(value.value, value.notes), *value.others]
        said = [
            self._marked(Said(text, self.notes(notes)), self._foreign(declared, text))
            for one, notes in every
            if (text := self.plain(seen, key, one, cited=value.cited))
        ]
        if value.disputed and len(said) < 2:
            said.append(Said(self.words("value.disputed")))
        if said:
            self.disputed.append(Disputed(what, tuple(dict.fromkeys(said))))

    def _what(self, seen: Seen, declared: Field) -> str:
        """What is disputed, as a heading: the record in a word or two, and the field."""
        parts = [kinds()[seen.kind].label if seen.kind not in ("person", "name") else ""]
        if "kind" in seen and seen.kind != "person":
            parts = [self.text(seen, "kind")]
        said = line(", ".join(one for one in (*parts, self.field_label(declared)) if one))
        return said[:1].upper() + said[1:]

    def field_label(self, declared: Field) -> str:
        """A field's label in the paper's language, if the catalogue has it."""
        key = f"field.{declared.key}"
        return self.words(key) if self.words.has(key) else declared.label.lower()

    # notes

    def notes(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The keys of the notes for some sources: all that may not be named are one."""
        return tuple(
            dict.fromkeys(one if one == CHANGED or self.named(one) else HELD_BY_OFFICE for one in sources)
        )

    def named(self, source: str) -> bool:
        """Whether a source may be named in a note."""
        if not self.outside:
            return True
        subject = self.view.person(self.person)
        if gate.hides_name(subject, self.view.audience):
            # What is published about them names them.
            return False
        seen = self.view.one(source)
        return seen is not None and "title" in seen

    def note(self, key: str) -> Note:
        """The text of a note."""
        if key == HELD_BY_OFFICE:
            return Note(key, self.words("withdrawn.source"))
        seen = self.view.one(key)
        if seen is None:
            return Note(key, self.words("withdrawn.source"))
        parts = [self.text(seen, one) for one in ("author", "publisher")]
        parts = list(dict.fromkeys(one for one in parts if one))
        title = self.text(seen, "title")
        published = self.text(seen, "published")
        text = ", ".join(one for one in (*parts, f"“{title}”" if title else "", published) if one)
        for extra in ("url",):
            if told := self.text(seen, extra):
                text = f"{text}, {told}"
        if not self.outside and not self.view.is_public(key):
            text = f"{text} [{self.words('mark.office')}]"
        return Note(key, line(text))

    # names of people and bodies

    def label(self, record: str, *, cited: bool) -> str:
        """How another record is named here: "" if it may not be."""
        records = self.view.records
        kind = records.kind.get(record)
        if kind == "person":
            return self.person_name(record, cited=cited)
        if kind == "organisation":
            return self.organisation_name(record)
        if kind == "contact":
            return self.contact_name(record)
        if not self.outside:
            return clean(records.titles.get(record, ""))
        return ""

    def person_name(self, record: str, *, cited: bool) -> str:
        """A person's name, pseudonym, or "" if nothing basis allows to name them."""
        if self.view.may_name(record, cited=cited):
            if found := self.names(record):
                return found[0]
            # The record is called by one of the very names that are kept back.
            return "" if self.outside else clean(self.view.records.titles.get(record, ""))
        person = self.view.person(record)
        allowed = not person.do_not_share and gate.has_consent(person, self.view.audience, self.view.on)
        return clean(person.pseudonym) if allowed else ""

    def names(self, record: str) -> list[str]:
        """The names of somebody who may be named, the one for this paper first; never an alias."""
        ranked: list[tuple[int, int, str, str]] = []
        languages = _NAME_LANGUAGES[self.language]
        for raw in self.view.records.of(record, "name", "person"):
            if self.outside and True in (
                raw.values.get("do_not_share"),
                *raw.conflicts.get("do_not_share", ()),
            ):
                continue
            use, language = raw.values.get("use") or "official", raw.values.get("language") or ""
            text = self.written(raw.values.get("parts"), language)
            if text and use not in _UNTRUE_NAMES:
                place = languages.index(language) if language in languages else len(languages)
                rank = _NAME_USES.index(use) if use in _NAME_USES else len(_NAME_USES)
                ranked.append((place, rank, raw.id, text))
        return list(dict.fromkeys(text for *_, text in sorted(ranked)))

    def written(self, parts: Any, language: str) -> str:
        """A name written out: given name first in Latin, surname first in Cyrillic."""
        if not isinstance(parts, Mapping):
            return ""
        latin = language in ("en", "latn_passport", "kk_latn")
        style = name_parts.Style.ENGLISH if latin and parts.get("given") else name_parts.Style.OFFICIAL
        return clean(
            name_parts.display(
                parts.get("family") or "", parts.get("given") or "", parts.get("patronymic") or "", style
            )
        )

    def organisation_name(self, record: str) -> str:
        """A body's name in the paper's language, as far as it may be named."""
        seen = self.view.one(record)
        if seen is None:
            return ""
        for key in (f"name_{self.language}", "name"):
            if seen.get(key):
                return line(str(seen.get(key)))
        return ""

    def contact_name(self, record: str) -> str:
        """A contact by their body; by name inside the office only."""
        seen = self.view.one(record)
        if seen is None:
            return ""
        body = self.label(str(seen.get("organisation")), cited=True) if seen.get("organisation") else ""
        own = str(seen.get("name") or "") if not self.outside else str(seen.get("position") or "")
        return line(", ".join(one for one in (own, body) if one))

    # texts in three languages

    def in_language(self, seen: Seen, stem: str, *, bare: str | None = None) -> Said | None:
        """A text kept in several languages (`summary_en`, ...): in the paper's, or another one, marked.

        `bare` names the field that holds the English text where it has no suffix.
        """
        keys = {language: f"{stem}_{language}" for language in LANGUAGES}
        if bare is not None:
            keys["en"] = bare
        order = (self.language, *(one for one in LANGUAGES if one != self.language))
        for language in order:
            told = self.unmarked(seen, keys[language])
            if told is not None:
                return self._marked(told, "" if language == self.language else language)
        return None

    def worded(self, seen: Seen) -> Said | None:
        """What is banned or ordered: the original wording if that is in the paper's language."""
        if (
            seen.get("wording_language") == self.language
            and (told := self.unmarked(seen, "wording")) is not None
        ):
            return told
        translated = self.unmarked(seen, "translation")
        if translated is None or self.language == "en":
            return translated
        return self._marked(translated, "en")

    def _fallback(self, language: str) -> str:
        """The mark of a text in another language."""
        return self.words(_LANGUAGE_MARKS[language])

    # dates

    def edtf(self, seen: Seen, key: str) -> Edtf | None:
        """A shown date as a value; None if it is not shown or no date."""
        value = seen.get(key)
        if not isinstance(value, str):
            return None
        try:
            return parse_edtf(value)
        except DateError:
            return None

    def later(self, seen: Seen, key: str) -> bool:
        """Whether a date lies wholly after the paper's day."""
        when = self.edtf(seen, key)
        return when is not None and when.earliest is not None and when.earliest > self.as_of

    def sort(self, seen: Seen, key: str) -> str:
        """A text that sorts by a date; undated things stand first."""
        when = self.edtf(seen, key)
        return when.sort_key if when is not None else ""


def together(*several: Said | None, between: str = ", ") -> Said | None:
    """Several stretches as one; None if there is none."""
    found = [one for one in several if one is not None and one.text]
    if not found:
        return None
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    marks = ", ".join(dict.fromkeys(one.mark for one in found if one.mark))
    return Said(between.join(one.text for one in found), notes, marks)
