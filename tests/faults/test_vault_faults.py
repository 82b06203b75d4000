"""What a kill, a full disk or a faulty one leaves of a vault: exactly the state before or after."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import kzcase
from kzcase.vault import blobs, meta, pages
from kzcase.vault.check import check_file
from kzcase.vault.failures import VaultError
from kzcase.vault.passphrase import STEPS
from kzcase.vault.vault import Vault

ROOT = Path(kzcase.__file__).parent.parent
KEY = bytes(range(1, 33))
NEW = "жаңа құпия"

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")

CHANGE = """
import os, signal, sys
from pathlib import Path
from kzcase.vault import pages, passphrase
from kzcase.vault.keys import PROFILES
path, key, new, step = sys.argv[1:]
def die(done):
    print(done, flush=True)
    if done == step:
        os.kill(os.getpid(), signal.SIGKILL)
find = lambda at: pages.unlock_raw(at, bytes.fromhex(key))
passphrase.change_with(Path(path), find, new, profile=PROFILES[2], at_step=die)
print('through', flush=True)
"""

WRITE = """
import sys
from pathlib import Path
from kzcase.vault import blobs, meta
from kzcase.vault.vault import Vault
vault = Vault.open_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
for number in range(100_000):
    with vault.write() as session:
        meta.write(session, "last", str(number))
        session.flush()
        meta.write(session, "twin", str(number))
        meta.write(session, f"blob{number}", blobs.put(session, f"{number} ".encode() * 3000))
    if number % 7 == 0:
        vault.checkpoint()
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "office.kzvault"
    with Vault.create_raw(path, KEY) as vault, vault.write() as session:
        meta.write(session, "office", "Aktobe")
        blobs.put(session, b"a court decision " * 40_000)
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "office.kzvault"))


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def assert_intact(vault: Vault) -> None:
    assert check_file(vault) == []
    with vault.read() as session:
        assert meta.read(session, "office") == "Aktobe"


def open_with_either(path: Path) -> tuple[Vault, bool]:
    """The vault, and whether it is the new passphrase that opens it."""
    try:
        return Vault.open_raw(path, KEY), False
    except VaultError:
        return Vault.open(path, NEW), True


@pytest.mark.parametrize("step", STEPS)
def test_st05_a_kill_at_each_step_of_a_passphrase_change_leaves_a_vault_that_opens(
    path: Path, step: str
) -> None:
    killed = run(CHANGE, path, KEY.hex(), NEW, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout.split()[-1] == step
    vault, is_new = open_with_either(path)
    with vault:
        assert_intact(vault)
    assert is_new == (step == STEPS[-1])
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]
    if step == "kept":  # and it can be changed again
        assert run(CHANGE, path, KEY.hex(), NEW, "never").stdout.split()[-1] == "through"
        with Vault.open(path, NEW) as changed:
            assert_intact(changed)


def test_st02_a_kill_at_any_moment_of_writing_keeps_what_was_acknowledged_and_nothing_half(
    path: Path,
) -> None:
    kill_while_writing(path, 4)


@pytest.mark.soak
def test_two_hundred_kills_while_writing(path: Path) -> None:
    kill_while_writing(path, 200)


def kill_while_writing(path: Path, times: int) -> None:
    chance = random.Random(20261122)
    for _ in range(times):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), KEY.hex()], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        acknowledged = -1
        for _line in range(chance.randint(1, 60)):
            acknowledged = int(child.stdout.readline())
        child.kill()
        rest = child.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        with Vault.open_raw(path, KEY) as vault:
            assert_intact(vault)
            with vault.read() as session:
                last = int(meta.read(session, "last") or -1)
                assert meta.read(session, "twin") == str(last)
                assert acknowledged <= last <= acknowledged + 1
                assert blobs.exists(session, meta.read(session, f"blob{last}") or "")


