"""Taking case files in, against bare inserts of the rows that come of them, into vaults of several sizes.

Ours begins with the encrypted file and ends with the vault as it is searched:
decrypt, unpack, verify every signature, hash and line, plan, store, paint
tables, titles, search, what is due and what is in force. Each person has a name,
a restriction, a prosecution and two events: six records. Not in it, and stated:
the backup before an import.
The floor inserts, ready-made, every row that an import leaves behind: revisions and
signatures, the registry with titles, links, the tables of each kind, the text index, what is due,
what is in force, and which import brought what. How much of it the tables of
what was written alone would be is shown beside it.
Rivals take part where they are installed: Gramps imports as many people with two
events each from GEDCOM, KeePassXC merges a file of as many entries of which a
tenth changed.
"""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY, filled
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Incoming, Recipients, Selection
from kzcase.history.ledger import Change
from kzcase.history.tables import rows_in, run
from kzcase.services import colleagues
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

PEOPLE_AT_A_TIME = 500
EVERYTHING = Selection(everything=True)
AGREED = Choice(unverified=True, widening=True)
BESIDES = ("signature", "signed", "agenda_item", "agenda_lean", "restriction_stretch")
GEDCOM = (
    "0 HEAD\n1 SOUR kzcase\n1 GEDC\n2 VERS 5.5.1\n2 FORM LINEAGE-LINKED\n1 CHAR UTF-8\n1 SUBM @S@\n"
    "0 @S@ SUBM\n1 NAME trial\n"
)


class Turn:
    """A vault that takes files in, opened anew from a template for each turn."""

    def __init__(self, folder: Path, template: Path) -> None:
        self._folder = folder
        self._template = template
        self._number = count()
        self.office: Office

    def begin(self) -> None:
        """A fresh copy of the template."""
        path = self._folder / f"turn{next(self._number)}.kzvault"
        shutil.copyfile(self._template, path)
        self.office = Office(Vault.open_raw(path, KEY))

    def end(self) -> None:
        """Lock it and remove it."""
        path = self.office.path
        self.office.close()
        path.unlink()

    def take(self, path: Path) -> None:
        """Take a case file in."""
        with Incoming.open(self.office, path) as incoming:
            casefile.take(self.office, [incoming], AGREED, backup=False)

    def look(self, path: Path) -> None:
        """Open, verify and plan a case file."""
        Incoming.open(self.office, path).close()


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """New people by files of several sizes into vaults of several; the same again; a tenth changed."""
    fewer, people = size.of(1_000, least=10), size.of(10_000, least=20)
    more = size.of(100_000, least=200)
    rounds = size.of(3, least=1)
    vaults = {already: _receiver(folder, already) for already in (fewer, people, more)}
    cards = [card for _, card in vaults.values()]
    for coming, into in ((people, (people, fewer, more)), (fewer, (fewer, people, more)), (more, (people,))):
        with filled(folder / "sender.kzvault", 0) as sender:
            _people(sender, coming)
            for number, card in enumerate(cards):
                colleagues.add(sender, card, name=f"Office {number}")
            path = _write(sender, folder / "new.kzcase", cards)
            # Ten times as many rows as the rest are too many to hold: those are compared with themselves.
            rows = _all_rows(sender) if coming <= people else {}
            for already in into:
                turn = Turn(folder, vaults[already][0])
                floor = _ours(
                    f"bare inserts of the same rows into {already}", turn, partial(_bare, turn, rows)
                )
                main = coming == already == people
                yield Contest(
                    name=f"take in {coming} new people, the vault holding {already}",
                    ours=_ours("decrypt, verify, plan, apply", turn, partial(turn.take, path)),
                    floor=floor if rows else None,
                    rival=_gramps(folder, people) if main else None,
                    rounds=rounds if main else 1,
                    asked="within 2 x the bare inserts; 4 x as fast as Gramps; the same for each person",
                    about="key derivation and the backup before the import are in neither",
                )
                if main:
                    written = partial(_bare, turn, _rows(sender))
                    yield Contest(
                        name="how much of the floor is what was written, with its titles and words",
                        ours=_ours("bare inserts of revisions, registry, links, kinds, words", turn, written),
                        floor=floor,
                        rounds=rounds,
                    )
                    yield from _again(folder, sender, cards, turn, path, floor, people, rounds)
        for one in (*folder.glob("sender.kz*"), *folder.glob("*.kzcase")):
            one.unlink()


