"""A kill or a full disk in the middle of exchange, a folder or erasing: before or after, never half."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.exchange import casefile, folder
from kzcase.exchange.casefile import Incoming
from kzcase.services import documents, folders, imports, vaults
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.faults.nursery import nursery
from tests.faults.writes import with_fiu
from tests.laptops import KEY, Laptop, circles, empty_template, new_circle, pair
from tests.soak import LONG, part

__all__ = ["circles", "empty_template", "new_circle", "pair"]

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")

DEEDS = """
import resource, signal
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.exchange import casefile, folder
from kzcase.exchange.casefile import Choice, Incoming, Recipients, Selection
from kzcase.progress import Progress
from kzcase.services import erasures, folders, imports
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

class Watch(Progress):
    def __init__(self, step):
        super().__init__()
        self.seen, self.last = [], step
    def report(self, said, done, total):
        if said not in self.seen:
            self.seen.append(said)
            say(said)
        if said == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

def do(what, vault, other, step):
    watch, office = Watch(step), Office(Vault.open_raw(Path(vault), bytes(range(32))))
    if step.isdigit():
        limit(int(step))
    try:
        if what == "export":
            casefile.write(office, Path(other), Selection(everything=True), Recipients(), progress=watch)
        elif what == "import":
            with Incoming.open(office, Path(other), progress=watch) as incoming:
                casefile.take(office, [incoming], Choice(), progress=watch)
        elif what == "erase":
            erasures.erase(office, other, progress=watch)
        elif what == "folder":
            place = folders.at(office, Path(other))
            with folder.look(office, place, progress=watch) as found:
                folder.take(office, found, Choice(widening=True), backup=False, progress=watch)
            folder.send(office, place, progress=watch)
        else:
            imports.undo(office, other, progress=watch)
        say("through")
    except KzcaseError as told:
        say(f"{type(told).__name__} | {told.what}")
    if step.isdigit():
        limit(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    office.close()

DEEDS = {"do": do}
"""

Run = Callable[[str, Path, object, str], tuple[int, list[str]]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Does something to a vault in a process of its own: its exit code, and what it said."""
    with nursery(DEEDS) as children:

        def do(what: str, vault: Path, other: object, step: str) -> tuple[int, list[str]]:
            code, said = children.run("do", what, vault, other, step)
            assert code in (0, -signal.SIGKILL), said
            return code, said

        yield do


def dangerous(steps: list[str], *chosen: str) -> Sequence[str]:
    """The steps at which to kill: all of them in the long run, the most delicate ones otherwise."""
    assert set(chosen) <= set(steps)
    return part(steps) if LONG else chosen


def closed(laptop: Laptop, folder: Path) -> Path:
    """A copy of a laptop's vault that nobody has open."""
    laptop.office.vault.checkpoint()
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(laptop.office.path, folder / "office.kzvault"))


def state(vault: Path) -> str:
    with Vault.open_raw(vault, KEY) as opened:
        found = vaults.check(Office(opened), rebuild=True)
    assert found["problems"] == []
    return str(found["state"])


@pytest.fixture
def filled(pair: tuple[Laptop, Laptop], tmp_path: Path) -> tuple[Laptop, Laptop]:
    a, b = pair
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(os.urandom(600_000))
    for number in range(5):
        one = a.save("person", occupation="blogger" * number)
        a.save("name", person=one, parts={"family": f"Seitkali{number}"})
    documents.attach(a.office, one, paper)
    b.save("person", occupation="lawyer")
    return a, b


