"""Killed or refused at any write of what goes out: what is out is in the register, and nothing else is."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.errors import Unwritable
from kzcase.services import exports
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.faults.nursery import Nursery, nursery
from tests.faults.papers import PERSON, hand_out
from tests.faults.writes import from_on, watched
from tests.laptops import KEY, Laptop, circles, empty_template, new_circle, pair
from tests.soak import LONG, part

__all__ = ["circles", "empty_template", "new_circle", "pair"]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")

DEEDS = """
import signal
from pathlib import Path
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Recipients, Selection
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.faults.papers import hand_out
from tests.faults.writes import watched

def go_out(what, vault, path, number):
    office = Office(Vault.open_raw(Path(vault), bytes(range(32))))

    def meet(seen):
        if seen == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with watched(meet) as writes:
        if what == "case file":
            casefile.write(office, Path(path), Selection(everything=True), Recipients())
        else:
            hand_out(office, Path(path))
        say(writes.seen)

DEEDS = {"go out": go_out}
"""

WHATS = ("case file", "paper")


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    with nursery(DEEDS) as some:
        yield some


@pytest.fixture
def vault(pair: tuple[Laptop, Laptop], tmp_path: Path) -> Path:
    a, _ = pair
    a.save("person", occupation="blogger")
    a.office.vault.checkpoint()
    return Path(shutil.copyfile(a.office.path, tmp_path / "closed.kzvault"))


def fresh(vault: Path, name: str) -> tuple[Path, Path]:
    """A copy of the vault in a folder of its own, and where the file is to go: an older one is there."""
    folder = vault.parent / name
    folder.mkdir()
    target = folder / "out.file"
    target.write_bytes(b"older")
    return Path(shutil.copyfile(vault, folder / "office.kzvault")), target


def entered(office: Office, what: str) -> int:
    if what == "paper":
        return len(exports.listed(office))
    with office.read() as session:
        entries = session.execute(text("SELECT count(*) FROM export")).scalar()
        items = session.execute(text("SELECT count(DISTINCT export) FROM export_item")).scalar()
    assert entries == items
    return int(entries or 0)


def notes(office: Office) -> int:
    with office.read() as session:
        found = session.execute(text("SELECT count(*) FROM local_value WHERE key LIKE 'going out: %'"))
        return int(found.scalar() or 0)


@pytest.mark.parametrize("what", WHATS)
def test_a_kill_at_each_write_leaves_no_file_out_that_is_not_entered(
    children: Nursery, vault: Path, what: str
) -> None:
    code, said = children.run("go out", what, *fresh(vault, "whole"), 0)
    assert code == 0, said
    total = int(said[0])
    seen: set[tuple[bool, int]] = set()
    numbers = range(1, total + 1)
    for number in part(list(numbers)) if LONG else [*numbers[::12], *numbers[-3:]]:
        copy, target = fresh(vault, str(number))
        code, said = children.run("go out", what, copy, target, number)
        assert code == -signal.SIGKILL, said
        office = Office.of(Vault.open_raw(copy, KEY))
        out = target.read_bytes() != b"older"
        assert entered(office, what) == int(out)
        assert notes(office) == 0
        office.close()
        left = {one.name for one in target.parent.iterdir()} - {"office.kzvault-lock"}
        unfinished = {name for name in left if name.endswith(".part")}
        assert left - unfinished == {"office.kzvault", "out.file"}
        seen.add((out, len(unfinished)))
        shutil.rmtree(target.parent)
    assert {out for out, _ in seen} == {True, False}


def test_a_disk_that_is_full_from_some_write_on_lets_nothing_out(vault: Path) -> None:
    copy, target = fresh(vault, "whole")
    with watched() as writes:
        office = Office(Vault.open_raw(copy, KEY))
        before = writes.seen
        hand_out(office, target)
        total = writes.seen - before
        office.close()
    assert target.read_bytes() == b"a new paper"
    numbers = range(1, total + 1)
    for number in part(list(numbers)) if LONG else numbers[::9]:
        copy, target = fresh(vault, str(number))
        office = Office(Vault.open_raw(copy, KEY))
        with watched(from_on(number)), pytest.raises(Unwritable):
            hand_out(office, target)
        assert target.read_bytes() == b"older"
        office.close()
        office = Office.of(Vault.open_raw(copy, KEY))
        assert (entered(office, "paper"), notes(office)) == (0, 0)
        office.close()
        assert not [one for one in target.parent.iterdir() if one.name.endswith(".part")]


def stopped(vault: Path) -> tuple[Path, Path, Path]:
    """A vault in which a note was left behind, where its paper was to go, and the unfinished name of that."""
    for number in count(1):
        copy, target = fresh(vault, f"stopped{number}")
        office = Office(Vault.open_raw(copy, KEY))
        with watched(from_on(number)), pytest.raises(Unwritable):
            hand_out(office, target)
        left = notes(office)
        office.close()
        if left:
            (part,) = (one for one in target.parent.iterdir() if one.name.endswith(".part"))
            return copy, target, part
    raise AssertionError


@pytest.mark.parametrize("gone", [True, False])
def test_what_cannot_be_looked_at_any_more_counts_as_out(vault: Path, gone: bool) -> None:
    copy, target, part = stopped(vault)
    if gone:
        part.unlink()
    office = Office.of(Vault.open_raw(copy, KEY))
    assert (entered(office, "paper"), notes(office)) == (int(gone), 0)
    assert [one.persons for one in exports.listed(office)] == [(PERSON,)] * gone
    office.close()
    assert not part.exists()
    assert target.read_bytes() == b"older"
