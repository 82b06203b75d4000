"""Finds every place of a document where a name stands, shows them, and covers those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.briefing.annexes import seeking, wanted
from kzcase.briefing.annexes.places import Place
from kzcase.briefing.annexes.seeking import Named, Sought
from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress
from kzcase.services import redactions
from kzcase.services.office import Office
from kzcase.services.redactions import Area
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import find
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label, tip
from kzcase.ui.common.worker import Job, Latest
from kzcase.ui.theme import GRID

_PAUSE = 60
_PLACE = Qt.ItemDataRole.UserRole
_TICKED = Qt.CheckState.Checked
_TYPED, _TOGETHER = "", "together"
"""What is offered besides people: the words as typed, each by itself, or only all of them together."""


class PlaceFinder(QWidget):
    """Type a name or a number, or choose a person; every place is ticked until somebody says otherwise."""

    offered = Signal()
    """Other places are shown, or other ones ticked."""
    page_requested = Signal(int)
    """Turn to a page."""
    told = Signal(str)

    def __init__(self, desk: Desk, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = document
        self._near: tuple[Named, ...] | None = None
        self._asked = ""
        self._job: Job | None = None
        self._naming: Job | None = None
        self.line = PickLine()
        self.line.setPlaceholderText(self.tr("A name or a number"))
        self.line.setAccessibleName(self.tr("Cover a name everywhere: type it, or choose a person"))
        self.said = label("", "quiet", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Places found; those ticked will be covered"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.cover = button("", primary=True)
        self.leave = button(self.tr("&Not now"), flat=True)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.cover)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(self.tr("Cover a name everywhere"), "heading", wrap=True))
        column.addWidget(self.line)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._find)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._offer)
        self.line.asked.connect(self._ask)
        self.line.picked.connect(self._picked)
        self.line.returnPressed.connect(self._entered)
        self.list.currentItemChanged.connect(self._show_place)
        self.list.itemChanged.connect(self._ticked)
        self.cover.clicked.connect(self._cover)
        self.leave.clicked.connect(self.dismiss)
        self.dismiss()

    @property
    def places(self) -> tuple[Place, ...]:
        """What was found."""
        return tuple(self._place(row) for row in range(self.list.count()))

    @property
    def ticked(self) -> tuple[Place, ...]:
        """What would be covered."""
        rows = range(self.list.count())
        return tuple(self._place(row) for row in rows if self.list.item(row).checkState() == _TICKED)

    @property
    def current(self) -> Place | None:
        """The place the keyboard is on."""
        row = self.list.currentRow()
        return self._place(row) if row >= 0 else None

    @property
    def busy(self) -> bool:
        """Whether places are shown that nobody has decided on."""
        return not self._foot.isHidden()

    def look_for(self, words: str) -> None:
        """Look for words that stand together."""
        self.line.setText(words)
        self._seek(said=words, together=True)

    def dismiss(self) -> None:
        """Forget what was found."""
        self._stop()
        self.list.clear()
        self.line.clear()
        self._say("")
        for widget in (self.list, self._foot):
            widget.hide()
        self.offered.emit()

    def stop(self) -> None:
        """The page goes: nothing is looked for any more."""
        self._stop()
        if self._naming is not None:
            self._naming.cancel()

    # --- what is looked for --------------------------------------------------------------------------

    def _read(self) -> None:
        """Find out who of the vault is named in the document; only once somebody wants to see them."""
        if self._naming is None:
            work = partial(_named, self._desk.office, self._document)
            said = self.tr("Looking who is named in the document")
            self._naming = self._desk.worker.long(said, work, quiet=True, reads=True)
            self._naming.done.connect(self._know)
            self._naming.failed.connect(self._nobody)

    def _know(self, near: tuple[Named, ...]) -> None:
        self._naming = None
        self._near = near
        if not self.line.text():
            self._offer_near(near)

    def _nobody(self) -> None:
        """What cannot be read names nobody; why that is so is told with the page itself."""
        self._naming = None

    def _offer_near(self, near: tuple[Named, ...]) -> None:
        said = self.tr("named in this document")
        self.line.offer([Offer(one.id, one.title, detail=said) for one in near])

    def _ask(self, text: str) -> None:
        self._asked = text.strip()
        self._timer.start()

    def _find(self) -> None:
        if not self._asked:
            self._latest.forget()
            if self._near is None:
                self._read()
            else:
                self._offer_near(self._near)
            return
        office, language = self._desk.office, self._desk.language
        self._latest.ask(partial(find, office, ("person",), self._asked, language))

    def _offer(self, found: tuple[Offer, ...]) -> None:
        typed = [Offer(_TYPED, self._asked, detail=self.tr("as typed, in any script and spelling"))]
        if len(self._asked.split()) > 1:
            typed = [
                Offer(_TYPED, self._asked, detail=self.tr("each word of it, in any script and spelling")),
                Offer(_TOGETHER, self._asked, detail=self.tr("these words together only")),
            ]
        self.line.offer((*typed, *found))

    def _picked(self, offer: Offer) -> None:
        self._timer.stop()
        self._latest.forget()
        if offer.key in (_TYPED, _TOGETHER):
            self._seek(said=self.line.text(), together=offer.key == _TOGETHER)
        else:
            self.line.setText(offer.label)
            self._seek(person=offer.key)

    def _entered(self) -> None:
        if self.line.text().strip():
            self._timer.stop()
            self._latest.forget()
            self._seek(said=self.line.text())

    def _seek(self, *, said: str = "", together: bool = False, person: str = "") -> None:
        self._stop()
        self._say(self.tr("Looking …"))
        work = partial(_seek, self._desk.office, self._document, said, together, person)
        what = self.tr("Looking through the document")
        self._job = self._desk.worker.long(what, work, quiet=True, reads=True)
        self._job.done.connect(self._found)
        self._job.failed.connect(self._failed)

    def _stop(self) -> None:
        self._timer.stop()
        self._latest.forget()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _failed(self, error: BaseException) -> None:
        if self.sender() is self._job and isinstance(error, KzcaseError):
            self._say("" if isinstance(error, Cancelled) else sentence(error))

    # --- what was found ------------------------------------------------------------------------------

    def _found(self, sought: Sought) -> None:
        if self.sender() is not self._job:
            return
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for one in sought.places:
            # The words first: what is around them may be cut off.
            item = QListWidgetItem(self.tr("Page {0}   {1}   {2}").format(one.page, one.text, one.around))
            item.setData(_PLACE, one)
            item.setToolTip(tip(one.around))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(_TICKED)
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self._say(" ".join(part for part in (self._count(sought), self._blind(sought)) if part))
        for widget in (self.list, self._foot):
            widget.setVisible(bool(sought.places))
        self._ticked()
        if sought.places:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _count(self, sought: Sought) -> str:
        pages = len({one.page for one in sought.places})
        match len(sought.places), pages:
            case 0, _:
                return self.tr("It stands nowhere outside the boxes, as far as the program can read.")
            case 1, _:
                return self.tr("It stands in one place.")
            case number, 1:
                return self.tr("It stands in {0} places on one page.").format(number)
            case number, some:
                return self.tr("It stands in {0} places on {1} pages.").format(number, some)

    def _blind(self, sought: Sought) -> str:
        if not sought.unread:
            return ""
        if len(sought.unread) == sought.of:
            return self.tr(
                "This document is a picture without words: the program cannot read it. Look for the name "
                "yourself, and draw the boxes."
            )
        return self.tr("Page {0}: a picture that the program cannot read. Look there yourself.").format(
            wanted.shown(sought.unread)
        )

    def _place(self, row: int) -> Place:
        place = self.list.item(row).data(_PLACE)
        assert isinstance(place, Place)
        return place

    def _show_place(self) -> None:
        if (place := self.current) is not None:
            self.page_requested.emit(place.page)
        self.offered.emit()

    def _ticked(self) -> None:
        number = len(self.ticked)
        self.cover.setText(
            self.tr("&Cover this place") if number == 1 else self.tr("&Cover {0} places").format(number)
        )
        self.cover.setEnabled(number > 0)
        self.offered.emit()

    def _cover(self) -> None:
        some = [(one.page, area) for one in self.ticked for area in one.areas]
        self.cover.setEnabled(False)
        work = partial(_add, self._desk.office, self._document, some, len(self.ticked))
        job = self._desk.worker.write(work)
        job.done.connect(self._covered)
        job.over.connect(self._ticked)

    def _covered(self, number: int) -> None:
        self.dismiss()
        said = (
            self.tr("One place is covered. Ctrl+Z takes it back.")
            if number == 1
            else self.tr("{0} places are covered. Ctrl+Z takes all of them back.").format(number)
        )
        self.told.emit(said)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))


def _seek(
    office: Office, document: str, said: str, together: bool, person: str, progress: Progress
) -> Sought:
    return seeking.seek(office, document, said=said, together=together, person=person, progress=progress)


def _named(office: Office, document: str, progress: Progress) -> tuple[Named, ...]:
    return seeking.named(office, document, progress=progress)


def _add(office: Office, document: str, some: Sequence[tuple[int, Area]], places: int) -> int:
    """Cover some places; how many places of the text that were."""
    redactions.add_all(office, document, some)
    return places
