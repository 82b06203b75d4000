"""Makes everything kzcase needs on this machine: the environment, its packages, the libraries Qt asks for.

`make` calls it when `.venv/.ready` is older than what it was made from. It needs
nothing but Python itself, and may be stopped and started again at any moment.
Started as root on Debian or a relative it installs what the system lacks;
otherwise it names the exact line that does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)

# What kzcase loads of Qt; the first group always, the second to put a window on a screen.
QT_ALWAYS = (
    "QtCore.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/imageformats/*.so",
    "Qt/plugins/iconengines/*.so",
)
QT_ON_SCREEN = (
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
)

# Debian's package for each system library that Qt's own wheels do not bring.
DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpng16.so.16": "libpng16-16",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def main() -> None:
    """Bring the environment up to date, saying each step."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path, nargs="?", default=ROOT / ".venv")
    folder: Path = words.parse_args().folder.absolute()
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        sys.exit(f"kzcase needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.11")
    ready = folder / ".ready"
    ready.unlink(missing_ok=True)
    python = make_environment(folder)
    install_packages(python)
    see_to_qt(python)
    compile_bytecode(python)
    ready.touch()


def make_environment(folder: Path) -> Path:
    """An environment of its own in `folder`, whole even if an earlier try was stopped; its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return python
    say(f"Making the environment in {folder} ...")
    if not has_venv():
        install_debian("Python cannot make environments here.", ["python3-venv"])
    run([sys.executable, "-m", "venv", "--clear", folder])
    return python


def has_venv() -> bool:
    """Whether this Python can make an environment with pip; Debian packs that apart."""
    return (
        subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0
    )


def install_packages(python: Path) -> None:
    """The locked packages, each checked against its hash, and kzcase itself as this checkout."""
    say("Installing the locked packages (the first time this downloads about 200 MB) ...")
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
    ]
    run([*pip, "--require-hashes", "--requirement", ROOT / "requirements-dev.lock"])
    run([*pip, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT])


def see_to_qt(python: Path) -> None:
    """Install or name the system libraries that Qt needs here, then prove that it loads."""
    if sys.platform != "linux":
        return
    needed = missing_libraries(python, QT_ALWAYS)
    on_screen = missing_libraries(python, QT_ON_SCREEN) - needed
    if needed or (on_screen and (is_root_on_debian() or os.environ.get("DISPLAY"))):
        libraries = sorted(needed | on_screen)
        install_debian(
            f"Qt needs system libraries that are missing: {', '.join(libraries)}.", packages(libraries)
        )
    elif on_screen:
        say("To open a window on this machine, Qt will need: " + install_line(packages(sorted(on_screen))))
    proof = "from PySide6 import QtSvg, QtWidgets; QtWidgets.QApplication([])"
    outcome = subprocess.run(
        [python, "-c", proof],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    if outcome.returncode:
        sys.exit("Qt does not start on this machine:\n" + outcome.stderr.strip())


def missing_libraries(python: Path, patterns: Iterable[str]) -> set[str]:
    """The names of shared libraries that the loader does not find for these files of Qt."""
    if not shutil.which("ldd"):
        return set()
    where = subprocess.run(
        [python, "-c", "import PySide6; print(PySide6.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    qt = Path(where.stdout.strip())
    files = sorted(file for pattern in patterns for file in qt.glob(pattern))
    answer = subprocess.run(["ldd", *files], capture_output=True, text=True).stdout
    missing = {line.split("=>")[0].strip() for line in answer.splitlines() if "not found" in line}
    # A part of Qt itself comes with a wheel, never from the system.
    return {library for library in missing if not library.startswith("libQt6")}


def packages(libraries: Iterable[str]) -> list[str]:
    """Debian's packages that hold these libraries."""
    unknown = [library for library in libraries if library not in DEBIAN]
    if unknown:
        sys.exit(
            f"Qt needs system libraries that are missing: {', '.join(unknown)}. Install them and try again."
        )
    return sorted({DEBIAN[library] for library in libraries})


def install_debian(why: str, names: Sequence[str]) -> None:
    """Install Debian's packages when that is allowed; otherwise say the line and stop."""
    say(why)
    if not is_root_on_debian():
        sys.exit(f"Install what is missing, then type the same command again:\n\n    {install_line(names)}\n")
    say("Installing " + " ".join(names) + " ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], quiet)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], quiet)


def install_line(names: Sequence[str]) -> str:
    """The line that installs these packages on Debian, as a person types it."""
    return "sudo apt-get install " + " ".join(names)


def is_root_on_debian() -> bool:
    """Whether this may and can install Debian's packages."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def compile_bytecode(python: Path) -> None:
    """Compile once what would else be compiled at the first start, when a person waits."""
    say("Compiling bytecode ...")
    writing = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    run([python, "-m", "compileall", "-q", ROOT / "kzcase", ROOT / "migrations"], writing)


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    """Run a step; if it fails, stop with its own words above."""
    if subprocess.run(command, env=env).returncode:
        sys.exit("The environment is not ready: the step above failed. The same command can be typed again.")


def say(what: str) -> None:
    """Tell the person at the terminal."""
    print(what, flush=True)


if __name__ == "__main__":
    main()
