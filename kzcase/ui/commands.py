"""Does what the actions say: the one place where a wish becomes work of the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services import backups, drafts, undo, vaults
from kzcase.services.declarations import Field, FieldType, kinds
from kzcase.services.office import Changed, Office
from kzcase.services.undo import NothingToDo, Outcome, Outlook
from kzcase.ui.actions import Action, action, all_actions
from kzcase.ui.common.text import counted
from kzcase.ui.common.worker import Latest
from kzcase.ui.help.chapters import FIRST, SHORTCUTS, chapter_for
from kzcase.ui.palette.entries import Choice
from kzcase.ui.theme import LIGHT
from kzcase.ui.undowords import outcome_words

if TYPE_CHECKING:
    from kzcase.ui.window import MainWindow


class WindowCommands(QObject):
    """The doing behind each action (`kzcase.ui.actions.Commands`), and its shortcuts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._again = False
        self._outlook = Latest(window.worker, self)
        self._outlook.answered.connect(self._show_outlook)
        for declared in all_actions():
            for keys in declared.keys:
                shortcut = QShortcut(QKeySequence(keys), window)
                shortcut.setProperty("action", declared.key)
                shortcut.activated.connect(self._by_shortcut)

    def do(self, key: str) -> None:
        """Do the action of that key, if it can be done now."""
        wanted = action(key)
        if wanted.locked or self._window.workspace is not None:
            wanted.run(self)

    def _by_shortcut(self) -> None:
        self.do(self.sender().property("action"))

    # --- pages -----------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the vault."""
        self._window.lock()

    def back(self) -> None:
        """Go back one page."""
        if workspace := self._window.workspace:
            workspace.back()

    def find(self) -> None:
        """Open the palette with all that can be done now."""
        if workspace := self._window.workspace:
            workspace.open_palette((*self._page_choices(), *map(self._choice, self._offered())))

    def seek(self) -> None:
        """Put the keyboard into the page's filter."""
        if workspace := self._window.workspace:
            workspace.page.seek()

    def add(self) -> None:
        """Begin a new record of what the page lists."""
        if workspace := self._window.workspace:
            workspace.page.add()

    def tell_case(self) -> None:
        """Begin a new case on one page, as it is told."""
        if workspace := self._window.workspace:
            workspace.create_record(drafts.GUIDED, {})

    def create(self, kind: str) -> None:
        """Begin a new record of a kind; on a person's page it is about that person."""
        if workspace := self._window.workspace:
            people = workspace.page.people
            owners = [one.key for one in kinds()[kind].fields.values() if _names_a_person(one)]
            workspace.create_record(kind, dict.fromkeys(owners, people[0]) if len(people) == 1 else {})

    def write_letter(self) -> None:
        """Write a letter, about the people of the page to begin with."""
        if workspace := self._window.workspace:
            workspace.create_record(drafts.MAILING, {"persons": workspace.page.people})

    def go(self, area: str) -> None:
        """Show an area of the side bar."""
        if workspace := self._window.workspace:
            workspace.show_area(area)

    def paper(self) -> None:
        """Make a paper about the people of the page."""
        if workspace := self._window.workspace:
            workspace.make_paper(workspace.page.people)

    def hand_out(self) -> None:
        """Put a case file of the people of the page together."""
        if workspace := self._window.workspace:
            workspace.hand_out(workspace.page.people)

    def settings(self, section: str) -> None:
        """Show a section of the settings."""
        if workspace := self._window.workspace:
            workspace.show_settings(section)

    def manual(self) -> None:
        """Open the manual at what is on screen."""
        if workspace := self._window.workspace:
            workspace.show_help(chapter_for(workspace.page.area, workspace.page.chapter))
        else:
            self._window.show_help(FIRST)

    def shortcuts(self) -> None:
        """Show every shortcut."""
        if workspace := self._window.workspace:
            workspace.show_help(SHORTCUTS)
        else:
            self._window.show_help(SHORTCUTS)

    def other_colours(self) -> None:
        """Change between light and dark, whichever the system prefers."""
        settings = self._window.look.settings
        settings.theme = "dark" if self._window.look.theme.colours is LIGHT else "light"
        try:
            settings.save()
        except KzcaseError as error:
            self._window.notice.refuse(error)
        self._window.take_up_look()

    # --- undo ------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back one's own last action."""
        self._turn(undo.undo, again=False)

    def redo(self) -> None:
        """Do again what was undone."""
        self._turn(undo.redo, again=True)

    def look_ahead(self, changed: Changed | None = None) -> None:
        """Find out what would be undone now."""
        if desk := self._window.desk:
            self._outlook.ask(partial(undo.outlook, desk.office))

    def _turn(self, work: Any, *, again: bool) -> None:
        workspace, desk = self._window.workspace, self._window.desk
        if workspace is None or desk is None:
            return
        workspace.keep()
        job = desk.worker.write(partial(work, desk.office, desk.language), quiet=True)
        job.setProperty("again", again)
        job.done.connect(self._turned)
        job.failed.connect(self._not_turned)

    def _turned(self, outcome: Outcome) -> None:
        said = outcome_words(outcome, again=bool(self.sender().property("again")))
        notice = self._window.notice
        (notice.tell_until_put_away if outcome.left else notice.tell)(said)
        self.look_ahead()

    def _not_turned(self, error: BaseException) -> None:
        notice = self._window.notice
        if isinstance(error, NothingToDo):
            notice.tell(error.sentence)
        elif isinstance(error, KzcaseError):
            notice.refuse(error)

    def _show_outlook(self, outlook: Outlook) -> None:
        if workspace := self._window.workspace:
            workspace.top.show_outlook(outlook)

    # --- the vault -------------------------------------------------------------------------------------

    def repair(self) -> None:
        """Lock, and show what can be done about the vault's file."""
        self._window.repair()

    def back_up(self) -> None:
        """Make a backup now, where the last one went."""
        if desk := self._window.desk:
            job = desk.worker.long(self.tr("Backing up"), partial(_back_up, desk.office))
            job.done.connect(self._backed_up)

    def check(self) -> None:
        """Read the whole vault and compare it with its history."""
        if desk := self._window.desk:
            job = desk.worker.long(self.tr("Checking the vault"), partial(_check, desk.office))
            job.done.connect(self._checked)

    def tidy(self) -> None:
        """Bring the vault's file and index in order."""
        if desk := self._window.desk:
            desk.worker.write(partial(_rest, desk.office)).done.connect(self._tidied)

    def _backed_up(self, file: Path) -> None:
        self._window.notice.tell(
            self.tr("Backup written and read back: {0}, in {1}").format(file.name, file.parent)
        )
        if desk := self._window.desk:
            desk.backed_up.emit()

    def _checked(self, found: dict[str, Any]) -> None:
        if found["ok"]:
            said = self.tr("The vault is whole: records {0}, changes {1}, no problems.")
            self._window.notice.tell(said.format(found["records"], found["revisions"]))
        else:
            problems = found["problems"]
            many = counted(
                len(problems), self.tr("1 problem was found."), self.tr("{0} problems were found.")
            )
            said = self.tr("{0} Keep the backups you have. The first: {1}")
            self._window.banner.ask(
                said.format(many, "\n".join(problems[:3])),
                (self.tr("What can be done"), self._window.repair),
                (self.tr("Put away"), self._window.banner.put_away),
            )

    def _tidied(self) -> None:
        self._window.notice.tell(self.tr("The vault is tidy: everything is in its one file."))

    # --- what the palette offers -----------------------------------------------------------------------

    def _offered(self) -> tuple[Action, ...]:
        workspace = self._window.workspace
        return tuple(
            one for one in all_actions() if one.key != "find" and workspace and workspace.top.allows(one)
        )

    def _choice(self, of: Action) -> Choice:
        workspace = self._window.workspace
        words = workspace.top.words(of) if workspace is not None else of.title
        keys = of.keys[0] if of.keys else ""
        return Choice(words, partial(self.do, of.key), of.found_by, keys, of.icon, of.common)

    def _page_choices(self) -> tuple[Choice, ...]:
        workspace = self._window.workspace
        offered = workspace.page.offers() if workspace is not None else ()
        return tuple(Choice(one.words, one.run, "", one.keys, one.icon, here=True) for one in offered)


