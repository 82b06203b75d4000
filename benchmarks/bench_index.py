"""What the text index costs a save and an import: the same work with and without it.

A save puts its words off, so the whole of it is measured, too: as many saves as may wait with
the writing of their words, and one save with the search that follows it at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count, cycle
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY, filled
from kzcase.progress import Progress
from kzcase.search import titles
from kzcase.search.due import MOST_DUE
from kzcase.services import derived, generate, lists, records
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

ASKED = "1.3 x the same without the index"


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """A field that is indexed and one that is not, a new record, and a thousand people at once."""
    people = size.of(10_000, least=50)
    with filled(folder / "with.kzvault", people) as ours, filled(folder / "bare.kzvault", people) as bare:
        _without_index(bare)
        for what, field in (("a text that is searched", "locality"), ("a date", "died")):
            yield Contest(
                name=f"save {what}",
                ours=_saving(ours, field, "records.save"),
                floor=_saving(bare, field, "without the index"),
                rounds=size.of(300, least=5),
                asked=ASKED,
            )
        yield Contest(
            name="save a new event with a long description",
            ours=Contestant("records.save", lambda: _event(ours)),
            floor=Contestant("without the index", lambda: _event(bare)),
            rounds=size.of(100, least=5),
            asked=ASKED,
        )
        yield Contest(
            name=f"save {MOST_DUE} texts that are searched, and write the words that were put off",
            ours=_saving_many(ours, "records.save, then what a search does first"),
            floor=_saving_many(bare, "without the index"),
            rounds=size.of(20, least=3),
            asked=ASKED,
        )
        yield Contest(
            name="save one text that is searched, and search at once",
            ours=_saving(ours, "locality", "records.save, then the words", search=True),
            floor=_saving(bare, "locality", "without the index", search=True),
            rounds=size.of(100, least=5),
            asked="nothing: it is what a search then waits for",
        )
    many = size.of(1_000, least=10)
    number = count()
    offices: dict[str, Office] = {}

    def fresh(which: str) -> None:
        office = Office(Vault.create_raw(folder / f"{which}{next(number)}.kzvault", KEY))
        with office.vault.write() as session:
            office.ledger.add_writer(session, "Benchmark")
        if which == "bare":
            _without_index(office)
        offices[which] = office

    def done(which: str) -> None:
        office = offices.pop(which)
        office.close()
        office.path.unlink()

    def importing(which: str, name: str) -> Contestant:
        return Contestant(
            name,
            lambda: generate.people(offices[which], many, seed=2),
            before=lambda: fresh(which),
            after=lambda: done(which),
        )

    yield Contest(
        name=f"take in {many} people with all that belongs to them",
        ours=importing("ours", "generate.people"),
        floor=importing("bare", "without the index"),
        rounds=size.of(7, least=2),
        asked=ASKED,
    )


def _named_only(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]],
    progress: Progress,
) -> None:
    """What must be derived with or without an index: how records are called, and their places in lists."""
    titles.put(
        connection,
        {
            kind: [
                one
                for one in ids
                if one not in fields or not titles.naming_fields(kind).isdisjoint(fields[one])
            ]
            for kind, ids in touched.items()
            if titles.is_known(kind)
        },
        progress,
    )


def _without_index(office: Office) -> None:
    office.ledger._derivers = office.ledger._own_derivers = (_named_only, derived.derive)


def _saving(office: Office, field: str, name: str, *, search: bool = False) -> Contestant:
    page = lists.page(office, lists.ListQuery("person", limit=200))
    ids = cycle([row.id for row in page.rows])
    number = count()
    draft: list[records.Draft] = []

    def read() -> None:
        view = records.view(office, next(ids))
        said = f"Place {next(number)}" if field == "locality" else f"{2000 + next(number) % 20}"
        draft[:] = [records.Draft("person", view.id, {field: said}, view.heads)]

    def save() -> None:
        records.save(office, draft[0])
        if search:
            with office.searching():
                pass

    return Contestant(name, save, before=read)


def _saving_many(office: Office, name: str) -> Contestant:
    """As many saves as may wait, of different people, and what they put off."""
    page = lists.page(office, lists.ListQuery("person", limit=MOST_DUE))
    number = count()
    drafts: list[records.Draft] = []

    def read() -> None:
        with office.searching():
            pass
        views = [records.view(office, row.id) for row in page.rows]
        said = f"Place {next(number)}"
        drafts[:] = [records.Draft("person", one.id, {"locality": said}, one.heads) for one in views]

    def save() -> None:
        for draft in drafts:
            records.save(office, draft)
        with office.searching():
            pass

    return Contestant(name, save, before=read)


_SAID = "The court heard the case behind closed doors and the observers were not let in. " * 12


def _event(office: Office) -> None:
    draft = records.Draft("event", records.new_id(), {"title": "A hearing", "description": _SAID})
    records.save(office, draft)
