"""Takes a picture of every screen of the sample: `python scripts/screens.py [FOLDER]` (`make screens`).

The pictures are those that `kzcase demo --no-window` leaves, from a fresh sample. The one of a person's
page that the README shows is brought up to date with them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ROOT / "docs" / "images" / "person.png"


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
    print(f"{len(pictures)} pictures in {folder}")


def show_in_readme(pictures: list[Path]) -> None:
    """Keep one light picture of a person's page where the README looks for it."""
    fitting = [one for one in pictures if one.name.startswith("person-") and "light" in one.name]
    if not fitting:
        sys.exit("No picture person-...light....png among them: the README has nothing to show.")
    SHOWN.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(fitting[0], SHOWN)


if __name__ == "__main__":
    main()
