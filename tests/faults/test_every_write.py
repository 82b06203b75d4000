"""Each single write of everything a vault does is refused in turn: the state before or after, never between.

A disk is full from the Nth write on, or has one bad spot at the Nth write. The short run tries
some of the writes of each deed, the long run every one in both ways.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.errors import KzcaseError, Unwritable
from kzcase.exchange import casefile, recordsfile
from kzcase.exchange.casefile import Choice, Incoming
from kzcase.services import documents, drafts, erasures, imports, records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import backup, keys, migrate, pages, passphrase
from kzcase.vault.keys import PROFILES, Secret
from kzcase.vault.vault import Vault
from tests.conftest import KEY
from tests.faults.writes import from_on, only, watched
from tests.laptops import Laptop, circles, empty_template, new_circle, pair
from tests.soak import LONG, part

__all__ = ["circles", "empty_template", "new_circle", "pair"]

FEW = 5
NEW = "жаңа құпия"


@dataclass(frozen=True)
class Place:
    """A vault to do something to, and what it is done with."""

    vault: Path
    person: str
    rows: Path
    paper: Path


def erase(place: Place, office: Office) -> None:
    erasures.erase(office, place.person)


def save(place: Place, office: Office) -> None:
    heads = records.view(office, place.person).heads
    records.save(office, Draft("person", place.person, {"remarks": "x" * 30_000}, heads))


def attach(place: Place, office: Office) -> None:
    documents.attach(office, place.person, place.paper)


def keep_a_draft(place: Place, office: Office) -> None:
    drafts.keep(office, "form", "person", place.person, b"", {"remarks": "y" * 30_000})


def take_in(place: Place, office: Office) -> None:
    recordsfile.apply(office, recordsfile.plan(office, [place.rows]))


def back_up(place: Place, office: Office) -> None:
    backup.backup(office.vault, place.vault.parent)


def restore(place: Place, office: Office) -> None:
    made = place.vault.with_name("backup.kzvault")
    backup.restore_with(made, Secret(KEY, made.read_bytes()[:16]), place.vault.with_name("restored.kzvault"))


OPEN: dict[str, Callable[[Place, Office], None]] = {
    "save": save,
    "attach": attach,
    "draft": keep_a_draft,
    "import": take_in,
    "erase": erase,
    "backup": back_up,
    "restore": restore,
}
"""What is done to an open vault."""


def change_passphrase(place: Place) -> None:
    passphrase.change_with(
        place.vault, lambda at: pages.unlock_raw(at, KEY), NEW, profile=PROFILES[2], at_step=lambda done: None
    )


def update(place: Place) -> None:
    Vault.open_raw(place.vault, KEY).close()


@pytest.fixture(scope="module")
def made(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A small vault with somebody in it, made once."""
    folder = tmp_path_factory.mktemp("made")
    vault = Path(shutil.copyfile(office_template, folder / "office.kzvault"))
    office = Office(Vault.open_raw(vault, KEY))
    person = records.new_id()
    records.save_all(
        office,
        (
            Draft("person", person, {"occupation": "blogger"}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": "Seitkali"}}),
        ),
    )
    rows = folder / "rows.jsonl"
    rows.write_text(
        "".join(f'{{"kind":"person","id":"{n}","fields":{{"occupation":"{n}"}}}}\n' for n in range(40))
    )
    paper = folder / "paper.bin"
    paper.write_bytes(os.urandom(200_000))
    office.rest()  # else a deed that tidies up behind itself could leave two states after it
    office.close()
    shutil.copyfile(vault, folder / "backup.kzvault")
    return Place(vault, person, rows, paper)


def copy_of(made: Place, folder: Path) -> Place:
    folder.mkdir()
    for name in ("office.kzvault", "backup.kzvault"):
        shutil.copyfile(made.vault.with_name(name), folder / name)
    return Place(folder / "office.kzvault", made.person, made.rows, made.paper)


TABLES = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    " AND name NOT LIKE 'search\\_%\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name NOT IN ('vault_meta', 'vault_mark', 'vault_copy', 'write_unit') ORDER BY name"
)
PASSING = ("id", "batch", "time", "started", "when", "header", "signature", "salt", "heads", "parts", "body")
"""Columns that differ each time the same is done: random ids and salts, the clock."""


