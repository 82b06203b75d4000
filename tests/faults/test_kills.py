"""A process that is killed at any moment: what was acknowledged is there, nothing is half, all is whole.

The short run kills each deed a few times, `make soak` a thousand times in all.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzcase.services import records, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import pages
from kzcase.vault.failures import VaultError
from kzcase.vault.keys import Secret
from kzcase.vault.vault import Vault
from tests.conftest import KEY
from tests.faults.nursery import PATIENCE, Nursery, nursery
from tests.soak import LONG

TIMES = int(os.environ.get("KZCASE_KILLS") or (200 if LONG else 2))
NEW = bytes(range(40, 72))
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")

DEEDS = """
from pathlib import Path
from kzcase import resources
from kzcase.exchange import recordsfile
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import backup, keys, migrate, passphrase, pages
from kzcase.vault.vault import Vault
key = bytes(range(32))

def change(path):
    # The new secret by its key: deriving one takes longer than all the rest, and touches no file.
    new = bytes(range(40, 72))
    keys.new_secret = lambda words, profile=None: keys.Secret(new, keys.new_salt(keys.PROFILES[1]))
    say("ready")
    found = lambda at: pages.unlock_raw(at, key)
    passphrase.change_with(Path(path), found, "words", at_step=lambda done: None)

def update(path, folder):
    resources.migrations = lambda: Path(folder)
    say("ready")
    Vault.open_raw(Path(path), key).close()

def save(path):
    office = Office(Vault.open_raw(Path(path), key))
    say("ready")
    for number in range(100_000):
        records.save(office, Draft("person", f"{number:08}-0000-4000-8000-000000000000",
                                   {"occupation": f"occupation {number}", "remarks": "x" * 2000}))
        say(str(number))
        if number % 9 == 8:
            office.rest()

def take_in(path, rows):
    office = Office(Vault.open_raw(Path(path), key))
    planned = recordsfile.plan(office, [Path(rows)])
    say("ready")
    recordsfile.apply(office, planned)

def back_up(path, place):
    office = Office(Vault.open_raw(Path(path), key))
    say("ready")
    backup.backup(office.vault, Path(place))

DEEDS = {"save": save, "import": take_in, "update": update, "backup": back_up, "passphrase": change}
"""


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    with nursery(DEEDS) as made:
        yield made


@pytest.fixture(scope="module")
def made(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with some people in it."""
    vault = Path(shutil.copyfile(office_template, tmp_path_factory.mktemp("made") / "office.kzvault"))
    office = Office(Vault.open_raw(vault, KEY))
    for number in range(8):
        records.save(office, Draft("person", records.new_id(), {"remarks": f"{number} " * 400}))
    office.close()
    return vault


def state(vault: Path) -> str:
    """The state of a vault, which must be whole in every way that can be checked."""
    office = Office(Vault.open_raw(vault, KEY))
    found = vaults.check(office, rebuild=True)
    office.close()
    assert found["problems"] == []
    assert pages.damaged(vault, Secret(KEY, vault.read_bytes()[:16])) == []
    return str(found["state"])


def moments(children: Nursery, chance: random.Random, deed: str, *words: object) -> Iterator[float]:
    """When to kill a deed: at random moments of the time it took just now, which no machine can foretell."""
    assert children.killed(deed, *words, after=PATIENCE)[-1] == "done"
    took = children.lasted
    for _ in range(TIMES):
        yield chance.uniform(0, took * 1.1)


def test_st03_no_save_that_was_acknowledged_is_lost_by_a_kill(
    made: Path, children: Nursery, tmp_path: Path
) -> None:
    chance = random.Random(3)
    for turn in range(TIMES):
        vault = Path(shutil.copyfile(made, tmp_path / f"{turn}.kzvault"))
        said = children.killed("save", vault, after=chance.uniform(0.02, 0.4))
        state(vault)
        office = Office(Vault.open_raw(vault, KEY))
        for number in map(int, filter(str.isdigit, said)):
            found = records.view(office, f"{number:08}-0000-4000-8000-000000000000")
            assert found.fields["occupation"] == f"occupation {number}"
        office.close()
        vault.unlink()


