from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

import kzcase
from kzcase import __version__
from kzcase.errors import KzcaseError, Unwritable
from kzcase.vault import meta
from kzcase.vault import vault as vault_module
from kzcase.vault.failures import AlreadyOpen, VaultBusy, VaultLocked, VaultVanished, WrongPassphrase
from kzcase.vault.keys import PROFILES
from kzcase.vault.vault import Vault
from tests.faults.writes import from_on, watched

ROOT = Path(kzcase.__file__).parent.parent
NAME = "Сериков Алмас Болатұлы"


def keep(vault: Vault, key: str, value: str = "1") -> None:
    with vault.write() as session:
        meta.write(session, key, value)


def kept(vault: Vault, key: str) -> str | None:
    with vault.read() as session:
        return meta.read(session, key)


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.is_file())


def child(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


# --- making and opening --------------------------------------------------------------------------------


def test_a_new_vault_opens_with_its_passphrase_and_with_no_other(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    with Vault.create(path, "құпия сөз", profile=PROFILES[2]) as vault:
        keep(vault, "who", NAME)
        assert vault.info().profile == 2
    assert path.read_bytes()[0] == 2
    with Vault.open(path, "құпия сөз") as vault:
        assert kept(vault, "who") == NAME
    with pytest.raises(WrongPassphrase):
        Vault.open(path, "Құпия сөз")


def test_a_new_vault_is_one_file_that_only_its_owner_may_read(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "office.kzvault"
    Vault.create_raw(path, key).close()
    assert beside(path) == ["office.kzvault"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"her diary"])
def test_a_name_that_is_taken_is_refused_and_the_file_stays(
    tmp_path: Path, key: bytes, content: bytes
) -> None:
    path = tmp_path / "office.kzvault"
    path.write_bytes(content)
    with pytest.raises(Unwritable, match="already a file"):
        Vault.create_raw(path, key)
    assert path.read_bytes() == content
    assert beside(path) == ["office.kzvault"]


def test_a_place_that_is_not_there_is_told(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(Unwritable, match="folder does not exist"):
        Vault.create_raw(tmp_path / "no" / "office.kzvault", key)


def test_an_interrupted_creation_leaves_the_name_free(
    tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "office.kzvault"

    def full(_path: Path) -> None:
        raise Unwritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(vault_module.files, "flush_file", full)
        with pytest.raises(Unwritable):
            Vault.create_raw(path, key)
    assert beside(path) == []
    (tmp_path / "office.kzvault-part").write_bytes(b"what a kill left")
    Vault.create_raw(path, key).close()
    assert beside(path) == ["office.kzvault"]


def test_a_vault_tells_its_facts(vault: Vault) -> None:
    info = vault.info()
    assert (info.created, info.app_version, info.profile) == (meta.today(), __version__, 1)
    assert info.commits == 1
    assert info.id == vault.id == meta.short_id(info.uuid)
    assert info.schema
    assert info.size >= vault.path.stat().st_size


def test_two_vaults_made_with_one_key_differ_in_salt_and_id(tmp_path: Path, key: bytes) -> None:
    with (
        Vault.create_raw(tmp_path / "a.kzvault", key) as a,
        Vault.create_raw(tmp_path / "b.kzvault", key) as b,
    ):
        assert a.secret.salt != b.secret.salt
        assert a.uuid != b.uuid


def test_opening_and_looking_changes_nothing(path: Path, key: bytes) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with Vault.open_raw(path, key) as vault:
        with vault.read() as session:
            session.execute(text("SELECT * FROM vault_meta")).all()
        with vault.write():
            pass
        assert vault.info().commits == 1
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert beside(path) == [path.name]


def test_a_vault_is_open_once_in_this_process_and_in_others(vault: Vault, key: bytes, tmp_path: Path) -> None:
    with pytest.raises(AlreadyOpen):
        Vault.open_raw(vault.path, key)
    alias = tmp_path / "alias.kzvault"
    alias.symlink_to(vault.path)
    with pytest.raises(AlreadyOpen):
        Vault.open_raw(alias, key)
    program = (
        "import sys; from pathlib import Path; from kzcase.vault.vault import Vault\n"
        "from kzcase.errors import KzcaseError\n"
        "try: Vault.open_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "except KzcaseError as told: print(type(told).__name__)\n"
    )
    other = child(program, vault.path, key.hex())
    assert other.communicate()[0] == "AlreadyOpen\n"
    keep(vault, "still", "works")
    second_name = tmp_path / "hard.kzvault"
    second_name.hardlink_to(vault.path)
    other = child(program, second_name, key.hex())
    assert other.communicate()[0] == "AlreadyOpen\n"
    keep(vault, "still works", "whole")


def test_a_vault_with_two_names_opens_by_either_while_nobody_has_it(path: Path, key: bytes) -> None:
    second_name = path.with_name("hard.kzvault")
    second_name.hardlink_to(path)
    with Vault.open_raw(second_name, key) as vault:
        keep(vault, "by the other", "name")
    with Vault.open_raw(path, key) as vault:
        assert vault.info().commits == 2


# --- units of work -------------------------------------------------------------------------------------


def test_leaving_a_unit_normally_keeps_all_and_counts_one(vault: Vault) -> None:
    keep(vault, "a")
    assert kept(vault, "a") == "1"
    assert vault.info().commits == 2


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("cause", [Interrupted, KzcaseError, KeyboardInterrupt, SystemExit])
def test_leaving_a_unit_in_any_other_way_keeps_nothing(vault: Vault, cause: type[BaseException]) -> None:
    def interrupted() -> None:
        with vault.write() as session:
            meta.write(session, "a", "1")
            session.flush()
            raise cause("stop")

    with pytest.raises(cause):
        interrupted()
    assert kept(vault, "a") is None
    assert vault.info().commits == 1
    keep(vault, "b")
    assert kept(vault, "b") == "1"


def test_a_unit_inside_a_unit_is_a_bug_told_at_once(vault: Vault) -> None:
    with pytest.raises(RuntimeError, match="inside a write unit"), vault.write(), vault.write():
        pass
    keep(vault, "a")


def test_a_read_unit_sees_one_picture_while_another_thread_writes(vault: Vault) -> None:
    with vault.read() as session:
        assert meta.read(session, "a") is None
        writer = threading.Thread(target=keep, args=(vault, "a"))
        writer.start()
        writer.join()
        assert meta.read(session, "a") is None
        assert vault.commit_counter(session) == 1
    assert kept(vault, "a") == "1"


def test_many_threads_write_and_read_and_nothing_is_lost_or_locked(vault: Vault) -> None:
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                keep(vault, f"{name}{number}")
                assert kept(vault, f"{name}{number}") == "1"
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert vault.info().commits == 41


def test_what_is_listened_to_on_the_maker_of_writing_sessions_is_heard_on_each_of_them(vault: Vault) -> None:
    seen: list[Session] = []
    event.listen(vault.sessions, "before_commit", seen.append)
    for _ in range(2):
        with vault.write() as session:
            assert (session.autoflush, session.expire_on_commit) == (False, False)
        assert seen.pop() is session
    with vault.read():
        assert seen == []


def test_a_connection_that_met_a_disk_fault_is_not_used_again(vault: Vault) -> None:
    def used() -> Any:
        with vault.write() as session:
            return session.connection().connection.driver_connection

    first = used()
    assert used() is first
    with watched(from_on(1, errno.EIO)), pytest.raises(Unwritable), vault.write() as session:  # noqa: PT012
        driver: Any = session.connection().connection.driver_connection
        driver.execute("PRAGMA cache_spill=ON")
        driver.execute("PRAGMA cache_size=1")
        driver.execute("CREATE TABLE trial (body BLOB)")
        driver.executemany("INSERT INTO trial VALUES (randomblob(?))", [(3000,)] * 400)
    second = used()
    assert second is not first
    keep(vault, "after")
    assert kept(vault, "after") == "1"


def test_a_large_unit_keeps_more_of_the_file_in_memory_and_gives_it_back_however_it_ends(
    vault: Vault,
) -> None:
    def room(session: Session) -> int:
        return int(session.connection().exec_driver_sql("PRAGMA cache_size").scalar_one())

    with vault.write() as session:
        usual = room(session)
    with vault.write(large=True) as session:
        assert abs(room(session)) > abs(usual)
        meta.write(session, "kept", "1")
    with vault.write() as session:
        assert room(session) == usual
    with pytest.raises(ZeroDivisionError), vault.write(large=True) as session:
        meta.write(session, "kept", str(1 // 0))
    with vault.write() as session:
        assert room(session) == usual
    assert kept(vault, "kept") == "1"


def test_a_disk_fault_in_a_large_unit_is_told_as_in_any_other(vault: Vault) -> None:
    with watched(from_on(1, errno.EIO)), pytest.raises(Unwritable), vault.write(large=True) as session:  # noqa: PT012
        driver: Any = session.connection().connection.driver_connection
        driver.execute("PRAGMA cache_spill=ON")
        driver.execute("PRAGMA cache_size=1")
        driver.execute("CREATE TABLE trial (body BLOB)")
        driver.executemany("INSERT INTO trial VALUES (randomblob(?))", [(3000,)] * 400)
    keep(vault, "after")
    assert kept(vault, "after") == "1"


def test_another_program_that_holds_the_file_makes_it_busy_and_not_damaged(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "BUSY_SECONDS", 0.01)
    program = (
        "import sys; from pathlib import Path\n"
        "from kzcase.vault import pages; from kzcase.vault.connection import Connector, Mode\n"
        "path = Path(sys.argv[1]); secret = pages.unlock_raw(path, bytes.fromhex(sys.argv[2]))\n"
        "c = Connector(path, secret).connect(Mode.WRITE); c.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True); sys.stdin.readline(); c.execute('ROLLBACK'); c.close()\n"
    )
    other = child(program, path, key.hex())
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with Vault.open_raw(path, key) as vault:
        with pytest.raises(VaultBusy, match="busy in another window"):
            keep(vault, "a")
        other.communicate("go\n")
        keep(vault, "a")
        assert kept(vault, "a") == "1"


def test_a_process_killed_with_an_open_vault_loses_nothing_it_had_kept(path: Path, key: bytes) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kzcase.vault.vault import Vault; from kzcase.vault import meta\n"
        "vault = Vault.open_raw(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "with vault.write() as s: meta.write(s, 'a', '1')\n"
        "unit = vault.write(); s = unit.__enter__(); meta.write(s, 'b', '1'); s.flush()\n"
        "print('written', flush=True); sys.stdin.readline()\n"
    )
    other = child(program, path, key.hex())
    assert other.stdout
    assert other.stdout.readline() == "written\n"
    other.kill()
    other.communicate()
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    with Vault.open_raw(path, key) as vault:
        assert kept(vault, "a") == "1"
        assert kept(vault, "b") is None
    assert beside(path) == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
@pytest.mark.parametrize("way", ["removed", "moved", "replaced"])
def test_a_file_that_goes_away_takes_no_more_writes_and_is_not_made_anew(
    path: Path, key: bytes, way: str
) -> None:
    vault = Vault.open_raw(path, key)
    elsewhere = path.with_name("elsewhere")
    if way == "removed":
        path.unlink()
    else:
        path.rename(elsewhere)
    if way == "replaced":
        path.write_bytes(b"another file")
    with pytest.raises(VaultVanished):
        keep(vault, "a")
    vault.close()
    assert path.exists() == (way == "replaced")
    if way == "replaced":
        assert path.read_bytes() == b"another file"


# --- the file ------------------------------------------------------------------------------------------


def test_after_a_checkpoint_the_one_file_is_whole(vault: Vault) -> None:
    keep(vault, "a")
    log = vault.path.with_name(vault.path.name + "-wal")
    assert log.stat().st_size > 0
    assert vault.checkpoint()
    assert log.stat().st_size == 0


def test_a_checkpoint_in_the_middle_of_a_unit_does_nothing(vault: Vault) -> None:
    with vault.write() as session:
        meta.write(session, "a", "1")
        assert not vault.checkpoint()
    assert kept(vault, "a") == "1"


def test_a_checkpoint_does_not_wait_for_a_reader_and_is_made_good_later(vault: Vault) -> None:
    with vault.read() as session:
        meta.read(session, "a")
        keep(vault, "a")
        assert not vault.checkpoint()
        with vault.writer.connect() as connection:
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 5000
    assert vault.checkpoint()


def test_a_closed_vault_is_one_file_and_gives_nothing_away(path: Path, key: bytes) -> None:
    vault = Vault.open_raw(path, key)
    keep(vault, "who", NAME)
    vault.close()
    vault.close()
    assert beside(path) == [path.name]
    for use in (vault.read, vault.write):
        with pytest.raises(VaultLocked), use():
            pass
    with pytest.raises(VaultLocked):
        _ = vault.secret
    with pytest.raises(VaultLocked), vault.writer.connect():
        pass


def test_locking_waits_for_the_unit_that_is_under_way(path: Path, key: bytes) -> None:
    vault = Vault.open_raw(path, key)
    inside, go = threading.Event(), threading.Event()

    def save() -> None:
        with vault.write() as session:
            meta.write(session, "a", "1")
            inside.set()
            go.wait()

    saving, locking = threading.Thread(target=save), threading.Thread(target=vault.close)
    saving.start()
    inside.wait()
    locking.start()
    go.set()
    saving.join()
    locking.join()
    with Vault.open_raw(path, key) as again:
        assert kept(again, "a") == "1"


def test_locking_from_inside_a_unit_is_a_bug_told_at_once(vault: Vault) -> None:
    with pytest.raises(RuntimeError, match="from inside"), vault.read():
        vault.close()
    keep(vault, "a")


def test_no_name_can_be_found_in_any_file_of_an_open_or_closed_vault(path: Path, key: bytes) -> None:
    marks = [NAME.encode("utf-8")[:20], NAME.encode("utf-16-le")[:20]]
    vault = Vault.open_raw(path, key)
    with vault.write() as session:
        session.execute(text("CREATE TEMP TABLE scratch (name)"))
        for number in range(300):
            session.execute(text("INSERT INTO scratch VALUES (:n)"), {"n": f"{NAME} {number}"})
        session.execute(text("INSERT INTO vault_meta SELECT name, name FROM scratch ORDER BY name DESC"))
    # the other files must not be opened while the vault is: closing them would drop its locks
    log = path.with_name(path.name + "-wal").read_bytes()
    assert len(log) > 20_000
    vault.close()
    for content in (log, *(file.read_bytes() for file in path.parent.iterdir() if file.is_file())):
        assert not any(mark in content for mark in marks)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_vault_in_a_place_that_cannot_be_written_is_told_so(
    tmp_path_factory: pytest.TempPathFactory, template: Path, key: bytes
) -> None:
    folder = tmp_path_factory.mktemp("read-only")
    path = folder / "office.kzvault"
    path.write_bytes(template.read_bytes())
    path.chmod(0o644)
    root = os.geteuid() == 0
    for parent in folder.parents[:3] if root else ():  # one more when several processes test
        if parent.stat().st_uid == 0 and parent != Path("/tmp"):
            parent.chmod(0o755)
    folder.chmod(0o555)
    if root:  # whom no permission stops
        os.seteuid(65534)
    try:
        with pytest.raises(Unwritable, match="not permitted"):
            Vault.open_raw(path, key)
        with pytest.raises(Unwritable, match="not permitted"):
            Vault.create_raw(folder / "new.kzvault", key)
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
    assert [file.name for file in folder.iterdir()] == ["office.kzvault"]


def test_the_version_of_the_program_that_last_wrote_is_kept(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meta, "__version__", "99.1")
    assert vault.info().app_version == __version__
    keep(vault, "a")
    assert vault.info().app_version == "99.1"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_place_that_may_not_even_be_looked_into_is_told_so(
    tmp_path_factory: pytest.TempPathFactory, template: Path, key: bytes
) -> None:
    folder = tmp_path_factory.mktemp("closed")
    path = folder / "office.kzvault"
    path.write_bytes(template.read_bytes())
    folder.chmod(0o000)
    root = os.geteuid() == 0
    if root:  # whom no permission stops
        os.seteuid(65534)
    try:
        with pytest.raises(Unwritable, match="not permitted"):
            Vault.open_raw(path, key)
        with pytest.raises(Unwritable, match="not permitted"):
            Vault.create_raw(folder / "new.kzvault", key)
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
    assert path.read_bytes() == template.read_bytes()
