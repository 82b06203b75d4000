"""From the start of the process to the page that asks for the passphrase, and on to the painted Today page.

The second is what somebody waits for who types at once: the window asks, is
told the passphrase, and opens. The floor is an empty window with the same
libraries, and the derivation of the same key after it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size
from kzcase.exchange import recordsfile
from kzcase.exchange.sample import files as sample_files
from kzcase.services.office import Office

SECRET = "six words of a passphrase"

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView
from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.look import Look
from kzcase.ui.main import application
from kzcase.ui.window import MainWindow

app = application()
settings = Settings()
window = MainWindow(Look(settings, theme.apply(app, settings)))
window.begin(Path(sys.argv[1]))
window.show()
window.grab()

def look():
    if window.workspace is None:
        return
    if any(view.isVisible() and view.model().rowCount() for view in window.findChildren(QAbstractItemView)):
        window.grab()
        timer.stop()
        app.quit()

timer = QTimer()
if {unlock}:
    window.start.unlock.open_with({secret!r})
    timer.timeout.connect(look)
    timer.start(1)
    app.exec()
{after}
import os
os._exit(0)
"""

LOADED = """
import json
import sysconfig
site = sysconfig.get_paths()["purelib"]
print(json.dumps([name for name, module in list(sys.modules.items())
                  if (getattr(module, "__file__", None) or "").startswith(site)]), flush=True)
"""

BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
window.show()
window.grab()
{after}
os._exit(0)
"""

LIBRARIES_AND_KEY = """
import json
from importlib import import_module
from pathlib import Path
for name in json.loads(sys.argv[1]):
    import_module(name)
from kzcase.vault import keys
keys.derive({secret!r}, Path(sys.argv[2]).read_bytes()[:16])
"""


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The shipped sample, without a display."""
    path = folder / "sample.kzvault"
    office = Office.create(path, SECRET, "Benchmark")
    recordsfile.apply(office, recordsfile.plan(office, sample_files()))
    office.close()
    asks = OURS.format(unlock=False, secret=SECRET, after="")
    opens = OURS.format(unlock=True, secret=SECRET, after="")
    told = run(folder, OURS.format(unlock=True, secret=SECRET, after=LOADED), str(path))
    libraries = json.dumps(json.loads(told))
    bare = BARE.format(after="")
    with_key = BARE.format(after=LIBRARIES_AND_KEY.format(secret=SECRET))
    yield Contest(
        name="start to the painted page that asks for the passphrase",
        ours=Contestant("kzcase", lambda: run(folder, asks, str(path))),
        floor=Contestant("an empty window", lambda: run(folder, bare)),
        rounds=size.of(10, least=2),
    )
    yield Contest(
        name="start to the painted Today page, the passphrase being typed at once",
        ours=Contestant("kzcase", lambda: run(folder, opens, str(path))),
        floor=Contestant(
            "an empty window, the same libraries, the same key",
            lambda: run(folder, with_key, libraries, str(path)),
        ),
        rounds=size.of(10, least=2),
        asked="within 1.4 x the floor",
    )


def run(folder: Path, script: str, *arguments: str) -> str:
    """Run a script in a fresh process without a display; what it printed.

    All have their bytecode kept, as an installed program has; the round that does not count makes it.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
