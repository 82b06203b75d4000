"""How long it takes until nothing can be seen or read any more, and what opening looks at before it.

Locking is measured from the key to the empty screen, and to the closed vault, from a page
of a large one; what is tidied up afterwards is not counted. No display is needed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY, filled
from kzcase.services.office import Office
from kzcase.vault import pages
from kzcase.vault.failures import VaultLocked
from kzcase.vault.keys import Secret
from kzcase.vault.mirror import Mirror
from kzcase.vault.vault import Vault

if TYPE_CHECKING:
    from kzcase.ui.window import MainWindow

ASKED = "under 50 ms"


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Locking a window, and the quick check of opening, both on one large vault."""
    with filled(folder / "large.kzvault", size.of(100_000, least=200)) as office:
        path = office.path
        office.rest()
    yield _check(path, folder, size)
    yield from _locking(path, size)


def _check(path: Path, folder: Path, size: Size) -> Contest:
    secret = Secret(KEY, path.read_bytes()[:16] if path.stat().st_size < 1 << 20 else _salt(path))
    mirror = Mirror("00000000-0000-4000-8000-000000000000", folder / "mirror")
    mirror.write(7)

    def look() -> None:
        pages.prove(path, secret)
        assert pages.glance(path, secret) == ()
        assert mirror.read() == 7

    def opened() -> None:
        Vault.open_raw(path, KEY).close()

    return Contest(
        name="the quick check of a vault that is opened: page 1, the length, 16 pages, the mirror",
        ours=Contestant("the check", look),
        rival=Contestant("opening and closing the vault, the check included", opened),
        rounds=size.of(50, least=3),
        asked=ASKED,
    )


def _salt(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _locking(path: Path, size: Size) -> Iterator[Contest]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kzcase.settings import Settings
    from kzcase.ui import theme
    from kzcase.ui.common.look import Look
    from kzcase.ui.main import application
    from kzcase.ui.window import MainWindow

    app = application()
    settings = Settings(theme="light", backup_every="off")
    window = MainWindow(Look(settings, theme.apply(app, settings)))
    window.show()

    offices: list[Office] = []

    def unlock() -> None:
        offices[:] = [Office(Vault.open_raw(path, KEY))]
        window.work_in(offices[0])
        assert window.workspace is not None
        window.workspace.show_area("person")
        _settled(window)

    def seen() -> None:
        window.lock()
        window.repaint()

    def closed() -> None:
        window.lock()
        while _has_key(offices[0]):
            time.sleep(0.0002)

    vaults: list[Vault] = []

    def open_bare() -> None:
        vaults.append(Vault.open_raw(path, KEY))

    bare = Contestant("closing a bare vault", lambda: vaults.pop().close(), before=open_bare)
    try:
        yield Contest(
            name="lock from the list of people, until the locked page is painted",
            ours=Contestant("the window", seen, before=unlock, after=lambda: _settled(window)),
            rounds=size.of(20, least=3),
            asked=ASKED,
        )
        yield Contest(
            name="lock from the list of people, until the vault is closed and the key is dropped",
            ours=Contestant("the window", closed, before=unlock, after=lambda: _settled(window)),
            floor=bare,
            rounds=size.of(20, least=3),
            asked=ASKED,
        )
    finally:
        window.close()
        window.worker.stop()


def _has_key(office: Office) -> bool:
    """Whether the secret is still there; it goes after the last connection."""
    try:
        return bool(office.vault.secret)
    except VaultLocked:
        return False


def _settled(window: MainWindow) -> None:
    from PySide6.QtTest import QTest

    while window.worker.busy:
        QTest.qWait(1)
