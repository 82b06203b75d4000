"""Every screen with hostile words in every field: no markup, no socket, no plaintext anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.names.folding import fold
from kzcase.services import attachedtext, documents, records
from kzcase.services.declarations import kinds
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.conftest import KEY
from tests.hostile.everyscreen import EVIL, LONG, SHOWN, WORD
from tests.hostile.filled import fill

ROOT = Path(__file__).resolve().parents[2]
FORMS = {
    form.encode(encoding)
    for form in (WORD, WORD.lower(), WORD.upper(), fold(WORD))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
}


@dataclass
class Journey:
    """What was seen on the way, and the files in which the word stood at each of its ends."""

    seen: dict[str, Any]
    leaks: dict[str, list[str]]
    left: list[str]
    errors: bytes
    code: int


def leaks(place: Path) -> list[str]:
    """The files under a place, side files included, in which the word stands in any form or name."""
    found = []
    for one in place.rglob("*"):
        if one.is_file() and (
            any(form in one.read_bytes() for form in FORMS) or WORD.lower() in one.name.lower()
        ):
            found.append(str(one.relative_to(place)))
    return found


@pytest.fixture(scope="module")
def journey(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The way was gone once, in a process with a home and a temporary folder of its own."""
    place = tmp_path_factory.mktemp("journey")
    vault = Path(shutil.copyfile(office_template, place / "office.kzvault"))
    office = Office(Vault.open_raw(vault, KEY))
    ids = fill(office, lambda field: EVIL)
    for _ in range(2):
        one = records.new_id()
        ban = {"person": one, "kind": "deprivation_of_right", "in_force": "2025-05-05", "term": {"years": 90}}
        office.record(
            [
                Change("person", one, {"occupation": EVIL}),
                Change("name", records.new_id(), {"person": one, "parts": {"family": EVIL}}),
                Change("restriction", records.new_id(), {**ban, "translation": EVIL}),
            ]
        )
    paper = tmp_path_factory.mktemp("paper") / "note.txt"
    paper.write_text(f"{EVIL} was seen there.\n" * 50)
    documents.attach(office, ids["person"], paper, title=EVIL)
    attachedtext.catch_up(office)
    office.close()
    for name in ("home", "tmp"):
        (place / name).mkdir()
    homes = {
        "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "tmp", "HOME": "home", "TMPDIR": "tmp",
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("everyscreen.py")), str(vault), json.dumps(ids)],
        env={
            **os.environ,
            **{name: str(place / folder) for name, folder in homes.items()},
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
        },
        cwd=place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin
    assert child.stdout
    found: dict[str, list[str]] = {}
    told = child.stdout.readline()
    if not told:
        pytest.fail(child.communicate()[1].decode())
    found["unlocked"] = leaks(place)
    child.stdin.write(b"\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"locked\n"
    found["locked"] = leaks(place)
    _, errors = child.communicate(b"\n")
    found["closed"] = leaks(place)
    return Journey(
        json.loads(told),
        found,
        sorted(one.name for one in (place / "tmp").iterdir()),
        errors,
        child.returncode,
    )


def test_the_way_leads_through_every_area_and_every_kind(journey: Journey) -> None:
    assert journey.code == 0
    shown = set(journey.seen["shown"])
    assert {f"record {kind}" for kind in (kinds() if LONG else SHOWN)} <= shown
    assert {"today", "people", "pack", "brief", "document", "writer", "palette-typed", "typed"} <= shown


def test_ui01_nowhere_is_a_users_word_read_as_markup(journey: Journey) -> None:
    assert journey.seen["rich"] == []


def test_no_socket_of_the_internet_is_opened_on_any_screen(journey: Journey) -> None:
    assert journey.seen["sockets"] == []
    assert journey.seen["networked"] is False


@pytest.mark.parametrize("when", ["unlocked", "locked", "closed"])
def test_st31_no_word_stands_in_any_file_of_home_temporary_folder_and_vault(
    journey: Journey, when: str
) -> None:
    assert journey.leaks[when] == []


def test_st31_nothing_stays_in_the_temporary_folder_and_nothing_is_said_aloud(journey: Journey) -> None:
    assert journey.left == []
    assert not any(form in journey.errors for form in FORMS)


def test_the_hunt_would_find_a_word_in_a_file_and_in_a_name(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "thumbnail").write_bytes(b"\0" + WORD.upper().encode("utf-16-le"))
    (tmp_path / f"{WORD}.pdf").touch()
    assert sorted(leaks(tmp_path)) == [f"{WORD}.pdf", "cache/thumbnail"]


SOCKET = """
import socket, sys
sys.path.insert(0, sys.argv[1])
from tests.hostile import everyscreen
sys.addaudithook(everyscreen.watch)
socket.socketpair()
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(("127.0.0.1", 0))
print(everyscreen.sockets, everyscreen.open_sockets())
"""


def test_the_watch_would_see_a_socket() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SOCKET, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("['IPv4'] ['udp ")
