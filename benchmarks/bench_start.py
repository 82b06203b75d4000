"""From the start of the process to the painted Today page, against an empty window and bare imports.

Neither derives a key: that costs the same whatever opens the vault, by design
about a second, and is measured beside them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY
from kzcase.exchange import recordsfile
from kzcase.exchange.sample import files as sample_files
from kzcase.services.office import Office
from kzcase.vault import keys
from kzcase.vault.vault import Vault

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView
from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.desk import Look
from kzcase.ui.main import application
from kzcase.ui.window import MainWindow
from kzcase.vault.vault import Vault

app = application()
settings = Settings()
window = MainWindow(Look(settings, theme.apply(app, settings)))
window.work_in(Office.of(Vault.open_raw(Path(sys.argv[1]), bytes(range(32)))))
window.show()

def look():
    if any(view.isVisible() and view.model().rowCount() for view in window.findChildren(QAbstractItemView)):
        window.grab()
        timer.stop()
        app.quit()

timer = QTimer()
timer.timeout.connect(look)
timer.start(0)
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
import json, os, sys
from importlib import import_module
for name in json.loads(sys.argv[1]):
    import_module(name)
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
window.show()
window.grab()
os._exit(0)
"""


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The shipped sample, without a display."""
    path = folder / "sample.kzvault"
    office = Office.of(Vault.create_raw(path, KEY))
    with office.vault.write() as session:
        office.ledger.add_writer(session, "Benchmark")
    recordsfile.apply(office, recordsfile.plan(office, sample_files()))
    office.close()
    told = run(folder, OURS.format(after=LOADED), str(path))
    libraries = json.dumps(json.loads(told))
    salt = keys.new_salt(keys.PROFILES[1])
    yield Contest(
        name="start to the painted Today page",
        ours=Contestant("kzcase", lambda: run(folder, OURS.format(after=""), str(path))),
        floor=Contestant("an empty window and the same libraries", lambda: run(folder, BARE, libraries)),
        rival=Contestant("deriving the key, apart", lambda: keys.derive("six words of a passphrase", salt)),
        rounds=size.of(10, least=2),
        asked="within 1.4 x the floor with the key's derivation added to both",
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
