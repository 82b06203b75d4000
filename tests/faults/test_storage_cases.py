"""The vault's file and its disk, the catalogue's cases (ST): one plain message each, and nothing lost."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.errors import KzcaseError, Unwritable
from kzcase.services import backups, records, rescue, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import backup, meta, migrate, pages
from kzcase.vault import vault as vault_module
from kzcase.vault.connection import Connector, Mode
from kzcase.vault.failures import (
    AlreadyOpen,
    Damaged,
    EncryptionMissing,
    MigrationFailed,
    NewerVault,
    NotAVault,
    VaultBusy,
    VaultVanished,
    WrongPassphrase,
)
from kzcase.vault.keys import PROFILES, Secret
from kzcase.vault.mirror import Follower
from kzcase.vault.vault import Vault
from tests.conftest import KEY
from tests.faults.writes import from_on, sometimes, watched, with_fiu

ROOT = Path(__file__).resolve().parents[2]
PAGE = pages.PAGE


@pytest.fixture
def path(office_template: Path, tmp_path: Path) -> Path:
    """A closed vault with one writer in it."""
    folder = tmp_path / "place"
    folder.mkdir()
    return Path(shutil.copyfile(office_template, folder / "office.kzvault"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def told(work: Callable[[], object]) -> KzcaseError:
    """The known failure in which this ends; it says what is safe or what to do."""
    with pytest.raises(KzcaseError) as failure:
        work()
    assert failure.value.what
    assert failure.value.safe or failure.value.remedy
    return failure.value


def person(office: Office, occupation: str = "blogger") -> str:
    one = records.new_id()
    records.save(office, Draft("person", one, {"occupation": occupation}))
    return one


def opened(path: Path) -> Office:
    return Office(Vault.open_raw(path, KEY))


def state(path: Path) -> str:
    office = opened(path)
    found = vaults.check(office, rebuild=True)
    office.close()
    assert found["problems"] == []
    return str(found["state"])


class Migrations:
    """The shipped migrations, and others behind them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        shutil.copytree(resources.migrations(), folder)
        monkeypatch.setattr(resources, "migrations", lambda: folder)

    def add(self, name: str, *steps: str) -> None:
        body = "\n".join(f"    {one}" for one in steps)
        (self.folder / "versions" / f"{name}.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f'revision = "{name}"\ndown_revision = "{migrate.head(self.folder)}"\nrow_changes = {{}}\n'
            f"def upgrade() -> None:\n{body}\n"
        )


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Migrations:
    return Migrations(tmp_path / "migrations", monkeypatch)


# --- full and faulty disks ------------------------------------------------------------------------


def test_st09_without_room_for_the_copy_before_it_an_update_does_not_begin(
    path: Path, migrations: Migrations
) -> None:
    before = digest(path)
    migrations.add("9001", "op.execute('CREATE TABLE try_court (id INTEGER PRIMARY KEY)')")
    with watched(from_on(3)):
        assert "disk is full" in told(lambda: Vault.open_raw(path, KEY)).what
    assert (digest(path), beside(path)) == (before, ["office.kzvault"])
    with Vault.open_raw(path, KEY) as vault:  # there is room again
        assert vault.info().schema == "9001"


def test_st11_of_three_hundred_saves_on_a_faulty_disk_exactly_those_that_were_acknowledged_are_kept(
    path: Path,
) -> None:
    vault = Vault.open_raw(path, KEY)
    with vault.read() as session:
        before = meta.commits(session)
    kept, said = set(), set()
    with watched(sometimes(random.Random(11), 0.02)) as writes:
        for number in range(300):
            try:
                with vault.write() as session:
                    meta.write(session, f"save {number}", "x" * 3000)
                kept.add(f"save {number}")
            except Unwritable as fault:
                said.add(fault.what.split(":")[0])
    vault.close()
    assert writes.refused > 0
    assert said == {"The disk reported an error"}
    assert 20 < len(kept) < 300
    with Vault.open_raw(path, KEY) as again, again.read() as session:
        found = session.execute(text("SELECT key FROM vault_meta WHERE key LIKE 'save %'")).scalars()
        assert set(found) == kept
        assert meta.commits(session) == before + len(kept)
    assert pages.damaged(path, Secret(KEY, path.read_bytes()[:16])) == []


