"""Takes a picture of every screen of the sample: `python scripts/screens.py [FOLDER]` (`make screens`).

The pictures are those that `kzcase demo --no-window` leaves, from a fresh sample. The one of a person's
page that the README shows, and those of the manual, are brought up to date with them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ROOT / "docs" / "images" / "person.png"
MANUAL = ROOT / "docs" / "manual" / "images"
IN_MANUAL = (
    *("first-start", "today", "calendar", "new-case", "person", "palette-typed", "people"),
    *("timeline-person", "pack", "writer", "exchange-colleagues", "settings-backup"),
)
"""The screens that the manual shows, light and at normal scale."""


def main() -> None:
    """Make the sample aside, take its pictures over, and say where they are."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screens").absolute()
    with tempfile.TemporaryDirectory(prefix="kzcase-screens-") as aside:
        subprocess.run([sys.executable, "-m", "kzcase", "demo", aside, "--no-window"], cwd=ROOT, check=True)
        pictures = sorted((Path(aside) / "screens").glob("*.png"))
        if not pictures:
            sys.exit("kzcase demo left no pictures.")
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        for picture in pictures:
            shutil.copy(picture, folder)
    show_in_readme([folder / picture.name for picture in pictures])
    show_in_manual(folder)
    print(f"{len(pictures)} pictures in {folder}")


def show_in_readme(pictures: list[Path]) -> None:
    """Keep one light picture of a person's page where the README looks for it."""
    fitting = [one for one in pictures if one.name.startswith("person-") and "light" in one.name]
    if not fitting:
        sys.exit("No picture person-...light....png among them: the README has nothing to show.")
    SHOWN.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(fitting[0], SHOWN)


def show_in_manual(folder: Path) -> None:
    """Keep the pictures that the manual shows, in few colours so that they stay small."""
    MANUAL.mkdir(parents=True, exist_ok=True)
    for old in MANUAL.glob("*.png"):
        old.unlink()
    for name in IN_MANUAL:
        picture = QImage(str(folder / f"{name}-light-1x.png"))
        if picture.isNull():
            sys.exit(f"There is no light picture of {name} at normal scale: the manual shows it.")
        few = picture.convertToFormat(
            QImage.Format.Format_Indexed8, commonest(picture), Qt.ImageConversionFlag.ThresholdDither
        )
        few.save(str(MANUAL / f"{name}.png"), quality=0)


def commonest(picture: QImage) -> list[int]:
    """The 256 commonest colours of a picture."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    return [colour for colour, _ in Counter(memoryview(plain.bits()).cast("I")).most_common(256)]


if __name__ == "__main__":
    main()
