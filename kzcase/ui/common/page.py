"""What every page of the window is: it builds, loads, and asks by signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk


class Page(QWidget):
    """A page of an unlocked vault.

    Wishes leave as signals; the window fulfils them. `retitled` says that the
    words of the path at the top have changed.
    """

    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    document_requested = Signal(str, int)
    """Look at a document: its id, the page from 1."""
    redaction_requested = Signal(str, int, str)
    """Cover words on a document's pages: its id, the page from 1, the words."""
    erase_requested = Signal(str, str)
    """Erase a record for good, once it was read what that would do: kind, id."""
    create_requested = Signal(str, object)
    """Write a new record: kind, values already known by field."""
    paper_requested = Signal(object)
    """Make a paper about these people (tuple of ids)."""
    timeline_requested = Signal(object)
    """Show the timeline of these people and cases (tuple of ids)."""
    resume_requested = Signal(str, str, bool)
    """Go on with what was typed and not saved: kind, id, whether the record has still to be made."""
    back_requested = Signal()
    told = Signal(str)
    """A sentence for the window's notice line."""
    action_requested = Signal(str)
    """Do an action of the program, named by its key in `kzcase.ui.actions`."""
    look_changed = Signal()
    """The settings of how things look have changed: the window takes them up."""
    passphrase_requested = Signal(str, str)
    """Change the vault's passphrase: the present one and the new one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        desk.changed.connect(self.refresh)

    @property
    def area(self) -> str:
        """The area of the side bar it belongs to; one that is not there: that of the page before."""
        return ""

    @property
    def chapter(self) -> str:
        """The chapter of the manual that is about it, where the area does not say it already."""
        return ""

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people this page is about: what Ctrl+P prints."""
        return ()

    @property
    def paper(self) -> str:
        """The kind of paper that shows what this page shows: a template of papers; "" for the usual one."""
        return ""

    @property
    def begun(self) -> tuple[str, str] | None:
        """What was begun here and has still to be made: the kind and the id under which it is kept."""
        return None

    @property
    def unsaved(self) -> bool:
        """Whether something typed here is not saved; leaving keeps it as a draft."""
        return self.begun is not None

    def leave(self) -> None:
        """Esc or Back: go back, and say where what was typed and not saved is found again."""
        self.keep()
        self.say_kept()
        self.back_requested.emit()

    def say_kept(self) -> None:
        """Say where what was typed and not saved is found again; nothing if there is none."""
        if self.unsaved:
            self.told.emit(self.tr("Not saved; what you typed is kept in Drafts."))

    def again(self) -> Callable[[], Page] | None:
        """What makes this page anew as it stands, where that is more than what made it."""
        return None

    def begin(self) -> None:
        """The page has become the one on screen: put the keyboard where work starts."""

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault; a page re-reads what it shows of it."""

    def keep(self) -> None:
        """Write what was typed and not saved into the vault's drafts, now."""

    def add(self) -> None:
        """Ctrl+N: begin a new record of what this page lists."""

    def seek(self) -> None:
        """Ctrl+F: put the keyboard into the page's filter."""

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done on this page besides what can be done everywhere."""
        return ()