FSYNC = """
import ctypes, errno, sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.vault import meta
from kzcase.vault.vault import Vault
fiu = ctypes.CDLL("libfiu.so.0")
vault = Vault.open_raw(Path(sys.argv[1]), bytes(range(32)))
for number in range(6):
    if number in (2, 4):
        fiu.fiu_enable(b"posix/io/sync/fsync", 1, ctypes.c_void_p(errno.EIO), 0)
    try:
        with vault.write() as session:
            meta.write(session, f"save {number}", "x" * 3000)
        print("kept")
    except KzcaseError as told:
        print(type(told).__name__)
    fiu.fiu_disable(b"posix/io/sync/fsync")
vault.close()
"""


def test_st12_a_save_that_the_disk_does_not_confirm_is_reported_and_the_next_one_is_kept(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FSYNC, str(path)],
        cwd=ROOT, env=with_fiu(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["kept", "kept", "Unwritable", "kept", "Unwritable", "kept"]
    with Vault.open_raw(path, KEY) as vault, vault.read() as session:
        found = session.execute(text("SELECT key FROM vault_meta WHERE key LIKE 'save %'")).scalars()
        assert sorted(found) == ["save 0", "save 1", "save 3", "save 5"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_st13_a_folder_that_cannot_be_written_is_a_clear_refusal(
    office_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("read-only")
    path = Path(shutil.copyfile(office_template, folder / "office.kzvault"))
    path.chmod(0o644)
    before = digest(path)
    root = os.geteuid() == 0
    for parent in folder.parents[:3] if root else ():  # one more when several processes test
        if parent.stat().st_uid == 0 and parent != Path("/tmp"):
            parent.chmod(0o755)
    folder.chmod(0o555)
    if root:  # whom no permission stops
        os.seteuid(65534)
    try:
        assert "not permitted" in told(lambda: Vault.open_raw(path, KEY)).what
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
    assert (digest(path), beside(path)) == (before, ["office.kzvault"])


def test_st29_a_stick_that_vanishes_takes_no_save_and_nothing_new_appears_in_its_place(path: Path) -> None:
    office = opened(path)
    gone = path.parent.rename(path.parent.with_name("gone"))
    with pytest.raises(VaultVanished):
        person(office)
    assert not path.parent.exists()
    gone.rename(path.parent)  # it is put back
    kept = person(office)
    office.close()
    again = opened(path)
    assert records.view(again, kept).fields["occupation"] == "blogger"
    again.close()


# --- two at once ----------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.vault import pages
from kzcase.vault.connection import Connector, Mode
from kzcase.vault.vault import Vault
path, how, key = Path(sys.argv[1]), sys.argv[2], bytes(range(32))
if how == "open":
    vault = Vault.open_raw(path, key)
else:
    connection = Connector(path, pages.unlock_raw(path, key)).connect(Mode.WRITE)
    connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


def holder(path: Path, how: str) -> subprocess.Popen[str]:
    """Another process that has the vault."""
    command = [sys.executable, "-c", HOLD, str(path), how]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    return other


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_st14_a_second_window_is_told_and_one_that_was_killed_holds_nobody_up(path: Path) -> None:
    other = holder(path, "open")
    for _ in range(2):
        with pytest.raises(AlreadyOpen):
            Vault.open_raw(path, KEY)
    other.kill()
    other.communicate()
    Vault.open_raw(path, KEY).close()


def test_st15_a_file_that_another_program_holds_is_busy_and_not_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "BUSY_SECONDS", 0.01)
    office = opened(path)
    other = holder(path, "exclusive")
    with pytest.raises(VaultBusy):
        person(office)
    other.kill()
    other.communicate()
    person(office)
    office.close()


# --- what is no whole vault -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1])
def test_st16_an_empty_file_is_refused_and_never_filled(tmp_path: Path, size: int) -> None:
    path = tmp_path / "empty.kzvault"
    path.write_bytes(bytes(size))
    for _ in range(2):
        with pytest.raises((NotAVault, Damaged)):
            Vault.open_raw(path, KEY)
    assert path.stat().st_size == size


@pytest.mark.parametrize("length", [15, 16, 100, PAGE - 1, PAGE, 5 * PAGE + 77])
def test_st17_a_file_cut_short_is_told_as_damage_and_stays_as_it_is(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    before = digest(path)
    failure = told(lambda: Vault.open_raw(path, KEY))
    assert isinstance(failure, Damaged | NotAVault)
    assert not isinstance(failure, WrongPassphrase)
    assert (digest(path), beside(path)) == (before, ["office.kzvault"])


def test_st18_a_flipped_bit_in_any_page_is_found_and_what_stands_elsewhere_is_rescued(
    path: Path, tmp_path: Path
) -> None:
    office = opened(path)
    several = {person(office, f"occupation {number}") for number in range(12)}
    office.close()
    whole, secret = path.read_bytes(), Secret(KEY, path.read_bytes()[:16])
    chance = random.Random(18)
    for number in range(len(whole) // PAGE):
        spoiled = bytearray(whole)
        spoiled[number * PAGE + chance.randrange(16 if number == 0 else 0, PAGE)] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(spoiled))
        assert pages.damaged(path, secret) == [number + 1]
    done = rescue.rescue_raw(path, KEY, tmp_path / "rescued.kzvault")  # with the last page damaged
    assert done.damaged == (len(whole) // PAGE,)
    again = opened(tmp_path / "rescued.kzvault")
    lost = {one.id for one in done.lost}
    assert all(records.view(again, one).fields for one in several - lost)
    again.close()


def test_st19_a_wrong_passphrase_is_told_as_such_each_time_and_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    Vault.create(path, "жеті көк тас", profile=PROFILES[2]).close()
    before = digest(path)
    for wrong in ("жеті көк", "ЖЕТІ КӨК ТАС", "жети кок тас", "x", "жеті көк тас "):
        with pytest.raises(WrongPassphrase):
            Vault.open(path, wrong)
    assert (digest(path), [one.name for one in tmp_path.glob("*kzvault*")]) == (before, [path.name])
    Vault.open(path, "жеті көк тас").close()


@pytest.mark.parametrize("first", [0, 3, 0x7F, 0xFF])
def test_st20_first_bytes_that_were_damaged_ask_for_no_other_memory_and_the_sheet_mends_them(
    path: Path, first: int
) -> None:
    with Vault.open_raw(path, KEY) as vault:
        words = vaults.recovery_sheet(Office(vault))
    whole = path.read_bytes()
    path.write_bytes(bytes([first]) + bytes(15) + whole[16:])
    before = digest(path)
    failure = told(lambda: Vault.open(path, "words"))
    assert isinstance(failure, NewerVault | NotAVault)
    assert digest(path) == before
    vaults.open_with_sheet(path, " ".join(words.words), " ".join(words.salt_words)).close()
    assert path.read_bytes()[:16] == whole[:16]


def test_st21_a_lost_log_is_noticed_and_one_of_another_vault_is_refused(path: Path, tmp_path: Path) -> None:
    counters = tmp_path / "counters"
    office = opened(path)
    Follower(office.vault, counters)
    office.vault.checkpoint()
    killed = tmp_path / "killed.kzvault"
    shutil.copyfile(path, killed)
    follower = Follower(office.vault, counters)
    person(office)
    person(office)
    follower.settle()
    log = path.with_name(path.name + "-wal").read_bytes()
    office.close()
    with Vault.open_raw(killed, KEY) as older:  # the file as a kill left it, without its log
        assert Follower(older, counters).missing == 2
    other = tmp_path / "other.kzvault"
    Vault.create_raw(other, KEY).close()
    other.with_name(other.name + "-wal").write_bytes(log)
    before = digest(other)
    with pytest.raises(Damaged):
        Vault.open_raw(other, KEY)
    assert digest(other) == before


def test_st22_a_vault_of_a_newer_version_is_not_opened_and_not_taken_back(
    path: Path, migrations: Migrations
) -> None:
    migrations.add("9001", "op.execute('CREATE TABLE try_court (id INTEGER PRIMARY KEY)')")
    Vault.open_raw(path, KEY).close()
    (migrations.folder / "versions" / "9001.py").unlink()
    before = digest(path)
    with pytest.raises(NewerVault):
        Vault.open_raw(path, KEY)
    assert digest(path) == before


def test_st23_each_file_that_is_no_vault_is_refused_by_its_name(tmp_path: Path) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    plain, old, picture = (tmp_path / f"{name}.kzvault" for name in ("plain", "old", "picture"))
    with sqlite3.connect(plain) as made:
        made.execute("CREATE TABLE vault_meta (key, value)")
    made.close()
    third = sqlcipher.connect(str(old))
    third.execute("PRAGMA key = 'words'")
    third.execute("PRAGMA cipher_compatibility = 3")
    third.execute("CREATE TABLE message (body)")
    third.commit()
    third.close()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(3 * PAGE))
    for path, said in ((plain, "without encryption"), (old, ""), (picture, "picture")):
        before = digest(path)
        failure = told(lambda path=path: Vault.open_raw(path, KEY))  # type: ignore[misc]
        assert said in failure.what
        assert digest(path) == before
        assert not path.with_name(path.name + "-wal").exists()


def test_st24_a_library_that_cannot_encrypt_is_stopped_before_any_file_is_written(path: Path) -> None:
    secret, before = Secret(KEY, path.read_bytes()[:16]), digest(path)
    for mode in Mode:
        with pytest.raises(EncryptionMissing):
            Connector(path, secret, driver=sqlite3).connect(mode)
    assert (digest(path), beside(path)) == (before, ["office.kzvault"])


# --- older vaults ---------------------------------------------------------------------------------


def test_st25_a_table_that_is_made_anew_keeps_its_thousand_children(
    path: Path, migrations: Migrations
) -> None:
    migrations.add(
        "9001",
        "op.execute('CREATE TABLE try_court (id INTEGER PRIMARY KEY, name TEXT)')",
        "op.execute('CREATE TABLE try_hearing (id INTEGER PRIMARY KEY, "
        "court INTEGER REFERENCES try_court(id) ON DELETE CASCADE)')",
        "op.execute(\"INSERT INTO try_court VALUES (1, 'Almaty')\")",
        "[op.execute('INSERT INTO try_hearing (court) VALUES (1)') for _ in range(1000)]",
    )
    Vault.open_raw(path, KEY).close()
    migrations.add(
        "9002",
        "with op.batch_alter_table('try_court', recreate='always') as t:"
        " t.add_column(sa.Column('x', sa.Text()))",
    )
    with Vault.open_raw(path, KEY) as vault, vault.read() as session:
        assert session.execute(text("SELECT count(*) FROM try_hearing")).scalar() == 1000


def test_st26_an_update_that_stumbles_over_old_data_is_taken_back_whole_and_the_older_version_goes_on(
    path: Path, migrations: Migrations
) -> None:
    migrations.add(
        "9001",
        "op.execute('CREATE TABLE try_court (id INTEGER PRIMARY KEY, name TEXT)')",
        "op.execute(\"INSERT INTO try_court VALUES (1, 'Almaty'), (2, 'Almaty'), (3, NULL), "
        "(4, CAST(x'ff' AS TEXT))\")",
    )
    Vault.open_raw(path, KEY).close()
    for step in (
        "CREATE UNIQUE INDEX one ON try_court (name)",
        "INSERT INTO try_court SELECT 1, name FROM try_court",
    ):
        migrations.add("9002", "op.execute('CREATE TABLE half (x)')", f"op.execute('{step}')")
        with pytest.raises(MigrationFailed) as failure:
            Vault.open_raw(path, KEY)
        assert "a copy made before lies beside" in failure.value.sentence
        (migrations.folder / "versions" / "9002.py").unlink()
        with Vault.open_raw(path, KEY) as vault, vault.read() as session:  # the version before
            assert session.execute(text("SELECT count(*) FROM try_court")).scalar() == 4
            assert session.execute(text("SELECT 1 FROM sqlite_schema WHERE name = 'half'")).scalar() is None


# --- backups --------------------------------------------------------------------------------------


def test_st27_a_backup_opens_on_another_computer_with_nothing_but_the_file_and_the_passphrase(
    tmp_path: Path,
) -> None:
    office = Office(Vault.create(tmp_path / "office.kzvault", "жеті көк тас", profile=PROFILES[2]))
    with office.vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    person(office)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = vaults.back_up(office, stick)
    said = vaults.check(office, rebuild=True)["state"]
    office.close()
    clean = tmp_path / "another computer"
    clean.mkdir()
    alone = Path(shutil.copyfile(made, clean / "received.kzvault"))
    home = {
        "HOME": str(clean),
        "XDG_CONFIG_HOME": str(clean / "config"),
        "XDG_DATA_HOME": str(clean / "data"),
    }
    home |= {"KZCASE_PASSPHRASE_FILE": str(clean / "words"), "PYTHONPATH": str(ROOT)}
    (clean / "words").write_text("жеті көк тас\n")
    for command in (
        ("restore", alone, clean / "office.kzvault"),
        ("check", clean / "office.kzvault", "--json"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kzcase", *map(str, command)],
            env={**os.environ, **home},
            cwd=clean, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert f'"{said}"' in done.stdout


def test_st28_a_damaged_backup_is_refused_first_and_the_vault_stays_as_it_was(
    path: Path, tmp_path: Path
) -> None:
    office = opened(path)
    made = backup.backup(office.vault, tmp_path)
    office.close()
    spoiled = bytearray(made.read_bytes())
    spoiled[7 * PAGE + 9] ^= 1
    made.write_bytes(bytes(spoiled))
    before = digest(path)
    new = tmp_path / "new.kzvault"
    with pytest.raises(Damaged, match="page 8"):
        backup.restore_with(made, Secret(KEY, spoiled[:16]), new)
    assert (digest(path), new.exists()) == (before, False)


@pytest.mark.parametrize("jump", [-3650, 10957])
def test_st30_a_clock_that_jumps_loses_no_save_and_no_backup(path: Path, tmp_path: Path, jump: int) -> None:
    now = [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    office = Office(Vault.open_raw(path, KEY), clock=lambda: now[0])
    backups.choose_folder(office, tmp_path)
    one = person(office)
    made = [backups.back_up(office, why=backups.SCHEDULE)]
    now[0] += timedelta(days=jump)
    records.save(office, Draft("person", one, {"occupation": "poet"}, records.view(office, one).heads))
    made.append(backups.back_up(office, why=backups.SCHEDULE))  # which thins out what came before
    assert records.view(office, one).fields["occupation"] == "poet"
    assert made[-1].exists()
    office.close()
    assert state(path) == state(made[-1])


def test_st07_an_import_on_a_full_disk_brings_nothing_and_says_that_the_disk_is_full(
    path: Path, tmp_path: Path
) -> None:
    from kzcase.exchange import recordsfile

    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(f'{{"kind":"person","id":"{n}","fields":{{"occupation":"{n}"}}}}\n' for n in range(300))
    )
    before = state(path)
    office = opened(path)
    planned = recordsfile.plan(office, [rows])
    with watched(from_on(40, errno.ENOSPC)):
        failure = told(lambda: recordsfile.apply(office, planned))
    assert "disk is full" in failure.what
    assert "Free some space" in failure.remedy
    office.close()
    assert state(path) == before
    office = opened(path)
    assert recordsfile.apply(office, recordsfile.plan(office, [rows]))["new"] == 300
    office.close()