def test_a_kill_at_each_step_of_an_export_leaves_the_older_file_or_none(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    vault = closed(filled[0], tmp_path / "a")
    before = state(vault)
    target = tmp_path / "a" / "out.kzcase"
    target.write_bytes(b"older")
    code, steps = run("export", vault, tmp_path / "a" / "first.kzcase", "never")
    assert (code, steps[-1]) == (0, "through")
    for step in dangerous(steps[:-1], "Encrypting", "Reading it back", "Verifying the case file"):
        assert run("export", vault, target, step)[0] == -signal.SIGKILL
        assert target.read_bytes() == b"older"
        left = {one.name for one in target.parent.iterdir()} - {"office.kzvault-wal", "office.kzvault-shm"}
        parts = {name for name in left if name.endswith(".part")}
        left.discard("office.kzvault-lock")
        assert left - parts == {"office.kzvault", "out.kzcase", "first.kzcase"}
        for name in parts:  # encrypted, under a name that tells nothing
            assert not (target.parent / name).read_bytes().startswith(b"PK")
            (target.parent / name).unlink()
    assert state(vault) == before


def test_st01_a_kill_at_each_step_of_an_import_leaves_the_state_before_or_after(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, b = filled
    path = a.write(b)
    vault = closed(b, tmp_path / "b")
    before = state(vault)
    trial = closed(b, tmp_path / "trial")
    code, steps = run("import", trial, path, "never")
    assert (code, steps[-1]) == (0, "through")
    after = state(trial)
    assert before != after
    for step in dangerous(steps[:-1], "Copying the vault", "Taking documents in", "Counting again"):
        assert run("import", vault, path, step)[0] == -signal.SIGKILL
        assert state(vault) == before, step
        assert not [one for one in vault.parent.iterdir() if one.name.startswith(".kzcase-")]
    assert run("import", vault, path, "never")[1][-1] == "through"
    assert state(vault) == after


def test_a_kill_at_each_step_of_an_undo_leaves_the_state_before_or_after(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, b = filled
    empty = b.state()
    batch = b.take(a.write(b)).batch
    assert batch is not None
    vault = closed(b, tmp_path / "b")
    before = state(vault)
    trial = closed(b, tmp_path / "trial")
    code, steps = run("undo", trial, batch, "never")
    assert (code, steps[-1]) == (0, "through")
    assert state(trial) == empty
    for step in dangerous(steps[:-1], "Finishing"):
        assert run("undo", vault, batch, step)[0] == -signal.SIGKILL
        assert state(vault) == before
    assert run("undo", vault, batch, "never")[1][-1] == "through"
    assert state(vault) == empty


def test_st10_a_file_that_may_not_grow_keeps_all_or_nothing(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, b = filled
    path = a.write(b)
    trial = closed(b, tmp_path / "trial")
    assert run("import", trial, path, "never")[1][-1] == "through"
    after = state(trial)
    answers = set()
    for turn, limit in enumerate([0, 900_000, 20_000_000]):
        vault = closed(b, tmp_path / f"turn{turn}")
        before = state(vault)
        code, told = run("import", vault, path, str(limit))
        assert code == 0
        assert state(vault) == (after if told[-1] == "through" else before), (limit, told)
        assert not [one for one in vault.parent.iterdir() if one.name.startswith(".kzcase-")]
        answers.add(told[-1].split(" |")[0])
    assert answers == {"Unwritable", "through"}


@pytest.mark.parametrize("what", ["undo", pytest.param("erase", marks=pytest.mark.soak)])
def test_taking_back_and_erasing_on_a_full_disk_keep_all_or_nothing(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path, what: str
) -> None:
    a, b = filled
    batch = b.take(a.write(b)).batch
    with b.office.read() as session:
        person = session.execute(text("SELECT id FROM person ORDER BY id LIMIT 1")).scalar()
    other = batch if what == "undo" else person
    trial = closed(b, tmp_path / "trial")
    assert run(what, trial, other, "never")[1][-1] == "through"
    after = state(trial)
    answers = set()
    for turn, limit in enumerate([0, 20_000_000]):
        vault = closed(b, tmp_path / f"turn{turn}")
        before = state(vault)
        code, told = run(what, vault, other, str(limit))
        assert code == 0
        assert state(vault) == (after if told[-1] == "through" else before), (limit, told)
        answers.add(told[-1].split(" |")[0])
    assert answers == {"Unwritable", "through"}


def test_an_export_that_does_not_fit_is_told_and_the_older_file_stays(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    vault = closed(filled[0], tmp_path / "a")
    target = tmp_path / "a" / "out.kzcase"
    target.write_bytes(b"older")
    for limit in (100, 300_000):
        code, told = run("export", vault, target, str(limit))
        assert (code, told[-1].split(" |")[0]) == (0, "Unwritable")
        assert target.read_bytes() == b"older"
        assert not [one for one in target.parent.iterdir() if one.name.endswith(".part")]


@pytest.fixture
def shared(filled: tuple[Laptop, Laptop], tmp_path: Path) -> Path:
    """A folder that both keep in step, in which a file of B's waits for A."""
    a, b = filled
    place = tmp_path / "shared"
    place.mkdir()
    folders.choose(a.office, place, [b.key], without=())
    folder.send(b.office, folders.choose(b.office, place, [a.key], without=()))
    return place


def in_step(laptop: Laptop, place: Path) -> str:
    """What a laptop says after it kept the folder in step."""
    known = folders.at(laptop.office, place)
    assert known is not None
    with folder.look(laptop.office, known) as found:
        assert {one.why for one in found.left_alone} <= {folder.Why.UNFINISHED}
        folder.take(laptop.office, found, casefile.Choice(widening=True), backup=False)
    folder.send(laptop.office, known)
    return laptop.state()


def test_a_kill_at_each_step_of_keeping_a_folder_in_step_loses_nothing_and_the_next_time_makes_it_good(
    run: Run, filled: tuple[Laptop, Laptop], shared: Path, tmp_path: Path
) -> None:
    a, b = filled
    trial = closed(a, tmp_path / "trial")
    before = state(trial)
    kept = tmp_path / "kept"
    shutil.copytree(shared, kept)
    code, steps = run("folder", trial, shared, "never")
    assert (code, steps[-1]) == (0, "through")
    after = state(trial)
    assert before != after
    chosen = ("Counting again", "Reading it back")
    for number, step in enumerate(dangerous(steps[:-1], *chosen)):
        shutil.rmtree(shared)
        shutil.copytree(kept, shared)
        vault = closed(a, tmp_path / f"turn{number}")
        assert run("folder", vault, shared, step)[0] == -signal.SIGKILL
        assert state(vault) in (before, after), step
        for one in shared.iterdir():  # what is not whole yet is encrypted, and known by its name
            assert folder.sort_of(one.name) in (folder.Sort.CASE_FILE, folder.Sort.UNFINISHED)
            assert one.stat().st_size == 0 or one.read_bytes().startswith(b"age-encryption.org/v1")
        assert run("folder", vault, shared, "never")[1][-1] == "through"
        assert state(vault) == after
        assert {folder.sort_of(one.name) for one in shared.iterdir()} == {folder.Sort.CASE_FILE}
    assert in_step(b, shared) == after


def test_a_folder_that_takes_no_more_is_told_and_made_good_when_there_is_room(
    run: Run, filled: tuple[Laptop, Laptop], shared: Path, tmp_path: Path
) -> None:
    a, b = filled
    vault = closed(a, tmp_path / "a")
    code, told = run("folder", vault, shared, "300000")
    assert (code, told[-1].split(" |")[0]) == (0, "Unwritable")
    assert {folder.sort_of(one.name) for one in shared.iterdir()} == {folder.Sort.CASE_FILE}
    assert run("folder", vault, shared, "never")[1][-1] == "through"
    assert in_step(b, shared) == state(vault)


def test_a_kill_at_each_step_of_erasing_leaves_the_state_before_or_after(
    run: Run, filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, _ = filled
    with a.office.read() as session:
        person = session.execute(text("SELECT id FROM person ORDER BY id LIMIT 1")).scalar()
    trial = closed(a, tmp_path / "trial")
    before = state(trial)
    code, steps = run("erase", trial, person, "never")
    assert (code, steps[-1]) == (0, "through")
    after = state(trial)
    assert before != after
    for number, step in enumerate(dangerous(steps[:-1], "Erasing", "Writing the vault's file anew")):
        vault = closed(a, tmp_path / f"turn{number}")
        assert run("erase", vault, person, step)[0] == -signal.SIGKILL
        assert state(vault) == (after if step.startswith("Writing") else before), step


STICK = """
import os, sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Recipients, Selection
from kzcase.progress import Progress
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
vault, disk, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
class Pull(Progress):
    def report(self, said, done, total):
        if said == "Reading it back":
            os.system(f"umount -l {disk}")
office = Office(Vault.open_raw(vault, bytes(range(32))))
watch = Pull() if what == "pull" else Progress()
if what == "full":
    stat = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(stat.f_bavail * stat.f_frsize - 300_000))
try:
    casefile.write(office, disk / "out.kzcase", Selection(everything=True), Recipients(), progress=watch)
    print("done")
except KzcaseError as told:
    print(type(told).__name__, "|", told.what)
print(sorted(one.name for one in disk.iterdir()))
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs tmpfs: there are no name spaces")
def test_ex18_a_full_stick_and_one_that_is_pulled_are_told_and_a_copy_is_never_half(
    filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs tmpfs: no name space of one's own can be made here")
    vault = closed(filled[0], tmp_path / "a")
    disk = tmp_path / "stick"
    disk.mkdir()
    mount = 'mount -t tmpfs -o size=3m none "$2" && exec "$0" -c "$STICK" "$1" "$2" "$3"'
    for what, left in (("full", "['ballast']"), ("pull", "[]"), ("fine", "['out.kzcase']")):
        command = ["unshare", "-rm", "sh", "-c", mount, sys.executable, str(vault), str(disk), what]
        done = subprocess.run(
            command, cwd=ROOT, env=dict(os.environ, STICK=STICK), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told, names = done.stdout.splitlines()
        assert told.split(" |")[0] == ("done" if what == "fine" else "Unwritable")
        assert names == left


EVERY_CALL = """
import ctypes, errno, sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Recipients, Selection
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
fiu = ctypes.CDLL("libfiu.so.0")
CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
office = Office(Vault.open_raw(Path(sys.argv[1]), bytes(range(32))))
target, refuse, seen = Path(sys.argv[2]), 0, 0
def ask(*_):
    global seen
    seen += 1
    return int(seen >= refuse > 0)
asked = CALL(ask)
def write(point, at):
    global refuse, seen
    refuse, seen = at, 0
    fiu.fiu_enable_external(point.encode(), 1, ctypes.c_void_p(errno.ENOSPC), 0, asked)
    try:
        casefile.write(office, target, Selection(everything=True), Recipients())
        said = "through"
    except KzcaseError as told:
        said = f"{type(told).__name__} | {told.what.split(':')[0]}"
    finally:
        fiu.fiu_disable(point.encode())
    return said
for point in ("posix/io/rw/write", "posix/io/sync/fsync", "posix/io/dir/rename"):
    write(point, 0)
    for at in sorted({1, seen // 2, seen} - {0}):
        target.write_bytes(b"older")
        before = set(target.parent.glob("*.part"))
        said = write(point, at)
        whole = target.read_bytes() == b"older"
        left = set(target.parent.glob("*.part")) - before
        print(point, at, said, "older" if whole else "new", len(left), sep="|")
office.close()
"""


def test_ex18_any_call_of_the_system_that_an_export_makes_may_fail_and_the_older_file_stays(
    filled: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    vault = closed(filled[0], tmp_path / "a")
    place = tmp_path / "stick"
    place.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", EVERY_CALL, str(vault), str(place / "out.kzcase")],
        cwd=ROOT, env=with_fiu(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [line.split("|") for line in done.stdout.splitlines()]
    assert {line[0] for line in lines} >= {"posix/io/rw/write", "posix/io/dir/rename"}
    for point, _, kind, said, which, parts in lines:
        assert kind.strip() == "Unwritable"
        if point == "posix/io/sync/fsync":  # the vault cannot be written either: its next opening tidies up
            continue
        assert (said.strip(), which, parts) == ("The disk is full", "older", "0")
    Office.of(Vault.open_raw(vault, KEY)).close()
    assert list(place.glob("*.part")) == []


def test_an_import_that_was_undone_and_killed_can_be_taken_again(filled: tuple[Laptop, Laptop]) -> None:
    a, b = filled
    path = a.write(b)
    b.take(path)
    done = b.state()
    imports.undo(b.office, imports.listed(b.office)[0].id)
    with Incoming.open(b.office, path) as incoming:
        casefile.take(b.office, [incoming], casefile.Choice(undone=True), backup=False)
    assert b.state() == done
