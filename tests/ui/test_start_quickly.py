"""The passphrase is asked for before anything that only an open vault needs is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.look import Look
from kzcase.ui.main import application
from kzcase.ui.window import MainWindow

ASKING = """
import sys
from pathlib import Path
from kzcase.app import main
from kzcase.ui import main as ui, window as shell

class Shown(Exception): pass

def show(self):
    shell.QMainWindow.show(self)
    self.grab()
    raise Shown

shell.MainWindow.show = show
try:
    main(["open", sys.argv[1]])
except Shown:
    pass
print(sorted({name.partition(".")[0] for name in sys.modules}
      & {"sqlalchemy", "sqlcipher3", "reportlab", "alembic", "cryptography", "rapidfuzz", "babel"}),
      "kzcase.services" in sys.modules, flush=True)
import os
os._exit(0)
"""


def test_the_page_that_asks_for_the_passphrase_loads_no_database_and_no_service(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKING, str(tmp_path / "some.kzvault")], capture_output=True, text=True
    )
    assert told.stdout == "[] False\n", told.stderr


def test_what_an_open_vault_needs_is_loaded_while_the_passphrase_is_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(theme="light")
    window = MainWindow(Look(settings, theme.apply(application(), settings)))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.insides_loaded):
        window.begin(tmp_path / "some.kzvault")
    assert "kzcase.ui.workspace" in sys.modules
    assert window.commands is window.commands
    window.worker.stop()