def shape(path: Path, find: Callable[[Path], Secret] = lambda at: pages.unlock_raw(at, KEY)) -> str:
    """How many rows each table of a closed, whole vault has: what one deed adds or takes is seen in it."""
    assert pages.damaged(path, find(path)) == []
    with Vault.open_with(path, find) as vault, vault.driver() as driver:
        assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert driver.execute("PRAGMA foreign_key_check").fetchall() == []
        said = []
        for (name,) in driver.execute(TABLES).fetchall():
            (count,) = driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            said.append(f"{name} {count}")
        (parts,) = driver.execute("SELECT total(length(parts)) FROM revision").fetchone()
    return hashlib.sha256(f"{said} {parts}".encode()).hexdigest()


def chosen(total: int) -> Iterator[tuple[int, bool]]:
    """The writes to refuse, and whether all that follow are refused too."""
    assert total > 0
    everyone = range(1, total + 1)
    if LONG:
        for number in part(everyone):
            yield number, True
            yield number, False
        return
    numbers = sorted({1, 2, total, *(1 + total * n // FEW for n in range(1, FEW))} & {*everyone})
    for place, number in enumerate(numbers):
        yield number, bool(place % 2)


def refusing(number: int, full: bool) -> Callable[[int], int]:
    return from_on(number, errno.ENOSPC) if full else only(number, errno.EIO)


def assert_told(failure: KzcaseError, full: bool) -> None:
    """A full disk is called a full disk, a broken one is not."""
    assert isinstance(failure, Unwritable), failure
    assert ("disk is full" in failure.what) is full, failure.what
    assert failure.remedy


def names(place: Place) -> set[str]:
    return {one.name for one in place.vault.parent.iterdir()} - {"backup.kzvault", "office backups"}


@pytest.mark.parametrize("deed", OPEN)
def test_a_write_that_fails_in_an_open_vault_leaves_the_state_before_or_after(
    made: Place, tmp_path: Path, deed: str
) -> None:
    trial = copy_of(made, tmp_path / "trial")
    before = shape(trial.vault)
    office = Office(Vault.open_raw(trial.vault, KEY))
    with watched() as writes:
        OPEN[deed](trial, office)
    total = writes.seen
    office.close()
    after, all_names = shape(trial.vault), names(trial)
    ends = set()
    for number, full in chosen(total):
        place = copy_of(made, tmp_path / "turn")
        office = Office(Vault.open_raw(place.vault, KEY))
        failure: KzcaseError | None = None
        with watched(refusing(number, full)) as writes:
            try:
                OPEN[deed](place, office)
            except KzcaseError as told:
                failure = told
        assert writes.refused or failure is None
        if failure is not None:
            assert_told(failure, full)
        office.close()
        found = shape(place.vault)
        assert found == (before if failure is not None else after), (number, failure)
        assert len(names(place)) == (1 if failure is not None else len(all_names)), names(place)
        assert not list(place.vault.parent.rglob("*part*"))
        ends.add(failure is None)
        shutil.rmtree(place.vault.parent)
    assert False in ends


@pytest.mark.parametrize("deed", ["take in", "take back"])
def test_a_write_that_fails_while_a_case_file_is_taken_in_or_back_leaves_the_state_before_or_after(
    pair: tuple[Laptop, Laptop], tmp_path: Path, deed: str
) -> None:
    a, b = pair
    for number in range(3):
        a.save("person", occupation=f"occupation {number}", remarks="x" * 5_000)
    path = a.write(b)
    batch = b.take(path).batch if deed == "take back" else None
    b.office.vault.checkpoint()

    def do(office: Office) -> None:
        if batch is not None:
            imports.undo(office, batch)
            return
        with Incoming.open(office, path) as incoming:
            casefile.take(office, [incoming], Choice(), backup=False)

    def at(name: str) -> Path:
        return Path(shutil.copyfile(b.office.path, tmp_path / f"{name}.kzvault"))

    trial = at("trial")
    before = shape(trial)
    office = Office(Vault.open_raw(trial, KEY))
    with watched() as writes:
        do(office)
    total = writes.seen
    office.close()
    after = shape(trial)
    assert before != after
    for number, full in chosen(total):
        vault = at("turn")
        office = Office(Vault.open_raw(vault, KEY))
        failure: KzcaseError | None = None
        with watched(refusing(number, full)):
            try:
                do(office)
            except KzcaseError as told:
                failure = told
        if failure is not None:
            assert_told(failure, full)
        office.close()
        assert shape(vault) == (before if failure is not None else after), (number, failure)
        for one in tmp_path.glob("turn.*"):
            one.unlink()


@pytest.mark.parametrize("older", [b"older", None])
def test_a_case_file_goes_out_with_its_entry_in_the_register_or_not_at_all(
    pair: tuple[Laptop, Laptop], older: bytes | None
) -> None:
    a, b = pair
    a.save("person", occupation="blogger")
    a.office.vault.checkpoint()
    out = a.folder / "out" / "for b.kzcase"
    out.parent.mkdir()
    wal = a.office.path.with_name(a.office.path.name + "-wal")

    def entries() -> int:
        with a.office.read() as session:
            return int(session.scalar(text("SELECT count(*) FROM export")) or 0)

    before = entries()
    for full in (True, False):
        if older is not None:
            out.write_bytes(older)
        assert not wal.exists() or wal.stat().st_size == 0
        with watched(refusing(1, full)), pytest.raises(Unwritable) as told:
            a.write(b, name="out/for b.kzcase")
        assert_told(told.value, full)
        assert [one.read_bytes() for one in out.parent.iterdir()] == ([older] if older is not None else [])
        assert entries() == before
    a.write(b, name="out/for b.kzcase")
    assert entries() == before + 1
    assert len(list(out.parent.iterdir())) == 1


def test_a_write_that_fails_while_the_passphrase_changes_leaves_the_old_one_or_the_new(
    made: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The new secret by its key: deriving one takes longer than all the rest, and writes nothing.
    monkeypatch.setattr(
        keys, "new_secret", lambda words, profile=None: Secret(KEY[::-1], keys.new_salt(PROFILES[2]))
    )
    trial = copy_of(made, tmp_path / "trial")
    before = shape(trial.vault)
    with watched() as writes:
        change_passphrase(trial)
    for number, full in chosen(writes.seen):
        place = copy_of(made, tmp_path / "turn")
        with watched(refusing(number, full)), pytest.raises(KzcaseError) as told:
            change_passphrase(place)
        assert_told(told.value, full)
        assert shape(place.vault) == before
        assert names(place) == {"office.kzvault"}
        shutil.rmtree(place.vault.parent)


def test_a_write_that_fails_in_an_update_leaves_the_old_version_or_the_new(
    made: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shape(made.vault)
    folder = tmp_path / "migrations"
    shutil.copytree(resources.migrations(), folder)
    head = migrate.head(folder)
    (folder / "versions" / "9001.py").write_text(
        "from alembic import op\n"
        f'revision = "9001"\ndown_revision = "{head}"\nrow_changes = {{}}\n'
        "def upgrade() -> None:\n"
        '    op.execute("CREATE TABLE try_court (id INTEGER PRIMARY KEY, name TEXT)")\n'
        "    [op.execute(f\"INSERT INTO try_court (name) VALUES ('{'x' * 900}')\") for _ in range(40)]\n"
    )
    shipped = resources.migrations
    monkeypatch.setattr(resources, "migrations", lambda: folder)
    trial = copy_of(made, tmp_path / "trial")
    with watched() as writes:
        update(trial)
    for number, full in chosen(writes.seen):
        place = copy_of(made, tmp_path / "turn")
        monkeypatch.setattr(resources, "migrations", lambda: folder)
        failure: KzcaseError | None = None
        with watched(refusing(number, full)):
            try:
                update(place)
            except KzcaseError as told:
                failure = told
        if failure is not None and "could not be updated" not in failure.what:
            assert_told(failure, full)
        monkeypatch.setattr(resources, "migrations", shipped)
        if schema_of(place.vault) != "9001":
            assert failure is not None
            assert shape(place.vault) == before
        shutil.rmtree(place.vault.parent)


def schema_of(path: Path) -> str:
    from kzcase.vault.connection import Connector, Mode

    connection = Connector(path, Secret(KEY, path.read_bytes()[:16])).connect(Mode.READ)
    try:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    finally:
        connection.close()
