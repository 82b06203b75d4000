"""Fills in the questions of a form from what may be told, and lists those that stay open.

An answer is never made up: it is what the records say and the gate lets
through, or what a caseworker typed for this paper, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kzcase.briefing.content import Answer, Brief, Dated, Dossier, Limit
from kzcase.briefing.remarks import Lacking, Thin
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import Words


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled in, what it lacks, and what in it stands on thin ground."""

    dossier: Dossier
    lacking: tuple[Lacking, ...] = ()
    thin: tuple[Thin, ...] = ()


@dataclass(slots=True)
class Open:
    """Asks questions that concern nobody in particular: who submits, which law, which signature."""

    form: str
    words: Words
    answers: Mapping[str, str]
    person: str = ""
    title: str = ""
    alone: bool = True
    lacking: list[Lacking] = field(default_factory=list)

    def key(self, question: str) -> str:
        """The key under which a caseworker answers a question."""
        key = f"{self.form}.{question}"
        return f"{key}@{self.person}" if self.person and not self.alone else key

    def ask(
        self,
        question: str,
        *said: Said | str | None,
        lines: Iterable[Dated] = (),
        withheld: bool = False,
        needed: bool = True,
    ) -> Answer:
        """A question with what is known, what was typed for it last; listed as lacking if that is nothing."""
        told = [Said(one) if isinstance(one, str) else one for one in said if one]
        if typed := self.answers.get(self.key(question), "").strip():
            told.append(Said(typed))
        answer = Answer(self.words(f"{self.form}.{question}"), tuple(_once(told)), tuple(lines))
        if needed and answer.empty:
            self.lacking.append(
                Lacking(self.person, self.title, self.key(question), answer.question, withheld)
            )
        return answer


@dataclass(slots=True)
class Asker(Open):
    """Asks a form's questions about one person."""

    teller: Teller = field(kw_only=True)
    brief: Brief = field(kw_only=True)

    @classmethod
    def of(cls, form: str, teller: Teller, brief: Brief, answers: Mapping[str, str]) -> Asker:
        """Asks about the person of a brief."""
        title = teller.view.records.titles.get(brief.person) or brief.title
        alone = len(teller.view.subjects) == 1
        return cls(form, teller.words, answers, brief.person, title, alone, teller=teller, brief=brief)

    @property
    def own(self) -> list[Seen]:
        """The person's records that are one."""
        view = self.teller.view
        found = (view.one(member) for member in view.records.members(self.person))
        return [one for one in found if one is not None]

    def of_person(self, question: str, *keys: str, needed: bool = True) -> Answer:
        """A question answered by fields of the person."""
        said = [self.teller.said(one, key) for one in self.own for key in keys]
        raws = self.teller.view.records.of_person(self.person)
        withheld = any(key in raw.values for raw in raws for key in keys)
        return self.ask(question, *said, withheld=withheld, needed=needed)

    def of_records(
        self, question: str, several: Iterable[Seen], *keys: str, kind: str = "", needed: bool = True
    ) -> Answer:
        """A question answered by fields of several records of a kind that names the person."""
        said = [self.teller.said(one, key) for one in several for key in keys]
        withheld = bool(kind) and self.teller.view.holds_back(self.person, kind, "person", keys)
        return self.ask(question, *said, withheld=withheld, needed=needed)

    def related(self, kind: str) -> list[Seen]:
        """The records of a kind that are the person's."""
        return self.teller.view.of(self.person, kind, "person")

    def filled(self, dossier: Dossier, thin: Iterable[str] = ()) -> Filled:
        """The form as it stands now."""
        return Filled(
            dossier, tuple(self.lacking), tuple(Thin(self.person, self.title, what) for what in thin)
        )


def _once(several: Iterable[Said]) -> Iterator[Said]:
    """Each text once, on the sources of all that say it."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in several:
        known = found.get((one.text, one.mark), ())
        found[one.text, one.mark] = tuple(dict.fromkeys((*known, *one.notes)))
    return (Said(text, notes, mark) for (text, mark), notes in found.items())


def names(brief: Brief) -> tuple[Said, ...]:
    """The name a brief bears, and the person's others."""
    return Said(brief.title), *brief.names


def _marked(one: Said) -> str:
    """A text with its mark beside it, for words that more words follow."""
    return f"{one.text} [{one.mark}]" if one.mark else one.text


def holding(limits: Iterable[Limit]) -> tuple[Dated, ...]:
    """Restrictions in force as lines with a date: since when, what, until when and how that is known."""
    return tuple(
        Dated(
            one.since,
            Said(f"{_marked(one.title)}; {one.until.text}", one.title.notes, one.until.mark),
            detail=(*one.wording, *one.how),
        )
        for one in limits
    )
