"""Every action of the program, declared once: its words, its keys, where it applies and what it does.

Shortcuts, menus, the palette and the list of shortcuts read this declaration.
To add an action: one entry here, and its doing in `Commands`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from typing import Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from kzcase.services.declarations import Travel, kinds
from kzcase.ui.areas import AREAS
from kzcase.ui.common.action import KeyGroup, PageAction
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import declared

_SMALL = frozenset({"name", "citation", "alternative", "not_same", "benchmark_link", "term"})
"""Kinds that are written inside the form of another one."""


class Commands(Protocol):
    """What the window can do: the doing behind the actions."""

    def lock(self) -> None:
        """Close the vault."""

    def back(self) -> None:
        """Go back one page."""

    def find(self) -> None:
        """Open the palette."""

    def seek(self) -> None:
        """Put the keyboard into the page's filter."""

    def add(self) -> None:
        """Begin a new record of what the page lists."""

    def create(self, kind: str) -> None:
        """Begin a new record of a kind."""

    def tell_case(self) -> None:
        """Begin a new case on one page, as it is told."""

    def write_letter(self) -> None:
        """Write a letter, about the people of the page to begin with."""

    def go(self, area: str) -> None:
        """Show an area of the side bar."""

    def paper(self) -> None:
        """Make a paper about the people of the page."""

    def hand_out(self) -> None:
        """Put a case file of the people of the page together."""

    def undo(self) -> None:
        """Take back one's own last action."""

    def redo(self) -> None:
        """Do again what was undone."""

    def settings(self, section: str) -> None:
        """Show a section of the settings."""

    def manual(self) -> None:
        """Open the manual at what is on screen."""

    def shortcuts(self) -> None:
        """Show every shortcut."""

    def other_colours(self) -> None:
        """Change between light and dark."""

    def repair(self) -> None:
        """Lock, and show what can be done about the vault's file."""

    def back_up(self) -> None:
        """Make a backup now."""

    def check(self) -> None:
        """Read the whole vault and compare it with its history."""

    def tidy(self) -> None:
        """Bring the vault's file and index in order."""


class Group(StrEnum):
    """Under which heading an action is listed."""

    WORK = "work"
    GO = "go"
    NEW = "new"
    VAULT = "vault"
    HELP = "help"

    @property
    def words(self) -> str:
        """The heading, in the window's language."""
        return QCoreApplication.translate("Actions", GROUP_WORDS[self])