@pytest.mark.parametrize("cut", ["cut", "zeroed", "garbage"])
def test_a_torn_log_opens_at_a_whole_unit(path: Path, template: Path, tmp_path: Path, cut: str) -> None:
    vault = Vault.open_raw(path, KEY)
    for number in range(12):
        with vault.write() as session:
            meta.write(session, "last", str(number))
            meta.write(session, "twin", str(number))
    log = path.with_name(path.name + "-wal").read_bytes()
    vault.close()
    seen = set()
    chance = random.Random(7)
    for turn in range(25):
        folder = tmp_path / f"{cut}{turn}"
        folder.mkdir()
        torn_path = folder / "office.kzvault"
        torn_path.write_bytes(template.read_bytes())  # the file as it was when the log was begun
        place = chance.randrange(len(log) // 512) * 512
        torn = {
            "cut": log[: place + 77],
            "zeroed": log[:place] + bytes(512) + log[place + 512 :],
            "garbage": log[:place] + chance.randbytes(2000),
        }[cut]
        torn_path.with_name("office.kzvault-wal").write_bytes(torn)
        with Vault.open_raw(torn_path, KEY) as again:
            assert_intact(again)
            with again.read() as session:
                last = meta.read(session, "last")
                assert last == meta.read(session, "twin")
                seen.add(last)
    assert len(seen) > 3


GROW = """
import resource, sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.vault import blobs, meta
from kzcase.vault.vault import Vault
path, key, limit = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
vault = Vault.open_raw(path, key)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    with vault.write() as session:
        meta.write(session, "first", "1")
        blobs.put(session, b"scan " * 60_000)
        session.flush()
        meta.write(session, "second", "1")
    print("kept")
except KzcaseError as told:
    print(type(told).__name__)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
with vault.write() as session:
    meta.write(session, "retry", "1")
vault.close()
print("closed")
"""


@pytest.mark.soak
def test_a_file_that_may_not_grow_keeps_all_or_nothing_and_a_retry_works(
    template: Path, tmp_path: Path
) -> None:
    size = template.stat().st_size
    answers = set()
    for turn, limit in enumerate([0, 20_000, 250_000, size + 4096, size * 4]):
        path = Path(shutil.copy(template, tmp_path / f"{turn}.kzvault"))
        done = run(GROW, path, KEY.hex(), limit)
        answer, closed = done.stdout.split()
        assert closed == "closed", done.stderr
        with Vault.open_raw(path, KEY) as vault:
            assert_intact(vault)
            with vault.read() as session:
                both = (meta.read(session, "first"), meta.read(session, "second"))
                assert both == (("1", "1") if answer == "kept" else (None, None))
                assert meta.read(session, "retry") == "1"
        answers.add(answer)
    assert answers == {"kept", "Unwritable"}


def test_st06_a_backup_killed_half_way_is_no_backup_and_harms_none(path: Path, tmp_path: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from kzcase.progress import Progress
from kzcase.vault import backup
from kzcase.vault.vault import Vault
class Die(Progress):
    def report(self, what, done, total):
        if what.startswith(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)
vault = Vault.open_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
backup.backup(vault, Path(sys.argv[3]), Die())
"""
    folder = tmp_path / "stick"
    folder.mkdir()
    for moment in ("Copying", "Checking"):
        assert run(program, path, KEY.hex(), folder, moment).returncode == -signal.SIGKILL
        assert [file.suffix for file in folder.iterdir()] == [".kzvault-part"]
    assert run(program, path, KEY.hex(), folder, "never").returncode == 0
    (made,) = folder.iterdir()
    with Vault.open_raw(made, KEY) as vault:
        assert_intact(vault)


def test_a_kill_in_the_middle_of_creation_leaves_a_name_that_can_be_used(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from kzcase.vault import files
from kzcase.vault.vault import Vault
files.flush_file = lambda path: os.kill(os.getpid(), signal.SIGKILL)
Vault.create_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
"""
    path = tmp_path / "office.kzvault"
    assert run(program, path, KEY.hex()).returncode == -signal.SIGKILL
    assert not path.exists()
    Vault.create_raw(path, KEY).close()
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [path.name]


def test_st04_a_killed_update_leaves_the_old_shape_or_the_new_and_a_copy(path: Path, tmp_path: Path) -> None:
    program = """
import os, shutil, signal, sys
from pathlib import Path
from kzcase import resources
from kzcase.vault import migrate
from kzcase.vault.vault import Vault
folder = Path(sys.argv[3])
if not folder.exists():
    shutil.copytree(resources.migrations(), folder)
    (folder / "versions" / "9001.py").write_text(
        'from alembic import op\\nimport os, signal\\nrevision = "9001"\\n'
        f'down_revision = "{migrate.head()}"\\n'
        'def upgrade():\\n    op.execute("CREATE TABLE court (id)")\\n'
        '    os.environ.get("DIE") and os.kill(os.getpid(), signal.SIGKILL)\\n'
    )
resources.migrations = lambda: folder
with Vault.open_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])) as vault:
    print(vault.info().schema)
"""
    arguments = [sys.executable, "-c", program, path, KEY.hex(), tmp_path / "migrations"]
    dying = subprocess.run(arguments, cwd=ROOT, env=dict(os.environ, DIE="1"), check=False)
    assert dying.returncode == -signal.SIGKILL
    with Vault.open_raw(path, KEY) as vault:  # the version before still opens it
        assert_intact(vault)
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "9001\n"
    copies = [file for file in tmp_path.iterdir() if "before update" in file.name]
    assert len(copies) == 1
    assert pages.damaged(copies[0], pages.unlock_raw(copies[0], KEY)) == []


DISK = """
import os, subprocess, sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.vault import backup, blobs, meta, pages, passphrase
from kzcase.vault.keys import PROFILES
from kzcase.vault.vault import Vault
source, disk, key, what = Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3]), sys.argv[4]
path = disk / "office.kzvault"
def fill(left):
    stat = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(max(0, stat.f_bavail * stat.f_frsize - left)))
def tell(work):
    try:
        work()
        print("done")
    except KzcaseError as told:
        print(type(told).__name__, "|", told.what)
def grow():
    with vault.write() as session:
        meta.write(session, "big", "1")
        blobs.put(session, b"scan " * 60_000)
if what == "create":
    fill(30_000)
    tell(lambda: Vault.create_raw(path, key))
    print(sorted(file.name for file in disk.iterdir()))
    sys.exit()
if what == "backup":
    vault = Vault.open_raw(source, key)
    fill(300_000)
    tell(lambda: backup.backup(vault, disk))
    print(sorted(file.name for file in disk.iterdir()))
    sys.exit()
path.write_bytes(source.read_bytes())
if what == "passphrase":
    fill(300_000)
    find = lambda at: pages.unlock_raw(at, key)
    tell(lambda: passphrase.change_with(path, find, "words", profile=PROFILES[2]))
    print(sorted(file.name for file in disk.iterdir()))
    vault = Vault.open_raw(path, key)
    print(backup.verify(source, vault.secret).uuid == vault.uuid)
if what == "write":
    vault = Vault.open_raw(path, key)
    fill(100_000)
    tell(grow)
    (disk / "ballast").unlink()
    with vault.read() as session:
        print(meta.read(session, "big"))
    tell(grow)
    vault.close()
    print(pages.damaged(path, pages.unlock_raw(path, key)))
if what == "pull":
    vault = Vault.open_raw(path, key)
    subprocess.run(["umount", "-l", str(disk)], check=True)
    tell(grow)
    vault.close()
    print(sorted(file.name for file in disk.iterdir()))
"""


def on_small_disk(template: Path, tmp_path: Path, what: str) -> list[str]:
    """Run `DISK` in a name space of its own with a disk of 3 MB; its lines."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs tmpfs: no name space of one's own can be made here")
    disk = tmp_path / "disk"
    disk.mkdir(exist_ok=True)
    source = shutil.copy(template, tmp_path / "source.kzvault")
    mount = 'mount -t tmpfs -o size=3m none "$2" && exec "$0" -c "$DISK" "$1" "$2" "$3" "$4"'
    command = ["unshare", "-rm", "sh", "-c", mount, sys.executable, source, str(disk), KEY.hex(), what]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ, DISK=DISK), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


needs_unshare = pytest.mark.skipif(
    not shutil.which("unshare"), reason="needs tmpfs: there are no name spaces"
)


@needs_unshare
def test_on_a_full_disk_everything_is_told_and_nothing_half_stays_and_a_retry_works(
    template: Path, tmp_path: Path
) -> None:
    told, names = on_small_disk(template, tmp_path, "create")
    assert told.startswith("Unwritable | The disk is full")
    assert names == "['ballast']"
    told, names = on_small_disk(template, tmp_path, "backup")
    assert told.startswith("Unwritable | The disk is full")
    assert names == "['ballast']"
    told, names, same = on_small_disk(template, tmp_path, "passphrase")
    assert told.startswith("Unwritable | The disk is full")
    assert names == "['ballast', 'office.kzvault']"
    assert same == "True"
    told, big, again, damaged = on_small_disk(template, tmp_path, "write")
    assert told.startswith("Unwritable | The disk is full")
    assert (big, again, damaged) == ("None", "done", "[]")


@needs_unshare
def test_st29_a_stick_pulled_out_takes_no_write_and_no_new_file_appears_in_its_place(
    template: Path, tmp_path: Path
) -> None:
    told, names = on_small_disk(template, tmp_path, "pull")
    assert told.startswith("VaultVanished |")
    assert names == "[]"
