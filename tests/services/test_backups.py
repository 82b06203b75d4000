"""Backups are made when they are due, read back, thinned with care, and skipped when there is a good one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.errors import Unwritable
from kzcase.services import backups, records, vaults
from kzcase.services.office import Office
from kzcase.vault import meta
from kzcase.vault.meta import Copy
from kzcase.vault.vault import Vault
from tests.conftest import KEY
from tests.faults.writes import from_on, watched

Usage = namedtuple("Usage", "total used free")


def _write(office: Office) -> None:
    records.save(office, records.Draft("person", records.new_id(), {"locality": "Үлгіқала"}))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


@pytest.fixture
def card(tmp_path: Path) -> Path:
    place = tmp_path / "card"
    place.mkdir()
    return place


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The day on which backups are noted; change what is in it."""
    now = [date(2026, 11, 23)]
    monkeypatch.setattr(meta, "today", lambda: now[0].isoformat())
    return now


def test_without_a_choice_backups_lie_in_a_folder_of_their_own_beside_the_vault(office: Office) -> None:
    made = backups.make(office)
    assert made.file.parent == office.path.with_name(f"{office.path.stem} backups")
    assert made.new
    with Vault.open_raw(made.file, KEY) as copy:
        assert copy.uuid == office.vault.uuid


def test_of_a_state_that_has_a_good_backup_no_second_one_is_made(office: Office) -> None:
    first = backups.make(office)
    again = backups.make(office)
    assert (again.file, again.new) == (first.file, False)
    _write(office)
    assert backups.make(office).new


def test_a_backup_that_is_no_longer_what_was_written_is_no_good_one(office: Office) -> None:
    first = backups.make(office).file
    with first.open("r+b") as file:
        file.seek(100)
        file.write(b"x")
    assert backups.make(office).file != first
    backups.make(office).file.unlink()
    assert backups.make(office).new


def test_a_second_place_gets_a_copy_that_opens_and_one_that_cannot_be_seen_is_said(
    office: Office, stick: Path, card: Path
) -> None:
    backups.choose_folder(office, stick)
    backups.choose_second(office, card)
    made = backups.make(office)
    assert made.second is not None
    assert made.second.parent == card
    with Vault.open_raw(made.second, KEY) as copy:
        assert copy.uuid == office.vault.uuid
    assert not backups.make(office).new
    shutil.rmtree(card)
    _write(office)
    made = backups.make(office)
    assert (made.file.parent, made.second, made.unseen) == (stick, None, (card,))
    shutil.rmtree(stick)
    card.mkdir()
    _write(office)
    assert backups.make(office).file.parent == card, "one place is better than none"
    shutil.rmtree(card)
    with pytest.raises(Unwritable, match="cannot be seen"):
        backups.make(office)
    assert not stick.exists(), "no folder is made in the place of a stick"


def test_room_is_looked_for_first_and_what_is_missing_is_said(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.choose_folder(office, stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 100_000))
    with pytest.raises(Unwritable, match=r"disk is full.* MB are missing") as told:
        backups.make(office)
    assert str(stick) in told.value.what
    assert not list(stick.iterdir())


def test_where_there_is_no_room_the_oldest_of_our_own_go_and_the_newest_two_stay(
    office: Office, stick: Path, day: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.choose_folder(office, stick)
    made = []
    for _ in range(4):
        made.append(backups.make(office, backups.SCHEDULE).file)
        _write(office)
        day[0] += timedelta(days=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 100_000))
    with pytest.raises(Unwritable):
        backups.make(office, backups.SCHEDULE)
    assert sorted(stick.iterdir()) == sorted(made[2:])


@pytest.mark.parametrize(("every", "after"), [("daily", 1), ("weekly", 7)])
def test_one_is_due_when_something_changed_and_the_time_has_come(
    office: Office, every: str, after: int, day: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        @staticmethod
        def now(zone: object) -> Clock:
            return Clock()

        def date(self) -> date:
            return day[0]

    monkeypatch.setattr(backups, "datetime", Clock)
    assert backups.due(office, every)
    assert not backups.due(office, "off")
    assert backups.scheduled(office, every) is not None
    _write(office)
    assert not backups.due(office, every)
    day[0] += timedelta(days=after - 1)
    assert not backups.due(office, every) or after == 1
    day[0] += timedelta(days=1)
    assert backups.due(office, every)
    day[0] -= timedelta(days=3650)
    assert backups.due(office, every), "a clock that was put back stops no backup"
    assert backups.scheduled(office, every) is not None
    assert not backups.due(office, every), "nothing was changed since"


def _copies(days: list[date]) -> list[Copy]:
    return [Copy(number, "backup", one.isoformat(), f"/{number}", "s") for number, one in enumerate(days)]


def test_a_year_of_days_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    stay = [date.fromisoformat(one.made_on) for one in backups.kept(_copies(days))]
    assert stay[-7:] == days[-7:]
    assert [one.month for one in stay if one not in days[-31:]] == list(range(1, 12))
    assert len(stay) == 7 + 2 + 11, "the last of the month and of two weeks are among the seven days"


def test_all_of_the_newest_day_stay() -> None:
    made = _copies([date(2026, 11, 22)] * 3 + [date(2026, 11, 23)] * 5)
    assert [one.id for one in backups.kept(made)] == [2, 3, 4, 5, 6, 7]


@given(st.lists(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)), min_size=1, max_size=60))
def test_st30_whatever_the_clock_says_the_newest_stays_and_few_are_few(days: list[date]) -> None:
    made = _copies(days)
    stay = backups.kept(made)
    assert made[-1] in stay
    assert len(stay) >= min(len(set(days)), backups.DAYS), "no jump of the clock empties the place"
    newest = sum(one == days[-1] for one in days)
    assert len(stay) <= newest + backups.DAYS + backups.WEEKS + backups.MONTHS
    assert backups.kept(stay) == stay


