"""No byte of what is typed into the program can be found outside the vault's ciphertext."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kzcase.names.folding import fold

FAMILY, GIVEN = "Жасырынбекова", "Zhasyryna"
FORMS = {
    form.encode(encoding)
    for word in (FAMILY, GIVEN)
    for form in (word, word.lower(), word.upper(), fold(word))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
}
PASSPHRASE = "seven otters paint the quiet harbour"


def kzcase(home: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own, with a home and a temporary folder of its own."""
    for name in ("home", "tmp", "config"):
        (home / name).mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "kzcase", *map(str, arguments)],
        env={
            **os.environ,
            "HOME": str(home / "home"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "TMPDIR": str(home / "tmp"),
            "KZCASE_PASSPHRASE_FILE": str(home / "secret"),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        },
        capture_output=True,
        check=False,
    )


def leaks(folder: Path, allowed: set[Path]) -> list[Path]:
    """The files, side files included, in which a typed name stands in any form."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path not in allowed and any(form in path.read_bytes() for form in FORMS)
    ]


def test_no_typed_name_is_found_in_any_file(tmp_path: Path) -> None:
    vault, typed = tmp_path / "office.kzvault", tmp_path / "typed.jsonl"
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    typed.write_text(
        '{"kind":"person","id":"p","fields":{"region":"KZ-23"}}\n'
        f'{{"kind":"name","id":"n","fields":{{"person":"p","parts":{{"family":"{FAMILY}"}}}}}}\n',
        encoding="utf-8",
    )
    assert leaks(tmp_path, set()) == [typed]
    for arguments in (
        ("new", vault, "--writer", GIVEN),
        ("import", vault, typed),
        ("set", vault, FAMILY, f"occupation={GIVEN}", f"pseudonym={FAMILY}"),
        ("backup", vault),
        ("brief", vault, tmp_path / "brief.pdf", "--search", "Zhasyrynbekova"),
    ):
        done = kzcase(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr
        assert done.stderr == b""
        # The paper is meant to be read.
        assert leaks(tmp_path, {typed, tmp_path / "brief.pdf"}) == []
    found = kzcase(tmp_path, "search", vault, "Жасырынбеков")
    assert FAMILY.encode() in found.stdout
    assert leaks(tmp_path, {typed, tmp_path / "brief.pdf"}) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("show", "x"), ("set", "x", f"occupation={FAMILY}"), ("list", "person")]
)
def test_a_failure_tells_no_secret(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "secret").write_text("wrong\n")
    (tmp_path / "a.kzvault").write_bytes(b"no vault " * 1_000)
    command, *rest = arguments
    done = kzcase(tmp_path, command, tmp_path / "a.kzvault", *rest)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"wrong" not in done.stderr
    assert FAMILY.encode() not in done.stderr