def _receiver(folder: Path, already: int) -> tuple[Path, colleagues.Card]:
    """A vault that holds so many people, and the card of who writes in it."""
    path = folder / f"of-{already}.kzvault"
    with filled(path, already) as office:
        return path, colleagues.read_card(colleagues.identity(office).card)


def _again(
    folder: Path,
    sender: Office,
    cards: list[colleagues.Card],
    turn: Turn,
    path: Path,
    floor: Contestant,
    people: int,
    rounds: int,
) -> Iterator[Contest]:
    """The same file looked at again, and a later one in which a tenth changed."""
    again = folder / "again.kzvault"
    turn.begin()
    turn.take(path)
    turn.office.vault.checkpoint()
    shutil.copyfile(turn.office.path, again)
    turn.end()
    known = Turn(folder, again)
    yield Contest(
        name=f"look at the same file of {people} people again",
        ours=_ours("decrypt, verify, plan", known, partial(known.look, path)),
        floor=floor,
        rounds=rounds,
    )
    _change_some(sender, people // 10)
    later = _write(sender, folder / "later.kzcase", cards)
    yield Contest(
        name=f"take in a file of {people} people of whom {people // 10} changed",
        ours=_ours("decrypt, verify, plan, apply", known, partial(known.take, later)),
        floor=floor,
        rival=_keepassxc(folder, people),
        rounds=rounds,
        asked="faster than keepassxc-cli merge",
    )


def _ours(name: str, turn: Turn, work: Callable[[], object]) -> Contestant:
    return Contestant(name, work, before=turn.begin, after=turn.end)


def _write(sender: Office, path: Path, to: list[colleagues.Card]) -> Path:
    return casefile.write(sender, path, EVERYTHING, Recipients(tuple(one.key for one in to))).path


def _rows(sender: Office, tables: tuple[str, ...] = ("revision", "record", "link")) -> dict[str, list[Any]]:
    """The rows that an import must bring about: of these tables, of each kind, of the index."""
    with sender.read() as session:
        connection = session.connection()
        kept = [row[0] for row in run(connection, "SELECT DISTINCT kind FROM record WHERE kind IS NOT NULL")]
        found: dict[str, list[Any]] = {}
        for table in (*tables, *kept):
            columns = [row[1] for row in run(connection, f'PRAGMA table_info("{table}")')]
            wanted = [name for name in columns if name != "seq"]
            listed = ", ".join(f'"{name}"' for name in wanted)
            marks = ", ".join("?" * len(wanted))
            statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'
            found[statement] = run(connection, f'SELECT {listed} FROM "{table}"').fetchall()
        words = run(connection, "SELECT id, title, fold FROM record").fetchall()
        found["INSERT INTO search_text (rowid, words) VALUES (?, ?)"] = [
            (10**9 + number, f"{fold or ''} {title or ''}") for number, (_, title, fold) in enumerate(words)
        ]
    return found


def _all_rows(sender: Office) -> dict[str, list[Any]]:
    """Those, and what else stays: signatures, what is due and in force, what the import brought."""
    found = _rows(sender, ("revision", "record", "link", *BESIDES))
    with sender.read() as session:
        ids = run(session.connection(), "SELECT id FROM revision ORDER BY id").fetchall()
    found["INSERT INTO batch_item (batch, revision, compartments) VALUES ('floor', ?, 'open')"] = ids
    return found


def _bare(turn: Turn, rows: dict[str, list[Any]]) -> None:
    with turn.office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
        for statement, found in rows.items():
            driver.executemany(statement, found)


def _people(office: Office, number: int) -> None:
    """Fictional people with a name, a restriction, a prosecution and two events each."""
    for start in range(0, number, PEOPLE_AT_A_TIME):
        some = range(start, min(number, start + PEOPLE_AT_A_TIME))
        office.record([change for one in some for change in _person(one)])
    office.vault.checkpoint()


def _person(number: int) -> Iterator[Change]:
    person, day = str(uuid4()), f"{2018 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}"
    parts = {"family": f"Seitkali{number}", "given": f"Aidar{number % 97}"}
    yield Change("person", person, {"born": str(1940 + number % 60), "gender": "male", "region": "KZ-23"})
    yield Change("name", str(uuid4()), {"person": person, "parts": parts, "use": "preferred"})
    limits = {"kind": "restriction_of_freedom", "in_force": day, "term": {"years": 1 + number % 4}}
    yield Change("restriction", str(uuid4()), {"person": person, **limits})
    said = {"kind": "criminal", "number": f"F-{number:08}", "opened": day}
    yield Change("prosecution", str(uuid4()), {"person": person, **said})
    for what in ("Detained", "Searched"):
        values = {"title": what, "date": day, "persons": frozenset({person}), "locality": "Trialville"}
        yield Change("event", str(uuid4()), values)


def _change_some(office: Office, number: int) -> None:
    with office.vault.write() as session:
        connection = session.connection()
        ids = [row[0] for row in run(connection, "SELECT id FROM person ORDER BY id LIMIT ?", (number,))]
        known = [row for rows in rows_in(connection, "SELECT id FROM person", "id", ids) for row in rows]
        office.ledger.record(session, [Change("person", one, {"occupation": "changed"}) for (one,) in known])


# --- rivals, where they are installed -------------------------------------------------------------


def _gramps(folder: Path, people: int) -> Contestant | None:
    if shutil.which("gramps") is None:
        return None
    path = folder / "people.ged"
    with path.open("w", encoding="utf-8") as file:
        file.write(GEDCOM)
        for number in range(people):
            file.write(
                f"0 @I{number}@ INDI\n1 NAME Aidar{number} /Seitkali{number}/\n1 SEX M\n1 BIRT\n"
                f"2 DATE 1 JAN {1940 + number % 60}\n1 EVEN detained\n2 TYPE Arrest\n2 DATE 2 FEB 2020\n"
            )
        file.write("0 TRLR\n")
    home = folder / "gramps"
    environment = {"HOME": str(home), "GRAMPSHOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    trees = count()

    def fresh() -> None:
        home.mkdir(exist_ok=True)

    def work() -> None:
        tree = f"trial{next(trees)}"
        command = ["gramps", "-y", "-q", "-C", tree, "-i", str(path)]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    return Contestant(f"gramps imports {people} people with two events", work, before=fresh)


def _keepassxc(folder: Path, people: int) -> Contestant | None:
    if shutil.which("keepassxc-cli") is None:
        return None
    one, other, target = (folder / name for name in ("one.kdbx", "other.kdbx", "target.kdbx"))
    _keepass_file(one, people, changed=0)
    _keepass_file(other, people, changed=people // 10)

    def fresh() -> None:
        shutil.copyfile(one, target)

    def work() -> None:
        command = ["keepassxc-cli", "merge", "-q", "--same-credentials", str(target), str(other)]
        subprocess.run(command, input="trial\n", text=True, check=True, capture_output=True)

    return Contestant(f"keepassxc-cli merges {people} entries, a tenth changed", work, before=fresh)


def _keepass_file(path: Path, people: int, changed: int) -> None:
    """A database whose key is cheap to derive, made from XML: entries with nine fields."""
    names = ("Title", "UserName", "URL", "Notes", "Town", "Region", "Born", "Court", "Article")
    entries = []
    for number in range(people):
        late = number < changed
        strings = "".join(
            f"<String><Key>{name}</Key><Value>{name} {number}{' changed' if late and name == 'Town' else ''}"
            "</Value></String>"
            for name in names
        )
        time = "2026-02-02T00:00:00Z" if late else "2026-01-01T00:00:00Z"
        identity = b64encode(number.to_bytes(16, "big")).decode()
        entries.append(
            f"<Entry><UUID>{identity}</UUID><Times><LastModificationTime>{time}</LastModificationTime>"
            f"<CreationTime>2026-01-01T00:00:00Z</CreationTime></Times>{strings}</Entry>"
        )
    source = path.with_suffix(".xml")
    source.write_text(
        "<?xml version='1.0' encoding='utf-8'?><KeePassFile><Root><Group><UUID>"
        f"AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Root</Name>{''.join(entries)}</Group></Root></KeePassFile>",
        encoding="utf-8",
    )
    command = ["keepassxc-cli", "import", "-q", "--set-password", "-t", "100", str(source), str(path)]
    subprocess.run(command, input="trial\ntrial\n", text=True, check=True, capture_output=True)
