"""Takes a picture of every screen: light and dark, at scale 1 and 2, at logical 1280 by 720.

Also says which widgets are clipped in a small window. Used by `kzcase demo`
where there is no display, and by whoever wants to look.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kzcase.progress import quiet
from kzcase.services import board, drafts, lists
from kzcase.services.declarations import kinds
from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.areas import AREAS
from kzcase.ui.common.files import keep_no_history
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import guard
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.letters.letterspage import LettersPage
from kzcase.ui.main import application
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.window import MainWindow

SIZE = QSize(1280, 720)
SHOWN_FIRST = "Bokayev"
"""The person of the sample whose page is shown."""
WRITTEN_ABOUT = "Сәмплұлы"
"""The person of the sample, a fictional one, about whom a letter is being written."""
SHORT = {"person": "people", "settings": "settings"}
"""Screens of areas that have a name of their own."""
_PATIENCE = 30_000
_ALWAYS = "does not support propagateSizeHints"

Step = Callable[[MainWindow], None]


def take(vault: Path, passphrase: str, folder: Path) -> Sequence[Path]:
    """Write `NAME-light-1x.png` and its kin of every screen into `folder`; returns them."""
    before = qInstallMessageHandler(_hear)
    try:
        return shoot(partial(Office.open, vault, passphrase, progress=quiet()), folder)
    finally:
        qInstallMessageHandler(before)


def _hear(kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
    """Pass on what Qt says, but for what is always so without a display and concerns nobody."""
    if _ALWAYS not in said:
        print(said, file=sys.stderr)


def shoot(
    unlock: Callable[[], Office], folder: Path, themes: Sequence[str] = ("light", "dark")
) -> Sequence[Path]:
    """The same for an office that is opened anew for each theme."""
    keep_no_history()
    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    plain = guard(app)
    written: list[Path] = []
    for name in themes:
        settings = Settings(theme=name)
        window = MainWindow(Look(settings, theme.apply(app, settings)))
        window.resize(SIZE)
        window.show()
        try:
            office = unlock()
            for screen, step in _steps(office):
                step(window)
                settle(window)
                for scale in (1, 2):
                    path = folder / f"{screen}-{name}-{scale}x.png"
                    picture(window, scale).save(str(path))
                    written.append(path)
        finally:
            window.close()
            settle(window)
            window.worker.stop()
            window.deleteLater()
    app.removeEventFilter(plain)
    return written


def _steps(office: Office) -> Iterator[tuple[str, Step]]:
    """Each screen's name and the way to it from the one before; what is not in the vault has no screen."""
    yield "first-start", partial(_begin)
    yield "create", lambda window: window.start.show_create()
    yield "unlock", lambda window: window.start.show_unlock(Path("cases.kzvault"))
    yield "today", lambda window: window.work_in(office)
    for area in AREAS[1:]:
        name = SHORT.get(area.key, f"list-{area.key}" if area.key in kinds() else area.key)
        yield name, partial(_show_area, key=area.key)
        if area.key == "exchange":
            for part in ("hand_out", "folder", "decide", "colleagues", "imports"):
                yield f"exchange-{part.replace('_', '-')}", partial(_show_exchange, part=part)
        if area.key == "letter":
            for part in ("asks", "addressees", "templates"):
                yield f"letters-{part}", partial(_show_letters, part=part)
    yield from _about(office, _first(office, "person", SHOWN_FIRST))
    if document := _first(office, "document"):
        yield "document", lambda window: _workspace(window).open_record("document", document)
    yield "new-case", lambda window: _workspace(window).create_record(drafts.GUIDED, {})
    for kind in ("person", "restriction", "prosecution", "letter", "document"):
        yield f"new-{kind}", partial(_create, kind=kind)
    for section in ("program", "backup", "passphrase", "recovery", "writers"):
        yield f"settings-{section}", partial(_show_settings, section=section)
    yield "palette", partial(_find, text="")
    yield "palette-typed", partial(_find, text=SHOWN_FIRST.lower())
    yield "manual", partial(_do, key="manual")
    yield "shortcuts", partial(_do, key="shortcuts")