_UNDO_KEYS = frozenset(
    QKeySequence.fromString(keys).toString() for name in ("undo", "redo") for keys in action(name).keys
)


class UndoKeys(QObject):
    """Lets Ctrl+Z through to the window from a text field that has nothing to take back itself.

    A field of a form with typed and unsaved words keeps the key: what is meant
    there is what was typed. Only the field with the keyboard is watched.
    """

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application.focusChanged.connect(self._move)

    def _move(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at a key before the field that has the keyboard does."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        pressed = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key()))).toString()
        if pressed not in _UNDO_KEYS or not isinstance(watched, QLineEdit | QPlainTextEdit):
            return False
        if _own_undo(watched) or _typed_around(watched):
            return False
        event.ignore()
        return True


def _own_undo(field: QLineEdit | QPlainTextEdit) -> bool:
    if field.isReadOnly():
        return False
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() or field.isRedoAvailable()
    return field.document().isUndoAvailable() or field.document().isRedoAvailable()


def _typed_around(field: QWidget) -> bool:
    from kzcase.ui.common.forms.sheet import Sheet  # a form is on screen, or there is nothing around

    around: QWidget | None = field
    while around is not None:
        if isinstance(around, Sheet):
            return around.touched
        around = around.parentWidget()
    return False


def _names_a_person(field: Field) -> bool:
    """Whether a field says to which person the record belongs."""
    return field.owner and field.type is FieldType.LINK and field.targets == ("person",)


def _back_up(office: Office, progress: Progress) -> Path:
    return backups.back_up(office, progress=progress)


def _check(office: Office, progress: Progress) -> dict[str, Any]:
    return vaults.check(office, rebuild=True, progress=progress)


def _rest(office: Office) -> None:
    """All that is put off, at once: somebody asked for it."""
    while office.rest():
        pass
