"""Offices that exchange case files: each on its own laptop, known to the others by compared cards."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
import pytest
from sqlalchemy import text

from kzcase.errors import NotFound
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Incoming, Outcome, Recipients, Selection, manifest
from kzcase.exchange.casefile.manifest import Manifest, Member, Sender
from kzcase.history.revision import trusted
from kzcase.services import colleagues, records, vaults, writers
from kzcase.services.office import Clock, Office
from kzcase.services.records import Draft
from kzcase.vault.vault import Vault

KEY = bytes(range(32))
EVERYTHING = Selection(everything=True)
ALL = Choice(widening=True, undone=True)
WRITERS = ("Aigerim", "Berik", "Dana", "Yerlan", "Zhanar")


class Laptop:
    """One office with a writer of its own."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self.folder = folder
        self.key = writers.active(office).id

    def save(self, kind: str, record: str = "", /, heads: bytes = b"", **values: Any) -> str:
        """Save a record as a form would; its id."""
        record = record or records.new_id()
        saved = records.save(self.office, Draft(kind, record, values, heads or self.heads(record)))
        return saved.id

    def heads(self, record: str) -> bytes:
        try:
            return records.view(self.office, record).heads
        except NotFound:
            return b""

    def fields(self, record: str) -> dict[str, Any]:
        return dict(records.view(self.office, record).fields)

    def write(self, *to: Laptop, selection: Selection = EVERYTHING, name: str = "") -> Path:
        contacts = Recipients(tuple(one.key for one in to))
        path = self.folder / (name or casefile.file_name())
        return casefile.write(self.office, path, selection, contacts).path

    def look(self, path: Path, **options: Any) -> Incoming:
        return Incoming.open(self.office, path, **options)

    def take(self, path: Path, choice: Choice = ALL, **options: Any) -> Outcome:
        with self.look(path, **options) as incoming:
            return casefile.take(self.office, [incoming], choice, backup=False)[0]

    def state(self) -> str:
        found = vaults.check(self.office, rebuild=True)
        assert found["problems"] == []
        return str(found["state"])


Circle = Callable[..., list[Laptop]]
"""Opens so many laptops that know each other (the fixture `new_circle`)."""


def _opened(template: Path, path: Path, **options: Any) -> Office:
    shutil.copyfile(template, path)
    return Office(Vault.open_raw(path, KEY), **options)


def acquaint(*laptops: Laptop) -> None:
    """Let everyone add and compare everyone's card."""
    for one in laptops:
        for other in laptops:
            if one is not other:
                card = colleagues.read_card(colleagues.identity(other.office).card)
                colleagues.add(one.office, card)
                colleagues.verify(one.office, card.key, card.fingerprint)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with every table and nobody who writes."""
    path = tmp_path_factory.mktemp("empty") / "empty.kzvault"
    Vault.create_raw(path, KEY).close()
    return path


@pytest.fixture
def new_laptop(empty_template: Path, tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    """Makes laptops, each with a writer of that name."""
    offices: list[Office] = []

    def make(name: str, **options: Any) -> Laptop:
        folder = tmp_path / f"{len(offices)}"
        folder.mkdir()
        office = _opened(empty_template, folder / "office.kzvault", **options)
        offices.append(office)
        with office.vault.write() as session:
            office.ledger.add_writer(session, name)
        return Laptop(office, folder)

    yield make
    for office in offices:
        office.close()


@pytest.fixture(scope="session")
def circles(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], list[Path]]:
    """Closed vaults of so many writers who have compared their keys; made once for each number."""
    made: dict[int, list[Path]] = {}

    def of(number: int) -> list[Path]:
        if number not in made:
            folder = tmp_path_factory.mktemp(f"circle{number}")
            laptops = []
            for name in WRITERS[:number]:
                office = _opened(empty_template, folder / f"{name}.kzvault")
                with office.vault.write() as session:
                    office.ledger.add_writer(session, name)
                laptops.append(Laptop(office, folder))
            acquaint(*laptops)
            for one in laptops:
                one.office.close()
            made[number] = [one.office.path for one in laptops]
        return made[number]

    return of


@pytest.fixture
def new_circle(circles: Callable[[int], list[Path]], tmp_path: Path) -> Iterator[Circle]:
    """Opens so many laptops that know each other; the circle that was opened before is closed and removed.

    So a thousand examples of one test take no more room than one. `clocks` are
    what each of them takes for the present.
    """
    present: list[Laptop] = []

    def leave() -> None:
        while present:
            gone = present.pop()
            gone.office.close()
            shutil.rmtree(gone.folder, ignore_errors=True)  # some tests take it away themselves

    def make(number: int, clocks: Sequence[Clock] = ()) -> list[Laptop]:
        leave()
        for place, template in enumerate(circles(number)):
            folder = tmp_path / f"circle{place}"
            folder.mkdir()
            options = {"clock": clocks[place]} if clocks else {}
            present.append(Laptop(_opened(template, folder / "office.kzvault", **options), folder))
        return list(present)

    yield make
    leave()


@pytest.fixture
def pair(new_circle: Circle) -> tuple[Laptop, Laptop]:
    """Aigerim and Berik, who compared their keys."""
    first, second = new_circle(2)
    return first, second


# --- files made by hand ---------------------------------------------------------------------------


def parts_of(path: Path, identity: str) -> dict[str, bytes]:
    """The parts of a case file, opened as any age tool and ZIP reader would."""
    plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(plain)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of some parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return target.getvalue()


def sealed(plain: bytes, *age_keys: str) -> bytes:
    """Encrypted to age keys."""
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(one) for one in age_keys]))


def keys_of(office: Office) -> colleagues.OwnKeys:
    """The keys of the office's writer."""
    with office.read() as session:
        return colleagues.own_keys(session)


def signed(
    keys: colleagues.OwnKeys,
    parts: Mapping[str, bytes],
    *age_keys: str,
    change: Callable[[dict[str, Any]], None] = lambda manifest: None,
) -> dict[str, bytes]:
    """Parts with a manifest that somebody signed; `change` may spoil it before that."""
    members = {
        name: Member(name, len(data), sha256(data).hexdigest())
        for name, data in parts.items()
        if name not in (manifest.MANIFEST, manifest.SIGNATURE, manifest.PADDING)
    }
    export = "ab" * 16
    made = Manifest(
        export,
        "2026-11-23T00:00:00Z",
        Sender(keys.id, keys.sign_public, keys.age_public, keys.name),
        manifest.RECIPIENTS,
        tuple(manifest.mark(export, key) for key in age_keys),
        members,
    )
    value = json.loads(made.encoded())
    change(value)
    raw = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    rest = {name: data for name, data in parts.items() if name in members}
    return {manifest.MANIFEST: raw, manifest.SIGNATURE: manifest.sign(keys.sign_secret, raw), **rest}


def hand_made(
    path: Path, sender: Laptop, receiver: Laptop, *lines: bytes, signatures: bytes = b"", **options: Any
) -> Path:
    """A case file with these lines of revisions, signed by one laptop and sealed to another."""
    parts = {manifest.REVISIONS: b"".join(one + b"\n" for one in lines), manifest.SIGNATURES: signatures}
    age = keys_of(receiver.office).age_public
    made = signed(keys_of(sender.office), parts, age, **options)
    path.write_bytes(sealed(zipped(made), age))
    return path


def lines_of(office: Office) -> list[bytes]:
    """The lines of all revisions of a vault, in the order of a case file."""
    with office.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY record, seq")).all()
    return [trusted(*row).line() for row in rows]