def test_only_what_this_vault_made_by_itself_and_is_unchanged_is_removed(
    office: Office, stick: Path, day: list[date]
) -> None:
    backups.choose_folder(office, stick)
    asked = backups.back_up(office)
    changed = None
    for number in range(20):
        _write(office)
        made = backups.make(office, backups.SCHEDULE)
        if number == 3:
            changed = made.file
            changed.write_bytes(b"somebody put this in its place")
        day[0] += timedelta(days=1)
    foreign = stick / "notes.kzvault"
    foreign.write_bytes(b"of somebody else")
    _write(office)
    backups.make(office, backups.SCHEDULE)
    left = set(stick.iterdir())
    assert {asked, changed, foreign} <= left
    assert 7 + 3 <= len(left) <= 7 + 4 + 3
    assert all(one.there == (one.file != changed) for one in backups.listed(office))


def test_st30_after_a_jump_of_thirty_years_the_backups_of_before_are_still_there(
    office: Office, stick: Path, day: list[date]
) -> None:
    backups.choose_folder(office, stick)
    for jump in (0, 1, 1, 30 * 365, -40 * 365, 1):
        day[0] += timedelta(days=jump)
        _write(office)
        newest = backups.make(office, backups.SCHEDULE).file
        assert newest.exists()
    assert len(list(stick.iterdir())) == 6


def test_st27_a_backup_opens_on_another_computer_with_nothing_but_the_file_and_the_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "orbit lantern vivid quarry mellow thistle"
    office = Office.create(tmp_path / "cases.kzvault", words, "Aigerim")
    _write(office)
    state = vaults.check(office)["state"]
    made = backups.make(office).file
    office.close()
    there = tmp_path / "another computer"
    there.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(there / ".home"))
    carried = Path(shutil.move(made, there / "backup.kzvault"))
    (tmp_path / "cases.kzvault").unlink()
    restored = vaults.restore(carried, words, there / "cases.kzvault")
    again = Office.open(restored, words)
    assert vaults.check(again, rebuild=True)["ok"]
    assert vaults.check(again)["state"] == state
    assert again.missing_units == 0
    again.close()


@pytest.mark.parametrize("share", [0.5, 0.9, 0.97, 1.0])
def test_older_backups_go_only_when_the_new_one_is_in_the_list(
    office: Office, day: list[date], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, share: float
) -> None:
    for rule in ("DAYS", "WEEKS", "MONTHS"):
        monkeypatch.setattr(backups, rule, 1)
    first = backups.make(office, backups.SCHEDULE).file
    _write(office)
    day[0] += timedelta(days=1)
    office.vault.checkpoint()
    trial_path = Path(shutil.copyfile(office.path, tmp_path / "trial.kzvault"))
    with Vault.open_raw(trial_path, KEY) as vault:
        trial = Office(vault)
        backups.choose_folder(trial, tmp_path)
        with watched() as writes:
            assert backups.make(trial, backups.SCHEDULE).new
    number = round(writes.seen * share)
    with watched(from_on(number)):
        try:
            made = backups.make(office, backups.SCHEDULE)
        except Unwritable:
            assert first.exists()
            assert [one.file for one in backups.listed(office)] == [first]
            return
    listed = [one.file for one in backups.listed(office) if one.there]
    assert listed == [made.file]
    assert not backups.make(office, backups.SCHEDULE).new


THINNING = """
import os, signal, sys
from pathlib import Path
from kzcase.services import backups
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

path, place, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
backups.DAYS = backups.WEEKS = backups.MONTHS = 1
office = Office(Vault.open_raw(path, bytes(range(32))))
left = iter(range(number, -1, -1))
older = {os.path.join(place, one) for one in os.listdir(place)}

def hook(event, args):
    if event == "os.remove" and str(args[0]) in older and next(left) == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
backups.make(office, backups.SCHEDULE)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
@pytest.mark.parametrize("removed", [0, 2])
def test_killed_while_older_backups_go_none_is_told_as_missing(
    tmp_path: Path, stick: Path, day: list[date], monkeypatch: pytest.MonkeyPatch, removed: int
) -> None:
    path = tmp_path / "cases.kzvault"
    with Vault.create_raw(path, KEY) as vault:
        office = Office.begin(vault, "Aigerim")
        backups.choose_folder(office, stick)
        for _ in range(4):
            _write(office)
            backups.make(office, backups.SCHEDULE)
            day[0] += timedelta(days=1)
        _write(office)
    done = subprocess.run([sys.executable, "-c", THINNING, path, stick, str(removed)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Vault.open_raw(path, KEY) as vault:
        office = Office(vault)
        known = backups.listed(office)
        assert len(known) == 5 - removed
        assert all(one.there for one in known)
        assert not backups.make(office, backups.SCHEDULE).new, "the one made before is good, and is known"
        for rule in ("DAYS", "WEEKS", "MONTHS"):
            monkeypatch.setattr(backups, rule, 1)
        day[0] += timedelta(days=1)
        _write(office)
        made = backups.make(office, backups.SCHEDULE)
        left = {one.file for one in backups.listed(office)}
        assert left == set(stick.iterdir())
        assert made.file in left
        with office.read() as session:
            assert {Path(one.place or "") for one in meta.copies(session)} == left


def test_a_vault_that_is_spared_is_backed_up_by_hand_only(office: Office) -> None:
    _write(office)
    assert backups.due(office, backups.DAILY)
    backups.spare(office)
    assert not backups.due(office, backups.DAILY)
    assert not backups.overdue(office, backups.WEEKLY)
    assert backups.make(office).new
