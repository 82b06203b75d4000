"""Searches kept under a name, with how much each finds now.

They are records of the office, with a history like all others, and never leave
the vault: what an office looks for tells what it works on, and nobody's side
bar is filled by a colleague's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzcase.errors import InputRefused, KzcaseError, NotFound, Refusal
from kzcase.history.ledger import Change
from kzcase.history.tables import run
from kzcase.search import narrowed
from kzcase.search.filters.ground import understood
from kzcase.search.filters.shapes import LONGEST, Key
from kzcase.services import lists, records
from kzcase.services.lists import COUNT_LIMIT
from kzcase.services.office import Office

MOST_SHOWN = 999
MOST_LISTED = 60
LONGEST_NAME = 60

ALL = "SELECT id, name, query FROM saved_search WHERE deleted IS NOT 1 ORDER BY id LIMIT ?"


class NameTaken(KzcaseError):
    """Another search is kept under the name already."""

    def __init__(self, name: str, query: str) -> None:
        self.name, self.query = name, query
        super().__init__(
            f"Another search is kept under the name “{name}”: “{query}”.",
            safe="It stays as it is, and nothing was kept.",
            remedy="Give another name, or replace it: press Keep twice, or add --replace to the command.",
        )


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search: `kind` is that of the list it opens; `count` is None until it was counted."""

    id: str
    name: str
    query: str
    kind: str
    filter: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How much a search finds; not `exact`: at least so much."""

    number: int
    exact: bool

    @property
    def words(self) -> str:
        """The number as a side bar shows it."""
        if self.number > MOST_SHOWN:
            return f"{MOST_SHOWN}+"
        return str(self.number) if self.exact else f"{self.number}+"


def listed(office: Office, day: date | None = None) -> tuple[SavedSearch, ...]:
    """The saved searches by their names, uncounted."""
    on = day or office.today()
    found: list[SavedSearch] = []
    with office.read() as session:
        connection = session.connection()
        for record, name, query in run(connection, ALL, (MOST_LISTED,)).fetchall():
            read = understood(connection, query or "", on)
            able = narrowed.possible(read)
            kind = able[0] if able else "person"
            asked = [one for one in read.filters if one.key is Key.KIND and one.end > one.start]
            text = list(read.text)
            for one in asked:
                text[one.start : one.end] = " " * (one.end - one.start)
            rest = " ".join("".join(text).split())
            found.append(SavedSearch(record, name or query or "", query or "", kind, rest))
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def counts(office: Office, day: date | None = None) -> dict[str, Count]:
    """How much each saved search finds in the list it opens; a few thousand rows are looked at for each."""
    found: dict[str, Count] = {}
    for one in listed(office, day):
        number, exact = lists.count(office, one.kind, one.filter, day=day)
        found[one.id] = Count(min(number, COUNT_LIMIT), exact)
    return found


def named(office: Office, name: str) -> SavedSearch | None:
    """The search that is kept under a name, in capitals or not."""
    wanted = " ".join(name.split())[:LONGEST_NAME].casefold()
    return next((one for one in listed(office) if one.name.casefold() == wanted), None)


def require(office: Office, name: str) -> SavedSearch:
    """The search that is kept under a name; raises `NotFound`."""
    found = named(office, name)
    if found is None:
        raise NotFound(
            f"No search is kept under the name “{name}”.",
            safe="Nothing was changed.",
            remedy="`kzcase search VAULT --saved` lists those that are.",
        )
    return found


def save(
    office: Office, name: str, query: str, *, replace: bool = False, initiator: object | None = None
) -> str:
    """Keep a search and return its id; the very same kept before stays as it is.

    Raises `InputRefused` for an empty name or search, and `NameTaken` if another
    search bears the name and is not to be replaced.
    """
    values = _checked(name, query)
    same = named(office, values["name"])
    if same is not None and same.query == values["query"] and same.name == values["name"]:
        return same.id
    if same is not None and not replace and same.query != values["query"]:
        raise NameTaken(same.name, same.query)
    record = same.id if same else records.new_id()
    heads = records.view(office, record).heads if same else None
    office.record([Change("saved_search", record, dict(values), parents=heads)], initiator=initiator)
    return record


def rename(office: Office, search: str, name: str, *, initiator: object | None = None) -> None:
    """Give a saved search another name; raises `InputRefused`, and `NameTaken` if another one bears it."""
    view = records.view(office, search)
    values = _checked(name, str(view.fields.get("query") or ""))
    same = named(office, values["name"])
    if same is not None and same.id != search:
        raise NameTaken(same.name, same.query)
    change = Change("saved_search", search, {"name": values["name"]}, parents=view.heads)
    office.record([change], initiator=initiator)


def remove(office: Office, search: str, *, initiator: object | None = None) -> None:
    """Keep a search no longer; what it found stays."""
    records.delete(office, search, initiator=initiator)


def _checked(name: str, query: str) -> dict[str, str]:
    plain, asked = " ".join(name.split())[:LONGEST_NAME], " ".join(query.split())[:LONGEST]
    refused = tuple(
        Refusal("", "is needed", field) for field, given in (("name", plain), ("query", asked)) if not given
    )
    if refused:
        raise InputRefused("The search was not kept.", refused, safe="Nothing was changed.")
    return {"name": plain, "query": asked}