GROUP_WORDS = {
    Group.WORK: str(QT_TRANSLATE_NOOP("Actions", "Work")),
    Group.GO: str(QT_TRANSLATE_NOOP("Actions", "Go to")),
    Group.NEW: str(QT_TRANSLATE_NOOP("Actions", "Write down")),
    Group.VAULT: str(QT_TRANSLATE_NOOP("Actions", "The vault and the program")),
    Group.HELP: str(QT_TRANSLATE_NOOP("Actions", "Help")),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `words` are English, marked for translation; `{0}` in them is `about`.

    `keys` are all its shortcuts, the one to be shown first. `also` are further
    words by which the palette finds it. `locked`: it also works before a vault
    is open. `common`: the palette offers it before anything is typed.
    """

    key: str
    words: str
    group: Group
    run: Callable[[Commands], None]
    keys: tuple[str, ...] = ()
    icon: Icon | None = None
    about: Callable[[], str] | None = field(default=None, compare=False)
    also: str = ""
    locked: bool = False
    common: bool = False

    @property
    def title(self) -> str:
        """What it says, in the window's language."""
        said = QCoreApplication.translate("Actions", self.words)
        return said.format(self.about()) if self.about is not None else said

    @property
    def found_by(self) -> str:
        """The further words by which it is found, in the window's language."""
        return QCoreApplication.translate("Actions", self.also) if self.also else ""


FIXED = (
    Action(
        "find",
        str(QT_TRANSLATE_NOOP("Actions", "Find or do anything")),
        Group.WORK,
        lambda do: do.find(),
        ("Ctrl+K",),
        Icon.FIND,
    ),
    Action(
        "seek",
        str(QT_TRANSLATE_NOOP("Actions", "Filter what is on the page")),
        Group.WORK,
        lambda do: do.seek(),
        ("Ctrl+F",),
        Icon.FIND,
    ),
    Action(
        "add",
        str(QT_TRANSLATE_NOOP("Actions", "New record of what the page shows")),
        Group.WORK,
        lambda do: do.add(),
        ("Ctrl+N",),
        Icon.ADD,
        common=True,
    ),
    Action(
        "new_case",
        str(QT_TRANSLATE_NOOP("Actions", "New case, as it is told")),
        Group.NEW,
        lambda do: do.tell_case(),
        ("Ctrl+Shift+N",),
        Icon.CASE,
        also=str(QT_TRANSLATE_NOOP("Actions", "guided person arrest charge sentence intake")),
        common=True,
    ),
    Action(
        "write_letter",
        str(QT_TRANSLATE_NOOP("Actions", "Write a letter about the people on the page")),
        Group.NEW,
        lambda do: do.write_letter(),
        ("Ctrl+Shift+L",),
        Icon.LETTER,
        also=str(QT_TRANSLATE_NOOP("Actions", "appeal embassy ministry template mail merge chase")),
        common=True,
    ),
    Action(
        "paper",
        str(QT_TRANSLATE_NOOP("Actions", "Make a paper about the people on the page")),
        Group.WORK,
        lambda do: do.paper(),
        ("Ctrl+P",),
        Icon.PAPER,
        also=str(QT_TRANSLATE_NOOP("Actions", "brief print pdf")),
        common=True,
    ),
    Action(
        "hand_out",
        str(QT_TRANSLATE_NOOP("Actions", "Hand out a case file of the people on the page")),
        Group.WORK,
        lambda do: do.hand_out(),
        (),
        Icon.EXCHANGE,
        also=str(QT_TRANSLATE_NOOP("Actions", "share colleague export send kzcase")),
    ),
    Action(
        "undo",
        str(QT_TRANSLATE_NOOP("Actions", "Undo")),
        Group.WORK,
        lambda do: do.undo(),
        ("Ctrl+Z",),
        Icon.UNDO,
        also=str(QT_TRANSLATE_NOOP("Actions", "take back")),
    ),
    Action(
        "redo",
        str(QT_TRANSLATE_NOOP("Actions", "Do again")),
        Group.WORK,
        lambda do: do.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Icon.REDO,
        also=str(QT_TRANSLATE_NOOP("Actions", "redo")),
    ),
    Action(
        "back",
        str(QT_TRANSLATE_NOOP("Actions", "Back to the page before")),
        Group.GO,
        lambda do: do.back(),
        ("Alt+Left",),
        Icon.BACK,
    ),
    Action(
        "back_up",
        str(QT_TRANSLATE_NOOP("Actions", "Back up now")),
        Group.VAULT,
        lambda do: do.back_up(),
        icon=Icon.SAVE,
        also=str(QT_TRANSLATE_NOOP("Actions", "copy stick safe")),
        common=True,
    ),
    Action(
        "backups",
        str(QT_TRANSLATE_NOOP("Actions", "Backups: where, and the last good one")),
        Group.VAULT,
        lambda do: do.settings("backup"),
        icon=Icon.SAVE,
    ),
    Action(
        "repair",
        str(QT_TRANSLATE_NOOP("Actions", "Damage, and taking a backup back")),
        Group.VAULT,
        lambda do: do.repair(),
        icon=Icon.SAVE,
        also=str(QT_TRANSLATE_NOOP("Actions", "restore rescue copy aside")),
    ),
    Action(
        "check",
        str(QT_TRANSLATE_NOOP("Actions", "Check the vault")),
        Group.VAULT,
        lambda do: do.check(),
        icon=Icon.CHECK,
        also=str(QT_TRANSLATE_NOOP("Actions", "damage verify")),
    ),
    Action(
        "tidy",
        str(QT_TRANSLATE_NOOP("Actions", "Tidy the vault's file")),
        Group.VAULT,
        lambda do: do.tidy(),
        icon=Icon.CHECK,
    ),
    Action(
        "passphrase",
        str(QT_TRANSLATE_NOOP("Actions", "Change the passphrase")),
        Group.VAULT,
        lambda do: do.settings("passphrase"),
        icon=Icon.KEY,
        also=str(QT_TRANSLATE_NOOP("Actions", "password secret")),
    ),
    Action(
        "recovery",
        str(QT_TRANSLATE_NOOP("Actions", "Recovery sheet")),
        Group.VAULT,
        lambda do: do.settings("recovery"),
        icon=Icon.KEY,
        also=str(QT_TRANSLATE_NOOP("Actions", "words print forgotten passphrase")),
    ),
    Action(
        "travel",
        str(QT_TRANSLATE_NOOP("Actions", "Before a border: a vault to travel with")),
        Group.VAULT,
        lambda do: do.settings("travel"),
        icon=Icon.KEY,
        also=str(QT_TRANSLATE_NOOP("Actions", "journey customs search laptop taken")),
    ),
    Action(
        "writers",
        str(QT_TRANSLATE_NOOP("Actions", "Who is writing")),
        Group.VAULT,
        lambda do: do.settings("writers"),
        icon=Icon.PEOPLE,
        also=str(QT_TRANSLATE_NOOP("Actions", "writer name switch")),
    ),
    Action(
        "settings",
        str(QT_TRANSLATE_NOOP("Actions", "Settings")),
        Group.VAULT,
        lambda do: do.settings("program"),
        ("Ctrl+,",),
        Icon.SETTINGS,
        also=str(QT_TRANSLATE_NOOP("Actions", "language size of text minutes options preferences")),
    ),
    Action(
        "colours",
        str(QT_TRANSLATE_NOOP("Actions", "Change between light and dark")),
        Group.VAULT,
        lambda do: do.other_colours(),
        icon=Icon.COLOURS,
        also=str(QT_TRANSLATE_NOOP("Actions", "theme colours night")),
        locked=True,
        common=True,
    ),
    Action(
        "lock",
        str(QT_TRANSLATE_NOOP("Actions", "Lock")),
        Group.VAULT,
        lambda do: do.lock(),
        ("Ctrl+L",),
        Icon.LOCK,
        also=str(QT_TRANSLATE_NOOP("Actions", "close leave quit")),
        common=True,
    ),
    Action(
        "manual",
        str(QT_TRANSLATE_NOOP("Actions", "Manual")),
        Group.HELP,
        lambda do: do.manual(),
        ("F1",),
        Icon.HELP,
        also=str(QT_TRANSLATE_NOOP("Actions", "help how")),
        locked=True,
        common=True,
    ),
    Action(
        "shortcuts",
        str(QT_TRANSLATE_NOOP("Actions", "Shortcuts")),
        Group.HELP,
        lambda do: do.shortcuts(),
        ("Ctrl+/", "?"),
        Icon.KEYBOARD,
        also=str(QT_TRANSLATE_NOOP("Actions", "keys keyboard")),
        locked=True,
    ),
)

MOST_NUMBERED = 9
"""Areas that have a number key with Alt."""


def _go(key: str, do: Commands) -> None:
    do.go(key)


def _create(kind: str, do: Commands) -> None:
    do.create(kind)


def _singular(kind: str) -> str:
    return declared(kinds()[kind].label).lower()


@cache
def all_actions() -> tuple[Action, ...]:
    """Every action of the program, in the order in which it is listed."""
    # The places of the settings are actions of their own.
    areas = [area for area in AREAS if area.key != "settings"]
    going = tuple(
        Action(
            f"go:{area.key}",
            str(QT_TRANSLATE_NOOP("Actions", "Go to: {0}")),
            Group.GO,
            partial(_go, area.key),
            (f"Alt+{number}",) if number <= MOST_NUMBERED else (),
            area.icon,
            partial(getattr, area, "title"),
        )
        for number, area in enumerate(areas, start=1)
    )
    icons = {area.key: area.icon for area in AREAS}
    writing = tuple(
        Action(
            f"new:{kind.key}",
            str(QT_TRANSLATE_NOOP("Actions", "New: {0}")),
            Group.NEW,
            partial(_create, kind.key),
            icon=icons.get(kind.key, Icon.ADD),
            about=partial(_singular, kind.key),
            also=str(QT_TRANSLATE_NOOP("Actions", "write down add create")),
            common=kind.key == "person",
        )
        for kind in kinds().values()
        if kind.travel is Travel.SHARED and kind.by_hand and kind.key not in _SMALL
    )
    return (*FIXED, *going, *writing)


def action(key: str) -> Action:
    """The action of that key."""
    return next(one for one in all_actions() if one.key == key)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that every page, list or form listens to itself: listed, and nothing more."""

    keys: str
    words: str

    @property
    def title(self) -> str:
        """What it does, in the window's language."""
        return QCoreApplication.translate("Actions", self.words)


KEYS = (
    Key("Enter", str(QT_TRANSLATE_NOOP("Actions", "Open the chosen row, press the button, take the offer"))),
    Key("Esc", str(QT_TRANSLATE_NOOP("Actions", "Go back; what was typed is kept"))),
    Key("Tab, Shift+Tab", str(QT_TRANSLATE_NOOP("Actions", "To the next field, to the one before"))),
    Key("Ctrl+S", str(QT_TRANSLATE_NOOP("Actions", "Save the form"))),
    Key("Down", str(QT_TRANSLATE_NOOP("Actions", "Open the list of a field"))),
    Key("Ctrl+D", str(QT_TRANSLATE_NOOP("Actions", "Go to who may be the person that is typed"))),
)
"""Keys that mean the same everywhere."""


def key_groups(page: Sequence[PageAction] = ()) -> tuple[KeyGroup, ...]:
    """Every shortcut there is, with those that the page on screen listens to first."""
    here = tuple((one.keys, one.words) for one in page if one.keys)
    groups = [KeyGroup(QCoreApplication.translate("Actions", "On this page"), here)]
    for group in Group:
        lines = ((", ".join(one.keys), one.title) for one in all_actions() if one.group is group and one.keys)
        groups.append(KeyGroup(group.words, tuple(lines)))
    fixed = tuple((one.keys, one.title) for one in KEYS)
    groups.append(KeyGroup(QCoreApplication.translate("Actions", "In forms and lists"), fixed))
    return tuple(one for one in groups if one.lines)