def test_st01_an_import_that_is_killed_brought_all_or_nothing(
    made: Path, children: Nursery, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(f'{{"kind":"person","id":"{n}","fields":{{"occupation":"{n}"}}}}\n' for n in range(400))
    )
    before = state(made)
    trial = Path(shutil.copyfile(made, tmp_path / "trial.kzvault"))
    turns = list(moments(children, random.Random(1), "import", trial, rows))
    after = state(trial)
    for turn, moment in enumerate(turns):
        vault = Path(shutil.copyfile(made, tmp_path / f"{turn}.kzvault"))
        said = children.killed("import", vault, rows, after=moment)
        assert state(vault) in ((after,) if "done" in said else (before, after))
        vault.unlink()


def test_st04_an_update_that_is_killed_leaves_the_old_version_or_the_new(
    made: Path, children: Nursery, tmp_path: Path
) -> None:
    from kzcase import resources
    from kzcase.vault import migrate

    folder = tmp_path / "migrations"
    shutil.copytree(resources.migrations(), folder)
    (folder / "versions" / "9001.py").write_text(
        "from alembic import op\n"
        f'revision = "9001"\ndown_revision = "{migrate.head(folder)}"\nrow_changes = {{}}\n'
        "def upgrade() -> None:\n"
        '    op.execute("CREATE TABLE try_court (id INTEGER PRIMARY KEY, name TEXT)")\n'
        "    [op.execute(f\"INSERT INTO try_court (name) VALUES ('{'x' * 900}')\") for _ in range(200)]\n"
    )
    before = state(made)
    trial = tmp_path / "trial"
    trial.mkdir()
    shutil.copyfile(made, trial / "office.kzvault")
    turns = moments(children, random.Random(4), "update", trial / "office.kzvault", folder)
    for turn, moment in enumerate(turns):
        place = tmp_path / f"{turn}"
        place.mkdir()
        vault = Path(shutil.copyfile(made, place / "office.kzvault"))
        children.killed("update", vault, folder, after=moment)
        assert pages.damaged(vault, Secret(KEY, vault.read_bytes()[:16])) == []
        done = children.killed("update", vault, folder, after=60)  # begun again, it comes to its end
        assert done == ["done"]
        assert [one.name for one in place.iterdir() if one.suffix == ".kzvault-part"] == []
        copies = [one for one in place.iterdir() if "before update" in one.name]
        assert copies
        assert state(copies[0]) == before
        shutil.rmtree(place)


def test_st06_a_backup_that_is_killed_is_none_and_the_older_ones_and_the_vault_are_whole(
    made: Path, children: Nursery, tmp_path: Path
) -> None:
    before = state(made)
    trial = Path(shutil.copyfile(made, tmp_path / "trial.kzvault"))
    stick = tmp_path / "stick"
    stick.mkdir()
    turns = list(moments(children, random.Random(6), "backup", trial, stick))
    for one in stick.iterdir():
        one.unlink()
    older = Path(shutil.copyfile(made, stick / "older.kzvault"))
    for turn, moment in enumerate(turns):
        vault = Path(shutil.copyfile(made, tmp_path / f"{turn}.kzvault"))
        children.killed("backup", vault, stick, after=moment)
        assert state(vault) == before
        for one in stick.glob("*.kzvault"):
            assert one.stat().st_size == 0 or state(one) == before
            if one != older:
                one.unlink()
        vault.unlink()


def test_st05_a_change_of_passphrase_that_is_killed_leaves_a_vault_that_opens_with_the_old_or_the_new(
    made: Path, children: Nursery, tmp_path: Path
) -> None:
    trial = tmp_path / "trial"
    trial.mkdir()
    shutil.copyfile(made, trial / "office.kzvault")
    turns = moments(children, random.Random(5), "passphrase", trial / "office.kzvault")
    ends = set()
    for turn, moment in enumerate((0.0, *turns, PATIENCE)):  # one is killed at once and one never
        place = tmp_path / f"{turn}"
        place.mkdir()
        vault = Path(shutil.copyfile(made, place / "office.kzvault"))
        said = children.killed("passphrase", vault, after=moment)
        try:
            opened, new = Vault.open_raw(vault, KEY), False
        except VaultError:
            opened, new = Vault.open_raw(vault, NEW), True
        office = Office(opened)
        assert vaults.check(office, rebuild=True)["problems"] == []
        office.close()
        assert new or "done" not in said
        ends.add(new)
        shutil.rmtree(place)
    assert ends == {True, False}
