"""What the caseworker is told beside a paper or a letter: what it leaves out and why. Never printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing left out: which field of which record, and why, as a sentence.

    `field` is "" for a whole record. `kind` and `title` are for the list shown
    to the caseworker only; neither is ever printed. `office_only` tells the
    fields that no other audience ever sees from those that this one does not;
    `remedy` says how a person who is left out could be told of.
    """

    id: str
    field: str
    reason: str
    kind: str = ""
    title: str = ""
    office_only: bool = False
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Readable:
    """Words that keep a document out because they can still be read on a page of it (from 1).

    For the list shown to the caseworker only; never printed.
    """

    document: str
    title: str
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class Thin:
    """Something printed that stands on little: the person's record and its title, and what it is."""

    id: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something a form asks for that stands nowhere: about whom, the question and its key, and why.

    `withheld` says that the office knows it, and that this audience may not.
    """

    id: str
    title: str
    key: str
    question: str
    withheld: bool = False

    @property
    def words(self) -> str:
        """It as a sentence for the caseworker."""
        why = "recorded, but withheld from this audience" if self.withheld else "not recorded"
        return f"{self.question}: {why}."


@dataclass(frozen=True, slots=True)
class Shown:
    """A record that something may be told of, for the caseworker to leave out; never printed."""

    id: str
    kind: str
    title: str
