"""A built wheel is whole: installed into an empty environment it runs from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Runs inside the environment of the wheel and tells what it finds there.
LOOK = """
import hashlib, json, sys
from pathlib import Path
import kzcase
from alembic.script import ScriptDirectory
from kzcase import resources

def files(folder):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }

print(json.dumps({
    "package": kzcase.__file__,
    "version": kzcase.__version__,
    "resources": files(resources.path()),
    "migrations": files(resources.migrations()),
    "manual": files(resources.manual()),
    "heads": ScriptDirectory(str(resources.migrations())).get_heads(),
}))
"""


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and a folder far from the checkout to run it in."""

    folder: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=self.elsewhere,
            env=clean,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out],
        cwd=ROOT,
        check=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            wheel,
        ],
        check=True,
    )
    # The packages kzcase stands on are borrowed, so that nothing is downloaded. A folder named in a .pth
    # file is searched, but its own .pth files are not read: the checkout stays out of reach.
    (site,) = (folder / "lib").glob("python*/site-packages")
    borrowed = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (site / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    return Installed(folder, tmp_path_factory.mktemp("elsewhere"))


def files(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_an_installed_wheel_finds_its_migrations_its_resources_and_its_manual(installed: Installed) -> None:
    outcome = installed.run("python", "-c", LOOK)
    assert outcome.returncode == 0, outcome.stderr
    found = json.loads(outcome.stdout)
    assert Path(found["package"]).is_relative_to(installed.folder)
    assert found["resources"] == files(ROOT / "resources")
    assert found["migrations"] == files(ROOT / "migrations")
    assert found["manual"] == files(ROOT / "docs" / "manual")
    assert len(found["heads"]) == 1


def test_an_installed_wheel_runs_as_a_program_from_any_folder(installed: Installed) -> None:
    outcome = installed.run("kzcase", "--help")
    assert outcome.returncode == 0, outcome.stderr
    assert "kzcase" in outcome.stdout
    assert list(installed.elsewhere.iterdir()) == []


def test_an_installed_wheel_makes_a_vault_and_finds_it_whole(installed: Installed, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("seven plain words that nobody would guess\n", encoding="utf-8")
    vault = str(tmp_path / "office.kzvault")
    made = installed.run("kzcase", "new", vault, "--writer", "A writer", "--passphrase-file", str(secret))
    assert made.returncode == 0, made.stderr
    checked = installed.run("kzcase", "check", vault, "--json", "--passphrase-file", str(secret))
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["ok"] is True
    assert list(installed.elsewhere.iterdir()) == []


def test_a_wheel_holds_the_licence_and_nothing_that_is_only_for_work(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kzcase"}
