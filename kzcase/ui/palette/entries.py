"""What the palette lists: records and actions as rows, chosen and ordered by what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from kzcase.names import folding
from kzcase.services.declarations import FieldType, kinds
from kzcase.services.finding import Found
from kzcase.services.telling import Told
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import declared

MOST_ACTIONS = 8
MOST_PEOPLE = 12
MOST_OF_A_KIND = 4
"""Of a list of many it is the first few one looks at; the rest is in the list of that kind."""
_BESIDE = 3
translate = QCoreApplication.translate


@dataclass(frozen=True)
class Choice:
    """An action as the palette offers it: its words in the window's language, and its doing.

    `also` are further words by which it is found. `common` ones are offered
    before anything is typed; those of the page on screen, `here`, come first.
    """

    words: str
    run: Callable[[], None]
    also: str = ""
    keys: str = ""
    icon: Icon | None = None
    common: bool = False
    here: bool = False

    @cached_property
    def _folded(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return folding.words(folding.fold(self.words)), folding.words(folding.fold(self.also))

    def fits(self, typed: Sequence[str]) -> int:
        """How well the typed words fit: 0 not at all, the more the better."""
        said, also = self._folded
        if not all(any(word.startswith(one) for word in (*said, *also)) for one in typed):
            return 0
        if (
            said[: len(typed) - 1] == tuple(typed[:-1])
            and said[len(typed) - 1 :][:1]
            and said[len(typed) - 1].startswith(typed[-1])
        ):
            return 3
        return 2 if all(any(word.startswith(one) for word in said) for one in typed) else 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a heading, a record or an action. `key` tells it from other rows while one types on."""

    key: str
    words: str
    beside: str = ""
    keys: str = ""
    icon: Icon | None = None
    kind: str = ""
    record: str = ""
    choice: Choice | None = None
    page: int = 0
    """Of a document: on which page of its file the words were found."""

    @property
    def is_heading(self) -> bool:
        """Whether it only says what stands under it."""
        return not self.record and self.choice is None


def entries(
    text: str, found: Sequence[Found], choices: Sequence[Choice], order: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """The rows for what was typed; for nothing typed `found` are the records opened lately.

    Kinds stand in the `order` given, others after them as they were found.
    """
    typed = folding.words(folding.fold(text))
    if not typed:
        return tuple(_at_rest(found, choices))
    return tuple(_for(typed, found, choices, order))


def _at_rest(recent: Sequence[Found], choices: Sequence[Choice]) -> Iterator[Entry]:
    if recent:
        yield _heading(translate("Palette", "Opened lately"))
        yield from (_record(one, with_kind=True) for one in recent)
    here = [one for one in choices if one.here]
    if here:
        yield _heading(translate("Palette", "On this page"))
        yield from map(_action, here)
    yield _heading(translate("Palette", "Do"))
    yield from (_action(one) for one in choices if one.common and not one.here)


def _for(
    typed: Sequence[str], found: Sequence[Found], choices: Sequence[Choice], order: Sequence[str]
) -> Iterator[Entry]:
    sure = [one for one in found if not one.alike]
    places = {kind: place for place, kind in enumerate(order)}
    for kind in sorted(dict.fromkeys(one.kind for one in sure), key=lambda one: places.get(one, len(places))):
        yield _heading(declared(kinds()[kind].plural))
        those = [one for one in sure if one.kind == kind]
        yield from map(_record, those[: MOST_PEOPLE if kind == "person" else MOST_OF_A_KIND])
    fitting = sorted(
        ((-one.fits(typed), not one.here, len(one.words), place) for place, one in enumerate(choices)),
    )
    doing = [choices[place] for fit, _, _, place in fitting if fit < 0][:MOST_ACTIONS]
    if doing:
        yield _heading(translate("Palette", "Do"))
        yield from map(_action, doing)
    alike = [one for one in found if one.alike]
    if alike:
        yield _heading(translate("Palette", "Names that look like it"))
        yield from (_record(one, with_kind=one.kind != "person") for one in alike)


def _heading(words: str) -> Entry:
    return Entry(f"heading:{words}", words)


def _action(choice: Choice) -> Entry:
    return Entry(f"do:{choice.words}", choice.words, "", choice.keys, choice.icon, choice=choice)


def _record(found: Found, *, with_kind: bool = False) -> Entry:
    """A record's row: beside its title the spelling that matched, and what tells it from its like."""
    beside = [declared(kinds()[found.kind].label)] if with_kind else []
    if found.page:
        beside.append(translate("Palette", "p. {0}: {1}").format(found.page, found.matched))
    elif found.matched and found.matched != found.title:
        beside.append(found.matched)
    beside += [said for said in map(_told, found.beside[:_BESIDE]) if said not in found.title]
    title = found.title or translate("Palette", "untitled")
    return Entry(found.id, title, "  ·  ".join(beside), kind=found.kind, record=found.id, page=found.page)


def _told(one: Told) -> str:
    """One thing that tells a record apart: a date says which one it is."""
    if one.field.type is FieldType.DATE:
        return f"{declared(one.field.label).lower()} {one.text}"
    return one.text
