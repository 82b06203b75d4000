"""Goes through every screen of the window with hostile words in every field; run as a process of its own.

`python everyscreen.py VAULT KEY` prints one line of JSON when every screen was shown, and goes on
when a line comes: it locks, prints "locked", and at the next line closes and ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

WORD = "Qyzylmarka"
EVIL = f'<a href="http://127.0.0.1/{WORD}"><b>{WORD}</b></a><img src="file:///etc/passwd">'
FAMILIES = {2: "IPv4", 10: "IPv6", 30: "IPv6"}

LONG = "KZCASE_SOAK" in os.environ
SHOWN = (
    *("person", "restriction", "prosecution", "letter", "contact", "organisation", "source", "citation"),
    *("document", "consent", "event", "ask", "task", "name", "sentence", "saved_search"),
)
"""The kinds whose records are opened; the long way opens one of every kind, and every list."""

sockets: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note every socket of the internet that Python opens, and every question for a name."""
    if event == "socket.__new__" and int(arguments[1]) in FAMILIES:
        sockets.append(FAMILIES[int(arguments[1])])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
        sockets.append(event)


def open_sockets() -> list[str]:
    """Every socket of the internet that this process holds now, also those that Qt or SQLite opened."""
    ours = set()
    for one in Path("/proc/self/fd").iterdir():
        try:
            name = str(one.readlink())
        except OSError:
            continue
        if name.startswith("socket:["):
            ours.add(name[8:-1])
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        table = Path("/proc/self/net") / kind
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            if line.split()[9] in ours:
                found.append(f"{kind} {line.split()[1]}")
    return found


def main() -> None:
    """The whole way."""
    sys.addaudithook(watch)
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QTextEdit, QWidget

    from kzcase.services.declarations import kinds
    from kzcase.services.office import Office
    from kzcase.settings import Settings
    from kzcase.ui import screens, theme
    from kzcase.ui.common.files import keep_no_history
    from kzcase.ui.common.look import Look
    from kzcase.ui.common.text import guard, rich_labels
    from kzcase.ui.main import application, leave_no_core
    from kzcase.ui.window import MainWindow
    from kzcase.vault.vault import Vault

    vault, ids = Path(sys.argv[1]), json.loads(sys.argv[2])
    keep_no_history()
    leave_no_core()
    app = application()
    settings = Settings(theme="light")
    look = Look(settings, theme.apply(app, settings))
    plain = guard(app)
    window = MainWindow(look)
    window.resize(screens.SIZE)
    window.show()
    shown: list[str] = []
    rich: list[str] = []

    def tips(view: QAbstractItemView) -> list[str]:
        model = view.model()
        if model is None:
            return []
        role = Qt.ItemDataRole.ToolTipRole
        return [
            str(model.index(row, column).data(role) or "")
            for row in range(20)
            for column in range(12)
            if model.hasIndex(row, column)
        ]

    def look_at(name: str) -> None:
        screens.settle(window)
        shown.append(name)
        sockets.extend(open_sockets())
        for root in QApplication.topLevelWidgets():
            rich.extend(f"{name}: {text}" for text in rich_labels(root))
            if WORD in root.windowTitle():
                rich.append(f"{name}: title {root.windowTitle()}")
            for widget in root.findChildren(QWidget):
                said = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
                if isinstance(widget, QAbstractItemView):
                    said += tips(widget)
                if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText:
                    said.append(widget.text())
                if isinstance(widget, QTextEdit) and '<a href="http://127.0.0.1' in widget.toHtml():
                    said.append(widget.toHtml())
                rich.extend(f"{name}: {type(widget).__name__} {one}" for one in said if is_markup(one))
            for action in root.findChildren(QAction):
                if is_markup(action.toolTip()):
                    rich.append(f"{name}: action {action.toolTip()}")

    def is_markup(text: str) -> bool:
        return "<a href" in text or "<img" in text

    office = Office(Vault.open_raw(vault, bytes(range(32))))
    for name, step in screens._steps(office):
        step(window)
        look_at(name)
    workspace = window.workspace
    assert workspace is not None
    for kind, record in ids.items():
        if not (LONG or kind in SHOWN):
            continue
        workspace.open_record(kind, record)
        look_at(f"record {kind}")
    for kind in kinds() if LONG else ("person", "restriction"):
        workspace.show_search(kind, WORD)
        look_at(f"list {kind}")
    workspace.create_record("person", {})
    look_at("typing")
    for line in workspace.findChildren(QLineEdit):
        if line.isVisible() and line.isEnabled() and not line.isReadOnly():
            line.setText(EVIL)
            line.textEdited.emit(EVIL)
    look_at("typed")
    seen = {"shown": shown, "rich": rich, "sockets": sockets, "networked": "PySide6.QtNetwork" in sys.modules}
    print(json.dumps(seen), flush=True)
    sys.stdin.readline()
    window.lock()
    screens.settle(window)
    print("locked", flush=True)
    sys.stdin.readline()
    window.finished.connect(app.quit)
    window.close()
    screens.settle(window)
    window.worker.stop()
    app.removeEventFilter(plain)


if __name__ == "__main__":
    main()