def _about(office: Office, person: str) -> Iterator[tuple[str, Step]]:
    """The screens about a person, and the papers."""
    if not person:
        return
    yield "person", lambda window: _workspace(window).open_record("person", person)
    for key in ("restrictions", "prosecutions", "letters", "documents", "consent", "sources"):
        yield f"part-{key}", partial(_show_part, key=key)
    yield "part-details", lambda window: _page(window).tabs.setCurrentIndex(0)
    yield "part-history", lambda window: _page(window).tabs.setCurrentIndex(_page(window).tabs.count() - 1)
    yield "timeline-person", lambda window: _workspace(window).show_timeline((person,))
    if restriction := _first(office, "restriction"):
        yield "restriction", lambda window: _workspace(window).open_record("restriction", restriction)
    if letter := _first(office, "letter"):
        yield "letter", lambda window: _workspace(window).open_record("letter", letter)
    if about := _first(office, "person", WRITTEN_ABOUT):
        yield "writer", partial(_write, people=(about,), to=_contacts(office))
    yield "brief", lambda window: _workspace(window).make_paper((person,))
    if len(several := _in_force(office)) > 1:
        yield "pack", lambda window: _workspace(window).make_paper(several)


def _begin(window: MainWindow) -> None:
    window.begin(None)


def _workspace(window: MainWindow):  # type: ignore[no-untyped-def]
    assert window.workspace is not None
    return window.workspace


def _page(window: MainWindow) -> PersonPage:
    page = _workspace(window).page
    assert isinstance(page, PersonPage)
    return page


def _show_part(window: MainWindow, key: str) -> None:
    page = _page(window)
    page.tabs.setCurrentWidget(page.part(key))


def _show_area(window: MainWindow, key: str) -> None:
    _workspace(window).show_area(key)


def _show_exchange(window: MainWindow, part: str) -> None:
    _show_area(window, "exchange")
    page = _workspace(window).page
    assert isinstance(page, ExchangePage)
    page.show_part(part)


def _show_letters(window: MainWindow, part: str) -> None:
    _show_area(window, "letter")
    page = _workspace(window).page
    assert isinstance(page, LettersPage)
    page.show_part(part)


def _write(window: MainWindow, people: tuple[str, ...], to: tuple[str, ...]) -> None:
    _workspace(window).create_record(drafts.MAILING, {"persons": people, "addressees": to})


def _contacts(office: Office) -> tuple[str, ...]:
    """Some whom one may write to."""
    page = lists.page(office, lists.ListQuery("contact", filter="Embassy", columns=(lists.TITLE,), limit=3))
    return tuple(row.id for row in page.rows)


def _create(window: MainWindow, kind: str) -> None:
    _workspace(window).create_record(kind, {})


def _show_settings(window: MainWindow, section: str) -> None:
    _workspace(window).show_settings(section)


def _do(window: MainWindow, key: str) -> None:
    _workspace(window).palette_over.close_up()
    window.commands.do(key)


def _find(window: MainWindow, text: str) -> None:
    window.commands.do("find")
    _workspace(window).palette_over.line.setText(text)


def _first(office: Office, kind: str, wanted: str = "") -> str:
    """The record of a kind with these words in its title, or the first there is; "" if none."""
    for words in dict.fromkeys((wanted, "")):
        found = lists.page(office, lists.ListQuery(kind, filter=words, columns=(lists.TITLE,), limit=1))
        if found.rows:
            return found.rows[0].id
    return ""


def _in_force(office: Office) -> tuple[str, ...]:
    """The people under restrictions that end soonest."""
    rows = board.rows(office, office.today(), limit=4).rows
    return tuple(dict.fromkeys(row.person for row in rows if row.person))


def settle(window: MainWindow) -> None:
    """Let the window answer until nothing is under way and everything is painted."""
    for _ in range(3):
        if window.worker.busy:
            loop = QEventLoop()
            window.worker.idle.connect(loop.quit)
            QTimer.singleShot(_PATIENCE, loop.quit)
            loop.exec()
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()


def picture(window: QWidget, scale: int) -> QPixmap:
    """The window as it looks at a scale, painted anew and not enlarged."""
    made = QPixmap(window.size() * scale)
    made.setDevicePixelRatio(scale)
    window.render(made)
    return made


def clipped(root: QWidget) -> list[str]:
    """Visible labels and buttons of the program that have less room than their words need."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton) or not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + 1:
                found.append(f"{widget.text()}: {widget.height()} of {needed} high")
        elif widget.sizeHint().width() > widget.width() + 1:
            found.append(f"{widget.text()}: {widget.width()} of {widget.sizeHint().width()} wide")
    return found
